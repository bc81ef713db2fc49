//! The answer to `check` as text: a table and a sentence for each obligation that is not assured.

use super::names::counted;
use super::percent;
use super::sentence;
use super::style::Style;
use super::table::{Cell, paragraph, table, wrapped};
use crate::analysis::check::{BothEnds, Checked, Finding, ObligationResult, Outcome};
use crate::analysis::explain::Account;
use crate::diagnostic::visible;
use crate::model::{ActivityIx, End, Exact, ObligationIx, Verdict};
use crate::query::Unseen;
use std::cmp::Ordering;

/// What to show.
#[derive(Debug, Clone, Copy)]
pub struct Show<'a> {
    /// The file as it was named.
    pub file: &'a str,
    /// The paths, too.
    pub paths: bool,
    /// What was spent, too.
    pub statistics: bool,
}

/// The whole report of a file.
pub fn render(checked: &Checked, show: Show<'_>, style: Style) -> String {
    let mut out = heading(checked, show, style);
    out.push('\n');
    if checked.obligations.is_empty() {
        out.push_str("no obligation is in force\n");
    } else {
        out.push_str(&obligations(checked, style));
    }
    if show.paths {
        let rows = path_rows(checked);
        if !rows.is_empty() {
            out.push('\n');
            out.push_str(&table(&["obligation", "path", "verdict", "confidence", "margin"], &rows, style));
        }
    }
    let rows = phase_rows(checked);
    if !rows.is_empty() {
        out.push('\n');
        out.push_str(&table(&["obligation", "completed in", "verdict", "confidence", "margin"], &rows, style));
    }
    let sentences: Vec<String> = checked.obligations.iter().filter_map(|o| sentence::of(checked, o)).collect();
    if !sentences.is_empty() {
        out.push('\n');
    }
    for sentence in sentences {
        out.push_str(&paragraph("- ", &sentence, style.width));
    }
    out.push('\n');
    out.push_str(&summary(checked));
    if show.statistics {
        let usage = checked.usage;
        out.push_str(&format!("{} solver calls, {} solver resource units\n", usage.calls, usage.resources));
    }
    out
}

fn heading(checked: &Checked, show: Show<'_>, style: Style) -> String {
    let agreement = &checked.regime.agreement;
    let title = agreement.title.as_deref().unwrap_or(&agreement.entry.id);
    let text =
        format!("{}: {}, {}", visible(show.file), visible(title), counted(checked.scenes[0].term.months, "month"));
    wrapped(&text, style.width).iter().map(|line| format!("{}\n", style.bold(line))).collect()
}

fn summary(checked: &Checked) -> String {
    let of = checked.obligations.len();
    let assured = checked.obligations.iter().filter(|o| o.whole.verdict() == Some(Verdict::Assured)).count();
    let noun = if of == 1 { "obligation" } else { "obligations" };
    format!("{assured} of {of} {noun} assured\n")
}

fn obligations(checked: &Checked, style: Style) -> String {
    let rows: Vec<Vec<Cell>> = checked
        .obligations
        .iter()
        .map(|o| {
            let mut row = vec![Cell::plain(id(checked, o.obligation))];
            row.extend(judgement(checked, o.obligation, None, &o.whole));
            row.push(weakest(checked, o));
            row
        })
        .collect();
    table(&["obligation", "verdict", "confidence", "margin", "weakest path"], &rows, style)
}

fn path_rows(checked: &Checked) -> Vec<Vec<Cell>> {
    let rows = checked.obligations.iter().flat_map(|o| {
        o.paths.iter().map(|path| {
            let mut row = vec![Cell::plain(id(checked, o.obligation)), Cell::plain(activity(checked, path.activity))];
            row.extend(judgement(checked, o.obligation, Some(path.activity), &path.ends));
            row
        })
    });
    rows.collect()
}

fn phase_rows(checked: &Checked) -> Vec<Vec<Cell>> {
    let rows = checked.obligations.iter().flat_map(|o| {
        o.phases.iter().zip(&checked.regime.phases).map(|(ends, phase)| {
            let mut row = vec![Cell::plain(id(checked, o.obligation)), Cell::plain(visible(&phase.entry.id))];
            match ends {
                Some(ends) => row.extend(judgement(checked, o.obligation, None, ends)),
                None => row.extend(["not in force", "-", "-"].map(Cell::plain)),
            }
            row
        })
    });
    rows.collect()
}

/// Verdict, confidence and margin.
fn judgement(checked: &Checked, obligation: ObligationIx, path: Option<ActivityIx>, ends: &BothEnds) -> [Cell; 3] {
    let goal = &checked.scenes[0].world.obligations[obligation.0].goal;
    let [adverse, favourable] = End::BOTH.map(|end| margin(checked, obligation, path, end, ends.at(end)));
    [verdict(ends), confidence(ends, goal), Cell::ends(&adverse, &favourable)]
}

