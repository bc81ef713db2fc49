//! Whose interests are served when.

use super::terms::{Concerned, Terms};
use super::{ActivityAnswer, InterestAnswer};
use crate::oracle::facts::{Place, World};
use crate::oracle::search::{Scope, TooLarge};
use crate::oracle::verdict::judge_at;
use regimecheck::model::Verdict;

/// Every interest, with the activities it is concerned with.
pub fn interests(world: &World, terms: &Terms, limit: usize) -> Result<Vec<InterestAnswer>, TooLarge> {
    (terms.interests.iter())
        .map(|interest| {
            let standings = (interest.activities.iter())
                .map(|activity| standing(world, activity, limit))
                .collect::<Result<Vec<_>, _>>()?;
            let months = |counts: fn(Option<Verdict>) -> bool, standings: &[&Vec<Option<Verdict>>]| -> i64 {
                (terms.phases.iter().enumerate())
                    .filter(|(p, _)| standings.iter().any(|standing| counts(standing[*p])))
                    .map(|(_, phase)| phase.months)
                    .sum()
            };
            let all: Vec<_> = standings.iter().collect();
            Ok(InterestAnswer {
                id: interest.id.clone(),
                exposure: months(exposed, &all),
                threatened: months(threatened, &all),
                activities: (interest.activities.iter().zip(&standings))
                    .map(|(activity, standing)| ActivityAnswer {
                        id: activity.id.clone(),
                        phases: standing.clone(),
                        exposure: months(exposed, &[standing]),
                        threatened: months(threatened, &[standing]),
                    })
                    .collect(),
            })
        })
        .collect()
}

/// Phase by phase, the best of the activity's path verdicts among the obligations in force that
/// match it.
///
/// *Reading*: a path verdict is that of section 5, over all plans of the term; what the phase
/// decides is which obligations are in force.
fn standing(world: &World, activity: &Concerned, limit: usize) -> Result<Vec<Option<Verdict>>, TooLarge> {
    let path = Scope::Path(activity.id.clone());
    let verdicts = (activity.obligations.iter())
        .filter(|o| world.phases.iter().any(|phase| phase.obligations.contains(o)))
        .map(|o| Ok((*o, judge_at(world, *o, &path, limit)?.verdict)))
        .collect::<Result<Vec<(Place, Verdict)>, _>>()?;
    Ok((world.phases.iter())
        .map(|phase| {
            let in_force = verdicts.iter().filter(|(o, _)| phase.obligations.contains(o)).map(|(_, v)| *v);
            in_force.reduce(|a, b| if better(b, a) { b } else { a })
        })
        .collect())
}

/// Whether a verdict is better for an interest than another.
///
/// *Reading*: assured is better than infeasible, by which nothing was verified. Were it the other
/// way round, an obligation that cannot be violated would expose an interest that another one in
/// force protects.
pub fn better(a: Verdict, b: Verdict) -> bool {
    let rank = |v: Verdict| if v == Verdict::Assured { None } else { Some(v) };
    rank(a) < rank(b)
}

/// Out of scope or not assured.
///
/// *Reading*: infeasible is not assured. [`threatened`] is the figure for those who read it
/// otherwise.
fn exposed(standing: Option<Verdict>) -> bool {
    standing != Some(Verdict::Assured)
}

fn threatened(standing: Option<Verdict>) -> bool {
    exposed(standing) && standing != Some(Verdict::Infeasible)
}
