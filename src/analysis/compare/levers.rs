//! Levers: the terms in which two drafts differ, each of which can be taken from one into the other.

use super::union::{Slot, Union};
use super::world::Place;
use crate::analysis::deal::Draft;
use crate::analysis::diff::roles::{Role, role};
use crate::analysis::diff::sheet::{Item, KINDS, Sheet};
use crate::model::term::{InForce, Term};
use crate::model::{Measure, Obligation, Regime};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a lever exchanges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The months in which an obligation is in force; all of it, if only one draft has it. By slot.
    ObligationInForce(usize),
    /// A key of an obligation that both drafts have.
    ObligationKey(usize, String),
    /// The months in which a measure is in force; all of it, if only one draft has it. By slot.
    MeasureInForce(usize),
    /// A key of a measure that both drafts have.
    MeasureKey(usize, String),
    /// The length of the term.
    Months,
    /// All conduct and concealment that one draft brings.
    Brought(usize),
}

/// A term in which two drafts differ.
#[derive(Debug, Clone)]
pub struct Lever {
    /// What it exchanges.
    pub what: What,
    /// The word for the kind of entry.
    pub kind: &'static str,
    /// The id of the entry.
    pub id: String,
    /// The key; none for the months in which the entry is in force, or all of it.
    pub key: Option<String>,
    /// What each of the two drafts says.
    pub says: [String; 2],
    /// Where each says it; where it says nothing, none.
    pub places: [Option<Place>; 2],
}

/// Two drafts and the terms in which they differ, to be exchanged.
#[derive(Debug, Clone)]
pub struct Exchange {
    union: Arc<Union>,
    /// The two drafts, by place among all.
    pub drafts: [usize; 2],
    /// What each has in force, by stretch and slot; beyond its term as its last phase leaves it.
    in_force: [Vec<(Vec<bool>, Vec<bool>)>; 2],
    /// Their lengths in months.
    months: [u64; 2],
    stretches: Vec<(u64, u64)>,
    /// The levers.
    pub levers: Vec<Lever>,
}

/// The stretches of months between the ends of all phases of all drafts.
pub fn stretches(drafts: &[&Draft]) -> Vec<(u64, u64)> {
    let mut ends: Vec<u64> = drafts.iter().flat_map(|d| d.term.phases.iter().map(|p| p.last)).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut first = 1;
    let mut stretches = Vec::new();
    for end in ends {
        stretches.push((first, end));
        first = end + 1;
    }
    stretches
}

impl Exchange {
    /// The exchange between two drafts.
    pub fn new(union: &Arc<Union>, drafts: [(usize, &Draft); 2], stretches: &[(u64, u64)]) -> Exchange {
        let in_force = drafts.map(|(_, draft)| {
            let at = |(first, _): &(u64, u64)| flags(union, draft, &draft.term.phases[draft.term.phase_of(*first)]);
            stretches.iter().map(at).collect::<Vec<_>>()
        });
        let mut exchange = Exchange {
            union: Arc::clone(union),
            drafts: drafts.map(|(place, _)| place),
            in_force,
            months: drafts.map(|(_, d)| d.term.months),
            stretches: stretches.to_vec(),
            levers: Vec::new(),
        };
        let finder = Finder { drafts, sheets: drafts.map(|(_, d)| Sheet::of(&d.sources)) };
        exchange.find(&finder);
        exchange
    }

    /// The draft of side `base` with some terms taken from the other side.
    pub fn taking(&self, base: usize, taken: &BTreeSet<usize>) -> (Arc<Regime>, Term) {
        let side = |what: &What| {
            let lever = self.levers.iter().position(|l| l.what == *what);
            if lever.is_some_and(|l| taken.contains(&l)) { 1 - base } else { base }
        };
        let brings = |draft: usize| {
            let what = What::Brought(draft);
            match self.levers.iter().any(|l| l.what == what) {
                true => self.drafts[side(&what)] == draft,
                false => self.drafts.contains(&draft),
            }
        };
        let mut regime = self.union.world_with(brings);
        let obligations = self.union.obligations.iter().enumerate();
        regime.obligations = obligations
            .filter_map(|(slot, o)| {
                self.entry(o, base, |key| side(&What::ObligationKey(slot, key.to_owned())), take_obligation_key)
            })
            .collect();
        let measures = self.union.measures.iter().enumerate();
        regime.measures = measures
            .filter_map(|(slot, m)| {
                self.entry(m, base, |key| side(&What::MeasureKey(slot, key.to_owned())), take_measure_key)
            })
            .collect();
        let months = self.months[side(&What::Months)];
        let phases = self.stretches.iter().enumerate().filter(|(_, (first, _))| *first <= months);
        let phases: Vec<InForce> = phases
            .map(|(place, (first, last))| InForce {
                first: *first,
                last: *last,
                obligations: (0..self.union.obligations.len())
                    .map(|slot| self.in_force[side(&What::ObligationInForce(slot))][place].0[slot])
                    .collect(),
                measures: (0..self.union.measures.len())
                    .map(|slot| self.in_force[side(&What::MeasureInForce(slot))][place].1[slot])
                    .collect(),
            })
            .collect();
        (Arc::new(regime), Term { months, phases })
    }

