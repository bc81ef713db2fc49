//! What every report in JSON and every certificate states of its origin, and that a report depends on
//! nothing else: not on the place, the surroundings, or the number of jobs.

use crate::run::{Run, finish, program};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const DRAFT: &str = "case/reading-clean-up.toml";
const OTHER: &str = "case/prompt-access.toml";

/// A copy of an agreement of several files in a folder of its own, with a plan of its certificate.
fn copy() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("regimes/kumchang-ri");
    std::fs::create_dir(folder.path().join("case")).expect("a folder");
    for entry in std::fs::read_dir(source).expect("it is there") {
        let path = entry.expect("it can be read").path();
        let name = path.file_name().expect("a file");
        std::fs::copy(&path, folder.path().join("case").join(name)).expect("it can be copied");
    }
    let certified = run(&folder, &["certify", DRAFT, "-o", "certificate"], &[]);
    assert_eq!(certified.status, 0, "{certified:?}");
    folder
}

fn run(folder: &TempDir, args: &[&str], env: &[(&str, &str)]) -> Run {
    let mut command = program(args);
    command.current_dir(folder.path()).envs(env.iter().copied());
    finish(&mut command, "")
}

/// The plan with which `replay` is called.
fn plan(folder: &TempDir) -> String {
    let plans = files(&folder.path().join("certificate/plans"));
    format!("certificate/plans/{}", plans.keys().next().expect("a plan"))
}

/// All files below a folder by their names within it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    let mut found = BTreeMap::new();
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("it is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below").display().to_string();
                found.insert(name, std::fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}

/// The digest of a file, as another program computes it.
fn sha256(path: &Path) -> String {
    let output = std::process::Command::new("sha256sum").arg(path).output().expect("there is a sha256sum");
    String::from_utf8(output.stdout).expect("text").split(' ').next().expect("a digest").to_owned()
}

/// What a report on a file, named relative to `base`, has to state.
fn inputs(folder: &TempDir, top: &str, base: &str) -> Value {
    let text = std::fs::read_to_string(folder.path().join(top)).expect("it is there");
    let included = text.lines().find_map(|l| l.strip_prefix("include = ")).expect("it includes others");
    let included: Vec<String> = serde_json::from_str(included).expect("a list");
    let name = top.strip_prefix("case/").expect("it lies there").to_owned();
    let input = |name: &String| {
        let path = folder.path().join("case").join(name);
        json!({ "file": format!("{base}{name}"), "sha256": sha256(&path) })
    };
    std::iter::once(&name).chain(&included).map(input).collect()
}

fn tool() -> Value {
    json!({ "name": "regimecheck", "version": env!("CARGO_PKG_VERSION"), "z3": regimecheck::solve::version() })
}

fn json(folder: &TempDir, args: &[&str]) -> Value {
    let run = run(folder, args, &[]);
    let report = serde_json::from_str(&run.out);
    report.unwrap_or_else(|e| panic!("{args:?} should print JSON: {e}: {run:?}"))
}

#[test]
fn every_report_in_json_states_its_tool_and_its_inputs() {
    let folder = copy();
    let plan = plan(&folder);
    let expected = inputs(&folder, DRAFT, "case/");
    for args in [
        &["check", DRAFT][..],
        &["check", "--by-phase", "--statistics", DRAFT],
        &["explain", DRAFT, "no-nuclear-material"],
        &["findings", DRAFT],
        &["list", DRAFT],
        &["replay", DRAFT, &plan],
    ] {
        let report = json(&folder, &[args, &["--format", "json"]].concat());
        assert_eq!((&report["tool"], &report["inputs"]), (&tool(), &expected), "{args:?}");
    }
    let several = json(&folder, &["check", "--format", "json", DRAFT, OTHER]);
    assert_eq!((&several[0]["tool"], &several[0]["inputs"]), (&tool(), &expected));
    assert_eq!((&several[1]["tool"], &several[1]["inputs"]), (&tool(), &inputs(&folder, OTHER, "case/")));
    let replayed = json(&folder, &["replay", DRAFT, &plan, "--format", "json"]);
    assert_eq!(replayed["plan_sha256"], sha256(&folder.path().join(&plan)));
    let diff = json(&folder, &["diff", OTHER, DRAFT, "--format", "json"]);
    assert_eq!((&diff["tool"], &diff["new"]["inputs"]), (&tool(), &expected));
    assert_eq!(diff["old"]["inputs"], inputs(&folder, OTHER, "case/"));
    let compared = json(&folder, &["compare", OTHER, DRAFT, "--different-worlds", "--format", "json"]);
    assert_eq!((&compared["tool"], &compared["drafts"][1]["inputs"]), (&tool(), &expected));
    assert_eq!(compared["drafts"][0]["inputs"], inputs(&folder, OTHER, "case/"));
    for args in [&["test", "case", "--format", "json"][..], &["test", "case", "--list", "--format", "json"]] {
        let report = json(&folder, args);
        let agreement = |file: &str| {
            let agreements = report["agreements"].as_array().expect("a list");
            agreements.iter().find(|a| a["file"] == file).unwrap_or_else(|| panic!("no {file} in {report}")).clone()
        };
        assert_eq!((&report["tool"], &agreement(DRAFT)["inputs"]), (&tool(), &expected), "{args:?}");
        assert_eq!(agreement(OTHER)["inputs"], inputs(&folder, OTHER, "case/"), "{args:?}");
    }
}

