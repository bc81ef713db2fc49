//! What is written of a regime reads as the same regime.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sketch;

use regimecheck::model::Regime;
use regimecheck::model::format::*;
use regimecheck::model::write::write;
use regimecheck::source::Input;
use sketch::Size;
use std::path::{Path, PathBuf};

/// What a regime says: all of it but the places where it is written.
fn said(regime: &Regime) -> String {
    let text = format!("{regime:?}");
    let mut said = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("Span {") {
        said.push_str(before);
        rest = after.split_once('}').unwrap().1;
    }
    // A selector that is left out has no place.
    (said + rest).replace("Some()", "None")
}

/// Writes and reads it again.
fn again(regime: &Regime) -> Result<(), String> {
    let text = write(regime);
    let loaded = regimecheck::load(&Input::Text { name: "written.toml".to_owned(), text: text.clone() }, None);
    let Some(read) = loaded.regime else { return Err(format!("not read: {:?}\n\n{text}", loaded.diagnostics)) };
    if said(&read) != said(regime) {
        return Err(format!("another regime:\n{}\n{}\n\n{text}", said(regime), said(&read)));
    }
    if write(&read) != text {
        return Err(format!("written otherwise the second time:\n\n{text}"));
    }
    Ok(())
}

/// All TOML files below some folders.
fn files(folders: &[&str]) -> Vec<PathBuf> {
    let mut open: Vec<PathBuf> = folders.iter().map(|f| Path::new(env!("CARGO_MANIFEST_DIR")).join(f)).collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn regimes_read_as_they_were_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut regimes = 0;
    for file in files(&["regimes", "tests"]) {
        let Some(regime) = regimecheck::load(&Input::File(file.clone()), Some(root)).regime else { continue };
        again(&regime).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
        regimes += 1;
    }
    assert!(regimes >= 60, "only {regimes} regimes");
}

#[test]
fn random_regimes_read_as_they_were_written() {
    for (size, seed) in [(Size::SMALL, "written"), (Size::WIDE, "written wide")] {
        sketch::each(size, seed, 150, |sketch| again(&sketch::regime(sketch)?));
    }
}

/// Every field of the format, with values that differ from their defaults.
#[test]
fn every_field_is_written() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/writing/every-field.toml");
    let regime = regimecheck::load(&Input::File(file.clone()), None).regime.unwrap();
    again(&regime).unwrap();
    let source = std::fs::read_to_string(&file).unwrap();
    let written = write(&regime);
    let mut tables: Vec<&'static Table> = Kind::ALL.iter().map(|k| k.table()).collect();
    tables.extend([&AGREEMENT, &CONFIDENCE, &EXPECT, &LIMITS, &PREPARATION, &RANGE, &REWARD, &ROW, &TOLERANCE]);
    tables.extend([&ACTIVITY_SELECTOR, &MEASURE_SELECTOR]);
    for table in tables {
        for field in table.fields() {
            assert!(has_key(&source, field.key), "{} does not use `{}`", file.display(), field.key);
            assert!(has_key(&written, field.key), "`{}` is not written:\n{written}", field.key);
        }
    }
}

fn has_key(text: &str, key: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == key)
}
