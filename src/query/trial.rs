//! A trial: one event, or one month in which a holding is held, and what could see it.

use super::reading::Reading;
use crate::model::{ActivityIx, Exact, MeasureIx};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

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
///
/// Reads as a slice of its glimpses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trial {
    glimpses: Vec<Glimpse>,
    /// By latency, rising: the chances to stay unseen when all up to it counts.
    steps: Vec<Step>,
}

/// The chances of a trial to stay unseen when what is known within some months counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    latency: u64,
    proof: Exact,
    sighting: Exact,
}

impl Trial {
    /// The trial of these glimpses.
    pub fn new(glimpses: Vec<Glimpse>) -> Trial {
        let mut latencies: Vec<u64> = glimpses.iter().map(|g| g.latency).collect();
        latencies.sort_unstable();
        latencies.dedup();
        let steps = latencies
            .into_iter()
            .map(|latency| Step {
                latency,
                proof: unseen(&glimpses, latency, |g| &g.proof),
                sighting: unseen(&glimpses, latency, |g| &g.sighting),
            })
            .collect();
        Trial { glimpses, steps }
    }

    /// The probability that the trial stays unseen in a reading, when what is known within
    /// `remaining` months counts (`None`: all of it). `None` if nothing counts: it is 1.
    pub fn unseen(&self, reading: Reading, remaining: Option<u64>) -> Option<&Exact> {
        let step = self.steps.iter().rev().find(|s| remaining.is_none_or(|r| s.latency <= r))?;
        Some(if reading.is_proof() { &step.proof } else { &step.sighting })
    }
}

/// What could be seen of a trial if the host refused some measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relief {
    /// What it has to refuse, in file order; not empty.
    pub refused: Vec<MeasureIx>,
    /// What could then be seen: less than if it accepted any of these.
    pub trial: std::sync::Arc<Trial>,
}

impl std::ops::Deref for Trial {
    type Target = [Glimpse];

    fn deref(&self) -> &[Glimpse] {
        &self.glimpses
    }
}

/// The probability that none of independent things happens that have these probabilities.
pub(super) fn none_of<'a>(probabilities: impl Iterator<Item = &'a Exact>) -> Exact {
    // Reduced once in the end: thousands of factors would take ages one by one.
    let (mut numer, mut denom) = (BigInt::one(), BigInt::one());
    for p in probabilities.filter(|p| !p.is_zero()) {
        numer *= p.denom() - p.numer();
        denom *= p.denom();
    }
    Exact::new(numer, denom)
}

/// The product over groups of 1 - p, p being the largest of the group known within `latency` months.
fn unseen(glimpses: &[Glimpse], latency: u64, p: impl Fn(&Glimpse) -> &Exact) -> Exact {
    let mut groups: BTreeMap<usize, &Exact> = BTreeMap::new();
    for glimpse in glimpses.iter().filter(|g| g.latency <= latency) {
        let p = p(glimpse);
        groups.entry(glimpse.group).and_modify(|largest| *largest = p.max(largest)).or_insert(p);
    }
    none_of(groups.into_values())
}
