//! What drafts are as deals: what is accepted, whose interests are served, what a walk-out leaves and
//! what it all asks.

use super::blocks::Block;
use super::names::{amount, draft_word, obligation_id, range};
use crate::analysis::Open;
use crate::analysis::compare::Comparison;
use crate::analysis::compare::criteria::interests as all_interests;
use crate::analysis::deal::burden::over_the_term;
use crate::analysis::deal::damage::Damage;
use crate::analysis::deal::interests::{Served, Service, place};
use crate::analysis::deal::residual::{MONTHS, Reach};
use crate::analysis::deal::tolerance::Need;
use crate::analysis::deal::{Assessment, Mode, Obliged};
use crate::diagnostic::visible;
use crate::model::acceptance::Refusals;
use crate::model::{End, Verdict};
use crate::report::names::{counted, list};
use crate::report::percent;
use crate::report::sentence;
use crate::report::table::Cell;

/// A cell for both ends.
pub fn ends(of: impl Fn(End) -> String) -> Cell {
    Cell::ends(&of(End::Adverse), &of(End::Favourable))
}

/// What is left of each draft when its host refuses what its tolerance forbids.
pub fn accepted(comparison: &Comparison, out: &mut Vec<Block>) {
    out.push(Block::Heading("As drafted and as accepted".to_owned()));
    let heads = ["draft", "obligation", "as drafted", "confidence", "as accepted", "confidence", "assured from"];
    let mut rows = Vec::new();
    let mut items = Vec::new();
    for (nr, assessment) in comparison.drafts.iter().enumerate() {
        for (first, obliged) in assessment.obligations.iter().enumerate() {
            let id = obligation_id(&assessment.draft.regime, obliged.obligation);
            let verdict = |mode: Mode| {
                let at = |end: End| obliged.at((mode, end)).whole.as_ref().map_or("undecided", |f| f.verdict.word());
                let color = obliged.at((mode, End::Adverse)).whole.as_ref().ok().map(|f| f.verdict);
                Cell::ends(at(End::Adverse), at(End::Favourable)).colored(color)
            };
            let confidence = |mode: Mode| ends(|end| confidence(obliged, mode, end));
            let draft = if first == 0 { draft_word(nr) } else { String::new() };
            rows.push(vec![
                Cell::plain(draft),
                Cell::plain(visible(id)),
                verdict(Mode::Drafted),
                confidence(Mode::Drafted),
                verdict(Mode::Accepted),
                confidence(Mode::Accepted),
                ends(|end| assured_from(obliged, end)),
            ]);
            items.extend(losses(nr, assessment, obliged));
        }
    }
    let note = "Assured from: how much more intrusion the host has to accept in every phase that has a tolerance, for \
                each measure or in total; never, where even all measures together do not assure it.";
    out.push(Block::Table(heads.map(str::to_owned).to_vec(), rows, note.to_owned()));
    match items.is_empty() {
        true => out.push(Block::Line("No refusal that a tolerance permits makes a verdict worse.".to_owned())),
        false => out.extend(items),
    }
}

/// The tolerance from which on an obligation is assured.
fn assured_from(obliged: &Obliged, end: End) -> String {
    let verdict = |mode: Mode| obliged.at((mode, end)).whole.as_ref().ok().map(|f| f.verdict);
    match (verdict(Mode::Drafted), verdict(Mode::Accepted)) {
        (_, Some(Verdict::Infeasible)) => "-".to_owned(),
        (_, Some(Verdict::Assured)) => "as it is".to_owned(),
        (Some(Verdict::Assured), Some(_)) => match &obliged.need[usize::from(end == End::Favourable)] {
            Some(Ok(need)) => {
                let parts = increases(need);
                if parts.is_empty() { "never".to_owned() } else { parts.join(" or ") }
            }
            _ => "?".to_owned(),
        },
        (Some(_), Some(_)) => "never".to_owned(),
        _ => "?".to_owned(),
    }
}

/// The increases that are enough, in few words.
fn increases(need: &Need) -> Vec<String> {
    let each = need.each.by.iter().map(|n| format!("each +{}", percent::decimal(n)));
    let total = need.total.by.iter().map(|n| format!("total +{}", percent::decimal(n)));
    let both = need
        .both
        .iter()
        .map(|(each, total)| format!("each +{} with total +{}", percent::decimal(each), percent::decimal(total)));
    each.chain(total).chain(both).collect()
}

fn confidence(obliged: &Obliged, mode: Mode, end: End) -> String {
    match &obliged.at((mode, end)).whole {
        Err(_) => "?".to_owned(),
        Ok(finding) => finding.unseen().map_or_else(|| "-".to_owned(), |u| percent::against(u, &finding.goal)),
    }
}

