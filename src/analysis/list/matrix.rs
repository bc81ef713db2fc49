//! Which measure could see which conduct: what a sighting would be worth, not how likely it is.
//!
//! A cell tells of one trial: one event, or one month in which a holding is held. Whether all the
//! trials of a plan together reach the goal in time is for `check` to say.

use super::Scope;
use crate::model::term::{InForce, Term};
use crate::model::variant::{self, Listing, Way};
use crate::model::world::World;
use crate::model::{ActivityIx, ConcealmentIx, Duty, Exact, HoldingIx, MeasureIx, ObligationIx, Regime};
use crate::query::detection::Lookout;
use crate::query::{Glimpse, Trial};
use num_traits::Zero;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most ways to conceal an activity that are gone through.
const MOST_WAYS: usize = 1 << 10;

/// What a sighting is worth, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Permitted conduct looks the same, and the measure cannot tell them apart.
    Sights,
    /// Permitted conduct looks the same; the measure tells them apart with some probability.
    Distinguishes,
    /// Nothing permitted looks the same.
    Proves,
}

/// Why permitted conduct explains a sighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alibi {
    /// This activity is permitted and looks the same.
    Activity(ActivityIx),
    /// The holding may be held, up to its limit if it has one.
    MayBeHeld,
}

/// A sighting that is possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// What it is worth.
    pub worth: Worth,
    /// Whether the measure looks only where another has raised suspicion.
    pub cued: bool,
    /// What explains it, unless it proves.
    pub alibi: Option<Alibi>,
    /// Its probability in one trial without concealment; the cue included where the measure sees it.
    pub sighting: Exact,
    /// The probability of a proof in one trial.
    pub proof: Exact,
}

/// What concealment can do to a sighting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concealed {
    /// Nothing beyond a lower probability.
    No,
    /// It can lower what the sighting is worth.
    Lowered {
        /// What is left; `None` if nothing.
        leaves: Option<Worth>,
        /// By which concealments together.
        by: Vec<ConcealmentIx>,
    },
    /// There are too many ways to conceal to go through.
    Unknown,
}

/// What a measure could see of a trial in a phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// It is in force and could see it.
    Sees(Sighting, Concealed),
    /// It is in force and would look if it were cued, but nothing in force cues it here.
    Uncued(Sighting),
    /// It could see it, if need be once cued, but it is not in force.
    NotInForce(Sighting),
    /// It cannot see it.
    Blind,
}

impl Cell {
    /// The more it tells, the greater; to find the best of several phases.
    fn rank(&self) -> (u8, Option<Worth>, bool, bool, Exact) {
        match self {
            Cell::Sees(s, concealed) => {
                (3, Some(s.worth), !s.cued, *concealed == Concealed::No, &s.proof + &s.sighting)
            }
            Cell::Uncued(s) => (2, Some(s.worth), false, false, s.sighting.clone()),
            Cell::NotInForce(s) => (1, Some(s.worth), !s.cued, false, s.sighting.clone()),
            Cell::Blind => (0, None, false, false, Exact::zero()),
        }
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An event of a path.
    Path(ActivityIx),
    /// A month of a path's preparation.
    Preparation(ActivityIx),
    /// An event of an activity that makes what a path takes.
    LeadUp(ActivityIx),
    /// A month in which a holding is held.
    Held(HoldingIx),
}

/// What a measure could see, by measure.
pub type Cells = Arc<Vec<Cell>>;

/// What could see one kind of trial.
#[derive(Debug)]
pub struct Row {
    /// What it is about.
    pub subject: Subject,
    /// The places of the phases in which it can be part of a violation.
    pub phases: Vec<usize>,
    /// For each of these phases, what each measure could see at the adverse end.
    pub adverse: Vec<Cells>,
    /// The same at the favourable end; none where the subject does not exist there.
    pub favourable: Vec<Cells>,
}

impl Row {
    /// The best that each measure could see in any of the row's phases, at one end.
    pub fn ever(cells: &[Cells]) -> Vec<Cell> {
        let Some(first) = cells.first() else {
            return Vec::new();
        };
        let mut best: Vec<Cell> = first.to_vec();
        for phase in cells.iter().skip(1) {
            for (best, cell) in best.iter_mut().zip(phase.iter()) {
                if cell.rank() > best.rank() {
                    *best = cell.clone();
                }
            }
        }
        best
    }
}

/// The measures of a phase at one end: as they are in force, and as if all were and needed no cue.
struct Pair<'a> {
    actual: Lookout<'a>,
    free: Lookout<'a>,
    in_force: &'a [bool],
}

