//! The documentation is true: what its console blocks show is what the program prints, its regimes
//! read without errors, and its links lead somewhere.
//!
//! In a `console` block every line that begins with `$ ` is a command `regimecheck ...`; what follows
//! is its output, standard error first. A line `...` stands for any number of lines; a last line
//! `[exit 1]` states an exit status other than 0. A `toml` block whose first line is a comment with a
//! file name, `# draft.toml`, makes that file for the commands below it on the same page; `# draft.toml,
//! continued` adds to it. Commands that name such a file run beside it, all others in the root of the
//! repository. `REGIMECHECK_BLESS=1` writes what is printed into the blocks that are not true; what they leave
//! out stays left out where its neighbours can be found.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use regimecheck::model::format::{self, Need, Shape, Table};
use regimecheck::source::Input;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// README.md, docs/*.md and the READMEs of the regimes, with what else has links.
fn pages() -> Vec<PathBuf> {
    let within = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut pages: Vec<PathBuf> =
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].iter().map(|name| root().join(name)).collect();
    pages.extend(within(root().join("docs")).filter(|p| p.extension().is_some_and(|e| e == "md")));
    pages.extend(within(root().join("regimes")).map(|p| p.join("README.md")).filter(|p| p.is_file()));
    pages.sort();
    pages
}

fn name(page: &Path) -> String {
    page.strip_prefix(root()).unwrap_or(page).display().to_string()
}

/// A fenced block: its language, the place of its first line among the page's, and its lines.
struct Block {
    language: String,
    start: usize,
    lines: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (place, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block { language: language.trim().to_owned(), start: place + 1, lines: Vec::new() });
            }
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => block.lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fenced block is not closed");
    blocks
}

/// The file that a `toml` block makes, and whether it adds to it.
fn file_of(block: &Block) -> Option<(&str, bool)> {
    let first = block.lines.first().filter(|_| block.language == "toml")?.strip_prefix("# ")?;
    let (file, added) = first.strip_suffix(", continued").map_or((first, false), |file| (file, true));
    let plain = file.ends_with(".toml") && file.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    plain.then_some((file, added))
}

/// The words of a command line; quotes group, nothing else is special.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => (quote, begun) = (Some(c), true),
            (None, ' ') if begun => {
                words.push(std::mem::take(&mut word));
                begun = false;
            }
            (None, ' ') => {}
            _ => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// What commands that run in the root of the repository print: several blocks may show parts of it.
static PRINTED: Mutex<BTreeMap<String, Vec<String>>> = Mutex::new(BTreeMap::new());

/// What a command prints, standard error first, and its exit status if it is not 0.
fn run(command: &str, made: &BTreeSet<String>, folder: &Path) -> Vec<String> {
    let words = words(command);
    let (program, arguments) = words.split_first().unwrap();
    assert_eq!(program, "regimecheck", "`$ {command}`: a console block runs nothing but regimecheck");
    if arguments.iter().any(|a| made.contains(a)) {
        return run_in(folder, arguments);
    }
    let known = PRINTED.lock().unwrap().get(command).cloned();
    known.unwrap_or_else(|| {
        let lines = run_in(&root(), arguments);
        PRINTED.lock().unwrap().insert(command.to_owned(), lines.clone());
        lines
    })
}

fn run_in(folder: &Path, arguments: &[String]) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_regimecheck"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = [output.stderr, output.stdout].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    let mut lines: Vec<String> = text.lines().map(|l| l.trim_end().to_owned()).collect();
    match output.status.code() {
        Some(0) => {}
        code => lines.push(format!("[exit {}]", code.unwrap())),
    }
    lines
}

/// Whether lines are as shown; `...` stands for any number of them.
fn agrees(shown: &[String], found: &[String]) -> bool {
    match shown.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first == "..." => (0..=found.len()).any(|skip| agrees(rest, &found[skip..])),
        Some((first, rest)) => found.split_first().is_some_and(|(f, others)| f == first && agrees(rest, others)),
    }
}

