//! Variants: the ways to carry out one event of an activity.

use super::ids::*;
use super::world::{Units, World};
use std::collections::BTreeMap;

/// The most ways to conceal one activity that are told apart.
pub const MOST_WAYS: usize = 1 << 14;

/// One way to carry out an event: a set of concealments without mutual exclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The concealments, in file order.
    pub concealments: Vec<ConcealmentIx>,
    /// Consumed by the event, its concealments included; no zero amounts.
    pub uses: Sums,
    /// Present at the event, its concealments included; no zero amounts.
    pub needs: Sums,
    /// Given off by the event, its concealments included, without repetition.
    pub signatures: Vec<SignatureIx>,
}

/// Too many ways to conceal an activity, or to refuse what could see it, to tell them all apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooManyWays {
    /// The id of the activity, or of a holding.
    pub subject: String,
    /// How many there are to choose from.
    pub choices: usize,
    /// What there is to choose from.
    pub of: &'static str,
}

impl std::fmt::Display for TooManyWays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` has {} {} to choose from: too many ways to tell apart", self.subject, self.choices, self.of)
    }
}

/// How thoroughly the ways are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Every set of concealments.
    Every,
    /// A concealment that costs no material, gives nothing off and excludes nothing is taken
    /// wherever it applies: it never raises a detection probability.
    WithoutRefusingGifts,
}

/// The ways to carry out an event of `activity`, the plain one first where it is listed.
///
/// # Errors
/// If there are more than [`MOST_WAYS`].
pub fn ways(world: &World, activity: ActivityIx, listing: Listing) -> Result<Vec<Way>, TooManyWays> {
    let applicable = world.applicable(activity);
    let (gifts, choices): (Vec<_>, Vec<_>) = applicable.iter().copied().partition(|c| {
        let cover = &world.concealments[c.0];
        listing == Listing::WithoutRefusingGifts
            && cover.uses.iter().chain(&cover.needs).all(|(_, n)| *n == 0)
            && cover.signatures.is_empty()
            && !cover.excludes.iter().any(|e| applicable.contains(e))
    });
    let mut sets: Vec<Vec<ConcealmentIx>> = vec![Vec::new()];
    for choice in &choices {
        let excludes = &world.concealments[choice.0].excludes;
        let with: Vec<_> = sets
            .iter()
            .filter(|set| {
                !set.iter().any(|c| excludes.contains(c) || world.concealments[c.0].excludes.contains(choice))
            })
            .map(|set| set.iter().copied().chain([*choice]).collect())
            .collect();
        sets.extend::<Vec<_>>(with);
        if sets.len() > MOST_WAYS {
            let subject = world.activities[activity.0].id.clone();
            return Err(TooManyWays { subject, choices: choices.len(), of: "concealments" });
        }
    }
    Ok(sets
        .into_iter()
        .map(|mut set| {
            set.extend(&gifts);
            set.sort();
            way(world, activity, set)
        })
        .collect())
}

/// The way that takes exactly `concealments`, which have to be sorted.
pub fn way(world: &World, activity: ActivityIx, concealments: Vec<ConcealmentIx>) -> Way {
    let a = &world.activities[activity.0];
    let (mut uses, mut needs, mut signatures) = (a.uses.clone(), a.needs.clone(), a.signatures.clone());
    for concealment in &concealments {
        let c = &world.concealments[concealment.0];
        uses.extend(&c.uses);
        needs.extend(&c.needs);
        signatures.extend(&c.signatures);
    }
    signatures.sort();
    signatures.dedup();
    Way { concealments, uses: added_up(&uses), needs: added_up(&needs), signatures }
}

/// Amounts of holdings added up. (No file is long enough for a sum that does not fit.)
pub type Sums = Vec<(HoldingIx, u128)>;

/// The same amounts with each holding once and none of zero.
fn added_up(units: &Units) -> Sums {
    let mut sums: BTreeMap<HoldingIx, u128> = BTreeMap::new();
    for (holding, n) in units.iter().filter(|(_, n)| *n > 0) {
        *sums.entry(*holding).or_insert(0) += u128::from(*n);
    }
    sums.into_iter().collect()
}