    /// The entry of a slot: that of the base, or else of the other side, or else of any draft, with the
    /// keys that are taken.
    fn entry<T: Clone>(
        &self,
        slot: &Slot<T>,
        base: usize,
        side: impl Fn(&str) -> usize,
        take: impl Fn(&mut T, &T, &str),
    ) -> Option<T> {
        let of = |side: usize| slot.by_draft.get(self.drafts[side]).and_then(Option::as_ref);
        let other = of(1 - base);
        let mut entry = of(base).or(other).or_else(|| slot.by_draft.iter().flatten().next())?.clone();
        if let Some(other) = other {
            for key in KEYS.iter().filter(|key| side(key) != base) {
                take(&mut entry, other, key);
            }
        }
        Some(entry)
    }

    fn find(&mut self, finder: &Finder<'_>) {
        let mut levers = Vec::new();
        for (slot, obligation) in self.union.obligations.iter().enumerate() {
            let schedule = |side: usize| self.in_force[side].iter().map(|f| f.0[slot]).collect();
            levers.extend(self.in_force_lever(
                finder,
                "obligation",
                &obligation.id,
                What::ObligationInForce(slot),
                &schedule,
            ));
            levers.extend(finder.key_levers("obligation", &obligation.id, |key| What::ObligationKey(slot, key)));
        }
        for (slot, measure) in self.union.measures.iter().enumerate() {
            let schedule = |side: usize| self.in_force[side].iter().map(|f| f.1[slot]).collect();
            levers.extend(self.in_force_lever(finder, "measure", &measure.id, What::MeasureInForce(slot), &schedule));
            levers.extend(finder.key_levers("measure", &measure.id, |key| What::MeasureKey(slot, key)));
        }
        if self.months[0] != self.months[1] {
            levers.push(Lever {
                what: What::Months,
                kind: "agreement",
                id: String::new(),
                key: Some("months".to_owned()),
                says: self.months.map(|m| format!("{m} months")),
                places: [0, 1].map(|side| finder.last_phase(side)),
            });
        }
        for side in [0, 1] {
            let draft = self.drafts[side];
            if self.union.brings(draft) {
                let mut says = ["nothing".to_owned(), "nothing".to_owned()];
                says[side] = "conduct and concealment of its own".to_owned();
                let mut places = [None, None];
                places[side] = finder.agreement(side);
                let what = What::Brought(draft);
                levers.push(Lever { what, kind: "world", id: String::new(), key: None, says, places });
            }
        }
        self.levers = levers;
    }

    fn in_force_lever(
        &self,
        finder: &Finder<'_>,
        kind: &'static str,
        id: &str,
        what: What,
        schedule: &dyn Fn(usize) -> Vec<bool>,
    ) -> Option<Lever> {
        let schedules = [schedule(0), schedule(1)];
        if schedules[0] == schedules[1] {
            return None;
        }
        let months = |side: usize| self.months_in_force(&schedules[side], self.months[side]);
        Some(Lever {
            what,
            kind,
            id: id.to_owned(),
            key: None,
            says: [months(0), months(1)],
            places: [0, 1].map(|side| finder.listed(side, kind, id)),
        })
    }

    fn months_in_force(&self, schedule: &[bool], months: u64) -> String {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for ((first, last), in_force) in self.stretches.iter().zip(schedule) {
            if !in_force || *first > months {
                continue;
            }
            match runs.last_mut() {
                Some((_, end)) if *end + 1 == *first => *end = *last,
                _ => runs.push((*first, *last)),
            }
        }
        let words: Vec<String> = runs.iter().map(|(first, last)| format!("{first} to {last}")).collect();
        if words.is_empty() { "not in force".to_owned() } else { format!("in force in months {}", words.join(", ")) }
    }
}

/// The keys that can be exchanged one by one.
const KEYS: [&str; 14] = [
    "prohibits",
    "limits",
    "significant",
    "usable_after_months",
    "response_months",
    "goal",
    "detects",
    "coverage",
    "invoked",
    "cued_by",
    "latency_months",
    "notice_days",
    "common_cause",
    "family",
];

