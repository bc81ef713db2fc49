//! How two versions of a draft differ, as JSON.

use super::check_json::{confidence, events, number};
use super::provenance::{inputs, tool};
use crate::analysis::diff::{Bound, Clause, Compared, Difference, Effect, ScopeChange, Side, Standing, Stated, Term};
use crate::analysis::judge::Shift;
use crate::model::End;
use crate::query::Reading;
use crate::source::Span;
use serde_json::{Map, Value, json};

/// The difference as one object.
pub fn object(difference: &Difference) -> Value {
    let old = &difference.old;
    let new = &difference.new;
    json!({
        "format": 1,
        "tool": tool(),
        "old": version(old),
        "new": version(new),
        "verdicts_differ": difference.verdicts_differ(),
        "scope_differs": !difference.scope.is_empty(),
        "worse": difference.is_worse(),
        "undecided": difference.open().map(|o| o.reason()),
        "obligations": difference.obligations.iter().map(|o| obligation(difference, o)).collect::<Value>(),
        "scope": difference.scope.iter().map(scope).collect::<Value>(),
        "terms": difference.terms.iter().map(|t| term(difference, t)).collect::<Value>(),
    })
}

fn version(side: &Side) -> Value {
    let agreement = &side.version.regime.agreement;
    json!({
        "file": side.version.name,
        "inputs": inputs(&side.version.sources),
        "agreement": agreement.entry.id,
        "title": agreement.title,
        "months": side.checked.scenes[0].term.months,
    })
}

fn obligation(difference: &Difference, compared: &Compared) -> Value {
    let mut object = pair(difference, compared, "id");
    let paths = compared.paths.iter().map(|p| Value::Object(pair(difference, p, "activity")));
    object.insert("paths".into(), paths.collect());
    Value::Object(object)
}

fn pair(difference: &Difference, compared: &Compared, key: &str) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert(key.into(), json!(compared.id));
    object.insert("change".into(), json!(compared.relation.word()));
    object.insert("verdict_differs".into(), json!(compared.verdict_differs));
    object.insert("differs".into(), json!(compared.differs));
    object.insert("old".into(), compared.old.as_ref().map_or(Value::Null, |s| standing(&difference.old, s)));
    object.insert("new".into(), compared.new.as_ref().map_or(Value::Null, |s| standing(&difference.new, s)));
    object
}

fn standing(side: &Side, standing: &Standing) -> Value {
    let goal = &side.checked.scenes[0].world.obligations[standing.obligation.0].goal;
    let mut object = Map::new();
    object.insert("verdict".into(), json!(standing.ends.verdict().map_or("undecided", |v| v.word())));
    object.insert("goal".into(), number(goal));
    for end in End::BOTH {
        object.insert(end.word().into(), at(side, standing, end));
    }
    Value::Object(object)
}

fn at(side: &Side, standing: &Standing, end: End) -> Value {
    let finding = match standing.ends.at(end) {
        Ok(finding) => finding,
        Err(open) => {
            return json!({ "verdict": "undecided", "confidence": null, "evasion": null, "reason": open.reason() });
        }
    };
    let evasion = finding.evasion.as_ref().map(|candidate| {
        let account = standing.account(end);
        json!({
            "completed_month": candidate.replayed.course.completed,
            "deadline": candidate.replayed.course.deadline,
            "month_of_proof": account.and_then(|a| a.proved),
            "sighting_confidence": confidence(candidate.unseen(Reading::SightingInTime)),
            "events": events(side.checked.scene(end), candidate.plan.events()),
        })
    });
    json!({
        "verdict": finding.verdict.word(),
        "confidence": finding.unseen().map_or(Value::Null, confidence),
        "evasion": evasion,
    })
}

fn scope(change: &ScopeChange) -> Value {
    let bound = |bound: &Bound| {
        json!({
            "freedom": bound.freedom().words(),
            "prohibited_by": bound.prohibited_by,
            "limited_by": bound.limited_by,
        })
    };
    json!({
        "activity": change.activity,
        "change": if change.is_freer() { "less bound" } else { "more bound" },
        "first_month": change.first,
        "last_month": change.last,
        "old_phases": change.old_phases,
        "new_phases": change.new_phases,
        "old": bound(&change.old),
        "new": bound(&change.new),
    })
}

fn term(difference: &Difference, term: &Term) -> Value {
    json!({
        "kind": term.kind,
        "id": term.id,
        "change": term.change.word(),
        "old_place": place(&difference.old, term.old),
        "new_place": place(&difference.new, term.new),
        "changes": term.clauses.iter().map(|c| clause(difference, c)).collect::<Value>(),
    })
}

fn clause(difference: &Difference, clause: &Clause) -> Value {
    let fields = clause.fields.iter().map(|field| {
        let text = |stated: &Option<Stated>| stated.as_ref().map(|s| s.text.clone());
        let span = |stated: &Option<Stated>| stated.as_ref().map(|s| s.span);
        json!({
            "field": field.path,
            "old": text(&field.old),
            "new": text(&field.new),
            "old_place": place(&difference.old, span(&field.old)),
            "new_place": place(&difference.new, span(&field.new)),
        })
    });
    let (word, without) = effect(&clause.effect);
    json!({
        "key": if clause.key.is_empty() { Value::Null } else { json!(clause.key) },
        "fields": fields.collect::<Value>(),
        "effect": word,
        "verdicts": without,
    })
}

/// The word for an effect, and the verdicts with and without the change.
fn effect(effect: &Effect) -> (&'static str, Value) {
    match effect {
        Effect::NotAsked => ("not asked", Value::Null),
        Effect::Words => ("words only", Value::Null),
        Effect::Deal => ("deal only", Value::Null),
        Effect::Expected => ("expectation only", Value::Null),
        Effect::None => ("changes no verdict", json!([])),
        Effect::Shifts(shifts) => ("changes verdicts", shifts.iter().map(shift).collect()),
        Effect::Scope => ("changes scope only", json!([])),
        Effect::WithEntry => ("with the entry", Value::Null),
        Effect::Needed => ("needed by others", Value::Null),
        Effect::Open(_) => ("undecided", Value::Null),
    }
}

fn shift(shift: &Shift) -> Value {
    json!({
        "obligation": shift.obligation,
        "path": shift.path,
        "end": shift.end.word(),
        "without": shift.from.map(|v| v.word()),
        "with": shift.to.map(|v| v.word()),
    })
}

fn place(side: &Side, span: Option<Span>) -> Value {
    let Some(span) = span else { return Value::Null };
    let Some(file) = side.version.sources.files.get(span.file) else { return Value::Null };
    let place = file.place(span.start);
    json!({ "file": file.name, "line": place.line, "column": place.column })
}
