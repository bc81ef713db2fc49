//! Compare: drafts side by side, path by path and row by row, with the evasions that show the
//! differences and the terms that account for them.

pub mod blame;
pub mod court;
pub mod criteria;
pub mod dominance;
pub mod levers;
pub mod pair;
pub mod scope;
pub mod state;
pub mod targets;
pub mod union;
pub mod weights;
pub mod weights_file;
pub mod witness;
pub mod world;

pub use criteria::{Criterion, Group};
pub use dominance::Dominance;
pub use levers::Lever;
pub use pair::{Matched, Pair, Run};
pub use scope::{Cell, Row};
pub use state::{Relation, State};
pub use targets::Target;
pub use witness::{Fares, Witness};
pub use world::{Brought, Place, WorldDifference, Worlds, worlds};

use super::check::{Open, Options, Progress};
use super::deal::{self, Assessment, Assigned, Draft, tasks};
use court::Rulings;
use pair::Task;
use std::sync::Arc;
use union::Union;

/// Drafts side by side.
#[derive(Debug)]
pub struct Comparison {
    /// The drafts, each with all that is established of it.
    pub drafts: Arc<Vec<Assessment>>,
    /// What drafts bring on top of the world that they share.
    pub brought: Vec<Brought>,
    /// How their worlds differ, where that was allowed.
    pub differences: Vec<WorldDifference>,
    /// The stretches of months between the ends of their phases.
    pub stretches: Vec<(u64, u64)>,
    /// The violation paths.
    pub rows: Arc<Vec<Row>>,
    /// The first draft with each other, and then the others with each other.
    pub pairs: Vec<Result<Pair, Open>>,
    /// What walk-outs are looked at for.
    pub targets: Vec<Target>,
    /// What drafts are weighed by.
    pub criteria: Vec<Criterion>,
}

/// What is being worked on.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Each draft by itself.
    Drafts(Progress),
    /// Drafts side by side.
    Pairs(Progress),
}

/// Compares drafts. `worlds` says how their worlds differ; where they do, terms are not exchanged.
pub fn compare(drafts: Vec<Draft>, worlds: Worlds, options: &Options, mut progress: impl FnMut(Step)) -> Comparison {
    let all: Vec<&Draft> = drafts.iter().collect();
    let stretches = levers::stretches(&all);
    let union = Arc::new(Union::of(&all));
    let targets = targets::targets(&all);
    let assigned: Vec<Assigned> = drafts
        .iter()
        .enumerate()
        .map(|(place, draft)| targets::assign(place, draft, &union, &targets, &stretches))
        .collect();
    let count = assigned.len();
    let assessments = Arc::new(deal::assess(assigned, options, |p| progress(Step::Drafts(p))));
    let rows = Arc::new(scope::rows(&assessments, &stretches));
    let order = (0..count).flat_map(|one| (one + 1..count).map(move |other| [one, other]));
    let task = |drafts: [usize; 2]| Task {
        drafts,
        assessments: Arc::clone(&assessments),
        rows: Arc::clone(&rows),
        stretches: Arc::new(stretches.clone()),
        union: worlds.differences.is_empty().then(|| Arc::clone(&union)),
        rulings: Arc::clone(&Arc::new(Rulings::default())),
    };
    let rulings = Arc::new(Rulings::default());
    let jobs: Vec<Task> = order.map(|drafts| Task { rulings: Arc::clone(&rulings), ..task(drafts) }).collect();
    let pairs = tasks::run(jobs, options, pair::compare, |p| progress(Step::Pairs(p)));
    let criteria = criteria::criteria(&assessments, &rows, &stretches, &targets);
    Comparison {
        drafts: assessments,
        brought: worlds.brought,
        differences: worlds.differences,
        stretches,
        rows,
        pairs,
        targets,
        criteria,
    }
}

impl Comparison {
    /// Why something is not known, a fault first.
    pub fn open(&self) -> Option<&Open> {
        let obligations = self.drafts.iter().flat_map(|d| &d.obligations);
        let studied = obligations.flat_map(|o| &o.studied).flat_map(|s| {
            let paths = s.paths.iter().flat_map(|p| std::iter::once(&p.whole).chain(p.stretches.iter().flatten()));
            let outcomes = std::iter::once(&s.whole).chain(paths).filter_map(|o| o.as_ref().err());
            let unproved = s.unproved.iter().filter_map(|(_, u)| u.as_ref().err());
            outcomes.chain(unproved).chain(s.collector.as_ref().err())
        });
        let acceptance = self.drafts.iter().flat_map(|d| &d.obligations).flat_map(|o| {
            let damage = o.damage.iter().flatten().filter_map(|d| d.as_ref().err());
            damage.chain(o.need.iter().flatten().filter_map(|n| n.as_ref().err()))
        });
        let reached = self.drafts.iter().flat_map(|d| &d.breakouts).flat_map(|b| &b.ends).flat_map(|end| {
            let parts = end.as_ref().ok().into_iter().flatten();
            let parts = parts.flat_map(|r| [r.lawful.as_ref().err(), r.undetected.as_ref().err()]).flatten();
            parts.chain(end.as_ref().err())
        });
        let pairs = self.pairs.iter().flat_map(|pair| {
            let known = pair.as_ref().ok();
            let idle = known.and_then(|p| p.idle.as_ref()).and_then(|i| i.as_ref().err());
            let runs = known.into_iter().flat_map(|p| &p.paths).flat_map(|m| m.runs.iter().flatten());
            let blames = runs.filter_map(|r| r.blame.as_ref());
            let blames = blames.flat_map(|b| [b.enough.as_ref().err(), b.undoes.as_ref().err()]).flatten();
            blames.chain(idle).chain(pair.as_ref().err())
        });
        let all: Vec<&Open> = studied.chain(acceptance).chain(reached).chain(pairs).collect();
        all.iter().copied().find(|o| matches!(o, Open::Fault(_))).or(all.first().copied())
    }

    /// The pair of two drafts, and whether it is the other way round.
    pub fn pair(&self, one: usize, other: usize) -> Option<(&Pair, bool)> {
        let pairs = self.pairs.iter().filter_map(|p| p.as_ref().ok());
        let mut fitting = pairs.filter_map(|pair| match pair.drafts {
            drafts if drafts == [one, other] => Some((pair, false)),
            drafts if drafts == [other, one] => Some((pair, true)),
            _ => None,
        });
        fitting.next()
    }
}
