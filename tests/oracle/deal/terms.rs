//! What a regime says of its deal, in the plainest types. None of it depends on the end of the
//! uncertainty.

use crate::oracle::conduct;
use crate::oracle::facts::{Place, World};
use crate::oracle::select;
use num_rational::BigRational;
use regimecheck::model::{End, Regime};

#[derive(Debug, Clone)]
pub struct Terms {
    /// The obligations that some phase lists, in the order in which they are first listed.
    pub listed: Vec<Place>,
    pub phases: Vec<Phase>,
    /// Of each measure, by its place.
    pub intrusiveness: Vec<BigRational>,
    pub interests: Vec<Interest>,
}

#[derive(Debug, Clone)]
pub struct Phase {
    pub id: String,
    /// Its first month.
    pub first: i64,
    pub months: i64,
    /// Whether it has a tolerance at all, and what this says.
    pub tolerance: Option<Tolerance>,
    pub gate: Vec<Place>,
    pub rewards: Vec<Reward>,
}

/// A bound that is not given allows anything.
#[derive(Debug, Clone)]
pub struct Tolerance {
    pub each: Option<BigRational>,
    pub total: Option<BigRational>,
}

#[derive(Debug, Clone)]
pub struct Reward {
    pub id: String,
    /// The month r of its release, which may lie after its phase and after the term.
    pub month: i64,
    pub value: BigRational,
    /// Empty if it has none.
    pub unit: String,
    pub reversible: bool,
    pub verified: Option<Vec<Place>>,
}

#[derive(Debug, Clone)]
pub struct Interest {
    pub id: String,
    pub activities: Vec<Concerned>,
}

/// An activity that an interest is concerned with.
#[derive(Debug, Clone)]
pub struct Concerned {
    pub id: String,
    /// The obligations that have a path by it, in force or not.
    pub obligations: Vec<Place>,
}

fn month(n: u64) -> i64 {
    i64::try_from(n).expect("a small number")
}

impl Terms {
    pub fn of(regime: &Regime) -> Terms {
        let mut listed: Vec<Place> = Vec::new();
        let mut phases = Vec::new();
        let mut first = 1;
        for phase in &regime.phases {
            for o in &phase.obligations {
                if !listed.contains(&o.0) {
                    listed.push(o.0);
                }
            }
            let rewards = phase.rewards.iter().map(|r| Reward {
                id: r.entry.id.clone(),
                month: first + month(r.after_months),
                value: r.value.clone(),
                unit: r.unit.clone().unwrap_or_default(),
                reversible: r.reversible,
                verified: r.verified.as_ref().map(|list| list.iter().map(|o| o.0).collect()),
            });
            phases.push(Phase {
                id: phase.entry.id.clone(),
                first,
                months: month(phase.months),
                tolerance: phase.tolerance.as_ref().map(|t| Tolerance { each: t.each.clone(), total: t.total.clone() }),
                gate: phase.gate.iter().map(|o| o.0).collect(),
                rewards: rewards.collect(),
            });
            first += month(phase.months);
        }
        let interests = interests(regime);
        let intrusiveness = regime.measures.iter().map(|m| m.intrusiveness.clone()).collect();
        Terms { listed, phases, intrusiveness, interests }
    }

    /// All rewards, in file order.
    pub fn rewards(&self) -> impl Iterator<Item = &Reward> {
        self.phases.iter().flat_map(|p| &p.rewards)
    }

    /// The last month of the term or of a release: whether proof comes later changes nothing.
    pub fn horizon(&self) -> i64 {
        let releases = self.rewards().map(|r| r.month);
        releases.chain(self.phases.iter().map(|p| p.first + p.months - 1)).max().unwrap_or(1)
    }
}

/// The interests with their activities and the obligations that these can violate.
///
/// *Reading*: the activities are those of the file; a preparation belongs to the path of what it
/// prepares. Whatever exists at the favourable end exists at the adverse end too; an activity that
/// exists at the adverse end alone is listed at both, and its paths are infeasible at the other.
///
/// *Reading*: an obligation matches an activity if it has a path for it: if it prohibits it, or
/// limits what it makes. An activity that only uses a limited holding has no path verdict.
fn interests(regime: &Regime) -> Vec<Interest> {
    let world = World::at(regime, End::Adverse);
    let paths: Vec<Vec<Place>> = (0..world.obligations.len()).map(|o| conduct::direct(&world, o)).collect();
    let concerned = |a: Place| Concerned {
        id: world.activities[a].id.clone(),
        obligations: (0..paths.len()).filter(|o| paths[*o].contains(&a)).collect(),
    };
    (regime.interests.iter())
        .map(|interest| Interest {
            id: interest.entry.id.clone(),
            activities: (0..world.activities.len())
                .filter(|a| world.activities[*a].prepares.is_none())
                .filter(|a| {
                    let features = world.features(&world.activities[*a]);
                    interest.concerns.iter().any(|s| select::matches(s, &features))
                })
                .map(concerned)
                .collect(),
        })
        .collect()
}
