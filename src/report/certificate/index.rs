//! The index of a certificate: every claim with what it rests on.

use super::{Names, script, words};
use crate::analysis::certify::{Certificate, Claim, Grounds, Host, Proof, Terms};
use crate::analysis::check::Open;
use crate::model::acceptance::Refusals;
use crate::model::{ActivityIx, End, ObligationIx};
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
    let mut object = json!({
        "format": 1,
        "agreement": certificate.regime.agreement.entry.id,
        "tool": provenance::tool(),
        "engine": engine,
        "inputs": super::inputs(sources),
        "claims": claims,
    });
    if let (Some(deal), Some(object)) = (&certificate.deal, object.as_object_mut()) {
        object.insert("deal".into(), super::deal::claims(certificate, deal, names));
    }
    object
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
    let proofs = grounds.proofs.iter().map(|p| proof(certificate, (claim.obligation, claim.path, claim.end), p, names));
    object.insert("all_plans".into(), proofs.collect());
    object.insert("plans".into(), grounds.plans.iter().filter_map(|p| plan(certificate, *p, names)).collect());
}

/// A plan's file, and what it shows.
pub fn plan(certificate: &Certificate, place: usize, names: &Names) -> Option<Value> {
    let shows: Vec<&str> = certificate.plans.get(place)?.shows.iter().map(|s| s.word()).collect();
    Some(json!({ "file": names.plans.get(place)?, "shows": shows }))
}

/// A statement about all plans of an obligation, of a path if given, at an end.
pub fn proof(
    certificate: &Certificate,
    (obligation, path, end): (ObligationIx, Option<ActivityIx>, End),
    proof: &Proof,
    names: &Names,
) -> Value {
    let whose = words::plans(certificate, obligation, path, end, &proof.terms);
    let scripts = proof.scripts.iter().filter_map(|place| {
        let months: Vec<[u64; 2]> =
            script::treated(certificate.scripts.get(*place)?).into_iter().map(<[u64; 2]>::from).collect();
        Some(json!({ "file": names.scripts.get(*place)?, "completed_months": months }))
    });
    let mut object = json!({
        "statement": words::kind(&proof.statement),
        "at_least": proof.statement.at_least().map(exactly::fraction),
        "words": words::statement(&proof.statement, &whose, &proof.terms),
        "scripts": scripts.collect::<Vec<Value>>(),
    });
    if let Some(object) = object.as_object_mut() {
        terms(object, certificate, &proof.terms);
    }
    object
}

/// By when things count, and what the host refuses meanwhile, where that is not as in the draft.
fn terms(object: &mut Map<String, Value>, certificate: &Certificate, terms: &Terms) {
    let months = [("complete_by", terms.complete_by), ("known_by", terms.known_by)];
    object.extend(months.into_iter().filter_map(|(key, month)| Some((key.to_owned(), json!(month?)))));
    let refused = |refusals: &Refusals| check_json::refused(&certificate.regime, refusals);
    let host = match &terms.host {
        Host::Accepts => None,
        Host::Refuses(leeway) => check_json::raised(leeway).map(|more| ("tolerance_raised", more)),
        Host::RefusesJust(refusals) => Some(("refused", refused(refusals))),
        Host::RefusesOther(choices) => Some(("not_refused", choices.iter().map(refused).collect())),
    };
    object.extend(host.map(|(key, value)| (key.to_owned(), value)));
}
