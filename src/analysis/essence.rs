//! The essence of a question: all that its answers depend on, without places, texts and order.
//!
//! Two questions of equal essence have equal verdicts and confidences, whole and path by path, even
//! if they come from different drafts: ids stand for places, and of each trial only the chances to
//! stay unseen are kept, not who looks.

use crate::model::pathway::Pathway;
use crate::model::variant::Sums;
use crate::model::variant::TooManyWays;
use crate::model::world::Pace;
use crate::model::{Exact, ObligationIx};
use crate::query::question::{Act, Keep, Target};
use crate::query::{Due, Question, Reading, Scene, Trial};
use num_traits::One;
use std::sync::Arc;

/// All that the answers to a question depend on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Essence {
    phases: Vec<(u64, u64, bool)>,
    due: Due,
    goal: Exact,
    target: Wanted,
    acts: Vec<Doing>,
    keeps: Vec<Keeping>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Wanted {
    Count(u64),
    Stock(String, u128),
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Doing {
    /// The id of a preparation tells what it prepares.
    id: String,
    direct: bool,
    units: u64,
    most_per_month: Option<u64>,
    months_between: Option<u64>,
    total: Option<u64>,
    makes: Named,
    ways: Vec<Doable>,
}

/// Amounts by the ids of holdings.
type Named = Vec<(String, u128)>;

/// A way to carry out an event.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Doable {
    uses: Named,
    needs: Named,
    seen: Vec<Seen>,
}

/// A holding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Keeping {
    id: String,
    initial: u64,
    above: u64,
    seen: Vec<Seen>,
}

/// The chances of a trial to stay unseen: from each latency on the chance of no proof and of no
/// sighting, where either falls.
type Seen = Vec<(u64, Exact, Exact)>;

impl Essence {
    /// The essence of the question of an obligation in a scene, for all its paths.
    ///
    /// # Errors
    /// If an activity has too many ways to be concealed.
    pub fn of(scene: &Scene, obligation: ObligationIx) -> Result<Essence, TooManyWays> {
        let question = Question::new(scene, obligation, None)?;
        let direct = Pathway::of(&scene.regime, &scene.world, obligation).direct;
        let named = |units: &Sums| {
            let mut named: Named = units.iter().map(|(h, n)| (scene.world.holdings[h.0].id.clone(), *n)).collect();
            named.sort();
            named
        };
        let doing = |act: &Act| {
            let way = |v: &crate::query::scene::Variant| Doable {
                uses: named(&v.way.uses),
                needs: named(&v.way.needs),
                seen: seen(&v.trials),
            };
            let mut ways: Vec<Doable> = act.variants.iter().map(way).collect();
            ways.sort();
            ways.dedup();
            let (most_per_month, months_between) = match act.pace {
                Pace::PerMonth(n) => (Some(n), None),
                Pace::MonthsBetween(n) => (None, Some(n)),
            };
            Doing {
                id: act.id.clone(),
                direct: direct.contains(&act.activity),
                units: act.units,
                most_per_month,
                months_between,
                total: act.total,
                makes: named(&act.makes.iter().map(|(h, n)| (*h, u128::from(*n))).collect()),
                ways,
            }
        };
        let keeping =
            |k: &Keep| Keeping { id: k.id.clone(), initial: k.initial, above: k.above, seen: seen(&k.trials) };
        let mut acts: Vec<Doing> = question.acts.iter().map(doing).collect();
        acts.sort_by(|a, b| a.id.cmp(&b.id));
        let mut keeps: Vec<Keeping> = question.keeps.iter().map(keeping).collect();
        keeps.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Essence {
            phases: question.phases.iter().map(|p| (p.first, p.last, p.in_force)).collect(),
            due: question.due,
            goal: question.goal.clone(),
            target: match question.target {
                Target::Count(n) => Wanted::Count(n),
                Target::Stock(h, n) => Wanted::Stock(scene.world.holdings[h.0].id.clone(), n),
            },
            acts,
            keeps,
        })
    }
}

fn seen(trials: &[Arc<Trial>]) -> Vec<Seen> {
    trials.iter().map(|trial| steps(trial)).collect()
}

fn steps(trial: &Trial) -> Seen {
    let mut latencies: Vec<u64> = trial.iter().map(|g| g.latency).collect();
    latencies.sort_unstable();
    latencies.dedup();
    let mut steps: Seen = Vec::new();
    for latency in latencies {
        let chance = |reading| trial.unseen(reading, Some(latency)).cloned().unwrap_or_else(Exact::one);
        let now = (chance(Reading::ProofInTime), chance(Reading::SightingInTime));
        let falls = match steps.last() {
            Some((_, proof, sighting)) => now != (proof.clone(), sighting.clone()),
            None => !(now.0.is_one() && now.1.is_one()),
        };
        if falls {
            steps.push((latency, now.0, now.1));
        }
    }
    steps
}
