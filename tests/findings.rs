//! `regimecheck findings`: each finding on a draft that has it and on one that does not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::fs;
use std::process::{Command, Output};

/// A draft of one phase with these obligations and measures in force.
fn draft(phase: &str, entries: &str) -> String {
    format!("format = 1\n[agreement]\nid = \"draft\"\n[[phase]]\nid = \"only\"\nmonths = 12\n{phase}\n{entries}")
}

fn run(text: &str, args: &[&str]) -> Output {
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("draft.toml"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_regimecheck"));
    command.arg("findings").arg("draft.toml").args(args).current_dir(folder.path()).output().unwrap()
}

/// The findings of a draft, and the exit status that goes with them.
fn findings(text: &str) -> Vec<Value> {
    let output = run(text, &["--format", "json"]);
    let out = String::from_utf8(output.stdout).unwrap();
    let report: Value =
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}{}", String::from_utf8_lossy(&output.stderr)));
    let found = report["findings"].as_array().unwrap().clone();
    assert_eq!(report["undecided"], Value::Array(Vec::new()));
    assert_eq!(output.status.code(), Some(i32::from(!found.is_empty())), "{out}");
    found
}

/// The findings with a code.
fn with_code(text: &str, code: &str) -> Vec<Value> {
    findings(text).into_iter().filter(|f| f["code"] == code).collect()
}

fn none(text: &str, code: &str) {
    let found = with_code(text, code);
    assert!(found.is_empty(), "{found:#?}");
}

fn one(text: &str, code: &str) -> Value {
    let found = with_code(text, code);
    assert_eq!(found.len(), 1, "{found:#?}");
    let finding = found[0].clone();
    assert_eq!(finding["severity"], "finding");
    assert!(finding["line"].as_u64().unwrap() > 0 && finding["file"] == "draft.toml", "{finding:#?}");
    finding
}

fn notes(finding: &Value) -> String {
    finding["notes"].as_array().unwrap().iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

const TEST: &str =
    "[[signature]]\nid = \"plume\"\n[[activity]]\nid = \"test\"\nconduct = \"test\"\nsignatures = [\"plume\"]\n";
const BAN: &str = "[[obligation]]\nid = \"ban\"\nprohibits = [{ conduct = \"test\" }]\n";
const SATELLITE: &str = "[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\n\
                         detects = [{ signature = \"plume\", probability = 0.95 }]\n";
const IN_FORCE: &str = "obligations = [\"ban\"]\nmeasures = [\"satellite\"]";

#[test]
fn a_sound_draft_has_none() {
    let text = draft(IN_FORCE, &[TEST, BAN, SATELLITE].concat());
    assert!(findings(&text).is_empty());
    let output = run(&text, &[]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), b"draft.toml: no findings\n".as_slice()));
}

#[test]
fn what_cannot_be_violated() {
    let more = BAN.to_owned() + "significant = 13\n";
    let finding = one(&draft(IN_FORCE, &[TEST, &more, SATELLITE].concat()), "unviolable-obligation");
    assert_eq!(finding["obligations"], Value::from(vec!["ban"]));
    assert!(notes(&finding).contains("allow 12 units at most"), "{finding:#?}");
    // At one end it can be: no finding.
    let some = TEST.to_owned() + "max_per_month = { low = 1, high = 2 }\n";
    none(&draft(IN_FORCE, &[&some, &more, SATELLITE].concat()), "unviolable-obligation");
    // What no phase lists is a warning of the reader.
    none(&draft("measures = [\"satellite\"]", &[TEST, &more, SATELLITE].concat()), "unviolable-obligation");
}

/// Two obligations on two activities; the second activity needs what the first makes.
fn pair(phase: &str, first: &str, second: &str, stock: u64) -> String {
    let world = format!(
        "[[holding]]\nid = \"missile\"\ninitial = {stock}\n\
         [[activity]]\nid = \"produce\"\nconduct = \"produce\"\nmakes = {{ missile = 1 }}\n\
         [[activity]]\nid = \"deploy\"\nconduct = \"deploy\"\nuses = {{ missile = 1 }}\n\
         [[obligation]]\nid = \"first\"\n{first}\n[[obligation]]\nid = \"second\"\n{second}\n"
    );
    draft(phase, &world)
}

const BOTH: &str = "obligations = [\"second\", \"first\"]";