/// What would look if every measure were in force and needed no cue.
pub(super) struct Free {
    phases: Vec<InForce>,
    worlds: [World; 2],
}

impl Free {
    /// The same term and worlds without these bounds.
    pub fn new(term: &Term, worlds: &[World; 2]) -> Self {
        let phases =
            term.phases.iter().map(|p| InForce { measures: vec![true; p.measures.len()], ..p.clone() }).collect();
        let mut worlds = worlds.clone();
        worlds.iter_mut().flat_map(|w| &mut w.measures).for_each(|m| m.cued_by.clear());
        Free { phases, worlds }
    }
}

/// What looks, at both ends and in each phase.
pub(super) struct Lookers<'a> {
    worlds: &'a [World; 2],
    /// By end and phase.
    pairs: [Vec<Pair<'a>>; 2],
}

impl<'a> Lookers<'a> {
    /// What looks in the phases of a term; `free` is made of the same term and worlds.
    pub fn new(regime: &'a Regime, term: &'a Term, free: &'a Free, worlds: &'a [World; 2]) -> Self {
        let pairs = |end: usize| {
            let phases = term.phases.iter().zip(&free.phases);
            let pair = |(actual, every): (&'a InForce, &'a InForce)| Pair {
                actual: Lookout::new(regime, &worlds[end], actual),
                free: Lookout::new(regime, &free.worlds[end], every),
                in_force: &actual.measures,
            };
            phases.map(pair).collect()
        };
        Lookers { worlds, pairs: [pairs(0), pairs(1)] }
    }
}

/// What kind of trial, whatever the obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Event(ActivityIx),
    Held(HoldingIx),
}

/// What was worked out already: by end, phase and kind of trial.
#[derive(Default)]
pub(super) struct Cache {
    cells: BTreeMap<(usize, usize, Kind), Cells>,
}

/// The rows of an obligation.
pub(super) fn rows(
    scope: &Scope,
    regime: &Regime,
    worlds: &[World; 2],
    lookers: &Lookers<'_>,
    cache: &mut Cache,
) -> Vec<Row> {
    let Some(last) = scope.phases.last().copied() else {
        return Vec::new();
    };
    let world = &worlds[0];
    let mut subjects = Vec::new();
    for path in &scope.paths {
        subjects.push(Subject::Path(*path));
        let preparation =
            (0..world.activities.len()).map(ActivityIx).find(|a| world.activities[a.0].prepares == Some(*path));
        subjects.extend(preparation.map(Subject::Preparation));
    }
    subjects.extend(scope.leads_up.iter().copied().map(Subject::LeadUp));
    let seen = scope.holdings.iter().copied().filter(|h| !world.holdings[h.0].signatures.is_empty());
    subjects.extend(seen.map(Subject::Held));
    let counts_before = counts_before(regime, scope.obligation);
    let rows = subjects.into_iter().map(|subject| {
        let (kind, phases): (Kind, Vec<usize>) = match subject {
            Subject::Path(a) if !counts_before => (Kind::Event(a), scope.phases.clone()),
            Subject::Path(a) | Subject::Preparation(a) | Subject::LeadUp(a) => (Kind::Event(a), (0..=last).collect()),
            Subject::Held(h) => (Kind::Held(h), (0..lookers.pairs[0].len()).collect()),
        };
        let mut at = |end: usize| -> Vec<Cells> {
            let exists = match kind {
                Kind::Event(a) => worlds[end].activities[a.0].exists,
                Kind::Held(_) => true,
            };
            if !exists {
                return Vec::new();
            }
            phases.iter().map(|p| cells(lookers, end, *p, kind, cache)).collect()
        };
        let (adverse, favourable) = (at(0), at(1));
        Row { subject, phases, adverse, favourable }
    });
    rows.collect()
}

/// Whether what is done before the obligation is in force adds to its violation: stocks are there
/// whenever they were made.
fn counts_before(regime: &Regime, obligation: ObligationIx) -> bool {
    matches!(regime.obligations[obligation.0].duty, Duty::Limits { .. })
}

