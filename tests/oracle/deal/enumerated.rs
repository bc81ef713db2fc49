//! The same answers once more, by listing every plan and following each, and by letting the host
//! accept measures in every order. It checks the rest of the oracle where plans are few.

use super::terms::Terms;
use super::{
    ActivityAnswer, Answers, DealAnswers, InterestAnswer, Kind, ObligationAnswer, Performance, Rested, accepted,
    payment, proof,
};
use crate::oracle::detection::Unseen;
use crate::oracle::facts::{Place, World};
use crate::oracle::plan::{self, Events, Followed};
use crate::oracle::search::Scope;
use crate::oracle::verdict::{Judgement, judgement};
use num_rational::BigRational;
use num_traits::Zero;
use regimecheck::model::{End, Regime, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// All answers at one end; none if there are more than `most` plans, feasible or not, for one
/// obligation, or more than 16 choices of the host.
pub fn answers(regime: &Regime, end: End, most: usize) -> Option<DealAnswers> {
    let (world, terms) = (World::at(regime, end), Terms::of(regime));
    let choices: Vec<Vec<Vec<Place>>> = (0..world.phases.len()).map(|p| refused(&world, &terms, p)).collect();
    let worlds = accepted::worlds(&world, &choices, 16).ok()?;
    let each = worlds.iter().map(|world| answers_in(world, &terms, most)).collect::<Option<Vec<_>>>()?;
    let ids = |set: &Vec<Place>| set.iter().map(|m| world.measures[*m].id.clone()).collect();
    Some(DealAnswers {
        drafted: answers_in(&world, &terms, most)?,
        accepted: each.into_iter().reduce(Answers::worse)?,
        baseline: interests(&accepted::baseline(&world), &terms, most)?,
        choices: choices.iter().map(|sets| sets.iter().map(ids).collect()).collect(),
    })
}

/// The host takes the measures that need its consent in some order, and each that fits.
fn refused(world: &World, terms: &Terms, phase: usize) -> Vec<Vec<Place>> {
    let asked: BTreeSet<Place> =
        world.phases[phase].measures.iter().copied().filter(|m| world.measures[*m].consent).collect();
    let Some(tolerance) = &terms.phases[phase].tolerance else { return vec![Vec::new()] };
    let mut sets = BTreeSet::new();
    for order in orders(&asked.iter().copied().collect::<Vec<_>>()) {
        let mut sum = BigRational::zero();
        let mut refused = Vec::new();
        for m in order {
            let intrusion = &terms.intrusiveness[m];
            let too_much = tolerance.each.as_ref().is_some_and(|each| intrusion > each)
                || tolerance.total.as_ref().is_some_and(|total| &sum + intrusion > *total);
            if too_much {
                refused.push(m);
            } else {
                sum += intrusion;
            }
        }
        refused.sort();
        sets.insert(refused);
    }
    sets.into_iter().collect()
}

fn orders(places: &[Place]) -> Vec<Vec<Place>> {
    if places.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in places {
        let rest: Vec<Place> = places.iter().copied().filter(|p| p != first).collect();
        all.extend(orders(&rest).into_iter().map(|order| [vec![*first], order].concat()));
    }
    all
}

/// A plan that violates an obligation, and what became of it.
type Violation = (Vec<Events>, Followed);

fn violations(world: &World, obligation: Place, scope: &Scope, most: usize) -> Option<Vec<Violation>> {
    let plans = plan::every_plan(world, obligation, scope, most)?;
    let followed = plans.into_iter().filter_map(|plan| {
        let followed = plan::follow(world, obligation, scope, &plan).ok()?;
        Some((plan, followed))
    });
    Some(followed.collect())
}

fn judged(world: &World, obligation: Place, violations: &[Violation]) -> Judgement {
    let mut worst: Option<Unseen> = None;
    for (_, followed) in violations {
        match &mut worst {
            Some(worst) => worst.or(&followed.unseen),
            None => worst = Some(followed.unseen.clone()),
        }
    }
    judgement(&world.obligations[obligation].goal, worst)
}

fn answers_in(world: &World, terms: &Terms, most: usize) -> Option<Answers> {
    let every =
        (0..world.obligations.len()).map(|o| violations(world, o, &Scope::Whole, most)).collect::<Option<Vec<_>>>()?;
    Some(Answers {
        obligations: terms.listed.iter().map(|o| obligation(world, terms, *o, &every[*o])).collect(),
        rewards: (terms.rewards())
            .map(|r| {
                let before = if r.month == 1 { &Vec::new() } else { &world.phase(r.month - 1).obligations };
                rested(world, &r.id, r.month, r.verified.as_ref().unwrap_or(before), &every)
            })
            .collect(),
        gates: (terms.phases.iter())
            .filter(|p| !p.gate.is_empty())
            .map(|p| rested(world, &p.id, p.first, &p.gate, &every))
            .collect(),
        interests: interests(world, terms, most)?,
    })
}

/// Plan by plan: when it is proved and what it has collected by then.
fn obligation(world: &World, terms: &Terms, o: Place, violations: &[Violation]) -> ObligationAnswer {
    let Judgement { verdict, confidence } = judged(world, o, violations);
    let proofs: Vec<Option<i64>> = (violations.iter())
        .map(|(plan, _)| proof::month_of_proof(world, o, plan, terms.horizon()).expect("a plan that was followed"))
        .collect();
    let mut at_risk: BTreeMap<String, BigRational> =
        terms.rewards().map(|r| (r.unit.clone(), BigRational::zero())).collect();
    for proved in &proofs {
        for (unit, value) in payment::collected(terms, *proved) {
            let greatest = at_risk.entry(unit).or_insert_with(BigRational::zero);
            *greatest = value.max(greatest.clone());
        }
    }
    let proved_by = if proofs.contains(&None) { None } else { proofs.into_iter().flatten().max() };
    ObligationAnswer { id: world.obligations[o].id.clone(), verdict, confidence, proved_by, at_risk }
}

fn rested(world: &World, id: &str, month: i64, on: &[Place], every: &[Vec<Violation>]) -> Rested {
    let mut on_once: Vec<Place> = Vec::new();
    on.iter().for_each(|o| {
        if !on_once.contains(o) {
            on_once.push(*o)
        }
    });
    let performance = |o: Place| {
        let confidence = (every[o].iter())
            .filter(|(_, followed)| followed.completed < month)
            .map(|(plan, _)| proof::of_plan(world, o, plan, month - 1).expect("a plan that was followed"))
            .min();
        let goal = &world.obligations[o].goal;
        let kind = match &confidence {
            None => Kind::NotYetTestable,
            Some(confidence) => {
                if confidence < goal {
                    Kind::Pocketable
                } else {
                    Kind::Earned
                }
            }
        };
        Performance { obligation: world.obligations[o].id.clone(), kind, confidence }
    };
    Rested { id: id.to_owned(), month, verified: on_once.into_iter().map(performance).collect() }
}

/// Month by month of the term.
fn interests(world: &World, terms: &Terms, most: usize) -> Option<Vec<InterestAnswer>> {
    let mut answers = Vec::new();
    for interest in &terms.interests {
        let mut verdicts: BTreeMap<(&str, Place), Verdict> = BTreeMap::new();
        for a in &interest.activities {
            let scope = Scope::Path(a.id.clone());
            let there = world.activities.iter().any(|there| there.id == a.id);
            for o in &a.obligations {
                let violations = if there { violations(world, *o, &scope, most)? } else { Vec::new() };
                verdicts.insert((&a.id, *o), judged(world, *o, &violations).verdict);
            }
        }
        // The verdicts of an activity that count in a month.
        let counting = |a: &super::terms::Concerned, month: i64| -> Vec<Verdict> {
            let in_force = a.obligations.iter().filter(|o| world.in_force(**o, month));
            in_force.map(|o| verdicts[&(a.id.as_str(), *o)]).collect()
        };
        let months = |activities: &[super::terms::Concerned], safe: &[Verdict]| -> i64 {
            let exposed = |month: &i64| {
                activities.iter().any(|a| !counting(a, *month).iter().any(|verdict| safe.contains(verdict)))
            };
            i64::try_from((1..=world.months).filter(exposed).count()).expect("a small number")
        };
        let literally = [Verdict::Assured];
        let threatened = [Verdict::Assured, Verdict::Infeasible];
        let best = |verdicts: Vec<Verdict>| {
            let assured = verdicts.contains(&Verdict::Assured).then_some(Verdict::Assured);
            assured.or(verdicts.into_iter().min())
        };
        answers.push(InterestAnswer {
            id: interest.id.clone(),
            exposure: months(&interest.activities, &literally),
            threatened: months(&interest.activities, &threatened),
            activities: (interest.activities.iter())
                .map(|a| ActivityAnswer {
                    id: a.id.clone(),
                    phases: world.phases.iter().map(|phase| best(counting(a, phase.last))).collect(),
                    exposure: months(std::slice::from_ref(a), &literally),
                    threatened: months(std::slice::from_ref(a), &threatened),
                })
                .collect(),
        });
    }
    Some(answers)
}