#[test]
fn what_is_implied_by_its_words() {
    let deploy = "prohibits = [{ conduct = \"deploy\" }]";
    let all = "prohibits = [{ conduct = [\"deploy\", \"produce\"] }]";
    let finding = one(&pair(BOTH, deploy, all, 5), "implied-obligation");
    assert_eq!(finding["obligations"], Value::from(vec!["first", "second"]));
    assert!(finding["message"].as_str().unwrap() == "`first` is implied by `second`");
    assert_eq!(finding["labels"].as_array().unwrap().len(), 2);
    assert!(notes(&finding).contains("violates `second` in month 1 and `first` in month 1"), "{finding:#?}");
    assert_eq!(finding["witness"]["events"][0]["activity"], "deploy");
    // A larger amount in the other, other activities, or another phase: not implied.
    none(&pair(BOTH, deploy, &format!("{all}\nsignificant = 2"), 5), "implied-obligation");
    none(&pair(BOTH, deploy, "prohibits = [{ conduct = \"produce\" }]", 5), "implied-obligation");
    let reverse = one(&pair(BOTH, all, deploy, 5), "implied-obligation");
    assert_eq!(reverse["obligations"], Value::from(vec!["second", "first"]));
    let later = "obligations = [\"first\"]\n[[phase]]\nid = \"later\"\nmonths = 2\nobligations = [\"second\"]";
    none(&pair(later, deploy, all, 5), "implied-obligation");
    // A larger amount in this one is implied all the more.
    let finding = one(
        &pair(BOTH, &format!("{deploy}\nsignificant = 3"), &format!("{all}\nsignificant = 2"), 5),
        "implied-obligation",
    );
    assert!(notes(&finding).contains("violates `second` in month 2 and `first` in month 3"), "{finding:#?}");
}

#[test]
fn of_two_that_say_the_same_the_later_is_implied() {
    let deploy = "prohibits = [{ conduct = \"deploy\" }]";
    let finding = one(&pair(BOTH, deploy, "prohibits = [{ id = \"deploy\" }]", 5), "implied-obligation");
    assert_eq!(finding["obligations"], Value::from(vec!["first", "second"]));
}

#[test]
fn what_is_implied_but_asks_for_more_says_so() {
    let deploy = "prohibits = [{ conduct = \"deploy\" }]";
    let strict = format!("{deploy}\ngoal = 0.99\nresponse_months = 2");
    let finding = one(&pair("obligations = [\"second\", \"first\"]", &strict, deploy, 5), "implied-obligation");
    assert!(
        notes(&finding).contains("it still asks for more than `second`: a higher goal and an earlier deadline"),
        "{finding:#?}"
    );
}

#[test]
fn limits_imply_each_other() {
    let limit = |most: u64| format!("limits = {{ holding = \"missile\", at_most = {most} }}\nsignificant = 2");
    let finding = one(&pair(BOTH, &limit(5), &limit(3), 1), "implied-obligation");
    assert_eq!(finding["obligations"], Value::from(vec!["first", "second"]));
    assert!(notes(&finding).contains("violates `second` in month 4 and `first` in month 6"), "{finding:#?}");
}

#[test]
fn what_the_solver_shows_to_be_implied() {
    let deploy = "prohibits = [{ conduct = \"deploy\" }]\nsignificant = 2";
    let produce = "prohibits = [{ conduct = \"produce\" }]";
    // Without a stock nothing is deployed that was not produced.
    let finding = one(&pair(BOTH, deploy, produce, 1), "implied-obligation");
    assert_eq!(finding["obligations"], Value::from(vec!["first", "second"]));
    // With a stock it is.
    none(&pair(BOTH, deploy, produce, 2), "implied-obligation");
    // It may be produced before the ban on production.
    let later = "\n[[phase]]\nid = \"later\"\nmonths = 12\nobligations = [\"first\", \"second\"]";
    none(&pair(later, deploy, produce, 0), "implied-obligation");
    let lapses = "obligations = [\"second\"]\n[[phase]]\nid = \"later\"\nmonths = 12\nobligations = [\"first\"]\ndrops_obligations = [\"second\"]";
    none(&pair(lapses, deploy, produce, 0), "implied-obligation");
    // One event of two does not violate a ban on two.
    none(&pair(BOTH, deploy, &format!("{produce}\nsignificant = 2"), 1), "implied-obligation");
}

