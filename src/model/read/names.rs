//! The ids of all entries, by kind, and which of them are referred to.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, quote};
pub(super) use crate::model::format::Kind;
use crate::model::world::PREPARATION;
use crate::source::Span;
use indexmap::IndexMap;

/// Where an id is defined, and whether something refers to it.
struct Name {
    index: usize,
    span: Span,
    used: bool,
}

/// The ids of all entries, by kind.
#[derive(Default)]
pub(super) struct Names<'t> {
    kinds: [IndexMap<&'t str, Name>; 9],
    /// The preparations, by the ids of their activities, in the order in which they will follow
    /// the holdings and the activities of the regime.
    preparations: IndexMap<&'t str, ()>,
    /// How many entries each kind has.
    counts: [usize; 9],
}

impl<'t> Names<'t> {
    /// Registers an id; the place where it is defined already, if it is.
    pub fn define(&mut self, kind: Kind, id: &'t str, index: usize, span: Span) -> Option<Span> {
        self.counts[kind as usize] = index + 1;
        match self.kinds[kind as usize].entry(id) {
            indexmap::map::Entry::Occupied(first) => Some(first.get().span),
            indexmap::map::Entry::Vacant(new) => {
                new.insert(Name { index, span, used: false });
                None
            }
        }
    }

    /// The place of an entry among its kind; marks it as referred to.
    pub fn refer(&mut self, kind: Kind, id: &str) -> Option<usize> {
        match self.kinds[kind as usize].get_mut(id) {
            Some(name) => {
                name.used = true;
                Some(name.index)
            }
            None => self.preparation(kind, id).map(|nth| self.counts[kind as usize] + nth),
        }
    }

    /// Registers the preparation of an activity.
    pub fn prepare(&mut self, activity: &'t str) {
        self.preparations.insert(activity, ());
    }

    /// Which preparation the holding or the activity `A.preparation` stands for.
    fn preparation(&self, kind: Kind, id: &str) -> Option<usize> {
        match kind {
            Kind::Holding | Kind::Activity => self.preparations.get_index_of(id.strip_suffix(PREPARATION)?),
            _ => None,
        }
    }

    /// Whether a kind has an id.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.kinds[kind as usize].contains_key(id) || self.preparation(kind, id).is_some()
    }

    /// All ids of a kind, in the order of definition.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = &'t str> {
        self.kinds[kind as usize].keys().copied()
    }

    /// The ids of a kind that nothing refers to, with their places.
    pub fn unused(&self, kind: Kind) -> Vec<(&'t str, Span)> {
        self.kinds[kind as usize].iter().filter(|(_, n)| !n.used).map(|(id, n)| (*id, n.span)).collect()
    }
}

/// Reports what is wrong with the way an id is written.
pub(super) fn check_id(id: &str, span: Span, cx: &mut Context<'_>) {
    if !well_formed(id) {
        cx.report(
            Diagnostic::new(Code::InvalidId, format!("{} is not an id", quote(id)))
                .primary(span, "not an id")
                .help("write small letters and digits, joined by single `-` or `.`, such as `flight-test`"),
        );
    } else if id.ends_with(PREPARATION) {
        cx.report(
            Diagnostic::new(Code::ReservedId, format!("the id {} has the reserved suffix `.preparation`", quote(id)))
                .primary(span, "reserved suffix")
                .help("choose another id; `preparation` of an activity makes such ids itself"),
        );
    }
}

/// Whether `id` is small letters and digits joined by single `-` or `.`.
fn well_formed(id: &str) -> bool {
    id.split(['-', '.'])
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn ids_are_small_letters_and_digits_joined_by_single_marks() {
        for id in ["a", "flight-test", "a.b-c.1", "0"] {
            assert!(well_formed(id), "{id}");
        }
        for id in ["", "A", "a_b", "-a", "a-", "a--b", "a.-b", "a b", "é", "a\0", "a\n"] {
            assert!(!well_formed(id), "{id:?}");
        }
    }
}
