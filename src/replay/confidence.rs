//! What a plan gives away: the probability that it stays unseen, reading by reading, and how the
//! confidence builds up.

use super::conduct::Course;
use crate::query::{Plan, Question, Reading, Scene, Trial, Unseen};
use num_bigint::BigInt;
use std::cmp::Ordering;
use std::sync::Arc;

/// The probabilities that a plan stays unseen.
#[derive(Debug, Clone)]
pub struct Exposure {
    readings: [Unseen; 4],
}

impl Exposure {
    /// What the plan with this course gives away.
    pub fn of(scene: &Scene, question: &Question, plan: &Plan, course: &Course) -> Exposure {
        let trials = trials(scene, question, plan, course);
        Exposure { readings: Reading::ALL.map(|reading| total(&trials, reading, course.deadline)) }
    }

    /// The probability that nothing is seen in a reading.
    pub fn unseen(&self, reading: Reading) -> &Unseen {
        let place = Reading::ALL.iter().position(|r| *r == reading).unwrap_or(0);
        &self.readings[place]
    }
}

/// A trial in the course of a plan.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// Its month.
    pub month: u64,
    /// What could be seen.
    pub trial: Arc<Trial>,
    /// How many equal trials there are in this month.
    pub count: u64,
    /// What gives it off.
    pub by: Origin,
}

/// What a trial comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Events: the place among the plan's.
    Event(usize),
    /// A holding that is held: the place among the question's.
    Held(usize),
}

/// All trials of a plan up to the last month that can count, by month.
pub fn trials(scene: &Scene, question: &Question, plan: &Plan, course: &Course) -> Vec<Occasion> {
    let mut occasions = Vec::new();
    for (place, event) in plan.events().iter().enumerate() {
        let variant = scene.variant(event.activity, &event.concealments);
        let trial = Arc::clone(&variant.trials[question.phase_of(event.month)]);
        let by = Origin::Event(place);
        occasions.push(Occasion { month: event.month, trial, count: event.count, by });
    }
    for (place, keep) in question.keeps.iter().enumerate().filter(|(_, k)| k.trials.iter().any(|t| !t.is_empty())) {
        for month in 1..=question.last_trial(course.completed) {
            if course.stock(question, place, month) > BigInt::from(keep.above) {
                let trial = Arc::clone(&keep.trials[question.phase_of(month)]);
                occasions.push(Occasion { month, trial, count: 1, by: Origin::Held(place) });
            }
        }
    }
    occasions.sort_by_key(|o| o.month);
    occasions
}

/// The probability that none of `trials` is seen in a reading with this deadline.
pub fn total(trials: &[Occasion], reading: Reading, deadline: i64) -> Unseen {
    let mut product = Unseen::whole();
    for occasion in trials {
        let month = i64::try_from(occasion.month).unwrap_or(i64::MAX);
        let remaining = match reading.is_in_time() {
            true if deadline < month => continue,
            true => Some(u64::try_from(deadline - month).unwrap_or(0)),
            false => None,
        };
        if let Some(unseen) = occasion.trial.unseen(reading, remaining) {
            product.times(unseen, u128::from(occasion.count));
        }
    }
    product
}

/// The first month by which the confidence of proof reaches `goal`, among the months up to the last
/// that can count; sightings count once they are known.
pub fn month_of_proof(question: &Question, trials: &[Occasion], course: &Course) -> Option<u64> {
    let latest = trials.iter().flat_map(|o| o.trial.iter().map(|g| g.latency.saturating_add(o.month))).max();
    let last = question
        .last_trial(course.completed)
        .max(latest.unwrap_or(0).min(question.last_trial(course.completed).saturating_add(1200)));
    (1..=last).find(|month| {
        let known = total(trials, Reading::ProofInTime, i64::try_from(*month).unwrap_or(i64::MAX));
        matches!(known.confidence_against(&question.goal), Some(Ordering::Greater | Ordering::Equal))
    })
}
