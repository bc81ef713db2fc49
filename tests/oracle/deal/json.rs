//! The answers as the cases in `tests/deals` write them; its README says how to read them.

use super::{Answers, DealAnswers, InterestAnswer, Rested};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use regimecheck::model::{End, Regime, Verdict};
use regimecheck::source::Input;
use serde_json::{Map, Value, json};
use std::path::Path;

/// All answers at one end.
pub fn deal(answers: &DealAnswers) -> Value {
    json!({
        "choices": answers.choices,
        "drafted": one(&answers.drafted),
        "accepted": one(&answers.accepted),
        "baseline": by_id(answers.baseline.iter().map(|i| (&i.id, interest(i)))),
    })
}

fn by_id<'a>(entries: impl Iterator<Item = (&'a String, Value)>) -> Value {
    Value::Object(entries.map(|(id, value)| (id.clone(), value)).collect())
}

fn one(answers: &Answers) -> Value {
    let obligation = |o: &super::ObligationAnswer| {
        json!({
            "verdict": o.verdict.word(),
            "confidence": o.confidence.as_ref().map(number),
            "proved_by": o.proved_by,
            "at_risk": by_id(o.at_risk.iter().map(|(unit, value)| (unit, number(value).into()))),
        })
    };
    json!({
        "obligations": by_id(answers.obligations.iter().map(|o| (&o.id, obligation(o)))),
        "rewards": by_id(answers.rewards.iter().map(|r| (&r.id, rested(r)))),
        "gates": by_id(answers.gates.iter().map(|g| (&g.id, rested(g)))),
        "interests": by_id(answers.interests.iter().map(|i| (&i.id, interest(i)))),
    })
}

fn rested(rested: &Rested) -> Value {
    let verified = rested.verified.iter().map(|p| {
        let value = json!({ "kind": p.kind.word(), "confidence": p.confidence.as_ref().map(number) });
        (&p.obligation, value)
    });
    json!({ "month": rested.month, "kind": rested.kind().word(), "verified": by_id(verified) })
}

fn interest(interest: &InterestAnswer) -> Value {
    let word = |standing: &Option<Verdict>| standing.map_or("out of scope", |v| v.word());
    let activities = interest.activities.iter().map(|a| {
        let phases: Vec<_> = a.phases.iter().map(word).collect();
        (&a.id, json!({ "phases": phases, "exposure": a.exposure, "threatened": a.threatened }))
    });
    json!({ "exposure": interest.exposure, "threatened": interest.threatened, "activities": by_id(activities) })
}

/// A number that is not negative, as a decimal; as a fraction if no decimal of 60 places is exact.
pub fn number(n: &BigRational) -> String {
    let places = 60;
    let scaled = n * BigRational::from_integer(BigInt::from(10).pow(places));
    if n.is_negative() || !scaled.is_integer() {
        return n.reduced().to_string();
    }
    let digits = format!("{:0>61}", scaled.to_integer().to_string());
    let (whole, part) = digits.split_at(digits.len() - 60);
    let part = part.trim_end_matches('0');
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// Where `found` is not what `expected` says. An object may say less than there is; an id or a
/// word that is not there is wrong.
pub fn differences(place: &str, found: &Value, expected: &Value, wrong: &mut Vec<String>) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            for (key, expected) in expected {
                let place = format!("{place} {key}");
                match found.get(key) {
                    Some(found) => differences(&place, found, expected, wrong),
                    None => wrong.push(format!("{place} is not there")),
                }
            }
        }
        _ if found != expected => wrong.push(format!("{place}: {found}, expected {expected}")),
        _ => {}
    }
}

/// A case worked by hand.
#[derive(Debug)]
pub struct Case {
    pub name: String,
    pub regime: Regime,
    /// What has to be so at an end.
    pub expected: Vec<(End, Value)>,
}

/// All cases of `tests/deals`; `both` stands for both ends.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deals");
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("the cases");
    let cases: Map<String, Value> = serde_json::from_str(&text).expect("an object");
    let read = |(name, expected): (String, Value)| {
        let loaded = regimecheck::load(&Input::File(folder.join(&name)), Some(&folder));
        let regime = loaded.regime.unwrap_or_else(|| panic!("{name}: {:?}", loaded.diagnostics));
        let ends = expected.as_object().unwrap_or_else(|| panic!("{name}: {expected}"));
        let mut at = Vec::new();
        for (key, expected) in ends {
            let of = End::BOTH.into_iter().filter(|end| key == "both" || key == end.word());
            at.extend(of.map(|end| (end, expected.clone())));
        }
        assert!(at.len() >= ends.len(), "{name}: a key is none of both, adverse and favourable");
        Case { name, regime, expected: at }
    };
    cases.into_iter().map(read).collect()
}
