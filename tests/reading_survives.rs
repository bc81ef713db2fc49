//! Whatever is done to a file, reading it neither panics nor hangs, and what it says can be shown.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use regimecheck::diagnostic::{json, text};
use regimecheck::load;
use regimecheck::source::Input;
use std::fs;
use std::sync::OnceLock;

/// The texts that are damaged: every conformance case and every reading case.
fn texts() -> &'static [String] {
    static TEXTS: OnceLock<Vec<String>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let mut paths: Vec<_> =
            ["tests/conformance", "tests/conformance/random", "tests/conformance/split", "tests/reading"]
                .into_iter()
                .flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
                .filter(|path| path.extension().is_some_and(|e| e == "toml"))
                .collect();
        paths.sort();
        paths.into_iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    })
}

/// What is put into a text.
const PIECES: [&str; 28] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "\n",
    "#",
    "\\",
    "\u{feff}",
    "\0",
    "é",
    "-1",
    "1e999",
    "nan",
    "0.5",
    "18446744073709551616",
    "{ low = 2, high = 1 }",
    "[[phase]]\n",
    "[agreement]\n",
    "id = \"x\"\n",
    "true",
    "1979-05-27",
    "\"\"\"",
    "\u{202e}",
];

fn check(text: &str) {
    let loaded = load(&Input::Text { name: "draft.toml".to_owned(), text: text.to_owned() }, None);
    assert_eq!(loaded.regime.is_none(), loaded.has_errors());
    let shown = text::render_all(&loaded.diagnostics, &loaded.sources, false);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\0') && !shown.contains('\u{202e}'));
    for line in json::render_all(&loaded.diagnostics, &loaded.sources).lines() {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(object["code"].is_string() && object["message"].is_string());
    }
}

/// How many cases of each kind: 600, or what `scripts/fuzz` asks for where there is no fuzzer.
fn cases() -> u32 {
    let asked = std::env::var("REGIMECHECK_FUZZ_CASES").ok();
    asked.map_or(600, |n| n.parse().expect("REGIMECHECK_FUZZ_CASES is a number of cases"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_read(
        file in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, prop::option::of(0..PIECES.len())), 1..6),
    ) {
        let mut chars: Vec<char> = file.get(texts()).chars().collect();
        for (at, cut, piece) in edits {
            let at = at.index(chars.len() + 1);
            let end = if piece.is_some() && cut > 10 { at } else { (at + cut).min(chars.len()) };
            chars.splice(at..end, piece.map_or("", |p| PIECES[p]).chars());
        }
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn nonsense_is_read(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        check(&pieces.into_iter().map(|p| PIECES[p]).collect::<String>());
    }
}
