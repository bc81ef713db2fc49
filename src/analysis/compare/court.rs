//! The court: how a path stands in a draft into which terms of another were taken.

use super::levers::Exchange;
use super::state::State;
use crate::analysis::check::{Open, Options, put_barely};
use crate::analysis::deal::interests::is_path;
use crate::analysis::essence::Essence;
use crate::model::{ActivityIx, End, ObligationIx, Verdict};
use crate::query::{Plan, Question, Scene};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Draft `base` of an exchange with the terms taken into it.
pub type Mixture = (usize, BTreeSet<usize>);

/// A question, by what it asks: an obligation's essence, the path, the months.
type Known = (Essence, String, (u64, u64));

/// Where plans are sought: a path, an end, the months.
type Place = (String, usize, (u64, u64));

/// Plans kept of each place.
const MOST_PLANS: usize = 12;

/// A court for the mixtures of one exchange. What was decided once is not asked again.
#[derive(Debug)]
pub struct Court<'a> {
    exchange: &'a Exchange,
    stretches: &'a [(u64, u64)],
    options: &'a Options,
    benches: Mutex<HashMap<Mixture, Arc<Bench>>>,
    plans: Mutex<HashMap<Place, Vec<Plan>>>,
    known: &'a Rulings,
}

/// A mixture at both ends, with the essences of its obligations as far as they were asked for.
#[derive(Debug)]
struct Bench {
    scenes: [Scene; 2],
    essences: [Vec<OnceLock<Option<Essence>>>; 2],
}

impl Bench {
    fn essence(&self, end: usize, obligation: ObligationIx) -> Option<&Essence> {
        let slot = self.essences[end].get(obligation.0)?;
        slot.get_or_init(|| Essence::of(&self.scenes[end], obligation).ok()).as_ref()
    }
}

/// What was decided of questions, whichever drafts they came from.
#[derive(Debug, Default)]
pub struct Rulings(Mutex<HashMap<Known, Verdict>>);

impl<'a> Court<'a> {
    /// A court for an exchange.
    pub fn new(exchange: &'a Exchange, stretches: &'a [(u64, u64)], options: &'a Options, known: &'a Rulings) -> Self {
        Court { exchange, stretches, options, benches: Mutex::default(), plans: Mutex::default(), known }
    }

    /// The exchange.
    pub fn exchange(&self) -> &Exchange {
        self.exchange
    }

    fn bench(&self, mixture: &Mixture) -> Arc<Bench> {
        if let Some(bench) = lock(&self.benches).get(mixture) {
            return Arc::clone(bench);
        }
        let (regime, term) = self.exchange.taking(mixture.0, &mixture.1);
        let scenes = End::BOTH.map(|end| Scene::new(&regime, &term, end, self.options.engine.listing()));
        let essences = || regime.obligations.iter().map(|_| OnceLock::new()).collect();
        let bench = Arc::new(Bench { scenes, essences: [essences(), essences()] });
        lock(&self.benches).insert(mixture.clone(), Arc::clone(&bench));
        bench
    }

    /// How a path stands in a mixture in a stretch at an end.
    ///
    /// # Errors
    /// If it can't be decided.
    pub fn state(&self, mixture: &Mixture, activity: ActivityIx, stretch: usize, end: End) -> Result<State, Open> {
        let bench = self.bench(mixture);
        let at = usize::from(end == End::Favourable);
        let scene = &bench.scenes[at];
        let Some((first, last)) = self.stretches.get(stretch).copied() else { return Ok(State::AfterTerm) };
        if last > scene.term.months {
            return Ok(State::AfterTerm);
        }
        let exists = scene.world.activities[activity.0].exists;
        let in_force = &scene.term.phases[scene.term.phase_of(first)].obligations;
        let obligations = (0..in_force.len()).map(ObligationIx).filter(|o| in_force[o.0]);
        let mut best: Option<State> = None;
        for obligation in obligations.filter(|o| is_path(scene, *o, activity)) {
            let verdict = match exists {
                true => self.verdict(&bench, at, obligation, activity, (first, last))?,
                false => Verdict::Infeasible,
            };
            let state = State::Judged(verdict);
            best = Some(best.map_or(state, |b| b.better(state)));
        }
        Ok(match best {
            Some(state) => state,
            None if !exists => State::Absent,
            None => State::OutOfScope,
        })
    }

    fn verdict(
        &self,
        bench: &Bench,
        at: usize,
        obligation: ObligationIx,
        activity: ActivityIx,
        months: (u64, u64),
    ) -> Result<Verdict, Open> {
        let scene = &bench.scenes[at];
        let id = scene.world.activities[activity.0].id.clone();
        let question = || {
            let question = Question::new(scene, obligation, Some(activity));
            question.map_err(|many| Open::Undecided(many.to_string())).map(|q| q.within(months.0, months.1))
        };
        let Some(essence) = bench.essence(at, obligation) else {
            return Ok(put_barely(scene, &question()?, &[], self.options)?.0);
        };
        let key = (essence.clone(), id.clone(), months);
        if let Some(verdict) = lock(&self.known.0).get(&key) {
            return Ok(*verdict);
        }
        // Terms change little of what the evader can do: his plans against one mixture often do for another.
        let place = (id, at, months);
        let plans = lock(&self.plans).get(&place).cloned().unwrap_or_default();
        let (verdict, found) = put_barely(scene, &question()?, &plans, self.options)?;
        let mut known = lock(&self.plans);
        let known = known.entry(place).or_default();
        for plan in found {
            if known.len() < MOST_PLANS && !known.contains(&plan) {
                known.push(plan);
            }
        }
        lock(&self.known.0).insert(key, verdict);
        Ok(verdict)
    }

    /// Whether everything on which it rests how a path stands is the same in two mixtures.
    pub fn are_alike(&self, one: &Mixture, other: &Mixture, activity: ActivityIx) -> bool {
        let benches = [self.bench(one), self.bench(other)];
        (0..2).all(|at| {
            let obligations = benches[0].scenes[at].regime.obligations.len();
            (0..obligations).map(ObligationIx).all(|o| {
                let matched = benches.each_ref().map(|b| {
                    let scene = &b.scenes[at];
                    let ever = scene.term.phases.iter().any(|p| p.obligations[o.0]);
                    ever && is_path(scene, o, activity)
                });
                match matched {
                    [false, false] => true,
                    [true, true] => {
                        let essences = benches.each_ref().map(|b| b.essence(at, o));
                        essences[0].is_some() && essences[0] == essences[1]
                    }
                    _ => false,
                }
            }) && benches
                .iter()
                .map(|b| (b.scenes[at].world.activities[activity.0].exists, b.scenes[at].term.months))
                .is_sorted_by(|a, b| a == b)
        })
    }
}

/// A lock that a panic of another worker does not spoil: what is in it is whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
