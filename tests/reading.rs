//! What is read and what is refused, with the exact messages: `tests/reading/*.toml` with a
//! snapshot beside each, and files that are too odd or too large to keep.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use regimecheck::diagnostic::{Severity, text};
use regimecheck::source::Input;
use regimecheck::{Loaded, load};
use std::fs;
use std::path::{Path, PathBuf};

fn rendered(loaded: &Loaded) -> String {
    text::render_all(&loaded.diagnostics, &loaded.sources, false)
}

fn of_text(text: &str) -> Loaded {
    load(&Input::Text { name: "draft.toml".to_owned(), text: text.to_owned() }, None)
}

fn of_file(path: &Path) -> Loaded {
    load(&Input::File(path.to_owned()), None)
}

/// A complete regime with `entries` in it.
fn with(entries: &str) -> String {
    format!("format = 1\n[agreement]\nid = \"draft\"\n[[phase]]\nid = \"only\"\nmonths = 12\n{entries}\n")
}

/// The messages, with the folder written as `DIR`.
fn in_folder(loaded: &Loaded, folder: &Path) -> String {
    rendered(loaded).replace(&folder.display().to_string(), "DIR")
}

/// Compares messages with the snapshot of that name in `tests/reading/`.
fn pin(name: &str, messages: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("reading");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, messages));
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn each_case_gives_its_messages() {
    let mut cases: Vec<PathBuf> = fs::read_dir("tests/reading")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    cases.sort();
    assert!(cases.len() > 30);
    for case in cases {
        let loaded = of_file(&case);
        assert_eq!(loaded.regime.is_none(), loaded.has_errors(), "{}", case.display());
        pin(case.file_stem().unwrap().to_str().unwrap(), &rendered(&loaded));
    }
}

#[test]
fn a_missing_file_is_named() {
    pin("missing-file", &rendered(&of_file(Path::new("tests/reading/nowhere.toml"))));
    pin("missing-folder", &rendered(&of_file(Path::new("tests/reading.rs/draft.toml"))));
}

#[test]
fn a_large_file_is_refused_by_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.toml");
    fs::File::create(&path).unwrap().set_len(50_000_000).unwrap();
    let draft = write(folder.path(), "draft.toml", "format = 1\ninclude = [\"large.toml\"]\n");
    pin("large-file", &in_folder(&of_file(&path), folder.path()));
    pin("large-include", &in_folder(&of_file(&draft), folder.path()));
}

#[test]
fn folders_pipes_and_devices_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    pin("folder", &in_folder(&of_file(folder.path()), folder.path()));
    let pipe = folder.path().join("pipe");
    if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|s| s.success()) {
        pin("pipe", &in_folder(&of_file(&pipe), folder.path()));
    }
    if Path::new("/dev/zero").exists() {
        pin("device", &rendered(&of_file(Path::new("/dev/zero"))));
    }
}

#[test]
fn invalid_utf_8_is_shown_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(
        folder.path(),
        "latin.toml",
        b"format = 1\n[agreement]\nid = \"draft\" # f\xfcr \xe9\n[[activity]]\nid = 5\n",
    );
    pin("invalid-utf-8", &in_folder(&of_file(&path), folder.path()));
}

#[test]
fn a_byte_order_mark_and_carriage_returns_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let text = with("[[activity]]\nid = \"flight-test\"\nunits = 1.5").replace('\n', "\r\n");
    let path = write(folder.path(), "windows.toml", format!("\u{feff}{text}"));
    pin("carriage-returns", &in_folder(&of_file(&path), folder.path()));
    let path = write(folder.path(), "sound.toml", format!("\u{feff}{}", with("").replace('\n', "\r\n")));
    assert!(of_file(&path).regime.is_some());
}

#[cfg(unix)]
#[test]
fn includes_do_not_leave_the_root_through_a_symbolic_link() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "secret.toml", "format = 1\n");
    let folder = tempfile::tempdir().unwrap();
    let link = |to: PathBuf, name: &str| std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
    link(outside.path().join("secret.toml"), "link.toml");
    link(outside.path().to_owned(), "linked");
    write(folder.path(), "inside.toml", with(""));
    link(folder.path().join("inside.toml"), "inside-link.toml");
    let draft = "format = 1\ninclude = [\"link.toml\", \"linked/secret.toml\", \"linked/none.toml\", \"inside-link.toml\", \"inside.toml\"]\n";
    let draft = write(folder.path(), "draft.toml", draft);
    pin("symbolic-links", &in_folder(&of_file(&draft), folder.path()));
}

