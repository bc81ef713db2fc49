//! The evidence for one claim: formulas without a solution for what holds of all plans, and plans for
//! what holds of some.

use crate::analysis::check::Open;
use crate::analysis::pool;
use crate::model::{Exact, Verdict};
use crate::query::{Question, Reading, Scene, Unseen};
use crate::solve::{Crash, Limits, Usage, session};
use crate::verdict::polish::polish;
use crate::verdict::{Aim, Candidate, Decision, Engine, Search, Step, Stop, search};
use num_bigint::BigInt;
use num_traits::{One, Signed};
use std::cmp::Ordering;

/// What is said of every plan that commits a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// There is none.
    NoPlan,
    /// Each is proved by its deadline with at least this confidence.
    ProvedInTime(Exact),
    /// Each is proved at some time with at least this confidence.
    ProvedEver(Exact),
    /// Each is sighted by its deadline with at least this confidence.
    SightedInTime(Exact),
    /// Each leaves some trace.
    Traced,
}

impl Statement {
    /// What the solver looks for to refute it.
    fn search(&self) -> (Reading, Aim) {
        match self {
            Statement::NoPlan => (Reading::ProofInTime, Aim::Any),
            Statement::ProvedInTime(goal) => (Reading::ProofInTime, Aim::Below(goal.clone())),
            Statement::ProvedEver(goal) => (Reading::ProofEver, Aim::Below(goal.clone())),
            Statement::SightedInTime(goal) => (Reading::SightingInTime, Aim::Below(goal.clone())),
            Statement::Traced => (Reading::SightingEver, Aim::Traceless),
        }
    }

    /// The reading in which plans are judged, if confidence matters at all.
    pub fn reading(&self) -> Option<Reading> {
        (*self != Statement::NoPlan).then(|| self.search().0)
    }

    /// The confidence that no plan stays below, if it names one.
    pub fn at_least(&self) -> Option<&Exact> {
        match self {
            Statement::ProvedInTime(goal) | Statement::ProvedEver(goal) | Statement::SightedInTime(goal) => Some(goal),
            Statement::NoPlan | Statement::Traced => None,
        }
    }
}

/// What a plan shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shows {
    /// The violation can be committed.
    Feasible,
    /// It is not proved to the goal by the deadline.
    NotProvedInTime,
    /// It is not proved to the goal at any time.
    NotProvedEver,
    /// It is not sighted to the goal by the deadline.
    NotSightedInTime,
    /// It leaves no trace.
    NoTrace,
}

impl Shows {
    /// All of them.
    pub const ALL: [Shows; 5] =
        [Shows::Feasible, Shows::NotProvedInTime, Shows::NotProvedEver, Shows::NotSightedInTime, Shows::NoTrace];

    /// The word in plan files.
    pub fn word(self) -> &'static str {
        match self {
            Shows::Feasible => "feasible",
            Shows::NotProvedInTime => "not-proved-in-time",
            Shows::NotProvedEver => "not-proved-ever",
            Shows::NotSightedInTime => "not-sighted-in-time",
            Shows::NoTrace => "no-trace",
        }
    }

    /// Whether a plan shows it, `goal` being the required confidence; `None` if a confidence is too
    /// close to the goal to be told apart.
    pub fn is_shown(self, plan: &Candidate, goal: &Exact) -> Option<bool> {
        let below = |reading| plan.unseen(reading).confidence_against(goal).map(|o| o == Ordering::Less);
        match self {
            Shows::Feasible => Some(true),
            Shows::NotProvedInTime => below(Reading::ProofInTime),
            Shows::NotProvedEver => below(Reading::ProofEver),
            Shows::NotSightedInTime => below(Reading::SightingInTime),
            Shows::NoTrace => Some(plan.unseen(Reading::SightingEver).is_whole()),
        }
    }

    fn search(self, goal: &Exact) -> (Reading, Aim) {
        match self {
            Shows::Feasible => (Reading::ProofInTime, Aim::Any),
            Shows::NotProvedInTime => (Reading::ProofInTime, Aim::Below(goal.clone())),
            Shows::NotProvedEver => (Reading::ProofEver, Aim::Below(goal.clone())),
            Shows::NotSightedInTime => (Reading::SightingInTime, Aim::Below(goal.clone())),
            Shows::NoTrace => (Reading::SightingEver, Aim::Traceless),
        }
    }
}

