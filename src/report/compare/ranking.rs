//! The ranking by the user's weights, in words.

use super::blocks::Block;
use super::names::draft_word;
use crate::analysis::compare::Comparison;
use crate::analysis::compare::weights::{Ranking, Weight};
use crate::diagnostic::visible;
use crate::report::percent;
use crate::report::table::Cell;

/// The ranking, what each weight contributes, and how far the ranking hangs on it.
pub fn ranking(comparison: &Comparison, ranking: &Ranking, weights: &[Weight], out: &mut Vec<Block>) {
    out.push(Block::Heading("Ranking by your weights".to_owned()));
    let places: Vec<String> = ranking
        .order
        .iter()
        .map(|d| format!("{} ({})", draft_word(*d), percent::decimal(&ranking.scores[*d])))
        .collect();
    out.push(Block::Line(format!("The least score first: {}.", places.join(", "))));
    let mut heads = vec!["criterion".to_owned(), "weight".to_owned()];
    heads.extend((0..comparison.drafts.len()).map(draft_word));
    heads.push("the ranking holds".to_owned());
    let rows = weights.iter().zip(&ranking.shares).zip(&ranking.sensitivity).map(|((weight, shares), sensitivity)| {
        let mut row = vec![Cell::plain(visible(&weight.key)), Cell::plain(percent::decimal(&weight.weight))];
        row.extend(shares.iter().map(|s| Cell::plain(percent::decimal(s))));
        row.push(Cell::plain(match (&sensitivity.from, &sensitivity.to) {
            (None, None) => "at any weight".to_owned(),
            (Some(from), None) => format!("above {}", percent::decimal(from)),
            (None, Some(to)) => format!("below {}", percent::decimal(to)),
            (Some(from), Some(to)) => format!("between {} and {}", percent::decimal(from), percent::decimal(to)),
        }));
        row
    });
    let note =
        "Each figure as a share of the greatest among the drafts, times the weight; one weight changed at a time.";
    out.push(Block::Table(heads, rows.collect(), note.to_owned()));
}
