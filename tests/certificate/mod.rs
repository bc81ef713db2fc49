//! Making and checking certificates in tests.

use crate::run::{Run, finish, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `certify` with more arguments.
pub fn certify(file: &str, folder: &Path, more: &[&str]) -> Run {
    let folder = folder.to_str().expect("temporary folders have ordinary names");
    let mut args = vec!["certify", file, "--root", ".", "-o", folder];
    args.extend(more);
    run(&args)
}

/// A certificate in a temporary folder.
pub fn certificate(file: &str, more: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let temporary = tempfile::tempdir().expect("there is room");
    let folder = temporary.path().join("certificate");
    let run = certify(file, &folder, more);
    assert_eq!((run.status, run.err.contains("error")), (0, false), "{file}: {}{}", run.out, run.err);
    (temporary, folder)
}

/// Z3's own executable, beside the library that is linked; else whatever `z3` there is.
pub fn z3() -> Vec<String> {
    let own = root().join(".z3/bin/z3");
    vec![if own.exists() { own.display().to_string() } else { "z3".to_owned() }]
}

/// cvc5, if it was fetched.
pub fn cvc5() -> Option<Vec<String>> {
    if !root().join(".cvc5/stamp").exists() {
        assert!(std::env::var_os("REGIMECHECK_CVC5").is_none(), "cvc5 was fetched, but is not in .cvc5");
        eprintln!("SKIPPED: cvc5 is not here, run scripts/fetch-cvc5");
        return None;
    }
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    Some(vec![python, root().join("tests/cvc5_check.py").display().to_string()])
}

/// Runs a certificate's own program.
pub fn check(folder: &Path, solver: &[String]) -> Run {
    finish(Command::new(folder.join("check.sh")).args(solver), "")
}

pub fn index(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("index.json")).expect("it is there")).expect("it is JSON")
}

pub fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} in {value}"))
}

pub fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

/// All files of a folder.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("it is a folder") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is inside").display().to_string();
                found.insert(name, fs::read_to_string(&path).expect("it is text"));
            }
        }
    }
    found
}
