//! The verdicts: section 5 of the format reference.

use super::conduct;
use super::detection::Unseen;
use super::facts::{Place, World, not};
use super::search::{Scope, Search, TooLarge};
use num_rational::BigRational;
use num_traits::One;
use regimecheck::model::{End, Regime, Verdict};

/// A verdict at one end with its worst-case confidence; none where there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    pub verdict: Verdict,
    pub confidence: Option<BigRational>,
}

/// The judgements of a whole obligation, or of one path of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The obligation's id, or the path's activity.
    pub id: String,
    pub adverse: Judgement,
    pub favourable: Judgement,
    /// The paths, in file order; none for a path.
    pub paths: Vec<Judged>,
}

impl Judged {
    /// The verdict at both ends, `contingent` where they differ.
    pub fn verdict(&self) -> Verdict {
        if self.adverse.verdict == self.favourable.verdict { self.adverse.verdict } else { Verdict::Contingent }
    }
}

/// Judges every obligation that some phase lists, in the order in which they are first listed.
/// Gives up on worlds where a month ends in more than `limit` states.
pub fn judge(regime: &Regime, limit: usize) -> Result<Vec<Judged>, TooLarge> {
    let adverse = World::at(regime, End::Adverse);
    let favourable = World::at(regime, End::Favourable);
    let mut listed: Vec<Place> = Vec::new();
    for phase in &regime.phases {
        for o in &phase.obligations {
            if !listed.contains(&o.0) {
                listed.push(o.0);
            }
        }
    }
    let judged = |o: Place, scope: &Scope, id: &str, paths: Vec<Judged>| {
        Ok(Judged {
            id: id.to_owned(),
            adverse: judge_at(&adverse, o, scope, limit)?,
            favourable: judge_at(&favourable, o, scope, limit)?,
            paths,
        })
    };
    listed
        .into_iter()
        .map(|o| {
            let paths = (paths(&adverse, o).into_iter())
                .map(|path| judged(o, &Scope::Path(path.clone()), &path, Vec::new()))
                .collect::<Result<_, _>>()?;
            judged(o, &Scope::Whole, &adverse.obligations[o].id, paths)
        })
        .collect()
}

/// The ids of the activities that have a path: whatever exists at the favourable end exists at
/// the adverse end too.
fn paths(world: &World, obligation: Place) -> Vec<String> {
    (conduct::direct(world, obligation).into_iter())
        .map(|a| &world.activities[a])
        .filter(|a| a.prepares.is_none())
        .map(|a| a.id.clone())
        .collect()
}

/// The first of the six that holds, over all plans in scope.
pub fn judge_at(world: &World, obligation: Place, scope: &Scope, limit: usize) -> Result<Judgement, TooLarge> {
    // A path that does not exist at this end is no path, even where the world violates a limit of
    // its own accord.
    if let Scope::Path(path) = scope
        && !world.activities.iter().any(|a| a.id == *path)
    {
        return Ok(Judgement { verdict: Verdict::Infeasible, confidence: None });
    }
    let search = Search::new(world, obligation, scope);
    let mut worst: Option<Unseen> = None;
    for completed in 1..=world.months {
        if let Some(unseen) = search.best(completed, limit)? {
            match &mut worst {
                Some(worst) => worst.or(&unseen),
                None => worst = Some(unseen),
            }
        }
    }
    Ok(judgement(&world.obligations[obligation].goal, worst))
}

/// The judgement, given the probabilities that the best plans for the evader go unseen.
pub fn judgement(goal: &BigRational, worst: Option<Unseen>) -> Judgement {
    let Some(worst) = worst else { return Judgement { verdict: Verdict::Infeasible, confidence: None } };
    let verdict = if not(&worst.proof_in_time) >= *goal {
        Verdict::Assured
    } else if not(&worst.proof_ever) >= *goal {
        Verdict::Late
    } else if not(&worst.sighting_in_time) >= *goal {
        Verdict::Ambiguous
    } else if worst.sighting_ever.is_one() {
        Verdict::Uncovered
    } else {
        Verdict::Evadable
    };
    Judgement { verdict, confidence: Some(not(&worst.proof_in_time).reduced()) }
}
