//! Figures that a plan file states, against those of the replay.

use crate::analysis::certify::Shows;
use crate::analysis::explain::Account;
use crate::model::{Exact, Verdict};
use crate::query::{Reading, Unseen};
use crate::source::Span;
use crate::verdict::Candidate;
use num_bigint::BigInt;
use num_traits::{One, Signed};
use std::cmp::Ordering;

/// A figure that a plan file states.
#[derive(Debug, Clone)]
pub struct Stated {
    /// Its key.
    pub key: String,
    /// Where its value stands.
    pub span: Span,
    /// The value as written, cut if it is long.
    pub written: String,
    /// What it says.
    pub figure: Figure,
}

/// What a stated figure says.
#[derive(Debug, Clone)]
pub enum Figure {
    /// The month in which the violation is complete.
    Completed(u64),
    /// The deadline.
    Deadline(i64),
    /// The month of proof; none if it is never proved.
    Proved(Option<u64>),
    /// Months from the proof to the deadline.
    Margin(Option<i64>),
    /// A confidence, right to a millionth.
    Confidence(Reading, Exact),
    /// The probability to stay unseen, exactly.
    Unseen(Reading, Unseen),
    /// The required confidence.
    Goal(Exact),
    /// What the plan shows.
    Shows(Shows),
    /// The verdict if there were no other plan.
    Verdict(Verdict),
}

/// What the replay says of a stated figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It is right.
    Confirmed,
    /// It is not; with what it should be.
    Wrong(Found),
    /// Two probabilities are too close to be told apart.
    Open,
}

/// The figure that the replay finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A month, or a number of months; none where there is none.
    Months(Option<i64>),
    /// The probability to stay unseen.
    Unseen(Unseen),
    /// 1 less this is the confidence.
    Confidence(Unseen),
    /// The required confidence.
    Goal(Exact),
    /// It does not show that.
    ShowsNot,
    /// The verdict if there were no other plan.
    Verdict(Verdict),
}

impl Figure {
    /// Compares with what a plan comes to.
    pub fn against(&self, plan: &Candidate, account: &Account, goal: &Exact) -> Finding {
        let months = |same: bool, found: Option<i64>| {
            if same { Finding::Confirmed } else { Finding::Wrong(Found::Months(found)) }
        };
        let signed = |n: u64| i64::try_from(n).ok();
        match self {
            Figure::Completed(month) => months(*month == account.completed, signed(account.completed)),
            Figure::Deadline(month) => months(*month == account.deadline, Some(account.deadline)),
            Figure::Proved(month) => months(*month == account.proved, account.proved.and_then(signed)),
            Figure::Margin(margin) => months(*margin == account.margin(), account.margin()),
            Figure::Confidence(reading, stated) => {
                let unseen = plan.unseen(*reading);
                if is_near(unseen, stated) {
                    Finding::Confirmed
                } else {
                    Finding::Wrong(Found::Confidence(unseen.clone()))
                }
            }
            Figure::Unseen(reading, stated) => {
                let unseen = plan.unseen(*reading);
                match unseen.compare(stated) {
                    Some(Ordering::Equal) => Finding::Confirmed,
                    Some(_) => Finding::Wrong(Found::Unseen(unseen.clone())),
                    None => Finding::Open,
                }
            }
            Figure::Goal(stated) if stated == goal => Finding::Confirmed,
            Figure::Goal(_) => Finding::Wrong(Found::Goal(goal.clone())),
            Figure::Shows(shows) => match shows.is_shown(plan, goal) {
                Some(true) => Finding::Confirmed,
                Some(false) => Finding::Wrong(Found::ShowsNot),
                None => Finding::Open,
            },
            Figure::Verdict(stated) => match alone(plan, goal) {
                Some(found) if found == *stated => Finding::Confirmed,
                Some(found) => Finding::Wrong(Found::Verdict(found)),
                None => Finding::Open,
            },
        }
    }
}

/// Whether a confidence is right to a millionth.
fn is_near(unseen: &Unseen, stated: &Exact) -> bool {
    // Twelve decimals are far more than it takes.
    let scale = BigInt::from(10).pow(12);
    let text = unseen.confidence(12);
    let digits = text.split_once('.').map(|(whole, decimals)| format!("{whole}{decimals:0<12}"));
    let Some(found) = digits.and_then(|d| d.parse::<BigInt>().ok()) else { return false };
    (Exact::new(found, scale) - stated).abs() <= Exact::new(BigInt::one(), BigInt::from(10).pow(6))
}

/// The verdict on a violation that could be committed by this plan alone; `None` if a confidence is
/// too close to the goal to be told apart.
pub fn alone(plan: &Candidate, goal: &Exact) -> Option<Verdict> {
    for (shows, otherwise) in [
        (Shows::NotProvedInTime, Verdict::Assured),
        (Shows::NotProvedEver, Verdict::Late),
        (Shows::NotSightedInTime, Verdict::Ambiguous),
        (Shows::NoTrace, Verdict::Evadable),
    ] {
        if !shows.is_shown(plan, goal)? {
            return Some(otherwise);
        }
    }
    Some(Verdict::Uncovered)
}