/// What an obligation loses when the host refuses what it may, and what would mend it.
fn losses(nr: usize, assessment: &Assessment, obliged: &Obliged) -> Vec<Block> {
    let mut out = Vec::new();
    let id = visible(obligation_id(&assessment.draft.regime, obliged.obligation));
    for (which, end) in End::BOTH.into_iter().enumerate() {
        match &obliged.damage[which] {
            None => continue,
            Some(Err(open)) => out.push(Block::Item(format!(
                "{}: what does the damage to {id} at the {} end is undecided: {}.",
                draft_word(nr),
                end.word(),
                visible(open.reason())
            ))),
            Some(Ok(damage)) => out.push(Block::Item(loss(nr, assessment, obliged, end, damage))),
        }
        if let Some(need) = &obliged.need[which] {
            out.push(Block::SubItem(least(&id, need)));
        }
    }
    out
}

fn loss(nr: usize, assessment: &Assessment, obliged: &Obliged, end: End, damage: &Damage) -> String {
    let regime = &assessment.draft.regime;
    let id = visible(obligation_id(regime, obliged.obligation));
    let finding = |mode: Mode| obliged.at((mode, end)).whole.as_ref().ok();
    let from = finding(Mode::Drafted).map_or("?", |f| f.verdict.word());
    let to = finding(Mode::Accepted);
    let evasion = to.and_then(|f| f.evasion.as_ref().map(|e| (f, e)));
    let plan = evasion.map_or_else(String::new, |(finding, evasion)| {
        let unseen = evasion.unseen(crate::query::Reading::ProofInTime);
        let conduct = match evasion.plan.events() {
            [] => "what is held from the start".to_owned(),
            _ => sentence::conduct(assessment.scene((Mode::Accepted, end)), &evasion.plan),
        };
        format!(
            ": {conduct}, complete in month {}, proved with {}",
            evasion.replayed.course.completed,
            percent::against(unseen, &finding.goal)
        )
    });
    let names = |measures: &[crate::model::MeasureIx]| {
        list(&measures.iter().map(|m| visible(&regime.measures[m.0].entry.id)).collect::<Vec<_>>())
    };
    let by = match damage.by.as_slice() {
        [] => String::new(),
        by if *by == *damage.refused.measures() => String::new(),
        by => format!(" The damage is done by the loss of {}.", names(by)),
    };
    format!(
        "As accepted, {} loses {}, and {id} falls from {from} to {} at the {} end{plan}.{by}",
        draft_word(nr),
        lost(assessment, &damage.refused),
        to.map_or("?", |f| f.verdict.word()),
        end.word()
    )
}

/// What is refused, by phase, in words.
fn lost(assessment: &Assessment, refused: &Refusals) -> String {
    let regime = &assessment.draft.regime;
    let phases = regime.phases.iter().zip(&refused.phases).filter(|(_, refused)| !refused.is_empty());
    let words: Vec<String> = phases
        .map(|(phase, refused)| {
            let ids: Vec<String> = refused.iter().map(|m| visible(&regime.measures[m.0].entry.id)).collect();
            format!("{} in phase {}", list(&ids), visible(&phase.entry.id))
        })
        .collect();
    if words.is_empty() { "nothing".to_owned() } else { list(&words) }
}

fn least(id: &str, need: &Result<Need, Open>) -> String {
    let need = match need {
        Ok(need) => need,
        Err(open) => return format!("What tolerance would assure {id} is undecided: {}.", visible(open.reason())),
    };
    let by = |n: &Option<crate::model::Exact>| n.as_ref().map(percent::decimal);
    let mut parts = Vec::new();
    if let Some(each) = by(&need.each.by) {
        parts.push(format!("{each} more for each measure"));
    }
    if let Some(total) = by(&need.total.by) {
        parts.push(format!("{total} more in total"));
    }
    if let Some((each, total)) = &need.both {
        parts.push(format!(
            "{} more for each measure and {} more in total",
            percent::decimal(each),
            percent::decimal(total)
        ));
    }
    match parts.as_slice() {
        [] => format!("No tolerance assures {id}."),
        _ => format!("{id} is assured from a tolerance of {} on.", parts.join(" or ")),
    }
}

