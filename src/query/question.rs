//! An obligation's question at one end: is there a plan that violates it, and what does the plan
//! that gives away least give away?

use super::scene::{Scene, Variant};
use super::trial::Trial;
use crate::model::pathway::Pathway;
use crate::model::variant::TooManyWays;
use crate::model::world::{Pace, Units};
use crate::model::{ActivityIx, Duty, Exact, HoldingIx, ObligationIx};
use std::sync::Arc;

/// When a violation is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The units of the prohibited events, in months when the obligation is in force, reach this.
    Count(u64),
    /// The stock of the holding, at the end of a month when it is in force, reaches this.
    Stock(HoldingIx, u128),
}

/// An activity of the pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its place in the world.
    pub activity: ActivityIx,
    /// Its id.
    pub id: String,
    /// What one event adds to the violation; 0 for all but prohibited activities.
    pub units: u64,
    /// How often.
    pub pace: Pace,
    /// At most so many events in all.
    pub total: Option<u64>,
    /// Added to holdings by each event.
    pub makes: Units,
    /// Whether the question leaves its events out, studying another path.
    pub barred: bool,
    /// Its variants, with what could be seen of them by phase.
    pub variants: Arc<Vec<Variant>>,
}

/// A holding of the pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// Its place in the world.
    pub holding: HoldingIx,
    /// Its id.
    pub id: String,
    /// Stock before month 1.
    pub initial: u64,
    /// It counts as held while the stock is above this.
    pub above: u64,
    /// What could be seen of a month in which it is held, by phase.
    pub trials: Arc<Vec<Arc<Trial>>>,
}

/// A stretch of months in which the same is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// First month.
    pub first: u64,
    /// Last month.
    pub last: u64,
    /// Whether the obligation is in force.
    pub in_force: bool,
}

/// An obligation's question at one end.
#[derive(Debug, Clone)]
pub struct Question {
    /// The obligation.
    pub obligation: ObligationIx,
    /// Its id.
    pub id: String,
    /// The only direct activity that may have events, if the question is about one path.
    pub path: Option<ActivityIx>,
    /// The last month, H.
    pub horizon: u64,
    /// Months in which the violation may be completed, both included.
    pub window: (u64, u64),
    /// The phases in order.
    pub phases: Vec<Stretch>,
    /// Months from completion to the deadline: `usable_after_months - response_months`.
    pub warning: i64,
    /// Required detection probability.
    pub goal: Exact,
    /// When the violation is complete.
    pub target: Target,
    /// The pathway's activities, in file order.
    pub acts: Vec<Act>,
    /// The pathway's holdings, in file order.
    pub keeps: Vec<Keep>,
}

impl Question {
    /// The question of `obligation` in `scene`, for all its paths together or for one.
    ///
    /// # Errors
    /// If an activity of the pathway has too many ways to be concealed.
    pub fn new(scene: &Scene, obligation: ObligationIx, path: Option<ActivityIx>) -> Result<Question, TooManyWays> {
        let regime = &scene.regime;
        let world = &scene.world;
        let pathway = Pathway::of(regime, world, obligation);
        let entry = &regime.obligations[obligation.0];
        let article = &world.obligations[obligation.0];
        let (target, limited) = match &entry.duty {
            Duty::Prohibits(_) => (Target::Count(entry.significant), None),
            Duty::Limits { holding, at_most } => (
                Target::Stock(*holding, u128::from(*at_most) + u128::from(entry.significant)),
                Some((*holding, *at_most)),
            ),
        };
        let acts = pathway
            .activities
            .iter()
            .map(|ix| {
                let a = &world.activities[ix.0];
                let direct = pathway.direct.binary_search(ix).is_ok();
                Ok(Act {
                    activity: *ix,
                    id: a.id.clone(),
                    units: if direct && limited.is_none() { a.units } else { 0 },
                    pace: a.pace,
                    total: a.total,
                    makes: a.makes.iter().filter(|(_, n)| *n > 0).copied().collect(),
                    barred: direct && path.is_some_and(|p| p != *ix && a.prepares != Some(p)),
                    variants: scene.variants[ix.0].clone()?,
                })
            })
            .collect::<Result<_, TooManyWays>>()?;
        let keeps = pathway
            .holdings
            .iter()
            .map(|ix| Keep {
                holding: *ix,
                id: world.holdings[ix.0].id.clone(),
                initial: world.holdings[ix.0].initial,
                above: limited.filter(|(h, _)| h == ix).map_or(0, |(_, at_most)| at_most),
                trials: Arc::clone(&scene.held[ix.0]),
            })
            .collect();
        let phases = scene
            .term
            .phases
            .iter()
            .map(|p| Stretch { first: p.first, last: p.last, in_force: p.obligations[obligation.0] })
            .collect();
        Ok(Question {
            obligation,
            id: entry.entry.id.clone(),
            path,
            horizon: scene.term.months,
            window: (1, scene.term.months),
            phases,
            warning: i64::try_from(article.usable_after_months).unwrap_or(i64::MAX / 4).min(i64::MAX / 4)
                - i64::try_from(article.response_months).unwrap_or(i64::MAX / 4).min(i64::MAX / 4),
            goal: article.goal.clone(),
            target,
            acts,
            keeps,
        })
    }

    /// Whether another question has the same answers: everything but the texts is equal.
    pub fn asks_the_same(&self, other: &Question) -> bool {
        self.horizon == other.horizon
            && self.window == other.window
            && self.phases == other.phases
            && self.warning == other.warning
            && self.goal == other.goal
            && self.target == other.target
            && self.acts == other.acts
            && self.keeps == other.keeps
    }

    /// The same question for violations completed within some months only.
    pub fn within(mut self, first: u64, last: u64) -> Question {
        self.window = (first, last);
        self
    }

    /// The phase of a month; the last goes on after the term.
    pub fn phase_of(&self, month: u64) -> usize {
        self.phases.iter().position(|p| month <= p.last).unwrap_or(self.phases.len().saturating_sub(1))
    }

    /// Whether the obligation is in force in a month.
    pub fn in_force(&self, month: u64) -> bool {
        self.phases.get(self.phase_of(month)).is_some_and(|p| p.in_force)
    }

    /// The deadline of a violation completed in `month`: the last month at which detection still
    /// leaves time to respond; it may lie before month 1.
    pub fn deadline(&self, month: u64) -> i64 {
        i64::try_from(month).unwrap_or(i64::MAX / 4) + self.warning
    }

    /// The last month whose trials count when nothing is too late: max(H, T, deadline).
    pub fn last_trial(&self, completed: u64) -> u64 {
        self.horizon.max(completed).max(u64::try_from(self.deadline(completed)).unwrap_or(0))
    }

    /// The place of a holding among the pathway's.
    pub fn keep_of(&self, holding: HoldingIx) -> Option<usize> {
        self.keeps.binary_search_by_key(&holding, |k| k.holding).ok()
    }
}
