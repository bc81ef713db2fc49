//! Dominance in words: whether a draft is at least as good as another by every criterion, and if not,
//! which rows decide.

use super::blocks::Block;
use super::names::{amount, draft_word, range};
use crate::analysis::compare::criteria::Measured;
use crate::analysis::compare::dominance::{Dominance, dominance as found};
use crate::analysis::compare::{Comparison, Criterion, Group};
use crate::analysis::deal::{CORNERS, Corner, Mode};
use crate::diagnostic::visible;
use crate::model::{End, Exact};
use crate::report::names::{counted, list};
use crate::report::percent;

/// Rows that decide are named up to this number for each group.
const MOST: usize = 4;

/// Whether a draft dominates another; otherwise the rows that decide.
pub fn dominance(comparison: &Comparison, groups: &[Group], out: &mut Vec<Block>) {
    let count = comparison.drafts.len();
    if count < 2 {
        return;
    }
    out.push(Block::Heading("Dominance".to_owned()));
    if groups.len() < Group::WORDS.len() {
        let words: Vec<String> = groups.iter().map(|g| g.word().to_owned()).collect();
        out.push(Block::Line(format!("By the criteria of {} only.", list(&words))));
    }
    for one in 0..count {
        for other in one + 1..count {
            pair(comparison, one, other, groups, out);
        }
    }
    out.push(Block::Line(
        "These are the rows on which the drafts differ; which of them counts for how much is not for this program to say."
            .to_owned(),
    ));
}

fn pair(comparison: &Comparison, one: usize, other: usize, groups: &[Group], out: &mut Vec<Block>) {
    let dominance: Dominance = found(comparison, one, other, groups);
    let (a, b) = (draft_word(one), draft_word(other));
    let (better, worse) = (dominance.better.len() as u64, dominance.worse.len() as u64);
    let open = match dominance.open.len() as u64 {
        0 => String::new(),
        n => format!("; {} not decided", counted_rows(n)),
    };
    let sentence = match (better, worse) {
        (0, 0) => format!("{a} and {b} are equal on every row{open}."),
        (_, 0) => format!("{a} is at least as good as {b} on every row, and better on {better}{open}."),
        (0, _) => format!("{b} is at least as good as {a} on every row, and better on {worse}{open}."),
        _ => format!(
            "Neither of {a} and {b} is at least as good on every row: {a} is better on {better}, {b} on {worse}{open}."
        ),
    };
    out.push(Block::Item(sentence));
    for (rows, better, worse) in [(&dominance.better, one, other), (&dominance.worse, other, one)] {
        for (_, group) in Group::WORDS {
            let places: Vec<usize> =
                rows.iter().copied().filter(|p| comparison.criteria[*p].group() == group).collect();
            if let Some(sentence) = decided(comparison, group, &places, better, worse) {
                out.push(Block::SubItem(sentence));
            }
        }
    }
}

fn counted_rows(n: u64) -> String {
    counted(n, "row")
}

fn decided(comparison: &Comparison, group: Group, places: &[usize], better: usize, worse: usize) -> Option<String> {
    let mut rows: Vec<Row> = Vec::new();
    for place in places {
        let row = row(comparison, &comparison.criteria[*place], better, worse);
        let adjoining = rows.iter_mut().find(|r| {
            r.subject == row.subject
                && r.figures == row.figures
                && r.corners == row.corners
                && r.months.zip(row.months).is_some_and(|(before, after)| before.1 + 1 == after.0)
        });
        match adjoining {
            Some(before) => before.months = before.months.zip(row.months).map(|(b, a)| (b.0, a.1)),
            None => rows.push(row),
        }
    }
    let mut merged: Vec<Row> = Vec::new();
    for row in rows {
        let same = |m: &&mut Row| m.subject == row.subject && m.figures == row.figures && m.months == row.months;
        match merged.iter_mut().find(same) {
            Some(known) => known.corners.extend(&row.corners),
            None => merged.push(row),
        }
    }
    if merged.is_empty() {
        return None;
    }
    let more = match merged.len().saturating_sub(MOST) {
        0 => String::new(),
        n => format!("; and {n} more"),
    };
    let words: Vec<String> = merged.iter().take(MOST).map(Row::words).collect();
    Some(format!("{} is better in {}: {}{more}.", draft_word(better), group.word(), words.join("; ")))
}

