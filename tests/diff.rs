//! `regimecheck diff`: real runs on files and on git repositories made for the purpose.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use regimecheck::analysis::diff::sheet::Sheet;
use regimecheck::analysis::essence::Essence;
use regimecheck::load;
use regimecheck::model::term::Term;
use regimecheck::model::variant::Listing;
use regimecheck::model::{End, ObligationIx, Regime};
use regimecheck::query::Scene;
use regimecheck::source::Input;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

const WORLD: &str = r#"format = 1

[[signature]]
id = "plume"

[[signature]]
id = "crates"

[[activity]]
id = "test"
conduct = "test"
signatures = ["plume"]
max_per_month = 2

[[activity]]
id = "launch"
conduct = "launch"
signatures = ["plume"]

[[activity]]
id = "ship"
conduct = "export"
signatures = ["crates"]
max_per_month = 2

[[measure]]
id = "satellite"
family = "national-technical-means"
detects = [{ signature = "plume", probability = { low = 0.6, high = 0.95 }, discriminates = 0.5 }]

[[measure]]
id = "port"
family = "on-site"
detects = [{ signature = "crates", probability = 0.9 }]
consent = true
"#;

const DRAFT: &str = r#"format = 1
include = ["world.toml"]

[agreement]
id = "draft"
title = "Two bans"

[[obligation]]
id = "test-ban"
prohibits = [{ conduct = ["test", "launch"] }]
significant = 2

[[obligation]]
id = "export-ban"
text = "No exports."
prohibits = [{ conduct = "export" }]
significant = 2

[[phase]]
id = "first"
months = 12
obligations = ["test-ban"]
measures = ["satellite"]

[[phase]]
id = "second"
months = 12
obligations = ["export-ban"]
measures = ["port"]
rewards = [{ id = "fuel", value = 10, unit = "kt" }]
"#;

struct Run {
    status: i32,
    out: String,
    err: String,
}

fn diff(folder: &Path, args: &[&str]) -> Run {
    let output =
        Command::new(env!("CARGO_BIN_EXE_regimecheck")).arg("diff").args(args).current_dir(folder).output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn json(folder: &Path, args: &[&str]) -> (i32, Value) {
    let run = diff(folder, &[&["--format", "json"], args].concat());
    (run.status, serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {}{}", run.out, run.err)))
}

fn git(folder: &Path, args: &[&str]) {
    let identity = ["-c", "user.name=author", "-c", "user.email=author@example.org", "-c", "init.defaultBranch=main"];
    let status = Command::new("git").args(identity).args(args).current_dir(folder).output().unwrap();
    assert!(status.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&status.stderr));
}

/// A folder with the world, and the draft as `old.toml` and, with some words replaced, as `new.toml`.
fn versions(changes: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("world.toml"), WORLD).unwrap();
    fs::write(folder.path().join("old.toml"), DRAFT).unwrap();
    fs::write(folder.path().join("new.toml"), changed(DRAFT, changes)).unwrap();
    folder
}

fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// A repository whose first commit has the world and the draft in the folder `drafts`.
fn repository() -> TempDir {
    let folder = TempDir::new().unwrap();
    let drafts = folder.path().join("drafts");
    fs::create_dir(&drafts).unwrap();
    fs::write(drafts.join("world.toml"), WORLD).unwrap();
    fs::write(drafts.join("ban.toml"), DRAFT).unwrap();
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "--message", "first draft"]);
    folder
}

/// All changes of all terms as `kind id key effect`.
fn effects(difference: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for term in difference["terms"].as_array().unwrap() {
        for change in term["changes"].as_array().unwrap() {
            let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            let parts = [&term["kind"], &term["id"], &change["key"], &change["effect"]].map(word);
            found.push(parts.join(" "));
        }
    }
    found
}

