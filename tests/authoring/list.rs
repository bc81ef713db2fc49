//! `list`: what is in a regime, and which measure could see what.

use super::{err, files, out, run, run_in};
use regimecheck::analysis::check::{Options, check};
use regimecheck::analysis::list::Inventory;
use regimecheck::analysis::list::matrix::{Cell, Row, Worth};
use regimecheck::load;
use regimecheck::model::term::Term;
use regimecheck::model::{End, Regime, Verdict};
use regimecheck::report::list_matrix::Look;
use regimecheck::report::list_text::{Show, render};
use regimecheck::report::style::Style;
use regimecheck::source::Input;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

const STATES: &str = "tests/authoring/states.toml";

fn regime(file: &str) -> Arc<Regime> {
    let loaded = load(&Input::File(file.into()), None);
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    Arc::new(loaded.regime.unwrap())
}

fn shown(file: &str, width: usize, look: Look) -> String {
    let inventory = Inventory::of(&regime(file), None);
    render(&inventory, Show { file, some: false, look }, Style { width, color: false })
}

#[test]
fn everything_in_a_regime_is_shown() {
    insta::assert_snapshot!(out(&run(&["list", STATES]), 0));
}

/// What a draft leaves to whom comes out of the selectors: no draft names the Nodong as Japan's concern.
#[test]
fn interests_are_shown_with_what_no_obligation_binds() {
    let file = "regimes/dprk-missiles/test-and-export-ban.toml";
    let json: Value = serde_json::from_str(&out(&run(&["list", "--format", "json", file]), 0)).unwrap();
    let interest = |id: &str| json["interests"].as_array().unwrap().iter().find(|i| i["id"] == id).unwrap().clone();
    let unbound = ["produce-nodong", "produce-nodong-hidden", "deploy-nodong", "deploy-hidden-nodong"];
    assert_eq!(interest("japan")["party"], "Japan");
    assert_eq!(interest("japan")["unbound"], Value::from(unbound.to_vec()));
    assert!(interest("japan")["activities"].as_array().unwrap().contains(&Value::from("test-nodong")));
    assert_eq!(interest("importing-regions")["unbound"], Value::from(Vec::<String>::new()));
    let text = out(&run(&["list", file]), 0);
    assert!(text.contains("\nInterests\ninterest           party              concerned with "), "{text}");
    // Some obligations only: what concerns all is left out.
    assert!(!out(&run(&["list", "--obligation", "no-theatre-tests", file]), 0).contains("\nInterests\n"));
}

