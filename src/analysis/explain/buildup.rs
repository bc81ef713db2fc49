//! How the confidence of a plan builds up, month by month, without going over all trials each time.

use crate::model::Exact;
use crate::query::{Reading, Trial, Unseen};
use crate::replay::confidence::Occasion;
use num_traits::One;
use std::sync::Arc;

/// All trials of a plan, equal ones together.
#[derive(Debug, Clone)]
pub struct Buildup {
    groups: Vec<Group>,
}

/// Equal trials.
#[derive(Debug, Clone)]
struct Group {
    /// Their months in order, each with the number of trials up to it.
    months: Vec<(u64, u128)>,
    /// What is unseen of one of them once so many months have passed, by proof and by sighting; the
    /// least delays first.
    stages: Vec<Stage>,
}

#[derive(Debug, Clone)]
struct Stage {
    months: u64,
    proof: Exact,
    sighting: Exact,
}

impl Buildup {
    /// Gathers the trials of a plan, which have to be in the order of their months.
    pub fn of(trials: &[Occasion]) -> Buildup {
        let mut seen: Vec<(&Arc<Trial>, Group)> = Vec::new();
        for occasion in trials {
            let count = u128::from(occasion.count);
            let same = |trial: &Arc<Trial>| Arc::ptr_eq(trial, &occasion.trial) || *trial == occasion.trial;
            match seen.iter_mut().find(|(trial, _)| same(trial)) {
                Some((_, group)) => {
                    let so_far = group.months.last().map_or(0, |(_, n)| *n);
                    group.months.push((occasion.month, so_far + count));
                }
                None => {
                    let group = Group { months: vec![(occasion.month, count)], stages: stages(&occasion.trial) };
                    seen.push((&occasion.trial, group));
                }
            }
        }
        Buildup { groups: seen.into_iter().map(|(_, group)| group).collect() }
    }

    /// The probability that nothing is known by the end of `month`, by proof or by sighting as in
    /// `reading`.
    pub fn unseen(&self, reading: Reading, month: u64) -> Unseen {
        let mut product = Unseen::whole();
        for group in &self.groups {
            let mut counted = 0;
            // The earliest trials have come furthest.
            for stage in group.stages.iter().rev() {
                let so_far = match month.checked_sub(stage.months) {
                    None => 0,
                    Some(latest) => {
                        let place = group.months.partition_point(|(m, _)| *m <= latest);
                        place.checked_sub(1).and_then(|p| group.months.get(p)).map_or(0, |(_, n)| *n)
                    }
                };
                let q = if reading.is_proof() { &stage.proof } else { &stage.sighting };
                product.times(q, so_far - counted);
                counted = so_far;
            }
        }
        product
    }

    /// The months in which something becomes known, in order.
    pub fn months(&self) -> Vec<u64> {
        let mut months: Vec<u64> = Vec::new();
        for group in &self.groups {
            for stage in group.stages.iter().filter(|s| !s.sighting.is_one()) {
                months.extend(group.months.iter().map(|(m, _)| m.saturating_add(stage.months)));
            }
        }
        months.sort_unstable();
        months.dedup();
        months
    }
}

fn stages(trial: &Trial) -> Vec<Stage> {
    let mut latencies: Vec<u64> = trial.iter().map(|g| g.latency).collect();
    latencies.sort_unstable();
    latencies.dedup();
    let unseen = |reading, months| trial.unseen(reading, Some(months)).cloned().unwrap_or_else(Exact::one);
    let stage = |months: u64| Stage {
        months,
        proof: unseen(Reading::ProofInTime, months),
        sighting: unseen(Reading::SightingInTime, months),
    };
    latencies.into_iter().map(stage).collect()
}
