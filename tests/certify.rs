//! Certificates: other solvers agree, tampering shows, plans are confirmed, and the bytes are always
//! the same.

#![allow(clippy::expect_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "what is skipped has to be said")]
#![allow(dead_code, unused_imports, unused_macros, reason = "not every helper of the other tests is needed")]
#![cfg(unix)]

#[path = "cli/run.rs"]
mod run;

mod certificate;

use certificate::{certificate, certify, check, cvc5, files, index, list, root, text, z3};
use regimecheck::model::term::Term;
use regimecheck::source::{Input, sha256};
use run::{Run, finish, program};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CASES: [&str; 10] = [
    "tests/conformance/ban-one-sighting.toml",
    "tests/conformance/goal-met-exactly.toml",
    "tests/conformance/late-breakout.toml",
    "tests/conformance/limit-without-counts.toml",
    "tests/conformance/evader-mixes-paths.toml",
    "tests/conformance/inspections-lapse.toml",
    "tests/conformance/stock-runs-out.toml",
    "tests/conformance/unknown-assumption.toml",
    "tests/conformance/random/random-31.toml",
    "regimes/dprk-missiles/test-and-export-ban.toml",
];

/// The months in which each obligation is in force.
fn in_force(file: &str) -> BTreeMap<String, BTreeSet<u64>> {
    let loaded = regimecheck::load(&Input::File(root().join(file)), Some(root()));
    let regime = loaded.regime.expect("it is read");
    let term = Term::of(&regime);
    let months = |o: usize| term.phases.iter().filter(move |p| p.obligations[o]).flat_map(|p| p.first..=p.last);
    regime.obligations.iter().enumerate().map(|(o, entry)| (entry.entry.id.clone(), months(o).collect())).collect()
}

