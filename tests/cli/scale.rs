//! Input on a scale that no author means: an error or the exact answer, never a panic, a hang or a
//! wrong verdict. (Sizes: an agreement of a hundred pages has some hundreds of entries.)

use crate::run::{Run, finish, program};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const HEAD: &str = "format = 1\n[agreement]\nid = \"a\"\ngoal = 0.4\n";
/// A ban on the activity `act`, which a satellite sees with 0.5.
const BAN: &str = r#"
[[signature]]
id = "smoke"
[[activity]]
id = "act"
signatures = ["smoke"]
[[measure]]
id = "satellite"
family = "other"
detects = [{ signature = "smoke", probability = 0.5 }]
[[obligation]]
id = "ban"
prohibits = [{ id = "act" }]
[[phase]]
id = "all"
months = 12
obligations = ["ban"]
measures = ["satellite"]
"#;

/// Checks a text on standard input.
fn check(text: &str, more: &[&str]) -> Run {
    let mut command = program(&[&["check", "-"], more].concat());
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("it has an input");
    let text = text.to_owned();
    // It may refuse to read on, and close its input.
    let writer = std::thread::spawn(move || drop(std::io::Write::write_all(&mut input, text.as_bytes())));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic");
    Run {
        status: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// The verdict and the confidence of the ban, `evadable` and 0.5 in all that follows.
fn is_exact(run: &Run) {
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {}", brief(&run.err)));
    let adverse = &report["obligations"][0]["adverse"];
    assert_eq!((run.status, &adverse["verdict"]), (0, &Value::from("assured")), "{}", brief(&run.err));
    assert_eq!(adverse["confidence"], 0.5);
}

/// It is bad input, and the message is not as long as the input.
fn is_refused(run: &Run, code: &str) {
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{}", brief(&run.err));
    assert!(run.err.contains(&format!("error[{code}]")), "{code}: {}", brief(&run.err));
    assert!(run.err.len() < 100_000, "a message of {} bytes: {}", run.err.len(), brief(&run.err));
    assert!(!run.err.contains("panicked"), "{}", brief(&run.err));
}

fn brief(text: &str) -> String {
    text.chars().take(1000).collect()
}

#[test]
fn deep_nesting_is_refused() {
    let deep = 100_000;
    let (open, close) = ("[".repeat(deep), "]".repeat(deep));
    for text in [
        format!("x = {open}{close}\n"),
        format!("x = {open}\n"),
        format!("x = {}1{}\n", "{ a = ".repeat(deep), " }".repeat(deep)),
        format!("x = {}\n", "{ a = [".repeat(deep)),
        format!("{}x = 1\n", "a.".repeat(deep)),
        format!("[{}x]\n", "a.".repeat(deep)),
        format!("[[{}x]]\n", "a.".repeat(deep)),
        format!("[[activity]]\nid = \"b\"\nuses = {}1{}\n", "{ a = ".repeat(deep), " }".repeat(deep)),
    ] {
        let run = check(&format!("{HEAD}{BAN}{text}"), &[]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{}", brief(&run.err));
        assert!(run.err.contains("error[") && run.err.len() < 100_000, "{}", brief(&run.err));
    }
}

#[test]
fn a_hundred_thousand_entries_are_read_and_checked() {
    type Entry = fn(&mut String, usize);
    let entries: [(&str, Entry); 6] = [
        ("activity", |t, i| t.push_str(&format!("[[activity]]\nid = \"a{i}\"\nsignatures = [\"heat\"]\n"))),
        ("holding", |t, i| t.push_str(&format!("[[holding]]\nid = \"h{i}\"\n"))),
        ("signature", |t, i| t.push_str(&format!("[[signature]]\nid = \"s{i}\"\n"))),
        ("concealment", |t, i| {
            t.push_str(&format!(
                "[[concealment]]\nid = \"c{i}\"\nactivities = {{ id = \"other\" }}\nhides = [\"heat\"]\n"
            ));
        }),
        ("measure", |t, i| {
            let rows = "{ signature = \"heat\", probability = 0.5 }";
            t.push_str(&format!("[[measure]]\nid = \"m{i}\"\nfamily = \"other\"\ndetects = [{rows}]\n"));
        }),
        ("expect", |t, _| t.push_str("[[expect]]\nobligation = \"ban\"\nverdict = \"assured\"\n")),
    ];
    for (kind, entry) in entries {
        let mut text = format!("{HEAD}{BAN}[[signature]]\nid = \"heat\"\n[[activity]]\nid = \"other\"\n");
        (0..100_000).for_each(|i| entry(&mut text, i));
        let run = check(&text, &["--format", "json", "--quiet", "--message-format", "json"]);
        assert_eq!(run.status, 0, "{kind}: {}", brief(&run.err));
        is_exact(&check(&text, &["--format", "json"]));
    }
}

/// All are prohibited, and each is a path: that takes longer than anybody waits.
#[test]
fn a_hundred_thousand_paths_do_not_outlast_the_limit_of_time() {
    let mut text = format!("{HEAD}{BAN}").replace("{ id = \"act\" }", "{}");
    (0..100_000).for_each(|i| text.push_str(&format!("[[activity]]\nid = \"a{i}\"\nsignatures = [\"smoke\"]\n")));
    let run = check(&text, &["--timeout", "1"]);
    assert_eq!(run.status, 3, "{}", brief(&run.err));
    // A chain of as many steps to a single prohibited event.
    let mut text = format!("{HEAD}{BAN}");
    for i in 0..100_000 {
        let makes = if i == 0 { String::new() } else { format!("uses = {{ h{i} = 1 }}\n") };
        let next = i + 1;
        text.push_str(&format!(
            "[[holding]]\nid = \"h{next}\"\n[[activity]]\nid = \"a{i}\"\n{makes}makes = {{ h{next} = 1 }}\n"
        ));
    }
    let text = text.replace("id = \"act\"\n", "id = \"act\"\nneeds = { h100000 = 1 }\n");
    let run = check(&text, &["--timeout", "1"]);
    assert!(matches!(run.status, 1 | 3), "{}{}", brief(&run.out), brief(&run.err));
}

/// Rows and measures that all see the same event.
#[test]
fn thousands_of_chances_to_see_one_event_are_reckoned_exactly() {
    let mut text = HEAD.replace("0.4", "0.99");
    text.push_str(BAN);
    let rows = "{ signature = \"smoke\", probability = 0.25 }, ".repeat(100_000);
    let text = text.replace("{ signature = \"smoke\", probability = 0.5 }", &rows);
    let run = check(&text, &["--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report["obligations"][0]["adverse"]["confidence"], 0.25, "rows of a measure count once");

    let mut text = format!("{HEAD}{BAN}");
    let mut ids = String::from("measures = [");
    for i in 0..2_000 {
        text.push_str(&format!("[[measure]]\nid = \"m{i}\"\nfamily = \"other\"\ndetects = [{{ signature = \"smoke\", probability = 0.001 }}]\n"));
        ids.push_str(&format!("\"m{i}\", "));
    }
    let text = text.replace("measures = [\"satellite\"]", &format!("{ids}]"));
    let run = check(&text, &["--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    // 1 - 0.999^2000
    assert_eq!(report["obligations"][0]["adverse"]["confidence"], 0.864_800_074_603);
}

#[test]
fn numbers_of_ten_thousand_digits_are_refused() {
    let nines = "9".repeat(10_000);
    for number in [
        nines.clone(),
        format!("-{nines}"),
        format!("0.{nines}"),
        format!("{nines}.5"),
        format!("0x{nines}"),
        format!("0b{}", "1".repeat(10_000)),
    ] {
        let field = format!("[[holding]]\nid = \"h\"\nattributes = {{ big = {number} }}\n");
        is_refused(&check(&format!("{HEAD}{BAN}{field}"), &[]), "number-too-long");
    }
}

#[test]
fn exponent_bombs_are_refused() {
    for number in ["1e999999999", "1e-999999999", "1e+99999999999999999999999999", "0e999999999", "1.5E-101", "9e101"] {
        for field in ["probability = 0.5", "goal = 0.4", "months = 12"] {
            let key = field.split(" = ").next().expect("a key");
            let text = format!("{HEAD}{BAN}").replace(field, &format!("{key} = {number}"));
            is_refused(&check(&text, &[]), "number-too-long");
        }
    }
}

#[test]
fn ids_of_a_megabyte_are_ids() {
    let long = "long-id.".repeat(131_072) + "1";
    for place in ["act", "ban", "satellite", "smoke", "all"] {
        let text = format!("{HEAD}{BAN}").replace(&format!("\"{place}\""), &format!("\"{long}\""));
        is_exact(&check(&text, &["--format", "json"]));
        assert_eq!(check(&text, &[]).status, 0, "{place}");
    }
    let bad = format!("{HEAD}{BAN}").replace("\"act\"", &format!("\"{}\"", "Not An Id ".repeat(100_000)));
    is_refused(&check(&bad, &[]), "invalid-id");
}

/// A folder with a draft that includes others.
fn folder(include: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{include}\n{HEAD}{BAN}");
    std::fs::write(folder.path().join("draft.toml"), text).expect("it can be written");
    folder
}

fn check_in(folder: &Path, more: &[&str]) -> Run {
    let mut command = program(&[&["check", "draft.toml"], more].concat());
    finish(command.current_dir(folder), "")
}

#[test]
fn ten_thousand_includes_are_read_and_a_flood_is_refused() {
    let names = |count: usize| (0..count).map(|i| format!("\"f{i}.toml\"")).collect::<Vec<_>>().join(", ");
    // All in one list.
    let flat = folder(&format!("include = [{}]", names(10_000)));
    for i in 0..10_000 {
        let text = format!("format = 1\n[[holding]]\nid = \"h{i}\"\n");
        std::fs::write(flat.path().join(format!("f{i}.toml")), text).expect("it can be written");
    }
    let run = check_in(flat.path(), &["--format", "json"]);
    is_exact(&run);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report["inputs"].as_array().map(Vec::len), Some(10_001));
    // Each includes the next, and the last the first.
    let chain = folder("include = [\"f0.toml\"]");
    for i in 0..10_000 {
        let next = (i + 1) % 10_000;
        let text = format!("include = [\"f{next}.toml\"]\nformat = 1\n[[holding]]\nid = \"h{i}\"\n");
        std::fs::write(chain.path().join(format!("f{i}.toml")), text).expect("it can be written");
    }
    is_exact(&check_in(chain.path(), &["--format", "json"]));
    // More than anybody needs; the same file under many names is one file.
    let flood = folder(&format!("include = [{}]", names(30_000)));
    for i in 0..30_000 {
        std::fs::write(flood.path().join(format!("f{i}.toml")), "format = 1\n").expect("it can be written");
    }
    is_refused(&check_in(flood.path(), &[]), "too-many-files");
}

#[cfg(unix)]
#[test]
fn symbolic_links_in_circles_end() {
    use std::os::unix::fs::symlink;
    let links = folder("include = [\"one.toml\"]");
    symlink("two.toml", links.path().join("one.toml")).expect("a link");
    symlink("one.toml", links.path().join("two.toml")).expect("a link");
    is_refused(&check_in(links.path(), &[]), "unreadable-file");
    // A folder that contains itself: the same file by another way is read once.
    let inside = folder(&format!(
        "include = [\"{}draft.toml\", \"{}world.toml\", \"world.toml\"]",
        "loop/".repeat(20),
        "loop/".repeat(30)
    ));
    symlink(".", inside.path().join("loop")).expect("a link");
    std::fs::write(inside.path().join("world.toml"), "format = 1\n[[holding]]\nid = \"h\"\n")
        .expect("it can be written");
    let run = check_in(inside.path(), &["--format", "json"]);
    is_exact(&run);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report["inputs"].as_array().map(Vec::len), Some(2));
}

/// Two versions of a draft take turns, put into place whole, while the program reads it: every report
/// is on the version whose digest it states.
#[test]
fn files_that_are_replaced_while_they_are_read() {
    let place = folder("include = [\"goal.toml\"]");
    let draft = format!("include = [\"goal.toml\"]\n{HEAD}{BAN}");
    let versions = [("0.5", "assured"), ("0.25", "evadable")]
        .map(|(p, verdict)| (draft.replace("probability = 0.5", &format!("probability = {p}")), verdict));
    std::fs::write(place.path().join("goal.toml"), "format = 1\n").expect("it can be written");
    let digests = versions.each_ref().map(|(text, verdict)| (regimecheck::source::sha256(text.as_bytes()), *verdict));
    let mut seen = std::collections::BTreeSet::new();
    while_changing(
        |turn| {
            let beside = place.path().join("new");
            std::fs::write(&beside, &versions[turn % 2].0).expect("it can be written");
            std::fs::rename(beside, place.path().join("draft.toml")).expect("it can be renamed");
        },
        || {
            let run = check_in(place.path(), &["--format", "json"]);
            let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:?}"));
            let digest = report["inputs"][0]["sha256"].as_str().expect("a digest").to_owned();
            let (_, verdict) = digests.iter().find(|(d, _)| *d == digest).expect("one of the versions");
            assert_eq!(report["obligations"][0]["verdict"], *verdict, "{run:?}");
            seen.insert(digest);
        },
    );
    assert!(!seen.is_empty());
}

/// A draft is written in place, cut off, grown and removed while the program reads it: it reads what
/// is there at the time, or says what is wrong.
#[test]
fn files_that_are_written_while_they_are_read() {
    let place = folder("include = [\"world.toml\"]");
    let file = place.path().join("world.toml");
    let text = "format = 1\n[[holding]]\nid = \"h\"\n".to_owned();
    let mut statuses = std::collections::BTreeMap::new();
    while_changing(
        |turn| {
            let _ = match turn % 5 {
                0 => std::fs::write(&file, &text),
                1 => std::fs::write(&file, &text[..turn % text.len()]),
                2 => std::fs::write(&file, text.clone() + &"# grown\n".repeat(turn * 1000)),
                3 => std::fs::write(&file, [0xff, 0, 0xfe]),
                _ => std::fs::remove_file(&file),
            };
        },
        || {
            let run = check_in(place.path(), &["--format", "json"]);
            assert!(!run.err.contains("panicked") && !run.err.contains("fault"), "{run:?}");
            match run.status {
                0 => is_exact(&run),
                2 => assert!(run.out.is_empty() && run.err.contains("error["), "{run:?}"),
                _ => panic!("{run:?}"),
            }
            *statuses.entry(run.status).or_insert(0) += 1;
        },
    );
    assert!(statuses.len() == 2, "read and refused: {statuses:?}");
}

/// Calls `read` many times while a thread of its own calls `change` again and again.
fn while_changing(change: impl Fn(usize) + Sync, mut read: impl FnMut()) {
    use std::sync::atomic::{AtomicBool, Ordering};
    let over = AtomicBool::new(false);
    change(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut turn = 1;
            while !over.load(Ordering::Relaxed) {
                change(turn);
                turn += 1;
                std::thread::sleep(std::time::Duration::from_micros(300));
            }
        });
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (0..60).for_each(|_| read())));
        over.store(true, Ordering::Relaxed);
        if let Err(panic) = ended {
            std::panic::resume_unwind(panic);
        }
    });
}
