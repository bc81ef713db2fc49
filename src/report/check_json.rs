//! The answer to `check` as JSON: the keys of `docs/format.md`, and more.

use super::{exactly, provenance};
use crate::analysis::check::{BothEnds, Checked, ObligationResult, Outcome};
use crate::analysis::explain::Account;
use crate::model::acceptance::{Leeway, Refusals};
use crate::model::{ActivityIx, End, Exact, ObligationIx, Regime};
use crate::query::{Event, Reading, Scene, Unseen};
use crate::solve::Usage;
use crate::source::SourceSet;
use crate::verdict::Candidate;
use serde_json::{Map, Value, json};
use std::cmp::Ordering;

pub use super::provenance::{inputs, tool};

/// Decimals of a confidence.
const DIGITS: u32 = 12;

/// What is stated beside the answer.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The file as it was named.
    pub file: &'a str,
    /// The files that were read.
    pub sources: &'a SourceSet,
    /// Whether to state what was spent.
    pub statistics: bool,
}

/// The answer as one object.
pub fn object(checked: &Checked, context: Context<'_>) -> Value {
    let mut object = Map::new();
    object.insert("format".into(), json!(1));
    object.insert("agreement".into(), json!(checked.regime.agreement.entry.id));
    object.insert("title".into(), json!(checked.regime.agreement.title));
    object.insert("file".into(), json!(context.file));
    provenance::state(&mut object, context.sources);
    object.insert("months".into(), json!(checked.scenes[0].term.months));
    let obligations: Vec<Value> = checked.obligations.iter().map(|o| obligation(checked, o)).collect();
    object.insert("obligations".into(), obligations.into());
    if context.statistics {
        object.insert("usage".into(), usage(checked.usage));
    }
    Value::Object(object)
}

/// What stands in an array for a file that was not checked.
pub fn missing(file: &str, why: &str) -> Value {
    json!({ "format": 1, "file": file, "tool": tool(), "error": why })
}

fn usage(usage: Usage) -> Value {
    json!({ "solver_calls": usage.calls, "solver_resources": usage.resources })
}

fn obligation(checked: &Checked, result: &ObligationResult) -> Value {
    let regime = &checked.regime;
    let entry = &regime.obligations[result.obligation.0];
    let mut object = Map::new();
    object.insert("id".into(), json!(entry.entry.id));
    object.insert("goal".into(), number(&checked.scenes[0].world.obligations[result.obligation.0].goal));
    let scenes = checked.scenes.each_ref().map(AsRef::as_ref);
    both_ends(&mut object, &scenes, result.obligation, None, &result.whole);
    let paths = result.paths.iter().map(|path| {
        let mut object = Map::new();
        object.insert("activity".into(), json!(regime.activities.get(path.activity.0).map(|a| &a.entry.id)));
        both_ends(&mut object, &scenes, result.obligation, Some(path.activity), &path.ends);
        Value::Object(object)
    });
    object.insert("paths".into(), paths.collect());
    if !result.phases.is_empty() {
        let phases = regime.phases.iter().zip(&result.phases).map(|(phase, ends)| {
            let mut object = Map::new();
            object.insert("phase".into(), json!(phase.entry.id));
            object.insert("in_force".into(), json!(ends.is_some()));
            if let Some(ends) = ends {
                both_ends(&mut object, &scenes, result.obligation, None, ends);
            }
            Value::Object(object)
        });
        object.insert("phases".into(), phases.collect());
    }
    Value::Object(object)
}

/// Adds the verdict and what is established at each end; `scenes` are the adverse and the favourable
/// one.
pub fn both_ends(
    object: &mut Map<String, Value>,
    scenes: &[&Scene; 2],
    obligation: ObligationIx,
    path: Option<ActivityIx>,
    ends: &BothEnds,
) {
    object.insert("verdict".into(), json!(ends.verdict().map_or("undecided", |v| v.word())));
    for (end, scene) in End::BOTH.into_iter().zip(scenes) {
        object.insert(end.word().into(), outcome(scene, obligation, path, ends.at(end)));
    }
}

