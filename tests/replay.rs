//! Replays: good plans are followed, others are refuted with the reason, and files that are no plans
//! are refused with the place.

#![allow(clippy::expect_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]
#![allow(dead_code, unused_imports, unused_macros, reason = "not every helper of the other tests is needed")]

#[path = "cli/run.rs"]
mod run;

use run::{Run, finish, program, run};
use serde_json::{Value, json};
use std::fmt::Write as _;

const WORLD: &str = "tests/replay/world.toml";

/// Replays a plan that comes by standard input.
fn replay(plan: &str, more: &[&str]) -> Run {
    let mut args = vec!["replay", WORLD, "-"];
    args.extend(more);
    finish(&mut program(&args), plan)
}

/// A plan against the ban on tests: activity, concealments, month and count of its events.
fn plan(events: &[(&str, &[&str], u64, u64)]) -> Value {
    let event = |(activity, concealments, month, count): &(&str, &[&str], u64, u64)| json!({ "activity": activity, "concealments": concealments, "month": month, "count": count });
    json!({ "obligation": "test-ban", "events": events.iter().map(event).collect::<Value>() })
}

/// One flight test and two ground tests, complete in month 4.
fn good() -> Value {
    plan(&[
        ("build-stand", &[], 1, 1),
        ("flight-test", &["night"], 2, 1),
        ("ground-test", &[], 3, 1),
        ("ground-test", &["decoy"], 4, 1),
    ])
}

#[test]
fn a_good_plan_is_followed() {
    let run = replay(&good().to_string(), &[]);
    assert_eq!(run.status, 0, "{}", run.err);
    insta::assert_snapshot!("a_good_plan", run.out);
    // Unseen: (1 - 0.3) (1 - 0.6) (1 - 0.3), all known two months later, one month before the deadline.
    let json: Value = serde_json::from_str(&replay(&good().to_string(), &["--format", "json"]).out).expect("JSON");
    assert_eq!(json["feasible"], true);
    assert_eq!(json["verdict"], "evadable");
    assert_eq!((&json["completed_month"], &json["deadline"]), (&json!(4), &json!(7)));
    assert_eq!(json["unseen"]["proof"], "49/250");
    assert_eq!(json["confidence"], json!(0.804));
    let months: Vec<(u64, f64)> = json["months"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|m| (m["month"].as_u64().expect("a month"), m["confidence"].as_f64().expect("a number")))
        .collect();
    assert_eq!(months, [(1, 0.0), (2, 0.0), (3, 0.0), (4, 0.3), (5, 0.72), (6, 0.804), (7, 0.804)]);
}

#[test]
fn what_is_no_plan_is_refuted_with_the_reason() {
    let tests = ("ground-test", [].as_slice(), 1, 2);
    let stand = ("build-stand", [].as_slice(), 1, 1);
    let cases = [
        plan(&[]),
        plan(&[("ground-test", &[], 13, 1)]),
        plan(&[("ground-test", &[], 0, 1)]),
        plan(&[tests, ("parade", &[], 1, 1)]),
        plan(&[("build-stand", &["night"], 1, 1)]),
        plan(&[stand, tests, ("flight-test", &["night", "decoy"], 1, 1)]),
        plan(&[stand, ("flight-test", &[], 1, 3)]),
        plan(&[stand, ("build-stand", &[], 3, 1), tests, ("flight-test", &[], 4, 1)]),
        plan(&[("ground-test", &[], 1, 1), ("ground-test", &[], 2, 1), ("ground-test", &["night"], 3, 1)]),
        plan(&[("flight-test", &[], 1, 1), tests]),
        plan(&[stand, tests, ("flight-test", &[], 1, 1), ("flight-test", &[], 2, 1)]),
        plan(&[stand, ("flight-test", &[], 1, 9_000_000_000_000_000_000)]),
    ];
    let mut shown = String::new();
    for case in cases {
        let run = replay(&case.to_string(), &[]);
        assert_eq!((run.status, run.err.as_str()), (1, ""), "{case}");
        let _ = writeln!(shown, "{}\n{}", case["events"], run.out.lines().skip(3).collect::<Vec<_>>().join("\n"));
    }
    insta::assert_snapshot!("refuted", shown);
    // Under the other ban only a path of its own counts, and the stand is no part of a violation of it.
    let run = replay(&plan(&[stand, ("ground-test", &[], 1, 1)]).to_string(), &["--obligation", "flight-ban"]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("`ground-test` does not contribute to this violation"), "{}", run.out);
}

