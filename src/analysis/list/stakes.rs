//! Whose interests are at stake: the conduct that each is concerned with, and what no obligation binds.

use super::Doing;
use crate::model::world::World;
use crate::model::{ActivityIx, Regime};

/// An interest and the conduct it is concerned with.
#[derive(Debug)]
pub struct Stake {
    /// The place of the interest.
    pub interest: usize,
    /// The activities that it is concerned with.
    pub activities: Vec<ActivityIx>,
    /// Those of them that are a path of no obligation in force in any phase.
    pub unbound: Vec<ActivityIx>,
}

/// The stakes of all interests, in file order; `activities` are those of the regime, with what they are
/// paths of.
pub fn stakes(regime: &Regime, world: &World, activities: &[Doing]) -> Vec<Stake> {
    let stake = |(interest, entry): (usize, &crate::model::Interest)| {
        let concerned = |a: &&Doing| entry.concerns.iter().any(|c| c.matches(world.activity_subject(a.activity)));
        let concerned: Vec<&Doing> = activities.iter().filter(concerned).collect();
        let unbound = concerned.iter().filter(|a| a.path_of.is_empty()).map(|a| a.activity).collect();
        Stake { interest, activities: concerned.iter().map(|a| a.activity).collect(), unbound }
    };
    regime.interests.iter().enumerate().map(stake).collect()
}
