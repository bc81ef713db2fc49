//! The catalogue of codes: stable, complete, true, and the same in `docs/codes.md`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use regimecheck::analysis::check::Options;
use regimecheck::analysis::findings::find;
use regimecheck::diagnostic::catalogue::{Example, explain, markdown, render};
use regimecheck::diagnostic::{Code, Severity, json, text};
use regimecheck::load;
use regimecheck::source::Input;
use std::sync::Arc;

fn loaded(text: &str) -> regimecheck::Loaded {
    load(&Input::Text { name: "draft.toml".to_owned(), text: text.to_owned() }, None)
}

#[test]
fn the_codes_are_stable() {
    let mut words: Vec<String> = Code::ALL.iter().map(|c| format!("{} {}", c.severity().word(), c.word())).collect();
    words.sort();
    insta::assert_snapshot!(words.join("\n"));
    words.dedup();
    assert_eq!(words.len(), Code::ALL.len());
    assert!(Code::ALL.iter().all(|c| Code::of_word(c.word()) == Some(*c)));
}

#[test]
fn every_example_has_its_problem() {
    for code in Code::ALL {
        let text = match explain(*code).example {
            Example::File(text) => text.to_owned(),
            Example::Entries(text) => {
                format!("format = 1\n[agreement]\nid = \"draft\"\n[[phase]]\nid = \"only\"\nmonths = 12\n{text}")
            }
            Example::Words(_) => continue,
        };
        let loaded = loaded(&text);
        let mut found: Vec<&str> = loaded.diagnostics.iter().map(|d| d.code.word()).collect();
        if code.severity() == Severity::Finding {
            assert!(found.is_empty(), "{}: {found:?}", code.word());
            let regime = Arc::new(loaded.regime.unwrap());
            let findings = find(&regime, &Options::default(), |_, _| {});
            found.extend(findings.found.iter().map(|f| f.diagnostic.code.word()));
        }
        assert!(found.contains(&code.word()), "the example of {} gives {found:?}", code.word());
        let errors = loaded.diagnostics.iter().filter(|d| d.is_error()).count();
        assert!(errors <= 1 || !matches!(explain(*code).example, Example::Entries(_)), "{}: {found:?}", code.word());
    }
}

#[test]
fn the_page_on_codes_is_the_catalogue() {
    let page = markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write("docs/codes.md", &page).unwrap();
    }
    let written = std::fs::read_to_string("docs/codes.md").unwrap_or_default();
    assert!(written == page, "docs/codes.md has fallen behind: run `UPDATE_DOCS=1 cargo test --test codes`");
}

#[test]
fn a_code_is_explained_on_the_command_line() {
    insta::assert_snapshot!(render(Some(Code::TwoRates)));
    insta::assert_snapshot!(render(None));
}

#[test]
fn json_is_one_object_a_line() {
    let loaded = loaded(
        "format = 1\n[agreement]\nid = \"é\"\n[[phase]]\nid = \"p\"\nmonths = 1\n[[phase]]\nid = \"p\"\nmonths = 0.5\n",
    );
    let lines: Vec<String> = loaded.diagnostics.iter().map(|d| json::render(d, &loaded.sources)).collect();
    assert!(lines.iter().all(|l| !l.contains('\n')));
    insta::assert_snapshot!(lines.join("\n"));
    let missing = load(&Input::File("nowhere.toml".into()), None);
    insta::assert_snapshot!(json::render(&missing.diagnostics[0], &missing.sources));
}

#[test]
fn colour_is_given_when_asked_for() {
    let loaded = loaded("format = 1\n[agreement]\nid = \"draft\"\n");
    let coloured = text::render_all(&loaded.diagnostics, &loaded.sources, true);
    let plain = text::render_all(&loaded.diagnostics, &loaded.sources, false);
    assert!(coloured.contains("\u{1b}["));
    assert!(!plain.contains('\u{1b}'));
}