#[test]
fn every_file_of_a_certificate_states_its_origin() {
    let folder = copy();
    let expected = inputs(&folder, DRAFT, "");
    let mut reports = 0;
    for (name, bytes) in files(&folder.path().join("certificate")) {
        let text = String::from_utf8(bytes).expect("text");
        if name.ends_with(".json") {
            let report: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!((&report["tool"], &report["inputs"]), (&tool(), &expected), "{name}");
            reports += 1;
        } else if name.ends_with(".smt2") {
            // A script's comments are wrapped.
            let words = text.replace("\n;", " ").split_whitespace().collect::<Vec<_>>().join(" ");
            let versions =
                format!("regimecheck {} with Z3 {}", env!("CARGO_PKG_VERSION"), regimecheck::solve::version());
            assert!(words.contains(&versions), "{name}: {text}");
        }
    }
    assert!(reports >= 2, "an index and plans");
}

/// A digest that is wrong would be worse than none: a changed input changes it.
#[test]
fn another_input_is_another_digest() {
    let folder = copy();
    let before = json(&folder, &["list", "--format", "json", DRAFT]);
    let world = folder.path().join("case/world.toml");
    let text = std::fs::read_to_string(&world).expect("it is there");
    std::fs::write(&world, text + "\n# a comment\n").expect("it can be written");
    let after = json(&folder, &["list", "--format", "json", DRAFT]);
    assert_ne!(before["inputs"], after["inputs"]);
    assert_eq!(after["inputs"], inputs(&folder, DRAFT, "case/"));
}

#[test]
fn the_same_bytes_whatever_the_place_the_surroundings_and_the_jobs() {
    let (here, there) = (copy(), copy());
    assert_ne!(here.path(), there.path());
    let elsewhere = [
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANG", "de_DE.UTF-8"),
        ("LANGUAGE", "de"),
        ("TZ", "Pacific/Kiritimati"),
        ("COLUMNS", "33"),
        ("HOME", "/"),
        ("SOURCE_DATE_EPOCH", "1"),
    ];
    let plan = plan(&here);
    let mut commands: Vec<Vec<&str>> = Vec::new();
    for format in ["text", "json"] {
        commands.push(vec!["check", DRAFT, OTHER, "--paths", "--by-phase", "--statistics", "--format", format]);
        commands.push(vec!["check", DRAFT, "--engine", "monthly", "--format", format]);
        commands.push(vec!["explain", DRAFT, "no-nuclear-material", "--format", format]);
        commands.push(vec!["findings", DRAFT, "--format", format]);
    }
    for format in ["text", "json", "markdown"] {
        commands.push(vec!["diff", OTHER, DRAFT, "--format", format]);
    }
    for format in ["text", "json", "markdown", "csv"] {
        commands.push(vec!["compare", OTHER, DRAFT, "--different-worlds", "--format", format]);
    }
    for format in ["text", "json", "junit", "tap"] {
        commands.push(vec!["test", "case", "--format", format]);
    }
    for mut command in commands {
        let alone = run(&here, &[&command[..], &["--jobs", "1"]].concat(), &[]);
        assert!(!alone.out.is_empty(), "{command:?}: {alone:?}");
        command.extend(["--jobs", "7"]);
        let together = run(&there, &command, &elsewhere);
        assert_eq!((&alone.out, &alone.err, alone.status), (&together.out, &together.err, together.status));
    }
    for command in [
        &["list", DRAFT][..],
        &["list", DRAFT, "--format", "json"],
        &["replay", DRAFT, &plan],
        &["replay", DRAFT, &plan, "--format", "json"],
        &["schema"],
        &["codes"],
        &["man", "check"],
    ] {
        let (alone, together) = (run(&here, command, &[]), run(&there, command, &elsewhere));
        assert_eq!((&alone.out, &alone.err, alone.status), (&together.out, &together.err, together.status));
    }
    let again = ["certify", DRAFT, "-o", "certificate", "--force", "--jobs", "7"];
    assert_eq!(run(&there, &again, &elsewhere).status, 0);
    assert_eq!(files(&here.path().join("certificate")), files(&there.path().join("certificate")));
}
