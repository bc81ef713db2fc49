//! Two drafts side by side: path by path which is stronger, what shows it, which terms account for it,
//! and what the second adds, removes and changes.

use super::blame::{Blame, blame, idle};
use super::court::{Court, Rulings};
use super::levers::{Exchange, Lever};
use super::scope::Row;
use super::state::{Relation, State};
use super::union::Union;
use super::witness::{Witness, corners, witness};
use crate::analysis::check::{Open, Options};
use crate::analysis::deal::{Assessment, Mode};
use crate::model::ActivityIx;
use std::ops::Range;
use std::sync::Arc;

/// A run of stretches in which a path stands the same in each of two drafts.
#[derive(Debug, Clone)]
pub struct Run {
    /// The stretches.
    pub stretches: Range<usize>,
    /// How the second draft stands to the first.
    pub relation: Relation,
    /// Where the drafts differ: an evasion that the first leaves and the second closes, and one the other
    /// way round.
    pub witnesses: [Option<Witness>; 2],
    /// Where the drafts differ as drafted, are made for one world, and the first is the one that all others
    /// are held against: what accounts for it.
    pub blame: Option<Blame>,
}

/// A path in two drafts.
#[derive(Debug, Clone)]
pub struct Matched {
    /// The place of its row.
    pub row: usize,
    /// How the second draft stands to the first over all months, as drafted and as accepted.
    pub relations: [Relation; 2],
    /// Runs of stretches, as drafted and as accepted.
    pub runs: [Vec<Run>; 2],
}

/// Two drafts side by side.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The first and the second draft.
    pub drafts: [usize; 2],
    /// Their paths.
    pub paths: Vec<Matched>,
    /// The terms in which they differ.
    pub levers: Vec<Lever>,
    /// The terms of the second draft that change no verdict, even all of them together: by their places
    /// among the levers. Not looked into where the worlds differ, nor between two drafts of which neither
    /// is the one that all others are held against.
    pub idle: Option<Result<Vec<usize>, Open>>,
}

impl Pair {
    /// How many paths stand so to the first draft in a mode.
    pub fn count(&self, mode: Mode, relation: Relation) -> usize {
        let place = if mode == Mode::Drafted { 0 } else { 1 };
        self.paths.iter().filter(|p| p.relations[place] == relation).count()
    }
}

/// Two drafts to be compared, with all that it takes.
#[derive(Debug, Clone)]
pub struct Task {
    /// The first and the second draft.
    pub drafts: [usize; 2],
    /// All drafts.
    pub assessments: Arc<Vec<Assessment>>,
    /// All rows.
    pub rows: Arc<Vec<Row>>,
    /// The stretches of months.
    pub stretches: Arc<Vec<(u64, u64)>>,
    /// The union of all drafts; none if they are made for different worlds.
    pub union: Option<Arc<Union>>,
    /// What was decided of mixtures.
    pub rulings: Arc<Rulings>,
}

/// Compares two drafts.
pub fn compare(task: &Task, options: &Options) -> Pair {
    let Task { drafts, assessments, rows, stretches, union, rulings } = task;
    let [one, other] = drafts.map(|d| (d, &assessments[d].draft));
    let empty;
    let exchange = match union {
        Some(union) => Exchange::new(union, [one, other], stretches),
        None => {
            empty = Arc::new(Union::of(&[one.1, other.1]));
            Exchange::new(&empty, [(0, one.1), (1, other.1)], stretches)
        }
    };
    let court = Court::new(&exchange, stretches, options, rulings);
    let paths: Vec<Matched> = (0..rows.len()).map(|row| matched(task, &court, row)).collect();
    let idle = union.as_ref().filter(|_| drafts[0] == 0).map(|union| {
        let activities: Vec<ActivityIx> = rows.iter().filter_map(|r| union.activity(&r.activity)).collect();
        idle(&court, &activities, stretches.len())
    });
    let mut levers = exchange.levers.clone();
    if union.is_none() {
        // The places in a union of two are those of the two.
        let places = levers.iter_mut().flat_map(|l| l.places.iter_mut().flatten());
        places.for_each(|place| place.draft = drafts[place.draft.min(1)]);
    }
    Pair { drafts: *drafts, paths, levers, idle }
}

fn matched(task: &Task, court: &Court<'_>, place: usize) -> Matched {
    let row = &task.rows[place];
    let [one, other] = task.drafts;
    let all = 0..task.stretches.len();
    let relation = |mode: Mode, stretches: Range<usize>| {
        let states = |draft: usize| {
            let cells = stretches.clone().flat_map(|s| corners(mode).map(move |corner| (s, corner)));
            cells.map(|(s, corner)| row.at(draft, s, corner).state).collect::<Vec<_>>()
        };
        Relation::of(states(other).into_iter(), states(one).into_iter())
    };
    let runs = |mode: Mode| -> Vec<Run> {
        let states = |s: usize| {
            let of = |draft: usize| corners(mode).map(|corner| row.at(draft, s, corner).state).collect::<Vec<_>>();
            (of(one), of(other))
        };
        let mut runs: Vec<Range<usize>> = Vec::new();
        for stretch in all.clone() {
            match runs.last_mut() {
                Some(run) if states(run.start) == states(stretch) => run.end = stretch + 1,
                _ => runs.push(stretch..stretch + 1),
            }
        }
        runs.into_iter().map(|stretches| run(task, court, row, mode, stretches, &relation)).collect()
    };
    Matched { row: place, relations: Mode::BOTH.map(|mode| relation(mode, all.clone())), runs: Mode::BOTH.map(runs) }
}

fn run(
    task: &Task,
    court: &Court<'_>,
    row: &Row,
    mode: Mode,
    stretches: Range<usize>,
    relation: &dyn Fn(Mode, Range<usize>) -> Relation,
) -> Run {
    let [one, other] = task.drafts;
    let found = relation(mode, stretches.clone());
    let shows = |pair: [usize; 2]| {
        let cells = stretches.clone().flat_map(|s| corners(mode).map(move |corner| (s, corner)));
        let worse = |draft: usize, s: usize, corner| row.at(draft, s, corner).state.rank();
        let mut found = None;
        for (s, corner) in cells {
            let is_worse = worse(pair[0], s, corner).zip(worse(pair[1], s, corner)).is_some_and(|(a, b)| a > b);
            let witness = if is_worse { witness(&task.assessments, row, pair, s, corner) } else { None };
            match witness {
                Some(witness) if witness.is_closed => return Some(witness),
                Some(witness) => found = found.or(Some(witness)),
                None => {}
            }
        }
        found
    };
    let differs = matches!(found, Relation::Stronger | Relation::Weaker | Relation::Incomparable);
    let after = |draft: usize| row.at(draft, stretches.start, (mode, crate::model::End::Adverse)).state;
    let comparable = after(one) != State::AfterTerm && after(other) != State::AfterTerm;
    let activity = task.union.as_ref().and_then(|union| union.activity(&row.activity));
    Run {
        relation: found,
        witnesses: if differs { [shows([one, other]), shows([other, one])] } else { [None, None] },
        blame: match activity {
            Some(activity) if differs && comparable && mode == Mode::Drafted && one == 0 => {
                Some(blame(court, activity, &stretches))
            }
            _ => None,
        },
        stretches,
    }
}
