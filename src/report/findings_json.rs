//! Faults of drafting as JSON.

use super::check_json::{confidence, events};
use super::findings_text::with_witness;
use super::provenance::{inputs, tool};
use crate::analysis::findings::{Findings, Found, Witness};
use crate::diagnostic::json;
use crate::query::Reading;
use crate::source::SourceSet;
use serde_json::{Map, Value, json};

/// What was found as one object. Each finding has the keys of a diagnostic and more.
pub fn object(findings: &Findings, file: &str, sources: &SourceSet) -> Value {
    let agreement = &findings.checked.regime.agreement;
    let open = findings.open.iter().map(|o| json!({ "what": o.what, "reason": o.why.reason() }));
    json!({
        "format": 1,
        "agreement": agreement.entry.id,
        "title": agreement.title,
        "file": file,
        "tool": tool(),
        "inputs": inputs(sources),
        "findings": findings.found.iter().map(|f| finding(findings, f, sources)).collect::<Value>(),
        "undecided": open.collect::<Value>(),
    })
}

fn finding(findings: &Findings, found: &Found, sources: &SourceSet) -> Value {
    let regime = &findings.checked.regime;
    let world = &findings.checked.scenes[0].world;
    let rendered = json::render(&with_witness(findings, found), sources);
    let mut object: Map<String, Value> = serde_json::from_str(&rendered).unwrap_or_default();
    let obligations = found.obligations.iter().filter_map(|o| regime.obligations.get(o.0)).map(|o| &o.entry.id);
    let measures = found.measures.iter().filter_map(|m| regime.measures.get(m.0)).map(|m| &m.entry.id);
    let activities = found.activities.iter().filter_map(|a| world.activities.get(a.0)).map(|a| &a.id);
    object.insert("obligations".into(), json!(obligations.collect::<Vec<_>>()));
    object.insert("measures".into(), json!(measures.collect::<Vec<_>>()));
    object.insert("activities".into(), json!(activities.collect::<Vec<_>>()));
    let plan = match &found.witness {
        Some(Witness::Plan { end, obligation, candidate }) => json!({
            "end": end.word(),
            "obligation": regime.obligations.get(obligation.0).map(|o| &o.entry.id),
            "completed_month": candidate.replayed.course.completed,
            "deadline": candidate.replayed.course.deadline,
            "confidence": confidence(candidate.unseen(Reading::ProofInTime)),
            "sighting_confidence": confidence(candidate.unseen(Reading::SightingInTime)),
            "events": events(findings.checked.scene(*end), candidate.plan.events()),
        }),
        Some(Witness::Obstacles { .. }) | None => Value::Null,
    };
    object.insert("witness".into(), plan);
    Value::Object(object)
}