#[test]
fn the_root_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "world.toml", with(""));
    let draft = write(folder.path(), "drafts/a/draft.toml", "format = 1\ninclude = [\"../../world.toml\"]\n");
    pin("outside-the-default-root", &in_folder(&of_file(&draft), folder.path()));
    let loaded = load(&Input::File(draft.clone()), Some(folder.path()));
    assert!(loaded.regime.is_some(), "{}", rendered(&loaded));
    let shown: Vec<String> =
        loaded.sources.files.iter().map(|f| f.name.replace(&folder.path().display().to_string(), "DIR")).collect();
    assert_eq!(shown, ["DIR/drafts/a/draft.toml", "DIR/world.toml"]);
    pin("root-is-a-file", &in_folder(&load(&Input::File(draft.clone()), Some(&draft)), folder.path()));
    pin("root-is-missing", &in_folder(&load(&Input::File(draft), Some(Path::new("no/such/root"))), folder.path()));
}

#[test]
fn includes_come_first_each_once_and_may_form_a_cycle() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, include: &str| {
        let text = format!("format = 1\ninclude = {include}\n[[signature]]\nid = \"{name}\"\n");
        write(folder.path(), &format!("{name}.toml"), text);
    };
    file("a", "[\"b.toml\", \"./sub/../c.toml\"]");
    file("b", "[\"c.toml\", \"top.toml\"]");
    file("c", "[\"a.toml\", \"c.toml\"]");
    let top = write(folder.path(), "top.toml", with("").replacen('\n', "\ninclude = [\"a.toml\"]\n", 1));
    let loaded = of_file(&top);
    assert!(!loaded.has_errors(), "{}", rendered(&loaded));
    let ids: Vec<String> = loaded.regime.unwrap().signatures.into_iter().map(|s| s.entry.id).collect();
    assert_eq!(ids, ["c", "b", "a"]);
}

#[test]
fn a_text_without_a_path_may_be_included_back() {
    // Includes of such a text are relative to the working directory.
    let folder = tempfile::tempdir_in("tests").unwrap();
    let name = format!("tests/{}", folder.path().file_name().unwrap().display());
    let draft = fs::read_to_string("tests/conformance/split/draft.toml").unwrap();
    let draft = draft.replace("world.toml", &format!("{name}/world.toml"));
    let world = fs::read_to_string("tests/conformance/split/world.toml").unwrap();
    write(folder.path(), "draft.toml", &draft);
    write(folder.path(), "world.toml", world);
    let loaded = of_text(&draft);
    assert!(loaded.regime.is_some(), "{}", rendered(&loaded));
}

#[test]
fn limits_of_size_and_number_hold_for_all_files_together() {
    use regimecheck::source::{Limits, read_within};
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "b.toml", "format = 1\n");
    write(folder.path(), "c.toml", "format = 1\n");
    let top = write(folder.path(), "a.toml", "format = 1\ninclude = [\"b.toml\", \"c.toml\"]\n");
    for (limits, expected) in [
        (Limits { files: 2, ..Limits::default() }, "more than 2 files are included"),
        (Limits { total: 55, ..Limits::default() }, "the files are larger than 55 bytes together"),
        (Limits { file: 10, ..Limits::default() }, "a.toml` is too large (42 bytes): at most 10 bytes are read"),
    ] {
        let (sources, problems) = read_within(&Input::File(top.clone()), None, limits);
        assert!(!sources.complete);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.ends_with(expected), "{}", problems[0].message);
    }
}

#[test]
fn numbers_of_ten_thousand_digits_are_refused_fast() {
    let digits = "7".repeat(10_000);
    let entries = format!(
        "[[activity]]\nid = \"flight-test\"\nunits = {digits}\ntotal = 0x{digits}\ncost = 0.{digits}\nmax_per_month = 1e{digits}\n"
    );
    pin("ten-thousand-digits", &rendered(&of_text(&with(&entries))));
}

#[test]
fn long_ids_are_shown_shortened() {
    let long = "a".repeat(1_000_000);
    let entries = format!(
        "[[signature]]\nid = \"{long}\"\n[[signature]]\nid = \"{long}\"\n[[activity]]\nid = \"flight-test\"\nsignatures = [\"x{long}\"]\n"
    );
    let shown = rendered(&of_text(&with(&entries)));
    assert!(shown.lines().all(|line| line.chars().count() < 400));
    pin("long-ids", &shown);
}

