//! The court: how a path stands in a draft into which terms of another were taken.

use super::levers::Exchange;
use super::state::State;
use crate::analysis::check::{Open, Options, put};
use crate::analysis::deal::interests::is_path;
use crate::analysis::essence::Essence;
use crate::model::variant::TooManyWays;
use crate::model::{ActivityIx, End, ObligationIx, Verdict};
use crate::query::{Question, Scene};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// Draft `base` of an exchange with the terms taken into it.
pub type Mixture = (usize, BTreeSet<usize>);

/// A question, by what it asks: an obligation's essence, the path, the months.
type Known = (Essence, String, (u64, u64));

/// A court for the mixtures of one exchange. What was decided once is not asked again.
#[derive(Debug)]
pub struct Court<'a> {
    exchange: &'a Exchange,
    stretches: &'a [(u64, u64)],
    options: &'a Options,
    scenes: Mutex<HashMap<Mixture, [Arc<Scene>; 2]>>,
    known: &'a Rulings,
}

/// What was decided of questions, whichever drafts they came from.
#[derive(Debug, Default)]
pub struct Rulings(Mutex<HashMap<Known, Verdict>>);

impl<'a> Court<'a> {
    /// A court for an exchange.
    pub fn new(exchange: &'a Exchange, stretches: &'a [(u64, u64)], options: &'a Options, known: &'a Rulings) -> Self {
        Court { exchange, stretches, options, scenes: Mutex::default(), known }
    }

    /// The exchange.
    pub fn exchange(&self) -> &Exchange {
        self.exchange
    }

    /// The scenes of a mixture at the adverse and at the favourable end.
    pub fn scenes(&self, mixture: &Mixture) -> [Arc<Scene>; 2] {
        if let Some(scenes) = lock(&self.scenes).get(mixture) {
            return scenes.clone();
        }
        let (regime, term) = self.exchange.taking(mixture.0, &mixture.1);
        let scenes = End::BOTH.map(|end| Arc::new(Scene::new(&regime, &term, end, self.options.engine.listing())));
        lock(&self.scenes).insert(mixture.clone(), scenes.clone());
        scenes
    }

    /// How a path stands in a mixture in a stretch at an end.
    ///
    /// # Errors
    /// If it can't be decided.
    pub fn state(&self, mixture: &Mixture, activity: ActivityIx, stretch: usize, end: End) -> Result<State, Open> {
        let [adverse, favourable] = self.scenes(mixture);
        let scene = if end == End::Adverse { adverse } else { favourable };
        let Some((first, last)) = self.stretches.get(stretch).copied() else { return Ok(State::AfterTerm) };
        if last > scene.term.months {
            return Ok(State::AfterTerm);
        }
        let exists = scene.world.activities[activity.0].exists;
        let in_force = scene.term.phases[scene.term.phase_of(first)].obligations.clone();
        let obligations = (0..in_force.len()).map(ObligationIx).filter(|o| in_force[o.0]);
        let mut best: Option<Verdict> = None;
        for obligation in obligations.filter(|o| is_path(&scene, *o, activity)) {
            let verdict = match exists {
                true => self.verdict(&scene, obligation, activity, (first, last))?,
                false => Verdict::Infeasible,
            };
            best = Some(best.map_or(verdict, |b| b.min(verdict)));
        }
        Ok(match best {
            Some(verdict) => State::Judged(verdict),
            None if !exists => State::Absent,
            None => State::OutOfScope,
        })
    }

    fn verdict(
        &self,
        scene: &Scene,
        obligation: ObligationIx,
        activity: ActivityIx,
        months: (u64, u64),
    ) -> Result<Verdict, Open> {
        let many = |many: TooManyWays| Open::Undecided(many.to_string());
        let id = scene.world.activities[activity.0].id.clone();
        let key = (Essence::of(scene, obligation).map_err(many)?, id, months);
        if let Some(verdict) = lock(&self.known.0).get(&key) {
            return Ok(*verdict);
        }
        let question = Question::new(scene, obligation, Some(activity)).map_err(many)?.within(months.0, months.1);
        let verdict = put(scene, &question, None, self.options)?.verdict;
        lock(&self.known.0).insert(key, verdict);
        Ok(verdict)
    }

    /// What the obligations that match an activity, and their plans, rest on in a mixture: where it is
    /// the same in two, so is how the path stands.
    pub fn essences(&self, mixture: &Mixture, activity: ActivityIx) -> Option<Vec<(ObligationIx, Essence)>> {
        let mut all = Vec::new();
        for scene in self.scenes(mixture) {
            for obligation in (0..scene.regime.obligations.len()).map(ObligationIx) {
                let ever = scene.term.phases.iter().any(|p| p.obligations[obligation.0]);
                if ever && is_path(&scene, obligation, activity) {
                    all.push((obligation, Essence::of(&scene, obligation).ok()?));
                }
            }
        }
        Some(all)
    }
}

/// A lock that a panic of another worker does not spoil: what is in it is whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
