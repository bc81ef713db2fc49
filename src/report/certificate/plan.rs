//! A plan of a certificate as JSON, with all that it comes to.

use super::words;
use crate::analysis::certify::{Certificate, Exhibit};
use crate::query::Reading;
use crate::report::{check_json, exactly, provenance};
use serde_json::{Map, Value, json};

/// The plan as an object: what `replay` reads; `inputs` are the files of the regime.
pub fn object(certificate: &Certificate, exhibit: &Exhibit, inputs: Value) -> Value {
    let scene = certificate.scene(exhibit.end);
    let candidate = &exhibit.candidate;
    let mut object = Map::new();
    object.insert("format".into(), json!(1));
    object.insert("tool".into(), provenance::tool());
    object.insert("inputs".into(), inputs);
    object.insert("agreement".into(), json!(certificate.regime.agreement.entry.id));
    object.insert("obligation".into(), json!(words::obligation(certificate, exhibit.obligation)));
    object.insert("path".into(), json!(exhibit.path.map(|p| words::activity(certificate, p))));
    object.insert("at".into(), json!(exhibit.end.word()));
    if let Some(month) = exhibit.known_by {
        object.insert("known_by".into(), json!(month));
    }
    if let Some((refusals, leeway)) = &exhibit.refused {
        object.insert("refused".into(), check_json::refused(&certificate.regime, refusals));
        if let Some(more) = check_json::raised(leeway) {
            object.insert("tolerance_raised".into(), more);
        }
    }
    let shows: Vec<&str> = exhibit.shows.iter().map(|s| s.word()).collect();
    object.insert("shows".into(), json!(shows));
    if let Some(article) = scene.world.obligations.get(exhibit.obligation.0) {
        object.insert("goal".into(), json!(exactly::fraction(&article.goal)));
    }
    object.insert("completed_month".into(), json!(candidate.replayed.course.completed));
    object.insert("deadline".into(), json!(candidate.replayed.course.deadline));
    if let Some(account) = &exhibit.account {
        object.insert("month_of_proof".into(), json!(account.proved));
        object.insert("margin_months".into(), json!(account.margin()));
    }
    for (name, reading) in [
        ("confidence", Reading::ProofInTime),
        ("confidence_ever", Reading::ProofEver),
        ("sighting_confidence", Reading::SightingInTime),
        ("sighting_confidence_ever", Reading::SightingEver),
    ] {
        object.insert(name.into(), check_json::confidence(candidate.unseen(reading)));
    }
    let unseen: Map<String, Value> = Reading::ALL
        .into_iter()
        .map(|reading| (reading.key().to_owned(), json!(exactly::probability(candidate.unseen(reading)))))
        .collect();
    object.insert("unseen".into(), Value::Object(unseen));
    object.insert("events".into(), check_json::events(scene, candidate.plan.events()));
    Value::Object(object)
}
