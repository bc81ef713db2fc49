//! Names and small words of comparisons, shared by all their formats.

use super::names::list;
use crate::analysis::compare::Lever;
use crate::analysis::compare::levers::What;
use crate::analysis::deal::Assessment;
use crate::diagnostic::visible;
use crate::model::acceptance::Refusals;
use crate::model::stakes::Gives;
use crate::model::world::PREPARATION;
use crate::model::{Exact, ObligationIx, Regime};
use crate::query::Plan;
use num_traits::Zero;
use serde_json::{Value, json};

/// The letter of a draft: A, B, ... Z, AA, ...
pub fn draft_word(place: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
    match place / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", draft_word(more - 1)),
    }
}

/// The id of an obligation.
pub fn obligation_id(regime: &Regime, obligation: ObligationIx) -> &str {
    regime.obligations.get(obligation.0).map_or("?", |o| o.entry.id.as_str())
}

/// Months as a range: `7`, `1-12`.
pub fn range((first, last): (u64, u64)) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// What is refused, by phase, as ids.
pub fn measure_ids(assessment: &Assessment, refusals: &Refusals) -> Value {
    let regime = &assessment.draft.regime;
    let phases = regime.phases.iter().zip(&refusals.phases).filter(|(_, refused)| !refused.is_empty());
    phases
        .map(|(phase, refused)| {
            let ids: Vec<&str> = refused.iter().map(|m| regime.measures[m.0].entry.id.as_str()).collect();
            json!({ "phase": phase.entry.id, "measures": ids })
        })
        .collect()
}

/// The events of a plan whose places are those of the union of drafts made for one world: the drafts'
/// activities come first there, so that ids have to be looked up by the union's order.
pub fn events_by_id(assessment: &Assessment, plan: &Plan) -> Value {
    let _ = assessment;
    plan.events().iter().map(|e| json!({ "month": e.month, "activity": e.activity.0, "count": e.count })).collect()
}

/// What has been paid by a month, that month included, by unit.
pub fn paid_by(assessment: &Assessment, month: u64) -> Vec<(String, Exact)> {
    let mut paid: Vec<(String, Exact)> = Vec::new();
    for payment in assessment.payments[0].iter().filter(|p| p.stake.month <= month) {
        let Gives::Reward { value, unit, .. } = &payment.stake.gives else { continue };
        let unit = unit.clone().unwrap_or_default();
        match paid.iter_mut().find(|(u, _)| *u == unit) {
            Some((_, sum)) => *sum += value,
            None => paid.push((unit, Exact::zero() + value)),
        }
    }
    paid
}

/// What a lever exchanges, in words.
pub fn lever(lever: &Lever) -> String {
    let id = visible(&lever.id);
    match &lever.what {
        What::ObligationInForce(_) | What::MeasureInForce(_) => format!("{} {id} in force", lever.kind),
        What::ObligationKey(..) | What::MeasureKey(..) => {
            format!("{} of {} {id}", lever.key.as_deref().unwrap_or_default(), lever.kind)
        }
        What::Months => "the length of the term".to_owned(),
        What::Brought(draft) => format!("what {} brings", draft_word(*draft)),
    }
}

/// Ids in a row.
pub fn ids(words: &[String]) -> String {
    list(&words.iter().map(|w| visible(w)).collect::<Vec<_>>())
}

/// The id of an activity without the ending of a preparation.
pub fn prepared(id: &str) -> &str {
    id.strip_suffix(PREPARATION).unwrap_or(id)
}
