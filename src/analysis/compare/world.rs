//! Whether drafts are made for the same world.
//!
//! The world is what its entries say, not where they stand: assumptions, signatures, holdings,
//! activities, concealments and interests. A draft may bring something of its own, such as a joint
//! programme with the conduct that it makes possible: an entry that stands in the draft's own file,
//! beside `[agreement]`, on top of a world that it shares. Any other difference makes another world.

use crate::analysis::deal::Draft;
use crate::analysis::diff::roles::{Role, role};
use crate::analysis::diff::sheet::{Item, Sheet};
use crate::source::Span;

/// The kinds of entries that make a world.
const KINDS: [&str; 6] = ["assumption", "signature", "holding", "activity", "concealment", "interest"];

/// A place in the files of one of the drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The draft.
    pub draft: usize,
    /// Where in its files.
    pub span: Span,
}

/// An entry, or one of its keys, that is not the same in two worlds.
#[derive(Debug, Clone)]
pub struct WorldDifference {
    /// The word for its kind.
    pub kind: &'static str,
    /// The id of the entry.
    pub id: String,
    /// The key that differs; none if only one draft has the entry.
    pub key: Option<String>,
    /// What each draft says; none if it says nothing.
    pub says: [Option<String>; 2],
    /// Where each draft says it, or where the entry stands.
    pub places: [Option<Place>; 2],
}

/// An entry that one draft brings, on top of a world that it shares.
#[derive(Debug, Clone)]
pub struct Brought {
    /// The draft.
    pub draft: usize,
    /// The word for its kind.
    pub kind: &'static str,
    /// The id of the entry.
    pub id: String,
    /// Where it stands.
    pub place: Place,
}

/// How two worlds differ.
#[derive(Debug, Clone, Default)]
pub struct Worlds {
    /// What makes them different.
    pub differences: Vec<WorldDifference>,
    /// What either draft brings.
    pub brought: Vec<Brought>,
}

/// Compares the worlds of two drafts, by their places among all.
pub fn worlds(drafts: [(usize, &Draft); 2]) -> Worlds {
    let sheets = drafts.map(|(_, draft)| Sheet::of(&draft.sources));
    let mut worlds = Worlds::default();
    let shares = sheets[0].items.iter().any(|item| {
        let shared = sheets[1].find(item.kind, &item.id);
        is_world(item) && !is_own(&sheets[0], item) && shared.is_some_and(|other| !is_own(&sheets[1], other))
    });
    for item in sheets[0].items.iter().filter(|i| is_world(i)) {
        match sheets[1].find(item.kind, &item.id) {
            Some(other) => differing_keys(item, other, drafts.map(|(d, _)| d), &mut worlds.differences),
            None => only(0, item, &sheets[0], shares, drafts[0].0, &mut worlds),
        }
    }
    for item in sheets[1].items.iter().filter(|i| is_world(i)) {
        if sheets[0].find(item.kind, &item.id).is_none() {
            only(1, item, &sheets[1], shares, drafts[1].0, &mut worlds);
        }
    }
    worlds
}

fn is_world(item: &Item) -> bool {
    KINDS.contains(&item.kind())
}

/// Whether an entry stands in the draft's own file.
fn is_own(sheet: &Sheet, item: &Item) -> bool {
    sheet.of_kind(0).next().is_some_and(|agreement| agreement.span.file == item.span.file)
}

fn only(side: usize, item: &Item, sheet: &Sheet, shares: bool, draft: usize, worlds: &mut Worlds) {
    let place = Place { draft, span: item.span };
    if shares && is_own(sheet, item) {
        worlds.brought.push(Brought { draft, kind: item.kind(), id: item.id.clone(), place });
        return;
    }
    let mut difference =
        WorldDifference { kind: item.kind(), id: item.id.clone(), key: None, says: [None, None], places: [None, None] };
    difference.places[side] = Some(place);
    worlds.differences.push(difference);
}

fn differing_keys(one: &Item, other: &Item, drafts: [usize; 2], out: &mut Vec<WorldDifference>) {
    let mut keys: Vec<&str> = one.keys.iter().chain(&other.keys).map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let is_words = |key: &str| matches!(key, "name" | "text" | "source") || role(one.kind(), key) == Role::Words;
    for key in keys.into_iter().filter(|key| !is_words(key)) {
        let nodes = [one.get(key), other.get(key)];
        let same = match nodes {
            [Some(a), Some(b)] => a.means_the_same(b),
            [None, None] => true,
            _ => false,
        };
        if same {
            continue;
        }
        let place = |side: usize, item: &Item| {
            let span = nodes[side].map_or(item.span, |node| node.span);
            Some(Place { draft: drafts[side], span })
        };
        out.push(WorldDifference {
            kind: one.kind(),
            id: one.id.clone(),
            key: Some(key.to_owned()),
            says: nodes.map(|node| node.map(|n| n.shown())),
            places: [place(0, one), place(1, other)],
        });
    }
}
