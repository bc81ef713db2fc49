//! List: what is in a regime, and which measure could see what. Nothing here asks the solver.

pub mod matrix;
pub mod stakes;

use crate::model::pathway::Pathway;
use crate::model::term::Term;
use crate::model::world::World;
use crate::model::{
    ActivityIx, AssumptionIx, ConcealmentIx, Duty, End, HoldingIx, Interval, MeasureIx, ObligationIx, Rate, Regime,
    SignatureIx,
};
use matrix::Row;
use stakes::{Stake, stakes};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is in a regime.
#[derive(Debug)]
pub struct Inventory {
    /// The regime.
    pub regime: Arc<Regime>,
    /// Its months and what is in force in them, as drafted.
    pub term: Term,
    /// The world at the adverse and at the favourable end.
    pub worlds: [World; 2],
    /// The assumptions, in file order, as all lists here.
    pub assumptions: Vec<Resting>,
    /// The signatures.
    pub signatures: Vec<Trace>,
    /// The holdings, without those that stand for preparations.
    pub holdings: Vec<Stockpile>,
    /// The activities, without preparations.
    pub activities: Vec<Doing>,
    /// For each concealment, the activities it can cover at the adverse end.
    pub covers: Vec<Vec<ActivityIx>>,
    /// The obligations, or those that were asked for: first those that phases list, in that order.
    pub obligations: Vec<Scope>,
    /// The interests.
    pub stakes: Vec<Stake>,
}

/// What rests on an assumption.
#[derive(Debug)]
pub struct Resting {
    /// The assumption.
    pub assumption: AssumptionIx,
    /// Activities that exist only if it holds.
    pub activities: Vec<ActivityIx>,
    /// Concealments that exist only if it holds.
    pub concealments: Vec<ConcealmentIx>,
}

/// Who gives a signature off and who detects it.
#[derive(Debug)]
pub struct Trace {
    /// The signature.
    pub signature: SignatureIx,
    /// Activities that give it off, themselves or in preparation.
    pub activities: Vec<ActivityIx>,
    /// Holdings that give it off.
    pub holdings: Vec<HoldingIx>,
    /// Concealments that give it off.
    pub concealments: Vec<ConcealmentIx>,
    /// Concealments that hide it.
    pub hidden_by: Vec<ConcealmentIx>,
    /// Measures that detect it.
    pub detected_by: Vec<MeasureIx>,
}

/// How an activity makes a holding.
#[derive(Debug)]
pub struct Making {
    /// The activity.
    pub activity: ActivityIx,
    /// How much one event makes.
    pub amount: Interval<u64>,
    /// How often.
    pub rate: Rate,
    /// The most events in all.
    pub total: Option<Interval<u64>>,
}

/// A holding and what it is part of.
#[derive(Debug)]
pub struct Stockpile {
    /// The holding.
    pub holding: HoldingIx,
    /// How it is made.
    pub made_by: Vec<Making>,
    /// Activities that use it.
    pub used_by: Vec<ActivityIx>,
    /// Activities that need it.
    pub needed_by: Vec<ActivityIx>,
    /// Concealments that use or need it.
    pub concealments: Vec<ConcealmentIx>,
    /// Obligations that limit it.
    pub limited_by: Vec<ObligationIx>,
}

/// An activity and what bears on it.
#[derive(Debug)]
pub struct Doing {
    /// The activity.
    pub activity: ActivityIx,
    /// Concealments that can cover it at the adverse end.
    pub concealments: Vec<ConcealmentIx>,
    /// Obligations of which it is a path and that are in force in some phase, in the order of phases.
    pub path_of: Vec<ObligationIx>,
}

/// An obligation, how it can be violated, and what could see that.
#[derive(Debug)]
pub struct Scope {
    /// The obligation.
    pub obligation: ObligationIx,
    /// The places of the phases in which it is in force.
    pub phases: Vec<usize>,
    /// The activities with a path of their own.
    pub paths: Vec<ActivityIx>,
    /// The other activities of the pathway that make what it takes, by their places in the world.
    pub leads_up: Vec<ActivityIx>,
    /// The holdings whose being held may be seen, by their places in the world.
    pub holdings: Vec<HoldingIx>,
    /// What could see it: the paths, each with its preparation, what leads up to them, what is held.
    pub rows: Vec<Row>,
}

impl Inventory {
    /// What is in `regime`, with the obligations that are asked for, or all.
    pub fn of(regime: &Arc<Regime>, asked: Option<&[ObligationIx]>) -> Inventory {
        let term = Term::of(regime);
        let worlds = End::BOTH.map(|end| World::at(regime, end));
        let listed = Term::listed(regime);
        let unlisted = (0..regime.obligations.len()).map(ObligationIx).filter(|o| !listed.contains(o));
        let order: Vec<ObligationIx> = listed.iter().copied().chain(unlisted).collect();
        let free = matrix::Free::new(&term, &worlds);
        let lookers = matrix::Lookers::new(regime, &term, &free, &worlds);
        let mut cache = matrix::Cache::default();
        let scopes: Vec<Scope> = order.iter().map(|o| scope(regime, &term, &worlds[0], *o)).collect();
        let path_of = |activity: ActivityIx| {
            let of = scopes.iter().filter(|s| !s.phases.is_empty() && s.paths.contains(&activity));
            of.map(|s| s.obligation).collect()
        };
        let places = |n: usize| 0..n;
        let activities: Vec<Doing> = places(regime.activities.len())
            .map(ActivityIx)
            .map(|activity| Doing {
                activity,
                concealments: if worlds[0].activities[activity.0].exists {
                    worlds[0].applicable(activity)
                } else {
                    Vec::new()
                },
                path_of: path_of(activity),
            })
            .collect();
        let mut obligations = scopes;
        obligations.retain(|s| asked.is_none_or(|asked| asked.contains(&s.obligation)));
        for scope in &mut obligations {
            scope.rows = matrix::rows(scope, regime, &worlds, &lookers, &mut cache);
        }
        drop(lookers);
        Inventory {
            assumptions: places(regime.assumptions.len()).map(|a| resting(regime, AssumptionIx(a))).collect(),
            signatures: places(regime.signatures.len()).map(|s| trace(regime, SignatureIx(s))).collect(),
            holdings: places(regime.holdings.len()).map(|h| stockpile(regime, HoldingIx(h))).collect(),
            stakes: stakes(regime, &worlds[0], &activities),
            activities,
            covers: places(regime.concealments.len())
                .map(ConcealmentIx)
                .map(|c| worlds[0].existing().filter(|a| worlds[0].applies(c, *a)).collect())
                .collect(),
            obligations,
            regime: Arc::clone(regime),
            term,
            worlds,
        }
    }
}

