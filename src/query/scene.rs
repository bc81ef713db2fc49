//! A scene: a world with all trials worked out, shared by every question at one end.

use super::detection::Lookout;
use super::trial::Trial;
use crate::model::term::Term;
use crate::model::variant::{self, Listing, TooManyWays, Way};
use crate::model::world::World;
use crate::model::{ActivityIx, End, HoldingIx, Regime};
use std::sync::Arc;

/// A way to carry out an event with what could be seen of it in each phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The concealments and what they take.
    pub way: Way,
    /// What could be seen, by phase.
    pub trials: Vec<Arc<Trial>>,
}

/// A regime at one end, with its term and all its trials.
#[derive(Debug)]
pub struct Scene {
    /// The regime.
    pub regime: Arc<Regime>,
    /// The world at this end.
    pub world: World,
    /// The months and what is in force in them.
    pub term: Term,
    /// The variants of each activity; empty for those that do not exist at this end.
    pub variants: Vec<Result<Arc<Vec<Variant>>, TooManyWays>>,
    /// What could be seen of each holding in a month in which it is held, by phase.
    pub held: Vec<Arc<Vec<Arc<Trial>>>>,
}

impl Scene {
    /// The scene of `regime` at `end` under `term`.
    pub fn new(regime: &Arc<Regime>, term: &Term, end: End, listing: Listing) -> Scene {
        let world = World::at(regime, end);
        let lookouts: Vec<Lookout<'_>> = term.phases.iter().map(|p| Lookout::new(regime, &world, p)).collect();
        let variants = (0..world.activities.len())
            .map(|place| {
                if !world.activities[place].exists {
                    return Ok(Arc::new(Vec::new()));
                }
                let activity = ActivityIx(place);
                Ok(Arc::new(
                    variant::ways(&world, activity, listing)?
                        .into_iter()
                        .map(|way| Variant {
                            trials: lookouts.iter().map(|l| Arc::new(l.of_event(activity, &way))).collect(),
                            way,
                        })
                        .collect(),
                ))
            })
            .collect();
        let held = (0..world.holdings.len())
            .map(|place| Arc::new(lookouts.iter().map(|l| Arc::new(l.of_holding(HoldingIx(place)))).collect()))
            .collect();
        Scene { regime: Arc::clone(regime), term: term.clone(), variants, held, world }
    }

    /// The variant of `activity` that takes exactly `concealments` (sorted), worked out anew if it
    /// is not among those listed.
    pub fn variant(&self, activity: ActivityIx, concealments: &[crate::model::ConcealmentIx]) -> Variant {
        let listed = self.variants[activity.0].as_ref().ok();
        if let Some(v) = listed.and_then(|l| l.iter().find(|v| v.way.concealments == concealments)) {
            return v.clone();
        }
        let way = variant::way(&self.world, activity, concealments.to_vec());
        let trials = self
            .term
            .phases
            .iter()
            .map(|p| Arc::new(Lookout::new(&self.regime, &self.world, p).of_event(activity, &way)))
            .collect();
        Variant { way, trials }
    }
}
