//! Replay: what a plan comes to, ours or anybody's, evaluated exactly and without a solver.

pub mod choice;
pub mod file;
pub mod stated;
mod written;

pub use choice::{Choice, choice};
pub use file::PlanFile;
pub use stated::{Figure, Finding, Found, Stated};

use super::explain::Story;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::breach::Breach;
use crate::model::read::Suggestions;
use crate::model::{ActivityIx, ConcealmentIx, Verdict};
use crate::query::{Event, Plan, Question, Scene};
use crate::replay::{Refutation, replay};
use crate::verdict::Candidate;
use std::fmt;

/// Why there is nothing to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// The plan is not feasible, or no violation.
    Plan(Refutation),
    /// The host may not refuse what is said to be refused.
    Choice(Breach),
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WhyNot::Plan(refutation) => refutation.fmt(f),
            WhyNot::Choice(breach) => breach.fmt(f),
        }
    }
}

/// What a plan comes to.
#[derive(Debug)]
pub struct Outcome {
    /// What it does and gives away, or why not.
    pub story: Result<Story, WhyNot>,
    /// What the host refuses meanwhile.
    pub choice: Choice,
    /// The verdict if there were no other plan; `None` if it is no plan, or a confidence is too close
    /// to the goal to be told apart.
    pub alone: Option<Verdict>,
    /// The figures that its file states, with what the replay says of them.
    pub stated: Vec<(Stated, Finding)>,
}

/// Evaluates a plan in a scene from which what the host refuses is gone.
pub fn evaluate(scene: &Scene, question: &Question, plan: Plan, choice: Choice, stated: Vec<Stated>) -> Outcome {
    let nothing = |why, choice| Outcome { story: Err(why), choice, alone: None, stated: Vec::new() };
    if let Some(breach) = &choice.breach {
        return nothing(WhyNot::Choice(breach.clone()), choice);
    }
    match replay(scene, question, &plan) {
        Err(refutation) => nothing(WhyNot::Plan(refutation), choice),
        Ok(replayed) => {
            let refusals = choice.refusals.clone();
            let story = Story::of(scene, question, &Candidate { refusals, plan, replayed });
            let (candidate, goal) = (&story.candidate, &question.goal);
            let compare = |stated: Stated| {
                let finding = stated.figure.against(candidate, &story.account, goal);
                (stated, finding)
            };
            let stated = stated.into_iter().map(compare).collect();
            Outcome { alone: stated::alone(candidate, goal), choice, stated, story: Ok(story) }
        }
    }
}

/// The plan of a file, its ids looked up in a scene.
///
/// # Errors
/// With every id that nothing has.
pub fn plan(scene: &Scene, file: &PlanFile) -> Result<Plan, Vec<Diagnostic>> {
    let world = &scene.world;
    let activities: Vec<&str> = world.activities.iter().map(|a| a.id.as_str()).collect();
    let concealments: Vec<&str> = world.concealments.iter().map(|c| c.id.as_str()).collect();
    let (mut problems, mut suggestions) = (Vec::new(), Suggestions::default());
    let mut find = |kind: &str, ids: &[&str], word: &file::Word| {
        let found = ids.iter().position(|id| *id == word.text);
        if found.is_none() {
            problems.push(unknown(kind, ids, word, &mut suggestions));
        }
        found
    };
    let mut events = Vec::new();
    for line in &file.events {
        let activity = find("activity", &activities, &line.activity);
        let covers: Vec<Option<usize>> =
            line.concealments.iter().map(|word| find("concealment", &concealments, word)).collect();
        let covers: Option<Vec<ConcealmentIx>> = covers.into_iter().map(|c| c.map(ConcealmentIx)).collect();
        if let (Some(activity), Some(mut concealments)) = (activity.map(ActivityIx), covers) {
            concealments.sort_unstable();
            concealments.dedup();
            events.push(Event { month: line.month, activity, concealments, count: line.count });
        }
    }
    if problems.is_empty() { Ok(Plan::new(events)) } else { Err(problems) }
}

/// The problem of an id in a plan file that nothing has.
pub(crate) fn unknown(kind: &str, ids: &[&str], word: &file::Word, suggestions: &mut Suggestions) -> Diagnostic {
    let help = match suggestions.nearest(&word.text, ids.iter().copied()) {
        Some(near) => Some(format!("did you mean {}?", quote(near))),
        None if ids.is_empty() || ids.len() > 20 => None,
        None => Some(format!("known: {}", ids.iter().map(|id| quote(id)).collect::<Vec<_>>().join(", "))),
    };
    Diagnostic::new(Code::UnknownReference, format!("there is no {kind} {}", quote(&word.text)))
        .primary(word.span, format!("no such {kind}"))
        .maybe_help(help)
}
