//! The words of a certificate, the same in its scripts, its index and its guide.

use crate::analysis::certify::{Certificate, Statement};
use crate::model::{ActivityIx, End, ObligationIx};
use crate::report::exactly;

/// The id of an obligation.
pub fn obligation(certificate: &Certificate, obligation: ObligationIx) -> &str {
    certificate.regime.obligations.get(obligation.0).map_or("?", |o| o.entry.id.as_str())
}

/// The id of an activity.
pub fn activity(certificate: &Certificate, activity: ActivityIx) -> &str {
    certificate.scenes[0].world.activities.get(activity.0).map_or("?", |a| a.id.as_str())
}

/// The plans of a question: `plan that violates ... at the adverse end of the uncertainty`.
pub fn plans(certificate: &Certificate, of: ObligationIx, path: Option<ActivityIx>, end: End) -> String {
    let obligation = obligation(certificate, of);
    let by = path.map(|p| format!(" by no other path than `{}`", activity(certificate, p))).unwrap_or_default();
    format!("plan that violates `{obligation}`{by} at the {} end of the uncertainty", end.word())
}

/// A statement about plans in words; `plans` is what [`plans`] gives.
pub fn statement(statement: &Statement, plans: &str) -> String {
    let goal = statement.at_least().map(exactly::with_decimal).unwrap_or_default();
    match statement {
        Statement::NoPlan => format!("no {plans} is feasible"),
        Statement::ProvedInTime(_) => {
            format!("every {plans} is proved by its deadline with a confidence of at least {goal}")
        }
        Statement::ProvedEver(_) => {
            format!("every {plans} is proved at some time with a confidence of at least {goal}")
        }
        Statement::SightedInTime(_) => {
            format!("every {plans} is sighted by its deadline, explained or not, with a confidence of at least {goal}")
        }
        Statement::Traced => format!("every {plans} leaves some trace that may be sighted at some time"),
    }
}

/// The word for a statement in file names and in the index.
pub fn kind(statement: &Statement) -> &'static str {
    match statement {
        Statement::NoPlan => "no-plan",
        Statement::ProvedInTime(_) => "proved-in-time",
        Statement::ProvedEver(_) => "proved-ever",
        Statement::SightedInTime(_) => "sighted-in-time",
        Statement::Traced => "traced",
    }
}