#[test]
fn deep_nesting_is_refused() {
    let brackets =
        |open: &str, close: &str, depth: usize| format!("x = {}{}\n", open.repeat(depth), close.repeat(depth));
    for text in [
        brackets("[", "]", 200_000),
        brackets("{ a = ", "}", 200_000),
        "[".repeat(200_000),
        format!("{} = 1\n", ["a"; 200_000].join(".")),
        format!("[{}]\n", ["a"; 200_000].join(".")),
        format!("[[{}]]\nb = 1\n", ["\"a\""; 200_000].join(" . ")),
        format!("x = {{ {} = 1 }}\n", ["a"; 200_000].join(".")),
    ] {
        let loaded = of_text(&text);
        assert!(loaded.has_errors());
        assert!(rendered(&loaded).contains("error[toml-syntax]"), "{}", &rendered(&loaded)[..200]);
    }
    pin("deep-key", &rendered(&of_text(&format!("format = 1\n{} = 1\n", ["a"; 20].join(".")))));
}

#[test]
fn a_hundred_problems_are_shown_and_the_rest_counted() {
    let entries: String =
        (0..150).map(|i| format!("[[activity]]\nid = \"a{i}\"\nunits = -1\n[[signature]]\nid = \"s{i}\"\n")).collect();
    let loaded = of_text(&with(&entries));
    let shown = rendered(&loaded);
    assert_eq!(shown.matches("error[negative-number]").count(), 100);
    assert_eq!(shown.matches("warning[unused-signature]").count(), 0);
    assert_eq!(shown.lines().last(), Some("150 errors and 150 warnings; 200 of them not shown"));
    assert_eq!(loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error).count(), 150);
}

#[test]
fn a_hundred_thousand_entries_are_read() {
    let mut entries = String::from("[[signature]]\nid = \"plume\"\n");
    for i in 0..100_000 {
        entries += &format!(
            "[[activity]]\nid = \"activity-{i}\"\nconduct = \"test\"\nsite = \"s{}\"\nsignatures = [\"plume\"]\nattributes = {{ range_km = {i} }}\n",
            i % 100
        );
    }
    let loaded = of_text(&with(&entries));
    assert!(loaded.diagnostics.is_empty(), "{}", rendered(&loaded));
    assert_eq!(loaded.regime.unwrap().activities.len(), 100_000);
    // The same with a slip in each entry, which must not make it much slower.
    let loaded = of_text(&with(&entries.replace("[\"plume\"]", "[\"plum\"]").replace("site", "sit")));
    assert_eq!(loaded.diagnostics.len(), 200_000);
    assert!(rendered(&loaded).lines().count() < 2_000);
}

#[test]
fn ten_thousand_includes_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..10_000 {
        let text =
            format!("format = 1\ninclude = [\"f{}.toml\"]\n[[assumption]]\nid = \"a{i}\"\nholds = true\n", i + 1);
        fs::write(folder.path().join(format!("f{i}.toml")), text).unwrap();
    }
    write(folder.path(), "f10000.toml", with(""));
    let loaded = of_file(&folder.path().join("f0.toml"));
    assert!(!loaded.has_errors(), "{}", rendered(&loaded));
    let regime = loaded.regime.unwrap();
    assert_eq!(regime.assumptions.len(), 10_000);
    assert_eq!(regime.assumptions[0].entry.id, "a9999");
}

#[test]
fn decimals_are_read_exactly() {
    let text = with(
        "[[measure]]\nid = \"m\"\nfamily = \"other\"\ncoverage = { low = 0.1, high = 1e-0 }\nintrusiveness = 0.30000000000000004",
    );
    let regime = of_text(&text).regime.unwrap();
    let measure = &regime.measures[0];
    assert_eq!(measure.coverage.low.to_string(), "1/10");
    assert_eq!(measure.coverage.high.to_string(), "1");
    assert_eq!(measure.intrusiveness.to_string(), "7500000000000001/25000000000000000");
    assert_eq!(regime.agreement.goal.to_string(), "9/10");
}

#[test]
fn exclusions_work_both_ways() {
    let text = with(
        "[[signature]]\nid = \"s\"\n[[concealment]]\nid = \"a\"\nhides = [\"s\"]\n[[concealment]]\nid = \"b\"\nhides = [\"s\"]\nexcludes = [\"c\", \"a\"]\n\
         [[concealment]]\nid = \"c\"\nhides = [\"s\"]\nexcludes = [\"b\"]\n",
    );
    let regime = of_text(&text).regime.unwrap();
    let excludes: Vec<Vec<usize>> =
        regime.concealments.iter().map(|c| c.excludes.iter().map(|e| e.0).collect()).collect();
    assert_eq!(excludes, [vec![1], vec![0, 2], vec![1]]);
}
