//! `check`: tables, sentences, JSON, statuses.

use crate::run::{finish, program, run, snapshot};
use serde_json::Value;

const SALAMI: &str = "tests/conformance/evader-mixes-paths.toml";
const CONTINGENT: &str = "tests/conformance/unknown-assumption.toml";
const ASSURED: &str = "tests/conformance/ban-one-sighting.toml";
const PHASES: &str = "tests/cli/phases.toml";
const BAD: &str = "tests/cli/bad.toml";

#[test]
fn a_table_and_sentences() {
    snapshot!("check-phases", &["check", PHASES]);
    snapshot!("check-paths", &["check", "--paths", SALAMI]);
    snapshot!("check-by-phase", &["check", "--by-phase", "--obligation", "test-ban", PHASES]);
    snapshot!("check-assured", &["check", ASSURED]);
    snapshot!("check-alibi", &["check", "tests/conformance/alibi-space-launch.toml"]);
    snapshot!("check-late", &["check", "tests/conformance/late-breakout.toml"]);
    snapshot!("check-clean-up", &["check", "tests/conformance/clean-up-in-time.toml"]);
    snapshot!("check-limit", &["check", "tests/conformance/limit-without-counts.toml"]);
    snapshot!("check-stock-runs-out", &["check", "tests/conformance/stock-runs-out.toml"]);
}

#[test]
fn json_has_every_key() {
    snapshot!("check-json", &["check", "--format", "json", "--by-phase", CONTINGENT]);
}

#[test]
fn statuses_follow_the_verdicts() {
    assert_eq!(run(&["check", ASSURED]).status, 0);
    assert_eq!(run(&["check", CONTINGENT]).status, 1);
    assert_eq!(run(&["check", ASSURED, CONTINGENT]).status, 1);
    assert_eq!(run(&["check", BAD]).status, 2);
    assert_eq!(run(&["check", "--resources", "10", "tests/cli/slow.toml"]).status, 3);
    assert_eq!(run(&["check", "no-such-file.toml"]).status, 2);
}

#[test]
fn a_bad_file_among_others_does_not_stop_them() {
    snapshot!("check-bad-among-others", &["check", ASSURED, BAD, CONTINGENT]);
}

#[test]
fn several_files_make_an_array() {
    let several = run(&["check", "--format", "json", ASSURED, BAD, CONTINGENT]);
    assert_eq!(several.status, 2);
    let array: Vec<Value> = serde_json::from_str(&several.out).expect("it should be JSON");
    assert_eq!(array.len(), 3);
    assert_eq!(array[0]["obligations"][0]["verdict"], "assured");
    assert_eq!(array[1]["file"], BAD);
    assert!(array[1]["error"].is_string() && array[1].get("obligations").is_none());
    assert_eq!(array[2]["obligations"][0]["verdict"], "contingent");
    let one = run(&["check", "--format", "json", ASSURED]);
    assert_eq!(serde_json::from_str::<Value>(&one.out).expect("it should be JSON"), array[0]);
    let none = run(&["check", "--format", "json", BAD]);
    assert_eq!((none.status, none.out.as_str()), (2, ""));
}

#[test]
fn json_and_text_agree_on_every_conformance_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance");
    let text = std::fs::read_to_string(format!("{folder}/expected.json")).expect("it is there");
    let expected: serde_json::Map<String, Value> = serde_json::from_str(&text).expect("it is JSON");
    let files: Vec<String> = expected.keys().map(|name| format!("tests/conformance/{name}")).collect();
    let mut args = vec!["check", "--format", "json", "--root", "tests/conformance"];
    args.extend(files.iter().map(String::as_str));
    let answers: Vec<Value> = serde_json::from_str(&run(&args).out).expect("it should be JSON");
    assert_eq!(answers.len(), expected.len());
    for (answer, (name, expected)) in answers.iter().zip(&expected) {
        let found = answer["obligations"].as_array().unwrap_or_else(|| panic!("{name} was not checked"));
        let expected = expected.as_array().expect("it is a list");
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found["id"], expected["id"], "{name}");
            agree(name, found, expected);
            for (found, expected) in
                found["paths"].as_array().into_iter().flatten().zip(expected["paths"].as_array().into_iter().flatten())
            {
                assert_eq!(found["activity"], expected["activity"], "{name}");
                agree(name, found, expected);
            }
        }
    }
}

