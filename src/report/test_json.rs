//! The answer to `test` as JSON.

use super::check_json::{confidence, events, number};
use super::provenance::{inputs, tool};
use super::test_items::{Item, State, counts, place_of};
use crate::analysis::check::{BothEnds, Outcome};
use crate::analysis::test::{Case, CaseResult, Judged, Tested};
use crate::diagnostic::json as diagnostic;
use crate::model::{End, Expect, Regime};
use crate::query::{Reading, Scene};
use serde_json::{Map, Value, json};

/// The answer as one object.
pub fn object(cases: &[Case], tested: &Tested, items: &[Item]) -> Map<String, Value> {
    let (passed, failed) = counts(items);
    let mut object = Map::new();
    object.insert("format".into(), json!(1));
    object.insert("tool".into(), tool());
    object.insert("passed".into(), json!(passed));
    object.insert("failed".into(), json!(failed));
    let agreements = cases.iter().zip(&tested.cases).enumerate().map(|(place, (case, result))| {
        let items: Vec<&Item> = items.iter().filter(|i| i.case == place).collect();
        agreement(case, result, &items)
    });
    object.insert("agreements".into(), agreements.collect());
    object
}

/// The expectations that would be tested.
pub fn list(cases: &[Case]) -> Value {
    let agreements = cases.iter().map(|case| {
        let mut object = head(case);
        if let Some(regime) = &case.regime {
            let expects = case.expects.iter().filter_map(|e| regime.expects.get(*e));
            let expects: Vec<Value> = expects.map(|e| Value::Object(expectation(case, regime, e))).collect();
            object.insert("expectations".into(), expects.into());
            object.insert("missing".into(), missing(case, regime));
        }
        Value::Object(object)
    });
    json!({ "format": 1, "tool": tool(), "agreements": agreements.collect::<Vec<_>>() })
}

fn head(case: &Case) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("file".into(), json!(case.file));
    object.insert("inputs".into(), inputs(&case.sources));
    object.insert("agreement".into(), json!(case.regime.as_ref().map(|r| &r.agreement.entry.id)));
    let errors = case.problems.iter().filter(|p| p.is_error()).map(|p| diagnostic::render(p, &case.sources));
    let errors = errors.map(|text| serde_json::from_str::<Value>(&text).unwrap_or(Value::String(text)));
    object.insert("errors".into(), errors.collect());
    object
}

fn agreement(case: &Case, result: &CaseResult, items: &[&Item]) -> Value {
    let mut object = head(case);
    let Some(regime) = &case.regime else { return Value::Object(object) };
    let expectations = result.judged.iter().filter_map(|judged| {
        let expect = regime.expects.get(judged.expect)?;
        let item = items.iter().find(|i| i.expect == Some(judged.expect))?;
        Some(one(case, regime, expect, judged, item, result))
    });
    object.insert("expectations".into(), expectations.collect());
    object.insert("missing".into(), missing(case, regime));
    Value::Object(object)
}

fn missing(case: &Case, regime: &Regime) -> Value {
    let entries = case.missing.iter().filter_map(|o| Some(&regime.obligations.get(o.0)?.entry));
    let entries = entries.map(|entry| {
        let (file, line) = place_of(&case.sources, entry.span);
        json!({ "obligation": entry.id, "file": file, "line": line })
    });
    entries.collect()
}

/// Where an expectation stands and what it states.
fn expectation(case: &Case, regime: &Regime, expect: &Expect) -> Map<String, Value> {
    let (file, line) = place_of(&case.sources, expect.span);
    let mut stated = Map::new();
    let verdicts = [("verdict", expect.verdict), ("adverse", expect.adverse), ("favourable", expect.favourable)];
    for (key, verdict) in verdicts {
        if let Some(verdict) = verdict {
            stated.insert(key.into(), json!(verdict.word()));
        }
    }
    let bounds = [("at_least", &expect.at_least), ("at_most", &expect.at_most)];
    let bounds: Map<String, Value> =
        bounds.into_iter().filter_map(|(key, bound)| Some((key.to_owned(), number(bound.as_ref()?)))).collect();
    if !bounds.is_empty() {
        stated.insert("confidence".into(), Value::Object(bounds));
    }
    if !expect.evasion_uses.is_empty() {
        let ids = expect.evasion_uses.iter().filter_map(|a| regime.activities.get(a.0)).map(|a| json!(a.entry.id));
        stated.insert("evasion_uses".into(), ids.collect());
    }
    let mut object = Map::new();
    object.insert("obligation".into(), json!(regime.obligations.get(expect.obligation.0).map(|o| &o.entry.id)));
    object.insert("file".into(), json!(file));
    object.insert("line".into(), json!(line));
    object.insert("expected".into(), Value::Object(stated));
    object
}

fn one(case: &Case, regime: &Regime, expect: &Expect, judged: &Judged, item: &Item, result: &CaseResult) -> Value {
    let mut object = expectation(case, regime, expect);
    let found = judged.ends.as_ref().map(|ends| found(ends, result));
    object.insert("status".into(), json!(item.state.word()));
    object.insert("found".into(), found.unwrap_or(Value::Null));
    let misses: &[String] = if item.state == State::Passed { &[] } else { &item.misses };
    object.insert("misses".into(), json!(misses));
    Value::Object(object)
}

fn found(ends: &BothEnds, result: &CaseResult) -> Value {
    let mut object = Map::new();
    object.insert("verdict".into(), json!(ends.verdict().map_or("undecided", |v| v.word())));
    for (place, end) in End::BOTH.into_iter().enumerate() {
        let scene = result.scenes.as_ref().and_then(|s| s.get(place));
        object.insert(end.word().into(), outcome(ends.at(end), scene.map(|s| &**s)));
    }
    Value::Object(object)
}

fn outcome(outcome: &Outcome, scene: Option<&Scene>) -> Value {
    let finding = match outcome {
        Ok(finding) => finding,
        Err(open) => {
            return json!({ "verdict": "undecided", "confidence": null, "evasion": null, "reason": open.reason() });
        }
    };
    let evasion = finding.evasion.as_ref().map(|e| {
        json!({
            "completed_month": e.replayed.course.completed,
            "deadline": e.replayed.course.deadline,
            "events": scene.map(|s| events(s, e.plan.events())),
        })
    });
    let unseen = finding.evasion.as_ref().map(|e| confidence(e.unseen(Reading::ProofInTime)));
    json!({ "verdict": finding.verdict.word(), "confidence": unseen, "evasion": evasion })
}
