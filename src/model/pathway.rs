//! The pathway of an obligation: the activities that can contribute to its violation.

use super::entries::{Duty, Regime};
use super::ids::*;
use super::world::World;

/// The activities and holdings that take part in violating an obligation.
#[derive(Debug, Clone)]
pub struct Pathway {
    /// The activities the obligation is about, preparations included: those it prohibits, or those
    /// that make what it limits; in file order.
    pub direct: Vec<ActivityIx>,
    /// All activities of the pathway, in file order.
    pub activities: Vec<ActivityIx>,
    /// The holdings whose being held is a trial: the limited one, and those that the pathway's
    /// activities and their applicable concealments use, make or need; in file order.
    pub holdings: Vec<HoldingIx>,
}

impl Pathway {
    /// The pathway of `obligation` in `world`.
    pub fn of(regime: &Regime, world: &World, obligation: ObligationIx) -> Pathway {
        let duty = &regime.obligations[obligation.0].duty;
        let direct: Vec<ActivityIx> = world.existing().filter(|a| is_direct(world, duty, *a)).collect();
        let mut inside = vec![false; world.activities.len()];
        let mut open: Vec<ActivityIx> = match duty {
            Duty::Prohibits(_) => direct.clone(),
            Duty::Limits { holding, .. } => world
                .existing()
                .filter(|a| {
                    let a = &world.activities[a.0];
                    a.makes.iter().chain(&a.uses).any(|(h, _)| h == holding)
                })
                .collect(),
        };
        for a in &open {
            inside[a.0] = true;
        }
        let mut makers: Vec<Vec<ActivityIx>> = vec![Vec::new(); world.holdings.len()];
        for maker in world.existing() {
            for (holding, _) in &world.activities[maker.0].makes {
                makers[holding.0].push(maker);
            }
        }
        let mut wanted = vec![false; world.holdings.len()];
        while let Some(activity) = open.pop() {
            for holding in inputs(world, activity) {
                if std::mem::replace(&mut wanted[holding.0], true) {
                    continue;
                }
                for maker in &makers[holding.0] {
                    if !std::mem::replace(&mut inside[maker.0], true) {
                        open.push(*maker);
                    }
                }
            }
        }
        let activities: Vec<ActivityIx> = world.existing().filter(|a| inside[a.0]).collect();
        let mut touched = wanted;
        if let Duty::Limits { holding, .. } = duty {
            touched[holding.0] = true;
        }
        for activity in &activities {
            for (holding, _) in &world.activities[activity.0].makes {
                touched[holding.0] = true;
            }
        }
        let holdings = (0..touched.len()).filter(|h| touched[*h]).map(HoldingIx).collect();
        Pathway { direct, activities, holdings }
    }

    /// The activities that have a path of their own: the direct ones, without preparations.
    pub fn paths<'a>(&'a self, world: &'a World) -> impl Iterator<Item = ActivityIx> + 'a {
        self.direct.iter().copied().filter(|a| world.activities[a.0].prepares.is_none())
    }
}

fn is_direct(world: &World, duty: &Duty, activity: ActivityIx) -> bool {
    match duty {
        Duty::Prohibits(selectors) => selectors.iter().any(|s| s.matches(world.activity_subject(activity))),
        Duty::Limits { holding, .. } => world.activities[activity.0].makes.iter().any(|(h, _)| h == holding),
    }
}

/// What events of an activity, under any concealment, use or need.
fn inputs(world: &World, activity: ActivityIx) -> Vec<HoldingIx> {
    let a = &world.activities[activity.0];
    let mut holdings: Vec<HoldingIx> = a.uses.iter().chain(&a.needs).map(|(h, _)| *h).collect();
    for concealment in world.applicable(activity) {
        let c = &world.concealments[concealment.0];
        holdings.extend(c.uses.iter().chain(&c.needs).map(|(h, _)| *h));
    }
    holdings
}
