//! A plan month by month: what is done, what is in stock, and how the confidence builds up.

use super::account::Account;
use super::buildup::Buildup;
use crate::model::HoldingIx;
use crate::query::{Event, Question, Reading, Unseen};
use crate::verdict::Candidate;
use num_bigint::BigInt;

/// A month of a plan, or of the time after it in which it can still be proved.
#[derive(Debug, Clone)]
pub struct Month {
    /// The month.
    pub month: u64,
    /// The phase, by its place.
    pub phase: usize,
    /// What is done in it.
    pub events: Vec<Event>,
    /// The stocks of the pathway's holdings at its end, in file order.
    pub stocks: Vec<(HoldingIx, BigInt)>,
    /// The units counted so far, or the stock of the limited holding.
    pub count: BigInt,
    /// The probability that nothing is proved by its end.
    pub proof: Unseen,
    /// The probability that nothing is sighted by its end.
    pub sighting: Unseen,
}

/// A deadline so many months after the term is not followed month by month.
const BEYOND: u64 = 1200;

/// The months of a plan from 1 to the last that matters: completion, deadline or month of proof.
pub fn months(question: &Question, candidate: &Candidate, account: &Account, buildup: &Buildup) -> Vec<Month> {
    let course = &candidate.replayed.course;
    let deadline = u64::try_from(account.deadline).unwrap_or(0).min(question.horizon.saturating_add(BEYOND));
    let last = account.completed.max(deadline).max(account.proved.unwrap_or(0));
    let mut events = candidate.plan.events().iter().peekable();
    (1..=last)
        .map(|month| {
            let mut now = Vec::new();
            while let Some(event) = events.next_if(|e| e.month == month) {
                now.push(event.clone());
            }
            let place = usize::try_from(month.min(account.completed)).unwrap_or(0).saturating_sub(1);
            let stocks = question.keeps.iter().enumerate().map(|(p, k)| (k.holding, course.stock(question, p, month)));
            Month {
                month,
                phase: question.phase_of(month),
                events: now,
                stocks: stocks.collect(),
                count: course.counts.get(place).cloned().unwrap_or_default(),
                proof: buildup.unseen(Reading::ProofInTime, month),
                sighting: buildup.unseen(Reading::SightingInTime, month),
            }
        })
        .collect()
}