#[test]
fn figures_that_are_wrong_are_pointed_out() {
    let mut stated = good();
    for (key, value) in [
        ("completed_month", json!(4)),
        ("deadline", json!(8)),
        ("month_of_proof", json!(6)),
        ("margin_months", json!(null)),
        ("confidence", json!(0.804_000_5)),
        ("confidence_ever", json!(0.81)),
        ("verdict", json!("late")),
        ("goal", json!("9/10")),
        ("shows", json!(["feasible", "not-proved-in-time", "no-trace"])),
        ("unseen", json!({ "proof": "(7/10)^2 * 2/5", "sighting": "1/5" })),
    ] {
        stated[key] = value;
    }
    let text = serde_json::to_string_pretty(&stated).expect("it is JSON");
    let run = replay(&text, &[]);
    assert_eq!(run.status, 1);
    let from = run.out.find("figures of the file not confirmed").map_or(0, |at| at - 2);
    insta::assert_snapshot!("figures_not_confirmed", &run.out[from..]);
    let json: Value = serde_json::from_str(&replay(&text, &["--format", "json"]).out).expect("JSON");
    let wrong = json["stated"].as_array().expect("a list").iter().filter(|s| s["confirmed"] == false).count();
    assert_eq!(wrong, 6, "{}", json["stated"]);
    // Asked about something else, the figures are not those of the answer.
    assert_eq!(replay(&text, &["--at", "favourable"]).status, 1);
    stated["at"] = json!("adverse");
    assert_eq!(replay(&stated.to_string(), &["--at", "favourable"]).status, 0);
}

#[test]
fn what_cannot_be_read_is_refused_with_the_place() {
    let good = serde_json::to_string_pretty(&good()).expect("it is JSON");
    let changed = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let cases = [
        String::new(),
        good[..good.len() / 2].to_owned(),
        good[..good.len() - 2].to_owned(),
        changed("\"month\": 2,", "\"month\": 2"),
        changed("\"month\": 2,", "\"month\": 2, \"month\": 3,"),
        changed("\"count\": 1", "\"count\": -1"),
        changed("\"count\": 1", "\"count\": 1.5"),
        changed("\"count\": 1", "\"count\": \"1\""),
        changed("\"month\": 2", "\"month\": 99999999999999999999"),
        changed("\"month\": 2", &format!("\"month\": {}", "9".repeat(5000))),
        changed("\"month\": 2", "\"month\": 1e999999999"),
        changed("\"month\": 2", "\"mnth\": 2"),
        changed("\"flight-test\"", "\"flihgt-test\""),
        changed("\"flight-test\"", "\"moon-landing\""),
        changed("\"decoy\"", "\"decoi\""),
        changed("\"test-ban\"", "\"tset-ban\""),
        changed("\"events\"", "\"evnts\""),
        changed("\"obligation\": \"test-ban\"", "\"obligation\": \"test-ban\", \"at\": \"advers\""),
        changed("\"obligation\": \"test-ban\"", "\"obligation\": \"test-ban\", \"path\": \"build-stand\""),
        changed("\"obligation\": \"test-ban\"", "\"obligation\": \"test-ban\", \"agreement\": \"another\""),
        changed("\"obligation\": \"test-ban\"", "\"obligation\": \"test-ban\", \"format\": 2"),
        changed("\"obligation\": \"test-ban\"", "\"obligation\": \"test-ban\", \"confidence\": 80.4"),
        changed("\"obligation\": \"test-ban\"", "\"obligation\": \"test-ban\", \"unseen\": { \"proof\": \"1/0\" }"),
        "[]".to_owned(),
        "{ \"events\": [] }".to_owned(),
        "{ \"events\": [7] }".to_owned(),
        "{ \"verdict\": \"evadable\", \"evasion\": {} }".to_owned(),
        "[".repeat(100_000),
    ];
    let mut shown = String::new();
    for case in cases {
        let run = replay(&case, &[]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{case}");
        shown.push_str(&run.err);
        shown.push_str("----\n");
    }
    insta::assert_snapshot!("refused", shown);
    for args in [
        ["replay", WORLD, "nowhere.json"].as_slice(),
        &["replay", WORLD, "tests"],
        &["replay", "-", "-"],
        &["replay", "tests/cli/bad.toml", "nowhere.json"],
        &["replay", WORLD, "Cargo.toml"],
    ] {
        assert_eq!(run(args).status, 2, "{args:?}");
    }
}

#[test]
fn the_evasions_that_check_prints_are_confirmed() {
    let mut replayed = 0;
    for file in [
        "regimes/dprk-missiles/phased.toml",
        "regimes/jcpoa/as-carried-out.toml",
        "tests/conformance/unknown-assumption.toml",
    ] {
        let report: Value =
            serde_json::from_str(&run(&["check", file, "--format", "json", "--root", "."]).out).expect("JSON");
        for obligation in report["obligations"].as_array().expect("a list") {
            for end in ["adverse", "favourable"] {
                let evasion = &obligation[end]["evasion"];
                if evasion.is_null() {
                    continue;
                }
                let id = obligation["id"].as_str().expect("an id");
                let args = ["replay", file, "-", "--root", ".", "--obligation", id, "--at", end];
                let run = finish(&mut program(&args), &evasion.to_string());
                assert_eq!(run.status, 0, "{file} {id} {end}: {}{}", run.out, run.err);
                assert!(run.out.contains("figures that the file states are right"), "{}", run.out);
                replayed += 1;
            }
        }
    }
    assert!(replayed > 15, "{replayed}");
}