/// What decides: one row, or several that say the same of adjoining months or in several corners.
struct Row {
    subject: String,
    months: Option<(u64, u64)>,
    /// The corners in which it is so; none if the row has no corners.
    corners: Vec<Corner>,
    /// The corners that rows of this kind have.
    possible: usize,
    figures: String,
}

impl Row {
    fn words(&self) -> String {
        let months = self.months.map_or_else(String::new, |months| format!(" in months {}", range(months)));
        format!("{}{months}{}: {}", self.subject, self.where_it_holds(), self.figures)
    }

    /// Where it is so, if not everywhere.
    fn where_it_holds(&self) -> String {
        if self.corners.len() == self.possible {
            return String::new();
        }
        let has = |corner: Corner| self.corners.contains(&corner);
        let mut words = Vec::new();
        for mode in Mode::BOTH {
            match End::BOTH.map(|end| has((mode, end))) {
                [true, true] => words.push(mode.words().to_owned()),
                [true, false] => words.push(Self::end(mode, End::Adverse, self.possible)),
                [false, true] => words.push(Self::end(mode, End::Favourable, self.possible)),
                [false, false] => {}
            }
        }
        for end in End::BOTH {
            if self.corners.len() == 2 && Mode::BOTH.iter().all(|mode| has((*mode, end))) {
                words = vec![format!("{} end", end.word())];
            }
        }
        format!(", {}", words.join(" and "))
    }

    fn end(mode: Mode, end: End, possible: usize) -> String {
        match possible {
            2 => format!("{} end", end.word()),
            _ => format!("{} end {}", end.word(), mode.words()),
        }
    }
}

/// A row that decides, with the figures.
fn row(comparison: &Comparison, criterion: &Criterion, better: usize, worse: usize) -> Row {
    let figures = |show: &dyn Fn(&Exact) -> String| {
        let figure = |draft: usize| criterion.figures[draft].as_ref().map_or_else(|| "?".to_owned(), show);
        format!("{} against {}", figure(better), figure(worse))
    };
    let plain = |n: &Exact| percent::decimal(n);
    let (subject, figures) = match &criterion.measured {
        Measured::Path(row, stretch) => {
            let row = &comparison.rows[*row];
            let state =
                |draft: usize| criterion.corner.map_or("?", |corner| row.at(draft, *stretch, corner).state.word());
            (visible(&row.activity), format!("{} against {}", state(better), state(worse)))
        }
        Measured::Exposure(id) => (format!("exposure of {}", visible(id)), format!("{} months", figures(&plain))),
        Measured::AtRisk(unit) => ("at risk".to_owned(), figures(&|n| amount(n, unit))),
        Measured::Unearned(unit) => ("given unearned".to_owned(), figures(&|n| amount(n, unit))),
        Measured::Reach(target, months, undetected) => {
            let id = comparison.targets.get(*target).map_or("?", |t| t.label.as_str());
            let how = if *undetected { "undetected" } else { "lawful" };
            (format!("{} within {months} months of a walk-out, {how}", visible(id)), figures(&plain))
        }
        Measured::GreatestIntrusiveness => ("greatest intrusiveness".to_owned(), figures(&plain)),
        Measured::Intrusiveness => ("sum of intrusiveness".to_owned(), figures(&plain)),
        Measured::Cost => ("cost over the term".to_owned(), figures(&plain)),
        Measured::FalseAlarms => ("false alarms over the term".to_owned(), figures(&plain)),
    };
    let months = match &criterion.measured {
        Measured::Path(_, stretch) => comparison.stretches.get(*stretch).copied(),
        _ => None,
    };
    let possible = match criterion.measured {
        Measured::Reach(..) => 2,
        _ => CORNERS.len(),
    };
    let corners: Vec<Corner> = criterion.corner.into_iter().collect();
    let possible = if corners.is_empty() { 0 } else { possible };
    Row { subject, months, corners, possible, figures }
}