#[test]
fn a_measure_that_changes_nothing() {
    let pictures = "[[measure]]\nid = \"pictures\"\nfamily = \"other\"\ndetects = [{ signature = \"plume\", probability = 0.1 }]\n";
    let in_force = "obligations = [\"ban\"]\nmeasures = [\"satellite\", \"pictures\"]";
    let finding = one(&draft(in_force, &[TEST, BAN, SATELLITE, pictures].concat()), "redundant-measure");
    assert_eq!(finding["measures"], Value::from(vec!["pictures"]));
    assert!(notes(&finding).contains("worst-case confidences do fall without it: `ban`"), "{finding:#?}");
    // Where it takes both, neither is redundant.
    let weaker = SATELLITE.replace("0.95", "0.89");
    none(&draft(in_force, &[TEST, BAN, &weaker, pictures].concat()), "redundant-measure");
    // A path of its own that it decides counts.
    let quiet = "[[signature]]\nid = \"crates\"\n[[activity]]\nid = \"quiet\"\nconduct = \"test\"\n\
                 [[activity]]\nid = \"shipped\"\nconduct = \"test\"\nsignatures = [\"crates\"]\n";
    let port =
        "[[measure]]\nid = \"port\"\nfamily = \"on-site\"\ndetects = [{ signature = \"crates\", probability = 1 }]\n";
    let in_force = "obligations = [\"ban\"]\nmeasures = [\"satellite\", \"port\"]";
    none(&draft(in_force, &[TEST, quiet, BAN, SATELLITE, port].concat()), "redundant-measure");
    // What is not in force is not redundant.
    none(&draft(IN_FORCE, &[TEST, BAN, SATELLITE, pictures].concat()), "redundant-measure");
}

#[test]
fn measures_that_back_each_other_up() {
    let twin = SATELLITE.replace("satellite", "radar");
    let in_force = "obligations = [\"ban\"]\nmeasures = [\"satellite\", \"radar\"]";
    let found = with_code(&draft(in_force, &[TEST, BAN, SATELLITE, &twin].concat()), "redundant-measure");
    assert_eq!(found.len(), 2);
    assert!(
        notes(&found[0]).contains("but not together with `radar`: without both, `ban` is uncovered, not assured"),
        "{found:#?}"
    );
    assert!(notes(&found[1]).contains("but not together with `satellite`"), "{found:#?}");
}

/// Two measures of one cause: what the second sights, how late, and what else there is.
fn two_of_a_cause(first: &str, second: &str, rest: &str) -> String {
    let measure = |id: &str, detects: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\nfamily = \"other\"\ncommon_cause = \"weather\"\ndetects = [{{ signature = \"plume\", {detects}\n"
        )
    };
    let in_force = "obligations = [\"ban\"]\nmeasures = [\"first\", \"second\"]";
    draft(in_force, &[TEST, BAN, &measure("first", first), &measure("second", second), rest].concat())
}

#[test]
fn a_measure_in_the_shadow_of_another() {
    let launch = "[[activity]]\nid = \"launch\"\nsignatures = [\"plume\"]\n";
    let finding = one(&two_of_a_cause("probability = 0.6 }]", "probability = 0.2 }]", ""), "shadowed-measure");
    assert_eq!(finding["measures"], Value::from(vec!["second", "first"]));
    assert_eq!(finding["activities"], Value::from(vec!["test"]));
    assert!(notes(&finding).contains("of `test` it sights 20%, `first` 60%"), "{finding:#?}");
    // Equal ones: the later is in the shadow, and the note says what both are for.
    let finding = one(&two_of_a_cause("probability = 0.6 }]", "probability = 0.6 }]", ""), "shadowed-measure");
    assert_eq!(finding["measures"][0], "second");
    assert!(notes(&finding).contains("but not together with `first`"), "{finding:#?}");
    // Sooner, more at an end, better as proof, or without the cause: not in the shadow.
    for (first, second, rest) in [
        ("probability = 0.6 }]\nlatency_months = 1", "probability = 0.2 }]", ""),
        ("probability = { low = 0.1, high = 0.6 } }]", "probability = 0.2 }]", ""),
        ("probability = 0.6 }]", "probability = 0.2, discriminates = 1 }]", launch),
        ("probability = 0.6, where = { id = \"launch\" } }]", "probability = 0.2 }]", launch),
    ] {
        none(&two_of_a_cause(first, second, rest), "shadowed-measure");
    }
    let elsewhere = two_of_a_cause("probability = 0.6 }]", "probability = 0.2 }]", "").replacen("weather", "night", 1);
    none(&elsewhere, "shadowed-measure");
    // It may still cue another.
    let cued = "[[measure]]\nid = \"visit\"\nfamily = \"on-site\"\ncued_by = [\"second\"]\ndetects = [{ signature = \"plume\", probability = 1 }]\n";
    let text = two_of_a_cause("probability = 0.6 }]", "probability = 0.2 }]", cued);
    none(&text.replace("[\"first\", \"second\"]", "[\"first\", \"second\", \"visit\"]"), "shadowed-measure");
}

