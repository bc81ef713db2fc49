//! The shipped regimes: every expectation holds, and the tables of verdicts in their READMEs are
//! what the program finds.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

const HEADER: &str = "| Draft | Obligation | Adverse | Favourable |";

fn regimecheck(args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regimecheck"));
    let output = command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn every_expectation_of_every_regime_holds() {
    let (status, out) = regimecheck(&["test", "regimes", "--require-complete"]);
    assert_eq!(status, Some(0), "{out}");
}

#[test]
fn the_verdict_tables_of_the_readmes_are_true() {
    let regimes = Path::new(env!("CARGO_MANIFEST_DIR")).join("regimes");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(regimes).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    let mut rows = 0;
    for folder in folders.iter().filter(|f| f.join("README.md").is_file()) {
        let text = std::fs::read_to_string(folder.join("README.md")).unwrap();
        let table = text.lines().skip_while(|l| *l != HEADER).skip(2).take_while(|l| l.starts_with('|'));
        let mut checked: (String, Value) = (String::new(), Value::Null);
        // A row whose obligation is no id, such as "all others", sums up rows above it.
        for line in table.filter(|l| l.split('|').nth(2).is_some_and(|c| c.trim().starts_with('`'))) {
            let cells: Vec<String> =
                line.trim_matches('|').split('|').map(|c| c.trim().trim_matches(['`', '*']).to_owned()).collect();
            let [draft, obligation, adverse, favourable] = cells.as_slice() else { continue };
            if !draft.is_empty() {
                let file = folder.join(format!("{draft}.toml"));
                let (_, out) = regimecheck(&["check", "--format", "json", file.to_str().unwrap()]);
                checked = (draft.clone(), serde_json::from_str(&out).unwrap());
            }
            let (draft, answer) = &checked;
            let found = answer["obligations"].as_array().unwrap().iter().find(|o| o["id"] == obligation.as_str());
            let place = format!("{} {draft} {obligation}", folder.display());
            let found = found.unwrap_or(&Value::Null);
            assert_eq!(found["adverse"]["verdict"], adverse.as_str(), "{place}");
            assert_eq!(found["favourable"]["verdict"], favourable.as_str(), "{place}");
            rows += 1;
        }
    }
    assert!(rows >= 20, "only {rows} rows found");
}
