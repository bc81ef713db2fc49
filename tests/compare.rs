//! `regimecheck compare`: its reports on a small pair of drafts, what it says of wrong input, and its
//! exit status.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "cli/run.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "shared with other tests")]
mod run;

use regimecheck::analysis::check::Options;
use regimecheck::analysis::compare::{Group, worlds};
use regimecheck::analysis::deal::Draft;
use regimecheck::load;
use regimecheck::report::compare::Context;
use regimecheck::report::style::Style;
use regimecheck::source::Input;
use run::{Run, finish, program};
use serde_json::Value;
use std::sync::Arc;

const PHASED: &str = "tests/compare/phased.toml";
const AT_ONCE: &str = "tests/compare/at-once.toml";
const ELSEWHERE: &str = "tests/compare/elsewhere.toml";

/// Runs the program.
fn compare(args: &[&str]) -> Run {
    finish(program(&["compare"]).args(args), "")
}

/// The report of the two drafts on a terminal that is so many columns wide.
fn on_a_terminal(width: usize) -> String {
    let draft = |name: &str| {
        let loaded = load(&Input::File(name.into()), None);
        Draft::new(name.to_owned(), loaded.sources, Arc::new(loaded.regime.unwrap()))
    };
    let drafts = vec![draft(PHASED), draft(AT_ONCE)];
    let worlds = worlds([(0, &drafts[0]), (1, &drafts[1])]);
    let comparison = regimecheck::analysis::compare::compare(drafts, worlds, &Options::default(), |_| {});
    let groups = Group::WORDS.map(|(_, group)| group);
    let context = Context { groups: &groups, ranking: None, required: &[] };
    regimecheck::report::compare::text(&comparison, context, Style { width, color: false })
}

/// The two drafts compared, with more arguments.
fn both(more: &[&str]) -> Run {
    compare(&[&[PHASED, AT_ONCE], more].concat())
}

/// A run as a snapshot shows it.
fn shown(run: &Run) -> String {
    let errors = if run.err.is_empty() { String::new() } else { format!("--- standard error\n{}", run.err) };
    format!("{}{errors}--- status {}\n", run.out, run.status)
}

macro_rules! snapshot {
    ($name:literal, $text:expr) => {
        insta::with_settings!({ snapshot_path => "compare/snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $text);
        })
    };
}

#[test]
fn a_wide_terminal_shows_tables() {
    let text = on_a_terminal(160);
    assert!(text.lines().any(|line| line.chars().count() > 100), "{text}");
    // Every table has its columns side by side.
    assert!(!text.contains("\n  measures  "), "{text}");
    snapshot!("wide", text);
}

#[test]
fn a_narrow_terminal_breaks_what_does_not_fit() {
    let text = on_a_terminal(60);
    let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 60).collect();
    assert_eq!(long, Vec::<&str>::new());
    snapshot!("narrow", text);
}

#[test]
fn without_a_terminal_there_are_a_hundred_columns_and_a_ranking_where_weights_are() {
    let run = both(&["--weights", "tests/compare/weights.toml", "--require", "A>=B"]);
    let after = run.out.find("\nDominance\n").unwrap();
    assert!(on_a_terminal(100).starts_with(&run.out[..run.out.find("Required:").unwrap()]));
    snapshot!("ranking", format!("{}--- status {}\n", &run.out[after..], run.status));
}

#[test]
fn more_than_two_drafts_share_a_line_where_they_stand_the_same() {
    let run = compare(&[PHASED, AT_ONCE, PHASED]);
    let from = run.out.find("\nViolation paths\n").unwrap();
    let to = run.out[from..].find("\nAdverse / favourable").unwrap();
    snapshot!("three-drafts", &run.out[from..from + to]);
}

#[test]
fn markdown_has_the_same_sections() {
    let headings = |text: &str, is_heading: fn(&str) -> bool| -> Vec<String> {
        text.lines().filter(|l| is_heading(l)).map(|l| l.trim_start_matches("#### ").to_owned()).collect()
    };
    let markdown = both(&["--format", "markdown"]);
    let found = headings(&markdown.out, |l| l.starts_with("#### "));
    let text = both(&[]);
    assert!(found.len() > 8, "{found:?}");
    for heading in &found {
        assert!(text.out.lines().any(|l| l == heading), "{heading}");
    }
    snapshot!("markdown", shown(&markdown));
}

