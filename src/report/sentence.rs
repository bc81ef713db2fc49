//! One plain sentence for an obligation that is not assured: how it is evaded, and when.

use super::names::{self, counted, list, months};
use super::percent;
use crate::analysis::check::{BothEnds, Checked, Finding, ObligationResult, Outcome};
use crate::analysis::explain::Account;
use crate::diagnostic::visible;
use crate::model::{ActivityIx, ConcealmentIx, End, ObligationIx, Verdict};
use crate::query::{Plan, Reading, Scene};

/// The sentence for an obligation; none if it is assured.
pub fn of(checked: &Checked, result: &ObligationResult) -> Option<String> {
    let verdict = result.whole.verdict();
    if verdict == Some(Verdict::Assured) {
        return None;
    }
    let title = visible(checked.regime.obligations[result.obligation.0].entry.title());
    let word = verdict.map_or("undecided", |v| v.word());
    Some(format!("{title} is {word}: {}.", ends(checked, result.obligation, &result.whole)))
}

fn ends(checked: &Checked, obligation: ObligationIx, both: &BothEnds) -> String {
    let adverse = outcome(checked.scene(End::Adverse), obligation, &both.adverse);
    if both.verdict().is_some_and(|v| v != Verdict::Contingent) {
        return adverse;
    }
    format!("at the adverse end, {adverse}; at the favourable end, {}", brief(&both.favourable))
}

fn outcome(scene: &Scene, obligation: ObligationIx, outcome: &Outcome) -> String {
    match outcome {
        Ok(finding) => self::finding(scene, obligation, finding),
        Err(open) => format!("not decided, since {}", visible(open.reason())),
    }
}

/// What is established at an end, in a few words.
fn brief(outcome: &Outcome) -> String {
    match outcome {
        Ok(finding) => match finding.unseen() {
            Some(unseen) => {
                format!("{} with {}", finding.verdict.word(), percent::against(unseen, &finding.goal))
            }
            None => "infeasible".to_owned(),
        },
        Err(open) => format!("not decided, since {}", visible(open.reason())),
    }
}

fn finding(scene: &Scene, obligation: ObligationIx, finding: &Finding) -> String {
    let Some(evasion) = &finding.evasion else {
        return "no plan commits this violation, so nothing was verified".to_owned();
    };
    let course = &evasion.replayed.course;
    let mut text = conduct(scene, &evasion.plan);
    text.push_str(&format!(", complete in month {}", course.completed));
    let confidence = percent::against(evasion.unseen(Reading::ProofInTime), &finding.goal);
    let goal = percent::exact(&finding.goal);
    if course.deadline < 1 {
        text.push_str(&format!(", is proved with {confidence} in time, short of {goal}, since the deadline for a response lies before month 1"));
    } else {
        text.push_str(&format!(", is proved with {confidence} by the deadline in month {}, against a goal of {goal}", course.deadline));
    }
    let account = Account::of(scene, obligation, None, evasion).ok();
    match finding.verdict {
        Verdict::Uncovered => text.push_str("; nothing in force sees any of it"),
        Verdict::Late => {
            if let Some(margin) = account.as_ref().and_then(Account::margin).filter(|m| *m < 0) {
                let late = counted(margin.unsigned_abs(), "month");
                text.push_str(&format!("; the proof comes {late} too late"));
            }
        }
        Verdict::Ambiguous => {
            let seen = percent::confidence(evasion.unseen(Reading::SightingInTime));
            text.push_str(&format!("; it is sighted with {seen}, but permitted conduct looks the same"));
        }
        _ => {}
    }
    text
}

/// What is done in a plan: events of a kind together.
pub fn conduct(scene: &Scene, plan: &Plan) -> String {
    struct Kind<'a> {
        activity: ActivityIx,
        concealments: &'a [ConcealmentIx],
        count: u64,
        months: Vec<u64>,
    }
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for event in plan.events() {
        let same = |k: &&mut Kind<'_>| k.activity == event.activity && k.concealments == event.concealments;
        match kinds.iter_mut().find(same) {
            Some(kind) => {
                kind.count = kind.count.saturating_add(event.count);
                kind.months.push(event.month);
            }
            None => kinds.push(Kind {
                activity: event.activity,
                concealments: &event.concealments,
                count: event.count,
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
            let mut part = format!("{} x {} in {}", k.count, names::activity(scene, k.activity), months(&k.months));
            if !k.concealments.is_empty() {
                let covers: Vec<String> = k.concealments.iter().map(|c| names::concealment(scene, *c)).collect();
                part.push_str(&format!(" (under {})", list(&covers)));
            }
            part
        })
        .collect();
    list(&parts)
}