/// What has to be said of all plans for a verdict, and what some plans have to show.
fn wanted(verdict: Verdict, goal: &Exact) -> (Option<Statement>, &'static [Shows]) {
    match verdict {
        Verdict::Infeasible => (Some(Statement::NoPlan), &[]),
        Verdict::Assured => (Some(Statement::ProvedInTime(goal.clone())), &[Shows::Feasible]),
        Verdict::Late => (Some(Statement::ProvedEver(goal.clone())), &[Shows::NotProvedInTime]),
        Verdict::Ambiguous => (Some(Statement::SightedInTime(goal.clone())), &[Shows::NotProvedEver]),
        Verdict::Evadable => (Some(Statement::Traced), &[Shows::NotProvedEver, Shows::NotSightedInTime]),
        Verdict::Uncovered | Verdict::Contingent => (None, &[Shows::NoTrace]),
    }
}

/// All that establishes a claim.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The verdict.
    pub verdict: Verdict,
    /// What holds of all plans; `None` for the steps where another claim's serve.
    pub proofs: Vec<(Statement, Option<Vec<Step>>)>,
    /// Plans with what they show; the first is the best evasion.
    pub plans: Vec<(Candidate, Vec<Shows>)>,
    /// What was spent.
    pub usage: Usage,
}

/// Gathers the evidence for a decision. What `known` says of all plans is said of these as well, and
/// not proved again.
pub fn gather(
    scene: &Scene,
    question: &Question,
    decision: &Decision,
    known: &[Statement],
    engine: Engine,
    limits: &Limits,
) -> Result<Evidence, Open> {
    let work = || {
        let mut search = Search::new(scene, question, engine, limits);
        let (proofs, plans) = (proofs(&mut search, decision, known)?, plans(&mut search, decision)?);
        Ok(Evidence { verdict: decision.verdict, proofs, plans, usage: search.usage })
    };
    match session::in_fresh_context(work) {
        Ok(Ok(evidence)) => Ok(evidence),
        Ok(Err(Stop::Undecided(reason))) => Err(Open::Undecided(reason)),
        Ok(Err(Stop::Fault(what))) => Err(Open::Fault(what)),
        Err(Crash::Memory) => Err(Open::Undecided("the solver's memory limit was reached".to_owned())),
        Err(Crash::Panic(panic)) => Err(Open::Fault(pool::message(&*panic))),
    }
}

type Proofs = Vec<(Statement, Option<Vec<Step>>)>;

fn proofs(search: &mut Search<'_>, decision: &Decision, known: &[Statement]) -> Result<Proofs, Stop> {
    statements(decision, &search.question.goal)
        .into_iter()
        .map(|statement| {
            let steps = if known.contains(&statement) { None } else { Some(establish(search, &statement)?) };
            Ok((statement, steps))
        })
        .collect()
}

/// What has to be said of all plans for the verdict and for the worst-case confidence.
pub(super) fn statements(decision: &Decision, goal: &Exact) -> Vec<Statement> {
    let mut statements: Vec<Statement> = wanted(decision.verdict, goal).0.into_iter().collect();
    if let Some(bound) = decision.unseen().and_then(least) {
        let enough = decision.verdict == Verdict::Assured && bound >= *goal;
        if enough {
            // What is proved to more than the goal is proved to the goal.
            statements.clear();
        }
        statements.push(Statement::ProvedInTime(bound));
    }
    statements
}

/// The confidence that no plan stays below, if the best evasion stays unseen with probability
/// `unseen`: its own less the slack, cut to ten decimals. `None` if that is nothing.
fn least(unseen: &Unseen) -> Option<Exact> {
    let scale = Exact::from_integer(BigInt::from(10).pow(10));
    let confidence = Exact::one() - unseen.raised(&search::slack())?;
    Some((confidence * &scale).floor() / scale).filter(Signed::is_positive)
}

/// The formulas without a solution that establish a statement.
pub(super) fn establish(search: &mut Search<'_>, statement: &Statement) -> Result<Vec<Step>, Stop> {
    match settle(search, statement)? {
        Settled::Holds(steps) => Ok(steps),
        Settled::Broken(_) => Err(Stop::Fault("a second search finds a plan that the first has ruled out".to_owned())),
    }
}

/// What a statement comes to.
pub(super) enum Settled {
    /// It holds: the formulas without a solution that establish it.
    Holds(Vec<Step>),
    /// This plan breaks it.
    Broken(Box<Candidate>),
}