#[test]
fn a_spreadsheet_gets_a_line_for_each_figure() {
    let csv = both(&["--format", "csv"]);
    assert!(csv.out.lines().all(|line| line.matches(',').count() == 8), "{}", csv.out);
    snapshot!("csv", shown(&csv));
}

#[test]
fn different_worlds_are_named_with_file_and_line() {
    let run = compare(&[PHASED, ELSEWHERE]);
    assert!(run.err.contains("(tests/compare/world.toml:19)"), "{}", run.err);
    assert!(run.err.contains("(tests/compare/other-world.toml:15)"), "{}", run.err);
    snapshot!("different-worlds", shown(&run));
}

#[test]
fn different_worlds_are_compared_if_they_may() {
    let run = compare(&[PHASED, ELSEWHERE, "--different-worlds", "--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(found["world_differences"].as_array().unwrap().len(), 3);
    // No terms are exchanged: what differs may come from the world.
    let runs = found["pairs"][0]["paths"].as_array().unwrap().iter();
    let runs = runs.flat_map(|path| path["as_drafted"]["months"].as_array().unwrap());
    assert!(runs.clone().any(|run| run["relation"] == "weaker"));
    assert!(runs.clone().all(|run| run["blame"].is_null()));
}

#[test]
fn every_bad_requirement_is_named() {
    let run = both(&["--require", "B>A", "--require", "C>=A", "--require", "phased>=at-once.toml"]);
    snapshot!("bad-require", shown(&run));
}

#[test]
fn all_that_is_wrong_with_weights_is_said_at_once() {
    let run = both(&["--weights", "tests/compare/bad-weights.toml"]);
    assert_eq!(run.err.matches("error[").count(), 5, "{}", run.err);
    snapshot!("bad-weights", format!("{}--- status {}\n", run.err, run.status));
}

#[test]
fn a_group_of_criteria_that_is_none_is_refused_with_those_that_are() {
    snapshot!("bad-criteria", shown(&both(&["--criteria", "scope,price"])));
}

#[test]
fn require_decides_the_exit_status() {
    let status = |more: &[&str]| both(more).status;
    // At once, less can be shipped after a walk-out; it costs more.
    assert_eq!(status(&["--criteria", "breakout", "--require", "B>=A"]), 0);
    assert_eq!(status(&["--criteria", "breakout", "--require", "A>=B"]), 1);
    assert_eq!(status(&["--criteria", "breakout,burden", "--require", "B>=A"]), 1);
    // One that fails is enough, and drafts go by letter, agreement, file or its stem.
    let named = ["phased>=at-once", "at-once.toml>=tests/compare/phased.toml"];
    assert_eq!(status(&["--criteria", "breakout", "--require", named[0], "--require", named[1]]), 1);
    assert_eq!(status(&["--criteria", "breakout", "--require", named[1]]), 0);
    assert_eq!(status(&[]), 0);
}

#[test]
fn quiet_prints_nothing_and_answers_by_status() {
    for (required, status) in [("B>=A", 0), ("A>=B", 1)] {
        let run = both(&["--criteria", "breakout", "--require", required, "--quiet"]);
        assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (status, "", ""), "{required}");
    }
}

#[test]
fn evasions_of_a_stretch_are_complete_in_it() {
    let found: Value = serde_json::from_str(&both(&["--format", "json"]).out).unwrap();
    let mut count = 0;
    for path in found["paths"].as_array().unwrap() {
        for draft in path["drafts"].as_array().unwrap() {
            for (cell, months) in draft.as_array().unwrap().iter().zip(found["months"].as_array().unwrap()) {
                for mode in ["as_drafted", "as_accepted"] {
                    for end in ["adverse", "favourable"] {
                        let Some(month) = cell[mode][end]["evasion"]["completed_month"].as_u64() else { continue };
                        let range = months["first"].as_u64().unwrap()..=months["last"].as_u64().unwrap();
                        assert!(range.contains(&month), "{}: month {month} in {range:?}", path["activity"]);
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 20, "{count}");
}
