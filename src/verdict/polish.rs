//! Polishing: a plan without what it does not need, so that a reader sees only what matters.

use super::search::Candidate;
use crate::query::{Event, Plan, Question, Reading, Scene};
use crate::replay::replay;
use std::cmp::Ordering;

/// A plan that gives away no more in any reading and has no event and no concealment that could
/// simply be left out.
pub fn polish(scene: &Scene, question: &Question, candidate: Candidate) -> Candidate {
    let mut best = candidate;
    for place in (0..best.plan.events().len()).rev() {
        // Events before this place keep theirs when one is left out or changed.
        let Some(event) = best.plan.events().get(place).cloned() else { continue };
        let mut fewer = 0;
        while fewer < event.count {
            let mut events = best.plan.events().to_vec();
            events[place].count = fewer;
            match at_least_as_good(scene, question, &best, events) {
                Some(better) => {
                    best = better;
                    break;
                }
                // Without all of them, or one fewer: amounts between are the solver's choice.
                None if fewer == 0 && event.count > 1 => fewer = event.count - 1,
                None => break,
            }
        }
    }
    loop {
        let simpler = best.plan.events().iter().enumerate().find_map(|(place, event)| {
            event.concealments.iter().find_map(|dropped| {
                let mut events = best.plan.events().to_vec();
                events[place].concealments = event.concealments.iter().copied().filter(|c| c != dropped).collect();
                at_least_as_good(scene, question, &best, events)
            })
        });
        match simpler {
            Some(simpler) => best = simpler,
            None => return best,
        }
    }
}

fn at_least_as_good(scene: &Scene, question: &Question, best: &Candidate, events: Vec<Event>) -> Option<Candidate> {
    let plan = Plan::new(events);
    let replayed = replay(scene, question, &plan).ok()?;
    let candidate = Candidate { plan, replayed };
    let no_worse = |reading: &Reading| {
        matches!(
            candidate.unseen(*reading).compare(best.unseen(*reading)),
            Some(Ordering::Equal | Ordering::Greater)
        )
    };
    Reading::ALL.iter().all(no_worse).then_some(candidate)
}