#[test]
fn little_room_is_enough() {
    let text = shown(STATES, 50, Look { by_phase: false, words: false });
    for line in text.lines() {
        assert!(line.chars().count() <= 50 || !line.trim().contains(' '), "{line}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_matrix_is_told_in_words_and_by_phase() {
    insta::assert_snapshot!("in_words", out(&run(&["list", "--words", "--obligation", "no-test", STATES]), 0));
    insta::assert_snapshot!("by_phase", out(&run(&["list", "--by-phase", "--obligation", "no-plant", STATES]), 0));
}

#[test]
fn programs_get_json() {
    let text = out(&run(&["list", "--format", "json", "--by-phase", "--obligation", "no-test", STATES]), 0);
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["tool"] = Value::Null;
    value["inputs"] = Value::Null;
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn an_obligation_that_is_not_there_is_an_error() {
    insta::assert_snapshot!(err(&run(&["list", "--obligation", "no-tset", STATES]), 2));
    let folder = tempfile::tempdir().unwrap();
    assert!(err(&run_in(folder.path(), &["list", "draft.toml"]), 2).contains("missing-file"));
}

/// The case has every letter and mark but the one for too many concealments.
#[test]
fn every_state_occurs() {
    let text = shown(STATES, 200, Look { by_phase: false, words: false });
    let legend: String =
        text.lines().filter_map(|l| l.strip_prefix("  ")?.split_once("  ")).map(|(sign, _)| sign).collect();
    for sign in "PDSpdsco.*+".chars() {
        assert!(legend.contains(sign), "{sign} in {legend}");
    }
}

#[test]
fn too_many_ways_to_conceal_are_marked() {
    let mut text = String::from(
        "format = 1\n[agreement]\nid = \"draft\"\n[[signature]]\nid = \"s\"\n[[signature]]\nid = \"t\"\n\
         [[activity]]\nid = \"act\"\nsignatures = [\"s\"]\n\
         [[measure]]\nid = \"m\"\nfamily = \"other\"\ndetects = [{ signature = \"s\", probability = 1 }, { signature = \"t\", probability = 1 }]\n\
         [[obligation]]\nid = \"o\"\nprohibits = [{}]\n[[phase]]\nid = \"p\"\nmonths = 2\nobligations = [\"o\"]\nmeasures = [\"m\"]\n",
    );
    for nr in 0..20 {
        write!(text, "[[concealment]]\nid = \"c{nr}\"\nhides = [\"s\"]\nsignatures = [\"t\"]\n").unwrap();
    }
    let loaded = load(&Input::Text { name: "draft.toml".to_owned(), text }, None);
    let inventory = Inventory::of(&Arc::new(loaded.regime.unwrap()), None);
    let look = Look { by_phase: false, words: false };
    let text = render(&inventory, Show { file: "draft.toml", some: true, look }, Style { width: 100, color: false });
    assert!(text.contains("  act P?"), "{text}");
    assert!(text.contains("  ?  there are too many ways to conceal it to go through"), "{text}");
}

#[test]
fn every_regime_can_be_listed() {
    let drafts: Vec<_> = files("regimes")
        .into_iter()
        .filter(|f| std::fs::read_to_string(f).unwrap().lines().any(|l| l == "[[phase]]"))
        .filter(|f| load(&Input::File(f.clone()), None).regime.is_some())
        .collect();
    assert!(drafts.len() > 20);
    let words: BTreeSet<&str> = ["proves", "distinguishes", "sights", "uncued", "not-in-force", "blind"].into();
    for draft in drafts {
        let name = draft.display().to_string();
        let text = out(&run(&["list", &name]), 0);
        assert!(text.contains("What could see what"), "{name}");
        assert!(text.lines().all(|l| l.chars().count() <= 100 || !l.trim().contains(' ')), "{name}");
        out(&run(&["list", "--words", "--by-phase", &name]), 0);
        let value: Value = serde_json::from_str(&out(&run(&["list", "--format", "json", &name]), 0)).unwrap();
        for row in value["matrix"].as_array().unwrap().iter().flat_map(|m| m["rows"].as_array().unwrap()) {
            for cell in row["measures"].as_array().unwrap() {
                assert!(words.contains(cell["adverse"]["state"].as_str().unwrap()), "{name}: {cell}");
            }
        }
    }
}

/// What a row shows at one end: the best any measure in force could make of it.
fn best(row: &Row, end: End) -> Option<Worth> {
    let cells = match end {
        End::Adverse => &row.adverse,
        End::Favourable => &row.favourable,
    };
    let seen = |cell: &Cell| match cell {
        Cell::Sees(sighting, _) => Some(sighting.worth),
        _ => None,
    };
    cells.iter().flat_map(|c| c.iter()).filter_map(seen).max()
}

/// The matrix agrees with the verdicts: what nothing could see is uncovered, and what is assured
/// could be proved.
#[test]
fn the_matrix_agrees_with_the_verdicts() {
    let mut count = 0;
    for file in files("tests/conformance") {
        let Some(regime) = load(&Input::File(file.clone()), None).regime else { continue };
        let regime = Arc::new(regime);
        let inventory = Inventory::of(&regime, None);
        let checked = check(&regime, &Term::of(&regime), &Options { paths: false, ..Options::default() }, |_| {});
        for result in &checked.obligations {
            let scope = inventory.obligations.iter().find(|s| s.obligation == result.obligation).unwrap();
            for end in End::BOTH {
                let Ok(finding) = result.whole.at(end) else { continue };
                let best = scope.rows.iter().filter_map(|row| best(row, end)).max();
                let fits = match finding.verdict {
                    Verdict::Infeasible => true,
                    Verdict::Assured | Verdict::Late => best >= Some(Worth::Distinguishes),
                    Verdict::Ambiguous => best >= Some(Worth::Sights),
                    _ => best.is_some() || finding.verdict == Verdict::Uncovered,
                };
                assert!(fits, "{} {:?} {end:?}: {best:?}", file.display(), finding.verdict);
                count += 1;
            }
        }
    }
    assert!(count > 200, "{count}");
}

#[test]
fn an_empty_agreement_can_be_listed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("draft.toml"),
        "format = 1\n[agreement]\nid = \"draft\"\n[[phase]]\nid = \"only\"\nmonths = 1\n",
    )
    .unwrap();
    insta::assert_snapshot!(out(&run_in(Path::new(folder.path()), &["list", "draft.toml"]), 0));
}
