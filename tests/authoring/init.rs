//! `init`: the starter case checks at once, says what its README says, and overwrites nothing.

use super::{err, out, run, run_in};
use regimecheck::load;
use regimecheck::source::Input;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn started() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    out(&run_in(folder.path(), &["init", "case"]), 0);
    folder
}

fn checked(folder: &Path) -> Value {
    serde_json::from_str(&out(&run_in(folder, &["check", "--format", "json", "case/draft.toml"]), 1)).unwrap()
}

#[test]
fn what_it_writes_is_said() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(out(&run_in(folder.path(), &["init", "new/case"]), 0));
    let mut names: Vec<_> =
        fs::read_dir(folder.path().join("new/case")).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["README.md", "draft.toml", "measures.toml", "regime.schema.json", "world.toml"]);
    let schema = fs::read_to_string(folder.path().join("new/case/regime.schema.json")).unwrap();
    assert_eq!(schema, out(&run(&["schema"]), 0));
}

#[test]
fn it_checks_at_once() {
    let folder = started();
    let loaded = load(&Input::File(folder.path().join("case/draft.toml")), None);
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    let text = out(&run_in(folder.path(), &["check", "case/draft.toml"]), 1);
    assert!(text.ends_with("1 of 3 obligations assured\n"), "{text}");
}

#[test]
fn its_expectations_hold_and_its_readme_is_true() {
    let folder = started();
    let tested = out(&run_in(folder.path(), &["test", "--require-complete", "case"]), 0);
    assert!(tested.ends_with("3 passed, 0 failed\n"), "{tested}");
    let regime = load(&Input::File(folder.path().join("case/draft.toml")), None).regime.unwrap();
    let answer = checked(folder.path());
    let readme = fs::read_to_string(folder.path().join("case/README.md")).unwrap();
    let obligations = answer["obligations"].as_array().unwrap();
    assert_eq!(regime.expects.len(), obligations.len());
    for (expect, found) in regime.expects.iter().zip(obligations) {
        let id = regime.obligations[expect.obligation.0].entry.id.as_str();
        assert_eq!(found["id"], id);
        assert_eq!(found["verdict"], expect.verdict.unwrap().word(), "{id}");
        for (end, wanted) in [("adverse", expect.adverse), ("favourable", expect.favourable)] {
            assert!(wanted.is_none_or(|w| found[end]["verdict"] == w.word()), "{id} {end}");
        }
        let verdict = |end: &str| found[end]["verdict"].as_str().unwrap().to_owned();
        let row = format!("| `{id}` | {} | {} |", verdict("adverse"), verdict("favourable"));
        assert!(readme.contains(&row), "{row}");
    }
}

#[test]
fn what_its_readme_advises_helps() {
    let folder = started();
    let change = |file: &str, from: &str, to: &str| {
        let path = folder.path().join("case").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replace(from, to)).unwrap();
    };
    change(
        "draft.toml",
        "prohibits = [{ conduct = \"flight-test\" }]",
        "prohibits = [{ conduct = [\"flight-test\", \"research\"] }]",
    );
    assert_eq!(checked(folder.path())["obligations"][0]["verdict"], "assured");
    change("measures.toml", "invoked = { low = 0.2, high = 0.8 }", "invoked = 1");
    change("measures.toml", "cued_by = [\"satellites\"]", "");
    assert_eq!(checked(folder.path())["obligations"][2]["adverse"]["verdict"], "assured");
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("case")).unwrap();
    fs::write(folder.path().join("case/world.toml"), "mine").unwrap();
    insta::assert_snapshot!("one_file_is_there", err(&run_in(folder.path(), &["init", "case"]), 2));
    fs::write(folder.path().join("case/draft.toml"), "mine").unwrap();
    insta::assert_snapshot!("two_files_are_there", err(&run_in(folder.path(), &["init", "case"]), 2));
    assert_eq!(fs::read_dir(folder.path().join("case")).unwrap().count(), 2);
    assert_eq!(fs::read_to_string(folder.path().join("case/world.toml")).unwrap(), "mine");
    // A link that leads nowhere counts as there.
    #[cfg(unix)]
    {
        fs::create_dir(folder.path().join("links")).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", folder.path().join("links/README.md")).unwrap();
        assert!(err(&run_in(folder.path(), &["init", "links"]), 2).contains("is there already"));
    }
}

#[test]
fn a_folder_with_other_files_is_fine_and_a_file_is_not() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    out(&run_in(folder.path(), &["init", "."]), 0);
    let message = err(&run_in(folder.path(), &["init", "notes.txt"]), 2);
    assert!(message.starts_with("error: the folder `notes.txt` could not be made: "), "{message}");
    assert!(message.contains("a file is in its place"), "{message}");
    let message = err(&run_in(folder.path(), &["init", "notes.txt/case"]), 2);
    assert!(message.starts_with("error: the folder `notes.txt/case` could not be made: "), "{message}");
}
