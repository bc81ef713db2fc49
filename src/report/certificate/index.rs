//! The index of a certificate: every claim with what it rests on.

use super::{Names, script, words};
use crate::analysis::certify::{Certificate, Claim, Grounds, Proof};
use crate::analysis::check::Open;
use crate::report::{check_json, exactly, provenance};
use crate::source::SourceSet;
use crate::verdict::Engine;
use serde_json::{Map, Value, json};

/// The index as an object.
pub fn object(certificate: &Certificate, sources: &SourceSet, names: &Names) -> Value {
    let engine = match certificate.engine {
        Engine::Cells => "cells",
        Engine::Monthly => "monthly",
    };
    let claims: Vec<Value> = certificate.claims.iter().map(|c| claim(certificate, c, names)).collect();
    json!({
        "format": 1,
        "agreement": certificate.regime.agreement.entry.id,
        "tool": provenance::tool(),
        "engine": engine,
        "inputs": super::inputs(sources),
        "claims": claims,
    })
}

fn claim(certificate: &Certificate, claim: &Claim, names: &Names) -> Value {
    let mut object = Map::new();
    object.insert("obligation".into(), json!(words::obligation(certificate, claim.obligation)));
    object.insert("path".into(), json!(claim.path.map(|p| words::activity(certificate, p))));
    object.insert("at".into(), json!(claim.end.word()));
    match &claim.grounds {
        Ok(grounds) => {
            object.insert("verdict".into(), json!(grounds.verdict.word()));
            established(&mut object, certificate, claim, grounds, names);
        }
        Err(open) => {
            object.insert("verdict".into(), json!("undecided"));
            object.insert("reason".into(), json!(open.reason()));
            object.insert("fault".into(), json!(matches!(open, Open::Fault(_))));
        }
    }
    Value::Object(object)
}

fn established(
    object: &mut Map<String, Value>,
    certificate: &Certificate,
    claim: &Claim,
    grounds: &Grounds,
    names: &Names,
) {
    object.insert("goal".into(), json!(exactly::fraction(&claim.goal)));
    let worst = grounds.plans.first().and_then(|p| certificate.plans.get(*p));
    let unseen = worst.map(|e| e.candidate.unseen(crate::query::Reading::ProofInTime));
    object.insert("confidence".into(), unseen.map_or(Value::Null, check_json::confidence));
    if let Some(assumption) = grounds.missing {
        let id = certificate.regime.assumptions.get(assumption.0).map(|a| &a.entry.id);
        object.insert("does_not_hold".into(), json!(id));
    }
    let proofs: Vec<Value> = grounds.proofs.iter().map(|p| proof(certificate, claim, p, names)).collect();
    object.insert("all_plans".into(), json!(proofs));
    let plans = grounds.plans.iter().filter_map(|place| {
        let shows: Vec<&str> = certificate.plans.get(*place)?.shows.iter().map(|s| s.word()).collect();
        Some(json!({ "file": names.plans.get(*place)?, "shows": shows }))
    });
    object.insert("plans".into(), plans.collect());
}

fn proof(certificate: &Certificate, claim: &Claim, proof: &Proof, names: &Names) -> Value {
    let whose = words::plans(certificate, claim.obligation, claim.path, claim.end);
    let scripts = proof.scripts.iter().filter_map(|place| {
        let months: Vec<[u64; 2]> =
            script::treated(certificate.scripts.get(*place)?).into_iter().map(<[u64; 2]>::from).collect();
        Some(json!({ "file": names.scripts.get(*place)?, "completed_months": months }))
    });
    json!({
        "statement": words::kind(&proof.statement),
        "at_least": proof.statement.at_least().map(exactly::fraction),
        "words": words::statement(&proof.statement, &whose),
        "scripts": scripts.collect::<Vec<Value>>(),
    })
}
