//! The violation paths of drafts side by side: how each stands, what shows the differences, and which
//! terms account for them.

use super::blocks::Block;
use super::names::{self, draft_word, obligation_id, place_word, range};
use crate::analysis::compare::blame::Terms;
use crate::analysis::compare::witness::Comes;
use crate::analysis::compare::{Comparison, Fares, Lever, Matched, Pair, Relation, Row, Run, State, Witness};
use crate::analysis::deal::{Assessment, Mode};
use crate::diagnostic::visible;
use crate::model::{End, ObligationIx, Verdict};
use crate::report::names::list;
use crate::report::percent;
use crate::report::sentence;
use crate::report::table::Cell;
use std::ops::Range;

/// Drafts that have a column each; with more of them, those that stand the same share a line.
const MOST_COLUMNS: usize = 2;

/// The table of all paths.
pub fn paths(comparison: &Comparison, out: &mut Vec<Block>) {
    out.push(Block::Heading("Violation paths".to_owned()));
    if comparison.rows.is_empty() {
        out.push(Block::Line("No draft prohibits or limits anything.".to_owned()));
        return;
    }
    let drafts = comparison.drafts.len();
    let is_grouped = drafts > MOST_COLUMNS;
    let mut heads = vec!["path".to_owned(), "months".to_owned()];
    if is_grouped {
        heads.extend(["draft", "stands", "against A"].map(str::to_owned));
    } else {
        heads.extend((0..drafts).map(draft_word));
        heads.push("no agreement".to_owned());
        heads.extend((1..drafts).map(|d| format!("{} is", draft_word(d))));
    }
    let mut rows = Vec::new();
    for row in comparison.rows.iter() {
        for (nr, stretches) in runs(comparison, row).into_iter().enumerate() {
            let name = if nr == 0 { visible(&row.activity) } else { String::new() };
            rows.extend(match is_grouped {
                true => groups(comparison, row, &stretches, name),
                false => lines(comparison, row, &stretches, name),
            });
        }
    }
    let note = "Adverse / favourable where the ends of the uncertainty differ, for plans completed in these months; \
                as accepted on a line of its own where that is different.";
    out.push(Block::Table(heads, rows, note.to_owned()));
}

/// Stretches put together in which no draft's state changes.
fn runs(comparison: &Comparison, row: &Row) -> Vec<Range<usize>> {
    let states = |s: usize| -> Vec<State> {
        let drafts = 0..comparison.drafts.len();
        drafts.flat_map(|d| row.cells[d][s].iter().map(|c| c.state)).collect()
    };
    let mut runs: Vec<Range<usize>> = Vec::new();
    for stretch in 0..comparison.stretches.len() {
        match runs.last_mut() {
            Some(run) if states(run.start) == states(stretch) => run.end = stretch + 1,
            _ => runs.push(stretch..stretch + 1),
        }
    }
    runs
}

/// The months of a run of stretches.
fn months(comparison: &Comparison, stretches: &Range<usize>) -> String {
    let all = comparison.stretches.get(stretches.clone()).unwrap_or_default();
    match (all.first(), all.last()) {
        (Some((first, _)), Some((_, last))) => range((*first, *last)),
        _ => String::new(),
    }
}

/// How a draft stands on a path in a run of stretches, at both ends.
fn ends(row: &Row, draft: usize, stretches: &Range<usize>, mode: Mode) -> [State; 2] {
    End::BOTH.map(|end| row.at(draft, stretches.start, (mode, end)).state)
}

fn shown([adverse, favourable]: [State; 2]) -> Cell {
    let cell = Cell::ends(adverse.word(), favourable.word());
    match adverse {
        State::Judged(verdict) => cell.colored(Some(verdict)),
        State::OutOfScope => cell.colored(Some(Verdict::Uncovered)),
        State::Absent | State::AfterTerm | State::Open => cell,
    }
}

/// How a draft stands to the first in a run of stretches.
fn relation(row: &Row, draft: usize, stretches: &Range<usize>, mode: Mode) -> &'static str {
    if [0, draft].into_iter().any(|d| ends(row, d, stretches, mode).contains(&State::AfterTerm)) {
        return "-";
    }
    let all = |d: usize| stretches.clone().flat_map(move |s| End::BOTH.map(|e| row.at(d, s, (mode, e)).state));
    Relation::of(all(draft), all(0)).word()
}

