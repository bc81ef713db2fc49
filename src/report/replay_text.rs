//! What a plan comes to, as text.

use super::style::Style;
use super::table::paragraph;
use super::{card, exactly, percent};
use crate::analysis::replay::choice::words;
use crate::analysis::replay::{Finding, Found, Outcome, Stated, WhyNot};
use crate::diagnostic::visible;
use crate::model::Verdict;
use crate::query::{Question, Reading, Scene};
use crate::report::names;
use crate::source::SourceFile;

/// What is replayed.
#[derive(Debug, Clone, Copy)]
pub struct Show<'a> {
    /// The regime's file as it was named.
    pub file: &'a str,
    /// The plan's file.
    pub plan: &'a SourceFile,
}

/// The whole report.
pub fn render(scene: &Scene, question: &Question, outcome: &Outcome, show: Show<'_>, style: Style) -> String {
    let mut out = heading(scene, question, show, style);
    out.push('\n');
    let story = match &outcome.story {
        Err(why) => {
            let what = match why {
                WhyNot::Plan(_) => "not a feasible plan that commits this violation",
                WhyNot::Choice(_) => "not what the host may refuse",
            };
            out.push_str(&format!("{}\n", style.bold(what)));
            out.push_str(&paragraph("- ", &visible(&why.to_string()), style.width));
            return out;
        }
        Ok(story) => story,
    };
    out.push_str(&card::fact("feasible", "yes, and it violates the obligation", style));
    out.push_str(&card::fact("alone", alone(outcome.alone), style));
    if outcome.choice.is_stated {
        out.push_str(&card::fact("refused", &visible(&words(&scene.regime, &outcome.choice.refusals)), style));
    }
    out.push_str(&card::fact("goal", &percent::exact(&question.goal), style));
    out.push_str(&card::dates(question, story, style));
    for reading in [Reading::ProofInTime, Reading::SightingInTime] {
        let label = if reading.is_proof() { "not proved" } else { "not sighted" };
        let exact = exactly::probability(story.candidate.unseen(reading));
        out.push_str(&card::fact(label, &format!("with probability {exact} by the deadline, exactly"), style));
    }
    out.push_str(&format!("\n{}\n\n", style.bold("Month by month")));
    out.push_str(&card::months(scene, question, story, style));
    out.push_str(&stated(outcome, show, style));
    out
}

fn heading(scene: &Scene, question: &Question, show: Show<'_>, style: Style) -> String {
    let regime = &scene.regime;
    let obligation = regime.obligations.get(question.obligation.0).map_or("?", |o| o.entry.id.as_str());
    let path = question.path.map(|p| format!(", the path of {}", names::activity(scene, p))).unwrap_or_default();
    let title = format!("{}: a plan against {}{path}", visible(&show.plan.name), visible(obligation));
    let agreement = visible(regime.agreement.title.as_deref().unwrap_or(&regime.agreement.entry.id));
    let place = format!("{agreement} ({}), {} end", visible(show.file), scene.world.end.word());
    format!("{}\n{}", style.bold(&title), paragraph("", &place, style.width))
}

/// What a plan shows by itself, in words.
fn alone(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Assured) => "assured: it is proved to the goal by the deadline",
        Some(Verdict::Late) => "late: it is proved to the goal, but after the deadline",
        Some(Verdict::Ambiguous) => {
            "ambiguous: it is sighted to the goal by the deadline, but permitted conduct explains some of it"
        }
        Some(Verdict::Evadable) => "evadable: it stays below the goal",
        Some(Verdict::Uncovered) => "uncovered: it leaves no trace at all",
        Some(Verdict::Infeasible | Verdict::Contingent) | None => {
            "undecided: a confidence is too close to the goal to be told apart"
        }
    }
}

fn stated(outcome: &Outcome, show: Show<'_>, style: Style) -> String {
    let wrong: Vec<&(Stated, Finding)> = outcome.stated.iter().filter(|(_, f)| *f != Finding::Confirmed).collect();
    if outcome.stated.is_empty() {
        return String::new();
    }
    if wrong.is_empty() {
        return format!(
            "\nThe {} that the file states are right.\n",
            names::counted(outcome.stated.len() as u64, "figure")
        );
    }
    let count = names::counted(wrong.len() as u64, "figure");
    let mut out = format!("\n{}\n", style.bold(&format!("{count} of the file not confirmed")));
    for (stated, finding) in wrong {
        let place = show.plan.place(stated.span.start);
        let text = format!(
            "line {}, column {}: `{}` is {} in the file, {}",
            place.line,
            place.column,
            stated.key,
            visible(&stated.written),
            self::finding(finding)
        );
        out.push_str(&paragraph("- ", &text, style.width));
    }
    out
}

/// What the replay finds in place of a stated figure.
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Confirmed => "and in the replay".to_owned(),
        Finding::Open => "which is too close to be told apart".to_owned(),
        Finding::Wrong(found) => format!("but {}", self::found(found)),
    }
}

fn found(found: &Found) -> String {
    match found {
        Found::Months(Some(n)) => format!("it is {n}"),
        Found::Months(None) => "there is none".to_owned(),
        Found::Unseen(unseen) => format!("it is {}", exactly::probability(unseen)),
        Found::Confidence(unseen) => format!("it is {}", unseen.confidence(12)),
        Found::Goal(goal) => format!("it is {}", exactly::with_decimal(goal)),
        Found::ShowsNot => "the plan does not show that".to_owned(),
        Found::Verdict(verdict) => format!("by itself the plan is {}", verdict.word()),
    }
}
