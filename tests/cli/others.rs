//! `codes`, `completions`, `man`, help and usage.

use crate::run::{run, snapshot};
use regimecheck::diagnostic::Code;

#[test]
fn every_code_is_explained() {
    let list = run(&["codes"]);
    assert_eq!(list.status, 0);
    for code in Code::ALL {
        assert!(list.out.lines().any(|l| l.starts_with(code.word())), "{}", code.word());
        let one = run(&["codes", code.word()]);
        assert_eq!(one.status, 0);
        assert!(one.out.contains(code.word()) && one.out.contains("To mend it"), "{}", one.out);
    }
    snapshot!("codes-slip", &["codes", "unknown-refrence"]);
}

#[test]
fn shells_get_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]);
        assert_eq!(script.status, 0);
        for word in ["check", "explain", "codes", "by-phase"] {
            assert!(script.out.contains(word), "{shell} should complete {word}");
        }
    }
    assert_eq!(run(&["completions", "sh"]).status, 2);
}

#[test]
fn manual_pages() {
    let page = run(&["man"]);
    assert_eq!(page.status, 0);
    assert!(page.out.contains(".TH regimecheck 1"), "{}", page.out);
    for command in ["check", "explain", "codes", "completions", "man"] {
        let page = run(&["man", command]);
        assert!(page.out.contains(&format!(".TH regimecheck-{command} 1")), "{}", page.out);
        assert!(page.out.contains("Examples"), "{command}");
    }
    assert_eq!(run(&["man", "woman"]).status, 2);
}

#[test]
fn help_has_examples() {
    snapshot!("help", &["--help"]);
    snapshot!("help-check", &["check", "--help"]);
    for command in ["check", "explain", "codes", "completions", "man"] {
        for flag in ["-h", "--help"] {
            let help = run(&[command, flag]);
            assert_eq!((help.status, help.err.as_str()), (0, ""));
            assert!(help.out.contains("Examples:"), "{command}: {}", help.out);
        }
    }
}

#[test]
fn the_version_names_both_programs() {
    let version = run(&["--version"]);
    let expected = format!("regimecheck {} (Z3 {})\n", env!("CARGO_PKG_VERSION"), regimecheck::solve::version());
    assert_eq!((version.status, version.out), (0, expected));
}

#[test]
fn wrong_usage() {
    for args in [
        &["check"][..],
        &["chekc", "x.toml"],
        &["check", "--jbos", "1", "x.toml"],
        &["check", "--jobs", "0", "x.toml"],
        &["check", "--timeout", "0", "x.toml"],
        &["check", "--timeout", "-1", "x.toml"],
        &["check", "--timeout", "nan", "x.toml"],
        &["check", "--timeout", "1e400", "x.toml"],
        &["check", "--resources", "0", "x.toml"],
        &["check", "--memory", "0", "x.toml"],
        &["check", "--format", "yaml", "x.toml"],
        &["explain", "x.toml"],
    ] {
        let run = run(args);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}: {}", run.err);
        assert!(run.err.starts_with("error: "), "{args:?}: {}", run.err);
    }
    snapshot!("usage-slip", &["check", "--obligations", "test-ban", "x.toml"]);
    snapshot!("usage-timeout", &["check", "--timeout", "soon", "x.toml"]);
}
