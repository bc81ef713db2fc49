//! A trial: one event, or one month in which a holding is held, and what could see it.

use super::reading::Reading;
use crate::model::{ActivityIx, Exact, MeasureIx};
use num_traits::{One, Zero};

/// What one row of a measure sees of a trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse {
    /// The measure.
    pub measure: MeasureIx,
    /// Its row.
    pub row: usize,
    /// What it is blind together with: rows of one group count once, by their largest probability.
    pub group: usize,
    /// Months until the sighting is known.
    pub latency: u64,
    /// Probability of a sighting; above 0.
    pub sighting: Exact,
    /// Probability of a proof.
    pub proof: Exact,
    /// Permitted conduct that explains the sighting, if any; for a holding that may be held, none
    /// is named and `ambiguous` alone tells.
    pub alibi: Option<ActivityIx>,
    /// Whether permitted conduct explains the sighting.
    pub ambiguous: bool,
}

/// All that could be seen of one trial.
pub type Trial = Vec<Glimpse>;

/// The probability that a trial stays unseen in a reading, when what is known within `remaining`
/// months counts (`None`: all of it).
pub fn unseen(trial: &[Glimpse], reading: Reading, remaining: Option<u64>) -> Exact {
    let mut groups: Vec<(usize, &Exact)> = Vec::new();
    for glimpse in trial.iter().filter(|g| remaining.is_none_or(|r| g.latency <= r)) {
        let p = if reading.is_proof() { &glimpse.proof } else { &glimpse.sighting };
        match groups.iter_mut().find(|(group, _)| *group == glimpse.group) {
            Some((_, largest)) if p > *largest => *largest = p,
            Some(_) => {}
            None => groups.push((glimpse.group, p)),
        }
    }
    groups
        .into_iter()
        .filter(|(_, p)| !p.is_zero())
        .fold(Exact::one(), |product, (_, p)| product * (Exact::one() - p))
}
