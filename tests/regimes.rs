//! The shipped regimes: every expectation holds, and the tables of verdicts and the figures in their
//! READMEs are what the program finds.
//!
//! A table of verdicts has a row for each draft and obligation, or a row for each obligation and a column
//! for each draft. In the second form a cell has the worst-case confidences at the adverse and at the
//! favourable end, too: `ambiguous 4.1%, late 35.3%`, or `evadable 0.5%, 26.3%` where the ends agree; it
//! is empty where a draft has no such obligation. `REGIMECHECK_BLESS=1` writes what is found into the cells
//! of that form that are not true.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use regimecheck::analysis::check::{Checked, Options, Outcome, check};
use regimecheck::model::term::Term;
use regimecheck::model::{End, Verdict};
use regimecheck::report::percent;
use regimecheck::source::Input;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const NARROW: &str = "| Draft | Obligation | Adverse | Favourable |";
const WIDE: &str = "| Obligation | `";

#[test]
fn every_expectation_of_every_regime_holds() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regimecheck"));
    let output = command.args(["test", "regimes", "--require-complete"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = output.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

/// What is found of an obligation at both ends: the verdict, and the confidence in percent.
type Found = [(Verdict, String); 2];

/// A case, with what is found of its drafts.
struct Case {
    folder: PathBuf,
    known: BTreeMap<String, BTreeMap<String, Found>>,
}

impl Case {
    fn all() -> Vec<Case> {
        let regimes = Path::new(env!("CARGO_MANIFEST_DIR")).join("regimes");
        let mut folders: Vec<PathBuf> = std::fs::read_dir(regimes).unwrap().map(|e| e.unwrap().path()).collect();
        folders.retain(|f| f.is_dir());
        folders.sort();
        folders.into_iter().map(|folder| Case { folder, known: BTreeMap::new() }).collect()
    }

    fn readme(&self) -> String {
        std::fs::read_to_string(self.folder.join("README.md")).unwrap()
    }

    /// What is found of the obligations of a draft.
    fn draft(&mut self, draft: &str) -> &BTreeMap<String, Found> {
        let file = self.folder.join(format!("{draft}.toml"));
        self.known.entry(draft.to_owned()).or_insert_with(|| {
            let regime = regimecheck::load(&Input::File(file.clone()), None).regime;
            let regime = std::sync::Arc::new(regime.unwrap_or_else(|| panic!("{} cannot be read", file.display())));
            let options = Options { paths: false, ..Options::default() };
            found(&check(&regime, &Term::of(&regime), &options, |_| {}))
        })
    }

    /// The ids of the files with an agreement.
    fn drafts(&self) -> BTreeSet<String> {
        let files = std::fs::read_dir(&self.folder).unwrap().map(|e| e.unwrap().path());
        let toml = files.filter(|f| f.extension().is_some_and(|e| e == "toml"));
        let drafts = toml.filter(|f| std::fs::read_to_string(f).unwrap().lines().any(|l| l == "[agreement]"));
        drafts.map(|f| f.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    }
}

fn found(checked: &Checked) -> BTreeMap<String, Found> {
    let one = |outcome: &Outcome| {
        let finding = outcome.as_ref().unwrap();
        let confidence = finding.unseen().map_or_else(String::new, |u| percent::against(u, &finding.goal));
        (finding.verdict, confidence)
    };
    let obligations = checked.obligations.iter();
    let id = |o: &regimecheck::analysis::ObligationResult| checked.regime.obligations[o.obligation.0].entry.id.clone();
    obligations.map(|o| (id(o), End::BOTH.map(|end| one(o.whole.at(end))))).collect()
}

/// A cell of a table whose columns are drafts.
fn cell(found: Option<&Found>) -> String {
    let Some([(adverse, at_adverse), (favourable, at_favourable)]) = found else { return String::new() };
    let one = |verdict: &Verdict, confidence: &str| match confidence {
        "" => verdict.word().to_owned(),
        confidence => format!("{} {confidence}", verdict.word()),
    };
    match (adverse == favourable, at_adverse == at_favourable) {
        (true, true) => one(adverse, at_adverse),
        (true, false) => format!("{}, {at_favourable}", one(adverse, at_adverse)),
        _ => format!("{}, {}", one(adverse, at_adverse), one(favourable, at_favourable)),
    }
}

/// The cells of a row, without marks of emphasis and code.
fn cells(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('|').and_then(|l| l.strip_suffix('|')).unwrap();
    inner.split('|').map(|c| c.replace(['`', '*'], "").trim().to_owned()).collect()
}

#[test]
fn the_verdict_tables_of_the_readmes_are_true() {
    let mut wrong = Vec::new();
    for mut case in Case::all() {
        let text = case.readme();
        let place = case.folder.file_name().unwrap().to_string_lossy().into_owned();
        let lines: Vec<&str> = text.lines().collect();
        let mut told = BTreeSet::new();
        let mut new: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let rows: Vec<&str> = lines[at + 1..].iter().copied().take_while(|l| l.starts_with('|')).skip(1).collect();
            if *line == NARROW {
                told.extend(narrow(&mut case, &rows, &place, &mut wrong));
            } else if line.starts_with(WIDE) {
                let drafts: Vec<String> = cells(line).split_off(1);
                new.extend(lines[at..at + 2].iter().map(|l| (*l).to_owned()));
                new.extend(rows.iter().map(|row| wide(&mut case, &drafts, row, &place, &mut wrong)));
                at += 2 + rows.len();
                told.extend(drafts);
                continue;
            }
            new.push((*line).to_owned());
            at += 1;
        }
        let drafts = case.drafts();
        let missing: Vec<&String> = drafts.difference(&told).collect();
        assert!(missing.is_empty(), "{place}: no table tells the verdicts on {missing:?}");
        if std::env::var_os("REGIMECHECK_BLESS").is_some() {
            let new = new.join("\n") + "\n";
            if new != text {
                std::fs::write(case.folder.join("README.md"), new).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares a table with a row for each draft and obligation; which drafts it tells of.
fn narrow(case: &mut Case, rows: &[&str], place: &str, wrong: &mut Vec<String>) -> BTreeSet<String> {
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut draft = String::new();
    for row in rows {
        let cells = cells(row);
        let [named, obligation, adverse, favourable] = cells.as_slice() else { panic!("{place}: {row}") };
        if !named.is_empty() {
            draft.clone_from(named);
        }
        let seen = told.entry(draft.clone()).or_default();
        let all = case.draft(&draft).clone();
        if obligation == "all others" {
            // As in another draft: each that is not named above.
            assert_eq!(adverse, favourable, "{place}: {row}");
            let other = case.draft(adverse.strip_prefix("as ").unwrap()).clone();
            for (id, found) in all.iter().filter(|(id, _)| !seen.contains(*id)) {
                let verdicts = |f: &Found| f.clone().map(|(verdict, _)| verdict);
                if other.get(id).map(verdicts) != Some(verdicts(found)) {
                    wrong.push(format!("{place}: {draft} {id}: not {adverse}"));
                }
            }
            seen.extend(all.into_keys());
            continue;
        }
        seen.insert(obligation.clone());
        let words = all.get(obligation).map(|f| f.clone().map(|(verdict, _)| verdict.word().to_owned()));
        if words != Some([adverse.clone(), favourable.clone()]) {
            wrong.push(format!("{place}: {draft} {obligation}: {adverse}, {favourable}; found {words:?}"));
        }
    }
    for (draft, seen) in &told {
        let missing: Vec<&String> = case.draft(draft).keys().filter(|id| !seen.contains(*id)).collect();
        assert!(missing.is_empty(), "{place}: {draft}: the table leaves out {missing:?}");
    }
    told.into_keys().collect()
}

/// Compares a row of a table with a column for each draft; the row as it should be.
fn wide(case: &mut Case, drafts: &[String], row: &str, place: &str, wrong: &mut Vec<String>) -> String {
    let mut new: Vec<String> = row.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect();
    let shown = cells(row);
    let (obligation, shown) = shown.split_first().unwrap();
    assert_eq!(shown.len(), drafts.len(), "{place}: {row}");
    let all: Vec<String> = drafts.iter().map(|draft| cell(case.draft(draft).get(obligation))).collect();
    for (column, ((draft, shown), found)) in drafts.iter().zip(shown).zip(&all).enumerate() {
        let same = shown == "the same" && column > 0 && *found == all[column - 1];
        if !same && shown != found {
            wrong.push(format!("{place}: {draft} {obligation}: {shown}; found {found}"));
            new[column + 1].clone_from(found);
        }
    }
    format!("| {} |", new.join(" | ")).replace("|  |", "| |")
}

/// Every entry that states a figure or a purpose says where it comes from, if only that it is assumed.
#[test]
fn every_entry_of_every_regime_has_a_source() {
    let (mut without, mut entries) = (Vec::new(), 0);
    for case in Case::all() {
        for draft in case.drafts() {
            let file = case.folder.join(format!("{draft}.toml"));
            let loaded = regimecheck::load(&Input::File(file), None);
            let regime = loaded.regime.unwrap();
            let all = (regime.assumptions.iter().map(|e| &e.entry))
                .chain(regime.holdings.iter().map(|e| &e.entry))
                .chain(regime.activities.iter().map(|e| &e.entry))
                .chain(regime.concealments.iter().map(|e| &e.entry))
                .chain(regime.measures.iter().map(|e| &e.entry))
                .chain(regime.obligations.iter().map(|e| &e.entry))
                .chain(regime.interests.iter().map(|e| &e.entry))
                .chain(regime.phases.iter().map(|e| &e.entry));
            for entry in all {
                entries += 1;
                if entry.source.is_empty() {
                    let file = &loaded.sources.files[entry.span.file].name;
                    without.push(format!("{}: {}", file, entry.id));
                }
            }
        }
    }
    without.sort();
    without.dedup();
    assert!(without.is_empty(), "no source:\n{}", without.join("\n"));
    assert!(entries > 500, "only {entries} entries found");
}

/// Percentages in a text, as numbers: `15.5%`, `15.5 %` and `15.5 per cent`, both of `15 to 40 per cent`.
fn percentages(text: &str) -> BTreeSet<String> {
    let plain = text.replace("per cent", "%").replace([',', ';', '(', ')', '*', '|', '`', '>', '<'], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let number = |word: &str| word.parse::<f64>().is_ok().then(|| word.to_owned());
    let mut found = BTreeSet::new();
    for (place, word) in words.iter().enumerate() {
        let Some(rest) = word.trim_end_matches(['.', ':']).strip_suffix('%') else { continue };
        let before = |n: usize| place.checked_sub(n).map(|p| words[p]);
        let value = if rest.is_empty() { before(1).and_then(number) } else { number(rest) };
        found.extend(value);
        if rest.is_empty() && before(2) == Some("to") {
            found.extend(before(3).and_then(number));
        }
    }
    found
}

/// A figure that a README gives in its prose on the verdicts stands in a table or block that is tested.
#[test]
fn the_figures_in_the_prose_of_the_readmes_are_those_of_tables_and_blocks() {
    let mut figures = 0;
    for case in Case::all() {
        let (mut prose, mut tested) = (String::new(), String::new());
        let (mut on_verdicts, mut in_block) = (false, false);
        for line in case.readme().lines() {
            if line.starts_with("```") {
                in_block = !in_block;
            } else if let Some(title) = line.strip_prefix("## ").filter(|_| !in_block) {
                on_verdicts = title == "What the verdicts show";
            } else if in_block || (on_verdicts && line.starts_with('|')) {
                tested.push_str(line);
                tested.push('\n');
            } else if on_verdicts {
                prose.push_str(line);
                prose.push('\n');
            }
        }
        let (prose, tested) = (percentages(&prose), percentages(&tested));
        figures += prose.len();
        let loose: Vec<&String> = prose.difference(&tested).filter(|p| *p != "90").collect();
        assert!(loose.is_empty(), "{}: {loose:?} per cent in no table or block", case.folder.display());
    }
    assert!(figures >= 8, "only {figures} figures found");
}

#[test]
fn percentages_are_found_however_they_are_written() {
    let text = "from 15.5 per cent to 30%, **5 to 40 per cent** a month; `>99.99%`, 7 %.";
    assert_eq!(percentages(text).into_iter().collect::<Vec<_>>(), ["15.5", "30", "40", "5", "7", "99.99"]);
}
