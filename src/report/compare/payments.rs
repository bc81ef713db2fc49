//! What drafts pay for what: rewards and gates, what is at risk, and concessions held against verified
//! performance.

use super::blocks::Block;
use super::deal::ends;
use super::names::{amount, draft_word, obligation_id};
use crate::analysis::compare::Comparison;
use crate::analysis::compare::criteria::{units, value_at_risk};
use crate::analysis::deal::interests::place;
use crate::analysis::deal::payments::{Payment, Standing};
use crate::analysis::deal::{Assessment, Mode};
use crate::diagnostic::visible;
use crate::model::End;
use crate::model::stakes::Gives;
use crate::query::Reading;
use crate::report::names::list;
use crate::report::percent;
use crate::report::sentence;
use crate::report::table::Cell;
use num_traits::Zero;

/// Rewards and gates, and what is at risk.
pub fn payments(comparison: &Comparison, out: &mut Vec<Block>) {
    if comparison.drafts.iter().all(|d| d.payments[0].is_empty()) {
        return;
    }
    out.push(Block::Heading("What is given for what".to_owned()));
    let heads = ["draft", "month", "what", "value", "rests on", "as drafted", "as accepted"];
    let mut rows = Vec::new();
    for (nr, assessment) in comparison.drafts.iter().enumerate() {
        for (p, payment) in assessment.payments[0].iter().enumerate() {
            rows.push(row(nr, p, assessment, payment));
        }
    }
    let note = "Earned: every violator is proved one by the month before. Pocketable: some violator is not. Not yet \
                testable: no violation can be complete by then. Adverse / favourable where the ends differ.";
    out.push(Block::Table(heads.map(str::to_owned).to_vec(), rows, note.to_owned()));
    for (nr, assessment) in comparison.drafts.iter().enumerate() {
        out.extend(pocketed(nr, assessment));
    }
    risks(comparison, out);
}

fn row(nr: usize, p: usize, assessment: &Assessment, payment: &Payment) -> Vec<Cell> {
    let stake = &payment.stake;
    let regime = &assessment.draft.regime;
    let standing = |mode: Mode| {
        ends(|end| {
            let payment = assessment.payments[place((mode, end))].get(p);
            payment.map_or_else(|| "?".to_owned(), |payment| payment.standing().word().to_owned())
        })
    };
    let (what, value) = match &stake.gives {
        Gives::Gate => (format!("gate of {}", visible(&stake.id)), String::new()),
        Gives::Reward { value, unit, reversible } => {
            let back = if *reversible { ", reversible" } else { "" };
            (visible(&stake.id), format!("{}{back}", amount(value, unit.as_deref().unwrap_or_default())))
        }
    };
    let grounds: Vec<String> = stake.rests_on.iter().map(|o| visible(obligation_id(regime, *o))).collect();
    vec![
        Cell::plain(if p == 0 { draft_word(nr) } else { String::new() }),
        Cell::plain(stake.month.to_string()),
        Cell::plain(what),
        Cell::plain(value),
        Cell::plain(if grounds.is_empty() { "nothing".to_owned() } else { list(&grounds) }),
        standing(Mode::Drafted),
        standing(Mode::Accepted),
    ]
}

/// How what is pocketable is pocketed at the adverse end: as drafted, or else as accepted.
fn pocketed(nr: usize, assessment: &Assessment) -> Vec<Block> {
    let mut out = Vec::new();
    for p in 0..assessment.payments[0].len() {
        for mode in Mode::BOTH {
            let corner = (mode, End::Adverse);
            let Some(payment) = assessment.payments[place(corner)].get(p) else { continue };
            let pocketable = payment.grounds.iter().find(|g| matches!(g.standing, Standing::Pocketable));
            let Some((ground, candidate)) = pocketable.and_then(|g| Some((g, g.candidate.as_ref()?))) else { continue };
            let scene = assessment.scene(corner);
            let conduct = match candidate.plan.events() {
                [] => "what is held from the start".to_owned(),
                _ => sentence::conduct(scene, &candidate.plan),
            };
            let accepted = if mode == Mode::Accepted { " as accepted" } else { "" };
            out.push(Block::Item(format!(
                "{}: {} can be pocketed{accepted}: {conduct} violates {} and is proved with {} by month {}, the goal being {}.",
                draft_word(nr),
                visible(&payment.stake.id),
                visible(obligation_id(&assessment.draft.regime, ground.obligation)),
                percent::against(candidate.unseen(Reading::ProofInTime), &ground.goal),
                payment.stake.known_by(),
                percent::exact(&ground.goal),
            )));
            break;
        }
    }
    out
}