#[test]
fn permitted_conduct_as_an_alibi() {
    let launch = "[[activity]]\nid = \"launch\"\nconduct = \"launch\"\nsignatures = [\"plume\"]\n";
    let text = draft(IN_FORCE, &[TEST, launch, BAN, SATELLITE].concat());
    let finding = one(&text, "permitted-alibi");
    assert_eq!(finding["message"], "permitted `launch` serves as an alibi against `satellite`");
    assert_eq!(finding["activities"], Value::from(vec!["launch", "test"]));
    assert_eq!((&finding["measures"][0], &finding["obligations"][0]), (&Value::from("satellite"), &Value::from("ban")));
    assert!(notes(&finding).contains("with it prohibited too, `ban` is assured, not ambiguous"), "{finding:#?}");
    assert_eq!(finding["witness"]["sighting_confidence"], 0.95);
    assert_eq!(finding["witness"]["confidence"], 0.0);
    // Told apart by the row, by place or by `where`, or prohibited as well: no alibi.
    none(&text.replace("probability = 0.95", "probability = 0.95, discriminates = 1"), "permitted-alibi");
    none(&text.replace("probability = 0.95", "probability = 0.95, where = { conduct = \"test\" }"), "permitted-alibi");
    none(
        &text
            .replace("conduct = \"launch\"", "site = \"a\"")
            .replace("conduct = \"test\"\ns", "conduct = \"test\"\nsite = \"b\"\ns"),
        "permitted-alibi",
    );
    none(&text.replace("prohibits = [{ conduct = \"test\" }]", "prohibits = [{}]"), "permitted-alibi");
    // All alibis of a row are named, and what does not matter is said not to.
    let two = draft(
        IN_FORCE,
        &[TEST, launch, &launch.replace("launch", "sounding"), BAN, &SATELLITE.replace("0.95", "0.5")].concat(),
    );
    let finding = one(&two, "permitted-alibi");
    assert_eq!(finding["message"], "permitted `launch` and `sounding` serve as an alibi against `satellite`");
    assert!(notes(&finding).contains("to prohibit it too would change no verdict"), "{finding:#?}");
}

#[test]
fn a_limit_that_nothing_can_prove_exceeded() {
    let limit = |at_most: u64, discriminates: &str| {
        draft(
            "obligations = [\"limit\"]\nmeasures = [\"patrol\"]",
            &format!(
                "[[signature]]\nid = \"garrison\"\n[[holding]]\nid = \"launcher\"\ninitial = {at_most}\nsignatures = [\"garrison\"]\n\
                 [[activity]]\nid = \"deploy\"\nmakes = {{ launcher = 1 }}\n[[measure]]\nid = \"patrol\"\nfamily = \"on-site\"\n\
                 detects = [{{ signature = \"garrison\", probability = 0.9{discriminates} }}]\n\
                 [[obligation]]\nid = \"limit\"\nlimits = {{ holding = \"launcher\", at_most = {at_most} }}\n"
            ),
        )
    };
    let finding = one(&limit(50, ""), "limit-without-discrimination");
    assert_eq!((&finding["obligations"][0], &finding["measures"][0]), (&Value::from("limit"), &Value::from("patrol")));
    assert_eq!(finding["witness"]["confidence"], 0.0);
    assert_eq!(finding["witness"]["end"], "favourable");
    // Some discrimination, even at the favourable end only; a ban; a limit that cannot be exceeded.
    none(&limit(50, ", discriminates = { low = 0, high = 0.1 }"), "limit-without-discrimination");
    none(&limit(0, ""), "limit-without-discrimination");
    none(&limit(50, "").replace("makes = { launcher = 1 }\n", ""), "limit-without-discrimination");
    let unseen = limit(50, "").replace("measures = [\"patrol\"]", "");
    assert!(notes(&one(&unseen, "limit-without-discrimination")).contains("no measure in force sights it"));
    // What is held from the start may break it: then there is nothing to do, and the witness says so.
    let broken = limit(50, "").replace("initial = 50", "initial = 51");
    let text = String::from_utf8(run(&broken, &[]).stdout).unwrap();
    assert!(text.contains("at the favourable end: what is held from the start, complete in month 1;"), "{text}");
}

