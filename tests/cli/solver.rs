//! Which Z3 the program takes: a library of another version is put under it for real.

use crate::run::{Run, finish, program};
use regimecheck::solve;
use std::path::Path;

const FILE: &str = "tests/conformance/ban-one-sighting.toml";

/// Runs the program with a Z3 that says it is of this version, and is the linked one in all else.
#[cfg(target_os = "linux")]
fn with_version(version: &str, args: &[&str], any: Option<&str>) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, library) = (folder.path().join("z3.c"), folder.path().join("libversion.so"));
    let text = format!("const char *Z3_get_full_version(void) {{ return \"{version}\"; }}\n");
    std::fs::write(&source, text).expect("it can be written");
    let built = std::process::Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status();
    assert!(built.expect("there is a C compiler").success());
    let mut command = program(args);
    command.env("LD_PRELOAD", &library).env_remove("REGIMECHECK_ANY_Z3");
    if let Some(value) = any {
        command.env("REGIMECHECK_ANY_Z3", value);
    }
    finish(&mut command, "")
}

#[cfg(target_os = "linux")]
#[test]
fn an_untested_solver_is_taken_only_if_asked_for() {
    let version = with_version("5.4.1.0", &["--version"], None);
    assert!(version.out.contains("Z3 5.4.1.0"), "{version:?}");
    for args in [
        &["check", FILE][..],
        &["explain", FILE, "test-ban"],
        &["findings", FILE],
        &["diff", FILE, FILE],
        &["certify", FILE, "-o", "never-written"],
        &["test", "regimes/kumchang-ri"],
    ] {
        let refused = with_version("5.4.1.0", args, None);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{args:?}: {}", refused.err);
        assert_eq!(
            refused.err,
            "error: this is Z3 5.4.1.0, with which regimecheck was not tested\n  \
             help: let the loader find Z3 5.3.3, or pass `--any-z3` to take the answers of this one all the same\n"
        );
    }
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("never-written").exists());
    for taken in [
        with_version("5.4.1.0", &["check", "--any-z3", "--format", "json", FILE], None),
        with_version("5.4.1.0", &["check", "--format", "json", FILE], Some("1")),
    ] {
        assert_eq!((taken.status, taken.err.as_str()), (0, ""), "{taken:?}");
        let report: serde_json::Value = serde_json::from_str(&taken.out).expect("it should be JSON");
        assert_eq!(report["tool"]["z3"], "5.4.1.0", "the report says so");
    }
    assert_eq!(with_version("5.4.1.0", &["check", FILE], Some("0")).status, 2, "0 is no");
}

#[cfg(target_os = "linux")]
#[test]
fn an_old_solver_is_never_taken() {
    for version in ["5.2.9.0", "4.8.12.0", "", "unheard of"] {
        let refused = with_version(version, &["check", "--any-z3", FILE], None);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{version}: {}", refused.err);
        assert!(refused.err.contains("but 5.3 or newer is needed"), "{version}: {}", refused.err);
    }
}

#[test]
fn the_set_up_takes_the_tested_versions() {
    let script = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/fetch-z3"));
    let script = script.expect("it is there");
    let tested: Vec<String> = solve::TESTED.iter().map(|(a, b, c)| format!("{a}.{b}.{c}")).collect();
    let line = format!("tested='{}'", tested.join(" "));
    assert!(script.lines().any(|l| l.starts_with(&line)), "scripts/fetch-z3 should say {line}");
    let pin = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/z3-requirements.txt"));
    let pinned =
        pin.expect("it is there").lines().any(|l| tested.iter().any(|t| l.starts_with(&format!("z3-solver=={t}."))));
    assert!(pinned, "the wheel is one of {tested:?}");
}