/// What a violator can collect for good, and what is taken back on proof.
fn risks(comparison: &Comparison, out: &mut Vec<Block>) {
    let units = units(&comparison.drafts);
    if units.is_empty() {
        return;
    }
    out.push(Block::Heading("Value at risk".to_owned()));
    let heads = ["draft", "violating", "collected for good", "taken back on proof", "proved"];
    let mut rows = Vec::new();
    for (nr, assessment) in comparison.drafts.iter().enumerate() {
        for (first, obliged) in assessment.obligations.iter().enumerate() {
            for mode in Mode::BOTH {
                let line = |mode: Mode| {
                    let collected = |reversible: bool| {
                        ends(|end| {
                            let parts: Option<Vec<String>> = units
                                .iter()
                                .map(|unit| {
                                    let of = (mode, end);
                                    let value = value_at_risk(assessment, obliged.obligation, unit, reversible, of)?;
                                    Some(if value.is_zero() { String::new() } else { amount(&value, unit) })
                                })
                                .collect();
                            let Some(mut parts) = parts else { return "?".to_owned() };
                            parts.retain(|p| !p.is_empty());
                            if parts.is_empty() { "nothing".to_owned() } else { list(&parts) }
                        })
                    };
                    let proved = ends(|end| match &obliged.at((mode, end)).collector {
                        Err(_) => "?".to_owned(),
                        Ok(None) => "before any reward".to_owned(),
                        Ok(Some(c)) => c.proved.map_or_else(|| "never".to_owned(), |m| format!("month {m}")),
                    });
                    [collected(false), collected(true), proved]
                };
                let texts = |mode: Mode| line(mode).map(|c| c.text);
                if mode == Mode::Accepted && texts(Mode::Drafted) == texts(Mode::Accepted) {
                    continue;
                }
                let id = visible(obligation_id(&assessment.draft.regime, obliged.obligation));
                let id = if mode == Mode::Accepted { format!("{id} as accepted") } else { id };
                let draft = if first == 0 && mode == Mode::Drafted { draft_word(nr) } else { String::new() };
                let mut row = vec![Cell::plain(draft), Cell::plain(id)];
                row.extend(line(mode));
                rows.push(row);
            }
        }
    }
    let note = "The most that somebody who violates it can collect before he is proved to have done so; \"never\" keeps \
                what could have been taken back, too. Adverse / favourable where the ends differ.";
    out.push(Block::Table(heads.map(str::to_owned).to_vec(), rows, note.to_owned()));
}

/// What is given against what is verified, month by month.
pub fn timelines(comparison: &Comparison, out: &mut Vec<Block>) {
    if comparison.drafts.iter().all(|d| d.payments[0].is_empty()) {
        return;
    }
    out.push(Block::Heading("Concessions against verified performance, as drafted".to_owned()));
    let heads = ["draft", "month", "given", "verified by then", "not verified"];
    let mut rows = Vec::new();
    for (nr, assessment) in comparison.drafts.iter().enumerate() {
        let mut months: Vec<u64> = assessment.payments[0].iter().map(|p| p.stake.month).collect();
        months.sort_unstable();
        months.dedup();
        for (first, month) in months.iter().enumerate() {
            let here = || assessment.payments[0].iter().enumerate().filter(|(_, p)| p.stake.month == *month);
            let given: Vec<String> = here()
                .map(|(_, p)| match &p.stake.gives {
                    Gives::Gate => format!("phase {}", visible(&p.stake.id)),
                    Gives::Reward { value, unit, .. } => amount(value, unit.as_deref().unwrap_or_default()),
                })
                .collect();
            let mut grounds: Vec<(String, bool)> = Vec::new();
            for (p, _) in here() {
                let earned = |end: End, o| {
                    let payment = assessment.payments[place((Mode::Drafted, end))].get(p);
                    let ground = payment.and_then(|p| p.grounds.iter().find(|g| g.obligation == o));
                    ground.is_some_and(|g| matches!(g.standing, Standing::Earned))
                };
                for ground in &assessment.payments[0][p].grounds {
                    let id = visible(obligation_id(&assessment.draft.regime, ground.obligation));
                    let at = End::BOTH.map(|end| earned(end, ground.obligation));
                    let word = match at {
                        [true, true] => (id, true),
                        [false, true] => (format!("{id} (at the adverse end)"), false),
                        [true, false] => (format!("{id} (at the favourable end)"), false),
                        [false, false] => (id, false),
                    };
                    if !grounds.contains(&word) {
                        grounds.push(word);
                    }
                }
            }
            let of = |wanted: bool| {
                let ids: Vec<String> = grounds.iter().filter(|(_, e)| *e == wanted).map(|(id, _)| id.clone()).collect();
                if ids.is_empty() { "nothing".to_owned() } else { list(&ids) }
            };
            rows.push(vec![
                Cell::plain(if first == 0 { draft_word(nr) } else { String::new() }),
                Cell::plain(month.to_string()),
                Cell::plain(list(&given)),
                Cell::plain(of(true)),
                Cell::plain(of(false)),
            ]);
        }
    }
    out.push(Block::Table(heads.map(str::to_owned).to_vec(), rows, String::new()));
}