fn resting(regime: &Regime, assumption: AssumptionIx) -> Resting {
    let activities = regime.activities.iter().enumerate().filter(|(_, a)| a.condition == Some(assumption));
    let concealments = regime.concealments.iter().enumerate().filter(|(_, c)| c.condition == Some(assumption));
    Resting {
        assumption,
        activities: activities.map(|(place, _)| ActivityIx(place)).collect(),
        concealments: concealments.map(|(place, _)| ConcealmentIx(place)).collect(),
    }
}

fn trace(regime: &Regime, signature: SignatureIx) -> Trace {
    let concealments = |has: &dyn Fn(&crate::model::Concealment) -> bool| -> Vec<ConcealmentIx> {
        let found = regime.concealments.iter().enumerate().filter(|(_, c)| has(c));
        found.map(|(place, _)| ConcealmentIx(place)).collect()
    };
    let activities = regime.activities.iter().enumerate().filter(|(_, a)| {
        a.signatures.contains(&signature)
            || a.preparation.as_ref().is_some_and(|preparation| preparation.signatures.contains(&signature))
    });
    let holdings = regime.holdings.iter().enumerate().filter(|(_, h)| h.signatures.contains(&signature));
    let measures =
        regime.measures.iter().enumerate().filter(|(_, m)| m.detects.iter().any(|r| r.signature == signature));
    Trace {
        signature,
        activities: activities.map(|(place, _)| ActivityIx(place)).collect(),
        holdings: holdings.map(|(place, _)| HoldingIx(place)).collect(),
        concealments: concealments(&|c| c.signatures.contains(&signature)),
        hidden_by: concealments(&|c| c.hides.contains(&signature)),
        detected_by: measures.map(|(place, _)| MeasureIx(place)).collect(),
    }
}

fn stockpile(regime: &Regime, holding: HoldingIx) -> Stockpile {
    let has = |amounts: &crate::model::Amounts| amounts.iter().any(|(h, _)| *h == holding);
    let mut found = Stockpile {
        holding,
        made_by: Vec::new(),
        used_by: Vec::new(),
        needed_by: Vec::new(),
        concealments: Vec::new(),
        limited_by: Vec::new(),
    };
    for (place, activity) in regime.activities.iter().enumerate() {
        let ix = ActivityIx(place);
        for (_, amount) in activity.makes.iter().filter(|(h, _)| *h == holding) {
            found.made_by.push(Making {
                activity: ix,
                amount: amount.clone(),
                rate: activity.rate.clone(),
                total: activity.total.clone(),
            });
        }
        found.used_by.extend(has(&activity.uses).then_some(ix));
        found.needed_by.extend(has(&activity.needs).then_some(ix));
    }
    for (place, concealment) in regime.concealments.iter().enumerate() {
        let takes = has(&concealment.uses) || has(&concealment.needs);
        found.concealments.extend(takes.then_some(ConcealmentIx(place)));
    }
    for (place, obligation) in regime.obligations.iter().enumerate() {
        let limits = matches!(obligation.duty, Duty::Limits { holding: h, .. } if h == holding);
        found.limited_by.extend(limits.then_some(ObligationIx(place)));
    }
    found
}

/// How an obligation can be violated in a world, without rows yet.
fn scope(regime: &Regime, term: &Term, world: &World, obligation: ObligationIx) -> Scope {
    let pathway = Pathway::of(regime, world, obligation);
    let wanted: BTreeSet<HoldingIx> = pathway.activities.iter().flat_map(|a| inputs(world, *a)).collect();
    let makes_wanted = |a: &ActivityIx| world.activities[a.0].makes.iter().any(|(h, _)| wanted.contains(h));
    let paths: Vec<ActivityIx> = pathway.paths(world).collect();
    let prepares_a_path = |a: &ActivityIx| world.activities[a.0].prepares.is_some_and(|p| paths.contains(&p));
    let leads_up = pathway
        .activities
        .iter()
        .copied()
        .filter(|a| !paths.contains(a) && !prepares_a_path(a) && makes_wanted(a))
        .collect();
    let in_force = term.phases.iter().enumerate().filter(|(_, p)| p.obligations[obligation.0]);
    let phases = in_force.map(|(place, _)| place).collect();
    Scope { obligation, phases, paths, leads_up, holdings: pathway.holdings, rows: Vec::new() }
}

/// What events of an activity, under any concealment, use or need.
fn inputs(world: &World, activity: ActivityIx) -> Vec<HoldingIx> {
    let of = &world.activities[activity.0];
    let covers = world.applicable(activity);
    let covers = covers.iter().flat_map(|c| {
        let cover = &world.concealments[c.0];
        cover.uses.iter().chain(&cover.needs)
    });
    of.uses.iter().chain(&of.needs).chain(covers).map(|(h, _)| *h).collect()
}