fn take_obligation_key(entry: &mut Obligation, other: &Obligation, key: &str) {
    match key {
        "prohibits" | "limits" => entry.duty.clone_from(&other.duty),
        "significant" => entry.significant = other.significant,
        "usable_after_months" => entry.usable_after_months = other.usable_after_months.clone(),
        "response_months" => entry.response_months = other.response_months.clone(),
        "goal" => entry.goal.clone_from(&other.goal),
        _ => {}
    }
}

fn take_measure_key(entry: &mut Measure, other: &Measure, key: &str) {
    match key {
        "detects" => entry.detects.clone_from(&other.detects),
        "coverage" => entry.coverage = other.coverage.clone(),
        "invoked" => entry.invoked = other.invoked.clone(),
        "cued_by" => entry.cued_by.clone_from(&other.cued_by),
        "latency_months" => entry.latency_months = other.latency_months.clone(),
        "notice_days" => entry.notice_days = other.notice_days.clone(),
        "common_cause" => entry.common_cause.clone_from(&other.common_cause),
        "family" => entry.family = other.family,
        _ => {}
    }
}

/// What a phase of a draft has in force, in the slots of the union: obligations and measures.
pub fn flags(union: &Union, draft: &Draft, phase: &InForce) -> (Vec<bool>, Vec<bool>) {
    let obligations = union.obligations.iter().map(|slot| {
        let place = draft.regime.obligations.iter().position(|o| o.entry.id == slot.id);
        place.is_some_and(|p| phase.obligations[p])
    });
    let measures = union.measures.iter().map(|slot| {
        let place = draft.regime.measures.iter().position(|m| m.entry.id == slot.id);
        place.is_some_and(|p| phase.measures[p])
    });
    (obligations.collect(), measures.collect())
}

/// Finds terms in the texts of the two drafts.
struct Finder<'a> {
    drafts: [(usize, &'a Draft); 2],
    sheets: [Sheet; 2],
}

impl Finder<'_> {
    fn item(&self, side: usize, kind: &str, id: &str) -> Option<&Item> {
        self.sheets[side].find(KINDS.iter().position(|k| *k == kind)?, id)
    }

    fn place(&self, side: usize, span: crate::source::Span) -> Option<Place> {
        Some(Place { draft: self.drafts[side].0, span })
    }

    fn agreement(&self, side: usize) -> Option<Place> {
        self.place(side, self.sheets[side].of_kind(0).next()?.span)
    }

    fn last_phase(&self, side: usize) -> Option<Place> {
        let kind = KINDS.iter().position(|k| *k == "phase")?;
        self.place(side, self.sheets[side].of_kind(kind).last()?.span)
    }

    /// Where a phase first lists an entry; none if none does.
    fn listed(&self, side: usize, kind: &str, id: &str) -> Option<Place> {
        let phases = KINDS.iter().position(|k| *k == "phase")?;
        let key = if kind == "obligation" { "obligations" } else { "measures" };
        let lists = self.sheets[side].of_kind(phases).filter_map(|phase| phase.get(key));
        let listing = lists.filter(|list| list.texts().contains(&id));
        listing.map(|list| list.member(id).unwrap_or(list.span)).next().and_then(|span| self.place(side, span))
    }

    /// The keys of an entry that both drafts have, and in which it differs.
    fn key_levers(&self, kind: &'static str, id: &str, what: impl Fn(String) -> What) -> Vec<Lever> {
        let (Some(one), Some(other)) = (self.item(0, kind, id), self.item(1, kind, id)) else { return Vec::new() };
        let mut levers = Vec::new();
        for key in KEYS.iter().filter(|key| role(kind, key) == Role::Verdict) {
            let nodes = [one.get(key), other.get(key)];
            let agreed = |side: usize| {
                let agreement = self.sheets[side].of_kind(0).next()?;
                agreement.get("goal").filter(|_| *key == "goal" && kind == "obligation")
            };
            // An obligation without a goal has that of its agreement.
            let nodes = [nodes[0].or_else(|| agreed(0)), nodes[1].or_else(|| agreed(1))];
            let same = match nodes {
                [Some(a), Some(b)] => a.means_the_same(b),
                [None, None] => true,
                _ => false,
            };
            if same {
                continue;
            }
            let place = |side: usize, item: &Item| self.place(side, nodes[side].map_or(item.span, |n| n.span));
            levers.push(Lever {
                what: what((*key).to_owned()),
                kind,
                id: id.to_owned(),
                key: Some((*key).to_owned()),
                says: nodes.map(|node| node.map_or_else(|| "not stated".to_owned(), |n| n.shown())),
                places: [place(0, one), place(1, other)],
            });
        }
        levers
    }
}
