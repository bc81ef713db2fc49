//! An obligation that another implies: whoever violates the first has violated the second by then.
//!
//! It is said only if it is certain, at both ends of the uncertainty, in one of three ways:
//!
//! 1. Both prohibit. Every activity whose events count for the first is prohibited by the second, the
//!    second is in force whenever the first is, and its significant amount is no larger. Then the
//!    second's count is never below the first's.
//! 2. Both limit the same holding, the second is in force whenever the first is, and the stock that
//!    violates it is no larger.
//! 3. The second prohibits, is in force from the first month to the last in which the first is, and
//!    single events violate it: the solver finds that no plan violates the first without any of
//!    those events.

use super::study::{Found, Study, Witness};
use super::unviolable::is_unviolable;
use crate::analysis::check;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::pathway::Pathway;
use crate::model::{ActivityIx, Duty, End, ObligationIx};
use crate::query::{Plan, Question, Scene};
use crate::replay::Course;
use num_bigint::BigInt;

pub fn look(study: &mut Study) {
    let all: Vec<ObligationIx> = study.checked.obligations.iter().map(|o| o.obligation).collect();
    let candidates: Vec<ObligationIx> = all.iter().copied().filter(|o| !is_unviolable(study, *o)).collect();
    // Of two that imply each other only the later is said to be implied.
    for (place, first) in candidates.iter().enumerate() {
        for (other, second) in candidates.iter().enumerate() {
            if first == second || !implies(study, *first, *second) {
                continue;
            }
            if other > place && implies(study, *second, *first) {
                continue;
            }
            report(study, *first, *second);
            break;
        }
    }
}

/// Whether violating the first means that the second is violated by then, at both ends.
fn implies(study: &mut Study, first: ObligationIx, second: ObligationIx) -> bool {
    End::BOTH.into_iter().all(|end| at_end(study, first, second, end))
}

fn at_end(study: &mut Study, first: ObligationIx, second: ObligationIx, end: End) -> bool {
    let Some(finding) = study.finding(first, end) else { return false };
    let Some(evasion) = finding.evasion.clone() else { return true };
    let scene = std::sync::Arc::clone(study.scene(end));
    if by_words(study, &scene, first, second) {
        return true;
    }
    let enough = violating_events(&scene, second);
    if enough.is_empty() || !in_force_throughout(study, first, second) {
        return false;
    }
    // A plan that is known to do without settles it.
    if !evasion.plan.events().iter().any(|e| enough.contains(&e.activity)) {
        return false;
    }
    match possible_without(study, &scene, first, &enough) {
        Ok(possible) => !possible,
        Err(why) => {
            let what = format!("whether `{}` is implied by `{}`", study.id(first), study.id(second));
            study.undecided(what, why);
            false
        }
    }
}

/// The first two ways.
fn by_words(study: &Study, scene: &Scene, first: ObligationIx, second: ObligationIx) -> bool {
    let (Some(one), Some(other)) = (study.regime.obligations.get(first.0), study.regime.obligations.get(second.0))
    else {
        return false;
    };
    if !study.term.phases.iter().all(|p| !p.obligations[first.0] || p.obligations[second.0]) {
        return false;
    }
    match (&one.duty, &other.duty) {
        (Duty::Prohibits(_), Duty::Prohibits(_)) => {
            let [counted, matched] = [first, second].map(|o| Pathway::of(&study.regime, &scene.world, o).direct);
            let counted = counted.into_iter().filter(|a| scene.world.activities[a.0].units > 0);
            counted.into_iter().all(|a| matched.contains(&a)) && other.significant <= one.significant
        }
        (Duty::Limits { holding: a, at_most: most }, Duty::Limits { holding: b, at_most: least }) => {
            let stock = |at_most: u64, significant: u64| u128::from(at_most) + u128::from(significant);
            a == b && stock(*least, other.significant) <= stock(*most, one.significant)
        }
        _ => false,
    }
}

/// The activities one event of which violates an obligation that prohibits.
fn violating_events(scene: &Scene, obligation: ObligationIx) -> Vec<ActivityIx> {
    let Some(entry) = scene.regime.obligations.get(obligation.0) else { return Vec::new() };
    if !matches!(entry.duty, Duty::Prohibits(_)) {
        return Vec::new();
    }
    let direct = Pathway::of(&scene.regime, &scene.world, obligation).direct;
    direct.into_iter().filter(|a| scene.world.activities[a.0].units >= entry.significant).collect()
}

