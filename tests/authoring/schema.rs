//! The schema says what the reader says: they are compared value by value.

use super::validator::faults;
use super::{files, out, run};
use regimecheck::diagnostic::Code;
use regimecheck::report::schema;
use regimecheck::source::Input;
use regimecheck::{Loaded, load};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn the_schema_in_docs_is_what_the_program_prints() {
    let printed = out(&run(&["schema"]), 0);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write("docs/regime.schema.json", &printed).unwrap();
    }
    let kept = fs::read_to_string("docs/regime.schema.json").unwrap_or_default();
    let fallen = "docs/regime.schema.json has fallen behind: run `UPDATE_DOCS=1 cargo test --test authoring`";
    assert!(kept == printed, "{fallen}");
    assert_eq!(schema::text(), printed);
}

#[test]
fn regimes_and_conformance_cases_are_valid() {
    let schema = schema::schema();
    let mut count = 0;
    for file in ["regimes", "tests/conformance", "src/cli/starter"].into_iter().flat_map(files) {
        let value: Value = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let faults = faults(&schema, &value);
        assert!(faults.is_empty(), "{}: {faults:#?}", file.display());
        count += 1;
    }
    assert!(count > 150, "{count}");
}

#[test]
fn regimes_point_to_the_schema() {
    for file in files("regimes") {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("#:schema ../../docs/regime.schema.json\n"), "{}", file.display());
    }
}

#[test]
fn every_field_is_described() {
    let schema = schema::schema();
    let mut tables = vec![&schema];
    tables.extend(schema["definitions"].as_object().unwrap().values());
    for table in tables {
        assert!(table["description"].is_string(), "{table}");
        for (key, field) in table["properties"].as_object().unwrap() {
            let text = field["description"].as_str().unwrap();
            assert!(text.ends_with('.') && text.len() >= 10, "{key}: {text}");
            let months = key.ends_with("months") || key.starts_with("min_months");
            assert!(!months || field["x-unit"] == "months", "{key} has no unit");
        }
    }
}

/// A regime in which every kind of table occurs, all references to be met: what it is made of is
/// replaced piece by piece.
fn base() -> Value {
    json!({
        "format": 1,
        "agreement": { "id": "draft" },
        "assumption": [{ "id": "a", "holds": "unknown" }],
        "signature": [{ "id": "s" }],
        "holding": [{ "id": "h", "attributes": { "range_km": 5 } }],
        "activity": [
            { "id": "act", "of": "h", "uses": { "h": { "low": 1, "high": 2 } }, "signatures": ["s"], "preparation": { "months": 1 } },
        ],
        "concealment": [{ "id": "c", "hides": ["s"], "activities": { "of": "h" }, "against": { "id": "m" } }, { "id": "c2", "hides": ["s"] }],
        "measure": [
            { "id": "m", "family": "portal", "detects": [{ "signature": "s", "probability": 0.5, "where": { "of": "h" } }] },
            { "id": "m2", "family": "other" },
        ],
        "obligation": [
            { "id": "o", "prohibits": [{ "range_km": { "over": 1 } }] },
            { "id": "l", "limits": { "holding": "h", "at_most": 1 } },
        ],
        "interest": [{ "id": "i", "concerns": [{ "of": "h" }] }],
        "phase": [{ "id": "p", "months": 2, "tolerance": { "each": 1 }, "rewards": [{ "id": "r", "value": 1 }] }],
        "expect": [{ "obligation": "o", "confidence": { "at_least": 0.5 } }],
    })
}

/// The tables of that regime.
const PLACES: [&str; 26] = [
    "",
    "/agreement",
    "/assumption/0",
    "/signature/0",
    "/holding/0",
    "/holding/0/attributes",
    "/activity/0",
    "/activity/0/uses",
    "/activity/0/uses/h",
    "/activity/0/preparation",
    "/concealment/0",
    "/concealment/0/activities",
    "/concealment/0/against",
    "/measure/0",
    "/measure/0/detects/0",
    "/measure/0/detects/0/where",
    "/obligation/0",
    "/obligation/0/prohibits/0",
    "/obligation/0/prohibits/0/range_km",
    "/obligation/1",
    "/obligation/1/limits",
    "/interest/0",
    "/phase/0",
    "/phase/0/tolerance",
    "/phase/0/rewards/0",
    "/expect/0",
];

