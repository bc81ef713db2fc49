//! A scene: a world with all trials worked out, shared by every question at one end.

use super::detection::Lookout;
use super::relief::Reliefs;
use super::trial::{Relief, Trial};
use crate::model::acceptance::{Bargain, Leeway, Refusals, bargains};
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
    /// What could be seen if the host refused measures, by phase; empty where it has no choice.
    pub reliefs: Vec<Vec<Relief>>,
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
    /// The same if the host refused measures, by phase; empty where it has no choice.
    pub held_reliefs: Vec<Result<Arc<Vec<Vec<Relief>>>, TooManyWays>>,
    /// What each phase leaves the host to decide; empty if what is refused is settled.
    pub bargains: Vec<Bargain>,
    /// The ids of all measures, by place.
    pub measures: Arc<Vec<String>>,
}

impl Scene {
    /// The scene of `regime` at `end` under `term`.
    pub fn new(regime: &Arc<Regime>, term: &Term, end: End, listing: Listing) -> Scene {
        Scene::with_bargains(regime, term, Vec::new(), end, listing)
    }

    /// The scene of `regime` at `end` as its host would accept it, `leeway` being accepted on top of
    /// what the draft says: what has to be refused is, and in the rest the host has the choice.
    pub fn accepted(regime: &Arc<Regime>, term: &Term, leeway: &Leeway, end: End, listing: Listing) -> Scene {
        let bargains = bargains(regime, term, leeway);
        let forced = Refusals { phases: bargains.iter().map(|b| b.forced.clone()).collect() };
        Scene::with_bargains(regime, &term.without(&forced), bargains, end, listing)
    }

    fn with_bargains(regime: &Arc<Regime>, term: &Term, bargains: Vec<Bargain>, end: End, listing: Listing) -> Scene {
        let world = World::at(regime, end);
        let reliefs = Reliefs::new(regime, &world, term, &bargains);
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
                        .map(|way| {
                            let trials: Vec<_> =
                                lookouts.iter().map(|l| Arc::new(l.of_event(activity, &way))).collect();
                            let id = &world.activities[place].id;
                            let reliefs = reliefs.of(id, &trials, |l| l.of_event(activity, &way))?;
                            Ok(Variant { way, trials, reliefs })
                        })
                        .collect::<Result<_, TooManyWays>>()?,
                ))
            })
            .collect();
        let held: Vec<Arc<Vec<Arc<Trial>>>> = (0..world.holdings.len())
            .map(|place| Arc::new(lookouts.iter().map(|l| Arc::new(l.of_holding(HoldingIx(place)))).collect()))
            .collect();
        let held_reliefs = held
            .iter()
            .enumerate()
            .map(|(place, trials)| {
                let see = |l: &Lookout<'_>| l.of_holding(HoldingIx(place));
                reliefs.of(&world.holdings[place].id, trials, see).map(Arc::new)
            })
            .collect();
        let measures = Arc::new(world.measures.iter().map(|m| m.id.clone()).collect());
        Scene {
            regime: Arc::clone(regime),
            term: term.clone(),
            variants,
            held,
            held_reliefs,
            bargains,
            measures,
            world,
        }
    }

    /// The same with the host's choice settled: it refuses these, besides what it has to.
    #[must_use]
    pub fn settled(&self, refusals: &Refusals, listing: Listing) -> Scene {
        Scene::new(&self.regime, &self.term.without(refusals), self.world.end, listing)
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
        Variant { way, trials, reliefs: Vec::new() }
    }
}