/// Whose interests are served.
pub fn interests(comparison: &Comparison, out: &mut Vec<Block>) {
    let ids = all_interests(&comparison.drafts);
    if ids.is_empty() {
        return;
    }
    out.push(Block::Heading("Interests: months of exposure".to_owned()));
    let mut heads = vec!["interest".to_owned(), String::new()];
    heads.extend((0..comparison.drafts.len()).map(draft_word));
    heads.push("no agreement".to_owned());
    let mut rows = Vec::new();
    for id in &ids {
        for mode in Mode::BOTH {
            let figures = |mode: Mode| -> Vec<Cell> {
                let cell = |d: &Assessment| ends(|end| of(d, id, |s, _| s.map_or("?".into(), exposure), (mode, end)));
                comparison.drafts.iter().map(cell).collect()
            };
            let texts = |mode: Mode| figures(mode).into_iter().map(|c| c.text).collect::<Vec<_>>();
            if mode == Mode::Accepted && texts(Mode::Accepted) == texts(Mode::Drafted) {
                continue;
            }
            let name = if mode == Mode::Drafted { visible(id) } else { String::new() };
            let mut row = vec![Cell::plain(name), Cell::plain(mode.words())];
            row.extend(figures(mode));
            row.push(match mode {
                Mode::Drafted => ends(|end| baseline(comparison, id, end).to_string()),
                Mode::Accepted => Cell::plain(""),
            });
            rows.push(row);
        }
    }
    out.push(Block::Table(
        heads,
        rows,
        "Months in which something that the interest is concerned with is out of scope or not assured.".to_owned(),
    ));
    for (nr, assessment) in comparison.drafts.iter().enumerate() {
        for (interest, services) in assessment.draft.regime.interests.iter().zip(&assessment.interests) {
            out.push(Block::Item(causes(nr, assessment, interest.entry.title(), &services[0])));
        }
    }
}

/// The months in which an interest is exposed without any agreement: all of the longest term, if anything
/// that it is concerned with is part of the world.
fn baseline(comparison: &Comparison, id: &str, end: End) -> u64 {
    let concerned = comparison.drafts.iter().any(|d| {
        let scene = d.scene((Mode::Drafted, end));
        of(
            d,
            id,
            |s, _| s.is_some_and(|s| s.activities.iter().any(|(a, _)| scene.world.activities[a.0].exists)),
            (Mode::Drafted, end),
        )
    });
    let longest = comparison.drafts.iter().map(|d| d.draft.term.months).max().unwrap_or(0);
    if concerned { longest } else { 0 }
}

fn exposure(service: &Service) -> String {
    if service.is_open() { "?".to_owned() } else { service.exposure().to_string() }
}

fn of<R>(
    assessment: &Assessment,
    id: &str,
    show: impl Fn(Option<&Service>, u64) -> R,
    corner: crate::analysis::deal::Corner,
) -> R {
    let found = assessment.draft.regime.interests.iter().position(|i| i.entry.id == id);
    let service = found.and_then(|p| assessment.interests.get(p)).map(|s| &s[place(corner)]);
    show(service, assessment.draft.term.months)
}

/// What exposes an interest as drafted at the adverse end, phase by phase.
fn causes(nr: usize, assessment: &Assessment, name: &str, service: &Service) -> String {
    let draft = &assessment.draft;
    let mut phases = Vec::new();
    for (p, (phase, in_force)) in draft.regime.phases.iter().zip(&draft.term.phases).enumerate() {
        let mut states: Vec<(String, Vec<String>)> = Vec::new();
        for (activity, served) in &service.activities {
            let word = match served.get(p) {
                Some(Served::OutOfScope) => "out of scope",
                Some(Served::Judged(verdict, _)) if *verdict != Verdict::Assured => verdict.word(),
                Some(Served::Open) => "undecided",
                _ => continue,
            };
            let id = visible(&draft.regime.activities[activity.0].entry.id);
            match states.iter_mut().find(|(w, _)| w == word) {
                Some((_, ids)) => ids.push(id),
                None => states.push((word.to_owned(), vec![id])),
            }
        }
        let months = range((in_force.first, in_force.last));
        let words: Vec<String> = states
            .iter()
            .map(|(word, ids)| format!("{} {} {word}", list(ids), if ids.len() == 1 { "is" } else { "are" }))
            .collect();
        let words = if words.is_empty() { "nothing".to_owned() } else { list(&words) };
        phases.push(format!("months {months} ({}): {words}", visible(&phase.entry.id)));
    }
    let served = match service.served_from {
        Some(month) if !service.activities.is_empty() => {
            let paid = super::names::paid_by(assessment, month);
            let paid: Vec<String> = paid.iter().map(|(unit, value)| amount(value, unit)).collect();
            let paid = if paid.is_empty() { "nothing".to_owned() } else { list(&paid) };
            format!(" It is first served in month {month}; by then {paid} has been given.")
        }
        _ if service.activities.is_empty() => " It is concerned with no conduct of this world.".to_owned(),
        _ => " It is never served.".to_owned(),
    };
    format!("{}, {}, adverse end: {}.{served}", draft_word(nr), visible(name), phases.join("; "))
}