/// A ban whose violation takes six months of preparation, with a reward or a gate.
fn staked(first: &str, second: &str) -> String {
    let text = "[[activity]]\nid = \"build\"\nconduct = \"build\"\npreparation = { months = { low = 6, high = 9 } }\n\
                [[obligation]]\nid = \"ban\"\nprohibits = [{ id = \"build\" }]\n\
                [[obligation]]\nid = \"idle\"\nprohibits = [{ id = \"build\" }]\nsignificant = 100\n";
    let second = format!("[[phase]]\nid = \"second\"\nmonths = 12\n{second}\n");
    draft(first, &[&second, text].concat())
}

#[test]
fn a_reward_that_rests_on_nothing() {
    let code = "untestable-reward";
    let reward =
        |more: &str| format!("obligations = [\"ban\", \"idle\"]\nrewards = [{{ id = \"fuel\", value = 1{more} }}]");
    // Before anything is in force: an advance, unless it is stated as one.
    let finding = one(&staked(&reward(""), ""), code);
    assert!(finding["message"].as_str().unwrap().contains("no obligation is in force"), "{finding:#?}");
    none(&staked(&reward(", verified = []"), ""), code);
    // Before a violation can be complete.
    let finding = one(&staked(&reward(", after_months = 5"), ""), code);
    assert!(finding["message"].as_str().unwrap().ends_with("that can be tested before month 6"), "{finding:#?}");
    assert_eq!(finding["obligations"], Value::from(vec!["ban", "idle"]));
    assert!(notes(&finding).contains("no violation of `ban` can be complete before month 6"), "{finding:#?}");
    assert!(notes(&finding).contains("nothing in the world can violate `idle`"), "{finding:#?}");
    assert!(finding["help"][0].as_str().unwrap().contains("give it in month 7 or later"), "{finding:#?}");
    none(&staked(&reward(", after_months = 6"), ""), code);
    // One of several that can be tested is enough; what can never be is none.
    none(&staked(&reward(", after_months = 8, verified = [\"ban\", \"idle\"]"), ""), code);
    one(&staked(&reward(", after_months = 8, verified = [\"idle\"]"), ""), code);
}

#[test]
fn a_gate_that_rests_on_nothing() {
    let code = "untestable-gate";
    let gate = "gate = [\"ban\"]";
    none(&staked("obligations = [\"ban\"]", gate), code);
    let finding = one(&staked("", &format!("obligations = [\"ban\"]\n{gate}")), code);
    assert!(notes(&finding).contains("`ban` is in force in no month before month 13"), "{finding:#?}");
    let short = staked("obligations = [\"ban\"]", gate).replacen("months = 12", "months = 5", 1);
    let finding = one(&short, code);
    assert!(notes(&finding).contains("no violation of `ban` can be complete before month 6"), "{finding:#?}");
    one(&staked("obligations = [\"ban\"]\ngate = [\"ban\"]", ""), code);
}

#[test]
fn findings_are_shown_where_they_stand() {
    let pictures = "[[measure]]\nid = \"pictures\"\nfamily = \"other\"\ndetects = [{ signature = \"plume\", probability = 0.1 }]\n";
    let text = draft(
        "obligations = [\"ban\"]\nmeasures = [\"satellite\", \"pictures\"]",
        &[TEST, BAN, SATELLITE, pictures].concat(),
    );
    let output = run(&text, &[]);
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(
        out.starts_with("finding[redundant-measure]: `pictures` changes no verdict\n  --> draft.toml:23:6\n"),
        "{out}"
    );
    assert!(out.ends_with("draft.toml: 1 finding\n"), "{out}");
    let output = run(&text, &["--quiet"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

#[test]
fn what_is_not_decided_or_not_read_is_said() {
    let text = draft(IN_FORCE, &[TEST, BAN, SATELLITE].concat());
    let output = run(&text, &["--timeout", "0.000001"]);
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{out}");
    assert!(out.contains("undecided: the verdict on `ban`: the time limit was reached"), "{out}");
    let output = run("format = 2\n", &[]);
    assert_eq!(output.status.code(), Some(2));
}