fn cells(lookers: &Lookers<'_>, end: usize, phase: usize, kind: Kind, cache: &mut Cache) -> Cells {
    if let Some(known) = cache.cells.get(&(end, phase, kind)) {
        return Arc::clone(known);
    }
    let pair = &lookers.pairs[end][phase];
    let world = &lookers.worlds[end];
    let cells = Arc::new(match kind {
        Kind::Held(holding) => judged(world, pair, &pair.actual.of_holding(holding), &pair.free.of_holding(holding)),
        Kind::Event(activity) => {
            let plain = variant::way(world, activity, Vec::new());
            let seen = pair.actual.of_event(activity, &plain);
            let mut cells = judged(world, pair, &seen, &pair.free.of_event(activity, &plain));
            conceal(&mut cells, world, &pair.actual, activity);
            cells
        }
    });
    cache.cells.insert((end, phase, kind), Arc::clone(&cells));
    cells
}

/// What each measure sees, from what is seen as things are and what would be without bounds.
fn judged(world: &World, pair: &Pair<'_>, actual: &Trial, free: &Trial) -> Vec<Cell> {
    (0..world.measures.len())
        .map(|place| {
            let measure = MeasureIx(place);
            let in_force = pair.in_force[place];
            match (sighting(world, actual, measure), sighting(world, free, measure)) {
                (Some(seen), _) => Cell::Sees(seen, Concealed::No),
                (None, Some(would)) if in_force => Cell::Uncued(would),
                (None, Some(would)) => Cell::NotInForce(would),
                (None, None) => Cell::Blind,
            }
        })
        .collect()
}

fn worth(glimpse: &Glimpse) -> Worth {
    match (glimpse.ambiguous, glimpse.proof.is_zero()) {
        (false, _) => Worth::Proves,
        (true, false) => Worth::Distinguishes,
        (true, true) => Worth::Sights,
    }
}

/// The best that a measure sees of a trial.
fn sighting(world: &World, trial: &Trial, measure: MeasureIx) -> Option<Sighting> {
    let best = trial
        .iter()
        .filter(|g| g.measure == measure)
        .max_by_key(|g| (worth(g), g.proof.clone(), g.sighting.clone(), std::cmp::Reverse(g.row)))?;
    Some(Sighting {
        worth: worth(best),
        cued: !world.measures[measure.0].cued_by.is_empty(),
        alibi: best.ambiguous.then(|| best.alibi.map_or(Alibi::MayBeHeld, Alibi::Activity)),
        sighting: best.sighting.clone(),
        proof: best.proof.clone(),
    })
}

/// The most that a measure's sightings of a trial are worth.
fn left(trial: &Trial, measure: MeasureIx) -> Option<Worth> {
    trial.iter().filter(|g| g.measure == measure).map(worth).max()
}

/// Notes what concealment can do to each sighting.
fn conceal(cells: &mut [Cell], world: &World, lookout: &Lookout<'_>, activity: ActivityIx) {
    // A concealment that costs nothing only ever lowers what is seen, so ways without it tell nothing new.
    let ways = variant::ways(world, activity, Listing::WithoutRefusingGifts).ok().filter(|w| w.len() <= MOST_WAYS);
    let Some(ways) = ways else {
        for cell in cells {
            if let Cell::Sees(_, concealed) = cell {
                *concealed = Concealed::Unknown;
            }
        }
        return;
    };
    let trials: Vec<(Way, Trial)> =
        ways.into_iter().map(|way| (way.clone(), lookout.of_event(activity, &way))).collect();
    for (place, cell) in cells.iter_mut().enumerate() {
        let Cell::Sees(seen, concealed) = cell else { continue };
        let measure = MeasureIx(place);
        let worst = trials.iter().min_by_key(|(way, trial)| (left(trial, measure), way.concealments.len()));
        let Some((way, leaves)) = worst.map(|(way, trial)| (way, left(trial, measure))) else { continue };
        if leaves >= Some(seen.worth) {
            continue;
        }
        let mut by = way.concealments.clone();
        for concealment in &way.concealments {
            let fewer: Vec<ConcealmentIx> = by.iter().copied().filter(|c| c != concealment).collect();
            let trial = lookout.of_event(activity, &variant::way(world, activity, fewer.clone()));
            if left(&trial, measure) <= leaves {
                by = fewer;
            }
        }
        *concealed = Concealed::Lowered { leaves, by };
    }
}
