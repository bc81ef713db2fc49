//! Targets: what walk-outs are looked at for, the same in all drafts that are compared.

use super::levers;
use super::union::{Slot, Union};
use crate::analysis::deal::{Assigned, Draft};
use crate::model::selector::ActivitySelector;
use crate::model::term::Term;
use crate::model::{Duty, Obligation, ObligationIx};
use std::sync::Arc;

/// What obligations with one and the same duty are about, whichever drafts have them.
#[derive(Debug, Clone)]
pub struct Target {
    /// The obligations: drafts and places.
    pub obligations: Vec<(usize, ObligationIx)>,
    /// The id of the first of them.
    pub id: String,
    /// Its id, with the letters of the drafts that have it where others have the same id for another duty.
    pub label: String,
    /// Its name.
    pub name: String,
    /// What is militarily significant according to it.
    pub significant: u64,
    /// The limit, if it is one.
    pub at_most: Option<u64>,
}

/// The targets of some drafts: the obligations that a phase of one of them lists, in that order, those
/// that prohibit the same or limit the same holding being one.
pub fn targets(drafts: &[&Draft]) -> Vec<Target> {
    let mut targets: Vec<(String, Target)> = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        for ix in Term::listed(&draft.regime) {
            let obligation = &draft.regime.obligations[ix.0];
            let key = key(draft, obligation);
            match targets.iter_mut().find(|(known, _)| *known == key) {
                Some((_, target)) => target.obligations.push((place, ix)),
                None => {
                    let target = Target {
                        obligations: vec![(place, ix)],
                        id: obligation.entry.id.clone(),
                        label: String::new(),
                        name: obligation.entry.title().to_owned(),
                        significant: obligation.significant,
                        at_most: match obligation.duty {
                            Duty::Limits { at_most, .. } => Some(at_most),
                            Duty::Prohibits(_) => None,
                        },
                    };
                    targets.push((key, target));
                }
            }
        }
    }
    let mut targets: Vec<Target> = targets.into_iter().map(|(_, target)| target).collect();
    let ids: Vec<String> = targets.iter().map(|t| t.id.clone()).collect();
    for target in &mut targets {
        let letters: Vec<String> = target.obligations.iter().map(|(draft, _)| letter(*draft)).collect();
        target.label = match ids.iter().filter(|id| **id == target.id).count() {
            1 => target.id.clone(),
            _ => format!("{} ({})", target.id, letters.join(", ")),
        };
    }
    targets
}

/// The letter by which a draft is called: A, B, ... Z, AA, ...
pub fn letter(draft: usize) -> String {
    let last = char::from(b'A' + u8::try_from(draft % 26).unwrap_or(0));
    match draft / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letter(more - 1)),
    }
}

/// What tells duties apart: the selectors, wherever they stand; of limits, the holding alone.
fn key(draft: &Draft, obligation: &Obligation) -> String {
    match &obligation.duty {
        Duty::Limits { holding, .. } => {
            let id = draft.regime.holdings.get(holding.0).map(|h| h.entry.id.as_str());
            format!("limits {id:?} {}", holding.0)
        }
        Duty::Prohibits(selectors) => {
            let mut words: Vec<String> = selectors.iter().map(selector).collect();
            words.sort();
            format!("prohibits {words:?}")
        }
    }
}

fn selector(selector: &ActivitySelector) -> String {
    let mut keys: Vec<String> = selector.keys.iter().map(|key| format!("{key:?}")).collect();
    keys.sort();
    keys.join(" and ")
}

/// What is asked of a draft: its own obligations, and walk-outs for all targets.
pub fn assign(
    place: usize,
    draft: &Draft,
    union: &Arc<Union>,
    targets: &[Target],
    stretches: &[(u64, u64)],
) -> Assigned {
    let mut extended = union.world_with(|by| by == place);
    extended.measures = union.measures.iter().filter_map(|slot| own_or_first(slot, place)).collect();
    extended.obligations = union.obligations.iter().filter_map(|slot| own_or_first(slot, place)).collect();
    let slot_of = |id: &str| union.obligations.iter().position(|slot| slot.id == id);
    let mut places = Vec::new();
    for target in targets {
        let mine = target.obligations.iter().find(|(draft, _)| *draft == place);
        if let Some(slot) = mine.and_then(|(_, ix)| slot_of(&draft.regime.obligations[ix.0].entry.id)) {
            places.push(ObligationIx(slot));
            continue;
        }
        let first = target.obligations.first().map(|(draft, _)| *draft);
        let slot = slot_of(&target.id).and_then(|slot| union.obligations.get(slot));
        if let Some(theirs) = first.and_then(|first| slot?.by_draft.get(first).cloned().flatten()) {
            extended.obligations.push(theirs);
            places.push(ObligationIx(extended.obligations.len() - 1));
        }
    }
    let mut term = draft.term.clone();
    for phase in &mut term.phases {
        let (mut obligations, measures) = levers::flags(union, draft, phase);
        obligations.resize(extended.obligations.len(), false);
        (phase.obligations, phase.measures) = (obligations, measures);
    }
    Assigned {
        draft: draft.clone(),
        stretches: stretches.to_vec(),
        extended: Arc::new(extended),
        extended_term: term,
        targets: places,
    }
}

/// A draft's own entry, or else the first that any draft has.
fn own_or_first<T: Clone>(slot: &Slot<T>, draft: usize) -> Option<T> {
    slot.by_draft.get(draft).cloned().flatten().or_else(|| slot.by_draft.iter().flatten().next().cloned())
}
