//! One plain sentence for an obligation that is not assured: how it is evaded, when, and why that
//! works.

use super::names::{self, counted, list, months};
use super::percent;
use crate::analysis::check::{BothEnds, Checked, Finding, ObligationResult, Outcome};
use crate::analysis::explain::cause::{Cause, Kind};
use crate::analysis::explain::obstacle::obstacles;
use crate::analysis::explain::{Look, Obstacle, Showing, Story};
use crate::diagnostic::visible;
use crate::model::{ActivityIx, ConcealmentIx, End, MeasureIx, ObligationIx, Verdict};
use crate::query::question::Target;
use crate::query::{Plan, Question, Reading, Scene};

/// The sentence for an obligation; none if it is assured.
pub fn of(checked: &Checked, result: &ObligationResult) -> Option<String> {
    let verdict = result.whole.verdict();
    if verdict == Some(Verdict::Assured) {
        return None;
    }
    let entry = &checked.regime.obligations[result.obligation.0].entry;
    let name = entry.name.as_ref().map(|name| format!(" ({})", visible(name))).unwrap_or_default();
    let word = verdict.map_or("undecided", |v| v.word());
    Some(format!("{}{name} is {word}: {}.", visible(&entry.id), ends(checked, result.obligation, &result.whole)))
}

fn ends(checked: &Checked, obligation: ObligationIx, both: &BothEnds) -> String {
    if both.verdict().is_some_and(|v| v != Verdict::Contingent) {
        return outcome(checked.scene(End::Adverse), obligation, &both.adverse);
    }
    if let (Err(a), Err(f)) = (&both.adverse, &both.favourable)
        && a == f
    {
        return visible(a.reason());
    }
    let adverse = match &both.adverse {
        Ok(f) => format!("it is {}: {}", f.verdict.word(), finding(checked.scene(End::Adverse), obligation, f)),
        Err(open) => format!("it is undecided, since {}", visible(open.reason())),
    };
    format!("at the adverse end {adverse}; at the favourable end {}", brief(&both.favourable))
}

fn outcome(scene: &Scene, obligation: ObligationIx, outcome: &Outcome) -> String {
    match outcome {
        Ok(finding) => self::finding(scene, obligation, finding),
        Err(open) => visible(open.reason()),
    }
}

/// What is established at an end, in a few words.
fn brief(outcome: &Outcome) -> String {
    match outcome {
        Ok(finding) => match finding.unseen() {
            Some(unseen) => {
                format!("it is {} with {}", finding.verdict.word(), percent::against(unseen, &finding.goal))
            }
            None => "it is infeasible".to_owned(),
        },
        Err(open) => format!("it is undecided, since {}", visible(open.reason())),
    }
}

fn finding(scene: &Scene, obligation: ObligationIx, finding: &Finding) -> String {
    let question = Question::new(scene, obligation, None);
    let Some(evasion) = &finding.evasion else {
        let found = question.map(|q| obstacles(scene, &q).iter().map(|o| obstacle(scene, &q, o)).collect::<Vec<_>>());
        let since = found.ok().filter(|f| !f.is_empty()).map(|f| format!(", since {}", f.join(", and ")));
        return format!("the world cannot commit this violation{}; nothing was verified", since.unwrap_or_default());
    };
    let course = &evasion.replayed.course;
    let mut text = format!("with {}", conduct(scene, &evasion.plan));
    text.push_str(&format!(" the violation is complete in month {}", course.completed));
    let Ok(question) = question else { return text };
    let story = Story::of(scene, &question, evasion);
    if finding.verdict == Verdict::Uncovered {
        text.push_str(", and no measure in force ever sees any of it");
        if !story.causes.is_empty() {
            text.push_str(&format!(", since {}", causes(scene, &story.causes)));
        }
        return text;
    }
    let goal = percent::exact(&finding.goal);
    let proof = percent::against(evasion.unseen(Reading::ProofInTime), &finding.goal);
    text.push_str("; ");
    text.push_str(&match course.deadline {
        ..1 => format!("the deadline for a response, month {}, lies before month 1", course.deadline),
        d => format!("by the deadline, month {d},"),
    });
    let and = if course.deadline < 1 { ", so it is" } else { " it is" };
    match finding.verdict {
        Verdict::Ambiguous => {
            let seen = percent::against(evasion.unseen(Reading::SightingInTime), &finding.goal);
            text.push_str(&format!("{and} sighted with {seen} but proved with {proof}, the goal being {goal}"));
        }
        _ => text.push_str(&format!("{and} proved with {proof}, the goal being {goal}")),
    }
    text.push_str(&match (story.account.proved, story.account.margin()) {
        (Some(month), Some(margin)) if margin < 0 => {
            format!(", which is reached in month {month}, {} too late", counted(margin.unsigned_abs(), "month"))
        }
        _ => String::new(),
    });
    text.push_str(&match story.causes.as_slice() {
        [] => plainly(scene, &story.showings),
        named => format!(", since {}", causes(scene, named)),
    });
    text
}

