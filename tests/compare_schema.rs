//! `docs/compare.schema.json` says what `regimecheck compare --format json` prints, key by key, and
//! `docs/compare.md` names every key.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "cli/run.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with other tests")]
mod run;
#[path = "authoring/validator.rs"]
mod validator;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use validator::faults;

const SMALL: [&str; 2] = ["tests/compare/phased.toml", "tests/compare/at-once.toml"];

fn schema() -> Value {
    serde_json::from_str(&fs::read_to_string("docs/compare.schema.json").unwrap()).unwrap()
}

/// What `compare --format json` prints.
fn compared(args: &[&str], status: i32) -> Value {
    let run = run::run(&[&["compare", "--format", "json"], args].concat());
    assert_eq!(run.status, status, "{args:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// Compares, and checks what is printed.
fn holds(args: &[&str], status: i32) -> Value {
    let found = compared(args, status);
    let faults = faults(&schema(), &found);
    assert!(faults.is_empty(), "{args:?}: {:#?}", &faults[..faults.len().min(5)]);
    found
}

#[test]
fn drafts_that_are_not_accepted_whole_and_a_ranking() {
    let args = [&SMALL[..], &["--weights", "tests/compare/weights.toml", "--require", "A>=B"]].concat();
    let found = holds(&args, 1);
    // What it is to say something of has to be there.
    assert!(found["ranking"].is_object() && found["required"].as_array().unwrap().len() == 1);
    assert!(found["drafts"][0]["obligations"].as_array().unwrap().iter().any(|o| o["damage"]["adverse"].is_object()));
    assert_eq!(found["brought"].as_array().unwrap().len(), 1);
}

#[test]
fn drafts_for_different_worlds() {
    let found = holds(&[SMALL[0], "tests/compare/elsewhere.toml", "--different-worlds"], 0);
    assert!(!found["world_differences"].as_array().unwrap().is_empty());
}

#[test]
fn a_single_draft() {
    assert!(holds(&[SMALL[0]], 0)["pairs"].as_array().unwrap().is_empty());
}

#[test]
fn what_stays_undecided() {
    let found = holds(&[SMALL[0], SMALL[1], "--resources", "1"], 3);
    let text = found.to_string();
    assert!(text.contains("\"undecided\":\"") && text.contains("\"reason\":\""), "{text}");
}

#[test]
fn real_cases() {
    let food = ["announced-visits", "random-visits"].map(|n| format!("regimes/food-aid/{n}.toml"));
    holds(&[&food[0], &food[1]], 0);
    let iran = ["as-agreed", "one-day-access"].map(|n| format!("regimes/jcpoa/{n}.toml"));
    holds(&[&iran[0], &iran[1]], 0);
    let dprk = ["test-and-export-ban", "comprehensive"].map(|n| format!("regimes/dprk-missiles/{n}.toml"));
    holds(&[&dprk[0], &dprk[1]], 0);
}

#[test]
fn a_key_that_the_schema_does_not_know_is_refused() {
    let known = compared(&[SMALL[0]], 0);
    assert_eq!(faults(&schema(), &known), Vec::<String>::new());
    let places = ["", "/tool", "/drafts/0", "/drafts/0/phases/0/burden", "/paths/0", "/criteria/0", "/targets/0"];
    for place in places {
        let mut more = known.clone();
        more.pointer_mut(place).unwrap().as_object_mut().unwrap().insert("news".to_owned(), Value::Null);
        assert!(!faults(&schema(), &more).is_empty(), "{place}");
    }
    for key in known.as_object().unwrap().keys() {
        let mut fewer = known.clone();
        fewer.as_object_mut().unwrap().remove(key);
        assert!(!faults(&schema(), &fewer).is_empty(), "{key}");
    }
}

/// All tables of the schema.
fn tables<'s>(schema: &'s Value, found: &mut Vec<&'s Value>) {
    match schema {
        Value::Object(rules) => {
            if rules.contains_key("properties") {
                found.push(schema);
            }
            rules.values().for_each(|v| tables(v, found));
        }
        Value::Array(all) => all.iter().for_each(|v| tables(v, found)),
        _ => {}
    }
}

#[test]
fn every_key_is_required_described_and_named_in_the_reference() {
    let schema = schema();
    let reference = fs::read_to_string("docs/compare.md").unwrap();
    let mut all = Vec::new();
    tables(&schema, &mut all);
    assert!(all.len() > 40, "{}", all.len());
    for table in all {
        assert_eq!(table["additionalProperties"], false, "{table}");
        let properties = table["properties"].as_object().unwrap();
        let required: BTreeSet<&str> = table["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(required, properties.keys().map(String::as_str).collect(), "{table}");
        for (key, field) in properties {
            let text = field["description"].as_str().unwrap_or_default();
            assert!(text.ends_with('.') && text.len() > 3, "{key}: {text}");
            assert!(reference.contains(&format!("`{key}`")), "docs/compare.md does not name `{key}`");
        }
    }
}
