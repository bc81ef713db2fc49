//! How sure proof is at a month, and how soon it comes, over all plans. [`month_of_proof`] does it
//! for one plan, which checks the others where plans are few, and the plans that others show.

use crate::oracle::facts::{Place, World, not};
use crate::oracle::plan::{self, Events};
use crate::oracle::search::{Scope, Search, TooLarge};
use num_rational::BigRational;

/// The least confidence of proof at month `u` over the plans that complete the violation by month
/// `completed`, and by the end of the term; none if there is no such plan.
pub fn least(search: &Search<'_>, completed: i64, u: i64, limit: usize) -> Result<Option<BigRational>, TooLarge> {
    let mut least: Option<BigRational> = None;
    for month in 1..=completed {
        if let Some(unseen) = search.best_by(month, u, u, limit)? {
            let confidence = not(&unseen.proof_in_time).reduced();
            least = Some(least.map_or(confidence.clone(), |least| least.min(confidence)));
        }
    }
    Ok(least)
}

/// The least confidence at month `u` over the plans complete by then.
pub fn least_at(world: &World, obligation: Place, u: i64, limit: usize) -> Result<Option<BigRational>, TooLarge> {
    least(&Search::new(world, obligation, &Scope::Whole), u.min(world.months), u, limit)
}

/// The latest month of proof over all plans that violate the obligation: the first month at which
/// the least of their confidences reaches the goal. None if there is no plan, or if that is after
/// the month `horizon`.
///
/// *Reading*: proof may come before the violation is complete, by what the plan does on the way.
pub fn proved_by(world: &World, obligation: Place, horizon: i64, limit: usize) -> Result<Option<i64>, TooLarge> {
    let search = Search::new(world, obligation, &Scope::Whole);
    for u in 1..=horizon {
        match least(&search, world.months, u, limit)? {
            None => return Ok(None),
            Some(least) if least >= world.obligations[obligation].goal => return Ok(Some(u)),
            Some(_) => {}
        }
    }
    Ok(None)
}

/// The confidence of proof of one plan at month `u`, whether or not it is complete by then; an error
/// says why it is no plan.
pub fn of_plan(world: &World, obligation: Place, plan: &[Events], u: i64) -> Result<BigRational, String> {
    plan::follow(world, obligation, &Scope::Whole, plan)?;
    Ok(not(&plan::unproved_by(world, obligation, plan, u)?).reduced())
}

/// The first month, up to `horizon`, at which the confidence that this plan is proved reaches the
/// goal; an error says why it is no plan.
pub fn month_of_proof(world: &World, obligation: Place, plan: &[Events], horizon: i64) -> Result<Option<i64>, String> {
    for u in 1..=horizon {
        if of_plan(world, obligation, plan, u)? >= world.obligations[obligation].goal {
            return Ok(Some(u));
        }
    }
    Ok(None)
}
