//! Limits, interrupts, faults of the program, and output that cannot be written: for real.

use crate::run::{finish, program, run};
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

const SLOW: &str = "tests/cli/slow.toml";
const DPRK: &str = "regimes/dprk-missiles/comprehensive.toml";

#[test]
fn the_limit_of_time_holds_and_leaves_what_was_decided() {
    let began = Instant::now();
    let run = run(&["check", SLOW, "--engine", "monthly", "--timeout", "3.5", "--jobs", "2"]);
    assert!(began.elapsed() < Duration::from_secs(30), "it took {:?}", began.elapsed());
    assert_eq!(run.status, 3, "{}{}", run.out, run.err);
    assert!(run.out.contains("hard is undecided: the time limit was reached."), "{}", run.out);
    assert!(run.out.contains("easy        infeasible"), "{}", run.out);
}

#[test]
fn the_limit_of_time_is_for_all_files_together() {
    let began = Instant::now();
    let run = run(&["check", SLOW, SLOW, SLOW, SLOW, "--engine", "monthly", "--timeout", "1", "--format", "json"]);
    assert!(began.elapsed() < Duration::from_secs(30), "it took {:?}", began.elapsed());
    assert_eq!(run.status, 3, "{}{}", run.out, run.err);
    let files: Vec<serde_json::Value> = serde_json::from_str(&run.out).expect("it should be JSON");
    assert_eq!(files.len(), 4);
    let hard = &files[3]["obligations"][1];
    assert_eq!(hard["verdict"], "undecided");
    assert_eq!(hard["adverse"]["reason"], "the time limit was reached");
    assert!(hard["adverse"]["confidence"].is_null() && hard["adverse"]["evasion"].is_null());
}

#[test]
fn a_limit_of_resources_leaves_the_others_alone() {
    let run = run(&["check", SLOW, "--resources", "10"]);
    assert_eq!(run.status, 3);
    assert!(run.out.contains("hard is undecided: the solver's resource limit was reached"), "{}", run.out);
    assert!(run.out.contains("easy        infeasible"), "{}", run.out);
}

#[test]
fn a_limit_of_memory_leaves_the_others_alone() {
    let run = run(&["check", SLOW, "--engine", "monthly", "--jobs", "1", "--memory", "44"]);
    assert_eq!((run.status, run.err.as_str()), (3, ""), "{}", run.out);
    assert!(run.out.contains("hard is undecided: the solver's memory limit was reached"), "{}", run.out);
    assert!(run.out.contains("easy        infeasible"), "{}", run.out);
}

/// Below some 30 megabytes Z3 can't even begin; above that, what fails depends on who asks first.
#[test]
fn a_limit_of_memory_that_leaves_no_room_is_no_fault() {
    let none = run(&["check", SLOW, "--memory", "1", "--format", "json"]);
    assert_eq!((none.status, none.err.as_str()), (3, ""), "{}", none.out);
    let report: serde_json::Value = serde_json::from_str(&none.out).expect("it should be JSON");
    for obligation in report["obligations"].as_array().expect("a list") {
        assert_eq!(obligation["adverse"]["reason"], "the solver's memory limit was reached", "{obligation}");
    }
    for megabytes in (20..80).step_by(4) {
        let run = run(&["check", DPRK, "--jobs", "8", "--memory", &megabytes.to_string()]);
        assert!(matches!(run.status, 1 | 3) && run.err.is_empty(), "{megabytes}: {run:?}");
        if run.status == 3 {
            assert!(run.out.contains("undecided"), "{megabytes}: {run:?}");
        }
    }
    for args in [&["explain", SLOW, "hard"][..], &["findings", SLOW], &["test", "regimes/kumchang-ri"]] {
        let run = run(&[args, &["--memory", "1"]].concat());
        assert!(run.status == 3 && run.out.contains("memory limit was reached"), "{args:?}: {run:?}");
    }
}