/// What each verdict has to rest on: a statement about all plans, and what plans have to show.
fn needed(verdict: &str) -> (&'static str, &'static [&'static str]) {
    match verdict {
        "infeasible" => ("no-plan", &[]),
        "assured" => ("proved-in-time", &["feasible"]),
        "late" => ("proved-ever", &["not-proved-in-time"]),
        "ambiguous" => ("sighted-in-time", &["not-proved-ever"]),
        "evadable" => ("traced", &["not-proved-ever", "not-sighted-in-time"]),
        "uncovered" => ("", &["no-trace"]),
        other => panic!("{other} is no verdict at an end"),
    }
}

/// Checks that a claim of an index rests on what it has to rest on, in every month.
fn rests(file: &str, claim: &Value, months: &BTreeSet<u64>) {
    let verdict = text(claim, "verdict");
    if claim.get("does_not_hold").is_some() {
        assert_eq!(verdict, "infeasible", "{file}");
        return;
    }
    let (statement, shows) = needed(verdict);
    let proofs = list(claim, "all_plans");
    assert!(statement.is_empty() || proofs.iter().any(|p| text(p, "statement") == statement), "{file}: {claim}");
    for proof in proofs {
        let ranges = list(proof, "scripts").iter().flat_map(|s| list(s, "completed_months"));
        let treated: BTreeSet<u64> =
            ranges.flat_map(|r| r[0].as_u64().expect("a month")..=r[1].as_u64().expect("a month")).collect();
        assert_eq!(treated, *months, "{file}: {proof}");
    }
    let shown: BTreeSet<&str> =
        list(claim, "plans").iter().flat_map(|p| list(p, "shows")).filter_map(Value::as_str).collect();
    assert!(shows.iter().all(|s| shown.contains(s)), "{file}: {claim}");
}

#[test]
fn every_solver_agrees_and_every_claim_rests_on_all_it_needs() {
    let (mut verdicts, mut statements) = (BTreeSet::new(), BTreeSet::new());
    for file in CASES {
        let (_temporary, folder) = certificate(file, &[]);
        let index = index(&folder);
        let months = in_force(file);
        for claim in list(&index, "claims") {
            rests(file, claim, &months[text(claim, "obligation")]);
            verdicts.insert(text(claim, "verdict").to_owned());
            let said = claim["all_plans"].as_array().into_iter().flatten().map(|p| text(p, "statement").to_owned());
            statements.extend(said);
        }
        for solver in [Some(z3()), cvc5()].into_iter().flatten() {
            let run = check(&folder, &solver);
            assert_eq!(run.status, 0, "{file} by {solver:?}: {}{}", run.out, run.err);
            let scripts = files(&folder).keys().filter(|f| f.ends_with(".smt2")).count();
            assert_eq!(run.out.lines().filter(|l| l.starts_with("unsat ")).count(), scripts, "{}", run.out);
        }
    }
    assert_eq!(verdicts.len(), 6, "{verdicts:?}");
    assert_eq!(statements.len(), 5, "{statements:?}");
}

#[test]
fn months_by_themselves_are_certified_too() {
    for file in ["tests/conformance/late-breakout.toml", "tests/conformance/evader-mixes-paths.toml"] {
        let (_temporary, folder) = certificate(file, &["--engine", "monthly"]);
        let run = check(&folder, &z3());
        assert_eq!(run.status, 0, "{file}: {}", run.out);
        for claim in list(&index(&folder), "claims") {
            rests(file, claim, &in_force(file)[text(claim, "obligation")]);
        }
    }
}

#[test]
fn the_replay_confirms_every_plan() {
    for file in CASES {
        let (_temporary, folder) = certificate(file, &[]);
        for name in files(&folder).keys().filter(|f| f.starts_with("plans/")) {
            let plan = folder.join(name).display().to_string();
            let run = run::run(&["replay", file, &plan, "--root", "."]);
            assert_eq!(run.status, 0, "{file} {name}: {}{}", run.out, run.err);
            assert!(run.out.contains("figures that the file states are right"), "{}", run.out);
        }
    }
}

/// Writes another text into a file of a certificate, and its digest into the list if `forge`.
fn change(folder: &Path, name: &str, to: &str, forge: bool) {
    let before = fs::read(folder.join(name)).expect("it is there");
    fs::write(folder.join(name), to).expect("it can be written");
    if forge {
        let sums = fs::read_to_string(folder.join("SHA256SUMS")).expect("it is there");
        fs::write(folder.join("SHA256SUMS"), sums.replace(&sha256(&before), &sha256(to.as_bytes()))).expect("written");
    }
}

#[test]
fn tampering_with_a_certificate_shows() {
    let file = "tests/conformance/late-breakout.toml";
    let script = "scripts/001-test-ban-adverse-proved-ever.smt2";
    let (_temporary, folder) = certificate(file, &[]);
    let original = files(&folder)[script].clone();
    // One number of the bound is changed: a plan of four tests now stays below it.
    let weaker = original.replace("(- 1265859541845)", "(- 9265859541845)");
    assert_ne!(original, weaker);
    for (changed, said) in [
        (weaker.as_str(), "NOT UNSAT  scripts/001-test-ban-adverse-proved-ever.smt2: sat"),
        (&original.replace("flight-test@2| Int", "flight-test@3| Int"), "NOT UNSAT"),
        (&original.replace("(check-sat)\n", ""), "no answer"),
        (&original.replace("(check-sat)", "(check-sat) (check-sat)"), "NOT UNSAT"),
    ] {
        for forge in [false, true] {
            change(&folder, script, changed, forge);
            for solver in [Some(z3()), cvc5()].into_iter().flatten() {
                let run = check(&folder, &solver);
                assert_eq!(run.status, 1, "{}", run.out);
                assert!(run.out.contains(said), "{}", run.out);
                assert_eq!(run.out.contains(&format!("CHANGED    {script}")), !forge, "{}", run.out);
            }
            change(&folder, script, &original, forge);
        }
    }
    assert_eq!(check(&folder, &z3()).status, 0);
    // The constraints may all be there and say something else: only the digest tells.
    change(&folder, script, &original.replace("Claim: every", "Claim: no"), false);
    let run = check(&folder, &z3());
    assert_eq!((run.status, run.out.contains("CHANGED")), (1, true), "{}", run.out);
    change(&folder, script, &original, false);
    // A script goes missing, alone or with its line in the list.
    fs::remove_file(folder.join(script)).expect("it is there");
    let run = check(&folder, &z3());
    assert_eq!((run.status, run.out.contains("MISSING")), (1, true), "{}", run.out);
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).expect("it is there");
    let fewer: String = sums.lines().filter(|l| !l.contains(script)).map(|l| format!("{l}\n")).collect();
    fs::write(folder.join("SHA256SUMS"), fewer).expect("it can be written");
    let run = check(&folder, &z3());
    assert_eq!((run.status, run.err.contains("0 scripts were checked, but there are 1")), (1, true), "{}", run.err);
}

#[test]
fn a_solver_that_is_not_there_is_an_error() {
    let (_temporary, folder) = certificate("tests/conformance/ban-one-sighting.toml", &[]);
    let run = check(&folder, &["no-such-solver".to_owned()]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("there is no solver called no-such-solver"), "{}", run.err);
    // One that answers nothing, or something else, confirms nothing.
    for solver in ["true", "echo"] {
        assert_eq!(check(&folder, &[solver.to_owned()]).status, 1, "{solver}");
    }
}

#[test]
fn the_same_bytes_whatever_the_jobs_and_the_surroundings() {
    let file = "regimes/dprk-missiles/test-and-export-ban.toml";
    let (_temporary, folder) = certificate(file, &["--jobs", "1"]);
    let expected = files(&folder);
    assert!(expected.len() > 20);
    let temporary = tempfile::tempdir().expect("there is room");
    let other = temporary.path().join("elsewhere");
    let mut command = program(&["certify", "test-and-export-ban.toml", "--root", "..", "-q", "--jobs", "4", "-o"]);
    command
        .arg(&other)
        .current_dir(root().join("regimes/dprk-missiles"))
        .env("LC_ALL", "de_DE.UTF-8")
        .env("TZ", "Asia/Seoul");
    assert_eq!(finish(&mut command, "").status, 0);
    let found = files(&other);
    assert!(expected == found, "{:?}", expected.iter().find(|(name, text)| found.get(*name) != Some(text)));
}

