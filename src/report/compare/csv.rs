//! A comparison as comma-separated values: one line per figure, for spreadsheets.

use super::names::{draft_word, obligation_id, range};
use crate::analysis::compare::Comparison;
use crate::analysis::compare::criteria::Measured;
use crate::analysis::deal::CORNERS;
use crate::analysis::deal::interests::place;
use crate::query::Unseen;
use crate::report::percent;

/// The columns.
const HEADS: [&str; 9] = ["section", "draft", "agreement", "subject", "months", "mode", "end", "value", "confidence"];

/// The whole comparison.
pub fn render(comparison: &Comparison) -> String {
    let mut out = line(&HEADS.map(str::to_owned));
    paths(comparison, &mut out);
    obligations(comparison, &mut out);
    payments(comparison, &mut out);
    criteria(comparison, &mut out);
    out
}

fn agreement(comparison: &Comparison, draft: usize) -> String {
    comparison.drafts.get(draft).map_or_else(String::new, |d| d.draft.regime.agreement.entry.id.clone())
}

fn confidence(unseen: Option<&Unseen>) -> String {
    unseen.map_or_else(String::new, |u| u.confidence(12))
}

fn paths(comparison: &Comparison, out: &mut String) {
    for row in comparison.rows.iter() {
        for draft in 0..comparison.drafts.len() {
            for (stretch, months) in comparison.stretches.iter().enumerate() {
                for corner in CORNERS {
                    let cell = row.at(draft, stretch, corner);
                    out.push_str(&line(&[
                        "path".to_owned(),
                        draft_word(draft),
                        agreement(comparison, draft),
                        row.activity.clone(),
                        range(*months),
                        corner.0.key().to_owned(),
                        corner.1.word().to_owned(),
                        cell.state.word().to_owned(),
                        confidence(cell.finding.as_ref().and_then(|f| f.unseen())),
                    ]));
                }
            }
        }
    }
}

fn obligations(comparison: &Comparison, out: &mut String) {
    for (draft, assessment) in comparison.drafts.iter().enumerate() {
        for obliged in &assessment.obligations {
            for corner in CORNERS {
                let finding = obliged.at(corner).whole.as_ref().ok();
                out.push_str(&line(&[
                    "obligation".to_owned(),
                    draft_word(draft),
                    agreement(comparison, draft),
                    obligation_id(&assessment.draft.regime, obliged.obligation).to_owned(),
                    range((1, assessment.draft.term.months)),
                    corner.0.key().to_owned(),
                    corner.1.word().to_owned(),
                    finding.map_or("undecided", |f| f.verdict.word()).to_owned(),
                    confidence(finding.and_then(|f| f.unseen())),
                ]));
            }
        }
    }
}

fn payments(comparison: &Comparison, out: &mut String) {
    for (draft, assessment) in comparison.drafts.iter().enumerate() {
        for corner in CORNERS {
            for payment in &assessment.payments[place(corner)] {
                out.push_str(&line(&[
                    if payment.stake.gives == crate::model::stakes::Gives::Gate { "gate" } else { "reward" }.to_owned(),
                    draft_word(draft),
                    agreement(comparison, draft),
                    payment.stake.id.clone(),
                    payment.stake.month.to_string(),
                    corner.0.key().to_owned(),
                    corner.1.word().to_owned(),
                    payment.standing().word().to_owned(),
                    String::new(),
                ]));
            }
        }
    }
}

/// Every criterion that is a figure; paths have lines of their own.
fn criteria(comparison: &Comparison, out: &mut String) {
    for criterion in &comparison.criteria {
        let target = |t: &usize| comparison.targets.get(*t).map_or("?", |t| t.label.as_str());
        let (section, subject, months) = match &criterion.measured {
            Measured::Path(..) => continue,
            Measured::Exposure(id) => ("exposure", id.clone(), String::new()),
            Measured::AtRisk(unit) => ("at risk", unit.clone(), String::new()),
            Measured::Unearned(unit) => ("unearned", unit.clone(), String::new()),
            Measured::Reach(t, months, false) => ("lawful reach", target(t).to_owned(), months.to_string()),
            Measured::Reach(t, months, true) => ("undetected reach", target(t).to_owned(), months.to_string()),
            Measured::GreatestIntrusiveness => ("greatest intrusiveness", String::new(), String::new()),
            Measured::Intrusiveness => ("intrusiveness", String::new(), String::new()),
            Measured::Cost => ("cost", String::new(), String::new()),
            Measured::FalseAlarms => ("false alarms", String::new(), String::new()),
        };
        for (draft, figure) in criterion.figures.iter().enumerate() {
            out.push_str(&line(&[
                section.to_owned(),
                draft_word(draft),
                agreement(comparison, draft),
                subject.clone(),
                months.clone(),
                criterion.corner.map_or_else(String::new, |c| c.0.key().to_owned()),
                criterion.corner.map_or_else(String::new, |c| c.1.word().to_owned()),
                figure.as_ref().map_or_else(|| "undecided".to_owned(), plain),
                String::new(),
            ]));
        }
    }
}

/// A figure without the mark of a rounding: a spreadsheet reads numbers.
fn plain(n: &crate::model::Exact) -> String {
    percent::decimal(n).trim_start_matches('~').to_owned()
}

/// A line; what has commas, quotes or line breaks is quoted. A text that a spreadsheet would take for a
/// formula gets a quote mark in front.
fn line(fields: &[String; 9]) -> String {
    let field = |text: &String| {
        let formula =
            text.starts_with(['=', '+', '@', '\t']) || (text.starts_with('-') && text.parse::<f64>().is_err());
        let text = if formula { format!("'{text}") } else { text.clone() };
        match text.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text,
        }
    };
    fields.iter().map(field).collect::<Vec<_>>().join(",") + "\n"
}
