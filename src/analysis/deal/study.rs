//! The study of one obligation at one end in one mode: its verdict and those of its paths, for the
//! whole term and for stretches of it; how surely compliance is known by the months in which
//! something is paid for it; and how long a violator can go on collecting.

use crate::analysis::check::{self, Finding, Open, Options, Outcome};
use crate::model::{ActivityIx, Exact, ObligationIx, Verdict};
use crate::query::{Question, Reading, Scene};
use crate::replay::confidence::{month_of_proof, trials};
use crate::replay::replay;
use crate::solve::{Usage, session};
use crate::verdict::search::slack;
use crate::verdict::{Aim, Candidate, Decision, Search, stage};
use num_traits::One;
use std::cmp::Ordering;
use std::sync::Arc;

/// What is asked of one obligation at one end.
#[derive(Debug, Clone)]
pub struct Docket {
    /// The obligation.
    pub obligation: ObligationIx,
    /// The scene; where the host has a choice, it is to the evader's liking.
    pub scene: Arc<Scene>,
    /// The activities whose paths are judged.
    pub paths: Vec<ActivityIx>,
    /// The months of each stretch in which the paths are judged; none where the obligation is not in
    /// force in it.
    pub stretches: Vec<Option<(u64, u64)>>,
    /// The months by which compliance has to be proved for something to be given, rising.
    pub known_by: Vec<u64>,
    /// The months in which rewards are released, rising.
    pub releases: Vec<u64>,
}

/// The plans of one path.
#[derive(Debug, Clone)]
pub struct PathStudy {
    /// The activity.
    pub activity: ActivityIx,
    /// Its verdict over the whole term.
    pub whole: Outcome,
    /// Its verdict over the plans completed in each stretch; none where the obligation is not in force.
    pub stretches: Vec<Option<Outcome>>,
}

/// The plan that is least surely proved by a month; none if no plan completes the violation by then.
pub type Unproved = Result<Option<Candidate>, Open>;

/// A violator who collects rewards until he is proved one.
#[derive(Debug, Clone)]
pub struct Collector {
    /// The last month of release whose reward some violator still collects.
    pub release: u64,
    /// Such a violator's plan.
    pub candidate: Candidate,
    /// The month in which that plan is proved to the goal; none if never.
    pub proved: Option<u64>,
}

/// What is established of an obligation.
#[derive(Debug, Clone)]
pub struct Studied {
    /// Its verdict.
    pub whole: Outcome,
    /// Its paths, in the order asked for.
    pub paths: Vec<PathStudy>,
    /// For each month by which compliance has to be proved: the plan that is least surely proved.
    pub unproved: Vec<(u64, Unproved)>,
    /// The violator who collects longest; none if every violator is proved one before anything is
    /// released, or there is none.
    pub collector: Result<Option<Collector>, Open>,
    /// What was spent.
    pub usage: Usage,
}

/// Studies an obligation. All its questions share a solver context.
pub fn study(docket: &Docket, options: &Options) -> Studied {
    match session::sharing_a_context(|| answers(docket, options)) {
        Ok(studied) => studied,
        Err(crash) => Studied::open(docket, &check::crashed(crash)),
    }
}

fn answers(docket: &Docket, options: &Options) -> Studied {
    let Docket { obligation, scene, .. } = docket;
    let mut usage = Usage::default();
    let mut spent = |decision: &Option<Decision>| usage.add(decision.as_ref().map(|d| d.usage).unwrap_or_default());
    let (whole, decision) = check::ask(scene, *obligation, None, None, None, options);
    spent(&decision);
    let path = |activity: &ActivityIx| {
        let (whole, known) = check::ask(scene, *obligation, Some(*activity), None, decision.as_ref(), options);
        spent(&known);
        let stretches = docket.stretches.iter().map(|months| {
            let months = (*months)?;
            if known.as_ref().is_some_and(|k| k.verdict == Verdict::Infeasible) {
                return Some(whole.clone());
            }
            let (outcome, decision) =
                check::ask(scene, *obligation, Some(*activity), Some(months), known.as_ref(), options);
            spent(&decision);
            Some(outcome)
        });
        let stretches = stretches.collect();
        PathStudy { activity: *activity, whole, stretches }
    };
    let paths = docket.paths.iter().map(path).collect();
    let unproved = docket.known_by.iter().map(|month| (*month, unproved(docket, *month, options))).collect();
    let collector = collector(docket, &whole, options);
    Studied { whole, paths, unproved, collector, usage }
}

/// The plan complete by a month that is least surely proved by its end.
///
/// # Errors
/// If it can't be decided.
pub fn unproved(docket: &Docket, month: u64, options: &Options) -> Unproved {
    let question = complete_and_known_by(question(docket)?, month);
    let reading = Reading::ProofInTime;
    let Some(least) = find(&docket.scene, &question, reading, &Aim::Least, options)? else { return Ok(None) };
    // Another plan may give away less by no more than the slack: where that decides, it is asked.
    let clear = &question.goal + slack();
    let is_below = |bound: &Exact| least.unseen(reading).confidence_against(bound) == Some(Ordering::Less);
    if is_below(&question.goal) || (clear <= Exact::one() && !is_below(&clear)) {
        return Ok(Some(least));
    }
    let aim = Aim::Below(question.goal.clone());
    Ok(Some(find(&docket.scene, &question, reading, &aim, options)?.unwrap_or(least)))
}