#[test]
fn nothing_is_overwritten_unless_it_is_an_earlier_certificate() {
    let file = "tests/conformance/ban-one-sighting.toml";
    let temporary = tempfile::tempdir().expect("there is room");
    let folder = temporary.path().join("certificate");
    let beside = || fs::read_dir(temporary.path()).expect("it is there").count();
    assert_eq!(certify(file, &folder, &[]).status, 0);
    let refused = certify(file, &folder, &[]);
    assert_eq!((refused.status, refused.err.contains("is not empty")), (2, true), "{}", refused.err);
    fs::remove_file(folder.join("README.md")).expect("it is there");
    assert_eq!(certify(file, &folder, &["--force"]).status, 0);
    assert!(folder.join("README.md").exists());
    assert_eq!(beside(), 1, "nothing is left beside it");

    let mine = temporary.path().join("mine");
    fs::create_dir(&mine).expect("it can be made");
    assert_eq!(certify(file, &mine, &[]).status, 0, "an empty folder will do");
    fs::remove_file(mine.join("index.json")).expect("it is there");
    let refused = certify(file, &mine, &["--force"]);
    assert_eq!((refused.status, refused.err.contains("is no certificate")), (2, true), "{}", refused.err);

    let plain = temporary.path().join("plain");
    fs::write(&plain, "mine").expect("it can be written");
    assert_eq!(certify(file, &plain, &["--force"]).status, 2);
    assert_eq!(fs::read_to_string(&plain).expect("it is there"), "mine");
    let refused = certify(file, &temporary.path().join("no/such"), &[]);
    assert_eq!((refused.status, refused.err.contains("does not exist")), (2, true), "{}", refused.err);
    let refused = certify(file, Path::new("/proc/certificate"), &[]);
    assert_eq!(refused.status, 2, "{}", refused.err);
    let refused = certify(file, Path::new(".."), &[]);
    assert_eq!(refused.status, 2, "{}", refused.err);
    let bad = temporary.path().join("bad");
    assert_eq!(certify("tests/cli/bad.toml", &bad, &[]).status, 2);
    assert!(!bad.exists(), "there is no certificate for bad input");
}

#[test]
fn what_is_undecided_is_said() {
    let temporary = tempfile::tempdir().expect("there is room");
    let folder = temporary.path().join("certificate");
    let run = certify("regimes/dprk-missiles/test-and-export-ban.toml", &folder, &["--resources", "10"]);
    assert_eq!(run.status, 3, "{}{}", run.out, run.err);
    assert!(run.out.contains("undecided: the solver's resource limit was reached"), "{}", run.out);
    let index = index(&folder);
    let open: Vec<&Value> = list(&index, "claims").iter().filter(|c| text(c, "verdict") == "undecided").collect();
    assert!(!open.is_empty() && open.iter().all(|c| text(c, "reason").contains("resource limit")), "{open:?}");
    assert_eq!(check(&folder, &z3()).status, 0, "the others are certified");
    assert_eq!(
        certify("tests/conformance/late-breakout.toml", &folder, &["--force", "--obligation", "tset-ban"]).status,
        2
    );
}

#[test]
fn a_fault_is_told_apart() {
    if !cfg!(debug_assertions) {
        return;
    }
    let temporary = tempfile::tempdir().expect("there is room");
    let folder = temporary.path().join("certificate");
    let mut command = program(&["certify", "tests/conformance/late-breakout.toml", "-o"]);
    let run = finish(command.arg(&folder).env("REGIMECHECK_PROVOKE", "test-ban"), "");
    assert_eq!((run.status, run.err.contains("fault")), (101, true), "{}", run.err);
    let index = index(&folder);
    assert!(list(&index, "claims").iter().all(|c| c["fault"] == true));
}

#[test]
fn a_script_explains_itself() {
    let (_temporary, folder) = certificate("tests/conformance/stock-runs-out.toml", &[]);
    let files = files(&folder);
    let shown = files.iter().filter(|(name, _)| name.ends_with(".smt2")).map(|(_, text)| text.as_str());
    let version = regimecheck::solve::version();
    let shown = shown.collect::<String>().replace(&version, "[z3]").replace(env!("CARGO_PKG_VERSION"), "[version]");
    insta::assert_snapshot!("a_script", shown);
    let (_temporary, folder) = certificate("tests/conformance/late-breakout.toml", &[]);
    let late = &self::files(&folder)["scripts/001-test-ban-adverse-proved-ever.smt2"];
    insta::assert_snapshot!(
        "a_weighed_script",
        late.replace(&version, "[z3]").replace(env!("CARGO_PKG_VERSION"), "[version]")
    );
}
