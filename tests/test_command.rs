//! The `test` command as it is run: on folders of its own, with real files, git and solver.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const WORLD: &str = r#"format = 1

[[signature]]
id = "plume"

[[holding]]
id = "missile"
initial = 4

[[activity]]
id = "flight-test"
conduct = "flight-test"
of = "missile"
signatures = ["plume"]

[[activity]]
id = "space-launch"
conduct = "space-launch"
of = "missile"
signatures = ["plume"]

[[measure]]
id = "infrared"
family = "national-technical-means"
detects = [{ signature = "plume", probability = 0.97 }]

[[measure]]
id = "radar"
family = "national-technical-means"
detects = [{ signature = "plume", probability = 0.2 }]
"#;

/// An agreement with one phase.
fn draft(id: &str, prohibits: &str, measures: &str, expects: &str) -> String {
    format!(
        r#"format = 1
include = ["world.toml"]

[agreement]
id = "{id}"
goal = 0.9

[[obligation]]
id = "test-ban"
prohibits = [{prohibits}]
usable_after_months = 12
response_months = 6

[[phase]]
id = "only"
months = 12
obligations = ["test-ban"]
measures = [{measures}]

{expects}"#
    )
}

const ALL: &str = r#"{ conduct = ["flight-test", "space-launch"] }"#;

const ASSURED: &str = r#"[[expect]]
obligation = "test-ban"
verdict = "assured"
confidence = { at_least = 0.97, at_most = 0.99 }
"#;

fn good() -> String {
    draft("good", ALL, r#""infrared""#, ASSURED)
}

/// A folder `regimes` with a world and these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("regimes")).unwrap();
    fs::write(folder.path().join("regimes/world.toml"), WORLD).unwrap();
    for (name, text) in files {
        let path = folder.path().join("regimes").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Exit status, standard output and standard error.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_regimecheck"))
        .arg("test")
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|b| String::from_utf8(b).unwrap());
    (output.status.code().unwrap(), out, err)
}

fn said(folder: &TempDir, args: &[&str]) -> (i32, String) {
    let (status, out, err) = run(folder.path(), args);
    assert_eq!(err, "");
    (status, out)
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join("regimes").join(name)).unwrap()
}

#[test]
fn agreements_are_found_and_expectations_pass() {
    let deep = good().replace("world.toml", "../world.toml");
    let files = folder(&[
        ("good.toml", &good()),
        ("deep/also.toml", &deep),
        (".hidden.toml", "broken ["),
        ("notes.md", "[agreement]"),
    ]);
    assert_eq!(said(&files, &[]), (0, "2 passed, 0 failed\n".to_owned()));
    // The same file by two paths is one.
    assert_eq!(said(&files, &["regimes/good.toml", "regimes"]), (0, "2 passed, 0 failed\n".to_owned()));
    assert_eq!(said(&files, &["--quiet"]), (0, String::new()));
}

