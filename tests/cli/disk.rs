//! Output that does not fit: files are there whole or not at all, and what was there before stays.

#![cfg(unix)]

use crate::run::{Run, finish, program};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const DRAFT: &str = "tests/cli/phases.toml";

/// Runs the program where no file may grow beyond so many blocks of 512 bytes: a write fails in the
/// middle, as on a full disk.
fn with_blocks(blocks: usize, args: &[&str]) -> Run {
    let plain = program(args);
    let mut command = Command::new("sh");
    // The signal that would end the program is ignored, so that it sees the error.
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
    command.arg(plain.get_program()).args(plain.get_args()).current_dir(env!("CARGO_MANIFEST_DIR"));
    finish(&mut command, "")
}

/// All that lies in a folder, with its bytes; folders by name.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it can be read").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.insert(name.clone(), Vec::new());
            found.extend(all(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).expect("it can be read"));
        }
    }
    found
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn a_certificate_that_does_not_fit_is_not_there() {
    let folder = folder();
    let place = folder.path().join("certificate").display().to_string();
    let failed = with_blocks(4, &["certify", DRAFT, "-o", &place]);
    assert_eq!((failed.status, failed.out.as_str()), (2, ""), "{failed:?}");
    assert!(failed.err.contains("could not be written: file too large"), "{}", failed.err);
    assert_eq!(all(folder.path()), BTreeMap::new(), "nothing is left of it");
}

#[test]
fn an_earlier_certificate_stays_if_the_new_one_does_not_fit() {
    let folder = folder();
    let place = folder.path().join("certificate").display().to_string();
    assert_eq!(with_blocks(100_000, &["certify", DRAFT, "-o", &place]).status, 0);
    let before = all(folder.path());
    assert!(before.contains_key("certificate/index.json"), "{:?}", before.keys());
    let failed = with_blocks(4, &["certify", DRAFT, "-o", &place, "--force"]);
    assert_eq!(failed.status, 2, "{failed:?}");
    assert_eq!(all(folder.path()), before);
}

#[test]
fn expectations_stay_as_they_are_if_the_new_ones_do_not_fit() {
    let folder = folder();
    let file = folder.path().join("draft.toml");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(DRAFT)).expect("it is there");
    let expect = "\n[[expect]]\nobligation = \"test-ban\"\nverdict = \"infeasible\"\n";
    std::fs::write(&file, format!("{text}{expect}")).expect("it can be written");
    let before = all(folder.path());
    let name = file.display().to_string();
    let failed = with_blocks(1, &["test", "--update", &name]);
    assert_eq!(failed.status, 2, "{failed:?}");
    assert!(failed.err.contains("cannot update") && failed.err.contains("file too large"), "{}", failed.err);
    assert_eq!(all(folder.path()), before, "the file is as it was and nothing lies beside it");
    let updated = with_blocks(100_000, &["test", "--update", &name]);
    assert_eq!(updated.status, 0, "{updated:?}");
    assert_ne!(all(folder.path()), before);
    assert_eq!(all(folder.path()).len(), 1, "nothing lies beside it");
}

#[test]
fn a_starter_that_does_not_fit_is_not_there() {
    let folder = folder();
    let place = folder.path().join("case").display().to_string();
    let failed = with_blocks(4, &["init", &place]);
    assert_eq!(failed.status, 2, "{failed:?}");
    assert!(failed.err.contains("could not be written: File too large"), "{}", failed.err);
    let files: Vec<String> = all(folder.path()).into_keys().filter(|name| name != "case").collect();
    assert_eq!(files, Vec::<String>::new());
}

/// A report that is directed into a file is cut off, and the status says so.
#[test]
fn a_report_that_does_not_fit_is_an_error() {
    let folder = folder();
    let file = folder.path().join("report.json");
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" check --format json \"$1\" > \"$2\""]);
    command.arg(program(&[]).get_program()).arg(DRAFT).arg(&file).current_dir(env!("CARGO_MANIFEST_DIR"));
    let failed = finish(&mut command, "");
    assert_eq!(failed.status, 2, "{failed:?}");
    assert!(failed.err.starts_with("error: the output could not be written: "), "{}", failed.err);
}
