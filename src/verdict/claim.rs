//! Claims about a question: whether a verdict, a bound or a trait of the best evasion holds, decided
//! without looking for the best evasion itself, which can cost a hundred times as much.

use super::polish::polish;
use super::search::{Aim, Candidate, Engine, Search, Stop, slack};
use crate::model::acceptance::Refusals;
use crate::model::{ActivityIx, Exact, Verdict};
use crate::query::{Plan, Question, Reading, Scene};
use crate::replay::replay;
use crate::solve::Limits;
use num_traits::One;
use std::cmp::Ordering;

/// Something that may hold of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// This is the verdict.
    Verdict(Verdict),
    /// There is a plan, and no plan's confidence is lower than this.
    AtLeast(Exact),
    /// Some plan's confidence is no higher than this, to within the slack of the search.
    AtMost(Exact),
    /// The best evasion has an event of this activity; where best evasions are equal, one of them has.
    Uses(ActivityIx),
}

/// A question about which claims are decided, with the plans found on the way.
#[derive(Debug)]
pub struct Claims<'a> {
    search: Search<'a>,
    seeds: Vec<Candidate>,
}

/// The steps of the ladder: what some plan shows, so that the verdict is this or a worse one.
const STEPS: [(Verdict, Reading); 4] = [
    (Verdict::Late, Reading::ProofInTime),
    (Verdict::Ambiguous, Reading::ProofEver),
    (Verdict::Evadable, Reading::SightingInTime),
    (Verdict::Uncovered, Reading::SightingEver),
];

