//! The mutation score as text: the mutants that survive, then the numbers.

use super::style::Style;
use super::table::paragraph;
use crate::analysis::test::score::{Distinct, Tally, Toll};
use crate::analysis::test::{Case, Fate, Mutant};
use crate::diagnostic::visible;
use crate::model::Verdict;

/// The report of all mutants.
pub fn render(cases: &[Case], mutants: &[Mutant], distinct: &[Distinct], style: Style) -> String {
    let mut out = String::new();
    for one in distinct {
        let (word, color) = match one.fate() {
            Fate::Survived => ("SURVIVED", Some(Verdict::Uncovered)),
            Fate::Open(_) => ("UNDECIDED", None),
            Fate::Killed(_) | Fate::Alike => continue,
        };
        let head = style.verdict(color, word);
        out.push_str(&format!("{head} {}:{}: {}\n", visible(&one.file), one.line, one.change));
        let mut text = one.words.clone();
        if let Fate::Open(open) = one.fate() {
            text.push_str(&format!("; not decided: {}", visible(open.reason())));
        }
        if one.fates.len() > 1 {
            text.push_str(&format!("; in {} agreements", one.fates.len()));
        }
        out.push_str(&paragraph("  ", &text, style.width));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    for (place, case) in cases.iter().enumerate() {
        let tally = Tally::of(mutants.iter().filter(|m| m.case == place).map(|m| &m.fate));
        if tally.all > 0 {
            out.push_str(&format!("{}: {} of {} mutants killed\n", visible(&case.file), tally.killed, tally.all));
        }
    }
    let Toll { tally, alike } = Toll::of(distinct);
    out.push_str(&format!("mutation score: {}/{}", tally.killed, tally.all));
    if tally.open > 0 {
        out.push_str(&format!(", {} undecided", tally.open));
    }
    if alike > 0 {
        out.push_str(&format!("; {alike} more change no question"));
    }
    out.push('\n');
    out
}
