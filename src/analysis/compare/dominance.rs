//! Dominance: whether a draft is at least as good as another by every criterion.

use super::Comparison;
use super::criteria::{Criterion, Group};
use std::cmp::Ordering;

/// How a draft stands to another by all criteria of some groups.
#[derive(Debug, Clone, Default)]
pub struct Dominance {
    /// The places of criteria by which it is better.
    pub better: Vec<usize>,
    /// Those by which it is worse.
    pub worse: Vec<usize>,
    /// Those that are not known of one of the two.
    pub open: Vec<usize>,
    /// How many it is by which they are equal.
    pub equal: usize,
}

impl Dominance {
    /// Whether it is at least as good by every criterion; none if that is not known.
    pub fn holds(&self) -> Option<bool> {
        match (self.worse.is_empty(), self.open.is_empty()) {
            (false, _) => Some(false),
            (true, true) => Some(true),
            (true, false) => None,
        }
    }
}

/// How draft `one` stands to draft `other` by the criteria of these groups.
pub fn dominance(comparison: &Comparison, one: usize, other: usize, groups: &[Group]) -> Dominance {
    let mut found = Dominance::default();
    let criteria = comparison.criteria.iter().enumerate().filter(|(_, c)| groups.contains(&c.group()));
    for (place, criterion) in criteria {
        match compared(criterion, one, other) {
            Some(Ordering::Less) => found.better.push(place),
            Some(Ordering::Greater) => found.worse.push(place),
            Some(Ordering::Equal) => found.equal += 1,
            None if over(comparison, criterion, one) || over(comparison, criterion, other) => {}
            None => found.open.push(place),
        }
    }
    found
}

fn compared(criterion: &Criterion, one: usize, other: usize) -> Option<Ordering> {
    let figure = |draft: usize| criterion.figures.get(draft).and_then(Option::as_ref);
    Some(figure(one)?.cmp(figure(other)?))
}

/// Whether a criterion does not apply because the draft's term is over.
fn over(comparison: &Comparison, criterion: &Criterion, draft: usize) -> bool {
    let super::criteria::Measured::Path(row, stretch) = &criterion.measured else { return false };
    let corner = criterion.corner.unwrap_or(crate::analysis::deal::CORNERS[0]);
    comparison.rows[*row].at(draft, *stretch, corner).state == super::state::State::AfterTerm
}