impl<'a> Claims<'a> {
    /// Nothing is decided yet. Known plans, such as those of a similar question, save work where they
    /// are plans of this one.
    pub fn new<'p>(
        scene: &'a Scene,
        question: &'a Question,
        known: impl IntoIterator<Item = &'p Plan>,
        engine: Engine,
        limits: &'a Limits,
    ) -> Self {
        let seed = |plan: &Plan| {
            let replayed = replay(scene, question, plan).ok()?;
            Some(Candidate { refusals: Refusals::default(), plan: plan.clone(), replayed })
        };
        let seeds = known.into_iter().filter_map(seed).collect();
        Claims { search: Search::new(scene, question, engine, limits), seeds }
    }

    /// The plans that are known by now.
    pub fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.seeds.iter().map(|c| &c.plan)
    }

    /// Whether a claim holds.
    ///
    /// # Errors
    /// If it can't be decided.
    pub fn holds(&mut self, claim: &Claim) -> Result<bool, Stop> {
        match claim {
            Claim::Verdict(verdict) => self.is(*verdict),
            Claim::AtLeast(bound) => Ok(!self.below(Reading::ProofInTime, bound)? && self.is_feasible()?),
            Claim::AtMost(bound) => {
                let clear = bound + slack();
                if clear > Exact::one() { self.is_feasible() } else { self.below(Reading::ProofInTime, &clear) }
            }
            Claim::Uses(activity) => self.best_uses(*activity),
        }
    }

    /// The verdict.
    ///
    /// # Errors
    /// If it can't be decided.
    pub fn verdict(&mut self) -> Result<Verdict, Stop> {
        if !self.is_feasible()? {
            return Ok(Verdict::Infeasible);
        }
        let mut verdict = Verdict::Assured;
        for (worse, reading) in STEPS {
            if !self.shows(worse, reading)? {
                break;
            }
            verdict = worse;
        }
        Ok(verdict)
    }

    fn is(&mut self, verdict: Verdict) -> Result<bool, Stop> {
        let reached = match verdict {
            Verdict::Infeasible => return Ok(!self.is_feasible()?),
            Verdict::Contingent => return Ok(false),
            Verdict::Assured => 0,
            other => STEPS.iter().take_while(|(v, _)| *v <= other).count(),
        };
        if reached == 0 && !self.is_feasible()? {
            return Ok(false);
        }
        for (worse, reading) in STEPS.iter().take(reached) {
            if !self.shows(*worse, *reading)? {
                return Ok(false);
            }
        }
        match STEPS.get(reached) {
            Some((worse, reading)) => Ok(!self.shows(*worse, *reading)?),
            None => Ok(true),
        }
    }

    /// Whether some plan shows that the verdict is no better than this.
    fn shows(&mut self, verdict: Verdict, reading: Reading) -> Result<bool, Stop> {
        if verdict == Verdict::Uncovered {
            return self.some(reading, &Aim::Traceless);
        }
        let goal = self.search.question.goal.clone();
        self.below(reading, &goal)
    }

    fn is_feasible(&mut self) -> Result<bool, Stop> {
        self.some(Reading::ProofInTime, &Aim::Any)
    }

    /// Whether some plan's confidence in a reading is below a bound.
    fn below(&mut self, reading: Reading, bound: &Exact) -> Result<bool, Stop> {
        self.some(reading, &Aim::Below(bound.clone()))
    }

    fn some(&mut self, reading: Reading, aim: &Aim) -> Result<bool, Stop> {
        let known = |c: &Candidate| match aim {
            Aim::Traceless => c.unseen(reading).is_whole(),
            Aim::Below(bound) => c.unseen(reading).confidence_against(bound) == Some(Ordering::Less),
            Aim::Any => true,
            Aim::Least => false,
        };
        if self.seeds.iter().any(known) {
            return Ok(true);
        }
        let found = self.search.find(reading, aim, &[])?;
        Ok(found.map(|c| self.seeds.push(c)).is_some())
    }

    /// Whether a best evasion uses an activity, found by comparing the plans with it and those without.
    fn best_uses(&mut self, activity: ActivityIx) -> Result<bool, Stop> {
        let reading = Reading::ProofInTime;
        if !self.is_feasible()? {
            return Ok(false);
        }
        let (scene, engine, limits) = (self.search.scene, self.search.engine, self.search.limits);
        let question = self.search.question;
        let mut without = question.clone();
        without.acts.iter_mut().filter(|a| a.activity == activity).for_each(|a| a.barred = true);
        let mut others = Search::new(scene, &without, engine, limits);
        // Of the plans with it that are known, the one that gives away least; nothing in it is idle.
        let polished = self.seeds.iter().map(|seed| polish(scene, question, seed.clone()));
        let with = polished.filter(|c| c.plan.uses(activity)).reduce(|best, c| {
            if c.unseen(reading).compare(best.unseen(reading)) == Some(Ordering::Greater) { c } else { best }
        });
        if let Some(with) = &with
            && !some_lower(&mut others, with)?
        {
            return Ok(true);
        }
        let avoid = |c: &&Candidate| !c.plan.uses(activity);
        let seeds: Vec<Candidate> = self.seeds.iter().filter(avoid).cloned().collect();
        let Some(least) = others.find(reading, &Aim::Least, &seeds)? else { return Ok(true) };
        Ok(some_lower(&mut self.search, &least)? || self.as_good_by_path(activity, &least)?)
    }

    /// Whether some plan of an activity's own path gives away as little as this one, to within the slack.
    fn as_good_by_path(&mut self, activity: ActivityIx, than: &Candidate) -> Result<bool, Stop> {
        let reading = Reading::ProofInTime;
        let (scene, obligation) = (self.search.scene, self.search.question.obligation);
        let Ok(path) = Question::new(scene, obligation, Some(activity)) else { return Ok(false) };
        if path.acts.iter().all(|a| !a.barred) {
            return Ok(false);
        }
        let mut own = Search::new(scene, &path, self.search.engine, self.search.limits);
        // A confidence that cannot be multiplied out is not compared: then there is no tie to be seen.
        let Some(unseen) = than.unseen(reading).exact() else { return Ok(false) };
        let clear = Exact::one() - unseen + slack();
        let aim = if clear > Exact::one() { Aim::Any } else { Aim::Below(clear) };
        let found = own.find(reading, &aim, &[])?;
        Ok(found.is_some_and(|c| polish(scene, &path, c).plan.uses(activity)))
    }

    /// The plans that are known, those found on the way included.
    pub fn into_plans(self) -> Vec<Plan> {
        self.seeds.into_iter().map(|c| c.plan).collect()
    }
}

/// Whether some plan gives away less than this one by more than the slack.
fn some_lower(search: &mut Search<'_>, than: &Candidate) -> Result<bool, Stop> {
    let Some(raised) = than.unseen(Reading::ProofInTime).raised(&slack()) else { return Ok(false) };
    let aim = Aim::Below(Exact::one() - raised);
    Ok(search.find(Reading::ProofInTime, &aim, &[])?.is_some())
}
