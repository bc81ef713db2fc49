//! The conformance cases: verdicts equal, confidences within a millionth, for the whole and each
//! path, at both ends, by both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use regimecheck::analysis::check::{BothEnds, Options, Outcome, check};
use regimecheck::model::End;
use regimecheck::model::term::Term;
use regimecheck::source::Input;
use regimecheck::verdict::Engine;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

fn judged(outcome: &Outcome) -> (String, Option<f64>) {
    match outcome {
        Ok(f) => (f.verdict.word().to_owned(), f.unseen().map(|u| u.confidence(12).parse().unwrap())),
        Err(open) => (format!("{open:?}"), None),
    }
}

fn compare(place: &str, found: &BothEnds, expected: &Value, wrong: &mut Vec<String>) {
    let verdict = found.verdict().map_or("undecided", |v| v.word());
    if expected["verdict"] != verdict {
        wrong.push(format!("{place}: {verdict}, expected {}", expected["verdict"]));
    }
    for end in End::BOTH {
        let expected = &expected[end.word()];
        let (verdict, confidence) = judged(found.at(end));
        let near = match (confidence, expected["confidence"].as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-6,
            (None, None) => true,
            _ => false,
        };
        if expected["verdict"] != verdict.as_str() || !near {
            wrong.push(format!("{place} {}: {verdict} {confidence:?}, expected {expected}", end.word()));
        }
    }
}

fn conformance(engine: Engine) {
    let expected: serde_json::Map<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(folder().join("expected.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut usage = regimecheck::solve::Usage::default();
    for (name, obligations) in &expected {
        let loaded = regimecheck::load(&Input::File(folder().join(name)), Some(&folder()));
        let Some(regime) = loaded.regime else {
            wrong.push(format!("{name}: not read: {:?}", loaded.diagnostics));
            continue;
        };
        let regime = Arc::new(regime);
        let checked = check(&regime, &Term::of(&regime), &Options { engine, ..Options::default() }, |_| {});
        usage.add(checked.usage);
        let obligations = obligations.as_array().unwrap();
        assert_eq!(obligations.len(), checked.obligations.len(), "{name}");
        for (found, expected) in checked.obligations.iter().zip(obligations) {
            let id = &regime.obligations[found.obligation.0].entry.id;
            assert_eq!(expected["id"], id.as_str(), "{name}");
            compare(&format!("{name} {id}"), &found.whole, expected, &mut wrong);
            let paths = expected["paths"].as_array().unwrap();
            let ids: Vec<_> = found.paths.iter().map(|p| regime.activities[p.activity.0].entry.id.clone()).collect();
            if paths.len() != ids.len() {
                wrong.push(format!("{name} {id}: paths {ids:?}, expected {paths:?}"));
                continue;
            }
            for (found, expected) in found.paths.iter().zip(paths) {
                let activity = &regime.activities[found.activity.0].entry.id;
                assert_eq!(expected["activity"], activity.as_str(), "{name} {id}");
                compare(&format!("{name} {id} {activity}"), &found.ends, expected, &mut wrong);
            }
        }
    }
    println!("{} cases, {usage:?}", expected.len());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn cells_give_the_expected_answers() {
    conformance(Engine::Cells);
}

#[test]
fn months_give_the_expected_answers() {
    conformance(Engine::Monthly);
}
