//! The words of a certificate, the same in its scripts, its index and its guide.

use crate::analysis::certify::{Certificate, Host, Statement, Terms};
use crate::analysis::replay::choice;
use crate::model::acceptance::{Leeway, Refusals};
use crate::model::{ActivityIx, End, Exact, ObligationIx};
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
pub fn plans(certificate: &Certificate, of: ObligationIx, path: Option<ActivityIx>, end: End, terms: &Terms) -> String {
    let obligation = obligation(certificate, of);
    let by = path.map(|p| format!(" by no other path than `{}`", activity(certificate, p))).unwrap_or_default();
    let complete = match terms.complete_by {
        Some(0) => " before the first month".to_owned(),
        Some(month) => format!(" by the end of month {month}"),
        None => String::new(),
    };
    let host = host(certificate, &terms.host);
    format!("plan that violates `{obligation}`{by}{complete} at the {} end of the uncertainty{host}", end.word())
}

/// What the host refuses meanwhile.
fn host(certificate: &Certificate, host: &Host) -> String {
    let refused = |refusals: &Refusals| choice::words(&certificate.regime, refusals);
    match host {
        Host::Accepts => String::new(),
        Host::Refuses(leeway) => format!(", whatever the host may refuse{},", raised(leeway)),
        Host::RefusesOther(choices) => {
            let choices: Vec<String> = choices.iter().map(refused).collect();
            format!(", whatever else the host may refuse than just [{}],", choices.join("], [or "))
        }
        Host::RefusesJust(refusals) => {
            format!(", the host refusing, of what it may refuse and what matters, just {},", refused(refusals))
        }
    }
}

/// How much more is accepted: ` with `total` raised by 2`.
pub fn raised(leeway: &Leeway) -> String {
    let none = Leeway::none();
    let bound = |key: &str, by: &Option<Exact>, none: &Option<Exact>| match by {
        by if by == none => None,
        None => Some(format!("`{key}` lifted")),
        Some(by) => Some(format!("`{key}` raised by {}", exactly::with_decimal(by))),
    };
    let bounds = [bound("each", &leeway.each, &none.each), bound("total", &leeway.total, &none.total)];
    let bounds: Vec<String> = bounds.into_iter().flatten().collect();
    if bounds.is_empty() {
        String::new()
    } else {
        format!(" with {} in every phase that has one", bounds.join(" and "))
    }
}

/// A statement about plans in words; `plans` is what [`plans`] gives.
pub fn statement(statement: &Statement, plans: &str, terms: &Terms) -> String {
    let goal = statement.at_least().map(exactly::with_decimal).unwrap_or_default();
    let in_time = match terms.known_by {
        None => "by its deadline".to_owned(),
        Some(month) => format!("by the end of month {month}"),
    };
    match statement {
        Statement::NoPlan => format!("no {plans} is feasible"),
        Statement::ProvedInTime(_) => {
            format!("every {plans} is proved {in_time} with a confidence of at least {goal}")
        }
        Statement::ProvedEver(_) => {
            format!("every {plans} is proved at some time with a confidence of at least {goal}")
        }
        Statement::SightedInTime(_) => {
            format!("every {plans} is sighted {in_time}, explained or not, with a confidence of at least {goal}")
        }
        Statement::Traced => format!("every {plans} leaves some trace that may be sighted at some time"),
    }
}

/// The words for a statement under its terms in names of files: `accepted-proved-by-12`.
pub fn label(statement: &Statement, terms: &Terms) -> String {
    let accepted = if terms.host == Host::Accepts { "" } else { "accepted-" };
    let kind = match (statement, terms.known_by) {
        (Statement::ProvedInTime(_), Some(month)) => format!("proved-by-{month}"),
        (Statement::NoPlan, Some(month)) => format!("no-plan-by-{month}"),
        _ => kind(statement).to_owned(),
    };
    format!("{accepted}{kind}")
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
