//! The ladder of verdicts: the first that holds for all plans, each step a question to the solver.

use super::polish::polish;
use super::search::{Aim, Candidate, Engine, Search, Stop};
use crate::model::Verdict;
use crate::model::acceptance::Refusals;
use crate::query::{Question, Reading, Scene, Unseen};
use crate::solve::{Limits, Usage};
use std::cmp::Ordering;

/// What is established of a question.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// The best evasion: a plan that reaches the worst-case confidence; `None` if infeasible.
    pub evasion: Option<Candidate>,
    /// Plans found on the way that show why no better verdict holds.
    pub witnesses: Vec<Candidate>,
    /// What was spent.
    pub usage: Usage,
}

impl Decision {
    /// The probability that the best evasion is not proved by its deadline.
    pub fn unseen(&self) -> Option<&Unseen> {
        self.evasion.as_ref().map(|e| e.unseen(Reading::ProofInTime))
    }
}

/// Decides a question. `whole` is the decision of the same question without a path, whose plans
/// include this one's: what holds for all of them need not be asked again.
///
/// # Errors
/// If a limit is reached, or the solver and the replay contradict each other.
pub fn decide(
    scene: &Scene,
    question: &Question,
    whole: Option<&Decision>,
    engine: Engine,
    limits: &Limits,
) -> Result<Decision, Stop> {
    let search = Search::new(scene, question, engine, limits);
    let seeds = seeds(&search, whole)?;
    Ladder { search, seeds, whole }.climb()
}

/// Choices of the host that are looked at one by one.
const MOST_CHOICES: usize = 1_000;

struct Ladder<'a> {
    search: Search<'a>,
    seeds: Vec<Candidate>,
    whole: Option<&'a Decision>,
}

/// Plans of the whole that are plans of the path.
fn seeds(search: &Search<'_>, whole: Option<&Decision>) -> Result<Vec<Candidate>, Stop> {
    let plans = whole.into_iter().flat_map(|w| w.evasion.iter().chain(&w.witnesses));
    let confirmed = plans.map(|c| search.confirm(c.plan.clone(), &c.refusals));
    confirmed.filter_map(Result::transpose).collect()
}