#[test]
fn the_same_draft_does_not_differ() {
    let folder = versions(&[]);
    let run = diff(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!(run.status, 0, "{}", run.out);
    assert!(run.out.contains("no verdict differs") && run.out.contains("the terms are the same"), "{}", run.out);
    assert_eq!(json(folder.path(), &["old.toml", "old.toml"]).1["terms"], Value::Array(Vec::new()));
}

#[test]
fn other_ways_to_write_the_same_are_no_change() {
    let folder = versions(&[
        ("[\"test\", \"launch\"]", "[\"launch\", \"test\"]"),
        ("value = 10", "value = 1.00e1"),
        ("[\"satellite\"]", "[  'satellite', ]"),
        ("title = \"Two bans\"", "title = \"\"\"Two bans\"\"\""),
    ]);
    let (status, difference) = json(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!((status, effects(&difference)), (0, Vec::<String>::new()));
}

#[test]
fn a_revision_is_read_with_its_includes() {
    let folder = repository();
    let world = folder.path().join("drafts/world.toml");
    fs::write(&world, changed(WORLD, &[("probability = 0.9 }", "probability = 0.5 }")])).unwrap();
    let (status, difference) = json(folder.path(), &["HEAD:drafts/ban.toml", "drafts/ban.toml"]);
    assert_eq!(status, 1);
    assert_eq!(effects(&difference), ["measure port detects changes verdicts"]);
    let field = &difference["terms"][0]["changes"][0]["fields"][0];
    assert_eq!(field["field"], "detects[crates].probability");
    assert_eq!((&field["old"], &field["new"]), (&Value::from("0.9"), &Value::from("0.5")));
    assert_eq!(field["old_place"]["file"], "HEAD:drafts/world.toml");
    assert_eq!(field["new_place"]["file"], "drafts/world.toml");
    assert_eq!(field["new_place"]["line"], 34);
    let export = &difference["obligations"][1];
    assert_eq!((&export["id"], &export["change"]), (&Value::from("export-ban"), &Value::from("weaker")));
    assert_eq!(export["old"]["adverse"]["verdict"], "assured");
    assert_eq!(export["new"]["adverse"]["verdict"], "evadable");
    assert_eq!(export["old"]["adverse"]["evasion"]["month_of_proof"], 13);
    assert_eq!(export["new"]["adverse"]["evasion"]["month_of_proof"], Value::Null);
    // The other way round it is for the better; two revisions do as well.
    assert_eq!(diff(folder.path(), &["--only-worse", "--quiet", "drafts/ban.toml", "HEAD:drafts/ban.toml"]).status, 0);
    assert_eq!(diff(folder.path(), &["--only-worse", "--quiet", "HEAD:drafts/ban.toml", "drafts/ban.toml"]).status, 1);
    git(folder.path(), &["commit", "--quiet", "--all", "--message", "second draft"]);
    fs::remove_dir_all(folder.path().join("drafts")).unwrap();
    assert_eq!(diff(folder.path(), &["--quiet", "HEAD~1:drafts/ban.toml", "HEAD:drafts/ban.toml"]).status, 1);
}

#[test]
fn paths_at_a_revision_are_those_of_git() {
    let folder = repository();
    let drafts = folder.path().join("drafts");
    assert_eq!(diff(&drafts, &["HEAD:drafts/ban.toml", "HEAD:./ban.toml"]).status, 0);
    let run = diff(&drafts, &["HEAD:ban.toml", "ban.toml"]);
    assert_eq!(run.status, 2);
    assert!(
        run.err.contains("error[missing-file]: cannot read `HEAD:ban.toml`: no such file at that revision"),
        "{}",
        run.err
    );
    assert!(run.err.contains("did you mean `HEAD:drafts/ban.toml`?"), "{}", run.err);
    let run = diff(folder.path(), &["HEAD:drafts", "drafts/ban.toml"]);
    assert!(run.err.contains("error[unreadable-file]: cannot read `HEAD:drafts`: it is a folder"), "{}", run.err);
    assert_eq!(run.status, 2);
}

#[test]
fn an_unknown_revision_is_an_error() {
    let folder = repository();
    git(folder.path(), &["tag", "first-draft"]);
    let run = diff(folder.path(), &["first-drft:drafts/ban.toml", "drafts/ban.toml"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("error[unknown-revision]"), "{}", run.err);
    assert!(run.err.contains("did you mean `first-draft`?"), "{}", run.err);
    assert_eq!(diff(folder.path(), &["first-draft:drafts/ban.toml", "drafts/ban.toml"]).status, 0);
    for hostile in ["--output=x:ban.toml", "^main:ban.toml", "main..main:ban.toml", ":ban.toml"] {
        let run = diff(folder.path(), &["--", hostile, "drafts/ban.toml"]);
        assert_eq!(run.status, 2, "{hostile}");
        assert!(run.err.contains("error[unknown-revision]"), "{hostile}: {}", run.err);
    }
    assert!(!folder.path().join("x").exists());
}

#[test]
fn without_a_repository_a_revision_is_an_error() {
    let folder = versions(&[]);
    let run = diff(folder.path(), &["HEAD:old.toml", "new.toml"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("error[not-a-repository]"), "{}", run.err);
    // A file with a colon in its name is a file.
    fs::copy(folder.path().join("old.toml"), folder.path().join("a:b.toml")).unwrap();
    assert_eq!(diff(folder.path(), &["a:b.toml", "new.toml"]).status, 0);
    let run = diff(folder.path(), &["./c:b.toml", "new.toml"]);
    assert!(run.err.contains("error[missing-file]: cannot read `./c:b.toml`: no such file"), "{}", run.err);
}

#[test]
fn includes_at_a_revision_do_not_leave_the_root() {
    let folder = repository();
    let drafts = folder.path().join("drafts");
    fs::write(folder.path().join("outside.toml"), "format = 1\n").unwrap();
    std::os::unix::fs::symlink("../outside.toml", drafts.join("near.toml")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", drafts.join("far.toml")).unwrap();
    std::os::unix::fs::symlink("ban.toml", drafts.join("link.toml")).unwrap();
    fs::write(drafts.join("circle.toml"), changed(DRAFT, &[("[\"world.toml\"]", "[\"self.toml\", \"world.toml\"]")]))
        .unwrap();
    std::os::unix::fs::symlink("self.toml", drafts.join("self.toml")).unwrap();
    for name in ["near", "far"] {
        let text = changed(DRAFT, &[("[\"world.toml\"]", &format!("[\"world.toml\", \"{name}.toml\"]"))]);
        fs::write(drafts.join(format!("with-{name}.toml")), text).unwrap();
    }
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "--message", "links"]);
    for (name, root) in [("near", "drafts"), ("far", "drafts"), ("far", ".")] {
        let old = format!("HEAD:drafts/with-{name}.toml");
        let run = diff(folder.path(), &["--root", root, &old, "HEAD:drafts/ban.toml"]);
        assert_eq!(run.status, 2, "{name}");
        assert!(run.err.contains("leads out of the root through a symbolic link"), "{name}: {}", run.err);
    }
    // Within the root a link is followed, at the revision, and a file is read once.
    assert_eq!(diff(folder.path(), &["HEAD:drafts/with-near.toml", "HEAD:drafts/link.toml"]).status, 0);
    let run = diff(folder.path(), &["HEAD:drafts/circle.toml", "HEAD:drafts/ban.toml"]);
    assert!(run.err.contains("a symbolic link in a circle"), "{}", run.err);
    // In the folder `drafts` the root is that folder.
    let text = changed(DRAFT, &[("[\"world.toml\"]", "[\"world.toml\", \"../outside.toml\"]")]);
    fs::write(drafts.join("up.toml"), text).unwrap();
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "--message", "up"]);
    assert_eq!(diff(folder.path(), &["HEAD:drafts/up.toml", "HEAD:drafts/ban.toml"]).status, 0);
    let run = diff(&drafts, &["HEAD:drafts/up.toml", "HEAD:drafts/ban.toml"]);
    assert!(
        run.err.contains("error[include-outside-root]: the include `../outside.toml` leads out of the root"),
        "{}",
        run.err
    );
}

#[test]
fn what_is_expected_is_no_part_of_the_deal() {
    let folder = versions(&[]);
    let (old, new) = (folder.path().join("old.toml"), folder.path().join("new.toml"));
    let expect = |file: &Path, verdict: &str| {
        let text = fs::read_to_string(file).unwrap();
        let expect = format!("[[expect]]\nobligation = \"test-ban\"\nverdict = \"{verdict}\"\n");
        fs::write(file, format!("{text}\n{expect}")).unwrap();
    };
    expect(&old, "late");
    expect(&new, "assured");
    let (status, difference) = json(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!((status, effects(&difference)), (0, vec!["expect test-ban verdict expectation only".to_owned()]));
    let text = diff(folder.path(), &["old.toml", "new.toml"]).out;
    assert!(text.contains("1 change in the terms, 1 in expectations only"), "{text}");
    assert!(text.contains("\nExpectations\n~ expect test-ban (new.toml:"), "{text}");
}

#[test]
fn verdicts_scope_and_terms_are_compared() {
    let folder = versions(&[
        ("[\"test\", \"launch\"]", "\"test\""),
        ("No exports.", "No exports at all."),
        ("value = 10", "value = 12"),
    ]);
    let (status, difference) = json(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!(status, 1);
    assert_eq!(
        effects(&difference),
        [
            "obligation test-ban prohibits changes verdicts",
            "obligation export-ban text words only",
            "phase second rewards deal only",
        ]
    );
    assert_eq!((&difference["verdicts_differ"], &difference["worse"]), (&Value::from(true), &Value::from(true)));
    let ban = &difference["obligations"][0];
    assert_eq!(ban["old"]["favourable"]["verdict"], "assured");
    assert_eq!(ban["new"]["favourable"]["verdict"], "ambiguous");
    assert_eq!(difference["obligations"][1]["change"], "equivalent");
    let scope = difference["scope"].as_array().unwrap();
    assert_eq!(scope.len(), 1);
    assert_eq!(scope[0]["activity"], "launch");
    assert_eq!((&scope[0]["first_month"], &scope[0]["last_month"]), (&Value::from(1), &Value::Null));
    assert_eq!(scope[0]["old"]["prohibited_by"][0], "test-ban");
    assert_eq!(scope[0]["new"]["freedom"], "out of scope");
    // The reverse is the reverse.
    let (_, back) = json(folder.path(), &["new.toml", "old.toml"]);
    assert_eq!(back["scope"][0]["change"], "more bound");
    assert_eq!(back["obligations"][0]["change"], "stronger");
    assert_eq!(back["worse"], false);
    assert_eq!(diff(folder.path(), &["-q", "--only-worse", "new.toml", "old.toml"]).status, 0);
}

#[test]
fn scope_is_compared_month_by_month() {
    let folder = versions(&[(
        "obligations = [\"export-ban\"]",
        "obligations = [\"export-ban\"]\ndrops_obligations = [\"test-ban\"]",
    )]);
    let (status, difference) = json(folder.path(), &["--no-effects", "old.toml", "new.toml"]);
    assert_eq!(status, 1);
    let scope: Vec<String> = difference["scope"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| format!("{} {} {} {}", s["activity"], s["first_month"], s["last_month"], s["change"]))
        .collect();
    assert_eq!(scope, ["\"test\" 13 null \"less bound\"", "\"launch\" 13 null \"less bound\""]);
    let run = diff(folder.path(), &["--no-effects", "old.toml", "new.toml"]);
    assert!(
        run.out.contains("- test from month 13 on (phase second): out of scope, was prohibited by test-ban"),
        "{}",
        run.out
    );
    // A longer last phase binds no otherwise than what it leaves.
    let folder = versions(&[("id = \"second\"\nmonths = 12", "id = \"second\"\nmonths = 24")]);
    assert_eq!(json(folder.path(), &["old.toml", "new.toml"]).1["scope"], Value::Array(Vec::new()));
}

#[test]
fn changes_without_effect_have_none_together() {
    // Each of two measures is enough by itself: only one of them can be said to change nothing.
    let measure = |id: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\nfamily = \"on-site\"\ndetects = [{{ signature = \"crates\", probability = 0.95 }}]\n\n"
        )
    };
    let both = format!("{}{}[[obligation]]\nid = \"test-ban\"", measure("seals"), measure("guards"));
    let folder = versions(&[
        ("[[obligation]]\nid = \"test-ban\"", &both),
        ("measures = [\"port\"]", "measures = [\"seals\", \"guards\"]"),
    ]);
    fs::write(folder.path().join("old.toml"), changed(DRAFT, &[("measures = [\"port\"]", "measures = []")])).unwrap();
    let (_, difference) = json(folder.path(), &["old.toml", "new.toml"]);
    let mut found = effects(&difference);
    found.retain(|e| e.starts_with("measure"));
    assert_eq!(found, ["measure seals - changes no verdict", "measure guards - changes verdicts"].map(str::to_owned));
    let run = diff(folder.path(), &["old.toml", "new.toml"]);
    assert!(run.out.contains("Changes no verdict, even with all of these taken back together"), "{}", run.out);
}

#[test]
fn what_only_changes_the_scope_is_no_change_without_effect() {
    let folder = versions(&[(
        "significant = 2\n\n[[phase]]",
        "significant = 2\n\n[[obligation]]\nid = \"no-exports-either\"\nprohibits = [{ conduct = \"nothing-known\" }]\n\n[[phase]]",
    )]);
    let (status, difference) = json(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!(
        (status, effects(&difference)),
        (0, vec!["obligation no-exports-either - changes no verdict".to_owned()])
    );
    // An assumption that makes `launch` a kind of test for the ban of which nothing follows.
    let folder = versions(&[]);
    let wider = changed(
        DRAFT,
        &[("conduct = \"export\" }]\nsignificant = 2", "conduct = \"export\" }, { id = \"idle\" }]\nsignificant = 2")],
    );
    let world = format!("{WORLD}\n[[activity]]\nid = \"idle\"\nconduct = \"idle\"\nunits = 0\n");
    fs::write(folder.path().join("world.toml"), world).unwrap();
    fs::write(folder.path().join("new.toml"), wider).unwrap();
    let (status, difference) = json(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!(effects(&difference), ["obligation export-ban prohibits changes scope only"]);
    assert_eq!((status, &difference["verdicts_differ"]), (1, &Value::from(false)));
}

#[test]
fn a_renamed_phase_is_the_same_phase() {
    let folder = versions(&[("id = \"first\"", "id = \"opening\""), ("measures = [\"port\"]", "measures = []")]);
    let (_, difference) = json(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!(effects(&difference), ["phase opening id words only", "phase second measures changes verdicts"]);
    let shift = &difference["terms"][1]["changes"][0]["verdicts"][0];
    assert_eq!((&shift["without"], &shift["with"]), (&Value::from("assured"), &Value::from("uncovered")));
}

#[test]
fn the_order_of_phases_is_a_term() {
    let (first, second) = DRAFT.split_at(DRAFT.find("[[phase]]\nid = \"second\"").unwrap());
    let (head, first) = first.split_at(first.find("[[phase]]").unwrap());
    let folder = versions(&[]);
    fs::write(folder.path().join("new.toml"), format!("{head}{second}\n{first}")).unwrap();
    let (status, difference) = json(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!(status, 1);
    assert_eq!(difference["terms"][0]["changes"][0]["key"], "order of phases");
    assert_eq!(difference["terms"][0]["changes"][0]["fields"][0]["new"], "second, first");
}

#[test]
fn markdown_is_for_a_comment() {
    let folder = versions(&[("[\"test\", \"launch\"]", "\"test\""), ("No exports.", "No exports | <b>at all</b>.")]);
    let run = diff(folder.path(), &["--format", "markdown", "old.toml", "new.toml"]);
    assert_eq!(run.status, 1);
    assert!(run.out.starts_with("### regimecheck diff: `old.toml` → `new.toml`\n"), "{}", run.out);
    assert!(run.out.contains("| `test-ban` | weaker | evadable / assured → evadable / ambiguous |"), "{}", run.out);
    assert!(run.out.contains("`\"No exports.\"` → `\"No exports \\| <b>at all</b>.\"`"), "{}", run.out);
    let columns: Vec<usize> =
        run.out.lines().filter(|l| l.starts_with('|')).map(|l| l.replace("\\|", "").matches('|').count()).collect();
    assert!(columns.iter().all(|c| *c == columns[0]), "{}", run.out);
    assert_eq!(run.out.matches("<details>").count(), run.out.matches("</details>").count());
}

#[test]
fn what_is_not_decided_is_said() {
    let folder = versions(&[("No exports.", "No.")]);
    let run = diff(folder.path(), &["--timeout", "0.000001", "old.toml", "new.toml"]);
    assert_eq!(run.status, 3, "{}", run.out);
    assert!(run.out.contains("undecided"), "{}", run.out);
}

#[test]
fn bad_input_is_refused() {
    let folder = versions(&[("id = \"draft\"", "id = \"Draft\"")]);
    let run = diff(folder.path(), &["old.toml", "new.toml"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("error[invalid-id]"), "{}", run.err);
    let run = diff(folder.path(), &["-", "-"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("both versions are standard input"), "{}", run.err);
}

fn read(input: &Input) -> (Arc<Regime>, Sheet) {
    let loaded = load(input, Some(Path::new(env!("CARGO_MANIFEST_DIR"))));
    let problems: Vec<_> = loaded.diagnostics.iter().filter(|d| d.is_error()).map(|d| &d.message).collect();
    let regime = loaded.regime.unwrap_or_else(|| panic!("{input:?}: {problems:?}"));
    (Arc::new(regime), Sheet::of(&loaded.sources))
}

fn essences(regime: &Arc<Regime>) -> Vec<(String, End, Essence)> {
    let term = Term::of(regime);
    let scenes = End::BOTH.map(|end| Scene::new(regime, &term, end, Listing::WithoutRefusingGifts));
    let of = |scene: &Scene| -> Vec<(String, End, Essence)> {
        let name = |o: ObligationIx| regime.obligations[o.0].entry.id.clone();
        let essence = |o: ObligationIx| (name(o), scene.world.end, Essence::of(scene, o).unwrap());
        Term::listed(regime).into_iter().map(essence).collect()
    };
    scenes.iter().flat_map(of).collect()
}

/// Every draft of the regimes and the conformance cases.
fn drafts() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("regimes"), PathBuf::from("tests/conformance")];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml")
                && fs::read_to_string(&path).unwrap().lines().any(|l| l.trim() == "[agreement]")
            {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 100, "{}", found.len());
    found
}

#[test]
fn a_sheet_written_out_says_the_same() {
    for path in drafts() {
        let (regime, sheet) = read(&Input::File(path.clone()));
        let text = sheet.written();
        let (again, _) = read(&Input::Text { name: "written".to_owned(), text });
        assert!(essences(&regime) == essences(&again), "{}", path.display());
    }
}

#[test]
fn what_is_called_words_or_deal_enters_no_verdict() {
    use regimecheck::analysis::diff::roles::{Role, role};
    for path in drafts() {
        let (regime, mut sheet) = read(&Input::File(path.clone()));
        sheet.items.retain(|i| role(i.kind(), "") == Role::Verdict);
        for item in &mut sheet.items {
            let kind = item.kind();
            item.keys.retain(|(key, _)| role(kind, key) == Role::Verdict);
        }
        let (without, _) = read(&Input::Text { name: "without".to_owned(), text: sheet.written() });
        assert!(essences(&regime) == essences(&without), "{}", path.display());
    }
}
