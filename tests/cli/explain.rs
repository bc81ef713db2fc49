//! `explain`: scenario cards.

use crate::run::{run, snapshot};
use serde_json::Value;

#[test]
fn cards_of_every_kind() {
    let case = |name: &str| format!("tests/conformance/{name}.toml");
    snapshot!("explain-assured", &["explain", &case("measures-are-independent"), "test-ban"]);
    snapshot!("explain-clean-up", &["explain", &case("clean-up-in-time"), "freeze"]);
    snapshot!("explain-too-slow", &["explain", &case("clean-up-too-slow"), "freeze"]);
    snapshot!("explain-alibi", &["explain", &case("alibi-space-launch"), "test-ban"]);
    snapshot!("explain-cued", &["explain", &case("cued-inspection"), "freeze"]);
    snapshot!("explain-common-cause", &["explain", &case("common-cause"), "test-ban"]);
    snapshot!("explain-late", &["explain", &case("late-breakout"), "test-ban"]);
    snapshot!("explain-limit", &["explain", &case("limit-without-counts"), "deployed-limit"]);
    snapshot!("explain-infeasible", &["explain", &case("stock-runs-out"), "test-ban"]);
    snapshot!("explain-lapse", &["explain", "tests/cli/phases.toml", "test-ban"]);
    snapshot!("explain-path", &["explain", &case("evader-mixes-paths"), "export-ban", "--path", "export-by-sea"]);
    snapshot!(
        "explain-favourable",
        &["explain", &case("unknown-assumption"), "test-ban", "--path", "surrogate-test", "--at", "favourable"]
    );
}

#[test]
fn the_card_as_json() {
    let card = run(&["explain", "tests/conformance/clean-up-in-time.toml", "freeze", "--format", "json"]);
    assert_eq!(card.status, 1);
    let card: Value = serde_json::from_str(&card.out).expect("it should be JSON");
    assert_eq!(card["at"], "adverse");
    let look = &card["showings"][0]["looks"][0];
    assert_eq!(look["why"][0]["kind"], "hidden");
    assert_eq!(look["why"][0]["needs_notice_days"], 30);
    assert_eq!(card["months"][0]["confidence"], card["adverse"]["confidence"]);
}

#[test]
fn the_card_tells_the_plan_of_check() {
    for (file, obligation) in [("evader-mixes-paths", "export-ban"), ("late-breakout", "test-ban")] {
        let file = format!("tests/conformance/{file}.toml");
        let card: Value =
            serde_json::from_str(&run(&["explain", &file, obligation, "--format", "json"]).out).expect("JSON");
        let check: Value = serde_json::from_str(&run(&["check", &file, "--format", "json"]).out).expect("JSON");
        for end in ["adverse", "favourable"] {
            assert_eq!(card[end], check["obligations"][0][end], "{file} {end}");
        }
        let last = card["months"].as_array().and_then(|m| m.last()).expect("it has months");
        let deadline = card["adverse"]["evasion"]["deadline"].as_i64();
        if last["month"].as_i64() == deadline {
            assert_eq!(last["confidence"], card["adverse"]["confidence"], "{file}");
        }
    }
}

#[test]
fn slips_are_pointed_out() {
    let file = "tests/conformance/evader-mixes-paths.toml";
    snapshot!("explain-unknown-obligation", &["explain", file, "export-bam"]);
    snapshot!("explain-unknown-path", &["explain", file, "export-ban", "--path", "export-by-see"]);
}
