//! Limits, interrupts, faults of the program, and output that cannot be written: for real.

use crate::run::{finish, program, run};
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

const SLOW: &str = "tests/cli/slow.toml";

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

#[cfg(unix)]
#[test]
fn an_interrupt_reports_what_was_decided() {
    let mut command = program(&["check", SLOW, "--engine", "monthly", "--jobs", "2"]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    std::thread::sleep(Duration::from_millis(3500));
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &id]).status().expect("there is a kill");
    assert!(sent.success());
    let began = Instant::now();
    let output = child.wait_with_output().expect("it ends");
    assert!(began.elapsed() < Duration::from_secs(20), "it took {:?}", began.elapsed());
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(130), "{text}");
    assert!(text.contains("hard is undecided: interrupted."), "{text}");
    assert!(text.contains("easy        infeasible"), "{text}");
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

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for args in [&["check", "tests/cli/phases.toml"][..], &["codes"], &["man"], &["completions", "bash"], &["--help"]] {
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
    for args in [&["check", "tests/cli/phases.toml"][..], &["codes"], &["explain", "tests/cli/phases.toml", "test-ban"]]
    {
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

#[test]
fn a_report_that_nobody_wants_to_hear_is_no_fault() {
    // Standard error closed or full: the report and the status are the same.
    let mut command = program(&["check", "tests/cli/bad.toml"]);
    let output = command.stderr(Stdio::null()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
}