fn outcome(scene: &Scene, obligation: ObligationIx, path: Option<ActivityIx>, outcome: &Outcome) -> Value {
    let finding = match outcome {
        Ok(finding) => finding,
        Err(open) => {
            let fault = matches!(open, crate::analysis::check::Open::Fault(_));
            return json!({
                "verdict": "undecided", "confidence": null, "evasion": null, "reason": open.reason(), "fault": fault,
            });
        }
    };
    let mut object = Map::new();
    object.insert("verdict".into(), json!(finding.verdict.word()));
    object.insert("confidence".into(), finding.unseen().map_or(Value::Null, confidence));
    if let Some(evasion) = &finding.evasion {
        let reaches = evasion.unseen(Reading::ProofInTime).confidence_against(&finding.goal);
        object.insert("reaches_goal".into(), json!(matches!(reaches, Some(Ordering::Greater | Ordering::Equal))));
    }
    let evasion = finding.evasion.as_ref().map_or(Value::Null, |e| evasion(scene, obligation, path, e));
    object.insert("evasion".into(), evasion);
    Value::Object(object)
}

fn evasion(scene: &Scene, obligation: ObligationIx, path: Option<ActivityIx>, candidate: &Candidate) -> Value {
    let mut object = Map::new();
    object.insert("completed_month".into(), json!(candidate.replayed.course.completed));
    object.insert("deadline".into(), json!(candidate.replayed.course.deadline));
    if let Ok(account) = Account::of(scene, obligation, path, candidate) {
        object.insert("month_of_proof".into(), json!(account.proved));
        object.insert("margin_months".into(), json!(account.margin()));
    }
    object.insert("confidence_ever".into(), confidence(candidate.unseen(Reading::ProofEver)));
    object.insert("sighting_confidence".into(), confidence(candidate.unseen(Reading::SightingInTime)));
    object.insert("sighting_confidence_ever".into(), confidence(candidate.unseen(Reading::SightingEver)));
    object.insert("events".into(), events(scene, candidate.plan.events()));
    Value::Object(object)
}

/// Events of a plan.
pub fn events(scene: &Scene, events: &[Event]) -> Value {
    let world = &scene.world;
    events
        .iter()
        .map(|event| {
            let concealments: Vec<&str> =
                event.concealments.iter().filter_map(|c| Some(world.concealments.get(c.0)?.id.as_str())).collect();
            json!({
                "activity": world.activities.get(event.activity.0).map(|a| &a.id),
                "concealments": concealments,
                "month": event.month,
                "count": event.count,
            })
        })
        .collect()
}

/// The confidence 1 - `unseen` as a number of 12 decimals.
pub fn confidence(unseen: &Unseen) -> Value {
    unseen.confidence(DIGITS).parse::<f64>().map_or(Value::Null, |n| json!(n))
}

/// An exact number as one of 12 decimals.
pub fn number(exact: &Exact) -> Value {
    let one: Exact = num_traits::one();
    confidence(&Unseen::of(&(one - exact)))
}

/// What the host refuses, by phase, as plan files say it.
pub fn refused(regime: &Regime, refusals: &Refusals) -> Value {
    let phases = regime.phases.iter().zip(&refusals.phases).filter(|(_, refused)| !refused.is_empty());
    phases
        .map(|(phase, refused)| {
            let measures = refused.iter().filter_map(|m| regime.measures.get(m.0));
            let ids: Vec<&str> = measures.map(|m| m.entry.id.as_str()).collect();
            json!({ "phase": phase.entry.id, "measures": ids })
        })
        .collect()
}

/// How much more the host accepts than the draft says, as plan files say it; none if no more.
pub fn raised(leeway: &Leeway) -> Option<Value> {
    let amount = |more: &Option<Exact>| more.as_ref().map(exactly::fraction);
    let more = json!({ "each": amount(&leeway.each), "total": amount(&leeway.total) });
    (*leeway != Leeway::none()).then_some(more)
}
