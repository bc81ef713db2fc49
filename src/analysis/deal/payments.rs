//! Payments: whether what is given rests on verified performance.

use super::draft::Draft;
use super::study::Studied;
use crate::analysis::check::Open;
use crate::model::stakes::{Stake, stakes};
use crate::model::{Exact, ObligationIx};
use crate::query::Reading;
use crate::verdict::Candidate;
use std::cmp::Ordering;

/// How well compliance is known by the month before something is given.
#[derive(Debug, Clone)]
pub enum Standing {
    /// It rests on nothing.
    Advance,
    /// Every violator is proved one by then.
    Earned,
    /// Some violator is not: with the plan that is least surely proved.
    Pocketable,
    /// No violation can be complete by then, so that compliance shows nothing.
    NotYetTestable,
    /// Not decided, for this reason.
    Open(Open),
}

impl Standing {
    /// The word for it in reports.
    pub fn word(&self) -> &'static str {
        match self {
            Standing::Advance => "advance",
            Standing::Earned => "earned",
            Standing::Pocketable => "pocketable",
            Standing::NotYetTestable => "not yet testable",
            Standing::Open(_) => "undecided",
        }
    }

    /// Whether it is as good as earned, the worst last: a standing that is not decided is worst.
    pub fn rank(&self) -> u8 {
        match self {
            Standing::Earned => 0,
            Standing::NotYetTestable => 1,
            Standing::Advance => 2,
            Standing::Pocketable => 3,
            Standing::Open(_) => 4,
        }
    }
}

/// An obligation on which something rests.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The obligation.
    pub obligation: ObligationIx,
    /// How well compliance with it is known.
    pub standing: Standing,
    /// The plan that is least surely proved by then; none if there is none.
    pub candidate: Option<Candidate>,
    /// The required detection probability.
    pub goal: Exact,
}

/// Something that is given, and how well what it rests on is known.
#[derive(Debug, Clone)]
pub struct Payment {
    /// What is given, and when.
    pub stake: Stake,
    /// What it rests on.
    pub grounds: Vec<Ground>,
}

impl Payment {
    /// The worst of its grounds: pocketable before not yet testable before earned; without any, an
    /// advance.
    pub fn standing(&self) -> Standing {
        let worst = self.grounds.iter().map(|g| &g.standing).max_by_key(|s| s.rank());
        worst.cloned().unwrap_or(Standing::Advance)
    }
}

/// The gates and rewards of a draft in a corner, given what is established there.
pub fn payments(
    draft: &Draft,
    goal: &dyn Fn(ObligationIx) -> Exact,
    studied: &[(ObligationIx, &Studied)],
) -> Vec<Payment> {
    let ground = |stake: &Stake, obligation: ObligationIx| {
        let goal = goal(obligation);
        let found = studied.iter().find(|(o, _)| *o == obligation).map(|(_, studied)| studied);
        let unproved = found.and_then(|s| s.unproved.iter().find(|(month, _)| *month == stake.known_by()));
        let (standing, candidate) = match unproved.map(|(_, unproved)| unproved) {
            // No phase lists it: nobody can violate it.
            None | Some(Ok(None)) => (Standing::NotYetTestable, None),
            Some(Ok(Some(candidate))) => (standing(candidate, &goal), Some(candidate.clone())),
            Some(Err(open)) => (Standing::Open(open.clone()), None),
        };
        Ground { obligation, standing, candidate, goal }
    };
    let payment =
        |stake: Stake| Payment { grounds: stake.rests_on.iter().map(|o| ground(&stake, *o)).collect(), stake };
    stakes(&draft.regime, &draft.term).into_iter().map(payment).collect()
}

pub(crate) fn standing(candidate: &Candidate, goal: &Exact) -> Standing {
    match candidate.unseen(Reading::ProofInTime).confidence_against(goal) {
        Some(Ordering::Less) => Standing::Pocketable,
        Some(Ordering::Equal | Ordering::Greater) => Standing::Earned,
        None => Standing::Open(Open::Undecided("a confidence is too close to the goal to be told apart".to_owned())),
    }
}