/// The keys of selectors that are no attributes.
const SELECTED: [&str; 5] = ["id", "conduct", "of", "site", "channel"];

/// Values of every shape, right and wrong.
fn values() -> Vec<Value> {
    vec![
        json!(0),
        json!(1),
        json!(3),
        json!(1200),
        json!(1201),
        json!(-1),
        json!(0.5),
        json!(1.5),
        json!(2.0),
        json!(-0.5),
        json!(true),
        json!(false),
        json!(""),
        json!("s"),
        json!("h"),
        json!("a"),
        json!("o"),
        json!("Not an id"),
        json!("x.preparation"),
        json!("1"),
        json!("unknown"),
        json!("assured"),
        json!("contingent"),
        json!("portal"),
        json!([]),
        json!(["s"]),
        json!(["o"]),
        json!(["m2"]),
        json!(["c2"]),
        json!(["act"]),
        json!(["portal"]),
        json!([1]),
        json!(["s", true]),
        json!({}),
        json!({ "low": 1, "high": 2 }),
        json!({ "low": 0, "high": 2 }),
        json!({ "low": 0.25, "high": 0.75 }),
        json!({ "low": 0.5, "high": 2 }),
        json!({ "low": -1, "high": 1 }),
        json!({ "low": 1 }),
        json!({ "low": 1, "high": 1201 }),
        json!({ "low": 0, "high": 1, "middle": 0 }),
        json!({ "low": "0", "high": 1 }),
        json!({ "h": 1 }),
        json!({ "h": 1.5 }),
        json!({ "h": "1" }),
        json!({ "h": { "low": 0, "high": 1 } }),
        json!({ "range_km": [1, "x", true] }),
        json!({ "range_km": [[1]] }),
        json!({ "range_km": { "over": 1, "at_most": 2.5 } }),
        json!({ "range_km": {} }),
        json!({ "range_km": { "above": 1 } }),
        json!({ "conduct": "x" }),
        json!({ "conduct": ["x", 1] }),
        json!({ "conduct": 1 }),
        json!({ "family": "portal" }),
        json!({ "family": ["portal", "other"] }),
        json!({ "family": "gate" }),
        json!({ "consent": true }),
        json!({ "consent": "yes" }),
        json!({ "holding": "h", "at_most": 1 }),
        json!({ "months": 1, "signatures": ["s"] }),
        json!({ "each": 1, "total": 2.5 }),
        json!({ "at_least": 0, "at_most": 1 }),
        json!([{}]),
        json!([{ "conduct": "x" }]),
        json!([{ "of": ["h"] }, 1]),
        json!([{ "signature": "s", "probability": 1 }]),
        json!([{ "signature": "s", "probability": 1.5 }]),
        json!([{ "signature": "s" }]),
        json!([{ "id": "r2", "value": 1 }]),
        json!([{ "id": "r2" }]),
    ]
}

fn read(document: &Value) -> Loaded {
    let text = toml::to_string(document).unwrap();
    load(&Input::Text { name: "draft.toml".to_owned(), text }, None)
}

fn errors(loaded: &Loaded) -> BTreeSet<&'static str> {
    loaded.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.code.word()).collect()
}

/// What no schema can say.
fn beyond_a_schema() -> BTreeSet<&'static str> {
    let codes = [
        Code::UnknownReference,
        Code::UnknownSelectorKey,
        Code::DuplicateId,
        Code::LowAboveHigh,
        Code::CyclicCues,
        Code::ExcludesItself,
        Code::MissingAgreement,
        Code::NoPhase,
        Code::HorizonTooLong,
        Code::MissingFile,
    ];
    codes.iter().map(|c| c.word()).collect()
}

fn table<'v>(document: &'v mut Value, place: &str) -> &'v mut Map<String, Value> {
    document.pointer_mut(place).unwrap().as_object_mut().unwrap()
}