/// What is found, with the parts left out that a block leaves out: each of its parts begins at the line
/// with which it began, and goes on to the line with which it ended, or for as many lines. None where
/// a part does not begin any more.
fn elided(shown: &[String], found: &[String]) -> Option<Vec<String>> {
    let parts: Vec<&[String]> = shown.split(|line| line == "...").collect();
    if parts.len() == 1 {
        return None;
    }
    let mut lines = Vec::new();
    let mut at = 0;
    for (nr, part) in parts.iter().enumerate() {
        if nr > 0 {
            lines.push("...".to_owned());
        }
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        let start = at + found[at..].iter().position(|line| line == first)?;
        let same_end = found[start..].iter().position(|line| line == last).filter(|_| part.len() > 1);
        let mut end = found.len().min(start + same_end.map_or(part.len(), |n| n + 1));
        // A sentence is not broken off.
        let goes_on = |line: &String| line.starts_with("  ") && !line.starts_with("  - ");
        while same_end.is_none() && found.get(end).is_some_and(goes_on) {
            end += 1;
        }
        lines.extend_from_slice(&found[start..end]);
        at = end;
    }
    agrees(&lines, found).then_some(lines)
}

/// A console block as it should be, where it is not true.
fn corrected(block: &Block, made: &BTreeSet<String>, folder: &Path) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    let mut rest = block.lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("line {}: no command before it", block.start));
        let length = after.iter().position(|l| l.starts_with("$ ")).unwrap_or(after.len());
        let (shown, next) = after.split_at(length);
        // An empty line may set a command apart from the output above it.
        let apart = usize::from(!next.is_empty() && shown.last().is_some_and(String::is_empty));
        let found = run(command, made, folder);
        lines.push(line.clone());
        match agrees(&shown[..shown.len() - apart], &found) || agrees(shown, &found) {
            true => lines.extend_from_slice(shown),
            false => {
                lines.extend(elided(shown, &found).unwrap_or(found));
                lines.extend(vec![String::new(); apart]);
            }
        }
        rest = next;
    }
    (lines != block.lines).then_some(lines)
}

/// Checks the blocks of a page in order; the page as it should be.
fn follow(page: &Path, wrong: &mut Vec<String>) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut made = BTreeSet::new();
    let mut shift = 0isize;
    for block in blocks(&text) {
        let place = format!("{}:{}", name(page), block.start + 1);
        if block.language == "toml" {
            let input = match file_of(&block) {
                Some((file, added)) => {
                    let path = folder.path().join(file);
                    let before = if added { fs::read_to_string(&path).unwrap() } else { String::new() };
                    fs::write(&path, before + &block.lines.join("\n") + "\n").unwrap();
                    made.insert(file.to_owned());
                    Input::File(path)
                }
                None => Input::Text { name: place.clone(), text: block.lines.join("\n") + "\n" },
            };
            // The list of codes shows regimes that are wrong on purpose, and has a test of its own.
            let whole = block.lines.iter().any(|l| l.trim() == "[agreement]" || l.starts_with("agreement = "));
            if whole && !page.ends_with("docs/codes.md") {
                let loaded = regimecheck::load(&input, None);
                let errors = loaded.diagnostics.iter().filter(|d| d.is_error()).map(|d| format!("\n  {}", d.message));
                if loaded.has_errors() {
                    wrong.push(format!("{place}: the regime has errors:{}", errors.collect::<String>()));
                }
            }
        } else if block.language == "console"
            && let Some(found) = corrected(&block, &made, folder.path())
        {
            wrong.push(format!("{place}: the output is\n{}", found.join("\n")));
            let start = block.start.checked_add_signed(shift).unwrap();
            shift += found.len() as isize - block.lines.len() as isize;
            lines.splice(start..start + block.lines.len(), found);
        }
    }
    lines
}

#[test]
fn console_blocks_and_regimes_are_true() {
    let bless = std::env::var_os("REGIMECHECK_BLESS").is_some();
    let mut wrong = Vec::new();
    for page in pages() {
        let mut found = Vec::new();
        let lines = follow(&page, &mut found);
        if bless && !found.is_empty() {
            fs::write(&page, lines.join("\n") + "\n").unwrap();
            found.retain(|w| w.contains("the regime has errors"));
        }
        wrong.append(&mut found);
    }
    assert!(
        wrong.is_empty(),
        "{}\n\n{} blocks are not true; where the program is right, run `REGIMECHECK_BLESS=1 cargo test --test docs`",
        wrong.join("\n\n"),
        wrong.len()
    );
}