/// Why a plan is not proved where nothing particular stands in the way.
fn plainly(scene: &Scene, showings: &[Showing]) -> String {
    let aimed = |look: &&Look| look.is_aimed() && look.in_time > 0;
    let looks = showings.iter().flat_map(|s| &s.looks).filter(aimed);
    match looks.max_by(|a, b| a.proof.cmp(&b.proof)) {
        None => ", since no measure in force looks for it".to_owned(),
        Some(best) => {
            let (measure, p) = (names::measure(scene, best.measure), percent::exact(&best.proof));
            format!(", since even {measure} proves a single event with no more than {p}")
        }
    }
}

/// Causes in words.
pub fn causes(scene: &Scene, causes: &[Cause]) -> String {
    let words: Vec<String> = causes.iter().map(|c| cause(scene, c)).collect();
    words.join(", and ")
}

fn cause(scene: &Scene, cause: &Cause) -> String {
    let measures = few(scene, &cause.measures);
    match &cause.kind {
        Kind::Hidden { by, by_notice: false } => {
            format!("\"{}\" hides it from {measures}", names::concealment(scene, *by))
        }
        Kind::Hidden { by, by_notice: true } => {
            format!("the notice of {measures} leaves time for \"{}\"", names::concealment(scene, *by))
        }
        Kind::Uncued => format!("{measures} can look only once there is suspicion"),
        Kind::Alibi(Some(conduct)) => {
            format!("to {measures} it looks the same as permitted \"{}\"", names::activity(scene, *conduct))
        }
        Kind::Alibi(None) => format!("to {measures} it looks the same as a permitted stock"),
        Kind::TooLate => format!("what is seen by {measures} is known too late"),
        Kind::NotInForce => format!("the agreement has {measures} at other times only"),
    }
}

/// Some measures by name, and how many others.
fn few(scene: &Scene, measures: &[MeasureIx]) -> String {
    const MOST: usize = 3;
    let mut words: Vec<String> = measures.iter().take(MOST).map(|m| names::measure(scene, *m)).collect();
    if measures.len() > MOST {
        words.push(match measures.len() - MOST {
            1 => "another measure".to_owned(),
            n => format!("{n} other measures"),
        });
    }
    list(&words)
}

/// What is done in a plan: events of a kind together.
pub fn conduct(scene: &Scene, plan: &Plan) -> String {
    struct Kind<'a> {
        activity: ActivityIx,
        concealments: &'a [ConcealmentIx],
        count: u128,
        months: Vec<u64>,
    }
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for event in plan.events() {
        let same = |k: &&mut Kind<'_>| k.activity == event.activity && k.concealments == event.concealments;
        match kinds.iter_mut().find(same) {
            Some(kind) => {
                kind.count += u128::from(event.count);
                kind.months.push(event.month);
            }
            None => kinds.push(Kind {
                activity: event.activity,
                concealments: &event.concealments,
                count: event.count.into(),
                months: vec![event.month],
            }),
        }
    }
    if kinds.is_empty() {
        return "what is held from the start".to_owned();
    }
    let parts: Vec<String> = kinds
        .iter()
        .map(|k| {
            let what = self::counted_events(scene, k.activity, k.count);
            let covers: Vec<String> = k.concealments.iter().map(|c| names::concealment(scene, *c)).collect();
            let under = if covers.is_empty() { String::new() } else { format!("; under {}", covers.join(" + ")) };
            format!("{what} ({}{under})", months(&k.months))
        })
        .collect();
    list(&parts)
}

/// Some events of an activity: `3 x Flight test`, `6 months of preparation of Flight test`.
pub fn counted_events(scene: &Scene, activity: ActivityIx, count: u128) -> String {
    let name = names::activity(scene, activity);
    match scene.world.activities.get(activity.0).and_then(|a| a.prepares) {
        Some(_) => format!("{} of {name}", counted(count, "month")),
        None => format!("{count} x {name}"),
    }
}

/// An obstacle in words.
pub fn obstacle(scene: &Scene, question: &Question, obstacle: &Obstacle) -> String {
    let regime = &scene.regime;
    match obstacle {
        Obstacle::NeverInForce => "the obligation is in force in no month".to_owned(),
        Obstacle::NoConduct => "the world has no conduct that commits this violation".to_owned(),
        Obstacle::Assumed(activity, assumption) => format!(
            "{} exists only if the assumption `{}` holds, which it does not at this end",
            names::activity(scene, *activity),
            visible(regime.assumptions.get(assumption.0).map_or("?", |a| &a.entry.id)),
        ),
        Obstacle::Lacks { activity, holding, takes, most } => format!(
            "{} takes {takes} of {} an event, and there can be {most} at most",
            names::activity(scene, *activity),
            names::holding(scene, *holding),
        ),
        Obstacle::TooLittle { most, takes } => match question.target {
            Target::Count(_) => {
                format!(
                    "rates, totals and stocks allow {most} units at most while it is in force, and {takes} make the violation"
                )
            }
            Target::Stock(holding, _) => format!(
                "rates, totals and stocks allow a stock of {most} of {} at most, and {takes} make the violation",
                names::holding(scene, holding),
            ),
        },
        Obstacle::Scheduling => {
            "each step is possible by itself, but no order of events brings the violation about within the term"
                .to_owned()
        }
    }
}
