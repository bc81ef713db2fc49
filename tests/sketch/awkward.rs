//! Ids that a careless program takes for something else. (Once `plant.held` was both an activity and
//! the months in which `plant` is held, and a verdict was wrong.)

use super::Sketch;
use std::collections::BTreeSet;

/// Of every kind, so that the same id stands for entries of several kinds; with prefixes of each
/// other, digits only, words of the format, words that the encoding puts into the names of its
/// variables, and what the sketches have as sites, conducts, channels and common causes.
const AWKWARD: [&str; 40] = [
    "plant",
    "plant.held",
    "plant.held-1",
    "plant-held",
    "plant.1",
    "plant-1",
    "plant.start",
    "plant.start-1",
    "1",
    "0",
    "01",
    "10",
    "1.1",
    "1-1",
    "1e1",
    "t",
    "t-1",
    "held",
    "held-1",
    "start-1",
    "preparation",
    "plant.preparations",
    "doubt",
    "low",
    "high",
    "id",
    "of",
    "true",
    "nan",
    "cloud",
    "a",
    "b",
    "sea",
    "produce",
    "a0",
    "h0",
    "c0",
    "m0",
    "o0",
    "x",
];

/// So many of 256 ids are plain ones.
const PLAIN: usize = 112;

/// Ids of entries of one kind, each chosen by a byte: letter and number, or one of [`AWKWARD`].
pub fn names(letter: &str, bytes: impl Iterator<Item = u8>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (place, byte) in bytes.enumerate() {
        let number = usize::from(byte);
        let awkward = number.checked_sub(PLAIN).and_then(|n| AWKWARD.get(n * AWKWARD.len() / (256 - PLAIN)));
        // No id that another entry of the kind has, or might have as its plain one.
        let may = |id: &&&str| !names.iter().any(|n| n == **id) && !id.starts_with(letter);
        let name = awkward.filter(may).map_or_else(|| format!("{letter}{place}"), |id| (*id).to_owned());
        names.push(name);
    }
    names
}

impl Sketch {
    /// What is awkward about its ids.
    pub fn awkwardness(&self) -> BTreeSet<&'static str> {
        let kinds: [Vec<&str>; 7] = [
            self.signatures.iter().map(String::as_str).collect(),
            self.holdings.iter().map(|e| e.id.as_str()).collect(),
            self.activities.iter().map(|e| e.id.as_str()).collect(),
            self.concealments.iter().map(|e| e.id.as_str()).collect(),
            self.measures.iter().map(|e| e.id.as_str()).collect(),
            self.obligations.iter().map(|e| e.id.as_str()).collect(),
            self.phases.iter().map(|e| e.id.as_str()).collect(),
        ];
        let all: Vec<&str> = kinds.iter().flatten().copied().collect();
        let mut found = BTreeSet::new();
        for (place, id) in all.iter().enumerate() {
            let others = || all.iter().take(place).chain(all.iter().skip(place + 1));
            let mut note = |is: bool, what| if is { found.insert(what) } else { false };
            note(id.contains('.'), "a dot");
            note(id.contains('-'), "a dash");
            note(id.bytes().all(|b| b.is_ascii_digit()), "digits only");
            note(others().any(|other| other == id), "one id for two kinds");
            note(others().any(|other| other.len() > id.len() && other.starts_with(id)), "a prefix of another");
            note(id.contains(".held") || id.contains(".start"), "a word of the encoding");
        }
        found
    }
}

/// All that [`Sketch::awkwardness`] looks for.
pub const KINDS: [&str; 6] =
    ["a dot", "a dash", "digits only", "one id for two kinds", "a prefix of another", "a word of the encoding"];