#[test]
fn a_failure_shows_expected_and_found_and_the_evasion() {
    let expects = r#"# What the negotiators promised.
[[expect]]
obligation = "test-ban"
verdict = "assured"
favourable = "late"
confidence = { at_least = 0.97 }
evasion_uses = ["flight-test", "space-launch"]
"#;
    let bad = draft("bad", r#"{ conduct = "flight-test" }"#, r#""infrared""#, expects);
    let files = folder(&[("bad.toml", &bad), ("good.toml", &good())]);
    let wanted = "\
FAILED regimes/bad.toml:21: test-ban
  expected assured, found ambiguous
  expected late at the favourable end, found ambiguous
  expected a confidence of at least 97%, found 0%
  expected the best evasion to use `space-launch`, which it does not
  best evasion at either end: 1 x flight-test (month 1), complete in month 1, proved with 0% by the
  deadline in month 7, the goal being 90%

1 passed, 1 failed
";
    assert_eq!(said(&files, &[]), (1, wanted.to_owned()));
}

#[test]
fn an_unreadable_file_never_hides_the_others() {
    let broken = good().replace("obligations = [\"test-ban\"]", "obligations = [\"test-bann\"]");
    let files = folder(&[("broken.toml", &broken), ("good.toml", &good()), ("later.toml", "format = [\n")]);
    let (status, out, err) = run(files.path(), &[]);
    let wanted = "\
UNREADABLE regimes/broken.toml
  cannot be read: 1 error
  regimes/broken.toml:17: unknown obligation `test-bann`

UNREADABLE regimes/later.toml
";
    assert!(out.starts_with(wanted), "{out}");
    assert!(out.ends_with("\n1 passed, 2 failed\n"), "{out}");
    assert!(err.contains("did you mean `test-ban`"), "{err}");
    assert_eq!(status, 2);
    // A world that is broken is reported by the agreement that includes it, once.
    fs::write(files.path().join("regimes/world.toml"), format!("{WORLD}[[holding]\n")).unwrap();
    let (status, out, _) = run(files.path(), &["--filter", "good.toml"]);
    assert!(out.starts_with("UNREADABLE regimes/good.toml\n") && out.ends_with("\n0 passed, 1 failed\n"), "{out}");
    assert_eq!(status, 2);
    // What is named has to have an agreement.
    let (status, out, err) = run(files.path(), &["regimes/world.toml", "nowhere.toml"]);
    assert!(out.ends_with("\n0 passed, 2 failed\n") && err.contains("nowhere.toml"), "{out}{err}");
    assert_eq!(status, 2);
}

#[test]
fn undecided_is_no_pass() {
    let files = folder(&[("good.toml", &good())]);
    let (status, out) = said(&files, &["--timeout", "0.000001"]);
    assert!(out.starts_with("UNDECIDED regimes/good.toml:20: test-ban\n  not decided: "), "{out}");
    assert!(out.ends_with("\n0 passed, 1 failed\n"), "{out}");
    assert_eq!(status, 3);
}

#[test]
fn nothing_to_test_is_an_error() {
    let empty = tempfile::tempdir().unwrap();
    let (status, out, err) = run(empty.path(), &[]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.starts_with("error: nothing to test: there is no folder `regimes`\n"), "{err}");
    let files = folder(&[]);
    let (status, _, err) = run(files.path(), &[]);
    assert!(status == 2 && err.starts_with("error: nothing to test: there is no agreement under `regimes`\n"), "{err}");
    let files = folder(&[("silent.toml", &draft("silent", ALL, "", ""))]);
    let (status, _, err) = run(files.path(), &[]);
    assert!(status == 2 && err.contains("has an expectation"), "{err}");
    let (status, _, err) = run(files.path(), &["--filter", "export"]);
    assert!(status == 2 && err.contains("no expectation under `regimes` matches `export`"), "{err}");
}

#[test]
fn what_is_expected_can_be_listed_and_filtered() {
    let other = draft("other-pact", ALL, "", "[[expect]]\nobligation = \"test-ban\"\nadverse = \"uncovered\"\n");
    let files = folder(&[("good.toml", &good()), ("other.toml", &other)]);
    let wanted = "\
regimes/good.toml:20: good, test-ban: assured, confidence at least 97%, confidence at most 99%
regimes/other.toml:20: other-pact, test-ban: uncovered at the adverse end
";
    assert_eq!(said(&files, &["--list"]), (0, wanted.to_owned()));
    let second = wanted.lines().nth(1).unwrap().to_owned() + "\n";
    for filter in ["other.toml", "other-pact"] {
        assert_eq!(said(&files, &["--list", "--filter", filter]), (0, second.clone()));
    }
    assert_eq!(said(&files, &["--filter", "test-ban"]), (0, "2 passed, 0 failed\n".to_owned()));
    let (_, json) = said(&files, &["--list", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["agreements"][1]["expectations"][0]["expected"]["adverse"], "uncovered");
}

#[test]
fn an_obligation_without_an_expectation_fails_if_all_are_required() {
    let files = folder(&[("good.toml", &good()), ("silent.toml", &draft("silent", ALL, "", ""))]);
    assert_eq!(said(&files, &[]), (0, "1 passed, 0 failed\n".to_owned()));
    let wanted = "FAILED regimes/silent.toml:9: test-ban\n  no expectation states its verdict\n\n1 passed, 1 failed\n";
    assert_eq!(said(&files, &["--require-complete"]), (1, wanted.to_owned()));
    let empty = draft("empty", ALL, "", "[[expect]]\nobligation = \"test-ban\"\n");
    let files = folder(&[("empty.toml", &empty)]);
    let wanted =
        "FAILED regimes/empty.toml:20: test-ban\n  states nothing: give it a `verdict`\n\n0 passed, 1 failed\n";
    assert_eq!(said(&files, &[]), (1, wanted.to_owned()));
}

#[test]
fn an_update_changes_what_does_not_hold_and_nothing_else() {
    let expects = "# Promised in the speech.\r\n[[expect]]\r\n  obligation = \"test-ban\"   # article I\r\n  \
                   verdict   = \"assured\" # as promised\r\n  confidence = { at_least = 0.990, at_most = 1 } # high\r\n  \
                   evasion_uses = [\"space-launch\", \"flight-test\"]\r\n# end\r\n";
    let bad = draft("bad", r#"{ conduct = "flight-test" }"#, r#""infrared", "radar""#, expects);
    let files = folder(&[("bad.toml", &bad), ("good.toml", &good())]);
    let (status, out) = said(&files, &["--update"]);
    let new = bad
        .replace("\"assured\" # as", "\"ambiguous\" # as")
        .replace("at_least = 0.990", "at_least = 0")
        .replace("[\"space-launch\", \"flight-test\"]", "[\"flight-test\"]");
    assert_eq!(text(&files, "bad.toml"), new);
    assert!(out.starts_with("--- regimes/bad.toml\n+++ regimes/bad.toml\n@@ -"), "{out}");
    assert!(
        out.contains("-  verdict   = \"assured\" # as promised\r\n") && out.contains("+  verdict   = \"ambiguous\""),
        "{out}"
    );
    assert!(out.ends_with("\n1 expectation updated\n2 passed, 0 failed\n"), "{out}");
    assert_eq!(status, 0);
    assert_eq!(text(&files, "good.toml"), good());
    assert_eq!(said(&files, &["--update"]), (0, "2 passed, 0 failed\n".to_owned()));
    // No other file is left behind.
    assert_eq!(fs::read_dir(files.path().join("regimes")).unwrap().count(), 3);
}

#[test]
fn an_update_states_what_is_not_stated_and_strikes_what_makes_no_sense() {
    let empty = draft("empty", ALL, r#""infrared""#, "[[expect]]\nobligation = \"test-ban\" # soon\n");
    let wanted = empty.clone() + "verdict = \"assured\"\n";
    let infeasible = draft("none", r#"{ conduct = "parade" }"#, "", ASSURED);
    let files = folder(&[("empty.toml", &empty), ("none.toml", &infeasible)]);
    let (status, out) = said(&files, &["--update"]);
    assert!(out.ends_with("\n2 expectations updated\n2 passed, 0 failed\n"), "{out}");
    assert_eq!((status, text(&files, "empty.toml")), (0, wanted));
    let wanted = "[[expect]]\nobligation = \"test-ban\"\nverdict = \"infeasible\"\n";
    assert_eq!(text(&files, "none.toml"), infeasible.replace(ASSURED, wanted));
}

#[test]
fn an_update_leaves_other_files_and_shared_expectations_alone() {
    let shared = ASSURED.replace("assured", "late").replace("0.97", "0.2").replace("0.99", "0.3");
    let with =
        |id, measures| draft(id, ALL, measures, "").replace("[\"world.toml\"]", "[\"world.toml\", \"expects.toml\"]");
    let (one, other) = (with("one", r#""infrared""#), with("other", r#""radar""#));
    let expects = format!("format = 1\n\n{shared}");
    let files = folder(&[("one.toml", &one), ("other.toml", &other), ("expects.toml", &expects)]);
    let (status, out, err) = run(files.path(), &["--update"]);
    assert_eq!(
        err,
        "warning: regimes/expects.toml:3: not updated: the agreements that include it differ in what they would expect\n"
    );
    assert!(out.ends_with("\n0 passed, 2 failed\n"), "{out}");
    assert_eq!((status, text(&files, "expects.toml")), (1, expects.clone()));
    let (status, _, err) = run(files.path(), &["--update", "regimes/one.toml"]);
    assert_eq!(err, "warning: regimes/expects.toml:3: not updated: its file is not under the paths that were named\n");
    assert_eq!((status, text(&files, "expects.toml")), (1, expects));
}

fn git(folder: &Path, args: &[&str]) {
    let mut all = vec!["-c", "user.name=author", "-c", "user.email=author@example.org"];
    all.extend(args);
    let output =
        Command::new("git").args(&all).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn only_what_has_changed_since_a_revision() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git");
        return;
    }
    let files = folder(&[("good.toml", &good()), ("other.toml", &good().replace("\"good\"", "\"other\""))]);
    let (status, _, err) = run(files.path(), &["--changed-since", "HEAD"]);
    assert!(status == 2 && err.contains("is in no git repository"), "{err}");
    git(files.path(), &["init", "-q", "-b", "main"]);
    git(files.path(), &["add", "."]);
    git(files.path(), &["commit", "-q", "-m", "first"]);
    let nothing = "no agreement under `regimes` has changed since `HEAD`\n0 passed, 0 failed\n";
    assert_eq!(said(&files, &["--changed-since", "HEAD"]), (0, nothing.to_owned()));
    let (status, _, err) = run(files.path(), &["--changed-since=--output=x"]);
    assert!(status == 2 && err.starts_with("error: git knows no commit `--output=x`"), "{err}");
    let (status, _, err) = run(files.path(), &["--changed-since", "no-such"]);
    assert!(status == 2 && err.starts_with("error: git knows no commit `no-such`"), "{err}");
    let list = |files: &TempDir| {
        let (_, out) = said(files, &["--changed-since", "HEAD", "--list"]);
        out.lines().map(|l| l.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // An agreement that changed; one that is new and untracked; an include that changed.
    fs::write(files.path().join("regimes/good.toml"), good() + "# more\n").unwrap();
    assert_eq!(list(&files), ["regimes/good.toml"]);
    fs::write(files.path().join("regimes/new.toml"), good()).unwrap();
    assert_eq!(list(&files), ["regimes/good.toml", "regimes/new.toml"]);
    fs::write(files.path().join("regimes/world.toml"), format!("{WORLD}# more\n")).unwrap();
    assert_eq!(list(&files), ["regimes/good.toml", "regimes/new.toml", "regimes/other.toml"]);
    git(files.path(), &["add", "."]);
    git(files.path(), &["commit", "-q", "-m", "second"]);
    assert_eq!(list(&files), ["no agreement under `regimes` has changed since `HEAD`"]);
    assert_eq!(said(&files, &["--changed-since", "HEAD~1"]), (0, "3 passed, 0 failed\n".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_hook_refuses_a_commit_that_breaks_an_expectation() {
    use std::os::unix::fs::PermissionsExt;
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git");
        return;
    }
    let files = folder(&[("good.toml", &good())]);
    git(files.path(), &["init", "-q", "-b", "main"]);
    git(files.path(), &["add", "."]);
    git(files.path(), &["commit", "-q", "-m", "first"]);
    let hook = files.path().join(".git/hooks/pre-commit");
    let program = env!("CARGO_BIN_EXE_regimecheck");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, format!("#!/bin/sh\nexec '{program}' test --changed-since HEAD --require-complete\n")).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let commit = |message: &str| {
        let who = ["-c", "user.name=author", "-c", "user.email=author@example.org"];
        let mut commit = Command::new("git");
        commit.args(who).args(["commit", "-q", "-a", "-m", message]).current_dir(files.path());
        commit.env("GIT_CONFIG_GLOBAL", "/dev/null").stdin(Stdio::null()).output().unwrap()
    };
    fs::write(files.path().join("regimes/good.toml"), good().replace("assured", "late")).unwrap();
    let refused = commit("worse");
    let said = [refused.stdout, refused.stderr].map(|b| String::from_utf8(b).unwrap()).concat();
    assert!(!refused.status.success() && said.contains("expected late, found assured"), "{said}");
    fs::write(files.path().join("regimes/good.toml"), good() + "# better\n").unwrap();
    assert!(commit("better").status.success());
}

/// Whether tags are closed in the order in which they were opened, and nothing stands open.
fn is_well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    for part in xml.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { return false };
        let name = tag.trim_matches('/').split(' ').next().unwrap().to_owned();
        let quotes = tag.matches('"').count();
        if quotes % 2 != 0 || text.contains('>') {
            return false;
        }
        match () {
            () if tag.starts_with('?') || tag.ends_with('/') => {}
            () if tag.starts_with('/') => {
                if open.pop() != Some(name) {
                    return false;
                }
            }
            () => open.push(name),
        }
    }
    open.is_empty()
}

#[test]
fn reports_for_programs() {
    let expects = ASSURED.replace("assured", "late") + "\n" + ASSURED;
    let two = draft("two", ALL, r#""infrared""#, &expects);
    let files = folder(&[("two & \"more\".toml", &two), ("broken.toml", "[agreement]\nid = \"<\"\n")]);
    let (status, out, _) = run(files.path(), &["--format", "json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, &json["passed"], &json["failed"]), (2, &Value::from(1), &Value::from(2)));
    assert!(json["agreements"][0]["errors"].as_array().unwrap().iter().all(|e| e["message"].is_string()));
    let first = &json["agreements"][1]["expectations"][0];
    assert_eq!((&first["status"], &first["line"]), (&"failed".into(), &20.into()));
    assert_eq!(first["found"]["adverse"]["confidence"], 0.97);
    assert_eq!(first["found"]["adverse"]["evasion"]["events"][0]["month"], 1);
    assert_eq!(first["misses"][0], "expected late, found assured");

    let (_, out, _) = run(files.path(), &["--format", "junit"]);
    assert!(is_well_formed(&out), "{out}");
    assert!(out.contains("<testsuites name=\"regimecheck\" tests=\"3\" failures=\"1\" errors=\"1\">"), "{out}");
    assert!(
        out.contains("name=\"test-ban (line 20)\" file=\"regimes/two &amp; &quot;more&quot;.toml\" line=\"20\">"),
        "{out}"
    );
    assert!(out.contains("<failure type=\"failed\" message=\"expected late, found assured\">"), "{out}");

    let (_, out, _) = run(files.path(), &["--format", "tap"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[..3], ["TAP version 14", "1..3", "not ok 1 - regimes/broken.toml"]);
    let numbered: Vec<&&str> = lines.iter().filter(|l| l.starts_with("ok ") || l.starts_with("not ok ")).collect();
    assert_eq!(numbered.len(), 3);
    assert_eq!(lines.iter().filter(|l| **l == "  ---").count(), 2);
    assert_eq!(lines.last(), Some(&"# 1 passed, 2 failed"));

    let (status, _, err) = run(files.path(), &["--update", "--format", "json"]);
    assert!(status == 2 && err.starts_with("error: `--update` reports as text only\n"), "{err}");
}

#[test]
fn mutants_that_no_expectation_notices_are_listed() {
    // The radar adds to what infrared sees for itself; nothing that is expected rests on it.
    let expects = "[[expect]]\nobligation = \"test-ban\"\nverdict = \"assured\"\nconfidence = { at_least = 0.97 }\n";
    let pact = draft("pact", ALL, r#""infrared", "radar""#, expects);
    let files = folder(&[("pact.toml", &pact)]);
    let (status, out) = said(&files, &["--mutants"]);
    let wanted = "\
SURVIVED regimes/pact.toml:9: double-significant
  `test-ban` with 2 as the significant amount
SURVIVED regimes/pact.toml:9: slow-response
  `test-ban` with 3 more months for a response
SURVIVED regimes/world.toml:23: slow-measure
  `infrared` reports 3 months later
SURVIVED regimes/pact.toml:15: drop-measure
  `radar` is in no phase
SURVIVED regimes/world.toml:28: halve-coverage
  `radar` with half its coverage
SURVIVED regimes/world.toml:28: slow-measure
  `radar` reports 3 months later

regimes/pact.toml: 3 of 9 mutants killed
mutation score: 3/9
1 passed, 0 failed
";
    assert_eq!((status, out.as_str()), (1, wanted));
    let (_, json) = said(&files, &["--mutants", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["mutation"]["killed"], &json["mutation"]["total"]), (&3.into(), &9.into()));
    assert_eq!(json["mutation"]["mutants"].as_array().unwrap().len(), 9);
    assert_eq!(json["mutation"]["mutants"][0]["agreements"][0]["killed_by"], "test-ban");
    // Whatever the number of workers, the report is the same.
    assert_eq!(said(&files, &["--mutants", "--jobs", "1"]), (1, out.clone()));
    assert_eq!(said(&files, &["--mutants", "--jobs", "7"]), (1, out));
}
