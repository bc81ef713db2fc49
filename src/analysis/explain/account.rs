//! The account of a plan: when it is complete, when it has to be known of, and when it is proved.

use crate::model::variant::TooManyWays;
use crate::model::{ActivityIx, ObligationIx};
use crate::query::{Question, Reading, Scene, Unseen};
use crate::replay::confidence::{total, trials};
use crate::verdict::Candidate;
use std::cmp::Ordering;

/// What a plan comes to.
#[derive(Debug, Clone)]
pub struct Account {
    /// The month in which the violation is complete, T.
    pub completed: u64,
    /// The last month at which detection leaves time to respond; it may lie before month 1.
    pub deadline: i64,
    /// The first month by whose end the confidence of proof reaches the goal; none if it never does.
    pub proved: Option<u64>,
}

impl Account {
    /// The account of a plan of an obligation.
    ///
    /// # Errors
    /// If the question cannot be put, an activity having too many ways to be concealed.
    pub fn of(
        scene: &Scene,
        obligation: ObligationIx,
        path: Option<ActivityIx>,
        candidate: &Candidate,
    ) -> Result<Account, TooManyWays> {
        let question = Question::new(scene, obligation, path)?;
        let course = &candidate.replayed.course;
        Ok(Account {
            completed: course.completed,
            deadline: course.deadline,
            proved: proved(scene, &question, candidate),
        })
    }

    /// Months from the month of proof to the deadline; negative if the proof comes too late, none if
    /// it never comes.
    pub fn margin(&self) -> Option<i64> {
        Some(self.deadline - i64::try_from(self.proved?).ok()?)
    }
}

/// The month of proof of a plan: the confidence only grows, so it is searched for by halving.
fn proved(scene: &Scene, question: &Question, candidate: &Candidate) -> Option<u64> {
    let course = &candidate.replayed.course;
    if !reaches(question, candidate.unseen(Reading::ProofEver)) {
        return None;
    }
    let trials = trials(scene, question, &candidate.plan, course);
    let latest = trials.iter().flat_map(|o| o.trial.iter().map(|g| g.latency.saturating_add(o.month))).max()?;
    let (mut below, mut at) = (0, latest);
    while at - below > 1 {
        let middle = below + (at - below) / 2;
        let known = total(&trials, Reading::ProofInTime, i64::try_from(middle).unwrap_or(i64::MAX));
        if reaches(question, &known) {
            at = middle;
        } else {
            below = middle;
        }
    }
    Some(at)
}

fn reaches(question: &Question, unseen: &Unseen) -> bool {
    matches!(unseen.confidence_against(&question.goal), Some(Ordering::Greater | Ordering::Equal))
}