/// Whether the second is in force in every month up to the last in which the first is.
fn in_force_throughout(study: &Study, first: ObligationIx, second: ObligationIx) -> bool {
    let last = study.term.phases.iter().rposition(|p| p.obligations[first.0]);
    last.is_some_and(|last| study.term.phases.iter().take(last + 1).all(|p| p.obligations[second.0]))
}

/// Whether the obligation can be violated without any event of some activities.
fn possible_without(
    study: &Study,
    scene: &Scene,
    obligation: ObligationIx,
    barred: &[ActivityIx],
) -> Result<bool, check::Open> {
    let question = Question::new(scene, obligation, None);
    let mut question = question.map_err(|_| check::Open::Undecided("too many ways to tell apart".to_owned()))?;
    for act in &mut question.acts {
        act.barred |= barred.contains(&act.activity);
    }
    check::put(scene, &question, None, &study.options).map(|decision| decision.evasion.is_some())
}

fn report(study: &mut Study, first: ObligationIx, second: ObligationIx) {
    let entry = |o: ObligationIx| study.regime.obligations.get(o.0).map(|o| &o.entry);
    let (Some(one), Some(other)) = (entry(first), entry(second)) else { return };
    let message = format!("{} is implied by {}", quote(&one.id), quote(&other.id));
    let mut diagnostic = Diagnostic::new(Code::ImpliedObligation, message)
        .primary(one.span, "whoever violates this")
        .secondary(other.span, "has violated this by then");
    let witness = study.evasion(first);
    if let Some(Witness::Plan { end, candidate, .. }) = &witness {
        let scene = study.scene(*end);
        if let Some(month) = violated(study, scene, second, &candidate.plan, &candidate.replayed.course, first) {
            let (one, other) = (&one.id, &other.id);
            let completed = candidate.replayed.course.completed;
            diagnostic = diagnostic.note(format!(
                "the best evasion of `{one}` violates `{other}` in month {month} and `{one}` in month {completed}"
            ));
        }
    }
    let stricter = stricter(study, first, second);
    diagnostic = match stricter.is_empty() {
        true => diagnostic.help(format!("drop `{}`, or say what it is to add", one.id)),
        false => diagnostic.note(format!("it still asks for more than `{}`: {}", other.id, stricter.join(" and "))),
    };
    study.found.push(Found { obligations: vec![first, second], witness, ..Found::new(diagnostic) });
}

/// What the first asks for beyond the second, at either end.
fn stricter(study: &Study, first: ObligationIx, second: ObligationIx) -> Vec<&'static str> {
    let (mut goal, mut warning) = (false, false);
    for end in End::BOTH {
        let (one, other) =
            (&study.scene(end).world.obligations[first.0], &study.scene(end).world.obligations[second.0]);
        goal |= one.goal > other.goal;
        let months =
            |a: &crate::model::world::Article| i128::from(a.usable_after_months) - i128::from(a.response_months);
        warning |= months(one) < months(other);
    }
    [(goal, "a higher goal"), (warning, "an earlier deadline")]
        .into_iter()
        .filter(|(more, _)| *more)
        .map(|(_, w)| w)
        .collect()
}

/// The month in which a plan of another obligation violates this one.
fn violated(
    study: &Study,
    scene: &Scene,
    obligation: ObligationIx,
    plan: &Plan,
    course: &Course,
    of: ObligationIx,
) -> Option<u64> {
    let entry = study.regime.obligations.get(obligation.0)?;
    let in_force =
        |month: u64| study.term.phases.get(study.term.phase_of(month)).is_some_and(|p| p.obligations[obligation.0]);
    let mut months = 1..=course.completed;
    match &entry.duty {
        Duty::Prohibits(_) => {
            let matched = Pathway::of(&study.regime, &scene.world, obligation).direct;
            let mut count = BigInt::from(0);
            months.find(|month| {
                let events = plan.events().iter().filter(|e| e.month == *month && matched.contains(&e.activity));
                let units = events.map(|e| BigInt::from(scene.world.activities[e.activity.0].units) * e.count);
                if in_force(*month) {
                    count += units.sum::<BigInt>();
                }
                in_force(*month) && count >= BigInt::from(entry.significant)
            })
        }
        Duty::Limits { holding, at_most } => {
            let question = Question::new(scene, of, None).ok()?;
            let keep = question.keep_of(*holding)?;
            let most = BigInt::from(*at_most) + entry.significant;
            months.find(|month| in_force(*month) && course.stock(&question, keep, *month) >= most)
        }
    }
}
