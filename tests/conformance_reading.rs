//! Every conformance case is read without an error; what is doubtful in them is pinned.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use regimecheck::load;
use regimecheck::source::Input;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn cases(folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(Path::new("tests/conformance").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    found.sort();
    found
}

#[test]
fn all_cases_are_read() {
    let mut doubts = String::new();
    let mut count = 0;
    for case in ["", "split", "random"].into_iter().flat_map(cases) {
        let loaded = load(&Input::File(case.clone()), None);
        assert!(!loaded.has_errors() && loaded.regime.is_some(), "{}: {:?}", case.display(), loaded.diagnostics);
        count += 1;
        for doubt in &loaded.diagnostics {
            let name = case.strip_prefix("tests/conformance").unwrap().display().to_string();
            let line = doubt.span().map_or(0, |s| loaded.sources.files[s.file].place(s.start).line);
            writeln!(doubts, "{name}:{line}: {}: {}", doubt.code.word(), doubt.message).unwrap();
        }
    }
    assert_eq!(count, 107);
    insta::assert_snapshot!(doubts);
}