/// The keys of all tables of the schema, and some that are in none.
fn keys() -> BTreeSet<String> {
    let schema = schema::schema();
    let mut keys: BTreeSet<String> = ["note", "Id", "units_", "signature_", "months_between"].map(str::to_owned).into();
    let tables = schema["definitions"].as_object().unwrap().values().chain([&schema]);
    keys.extend(tables.flat_map(|t| t["properties"].as_object().unwrap().keys().cloned()));
    keys
}

/// Compares the two on a document.
fn compare(schema: &Value, document: &Value, what: &str) {
    let faults = faults(schema, document);
    let errors = errors(&read(document));
    if faults.is_empty() {
        let more: Vec<_> = errors.difference(&beyond_a_schema()).copied().collect();
        assert!(more.is_empty(), "{what}: the schema accepts what the reader refuses: {more:?}");
    } else {
        assert!(!errors.is_empty(), "{what}: the reader accepts what the schema refuses: {faults:#?}");
    }
}

#[test]
fn the_reader_and_the_schema_know_the_same_keys() {
    let schema = schema::schema();
    let (mut known, mut unknown) = (0, 0);
    assert!(errors(&read(&base())).is_empty() && faults(&schema, &base()).is_empty());
    for place in PLACES {
        for key in keys() {
            let mut document = base();
            if table(&mut document, place).insert(key.clone(), json!("s")).is_some() {
                continue;
            }
            let pointer = format!("{place}/{key}: nothing is permitted here");
            let refused = faults(&schema, &document).contains(&pointer) || {
                // Beneath `anyOf` only the number of what is met is told.
                place.ends_with("/h") || place.ends_with("/range_km")
            };
            let loaded = read(&document);
            let text = format!("unknown key `{key}`");
            // Whether an attribute exists is not for the schema to know.
            let selector = ["/activities", "/where", "/prohibits/0"].iter().any(|end| place.ends_with(end));
            let strange = loaded.diagnostics.iter().any(|d| d.message.starts_with(&text)) && !selector;
            if place.ends_with("/range_km") && ["over", "at_least", "under", "at_most"].contains(&key.as_str()) {
                assert!(!strange);
                continue;
            }
            assert_eq!(refused, strange, "{place}/{key}: {:?}", loaded.diagnostics);
            if strange { unknown += 1 } else { known += 1 }
        }
    }
    assert!(known > 200 && unknown > 1000, "{known} {unknown}");
}

#[test]
fn the_reader_and_the_schema_accept_the_same_values() {
    let schema = schema::schema();
    let mut count = 0;
    for place in PLACES {
        let mut document = base();
        let there: Vec<String> = table(&mut document, place).keys().cloned().collect();
        for key in &there {
            let mut document = base();
            table(&mut document, place).remove(key);
            compare(&schema, &document, &format!("without {place}/{key}"));
        }
        let known = |key: &String| {
            let mut document = base();
            table(&mut document, place).insert(key.clone(), json!("s"));
            // Where any name will do, a few stand for all.
            let open = ["/attributes", "/uses", "/activities", "/where", "/prohibits/0"];
            if open.iter().any(|end| place.ends_with(end)) {
                return there.contains(key)
                    || ["range_km", "h"].contains(&key.as_str())
                    || SELECTED.contains(&key.as_str());
            }
            !faults(&schema, &document).contains(&format!("{place}/{key}: nothing is permitted here"))
        };
        let names = keys().into_iter().chain(["range_km", "h"].map(str::to_owned));
        for key in names.filter(known) {
            for value in values() {
                let mut document = base();
                table(&mut document, place).insert(key.clone(), value.clone());
                compare(&schema, &document, &format!("{place}/{key} = {value}"));
                count += 1;
            }
        }
    }
    assert!(count > 8_000, "{count}");
}

#[test]
fn what_the_schema_refuses_is_refused() {
    let schema = schema::schema();
    for file in files("tests/reading") {
        let Ok(value) = toml::from_str::<Value>(&fs::read_to_string(&file).unwrap()) else { continue };
        if !faults(&schema, &value).is_empty() {
            let loaded = load(&Input::File(file.clone()), None);
            assert!(loaded.has_errors(), "{}", file.display());
        }
    }
}