impl Ladder<'_> {
    fn climb(mut self) -> Result<Decision, Stop> {
        let all_infeasible = self.whole.is_some_and(|w| w.verdict == Verdict::Infeasible);
        let Some(least) = (if all_infeasible { None } else { self.least()? }) else {
            return Ok(self.decision(Verdict::Infeasible, None));
        };
        self.seeds.insert(0, least.clone());
        let verdict = self.verdict(&least)?;
        let shown = self.telling(verdict, least);
        let stage = self.search.stage(&shown.refusals)?;
        let evasion = polish(stage.scene(), stage.question(), shown);
        Ok(self.decision(verdict, Some(evasion)))
    }

    /// The plan to show: one that gives away least and, where there is a choice, bears the verdict out.
    fn telling(&self, verdict: Verdict, least: Candidate) -> Candidate {
        let proof = Reading::ProofInTime;
        let goal = &self.search.question.goal;
        let below = |c: &Candidate, reading| c.unseen(reading).confidence_against(goal) == Some(Ordering::Less);
        let bears_out = |c: &Candidate| match verdict {
            Verdict::Uncovered => c.unseen(Reading::SightingEver).is_whole(),
            Verdict::Evadable => below(c, Reading::ProofEver) && below(c, Reading::SightingInTime),
            Verdict::Ambiguous => below(c, Reading::ProofEver),
            _ => true,
        };
        let mut best = least;
        for seed in &self.seeds {
            let take = match seed.unseen(proof).compare(best.unseen(proof)) {
                Some(Ordering::Greater) => true,
                Some(Ordering::Equal) => bears_out(seed) && !bears_out(&best),
                Some(Ordering::Less) | None => false,
            };
            if take {
                best = seed.clone();
            }
        }
        best
    }

    fn decision(self, verdict: Verdict, evasion: Option<Candidate>) -> Decision {
        Decision { verdict, evasion, witnesses: self.seeds, usage: self.search.usage }
    }

    /// The plan that gives away least by the deadline.
    fn least(&mut self) -> Result<Option<Candidate>, Stop> {
        let reading = Reading::ProofInTime;
        if let Some(floor) = self.whole.and_then(Decision::unseen) {
            // No plan of a path gives away less than the best of all.
            let reaches = |c: &&Candidate| c.unseen(reading).compare(floor) == Some(Ordering::Equal);
            if let Some(seed) = self.seeds.iter().find(reaches) {
                return Ok(Some(seed.clone()));
            }
        }
        self.search.find(reading, &Aim::Least, &self.seeds)
    }

    fn verdict(&mut self, least: &Candidate) -> Result<Verdict, Stop> {
        if !self.stays_below(Reading::ProofInTime, least)? {
            return Ok(Verdict::Assured);
        }
        let settled = |ladder: &Self, verdicts: &[Verdict]| ladder.whole.is_some_and(|w| verdicts.contains(&w.verdict));
        if settled(self, &[Verdict::Assured, Verdict::Late]) || !self.some_below(Reading::ProofEver)? {
            return Ok(Verdict::Late);
        }
        if settled(self, &[Verdict::Ambiguous]) || !self.some_neither_proved_nor_sighted()? {
            return Ok(Verdict::Ambiguous);
        }
        if settled(self, &[Verdict::Evadable]) || !self.some_traceless()? {
            return Ok(Verdict::Evadable);
        }
        Ok(Verdict::Uncovered)
    }

    /// Whether some plan's confidence of proof by the deadline is below the goal, `least` being the
    /// least to within the slack.
    fn stays_below(&mut self, reading: Reading, least: &Candidate) -> Result<bool, Stop> {
        let goal = self.search.question.goal.clone();
        let unseen = least.unseen(reading);
        match unseen.confidence_against(&goal) {
            None => return Err(Stop::Undecided("a confidence is too close to the goal to be told apart".to_owned())),
            Some(Ordering::Less) => return Ok(true),
            Some(Ordering::Equal | Ordering::Greater) => {}
        }
        // No plan's confidence is lower than this one's by more than the slack.
        let clear = &goal + super::search::slack();
        if clear <= num_traits::one()
            && matches!(unseen.confidence_against(&clear), Some(Ordering::Equal | Ordering::Greater))
        {
            return Ok(false);
        }
        match self.search.find(reading, &Aim::Below(goal), &[])? {
            Some(found) => {
                self.seeds.insert(0, found);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Whether some plan's confidence in a reading is below the goal.
    fn some_below(&mut self, reading: Reading) -> Result<bool, Stop> {
        let goal = self.search.question.goal.clone();
        self.some(reading, &Aim::Below(goal))
    }

    /// Whether, under one and the same choice of the host, some plan is not proved to the goal ever and
    /// some plan, perhaps another, is not sighted to it in time.
    ///
    /// That there is a plan of the first kind is known.
    fn some_neither_proved_nor_sighted(&mut self) -> Result<bool, Stop> {
        let reading = Reading::SightingInTime;
        if self.search.question.bargains.is_empty() {
            return self.some_below(reading);
        }
        let goal = self.search.question.goal.clone();
        let aim = Aim::Below(goal.clone());
        let below = |c: &Candidate, r| c.unseen(r).confidence_against(&goal) == Some(Ordering::Less);
        let mut refuted: Vec<Refusals> = Vec::new();
        let question = self.search.question;
        let matters = |refusals: &Refusals| question.what_matters(refusals);
        loop {
            let known = self.seeds.iter().filter(|c| !refuted.contains(&matters(&c.refusals)));
            let known: Vec<Candidate> = known.filter(|c| below(c, reading)).cloned().collect();
            let Some(found) = (match known.into_iter().next() {
                Some(seed) => Some(seed),
                None => {
                    self.search.other_than.clone_from(&refuted);
                    let found = self.search.find(reading, &aim, &[]);
                    self.search.other_than.clear();
                    found?
                }
            }) else {
                return Ok(false);
            };
            let choice = found.refusals.clone();
            self.seeds.push(found);
            let mut same = self.seeds.iter().filter(|c| matters(&c.refusals) == matters(&choice));
            if same.any(|c| below(c, Reading::ProofEver)) {
                return Ok(true);
            }
            let stage = self.search.stage(&choice)?;
            let mut search = Search::new(stage.scene(), stage.question(), self.search.engine, self.search.limits);
            let unproved = search.find(Reading::ProofEver, &aim, &[]);
            self.search.usage.add(search.usage);
            if let Some(found) = unproved? {
                self.seeds.push(Candidate { refusals: choice, ..found });
                return Ok(true);
            }
            refuted.push(matters(&choice));
            if refuted.len() > MOST_CHOICES {
                return Err(Stop::Undecided("the host has too many choices to look at one by one".to_owned()));
            }
        }
    }

    /// Whether some plan leaves no trace at all.
    fn some_traceless(&mut self) -> Result<bool, Stop> {
        self.some(Reading::SightingEver, &Aim::Traceless)
    }

    fn some(&mut self, reading: Reading, aim: &Aim) -> Result<bool, Stop> {
        for seed in &self.seeds {
            let known = match aim {
                Aim::Traceless => seed.unseen(reading).is_whole(),
                Aim::Below(goal) => seed.unseen(reading).confidence_against(goal) == Some(Ordering::Less),
                Aim::Least | Aim::Any => false,
            };
            if known {
                return Ok(true);
            }
        }
        match self.search.find(reading, aim, &[])? {
            Some(found) => {
                self.seeds.push(found);
                Ok(true)
            }
            None => Ok(false),
        }
    }
}