/// The verdicts at both ends in a cell.
pub fn verdict(ends: &BothEnds) -> Cell {
    let word = |outcome: &Outcome| outcome.as_ref().map_or("undecided", |f| f.verdict.word());
    let (adverse, favourable) = (word(&ends.adverse), word(&ends.favourable));
    let cell = match ends.verdict() {
        Some(Verdict::Contingent) => Cell::ends(&format!("contingent: {adverse}"), favourable),
        _ => Cell::ends(adverse, favourable),
    };
    cell.colored(ends.verdict())
}

/// The worst-case confidences on the sides of the goal where they lie.
pub fn confidence(ends: &BothEnds, goal: &Exact) -> Cell {
    let unseen = |outcome: &Outcome| -> Option<Unseen> { outcome.as_ref().ok()?.unseen().cloned() };
    let reaches = |u: &Unseen| matches!(u.confidence_against(goal), Some(Ordering::Greater | Ordering::Equal));
    let aim = percent::exact(goal);
    let text = |u: &Option<Unseen>| match u {
        None => "-".to_owned(),
        Some(u) => format!("{} {} {aim}", percent::against(u, goal), sign(reaches(u))),
    };
    let (adverse, favourable) = (unseen(&ends.adverse), unseen(&ends.favourable));
    let mut cell = Cell::ends(&text(&adverse), &text(&favourable));
    if let (Some(a), Some(f)) = (adverse, favourable)
        && a != f
    {
        let texts = [percent::against(&a, goal), percent::against(&f, goal)];
        cell.text = match (reaches(&a), reaches(&f)) {
            (false, true) => format!("{} < {aim} <= {}", texts[0], texts[1]),
            (same, _) if texts[0] == texts[1] => format!("{} {} {aim}", texts[0], sign(same)),
            (same, _) => format!("{} {} {aim}", texts.join(" / "), sign(same)),
        };
    }
    cell
}

fn sign(reaches: bool) -> &'static str {
    if reaches { ">=" } else { "<" }
}

/// Months from the proof of the best evasion to the deadline.
fn margin(
    checked: &Checked,
    obligation: ObligationIx,
    path: Option<ActivityIx>,
    end: End,
    outcome: &Outcome,
) -> String {
    let evasion = outcome.as_ref().ok().and_then(|f| f.evasion.as_ref());
    let account = evasion.and_then(|e| Account::of(checked.scene(end), obligation, path, e).ok());
    match account {
        None => "-".to_owned(),
        Some(account) => account.margin().map_or_else(|| "never".to_owned(), |m| format!("{m:+}")),
    }
}

/// The path with the worst verdict at the adverse end and, among those, the least confidence; or
/// the activities of the best evasion where only several together reach the worst case.
fn weakest(checked: &Checked, result: &ObligationResult) -> Cell {
    let mut weakest: Option<(ActivityIx, &Finding)> = None;
    for path in &result.paths {
        let Ok(finding) = &path.ends.adverse else { continue };
        if weakest.is_none_or(|(_, so_far)| worse(finding, so_far)) {
            weakest = Some((path.activity, finding));
        }
    }
    let together: Vec<ActivityIx> = match &result.whole.adverse {
        Ok(Finding { evasion: Some(evasion), .. }) => {
            let paths = result.paths.iter().map(|p| p.activity);
            paths.filter(|a| evasion.plan.uses(*a)).collect()
        }
        _ => Vec::new(),
    };
    match (weakest, &result.whole.adverse) {
        (Some((_, finding)), Ok(whole)) if together.len() > 1 && worse(whole, finding) => {
            let plus = |(place, a): (usize, &ActivityIx)| match place {
                0 => activity(checked, *a),
                _ => format!("+ {}", activity(checked, *a)),
            };
            let lines: Vec<String> = together.iter().enumerate().map(plus).collect();
            Cell { text: lines.join(" "), lines, verdict: None }
        }
        (Some((path, finding)), _) if finding.verdict != Verdict::Infeasible => Cell::plain(activity(checked, path)),
        _ => Cell::plain("-"),
    }
}

/// Whether a finding is worse for the verifier than another.
fn worse(one: &Finding, other: &Finding) -> bool {
    match one.verdict.cmp(&other.verdict) {
        Ordering::Greater => true,
        Ordering::Less => false,
        Ordering::Equal => matches!(
            (one.unseen(), other.unseen()),
            (Some(a), Some(b)) if a.compare(b) == Some(Ordering::Greater)
        ),
    }
}

fn id(checked: &Checked, obligation: ObligationIx) -> String {
    visible(checked.regime.obligations.get(obligation.0).map_or("?", |o| &o.entry.id))
}

fn activity(checked: &Checked, activity: ActivityIx) -> String {
    visible(checked.regime.activities.get(activity.0).map_or("?", |a| &a.entry.id))
}
