//! The report of a comparison, section by section: the answer first.

use super::blocks::Block;
use super::deal;
use super::names::{self, draft_word};
use super::paths;
use super::ranking;
use super::verdict;
use crate::analysis::Open;
use crate::analysis::compare::weights::Ranking;
use crate::analysis::compare::{Comparison, Group, Pair, Relation};
use crate::analysis::deal::Mode;
use crate::diagnostic::visible;
use crate::report::names::{counted, list};

/// What stands in a report besides the comparison.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The groups of criteria that count for dominance.
    pub groups: &'a [Group],
    /// The ranking by the user's weights, with their names, if it was asked for.
    pub ranking: Option<(&'a Ranking, &'a [crate::analysis::compare::weights::Weight])>,
    /// What was required, and whether it holds; none if that is not known.
    pub required: &'a [(String, Option<bool>)],
}

/// The whole report.
pub fn blocks(comparison: &Comparison, context: Context<'_>) -> Vec<Block> {
    let mut out = Vec::new();
    drafts(comparison, &mut out);
    let pairs = || comparison.pairs.iter().filter(|p| is_with_first(p));
    pairs().for_each(|pair| answer(pair, &mut out));
    for (required, holds) in context.required {
        let word = match holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "is undecided",
        };
        out.push(Block::Line(format!("Required: {} {word}.", visible(required))));
    }
    paths::paths(comparison, &mut out);
    pairs().filter_map(|p| p.as_ref().ok()).for_each(|pair| plan(pair, &mut out));
    paths::differences(comparison, &mut out);
    deal::accepted(comparison, &mut out);
    deal::interests(comparison, &mut out);
    deal::payments(comparison, &mut out);
    deal::timelines(comparison, &mut out);
    deal::breakouts(comparison, &mut out);
    deal::burdens(comparison, &mut out);
    verdict::dominance(comparison, context.groups, &mut out);
    if let Some((ranking, weights)) = context.ranking {
        ranking::ranking(comparison, ranking, weights, &mut out);
    }
    out
}

fn is_with_first(pair: &Result<Pair, Open>) -> bool {
    pair.as_ref().map_or(true, |p| p.drafts[0] == 0)
}

fn drafts(comparison: &Comparison, out: &mut Vec<Block>) {
    for (place, assessment) in comparison.drafts.iter().enumerate() {
        let draft = &assessment.draft;
        let months = counted(draft.term.months, "month");
        let phases = counted(draft.term.phases.len() as u64, "phase");
        out.push(Block::Line(format!(
            "{}  {}: {}, {months} in {phases}",
            draft_word(place),
            visible(&draft.name),
            visible(draft.title())
        )));
    }
    for draft in 0..comparison.drafts.len() {
        let brought: Vec<String> = comparison
            .brought
            .iter()
            .filter(|b| b.draft == draft)
            .map(|b| format!("{} {}", b.kind, visible(&b.id)))
            .collect();
        if !brought.is_empty() {
            out.push(Block::Line(format!("{} brings of its own: {}.", draft_word(draft), list(&brought))));
        }
    }
    if !comparison.differences.is_empty() {
        let n = counted(comparison.differences.len() as u64, "difference");
        out.push(Block::Line(format!(
            "The drafts are made for different worlds ({n}): what differs may come from the world, and no terms are exchanged."
        )));
    }
}

fn answer(pair: &Result<Pair, Open>, out: &mut Vec<Block>) {
    let pair = match pair {
        Ok(pair) => pair,
        Err(open) => {
            out.push(Block::Heading("Undecided".to_owned()));
            out.push(Block::Line(visible(open.reason())));
            return;
        }
    };
    let [one, other] = pair.drafts.map(draft_word);
    out.push(Block::Heading(format!("{other} against {one}")));
    for mode in Mode::BOTH {
        let relations =
            [Relation::Stronger, Relation::Weaker, Relation::Incomparable, Relation::Equivalent, Relation::Undecided];
        let parts: Vec<String> = relations
            .into_iter()
            .map(|relation| (pair.count(mode, relation), relation))
            .filter(|(n, _)| *n > 0)
            .map(|(n, relation)| format!("{} on {n}", relation.word()))
            .collect();
        let paths = pair.paths.len();
        let paths = if paths == 1 { "1 violation path".to_owned() } else { format!("{paths} violation paths") };
        out.push(Block::Line(format!("{}, of {paths} {other} is {}.", capital(mode.words()), list(&parts))));
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}

/// What the second draft adds, removes and changes, and what of it changes no verdict.
fn plan(pair: &Pair, out: &mut Vec<Block>) {
    let [one, other] = pair.drafts.map(draft_word);
    out.push(Block::Heading(format!("What {other} changes in the terms of {one}")));
    let says_nothing =
        |side: usize| move |l: &&crate::analysis::compare::Lever| l.key.is_none() && l.says[side] == "not in force";
    let words = |kind: &str, side: usize| -> Vec<String> {
        let levers = pair.levers.iter().filter(|l| l.kind == kind).filter(says_nothing(side));
        levers.map(|l| visible(&l.id)).collect()
    };
    let mut parts = Vec::new();
    for (verb, side) in [("adds", 0), ("removes", 1)] {
        for kind in ["obligation", "measure"] {
            let ids = words(kind, side);
            if !ids.is_empty() {
                let kinds = if ids.len() == 1 { format!("the {kind}") } else { format!("the {kind}s") };
                parts.push(format!("{verb} {kinds} {}", list(&ids)));
            }
        }
    }
    let changed: Vec<String> = pair
        .levers
        .iter()
        .filter(|l| !says_nothing(0)(l) && !says_nothing(1)(l))
        .map(|l| format!("{} ({} instead of {})", names::lever(l), visible(&l.says[1]), visible(&l.says[0])))
        .collect();
    if !changed.is_empty() {
        parts.push(format!("changes {}", list(&changed)));
    }
    if parts.is_empty() {
        out.push(Block::Line(format!("{other} differs in no term on which a verdict rests.")));
        return;
    }
    for part in parts {
        out.push(Block::Item(format!("{other} {part}.")));
    }
    match &pair.idle {
        None => {}
        Some(Err(open)) => {
            out.push(Block::Item(format!("Which terms change no verdict is undecided: {}.", visible(open.reason()))));
        }
        Some(Ok(idle)) if idle.is_empty() => {
            out.push(Block::Item("Every one of these terms changes some verdict.".to_owned()));
        }
        Some(Ok(idle)) => {
            let words: Vec<String> = idle.iter().filter_map(|l| pair.levers.get(*l)).map(names::lever).collect();
            let (these, it) = match idle.len() {
                1 => ("One of these terms changes", "if it is"),
                _ => ("Some of these terms change", "if all of them are"),
            };
            out.push(Block::Item(format!("{these} no verdict as drafted, even {it} as in {one}: {}.", list(&words))));
        }
    }
}