/// Looks for a plan that breaks a statement.
pub(super) fn settle(search: &mut Search<'_>, statement: &Statement) -> Result<Settled, Stop> {
    let (reading, aim) = statement.search();
    search.record = Some(Vec::new());
    let found = search.find(reading, &aim, &[])?;
    let mut steps = search.record.take().unwrap_or_default();
    if let Some(found) = found {
        return Ok(Settled::Broken(Box::new(found)));
    }
    // One whose months all went to others says nothing.
    steps.retain(|step| !months(step).is_empty());
    if !covers(search.question, &steps) {
        return Err(Stop::Fault("the steps of a proof leave completion months out".to_owned()));
    }
    Ok(Settled::Holds(steps))
}

/// Whether every month in which the violation may be complete is treated by some step.
fn covers(question: &Question, steps: &[Step]) -> bool {
    crate::encode::layout::candidates(question)
        .all(|month| steps.iter().any(|s| months(s).iter().any(|(first, last)| (*first..=*last).contains(&month))))
}

/// The completion months that a step treats, as ranges in order.
pub fn months(step: &Step) -> Vec<(u64, u64)> {
    let (first, last) = step.program.layout.range;
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for month in (first..=last).filter(|m| step.open.binary_search(m).is_err()) {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == month => *end = month,
            _ => ranges.push((month, month)),
        }
    }
    ranges
}

/// Plans that show why no better verdict holds, the best evasion first, each with all that it shows.
pub(super) fn plans(search: &mut Search<'_>, decision: &Decision) -> Result<Vec<(Candidate, Vec<Shows>)>, Stop> {
    let goal = search.question.goal.clone();
    let shown = |plan: &Candidate, what: Shows| what.is_shown(plan, &goal) == Some(true);
    let mut chosen: Vec<Candidate> = decision.evasion.iter().cloned().collect();
    let wanted = wanted(decision.verdict, &goal).1;
    if let (false, [_, _, ..]) = (search.question.bargains.is_empty(), wanted) {
        together(search, decision, wanted, &mut chosen)?;
    }
    for what in wanted {
        if chosen.iter().any(|plan| shown(plan, *what)) {
            continue;
        }
        let plan = match decision.witnesses.iter().find(|plan| shown(plan, *what)) {
            Some(plan) => plan.clone(),
            None => {
                let (reading, aim) = what.search(&goal);
                let found = search.find(reading, &aim, &[])?;
                found.ok_or_else(|| Stop::Fault("a second search does not find what the first has found".to_owned()))?
            }
        };
        chosen.push(polished(search, plan)?);
    }
    let all = |plan: &Candidate| Shows::ALL.into_iter().filter(|what| shown(plan, *what)).collect();
    Ok(chosen.into_iter().map(|plan| (plan.clone(), all(&plan))).collect())
}

/// Adds plans that show all that is wanted under one and the same choice of the host.
fn together(
    search: &Search<'_>,
    decision: &Decision,
    wanted: &[Shows],
    chosen: &mut Vec<Candidate>,
) -> Result<(), Stop> {
    let question = search.question;
    let shown = |plan: &Candidate, what: Shows| what.is_shown(plan, &question.goal) == Some(true);
    let choice = |plan: &Candidate| question.what_matters(&plan.refusals);
    let all: Vec<&Candidate> = decision.evasion.iter().chain(&decision.witnesses).collect();
    let under = |one: &Candidate, what: Shows| {
        let same = |plan: &&&Candidate| choice(plan) == choice(one) && shown(plan, what);
        all.iter().find(same).copied()
    };
    let found = all.iter().find_map(|one| wanted.iter().map(|what| under(one, *what)).collect::<Option<Vec<_>>>());
    let Some(found) = found else {
        return Err(Stop::Fault("no choice of the host bears the verdict out".to_owned()));
    };
    for (plan, what) in found.into_iter().zip(wanted) {
        if !chosen.iter().any(|c| choice(c) == choice(plan) && shown(c, *what)) {
            chosen.push(polished(search, plan.clone())?);
        }
    }
    Ok(())
}

/// A plan without what it does not need, the host choosing as it did.
pub(super) fn polished(search: &Search<'_>, plan: Candidate) -> Result<Candidate, Stop> {
    let stage = search.stage(&plan.refusals)?;
    Ok(polish(stage.scene(), stage.question(), plan))
}
