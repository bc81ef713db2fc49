//! The account of a plan: when it is complete, when it has to be known of, and when it is proved.

use super::buildup::Buildup;
use crate::model::variant::TooManyWays;
use crate::model::{ActivityIx, ObligationIx};
use crate::query::{Question, Reading, Scene, Unseen};
use crate::replay::confidence::trials;
use crate::verdict::Candidate;
use std::cmp::Ordering;

/// What a plan comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The month in which the violation is complete, T.
    pub completed: u64,
    /// The last month at which detection leaves time to respond; it may lie before month 1.
    pub deadline: i64,
    /// The month of proof: the first by whose end the confidence of proof reaches the goal; none if
    /// it never does.
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
        Ok(Account::in_question(scene, &Question::new(scene, obligation, path)?, candidate))
    }

    /// The account of a plan of a question in which the host has no choice.
    pub fn in_question(scene: &Scene, question: &Question, candidate: &Candidate) -> Account {
        let course = &candidate.replayed.course;
        let buildup = Buildup::of(&trials(scene, question, &candidate.plan, course));
        Account::from(question, candidate, &buildup)
    }

    /// The account of a plan whose trials have been gathered.
    pub fn from(question: &Question, candidate: &Candidate, buildup: &Buildup) -> Account {
        let course = &candidate.replayed.course;
        let reaches = |unseen: &Unseen| {
            matches!(unseen.confidence_against(&question.goal), Some(Ordering::Greater | Ordering::Equal))
        };
        // The confidence only grows: the month is searched for by halving.
        let months = buildup.months();
        let place = match reaches(candidate.unseen(Reading::ProofEver)) {
            true => months.partition_point(|m| !reaches(&buildup.unseen(Reading::ProofInTime, *m))),
            false => months.len(),
        };
        Account { completed: course.completed, deadline: course.deadline, proved: months.get(place).copied() }
    }

    /// Months from the month of proof to the deadline; negative if the proof comes too late, none if
    /// it never comes.
    pub fn margin(&self) -> Option<i64> {
        self.deadline.checked_sub(i64::try_from(self.proved?).ok()?)
    }
}
