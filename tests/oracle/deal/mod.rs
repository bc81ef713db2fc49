//! The deal: section 6 of the format reference.
//!
//! - [`terms`], what a file says of tolerances, rewards, gates and interests;
//! - [`accepted`], what the host may refuse;
//! - [`proof`], how sure and how soon proof is over all plans;
//! - [`payment`], rewards, gates and value at risk;
//! - [`interest`], whose interests are served when;
//! - [`enumerated`], all of it once more, without any search;
//! - [`json`], the answers as the cases in `tests/deals` write them.
//!
//! Where the reference leaves something open, the reading chosen stands beside the code, marked
//! *Reading*.

pub mod accepted;
pub mod enumerated;
pub mod interest;
pub mod json;
pub mod payment;
pub mod proof;
pub mod terms;

use super::facts::World;
use super::search::{Scope, TooLarge};
use super::verdict::{Judgement, judge_at};
use num_rational::BigRational;
use regimecheck::model::{End, Regime, Verdict};
use std::collections::BTreeMap;
use terms::Terms;

/// All that section 6 says of a draft at one end of the uncertainty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealAnswers {
    /// Phase by phase, each set of measures that the host may refuse in it, by id in file order. A
    /// phase in which it accepts everything has one set, which is empty.
    pub choices: Vec<Vec<Vec<String>>>,
    /// If nothing is refused.
    pub drafted: Answers,
    /// The worst over the host's choices, figure by figure.
    ///
    /// *Reading*: the reference says so of verdicts; whatever else hangs on measures goes the same
    /// way.
    pub accepted: Answers,
    /// The interests without any agreement.
    pub baseline: Vec<InterestAnswer>,
}

/// What is answered for one set of measures in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// In the order in which phases first list them.
    pub obligations: Vec<ObligationAnswer>,
    /// In file order, phase by phase.
    pub rewards: Vec<Rested>,
    /// Phases that have a gate.
    pub gates: Vec<Rested>,
    /// In file order.
    pub interests: Vec<InterestAnswer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObligationAnswer {
    pub id: String,
    pub verdict: Verdict,
    /// The worst-case confidence; none if no plan violates the obligation.
    pub confidence: Option<BigRational>,
    /// The first month in which every plan that violates the obligation has been proved: the
    /// latest month of proof. None if there is no such plan, or if one is not proved by the end
    /// of the term and by the month of the last reward.
    pub proved_by: Option<i64>,
    /// The value at risk: irreversible rewards by their unit, each unit of the draft among them.
    pub at_risk: BTreeMap<String, BigRational>,
}

/// A reward, or the gate of a phase, and the performance it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rested {
    /// The reward's id, or the phase's.
    pub id: String,
    /// The month r of the release, or the first of the phase.
    pub month: i64,
    /// In the order of the file, or in which they came into force.
    pub verified: Vec<Performance>,
}

/// How an obligation that a reward rests on stands at month r - 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performance {
    pub obligation: String,
    pub kind: Kind,
    /// The least confidence of proof at month r - 1; none if no plan is complete by then.
    pub confidence: Option<BigRational>,
}

/// What a release rests on; worse kinds come later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// On nothing.
    Advance,
    /// Every violation by then is proved.
    Earned,
    /// No violation can be complete by then.
    NotYetTestable,
    /// Some violation is not proved by then.
    Pocketable,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Kind::Advance => "advance",
            Kind::Earned => "earned",
            Kind::NotYetTestable => "not yet testable",
            Kind::Pocketable => "pocketable",
        }
    }
}

impl Rested {
    /// The kind of the whole.
    ///
    /// *Reading*: the reference gives a kind for each obligation. A reward is pocketable if one of
    /// them is violated unproved, and earned only if all have been put to the test.
    pub fn kind(&self) -> Kind {
        self.verified.iter().map(|p| p.kind).max().unwrap_or(Kind::Advance)
    }
}

/// How an interest is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterestAnswer {
    pub id: String,
    /// Months in which one of its activities, or more, is out of scope or not assured.
    ///
    /// *Reading*: a month counts once, however many activities are exposed in it.
    pub exposure: i64,
    /// The same, where a violation that the world cannot commit exposes nobody.
    pub threatened: i64,
    /// In file order.
    pub activities: Vec<ActivityAnswer>,
}

/// How an activity that an interest is concerned with stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityAnswer {
    pub id: String,
    /// Phase by phase, the best of its path verdicts; none where it is out of scope.
    pub phases: Vec<Option<Verdict>>,
    /// As for the interest, by this activity alone.
    pub exposure: i64,
    pub threatened: i64,
}

