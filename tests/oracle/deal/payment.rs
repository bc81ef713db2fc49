//! Rewards, gates and value at risk.

use super::terms::Terms;
use super::{Kind, Performance, Rested, proof};
use crate::oracle::facts::{Place, World};
use crate::oracle::search::TooLarge;
use num_rational::BigRational;
use num_traits::Zero;
use std::collections::BTreeMap;

/// Every reward with the performance that its release rests on.
///
/// *Reading*: a reward is released in its month, whatever its kind; a kind says what the release
/// rests on and withholds nothing.
pub fn rewards(world: &World, terms: &Terms, limit: usize) -> Result<Vec<Rested>, TooLarge> {
    (terms.rewards())
        .map(|r| {
            let rests_on = r.verified.clone().unwrap_or_else(|| in_force_before(world, r.month));
            rested(world, &r.id, r.month, rests_on, limit)
        })
        .collect()
}

/// Every gate, judged like a reward released in the first month of its phase.
pub fn gates(world: &World, terms: &Terms, limit: usize) -> Result<Vec<Rested>, TooLarge> {
    (terms.phases.iter())
        .filter(|phase| !phase.gate.is_empty())
        .map(|phase| rested(world, &phase.id, phase.first, phase.gate.clone(), limit))
        .collect()
}

/// The obligations in force in the month before; before month 1 there are none, after the term
/// there are the last phase's.
fn in_force_before(world: &World, month: i64) -> Vec<Place> {
    let mut obligations = if month > 1 { world.phase(month - 1).obligations.clone() } else { Vec::new() };
    let all = obligations.clone();
    let mut place = 0;
    obligations.retain(|o| {
        place += 1;
        !all[..place - 1].contains(o)
    });
    obligations
}

fn rested(world: &World, id: &str, month: i64, on: Vec<Place>, limit: usize) -> Result<Rested, TooLarge> {
    let verified = on
        .into_iter()
        .map(|o| {
            let confidence = proof::least_at(world, o, month - 1, limit)?;
            let kind = match &confidence {
                None => Kind::NotYetTestable,
                Some(confidence) if *confidence >= world.obligations[o].goal => Kind::Earned,
                Some(_) => Kind::Pocketable,
            };
            Ok(Performance { obligation: world.obligations[o].id.clone(), kind, confidence })
        })
        .collect::<Result<_, _>>()?;
    Ok(Rested { id: id.to_owned(), month, verified })
}

/// The value at risk by unit, given the latest month of proof: what the plan proved last collects
/// of any unit, no other plan exceeds. Nothing if no plan violates the obligation.
pub fn at_risk(terms: &Terms, violable: bool, proved_by: Option<i64>) -> BTreeMap<String, BigRational> {
    if violable { collected(terms, proved_by) } else { collected(terms, Some(0)) }
}

/// The irreversible rewards released before the month of proof, by unit; all if it is none. A
/// reward of the month of proof itself is not paid any more.
pub fn collected(terms: &Terms, proved: Option<i64>) -> BTreeMap<String, BigRational> {
    let mut collected = BTreeMap::new();
    for reward in terms.rewards() {
        let sum: &mut BigRational = collected.entry(reward.unit.clone()).or_insert_with(BigRational::zero);
        if !reward.reversible && proved.is_none_or(|proved| reward.month < proved) {
            *sum += &reward.value;
        }
    }
    collected
}
