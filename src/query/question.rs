//! An obligation's question at one end: is there a plan that violates it, and what does the plan
//! that gives away least give away?

use super::scene::{Scene, Variant};
use super::trial::{Relief, Trial};
use crate::model::acceptance::{Bargain, Refusals};
use crate::model::pathway::Pathway;
use crate::model::variant::TooManyWays;
use crate::model::world::{Pace, Units};
use crate::model::{ActivityIx, Duty, Exact, HoldingIx, MeasureIx, ObligationIx};
use std::sync::Arc;

/// When a violation is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The units of the prohibited events, in months when the obligation is in force, reach this.
    Count(u64),
    /// The stock of the holding, at the end of a month when it is in force, reaches this.
    Stock(HoldingIx, u128),
}

/// By when what is known of a violation counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// So many months after its completion (negative: before), `usable_after_months - response_months`.
    AfterCompletion(i64),
    /// By the end of this month, whenever it is complete.
    By(u64),
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
    /// Whether its events are left out in a phase, by phase; empty if in none.
    pub banned: Vec<bool>,
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
    /// The same if the host refused measures, by phase; empty where it has no choice.
    pub reliefs: Arc<Vec<Vec<Relief>>>,
    /// What the stock may not exceed at the end of a month, by phase; empty if anything goes.
    pub ceilings: Vec<Option<u64>>,
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
    /// By when what is known counts.
    pub due: Due,
    /// Required detection probability.
    pub goal: Exact,
    /// When the violation is complete.
    pub target: Target,
    /// The pathway's activities, in file order.
    pub acts: Vec<Act>,
    /// The pathway's holdings, in file order.
    pub keeps: Vec<Keep>,
    /// What the host may refuse, by phase, where that matters to the question; empty if nowhere.
    pub bargains: Vec<Option<Bargain>>,
    /// The ids of all measures, by place.
    pub measures: Arc<Vec<String>>,
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
                    banned: Vec::new(),
                    variants: scene.variants[ix.0].clone()?,
                })
            })
            .collect::<Result<Vec<Act>, TooManyWays>>()?;
        let keeps = pathway
            .holdings
            .iter()
            .map(|ix| {
                Ok(Keep {
                    holding: *ix,
                    id: world.holdings[ix.0].id.clone(),
                    initial: world.holdings[ix.0].initial,
                    above: limited.filter(|(h, _)| h == ix).map_or(0, |(_, at_most)| at_most),
                    trials: Arc::clone(&scene.held[ix.0]),
                    reliefs: scene.held_reliefs[ix.0].clone()?,
                    ceilings: Vec::new(),
                })
            })
            .collect::<Result<Vec<Keep>, TooManyWays>>()?;
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
            due: Due::AfterCompletion(
                i64::try_from(article.usable_after_months).unwrap_or(i64::MAX / 4).min(i64::MAX / 4)
                    - i64::try_from(article.response_months).unwrap_or(i64::MAX / 4).min(i64::MAX / 4),
            ),
            goal: article.goal.clone(),
            target,
            bargains: bargains(scene, &acts, &keeps),
            measures: Arc::clone(&scene.measures),
            acts,
            keeps,
        })
    }

    /// Whether another question has the same answers: everything but the texts is equal.
    pub fn asks_the_same(&self, other: &Question) -> bool {
        self.horizon == other.horizon
            && self.window == other.window
            && self.phases == other.phases
            && self.due == other.due
            && self.goal == other.goal
            && self.target == other.target
            && self.acts == other.acts
            && self.keeps == other.keeps
            && self.bargains == other.bargains
    }

    /// The same question for violations completed within some months only.
    pub fn within(mut self, first: u64, last: u64) -> Question {
        self.window = (first, last);
        self
    }

    /// The same question with all that counts known by the end of one month, whenever the violation is
    /// complete.
    #[must_use]
    pub fn known_by(mut self, month: u64) -> Question {
        self.due = Due::By(month);
        self
    }

    /// The same question in a scene in which the host's choice is settled.
    ///
    /// # Errors
    /// If an activity of the pathway has too many ways to be concealed.
    pub fn settled(&self, scene: &Scene) -> Result<Question, TooManyWays> {
        let mut question = self.clone();
        question.bargains = Vec::new();
        for act in &mut question.acts {
            act.variants = scene.variants[act.activity.0].clone()?;
        }
        for keep in &mut question.keeps {
            keep.trials = Arc::clone(&scene.held[keep.holding.0]);
            keep.reliefs = scene.held_reliefs[keep.holding.0].clone()?;
        }
        Ok(question)
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
        match self.due {
            Due::AfterCompletion(months) => i64::try_from(month).unwrap_or(i64::MAX / 4) + months,
            Due::By(month) => i64::try_from(month).unwrap_or(i64::MAX / 4),
        }
    }

    /// The last month whose trials count when nothing is too late: max(H, T, deadline).
    pub fn last_trial(&self, completed: u64) -> u64 {
        self.horizon.max(completed).max(u64::try_from(self.deadline(completed)).unwrap_or(0))
    }

    /// Of a choice of the host, what matters to the question: another choice that agrees in this has the
    /// same answers.
    pub fn what_matters(&self, refusals: &Refusals) -> Refusals {
        let in_relief = |reliefs: &Vec<Vec<Relief>>, phase: usize, measure: &MeasureIx| {
            reliefs.get(phase).is_some_and(|r| r.iter().any(|r| r.refused.contains(measure)))
        };
        let matters = |phase: usize, measure: &MeasureIx| {
            let variants = self.acts.iter().flat_map(|a| a.variants.iter());
            variants.into_iter().any(|v| in_relief(&v.reliefs, phase, measure))
                || self.keeps.iter().any(|k| in_relief(&k.reliefs, phase, measure))
        };
        let phases = refusals.phases.iter().enumerate();
        let phases = phases.map(|(phase, refused)| refused.iter().copied().filter(|m| matters(phase, m)).collect());
        Refusals { phases: phases.collect() }
    }

    /// The id of a measure that the host may refuse.
    pub fn measure_id(&self, measure: MeasureIx) -> &str {
        self.measures.get(measure.0).map_or("?", String::as_str)
    }

    /// The place of a holding among the pathway's.
    pub fn keep_of(&self, holding: HoldingIx) -> Option<usize> {
        self.keeps.binary_search_by_key(&holding, |k| k.holding).ok()
    }
}

/// What the host may refuse in the phases in which it matters to these.
fn bargains(scene: &Scene, acts: &[Act], keeps: &[Keep]) -> Vec<Option<Bargain>> {
    let matters = |phase: usize| {
        let relief = |reliefs: &Vec<Vec<Relief>>| reliefs.get(phase).is_some_and(|r| !r.is_empty());
        acts.iter().any(|a| a.variants.iter().any(|v| relief(&v.reliefs))) || keeps.iter().any(|k| relief(&k.reliefs))
    };
    let bargains = scene.bargains.iter().enumerate();
    let bargains: Vec<_> = bargains.map(|(phase, bargain)| matters(phase).then(|| bargain.clone())).collect();
    if bargains.iter().all(Option::is_none) { Vec::new() } else { bargains }
}
