//! The scenario card as JSON.

use super::card_looks;
use super::check_json::{both_ends, confidence, events, number};
use super::provenance::tool;
use super::sentence;
use crate::analysis::check::Outcome;
use crate::analysis::explain::{Explanation, Look, Month, Obstacle, Showing, Source, Why};
use crate::model::{ActivityIx, ConcealmentIx, HoldingIx, MeasureIx};
use crate::query::Scene;
use num_bigint::BigInt;
use serde_json::{Map, Value, json};

/// The card as one object.
pub fn object(explanation: &Explanation, file: &str, inputs: Value) -> Value {
    let scene = &explanation.scene;
    let question = &explanation.question;
    let mut object = Map::new();
    object.insert("format".into(), json!(1));
    object.insert("agreement".into(), json!(scene.regime.agreement.entry.id));
    object.insert("file".into(), json!(file));
    object.insert("tool".into(), tool());
    object.insert("inputs".into(), inputs);
    object.insert("obligation".into(), json!(question.id));
    object.insert("path".into(), json!(question.path.and_then(|p| activity(scene, p))));
    object.insert("at".into(), json!(explanation.end().word()));
    object.insert("goal".into(), number(&question.goal));
    let scenes = explanation.scenes.each_ref().map(AsRef::as_ref);
    both_ends(&mut object, &scenes, question.obligation, question.path, &explanation.ends);
    if let Some(story) = &explanation.story {
        object.insert("months".into(), story.months.iter().map(|m| month(scene, m)).collect());
        object.insert("showings".into(), story.showings.iter().map(|s| showing(scene, s)).collect());
    }
    let carriers = explanation.carriers.iter().map(|c| {
        let (verdict, confidence) = judged(&c.without);
        json!({ "without": measure(scene, c.measure), "verdict": verdict, "confidence": confidence })
    });
    object.insert("carriers".into(), carriers.collect());
    let obstacles = explanation
        .obstacles
        .iter()
        .map(|o| json!({ "kind": kind(o), "text": sentence::obstacle(scene, question, o) }));
    object.insert("obstacles".into(), obstacles.collect());
    Value::Object(object)
}

fn judged(outcome: &Outcome) -> (&'static str, Value) {
    match outcome {
        Ok(f) => (f.verdict.word(), f.unseen().map_or(Value::Null, confidence)),
        Err(_) => ("undecided", Value::Null),
    }
}

/// A month of a plan.
pub(super) fn month(scene: &Scene, month: &Month) -> Value {
    let stocks: Map<String, Value> = month.stocks.iter().map(|(h, n)| (holding(scene, *h), whole(n))).collect();
    json!({
        "month": month.month,
        "phase": scene.regime.phases.get(month.phase).map(|p| &p.entry.id),
        "events": events(scene, &month.events),
        "stocks": stocks,
        "count": whole(&month.count),
        "sighting_confidence": confidence(&month.sighting),
        "confidence": confidence(&month.proof),
    })
}

/// A whole number; as text if it is beyond what numbers in JSON can be relied on to hold.
fn whole(n: &BigInt) -> Value {
    i64::try_from(n).map_or_else(|_| json!(n.to_string()), |n| json!(n))
}

fn showing(scene: &Scene, showing: &Showing) -> Value {
    let mut object = Map::new();
    match &showing.source {
        Source::Events { activity, concealments } => {
            object.insert("activity".into(), json!(self::activity(scene, *activity)));
            let covers = concealments.iter().map(|c| json!(concealment(scene, *c)));
            object.insert("concealments".into(), covers.collect());
        }
        Source::Held(held) => {
            object.insert("holding".into(), json!(holding(scene, *held)));
        }
    }
    object.insert("phase".into(), json!(scene.regime.phases.get(showing.phase).map(|p| &p.entry.id)));
    object.insert("months".into(), json!(showing.months));
    object.insert("trials".into(), json!(showing.trials));
    object.insert("looks".into(), showing.looks.iter().map(|l| look(scene, showing, l)).collect());
    let undetected = showing.undetected.iter().map(|s| json!(scene.regime.signatures[s.0].entry.id));
    object.insert("undetected".into(), undetected.collect());
    Value::Object(object)
}

fn look(scene: &Scene, showing: &Showing, look: &Look) -> Value {
    let why = look.why.iter().map(|w| {
        let mut object = reason(scene, w);
        object.insert("text".into(), json!(card_looks::why(scene, showing, look, w)));
        Value::Object(object)
    });
    json!({
        "measure": measure(scene, look.measure),
        "signature": scene.regime.signatures[look.signature.0].entry.id,
        "could": number(&look.could),
        "sighting": number(&look.sighting),
        "proof": number(&look.proof),
        "latency_months": look.latency,
        "trials_in_time": look.in_time,
        "why": why.collect::<Value>(),
    })
}

fn reason(scene: &Scene, why: &Why) -> Map<String, Value> {
    let value = match why {
        Why::Elsewhere => json!({ "kind": "elsewhere" }),
        Why::NotInForce(months) => json!({ "kind": "not-in-force", "in_force": months }),
        Why::Powerless => json!({ "kind": "powerless" }),
        Why::Hidden { by, residual, notice } => json!({
            "kind": "hidden", "concealment": concealment(scene, *by), "residual": number(residual),
            "needs_notice_days": notice.map(|(needs, _)| needs), "notice_days": notice.map(|(_, gives)| gives),
        }),
        Why::TooSlow { concealment: c, needs, gives } => json!({
            "kind": "too-slow", "concealment": concealment(scene, *c), "needs_notice_days": needs, "notice_days": gives,
        }),
        Why::Cued { by, suspicion } => {
            let by: Vec<&str> = by.iter().map(|m| measure(scene, *m)).collect();
            json!({ "kind": "cued", "cued_by": by, "suspicion": number(suspicion) })
        }
        Why::Alibi { conduct, discriminates } => json!({
            "kind": "alibi", "activity": conduct.and_then(|a| activity(scene, a)), "discriminates": number(discriminates),
        }),
        Why::TooLate(trials) => json!({ "kind": "too-late", "trials": trials }),
        Why::CountsWith(m) => json!({ "kind": "counts-with", "measure": measure(scene, *m) }),
    };
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn kind(obstacle: &Obstacle) -> &'static str {
    match obstacle {
        Obstacle::NeverInForce => "never-in-force",
        Obstacle::NoConduct => "no-conduct",
        Obstacle::Assumed(..) => "assumption",
        Obstacle::Lacks { .. } => "lacks",
        Obstacle::TooLittle { .. } => "too-little",
        Obstacle::Scheduling => "scheduling",
    }
}

fn activity(scene: &Scene, activity: ActivityIx) -> Option<&str> {
    scene.world.activities.get(activity.0).map(|a| a.id.as_str())
}

fn concealment(scene: &Scene, concealment: ConcealmentIx) -> &str {
    &scene.world.concealments[concealment.0].id
}

fn measure(scene: &Scene, measure: MeasureIx) -> &str {
    &scene.world.measures[measure.0].id
}

fn holding(scene: &Scene, holding: HoldingIx) -> String {
    scene.world.holdings[holding.0].id.clone()
}