/// All answers at one end. Gives up on worlds where a month ends in more than `limit` states, or
/// where the host has more than `limit` choices in all.
pub fn answers(regime: &Regime, end: End, limit: usize) -> Result<DealAnswers, TooLarge> {
    let (world, terms) = (World::at(regime, end), Terms::of(regime));
    let id = |m: &usize| world.measures[*m].id.clone();
    let refusals: Vec<_> = (0..world.phases.len()).map(|p| accepted::refusals(&world, &terms, p)).collect();
    let drafted = answers_in(&world, &terms, limit)?;
    let worlds = accepted::worlds(&world, &refusals, limit)?;
    let each = worlds.iter().map(|world| answers_in(world, &terms, limit)).collect::<Result<Vec<_>, _>>()?;
    Ok(DealAnswers {
        choices: (refusals.iter()).map(|sets| sets.iter().map(|set| set.iter().map(id).collect()).collect()).collect(),
        drafted,
        accepted: each
            .into_iter()
            .reduce(Answers::worse)
            .expect("the host has a choice in every phase, if only to refuse nothing"),
        baseline: interest::interests(&accepted::baseline(&world), &terms, limit)?,
    })
}

/// The answers for what is in force in `world`.
pub fn answers_in(world: &World, terms: &Terms, limit: usize) -> Result<Answers, TooLarge> {
    let mut obligations = Vec::new();
    for o in &terms.listed {
        let Judgement { verdict, confidence } = judge_at(world, *o, &Scope::Whole, limit)?;
        let proved_by = proof::proved_by(world, *o, terms.horizon(), limit)?;
        let at_risk = payment::at_risk(terms, confidence.is_some(), proved_by);
        let id = world.obligations[*o].id.clone();
        obligations.push(ObligationAnswer { id, verdict, confidence, proved_by, at_risk });
    }
    Ok(Answers {
        obligations,
        rewards: payment::rewards(world, terms, limit)?,
        gates: payment::gates(world, terms, limit)?,
        interests: interest::interests(world, terms, limit)?,
    })
}

impl Answers {
    /// Every confidence, in a fixed order.
    pub fn confidences(&self) -> Vec<&Option<BigRational>> {
        let rested = self.rewards.iter().chain(&self.gates).flat_map(|r| &r.verified);
        self.obligations.iter().map(|o| &o.confidence).chain(rested.map(|p| &p.confidence)).collect()
    }

    /// The same, to be changed.
    pub fn confidences_mut(&mut self) -> Vec<&mut Option<BigRational>> {
        let rested = self.rewards.iter_mut().chain(&mut self.gates).flat_map(|r| &mut r.verified);
        self.obligations.iter_mut().map(|o| &mut o.confidence).chain(rested.map(|p| &mut p.confidence)).collect()
    }

    /// The worse of two, figure by figure. What does not hang on measures is the same in both:
    /// which plans there are, what is in force, what a reward rests on.
    pub fn worse(mut self, other: Answers) -> Answers {
        for (mine, other) in self.obligations.iter_mut().zip(other.obligations) {
            mine.verdict = mine.verdict.max(other.verdict);
            mine.confidence = mine.confidence.clone().min(other.confidence);
            mine.proved_by = mine.proved_by.zip(other.proved_by).map(|(a, b)| a.max(b));
            for (unit, value) in other.at_risk {
                let greatest = mine.at_risk.entry(unit).or_insert_with(|| value.clone());
                *greatest = value.max(greatest.clone());
            }
        }
        for (mine, other) in self.rewards.iter_mut().zip(other.rewards).chain(self.gates.iter_mut().zip(other.gates)) {
            for (mine, other) in mine.verified.iter_mut().zip(other.verified) {
                mine.kind = mine.kind.max(other.kind);
                mine.confidence = mine.confidence.clone().min(other.confidence);
            }
        }
        for (mine, other) in self.interests.iter_mut().zip(other.interests) {
            mine.exposure = mine.exposure.max(other.exposure);
            mine.threatened = mine.threatened.max(other.threatened);
            for (mine, other) in mine.activities.iter_mut().zip(other.activities) {
                mine.exposure = mine.exposure.max(other.exposure);
                mine.threatened = mine.threatened.max(other.threatened);
                for (mine, other) in mine.phases.iter_mut().zip(other.phases) {
                    *mine = mine.zip(other).map(|(a, b)| if interest::better(a, b) { b } else { a });
                }
            }
        }
        self
    }
}
