//! The oracle of deals is checked before it judges the tool: against cases worked by hand.

mod oracle;

use oracle::deal::{self, json};
use serde_json::{Value, json};

#[test]
fn the_oracle_gives_the_answers_worked_by_hand() {
    let mut wrong = Vec::new();
    let cases = json::cases();
    for case in &cases {
        for (end, expected) in &case.expected {
            let answers = deal::answers(&case.regime, *end, 10_000).unwrap_or_else(|_| panic!("{}", case.name));
            let place = format!("{} {}", case.name, end.word());
            json::differences(&place, &json::deal(&answers), expected, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases.len() >= 30, "{} cases", cases.len());
}

/// A case that stands in the folder and not in the list would be no case.
#[test]
fn every_case_has_its_answers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deals");
    let mut files: Vec<String> = (std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    files.sort();
    assert_eq!(files, json::cases().iter().map(|case| case.name.clone()).collect::<Vec<_>>());
}

/// The cases cover what they are to cover: each of these paths is in some case's answers.
#[test]
fn the_cases_speak_of_every_answer() {
    fn reaches(value: &Value, path: &[&str]) -> bool {
        match (value, path) {
            (_, []) => true,
            (Value::Object(entries), ["*", rest @ ..]) => entries.values().any(|entry| reaches(entry, rest)),
            (Value::Object(entries), [key, rest @ ..]) => entries.get(*key).is_some_and(|entry| reaches(entry, rest)),
            _ => false,
        }
    }
    let cases = json::cases();
    for path in [
        "choices",
        "drafted obligations * at_risk",
        "drafted obligations * proved_by",
        "drafted rewards * verified * confidence",
        "drafted gates * verified * kind",
        "drafted interests * activities * phases",
        "accepted obligations * confidence",
        "accepted rewards * verified * kind",
        "accepted interests * exposure",
        "baseline * exposure",
    ] {
        let path: Vec<&str> = path.split(' ').collect();
        let said = cases.iter().any(|case| case.expected.iter().any(|(_, expected)| reaches(expected, &path)));
        assert!(said, "no case says {path:?}");
    }
}

#[test]
fn a_wrong_answer_shows() {
    let mut wrong = Vec::new();
    let found = json!({ "exposure": 3, "activities": { "a": { "phases": ["assured"] } } });
    json::differences("x", &found, &json!({ "exposure": 3, "activities": {} }), &mut wrong);
    assert!(wrong.is_empty());
    json::differences("x", &found, &json!({ "exposure": 4, "activities": { "b": {} } }), &mut wrong);
    json::differences("x", &found, &json!({ "activities": { "a": { "phases": ["late"] } } }), &mut wrong);
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}