/// What a program prints that is sent Ctrl-C once it has been solving for a while, and its status.
#[cfg(unix)]
fn interrupted(args: &[&str]) -> (Option<i32>, String) {
    let mut command = program(args);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    std::thread::sleep(Duration::from_millis(3500));
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &id]).status().expect("there is a kill");
    assert!(sent.success());
    let began = Instant::now();
    let output = child.wait_with_output().expect("it ends");
    assert!(began.elapsed() < Duration::from_secs(20), "it took {:?}", began.elapsed());
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(unix)]
#[test]
fn an_interrupt_reports_what_was_decided() {
    let (status, text) = interrupted(&["check", SLOW, "--engine", "monthly", "--jobs", "2"]);
    assert_eq!(status, Some(130), "{text}");
    assert!(text.contains("hard is undecided: interrupted."), "{text}");
    assert!(text.contains("easy        infeasible"), "{text}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_a_certificate_of_what_was_decided() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("certificate");
    let name = place.display().to_string();
    let (status, text) = interrupted(&["certify", SLOW, "-o", &name, "--engine", "monthly", "--jobs", "2"]);
    assert_eq!(status, Some(130), "{text}");
    assert!(text.contains("are undecided: interrupted"), "{text}");
    let index = std::fs::read_to_string(place.join("index.json")).expect("it is there");
    let index: serde_json::Value = serde_json::from_str(&index).expect("it should be JSON");
    let verdict = |obligation: &str| {
        let claims = index["claims"].as_array().expect("a list");
        let claim = claims.iter().find(|c| c["obligation"] == obligation && c["path"].is_null());
        claim.expect("it is there")["verdict"].clone()
    };
    assert_eq!((verdict("easy"), verdict("hard")), ("infeasible".into(), "undecided".into()));
}

#[cfg(unix)]
#[test]
fn an_interrupt_while_reading_ends_at_once() {
    let mut command = program(&["check", "-"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let input = child.stdin.take();
    std::thread::sleep(Duration::from_millis(1000));
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("there is a kill").success());
    let output = child.wait_with_output().expect("it ends");
    drop(input);
    assert_eq!(output.status.code(), Some(130));
}

/// Faults are provoked only in builds with debug assertions.
#[cfg(debug_assertions)]
#[test]
fn a_fault_is_reported_and_the_others_go_on() {
    let file = "tests/cli/phases.toml";
    let run = finish(program(&["check", file]).env("REGIMECHECK_PROVOKE", "test-ban"), "");
    assert_eq!(run.status, 101, "{}{}", run.out, run.err);
    assert!(run.err.contains("fault: obligation `test-ban`: a fault provoked"), "{}", run.err);
    assert!(run.err.contains("Please report it") && run.err.contains("src/cli/fault.rs"), "{}", run.err);
    assert!(run.err.contains(&regimecheck::solve::version()), "{}", run.err);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    assert!(run.out.contains("test-ban (No flight tests) is undecided: a fault provoked"), "{}", run.out);
    let alone = crate::run::run(&["check", file, "--obligation", "export-ban"]);
    let row = |text: &str| {
        text.lines().find(|l| l.starts_with("export-ban")).map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    assert_eq!(row(&run.out), row(&alone.out));
}

/// Whatever the command, a panic of a worker is caught and reported.
#[cfg(debug_assertions)]
#[test]
fn a_fault_is_reported_by_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("certificate").display().to_string();
    let (draft, other) = ("tests/cli/phases.toml", "tests/conformance/ban-one-sighting.toml");
    for (args, provoke, shown) in [
        (&["explain", draft, "test-ban"][..], "test-ban", "undecided"),
        (&["certify", draft, "-o", &place], "test-ban", "claims are undecided"),
        (&["findings", draft], "test-ban", "undecided: the verdict on `test-ban`"),
        (&["diff", other, draft], "export-ban", "export-ban"),
        (&["compare", other, draft, "--different-worlds"], "export-ban", "export-ban"),
        (&["test", "regimes/kumchang-ri"], "no-nuclear-material", "6 passed, 3 failed"),
    ] {
        let run = finish(program(args).env("REGIMECHECK_PROVOKE", provoke), "");
        assert_eq!(run.status, 101, "{args:?}: {run:?}");
        assert!(run.err.contains("a fault provoked") && run.err.contains("Please report it"), "{args:?}: {run:?}");
        assert!(!run.err.contains("panicked") && run.out.contains(shown), "{args:?}: {run:?}");
    }
}

/// A plan that violates the test ban of `phases.toml`.
const PLAN: &str = r#"{ "obligation": "test-ban", "at": "adverse", "events": [
    { "activity": "flight-test.preparation", "concealments": [], "month": 1, "count": 1 },
    { "activity": "flight-test.preparation", "concealments": [], "month": 2, "count": 1 },
    { "activity": "flight-test", "concealments": [], "month": 2, "count": 1 } ] }"#;

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let (draft, certificate, starter) = ("tests/cli/phases.toml", place("certificate"), place("starter"));
    std::fs::write(place("plan.json"), PLAN).expect("it can be written");
    for args in [
        &["check", draft][..],
        &["check", draft, "--format", "json"],
        &["check", draft, draft, "--format", "json"],
        &["explain", draft, "test-ban"],
        &["certify", draft, "-o", &certificate],
        &["replay", draft, &place("plan.json")],
        &["list", draft],
        &["diff", draft, "tests/conformance/ban-one-sighting.toml"],
        &["compare", draft],
        &["findings", draft],
        &["test", "regimes/kumchang-ri"],
        &["test", "regimes/kumchang-ri", "--list"],
        &["init", &starter],
        &["schema"],
        &["codes"],
        &["man"],
        &["completions", "bash"],
        &["--help"],
        &["--version"],
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = program(args).stdout(full).stderr(Stdio::piped()).output().expect("it runs");
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {message}");
        assert!(message.starts_with("error: the output could not be written: "), "{args:?}: {message}");
        assert!(!message.contains("panicked"), "{args:?}: {message}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let draft = "tests/cli/phases.toml";
    for args in [
        &["check", draft][..],
        &["check", draft, draft, "--format", "json"],
        &["codes"],
        &["explain", draft, "test-ban"],
        &["list", draft],
        &["diff", draft, "tests/conformance/ban-one-sighting.toml"],
        &["compare", draft],
        &["findings", draft],
        &["test", "regimes/kumchang-ri"],
        &["schema"],
    ] {
        let (reader, mut pipe) = std::io::pipe().expect("a pipe");
        drop(reader);
        // A program that another test is just starting may hold the reader until it runs.
        while pipe.write(b" ").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let output = program(args).stdout(pipe).output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

/// Standard error closed or full: the report and the status are the same.
#[cfg(target_os = "linux")]
#[test]
fn messages_that_nobody_can_hear_are_no_fault() {
    let doubtful = "tests/cli/doubtful.toml";
    let heard = crate::run::run(&["check", doubtful]);
    assert!(!heard.err.is_empty());
    for redirection in ["2>/dev/full", "2>&-"] {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &format!("exec \"$0\" check {doubtful} {redirection}")]);
        shell.arg(program(&[]).get_program()).current_dir(env!("CARGO_MANIFEST_DIR"));
        let unheard = finish(&mut shell, "");
        assert_eq!((unheard.status, unheard.out), (heard.status, heard.out.clone()), "{redirection}");
    }
}
