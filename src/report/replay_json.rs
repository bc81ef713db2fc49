//! What a plan comes to, as JSON.

use super::replay_text::{Show, finding};
use super::{card_json, check_json, exactly, provenance};
use crate::analysis::replay::{Finding, Outcome, Stated};
use crate::query::{Due, Question, Reading, Scene};
use serde_json::{Map, Value, json};

/// The answer as one object; `inputs` are the files of the regime.
pub fn object(scene: &Scene, question: &Question, outcome: &Outcome, show: Show<'_>, inputs: Value) -> Value {
    let mut object = Map::new();
    object.insert("format".into(), json!(1));
    object.insert("agreement".into(), json!(scene.regime.agreement.entry.id));
    object.insert("file".into(), json!(show.file));
    object.insert("plan".into(), json!(show.plan.name));
    object.insert("plan_sha256".into(), json!(provenance::digest(show.plan)));
    object.insert("tool".into(), provenance::tool());
    object.insert("inputs".into(), inputs);
    object.insert("obligation".into(), json!(question.id));
    let path = question.path.and_then(|p| scene.world.activities.get(p.0)).map(|a| &a.id);
    object.insert("path".into(), json!(path));
    object.insert("at".into(), json!(scene.world.end.word()));
    if let Due::By(month) = question.due {
        object.insert("known_by".into(), json!(month));
    }
    if outcome.choice.is_stated {
        object.insert("refused".into(), check_json::refused(&scene.regime, &outcome.choice.refusals));
    }
    object.insert("goal".into(), check_json::number(&question.goal));
    object.insert("feasible".into(), json!(outcome.story.is_ok()));
    let story = match &outcome.story {
        Err(refutation) => {
            object.insert("why_not".into(), json!(refutation.to_string()));
            return Value::Object(object);
        }
        Ok(story) => story,
    };
    object.insert("verdict".into(), json!(outcome.alone.map_or("undecided", |v| v.word())));
    object.insert("completed_month".into(), json!(story.account.completed));
    object.insert("deadline".into(), json!(story.account.deadline));
    object.insert("month_of_proof".into(), json!(story.account.proved));
    object.insert("margin_months".into(), json!(story.account.margin()));
    let confidence = |reading| check_json::confidence(story.candidate.unseen(reading));
    object.insert("confidence".into(), confidence(Reading::ProofInTime));
    object.insert("confidence_ever".into(), confidence(Reading::ProofEver));
    object.insert("sighting_confidence".into(), confidence(Reading::SightingInTime));
    object.insert("sighting_confidence_ever".into(), confidence(Reading::SightingEver));
    let unseen: Map<String, Value> = Reading::ALL
        .into_iter()
        .map(|r| (r.key().to_owned(), json!(exactly::probability(story.candidate.unseen(r)))))
        .collect();
    object.insert("unseen".into(), Value::Object(unseen));
    object.insert("months".into(), story.months.iter().map(|m| card_json::month(scene, m)).collect());
    object.insert("events".into(), check_json::events(scene, story.candidate.plan.events()));
    object.insert("stated".into(), outcome.stated.iter().map(|s| stated(s, show)).collect());
    Value::Object(object)
}

fn stated((stated, finding): &(Stated, Finding), show: Show<'_>) -> Value {
    let place = show.plan.place(stated.span.start);
    let mut object = Map::new();
    object.insert("key".into(), json!(stated.key));
    object.insert("line".into(), json!(place.line));
    object.insert("column".into(), json!(place.column));
    object.insert("written".into(), json!(stated.written));
    object.insert("confirmed".into(), json!(*finding == Finding::Confirmed));
    if *finding != Finding::Confirmed {
        object.insert("text".into(), json!(self::finding(finding)));
    }
    Value::Object(object)
}