/// The question about the plans complete by a month, what is known by its end counting.
#[must_use]
pub fn complete_and_known_by(question: Question, month: u64) -> Question {
    let last = month.min(question.horizon);
    question.known_by(month).within(1, last)
}

/// The violator who collects longest: releases are looked at by halves, since who is not proved by a
/// month is not proved by an earlier one.
///
/// # Errors
/// If it can't be decided.
pub fn collector(docket: &Docket, whole: &Outcome, options: &Options) -> Result<Option<Collector>, Open> {
    if matches!(whole, Ok(Finding { verdict: Verdict::Infeasible, .. })) {
        return Ok(None);
    }
    let question = question(docket)?;
    if let Some(never) = never_proved(docket, &question, whole, options)? {
        return Ok(Some(never));
    }
    let unproved = |release: u64| -> Result<Option<Collector>, Open> {
        let question = question.clone().known_by(release);
        let aim = Aim::Below(question.goal.clone());
        let found = find(&docket.scene, &question, Reading::ProofInTime, &aim, options)?;
        found.map(|candidate| collecting(docket, &question, release, candidate, options)).transpose()
    };
    let (mut low, mut high) = (0, docket.releases.len());
    let mut best = None;
    // The last release is the likeliest answer.
    let mut next = high.saturating_sub(1);
    while low < high {
        match docket.releases.get(next).map(|release| unproved(*release)).transpose()?.flatten() {
            Some(found) => {
                low = next + 1;
                best = Some(found);
            }
            None => high = next,
        }
        next = low + (high - low) / 2;
    }
    Ok(best)
}

/// A violator who is never proved one: he collects everything, and what could be taken back, too.
fn never_proved(
    docket: &Docket,
    question: &Question,
    whole: &Outcome,
    options: &Options,
) -> Result<Option<Collector>, Open> {
    let Some(last) = docket.releases.last() else { return Ok(None) };
    let verdict = whole.as_ref().ok().map(|f| f.verdict);
    if !matches!(verdict, Some(Verdict::Ambiguous | Verdict::Evadable | Verdict::Uncovered)) {
        return Ok(None);
    }
    let aim = Aim::Below(question.goal.clone());
    let Some(candidate) = find(&docket.scene, question, Reading::ProofEver, &aim, options)? else { return Ok(None) };
    // A holding that goes on being held may be proved after all that counts towards a verdict.
    let collector = collecting(docket, &question.clone().known_by(*last), *last, candidate, options)?;
    Ok(Some(collector).filter(|c| c.proved.is_none()))
}

fn collecting(
    docket: &Docket,
    question: &Question,
    release: u64,
    candidate: Candidate,
    options: &Options,
) -> Result<Collector, Open> {
    let stage = stage::of(&docket.scene, question, &candidate.refusals, options.engine).map_err(check::stopped)?;
    // What the plan comes to is what is known of it by the month of release.
    let replayed = replay(stage.scene(), stage.question(), &candidate.plan);
    let replayed = replayed.map_err(|why| Open::Fault(format!("a plan is none: {why}")))?;
    let occasions = trials(stage.scene(), stage.question(), &candidate.plan, &replayed.course);
    let proved = month_of_proof(stage.question(), &occasions, &replayed.course);
    let candidate = Candidate { replayed, ..candidate };
    Ok(Collector { release, candidate, proved })
}

fn question(docket: &Docket) -> Result<Question, Open> {
    Question::new(&docket.scene, docket.obligation, None).map_err(|many| Open::Undecided(many.to_string()))
}

/// Looks for a plan in a solver context of its own; `None` if it is established that there is none.
///
/// # Errors
/// If it can't be decided.
pub fn find(
    scene: &Scene,
    question: &Question,
    reading: Reading,
    aim: &Aim,
    options: &Options,
) -> Result<Option<Candidate>, Open> {
    let looking = || Search::new(scene, question, options.engine, &options.limits).find(reading, aim, &[]);
    check::open(session::in_fresh_context(looking))
}

impl Studied {
    /// What there is to say where nothing was established.
    pub fn open(docket: &Docket, why: &Open) -> Studied {
        let path = |activity: &ActivityIx| PathStudy {
            activity: *activity,
            whole: Err(why.clone()),
            stretches: docket.stretches.iter().map(|months| months.map(|_| Err(why.clone()))).collect(),
        };
        Studied {
            whole: Err(why.clone()),
            paths: docket.paths.iter().map(path).collect(),
            unproved: docket.known_by.iter().map(|month| (*month, Err(why.clone()))).collect(),
            collector: Err(why.clone()),
            usage: Usage::default(),
        }
    }

    /// What is established of a path.
    pub fn path(&self, activity: ActivityIx) -> Option<&PathStudy> {
        self.paths.iter().find(|p| p.activity == activity)
    }
}
