//! Breaches: why a host may not choose to refuse just these measures.

use super::acceptance::{Leeway, Refusals, bargains};
use super::entries::{Measure, Regime};
use super::ids::MeasureIx;
use super::number::Exact;
use super::term::Term;
use std::fmt;

/// The rule that a choice of refusals breaks, in a phase.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the figures of the sentence that Display prints")]
pub enum Breach {
    /// A measure that can't be refused.
    NeedsNoConsent { measure: String, phase: String },
    /// A measure that is not in force.
    NotInForce { measure: String, phase: String },
    /// A refusal in a phase that accepts everything.
    NoTolerance { measure: String, phase: String },
    /// A measure that has to be refused and is not.
    OverEach { measure: String, phase: String, intrusiveness: Exact, each: Exact },
    /// What is accepted comes to too much.
    AboveTotal { phase: String, accepted: Exact, total: Exact },
    /// A measure that could be taken back.
    Needless { measure: String, phase: String, with: Exact, total: Option<Exact> },
}

/// The first rule that a choice breaks, `refusals` being all that is refused, with what has to be, by
/// a host that accepts so much more than the draft says; none if it is one that the host may make.
pub fn breach(regime: &Regime, term: &Term, leeway: &Leeway, refusals: &Refusals) -> Option<Breach> {
    let bargains = bargains(regime, term, leeway);
    let phases = regime.phases.iter().zip(&term.phases).zip(&bargains).enumerate();
    for (place, ((entry, in_force), bargain)) in phases {
        let refused = refusals.phases.get(place).map_or(&[][..], Vec::as_slice);
        let phase = || entry.entry.id.clone();
        let of = |measure: &MeasureIx| regime.measures.get(measure.0);
        let id = |measure: &MeasureIx| of(measure).map(|m| m.entry.id.clone()).unwrap_or_default();
        for measure in refused {
            if !of(measure).is_some_and(|m: &Measure| m.consent) {
                return Some(Breach::NeedsNoConsent { measure: id(measure), phase: phase() });
            }
            if !in_force.measures.get(measure.0).copied().unwrap_or(false) {
                return Some(Breach::NotInForce { measure: id(measure), phase: phase() });
            }
            if entry.tolerance.is_none() {
                return Some(Breach::NoTolerance { measure: id(measure), phase: phase() });
            }
        }
        if let Some(measure) = bargain.forced.iter().find(|m| !refused.contains(m)) {
            let each = entry.tolerance.as_ref().and_then(|t| t.each.clone()).zip(leeway.each.clone());
            return Some(Breach::OverEach {
                measure: id(measure),
                phase: phase(),
                intrusiveness: of(measure).map(|m| m.intrusiveness.clone()).unwrap_or_default(),
                each: each.map(|(each, more)| each + more).unwrap_or_default(),
            });
        }
        let accepted = bargain.accepted(refused);
        if let Some(total) = bargain.total.as_ref().filter(|total| accepted > **total) {
            return Some(Breach::AboveTotal { phase: phase(), accepted, total: total.clone() });
        }
        let fits = |n: &Exact| bargain.total.as_ref().is_none_or(|total| &accepted + n <= *total);
        if let Some((measure, n)) = bargain.open.iter().find(|(m, n)| refused.contains(m) && fits(n)) {
            let (with, total) = (&accepted + n, bargain.total.clone());
            return Some(Breach::Needless { measure: id(measure), phase: phase(), with, total });
        }
    }
    None
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Breach::NeedsNoConsent { measure, phase } => {
                write!(f, "`{measure}` is refused in phase `{phase}`, but it is no measure that needs consent")
            }
            Breach::NotInForce { measure, phase } => {
                write!(f, "`{measure}` is refused in phase `{phase}`, but it is not in force in that phase")
            }
            Breach::NoTolerance { measure, phase } => {
                write!(
                    f,
                    "`{measure}` is refused in phase `{phase}`, but a phase without `tolerance` accepts everything"
                )
            }
            Breach::OverEach { measure, phase, intrusiveness, each } => write!(
                f,
                "`{measure}` is not refused in phase `{phase}`, but its intrusiveness, {intrusiveness}, is over `each`, {each}"
            ),
            Breach::AboveTotal { phase, accepted, total } => write!(
                f,
                "what is accepted in phase `{phase}` comes to {accepted}, which is above the `total`, {total}"
            ),
            Breach::Needless { measure, phase, with, total: Some(total) } => write!(
                f,
                "`{measure}` is refused needlessly in phase `{phase}`: with it what is accepted comes to {with}, within the `total`, {total}"
            ),
            Breach::Needless { measure, phase, total: None, .. } => write!(
                f,
                "`{measure}` is refused needlessly in phase `{phase}`: it is not over `each`, and there is no `total`"
            ),
        }
    }
}