/// The modes that have something of their own to say of a run, with what stands for the months.
fn modes(comparison: &Comparison, row: &Row, stretches: &Range<usize>) -> Vec<(Mode, String)> {
    let mut modes = vec![(Mode::Drafted, months(comparison, stretches))];
    let differs = |d: usize| ends(row, d, stretches, Mode::Drafted) != ends(row, d, stretches, Mode::Accepted);
    if (0..comparison.drafts.len()).any(differs) {
        modes.push((Mode::Accepted, Mode::Accepted.words().to_owned()));
    }
    modes
}

/// A run as lines with a column for each draft.
fn lines(comparison: &Comparison, row: &Row, stretches: &Range<usize>, mut name: String) -> Vec<Vec<Cell>> {
    let drafts = 0..comparison.drafts.len();
    let line = |(mode, when): (Mode, String)| {
        let mut cells = vec![Cell::plain(std::mem::take(&mut name)), Cell::plain(when)];
        cells.extend(drafts.clone().map(|d| shown(ends(row, d, stretches, mode))));
        cells.push(Cell::plain(if mode == Mode::Drafted { "out of scope" } else { "" }));
        cells.extend(drafts.clone().skip(1).map(|d| Cell::plain(relation(row, d, stretches, mode))));
        cells
    };
    modes(comparison, row, stretches).into_iter().map(line).collect()
}

/// A run with a line for all drafts that stand the same.
fn groups(comparison: &Comparison, row: &Row, stretches: &Range<usize>, mut name: String) -> Vec<Vec<Cell>> {
    let mut all = Vec::new();
    for (mode, mut when) in modes(comparison, row, stretches) {
        let mut groups: Vec<([State; 2], &str, Vec<String>)> = Vec::new();
        let mut add = |states: [State; 2], relation: &'static str, word: String| match groups
            .iter_mut()
            .find(|(known, ..)| *known == states)
        {
            Some((_, _, words)) => words.push(word),
            None => groups.push((states, relation, vec![word])),
        };
        for draft in 0..comparison.drafts.len() {
            let against = if draft == 0 { "" } else { relation(row, draft, stretches, mode) };
            add(ends(row, draft, stretches, mode), against, draft_word(draft));
        }
        if mode == Mode::Drafted {
            add([State::OutOfScope; 2], "", "no agreement".to_owned());
        }
        for (states, against, words) in groups {
            all.push(vec![
                Cell::plain(std::mem::take(&mut name)),
                Cell::plain(std::mem::take(&mut when)),
                Cell::plain(words.join(", ")),
                shown(states),
                Cell::plain(against),
            ]);
        }
    }
    all
}

/// What shows that drafts differ from the first, and what accounts for it.
pub fn differences(comparison: &Comparison, out: &mut Vec<Block>) {
    for pair in comparison.pairs.iter().filter_map(|p| p.as_ref().ok()).filter(|p| p.drafts[0] == 0) {
        let [one, other] = pair.drafts.map(draft_word);
        let mut items = Vec::new();
        for matched in &pair.paths {
            for run in matched.runs[0].iter().filter(|r| is_difference(r.relation)) {
                difference(comparison, pair, matched, run, Mode::Drafted, &mut items);
            }
            for run in matched.runs[1].iter().filter(|r| is_difference(r.relation)) {
                // As accepted only where that is another answer.
                let drafted = matched.runs[0].iter().find(|d| d.stretches.contains(&run.stretches.start));
                if drafted.is_none_or(|d| d.relation != run.relation) {
                    difference(comparison, pair, matched, run, Mode::Accepted, &mut items);
                }
            }
        }
        if !items.is_empty() {
            out.push(Block::Heading(format!("Where {other} differs from {one}, and why")));
            out.extend(items);
        }
    }
}

fn is_difference(relation: Relation) -> bool {
    matches!(relation, Relation::Stronger | Relation::Weaker | Relation::Incomparable)
}

