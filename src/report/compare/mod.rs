//! Comparisons of drafts: as text, Markdown, JSON and comma-separated values.

mod blocks;
pub mod csv;
mod deal;
pub mod json;
mod names;
mod paths;
mod payments;
mod ranking;
mod report;
mod verdict;

pub use names::draft_word;
pub use report::Context;

use super::style::Style;
use crate::analysis::compare::Comparison;

/// The report for a terminal.
pub fn text(comparison: &Comparison, context: Context<'_>, style: Style) -> String {
    blocks::text(&report::blocks(comparison, context), style)
}

/// The report as Markdown.
pub fn markdown(comparison: &Comparison, context: Context<'_>) -> String {
    let drafts = (0..comparison.drafts.len()).map(draft_word).collect::<Vec<_>>().join(", ");
    blocks::markdown(&format!("regimecheck compare: {drafts}"), &report::blocks(comparison, context))
}
