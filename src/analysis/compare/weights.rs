//! Weights: a ranking by what the user holds important, and how far it hangs on the weights.
//!
//! A draft's score is the sum over criteria of weight times figure, each figure as a share of the
//! greatest among the drafts, so that weights compare unlike things; the least score is the best. All of
//! it is exact. The tool has no weights of its own.

use super::Comparison;
use super::criteria::{Measured, interests, units};
use crate::analysis::deal::{Corner, Draft};
use crate::model::Exact;
use num_traits::{One, Signed, Zero};

/// A thing that can be given a weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// Its key in a file of weights.
    pub key: String,
    /// The figure for each draft, less being better; none where it is not known.
    pub figures: Vec<Option<Exact>>,
}

/// A weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// The key of the aspect.
    pub key: String,
    /// The weight, not negative.
    pub weight: Exact,
}

/// How far the ranking hangs on one weight, the others staying as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitivity {
    /// The key of the aspect.
    pub key: String,
    /// Down to this weight the ranking is the same; at it, or below, it changes. None: down to 0.
    pub from: Option<Exact>,
    /// Up to this weight. None: however great.
    pub to: Option<Exact>,
}

/// A ranking of drafts.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// The drafts, the best first; equal scores in the order of the command line.
    pub order: Vec<usize>,
    /// The score of each draft, in the order of the drafts.
    pub scores: Vec<Exact>,
    /// The share of each weight in each score: by weight, then by draft.
    pub shares: Vec<Vec<Exact>>,
    /// How far the ranking hangs on each weight.
    pub sensitivity: Vec<Sensitivity>,
}

/// All that can be given a weight, in a corner.
pub fn aspects(comparison: &Comparison, corner: Corner) -> Vec<Aspect> {
    let figures = |measured: &Measured| {
        let fitting = |c: &&super::Criterion| {
            c.measured == *measured && c.corner.is_none_or(|c| c == corner || (is_reach(measured) && c.1 == corner.1))
        };
        comparison.criteria.iter().find(fitting).map(|c| c.figures.clone()).unwrap_or_default()
    };
    let aspect = |key: String, measured: Measured| Aspect { key, figures: figures(&measured) };
    let mut all = vec![Aspect { key: "unassured".to_owned(), figures: unassured(comparison, corner) }];
    all.extend(
        interests(&comparison.drafts).into_iter().map(|id| aspect(format!("exposure.{id}"), Measured::Exposure(id))),
    );
    for unit in units(&comparison.drafts) {
        all.push(aspect(format!("at_risk.{unit}"), Measured::AtRisk(unit.clone())));
        all.push(aspect(format!("unearned.{unit}"), Measured::Unearned(unit)));
    }
    for (place, target) in comparison.targets.iter().enumerate() {
        all.push(aspect(format!("breakout.{}", target.label), Measured::Reach(place, 12, true)));
    }
    all.push(aspect("greatest_intrusiveness".to_owned(), Measured::GreatestIntrusiveness));
    all.push(aspect("intrusiveness".to_owned(), Measured::Intrusiveness));
    all.push(aspect("cost".to_owned(), Measured::Cost));
    all.push(aspect("false_alarms".to_owned(), Measured::FalseAlarms));
    all
}

/// The keys of all that can be given a weight: they do not hang on what is decided.
pub fn keys(drafts: &[&Draft]) -> Vec<String> {
    let mut keys = vec!["unassured".to_owned()];
    let mut add = |key: String| {
        if !keys.contains(&key) {
            keys.push(key);
        }
    };
    for interest in drafts.iter().flat_map(|d| &d.regime.interests) {
        add(format!("exposure.{}", interest.entry.id));
    }
    for reward in drafts.iter().flat_map(|d| &d.regime.phases).flat_map(|p| &p.rewards) {
        let unit = reward.unit.clone().unwrap_or_default();
        add(format!("at_risk.{unit}"));
        add(format!("unearned.{unit}"));
    }
    for target in super::targets::targets(drafts) {
        add(format!("breakout.{}", target.label));
    }
    ["greatest_intrusiveness", "intrusiveness", "cost", "false_alarms"].into_iter().for_each(|key| add(key.to_owned()));
    keys
}

fn is_reach(measured: &Measured) -> bool {
    matches!(measured, Measured::Reach(..))
}

/// The months in which paths are neither assured nor beyond the host, summed over paths.
fn unassured(comparison: &Comparison, corner: Corner) -> Vec<Option<Exact>> {
    let months = |draft: usize| {
        let mut sum = Exact::zero();
        for row in comparison.rows.iter() {
            for (stretch, (first, last)) in comparison.stretches.iter().enumerate() {
                let state = row.at(draft, stretch, corner).state;
                match state.rank() {
                    Some(0 | 1) => {}
                    Some(_) => sum += Exact::from_integer((last + 1 - first).into()),
                    None if state == super::State::AfterTerm => {}
                    None => return None,
                }
            }
        }
        Some(sum)
    };
    (0..comparison.drafts.len()).map(months).collect()
}

/// The ranking by some weights.
///
/// # Errors
/// With the key of an aspect that is not known of some draft.
pub fn rank(aspects: &[Aspect], weights: &[Weight], drafts: usize) -> Result<Ranking, String> {
    let mut shares: Vec<Vec<Exact>> = Vec::new();
    for weight in weights {
        let aspect = aspects.iter().find(|a| a.key == weight.key).ok_or_else(|| weight.key.clone())?;
        let figures: Option<Vec<&Exact>> = aspect.figures.iter().map(Option::as_ref).collect();
        let figures = figures.filter(|f| f.len() == drafts).ok_or_else(|| weight.key.clone())?;
        let greatest = figures.iter().max().map_or_else(Exact::zero, |n| (**n).clone());
        let unit = if greatest.is_zero() { Exact::one() } else { greatest };
        shares.push(figures.into_iter().map(|n| n / &unit).collect());
    }
    let score = |draft: usize| {
        weights.iter().zip(&shares).fold(Exact::zero(), |sum, (w, share)| sum + &w.weight * &share[draft])
    };
    let scores: Vec<Exact> = (0..drafts).map(score).collect();
    let mut order: Vec<usize> = (0..drafts).collect();
    order.sort_by(|a, b| scores[*a].cmp(&scores[*b]).then(a.cmp(b)));
    let sensitivity = weights.iter().zip(&shares).map(|(w, share)| sensitivity(w, share, &scores, &order)).collect();
    let weighted = weights.iter().zip(&shares);
    let shares = weighted.map(|(w, share)| share.iter().map(|s| &w.weight * s).collect()).collect();
    Ok(Ranking { order, scores, shares, sensitivity })
}

/// Between which weights neighbours in the ranking stay in order: scores are linear in each weight.
fn sensitivity(weight: &Weight, share: &[Exact], scores: &[Exact], order: &[usize]) -> Sensitivity {
    let (mut from, mut to): (Option<Exact>, Option<Exact>) = (None, None);
    for pair in order.windows(2) {
        let &[better, worse] = pair else { continue };
        let (gap, slope) = (&scores[worse] - &scores[better], &share[worse] - &share[better]);
        if slope.is_zero() {
            continue;
        }
        // gap + slope * (new - old) is 0 here.
        let turn = &weight.weight - gap / &slope;
        if slope.is_positive() {
            if turn > Exact::zero() && from.as_ref().is_none_or(|f| turn > *f) {
                from = Some(turn);
            }
        } else if to.as_ref().is_none_or(|t| turn < *t) {
            to = Some(turn);
        }
    }
    Sensitivity { key: weight.key.clone(), from, to }
}