/// What the host can reach after a walk-out.
pub fn breakouts(comparison: &Comparison, out: &mut Vec<Block>) {
    if comparison.targets.is_empty() {
        return;
    }
    out.push(Block::Heading("After a walk-out: what can be reached".to_owned()));
    let mut heads = vec!["what".to_owned(), "draft".to_owned(), "after month".to_owned()];
    heads.extend(MONTHS.iter().map(|m| format!("in {m}")));
    heads.push("undetected".to_owned());
    let mut rows = Vec::new();
    for (t, target) in comparison.targets.iter().enumerate() {
        let mut name = visible(&target.label);
        for (nr, assessment) in comparison.drafts.iter().enumerate() {
            let mut word = draft_word(nr);
            for breakout in assessment.breakouts.iter().skip(t).step_by(comparison.targets.len()) {
                let month = assessment.draft.term.phases.get(breakout.phase).map_or(0, |p| p.last);
                let cell = |months: u64, undetected: bool| {
                    ends(|end| {
                        let reached = breakout.ends[usize::from(end == End::Favourable)].as_ref();
                        let residual = reached.ok().and_then(|all| all.iter().find(|r| r.months == months));
                        residual.map_or_else(
                            || "?".to_owned(),
                            |r| shown(if undetected { &r.undetected } else { &r.lawful }),
                        )
                    })
                };
                let mut row = vec![
                    Cell::plain(std::mem::take(&mut name)),
                    Cell::plain(std::mem::take(&mut word)),
                    Cell::plain(month.to_string()),
                ];
                row.extend(MONTHS.map(|m| cell(m, false)));
                row.push(cell(MONTHS[2], true));
                rows.push(row);
            }
        }
    }
    let note = "Units of prohibited events after the walk-out, or the stock of what is limited, within 3, 6 and 12 months, \
                with what can lawfully be had by then; the last column within 12 months with what can be had without \
                being proved. Adverse / favourable where the ends differ.";
    out.push(Block::Table(heads, rows, note.to_owned()));
    let significant: Vec<String> = comparison
        .targets
        .iter()
        .map(|t| match t.at_most {
            Some(most) => format!("{} a stock of {}", visible(&t.label), u128::from(most) + u128::from(t.significant)),
            None => format!("{} {}", visible(&t.label), counted(t.significant, "unit")),
        })
        .collect();
    out.push(Block::Line(format!("A violation would be: {}.", list(&significant))));
}

fn shown(reach: &Result<Reach, Open>) -> String {
    match reach {
        Err(_) => "?".to_owned(),
        Ok(reach) if reach.at_least => format!(">={}", reach.amount),
        Ok(reach) => reach.amount.to_string(),
    }
}

/// What the measures ask, by phase.
pub fn burdens(comparison: &Comparison, out: &mut Vec<Block>) {
    out.push(Block::Heading("Burden".to_owned()));
    let heads =
        ["draft", "phase", "months", "measures", "consent", "intrusive", "greatest", "cost/year", "alarms/year"];
    let mut rows = Vec::new();
    for (nr, assessment) in comparison.drafts.iter().enumerate() {
        let draft = &assessment.draft;
        let phases = draft.regime.phases.iter().zip(&draft.term.phases).zip(&assessment.burdens);
        for (place, ((phase, in_force), burden)) in phases.enumerate() {
            rows.push(vec![
                Cell::plain(if place == 0 { draft_word(nr) } else { String::new() }),
                Cell::plain(visible(&phase.entry.id)),
                Cell::plain(range((in_force.first, in_force.last))),
                Cell::plain(burden.measures.to_string()),
                Cell::plain(burden.consent.len().to_string()),
                Cell::plain(percent::decimal(&burden.intrusiveness)),
                Cell::plain(percent::decimal(&burden.greatest)),
                Cell::plain(percent::decimal(&burden.cost_per_year)),
                Cell::plain(percent::decimal(&burden.false_alarms_per_year)),
            ]);
        }
    }
    let note = "Measures in force and those of them that need consent; the sum of the intrusiveness of these and the \
                greatest; what all measures cost and the false alarms to be expected of them in a year.";
    out.push(Block::Table(heads.map(str::to_owned).to_vec(), rows, note.to_owned()));
    let totals: Vec<String> = comparison
        .drafts
        .iter()
        .enumerate()
        .map(|(nr, d)| {
            let sum = |of| percent::decimal(&over_the_term(&d.draft, &d.burdens, of));
            format!(
                "{} costs {} and gives {} false alarms",
                draft_word(nr),
                sum(|b| &b.cost_per_year),
                sum(|b| &b.false_alarms_per_year)
            )
        })
        .collect();
    out.push(Block::Line(format!("Over the whole term {}.", list(&totals))));
}

pub use super::payments::{payments, timelines};
