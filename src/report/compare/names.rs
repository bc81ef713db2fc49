//! Names and small words of comparisons, shared by all their formats.

use crate::analysis::compare::levers::What;
pub use crate::analysis::compare::targets::letter as draft_word;
use crate::analysis::compare::{Comparison, Lever, Place};
use crate::analysis::deal::Assessment;
use crate::diagnostic::visible;
use crate::model::stakes::Gives;
use crate::model::{Exact, ObligationIx, Regime};
use crate::report::percent;
use num_traits::Zero;

/// The id of an obligation.
pub fn obligation_id(regime: &Regime, obligation: ObligationIx) -> &str {
    regime.obligations.get(obligation.0).map_or("?", |o| o.entry.id.as_str())
}

/// Months as a range: `7`, `1-12`.
pub fn range((first, last): (u64, u64)) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// A place in the files of a draft: `file:line`.
pub fn place_word(comparison: &Comparison, place: &Place) -> String {
    let file = comparison.drafts.get(place.draft).and_then(|d| d.draft.sources.files.get(place.span.file));
    file.map_or_else(String::new, |f| format!("{}:{}", visible(&f.name), f.line(place.span.start)))
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

/// An amount with its unit: `300 million dollars`.
pub fn amount(value: &Exact, unit: &str) -> String {
    let n = percent::decimal(value);
    if unit.is_empty() { n } else { format!("{n} {}", visible(unit)) }
}