fn difference(comparison: &Comparison, pair: &Pair, matched: &Matched, run: &Run, mode: Mode, out: &mut Vec<Block>) {
    let row = &comparison.rows[matched.row];
    let other = draft_word(pair.drafts[1]);
    let accepted = if mode == Mode::Accepted { ", as accepted" } else { "" };
    out.push(Block::Item(format!(
        "{} ({}), months {}{accepted}: {other} is {}.",
        visible(&row.activity),
        visible(&row.name),
        months(comparison, &run.stretches),
        run.relation.word()
    )));
    for witness in run.witnesses.iter().flatten() {
        out.push(Block::SubItem(self::witness(comparison, witness)));
    }
    let Some(blame) = &run.blame else { return };
    let [one, two] = pair.drafts;
    let sides = [(&blame.enough, one, two), (&blame.undoes, two, one)];
    let same = matches!((&blame.enough, &blame.undoes), (Ok(a), Ok(b)) if a.levers == b.levers);
    for (nr, (terms, into, from)) in sides.into_iter().enumerate() {
        if nr == 1 && same {
            continue;
        }
        let (into_word, from_word) = (draft_word(into), draft_word(from));
        out.push(Block::SubItem(match terms {
            Err(open) => format!("What accounts for it is undecided: {}.", visible(open.reason())),
            Ok(terms) => {
                let does = match same {
                    true => format!("{} for it", accounts(terms)),
                    false => format!("{} {into_word} to where {from_word} stands", brings(terms)),
                };
                format!(
                    "{does}: {}.",
                    list(
                        &terms
                            .levers
                            .iter()
                            .filter_map(|l| pair.levers.get(*l))
                            .map(|l| term(comparison, l))
                            .collect::<Vec<_>>()
                    )
                )
            }
        }));
    }
}

fn accounts(terms: &Terms) -> String {
    match terms.levers.len() {
        1 => "One term accounts".to_owned(),
        _ => format!("{} account", how_many(terms)),
    }
}

fn brings(terms: &Terms) -> String {
    match terms.levers.len() {
        1 => "One term brings".to_owned(),
        _ => format!("{} bring", how_many(terms)),
    }
}

fn how_many(terms: &Terms) -> String {
    match (terms.levers.len(), terms.is_smallest) {
        (n, true) => format!("{n} terms, and no fewer,"),
        (n, false) => format!("{n} terms, none of which can be left out,"),
    }
}

/// A term with what each draft says, and where.
fn term(comparison: &Comparison, lever: &Lever) -> String {
    let said = [0, 1].map(|side| {
        let place = lever.places[side].map(|p| format!(", {}", place_word(comparison, &p))).unwrap_or_default();
        format!("{}{place}", visible(&lever.says[side]))
    });
    format!("{} ({}; {})", names::lever(lever), said[0], said[1])
}

/// A witness as a sentence.
fn witness(comparison: &Comparison, witness: &Witness) -> String {
    let (leaves, closes) = (draft_word(witness.leaves), draft_word(witness.closes));
    let scene = comparison.drafts.get(witness.written_in).map(|d| d.scene(witness.corner));
    let conduct = scene.map_or_else(String::new, |scene| match witness.plan.events() {
        [] => "what is held from the start".to_owned(),
        _ => sentence::conduct(scene, &witness.plan),
    });
    let end = witness.corner.1.word();
    let left = match &witness.left {
        None => format!("In {leaves} it is legal"),
        Some((obligation, comes)) => {
            format!("In {leaves} it is {}", comes_to(comparison, witness.leaves, *obligation, comes))
        }
    };
    let closed = match &witness.closed {
        Fares::NoPlan(why) => format!("in {closes} it is no plan, since {}", visible(why)),
        Fares::NoViolation => format!("in {closes} part of it is legal, so that it is no violation there"),
        Fares::Seen(obligation, comes) => {
            format!("in {closes} it is {}", comes_to(comparison, witness.closes, *obligation, comes))
        }
    };
    let what = match (&witness.closed, witness.is_closed) {
        (_, true) => format!("{leaves} leaves and {closes} closes"),
        (Fares::Seen(_, Comes { proved: Some(_), .. }), false) => {
            format!("{leaves} leaves and {closes} prohibits, but proves too late")
        }
        (_, false) => format!("{leaves} leaves and {closes} prohibits without proving it"),
    };
    format!("{what}, at the {end} end: {conduct}. {left}; {closed}.")
}

fn id(comparison: &Comparison, draft: usize, obligation: ObligationIx) -> String {
    comparison.drafts.get(draft).map_or_else(String::new, |d| visible(obligation_id(&d.draft.regime, obligation)))
}

fn comes_to(comparison: &Comparison, draft: usize, obligation: ObligationIx, comes: &Comes) -> String {
    let goal =
        comparison.drafts.get(draft).map(|d: &Assessment| d.scenes[0].world.obligations[obligation.0].goal.clone());
    let shown = goal.map_or_else(|| percent::confidence(&comes.unseen), |goal| percent::against(&comes.unseen, &goal));
    let under = id(comparison, draft, obligation);
    let proof = match comes.proved {
        Some(month) if i64::try_from(month).is_ok_and(|m| m <= comes.deadline) => String::new(),
        Some(month) => format!(", and to the goal in month {month}"),
        None => ", and never to the goal".to_owned(),
    };
    format!("proved with {shown} under {under} by its deadline, month {}{proof}", comes.deadline)
}
