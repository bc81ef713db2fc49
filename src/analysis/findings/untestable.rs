//! A gate or a reward that rests on nothing that can be tested: nothing is in force by then, or no
//! violation of what it rests on can be complete by then, so that compliance shows nothing.

use super::study::{Found, Study};
use crate::analysis::check::{self, ask};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::stakes::{Gives, Stake, stakes};
use crate::model::{End, ObligationIx};
use std::sync::Arc;

pub fn look(study: &mut Study) {
    for stake in stakes(&study.regime, &study.term) {
        judge(study, &stake);
    }
}

/// How a finding speaks of a stake: its code, what it is, and what happens in its month.
fn words(stake: &Stake) -> (Code, String, &'static str) {
    match stake.gives {
        Gives::Gate => (Code::UntestableGate, format!("the gate of {}", quote(&stake.id)), "begins"),
        Gives::Reward { .. } => (Code::UntestableReward, format!("the reward {}", quote(&stake.id)), "given"),
    }
}

fn judge(study: &mut Study, stake: &Stake) {
    let before = stake.known_by();
    let (code, what, happens) = words(stake);
    let mut notes = Vec::new();
    let mut later: Option<u64> = None;
    for obligation in &stake.rests_on {
        match testable(study, *obligation, before) {
            Ok(None) => return,
            Ok(Some(why)) => {
                let id = study.id(*obligation);
                match why {
                    Why::NotInForce => {
                        notes.push(format!("`{id}` is in force in no month before month {}", stake.month))
                    }
                    Why::Never => notes.push(format!("nothing in the world can violate `{id}`")),
                    Why::NotBefore(month) => {
                        notes.push(format!("no violation of `{id}` can be complete before month {month}"));
                        later = Some(later.map_or(month, |l| l.min(month)));
                    }
                }
            }
            Err(why) => {
                let what = format!("whether `{}` can be violated by month {before}", study.id(*obligation));
                return study.undecided(what, why);
            }
        }
    }
    // An advance that is stated as one is meant.
    if stake.rests_on.is_empty() && !stake.by_default {
        return;
    }
    let message = match stake.rests_on.is_empty() {
        true => format!("{} rests on nothing: no obligation is in force the month before it is given", what),
        false => format!("{} rests on nothing that can be tested before month {}", what, stake.month),
    };
    let mut diagnostic =
        Diagnostic::new(code, message).primary(stake.span, format!("{} in month {}", happens, stake.month));
    for note in notes {
        diagnostic = diagnostic.note(note);
    }
    let diagnostic = match (stake.rests_on.is_empty(), later) {
        (true, _) => diagnostic.help("state `verified = []` if an advance is meant, or give it later"),
        (false, Some(month)) => diagnostic
            .help(format!("give it in month {} or later, when compliance can show something", month.saturating_add(1))),
        (false, None) => {
            diagnostic.help("let it rest on obligations that are in force by then and that the world can violate")
        }
    };
    study.found.push(Found { obligations: stake.rests_on.clone(), ..Found::new(diagnostic) });
}

/// Why an obligation cannot be tested by a month.
enum Why {
    NotInForce,
    Never,
    /// The first month in which a violation can be complete.
    NotBefore(u64),
}

/// Whether some plan completes a violation by a month, at either end; if not, why not.
fn testable(study: &Study, obligation: ObligationIx, by: u64) -> Result<Option<Why>, check::Open> {
    let in_force = study.term.phases.iter().any(|p| p.first <= by && p.obligations[obligation.0]);
    if !in_force {
        return Ok(Some(Why::NotInForce));
    }
    let mut first = None;
    for end in End::BOTH {
        let Some(found) = earliest(study, obligation, end, by)? else { continue };
        if found <= by {
            return Ok(None);
        }
        first = Some(first.map_or(found, |f: u64| f.min(found)));
    }
    Ok(Some(first.map_or(Why::Never, Why::NotBefore)))
}

/// The first month in which a violation can be complete at an end, no earlier than `from`; none if it
/// never can.
fn earliest(study: &Study, obligation: ObligationIx, end: End, from: u64) -> Result<Option<u64>, check::Open> {
    let scene = Arc::clone(study.scene(end));
    let possible = |by: u64| -> Result<Option<u64>, check::Open> {
        let (outcome, _) = ask(&scene, obligation, None, Some((1, by)), None, &study.options);
        Ok(outcome?.evasion.map(|e| e.replayed.course.completed))
    };
    let known = match study.result(obligation).map(|r| r.whole.at(end)) {
        Some(Ok(finding)) => finding.evasion.as_ref().map(|e| e.replayed.course.completed),
        Some(Err(why)) => return Err(why.clone()),
        // No phase lists it: it cannot be asked about.
        None => return Ok(None),
    };
    let Some(mut at) = known else { return Ok(None) };
    if at <= from {
        return Ok(Some(at));
    }
    if let Some(found) = possible(from)? {
        return Ok(Some(found));
    }
    let mut below = from;
    while at - below > 1 {
        let middle = below + (at - below) / 2;
        match possible(middle)? {
            Some(found) => at = found.min(middle),
            None => below = middle,
        }
    }
    Ok(Some(at))
}
