//! Dominance in words: whether a draft is at least as good as another by every criterion, and if not,
//! which rows decide.

use super::blocks::Block;
use super::names::{amount, draft_word, range};
use crate::analysis::compare::criteria::Measured;
use crate::analysis::compare::dominance::{Dominance, dominance as found};
use crate::analysis::compare::{Comparison, Criterion, Group};
use crate::analysis::deal::Mode;
use crate::diagnostic::visible;
use crate::model::Exact;
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
    let mut words: Vec<String> = Vec::new();
    for place in places {
        let words_of = row(comparison, &comparison.criteria[*place], better, worse);
        if !words.contains(&words_of) {
            words.push(words_of);
        }
    }
    let more = words.len().saturating_sub(MOST);
    words.truncate(MOST);
    if words.is_empty() {
        return None;
    }
    let more = match more {
        0 => String::new(),
        n => format!("; and {}", counted(n as u64, "more row")),
    };
    Some(format!("{} is better in {}: {}{more}.", draft_word(better), group.word(), words.join("; ")))
}

/// A row that decides, with the figures.
fn row(comparison: &Comparison, criterion: &Criterion, better: usize, worse: usize) -> String {
    let corner = criterion.corner.map_or_else(String::new, |(mode, end)| match mode {
        Mode::Drafted => format!(", {}", end.word()),
        Mode::Accepted => format!(", {}, as accepted", end.word()),
    });
    let figures = |show: &dyn Fn(&Exact) -> String| {
        let figure = |draft: usize| criterion.figures[draft].as_ref().map_or_else(|| "?".to_owned(), show);
        format!("{} against {}", figure(better), figure(worse))
    };
    let plain = |n: &Exact| percent::decimal(n);
    match &criterion.measured {
        Measured::Path(row, stretch) => {
            let row = &comparison.rows[*row];
            let state =
                |draft: usize| criterion.corner.map_or("?", |corner| row.at(draft, *stretch, corner).state.word());
            let months = comparison.stretches.get(*stretch).copied().unwrap_or_default();
            format!(
                "{} in months {}{corner}: {} against {}",
                visible(&row.activity),
                range(months),
                state(better),
                state(worse)
            )
        }
        Measured::Exposure(id) => format!("exposure of {}{corner}: {} months", visible(id), figures(&plain)),
        Measured::AtRisk(unit) => format!("at risk{corner}: {}", figures(&|n| amount(n, unit))),
        Measured::Unearned(unit) => format!("given unearned{corner}: {}", figures(&|n| amount(n, unit))),
        Measured::Reach(target, months, undetected) => {
            let id = comparison.targets.get(*target).map_or("?", |t| t.label.as_str());
            let how = if *undetected { "undetected" } else { "lawful" };
            format!("{} within {months} months of a walk-out, {how}{corner}: {}", visible(id), figures(&plain))
        }
        Measured::GreatestIntrusiveness => format!("greatest intrusiveness: {}", figures(&plain)),
        Measured::Intrusiveness => format!("sum of intrusiveness: {}", figures(&plain)),
        Measured::Cost => format!("cost over the term: {}", figures(&plain)),
        Measured::FalseAlarms => format!("false alarms over the term: {}", figures(&plain)),
    }
}