fn agree(name: &str, found: &Value, expected: &Value) {
    assert_eq!(found["verdict"], expected["verdict"], "{name}");
    for end in ["adverse", "favourable"] {
        let (found, expected) = (&found[end], &expected[end]);
        assert_eq!(found["verdict"], expected["verdict"], "{name} {end}");
        match (found["confidence"].as_f64(), expected["confidence"].as_f64()) {
            (None, None) => assert!(found["evasion"].is_null(), "{name} {end}"),
            (Some(a), Some(b)) => {
                assert!((a - b).abs() <= 1e-6, "{name} {end}: {a}, not {b}");
                assert!(found["evasion"]["completed_month"].is_u64(), "{name} {end}");
                assert!(found["evasion"]["events"].is_array(), "{name} {end}");
            }
            (a, b) => panic!("{name} {end}: {a:?}, not {b:?}"),
        }
    }
}

#[test]
fn only_some_obligations() {
    let one = run(&["check", "--obligation", "export-ban", PHASES]);
    assert!(one.out.contains("export-ban") && !one.out.contains("test-ban"), "{}", one.out);
    // In the order of the phases, each once.
    let both =
        ["check", PHASES, "--obligation", "export-ban", "--obligation", "test-ban", "--obligation", "export-ban"];
    assert_eq!(run(&both).out, run(&["check", PHASES]).out);
    snapshot!("check-unknown-obligation", &["check", "--obligation", "tset-ban", "--obligation", "peace", PHASES]);
}

#[test]
fn standard_input_is_a_file() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/ban-one-sighting.toml"))
        .expect("it is there");
    let piped = finish(&mut program(&["check", "-"]), &text);
    assert_eq!(piped.status, 0);
    assert_eq!(
        piped.out.replacen("-:", "FILE:", 1),
        run(&["check", ASSURED]).out.replacen(&format!("{ASSURED}:"), "FILE:", 1)
    );
}

#[test]
fn quiet_prints_errors_only() {
    let evadable = run(&["check", "--quiet", CONTINGENT]);
    assert_eq!((evadable.status, evadable.out.as_str(), evadable.err.as_str()), (1, "", ""));
    let doubtful = run(&["check", "--quiet", "tests/cli/doubtful.toml"]);
    assert_eq!((doubtful.out.as_str(), doubtful.err.as_str()), ("", ""));
    assert!(!run(&["check", "tests/cli/doubtful.toml"]).err.is_empty());
    assert!(run(&["check", "-q", BAD]).err.contains("error"));
}

#[test]
fn the_same_bytes_whatever_the_jobs_and_the_surroundings() {
    for format in ["text", "json"] {
        let args = ["check", "--format", format, "--paths", "--by-phase", SALAMI, CONTINGENT, PHASES];
        let first = run(&[&args[..], &["--jobs", "1"]].concat());
        for jobs in ["2", "4", "16"] {
            assert_eq!(run(&[&args[..], &["--jobs", jobs]].concat()).out, first.out);
        }
        let mut elsewhere = program(&args);
        elsewhere.env("LC_ALL", "de_DE.UTF-8").env("TZ", "Asia/Tokyo").env("COLUMNS", "40");
        assert_eq!(finish(&mut elsewhere, "").out, first.out);
        let slow = run(&[&args[..], &["--engine", "monthly"]].concat());
        assert_eq!(slow.status, first.status);
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let plain = run(&["check", CONTINGENT]);
    assert!(!plain.out.contains('\u{1b}'));
    let colored = run(&["check", "--color", "always", CONTINGENT]);
    assert!(colored.out.contains('\u{1b}'));
    let mut bare = String::new();
    let mut rest = colored.out.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').expect("a code ends in m").1;
    }
    bare.push_str(rest);
    assert_eq!(bare, plain.out, "colours carry no meaning of their own");
    let mut unwanted = program(&["check", CONTINGENT]);
    assert!(!finish(unwanted.env("NO_COLOR", "1"), "").out.contains('\u{1b}'));
    assert!(!run(&["check", BAD]).err.contains('\u{1b}'));
    assert!(run(&["check", "--color", "always", BAD]).err.contains('\u{1b}'));
}

#[test]
fn messages_as_json() {
    let bad = run(&["check", "--message-format", "json", BAD]);
    assert_eq!(bad.status, 2);
    for line in bad.err.lines() {
        let message: Value = serde_json::from_str(line).expect("each line should be JSON");
        assert!(message["code"].is_string() && message["line"].is_u64(), "{line}");
    }
}

#[test]
fn statistics_only_when_asked_for() {
    let with = run(&["check", "--statistics", ASSURED]);
    assert!(with.out.contains("solver calls"), "{}", with.out);
    assert!(!run(&["check", ASSURED]).out.contains("solver calls"));
    let json: Value =
        serde_json::from_str(&run(&["check", "--statistics", "--format", "json", ASSURED]).out).expect("JSON");
    assert!(json["usage"]["solver_calls"].is_u64() && json["usage"]["solver_resources"].is_u64());
    assert_eq!(with.out, run(&["check", "--statistics", ASSURED]).out, "resources are the same, run after run");
}