/// The anchors of a page: its headings as GitHub spells them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut fenced = false;
    let headings = text.lines().filter(|line| {
        fenced ^= line.starts_with("```");
        !fenced && line.starts_with('#')
    });
    headings
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// The targets of the links of a page, outside fenced blocks and code.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if fenced {
            continue;
        }
        let plain: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        links.extend(plain.split("](").skip(1).filter_map(|after| Some(after.split_once(')')?.0.to_owned())));
    }
    links
}

#[test]
fn relative_links_lead_somewhere() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').map_or((link.as_str(), None), |(p, a)| (p, Some(a)));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            if !target.exists() {
                wrong.push(format!("{}: `{link}` leads nowhere", name(&page)));
            } else if let Some(anchor) = anchor
                && !anchors(&fs::read_to_string(&target).unwrap()).contains(anchor)
            {
                wrong.push(format!("{}: `{link}` names no heading", name(&page)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_is_listed_in_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let linked: BTreeSet<String> = links(&readme).into_iter().collect();
    let missing: Vec<String> =
        pages().iter().map(|p| name(p)).filter(|n| n.starts_with("docs") && !linked.contains(n)).collect();
    assert!(missing.is_empty(), "README.md does not link to {}", missing.join(", "));
}

#[test]
fn dots_stand_for_any_lines() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(agrees(&lines("a\n...\nd"), &lines("a\nb\nc\nd")));
    assert!(agrees(&lines("..."), &[]));
    assert!(!agrees(&lines("a\n...\nd"), &lines("a\nb\nc")));
    assert_eq!(words("a --b 'c d' \"\""), ["a", "--b", "c d", ""]);
    // What is left out stays so when the rest is written anew.
    let anew = |shown: &str, found: &str| elided(&lines(shown), &lines(found)).map(|l| l.join("\n"));
    assert_eq!(
        anew("a\n...\nd 1\n  e\n...", "a\nb\nc\nd 1\n  e 2\n  f\ng").as_deref(),
        Some("a\n...\nd 1\n  e 2\n  f\n...")
    );
    assert_eq!(anew("...\nd\ne\n...", "a\nd\nx\ne\nf").as_deref(), Some("...\nd\nx\ne\n..."));
    assert_eq!(anew("...\nd\n...", "a\nb"), None);
    assert_eq!(anew("a\nb", "a\nc"), None);
}

/// The section of `docs/format.md` on a kind of table.
fn section<'t>(reference: &'t str, table: &str) -> &'t str {
    let titles = [format!("### `[{table}]`\n"), format!("### `[[{table}]]`\n")];
    let start =
        titles.iter().find_map(|title| reference.find(title)).unwrap_or_else(|| panic!("no section on {table}"));
    let rest = &reference[start + 4..];
    rest.find("\n##").map_or(rest, |end| &rest[..end])
}

/// The fields that the reader knows and the section does not name, or not as it should.
fn unsaid(section: &str, table: &Table, wrong: &mut Vec<String>) {
    for field in table.own {
        let required = matches!(field.need, Need::Required);
        let (plain, bold) = (format!("`{}`", field.key), format!("**`{}`**", field.key));
        // The fields of a small table stand in its type: `{ holding, at_most = whole }`.
        if !section.contains(&plain) && !section.contains(&format!(" {}", field.key)) {
            wrong.push(format!("`{}` of {} is not named", field.key, table.name));
        } else if required && section.contains(&format!("| {plain} |")) {
            wrong.push(format!("`{}` of {} is required", field.key, table.name));
        } else if !required && section.contains(&format!("| {bold} |")) {
            wrong.push(format!("`{}` of {} is not required", field.key, table.name));
        }
        // Selectors have a section of their own.
        if let Shape::Table(inner) | Shape::Tables(inner) = field.shape
            && !inner.name.ends_with("selector")
        {
            unsaid(section, inner, wrong);
        }
    }
}

#[test]
fn the_format_reference_names_every_field() {
    let reference = fs::read_to_string(root().join("docs/format.md")).unwrap();
    let mut wrong = Vec::new();
    for field in format::FILE.own {
        if let Shape::Table(table) | Shape::Tables(table) = field.shape {
            unsaid(section(&reference, table.name), table, &mut wrong);
        }
    }
    for family in format::Words::Families.list() {
        if !reference.contains(&format!("`{family}`")) {
            wrong.push(format!("the family `{family}` is not named"));
        }
    }
    assert!(wrong.is_empty(), "docs/format.md: {}", wrong.join("; "));
}
