//! Polishing: a plan without what it does not need, so that a reader sees only what matters.

use super::search::Candidate;
use crate::model::{ActivityIx, ConcealmentIx};
use crate::query::{Event, Plan, Question, Reading, Scene};
use crate::replay::replay;
use std::cmp::Ordering;

/// Replays spent on one plan; a longer plan keeps some of what it does not need.
const MOST_REPLAYS: usize = 2_000;

/// A plan that gives away no more in any reading and has no event and no concealment that could
/// simply be left out.
pub fn polish(scene: &Scene, question: &Question, candidate: Candidate) -> Candidate {
    let mut polisher = Polisher { scene, question, best: candidate, left: MOST_REPLAYS };
    polisher.drop_activities();
    polisher.drop_events();
    polisher.drop_concealments();
    polisher.best
}

struct Polisher<'a> {
    scene: &'a Scene,
    question: &'a Question,
    best: Candidate,
    left: usize,
}

impl Polisher<'_> {
    /// Takes a changed plan if it commits the violation and gives away no more.
    fn take(&mut self, events: Vec<Event>) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        let plan = Plan::new(events);
        let Ok(replayed) = replay(self.scene, self.question, &plan) else { return false };
        let candidate = Candidate { refusals: self.best.refusals.clone(), plan, replayed };
        let no_worse = |reading: &Reading| {
            let order = candidate.unseen(*reading).compare(self.best.unseen(*reading));
            matches!(order, Some(Ordering::Equal | Ordering::Greater))
        };
        let taken = Reading::ALL.iter().all(no_worse);
        if taken {
            self.best = candidate;
        }
        taken
    }

    fn events(&self) -> Vec<Event> {
        self.best.plan.events().to_vec()
    }

    /// Whole activities that the plan does without.
    fn drop_activities(&mut self) {
        let mut activities: Vec<ActivityIx> = self.events().iter().map(|e| e.activity).collect();
        activities.sort();
        activities.dedup();
        for activity in activities {
            let rest = self.events().into_iter().filter(|e| e.activity != activity).collect();
            self.take(rest);
        }
    }

    /// Single events, the latest first: the places of earlier ones stay the same.
    fn drop_events(&mut self) {
        for place in (0..self.events().len()).rev() {
            let mut events = self.events();
            let Some(event) = events.get_mut(place) else { continue };
            let count = std::mem::take(&mut event.count);
            if !self.take(events) && count > 1 {
                let mut events = self.events();
                events[place].count = count - 1;
                self.take(events);
            }
        }
    }

    /// Concealments that hide nothing: from all events of a kind, or else from single ones.
    fn drop_concealments(&mut self) {
        let mut kinds: Vec<(ActivityIx, ConcealmentIx)> = Vec::new();
        for event in self.events() {
            kinds.extend(event.concealments.iter().map(|c| (event.activity, *c)));
        }
        kinds.sort();
        kinds.dedup();
        for (activity, concealment) in kinds {
            let without = |event: &mut Event| event.concealments.retain(|c| *c != concealment);
            let mut events = self.events();
            events.iter_mut().filter(|e| e.activity == activity).for_each(without);
            if self.take(events) {
                continue;
            }
            for place in (0..self.events().len()).rev() {
                let mut events = self.events();
                let Some(event) = events.get_mut(place) else { continue };
                if event.activity == activity && event.concealments.contains(&concealment) {
                    without(event);
                    self.take(events);
                }
            }
        }
    }
}
