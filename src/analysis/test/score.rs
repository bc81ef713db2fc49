//! The mutation score: how many mutants of the drafts some expectation notices.

use super::judge::{Judgement, judge};
use super::mutation::{self, Mutation};
use super::suite::{Case, CaseResult, Tested, unanswered};
use crate::analysis::check::{self, BothEnds, Finding, Open, Options, Outcome, Progress};
use crate::analysis::pool;
use crate::model::term::Term;
use crate::model::{End, Exact, Expect, ObligationIx, Regime, Verdict};
use crate::query::{Plan, Question, Reading, Scene};
use crate::replay::{Exposure, replay};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What becomes of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// An expectation of this obligation fails.
    Killed(ObligationIx),
    /// Some question is another, and every expectation passes all the same.
    Survived,
    /// No obligation's question is another: nothing could tell.
    Alike,
    /// What some expectation states was not decided, and no other fails.
    Open(Open),
}

/// A mutant of a case.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// The place of the case.
    pub case: usize,
    /// What was done to its draft.
    pub mutation: Mutation,
    /// What became of it.
    pub fate: Fate,
}

/// What is known of a case: the ground on which its mutants are judged.
#[derive(Debug)]
struct Ground {
    regime: Arc<Regime>,
    scenes: [Arc<Scene>; 2],
    /// The obligations with an expectation that passes: what was established, and the expectations.
    known: Vec<(ObligationIx, BothEnds, Vec<usize>)>,
}

struct Job {
    ground: Arc<Ground>,
    case: usize,
    mutation: Mutation,
}

/// Makes the mutants of all cases and looks whether an expectation that passes for the draft fails for
/// the mutant; in the order of the cases and their mutations. `progress` hears of every mutant.
///
/// Cases that could not be read, or of which no expectation passes, have no mutants.
pub fn run(cases: &[Case], tested: &Tested, options: &Options, mut progress: impl FnMut(Progress)) -> Vec<Mutant> {
    let mut jobs = Vec::new();
    for (place, (case, result)) in cases.iter().zip(&tested.cases).enumerate() {
        let Some(ground) = ground(case, result).map(Arc::new) else { continue };
        for mutation in mutation::all(&ground.regime) {
            jobs.push(Job { ground: Arc::clone(&ground), case: place, mutation });
        }
    }
    let jobs = Arc::new(jobs);
    let mut fates: Vec<Option<Fate>> = jobs.iter().map(|_| None).collect();
    let mut done = 0;
    let (how, limits) = (options.clone(), options.limits.clone());
    pool::run(
        &jobs,
        options.jobs,
        move |job: &Job, tell: &mut dyn FnMut(Fate)| tell(fate(job, &how)),
        || limits.left().is_err(),
        |place, message| {
            let fate = match message {
                pool::Message::Part(fate) => fate,
                pool::Message::Panicked(what) => Fate::Open(Open::Fault(what)),
                pool::Message::Done => {
                    done += 1;
                    return progress(Progress { done, of: jobs.len() });
                }
            };
            if let Some(place) = fates.get_mut(place) {
                *place = Some(fate);
            }
        },
    );
    let fate = |fate: Option<Fate>| fate.unwrap_or_else(|| Fate::Open(unanswered(options)));
    jobs.iter().zip(fates).map(|(job, f)| Mutant { case: job.case, mutation: job.mutation, fate: fate(f) }).collect()
}

fn ground(case: &Case, result: &CaseResult) -> Option<Ground> {
    let mut known: Vec<(ObligationIx, BothEnds, Vec<usize>)> = Vec::new();
    let regime = Arc::clone(case.regime.as_ref()?);
    for judged in result.judged.iter().filter(|j| j.judgement.passed()) {
        let Some(ends) = &judged.ends else { continue };
        let Some(expect) = regime.expects.get(judged.expect) else { continue };
        match known.iter_mut().find(|(o, ..)| *o == expect.obligation) {
            Some((.., expects)) => expects.push(judged.expect),
            None => known.push((expect.obligation, ends.clone(), vec![judged.expect])),
        }
    }
    if known.is_empty() { None } else { Some(Ground { scenes: result.scenes.clone()?, regime, known }) }
}

fn fate(job: &Job, options: &Options) -> Fate {
    let ground = &job.ground;
    let regime = Arc::new(job.mutation.of(&ground.regime));
    let scenes = check::scenes(&regime, &Term::of(&regime), options.engine);
    let (before, after) = (Term::listed(&ground.regime), Term::listed(&regime));
    if let Some((obligation, ..)) = ground.known.iter().find(|(o, ..)| !after.contains(o)) {
        return Fate::Killed(*obligation);
    }
    let changed = |obligation: ObligationIx| -> [bool; 2] {
        [0, 1].map(|end: usize| {
            let pair = [&ground.scenes, &scenes].map(|s| Arc::clone(&s[end]));
            !check::ask_the_same(&pair, obligation)
        })
    };
    let known: Vec<_> = ground.known.iter().map(|k| (k, changed(k.0))).filter(|(_, c)| c.contains(&true)).collect();
    // A plan that is already known may break an expectation without asking the solver.
    for ((obligation, ends, expects), _) in &known {
        let expects = expects.iter().filter_map(|e| ground.regime.expects.get(*e));
        if expects.into_iter().any(|expect| broken_by_known_plan(expect, ends, &scenes)) {
            return Fate::Killed(*obligation);
        }
    }
    let mut open = None;
    for ((obligation, ends, expects), [adverse, favourable]) in &known {
        let ask = |scene: &Scene| check::ask(scene, *obligation, None, None, None, options).0;
        let [at_adverse, at_favourable] = &scenes;
        let new_adverse: Outcome = if *adverse { ask(at_adverse) } else { ends.adverse.clone() };
        let new_favourable = if !*favourable {
            ends.favourable.clone()
        } else if *adverse && check::ask_the_same(&scenes, *obligation) {
            new_adverse.clone()
        } else {
            ask(at_favourable)
        };
        let ends = BothEnds { adverse: new_adverse, favourable: new_favourable };
        for expect in expects.iter().filter_map(|e| ground.regime.expects.get(*e)) {
            match judge(expect, Some(&ends)) {
                Judgement::Failed(_) => return Fate::Killed(*obligation),
                Judgement::Open(why) => open = Some(why),
                Judgement::Passed => {}
            }
        }
    }
    match open {
        Some(open) => Fate::Open(open),
        None if known.is_empty() && before == after && !before.iter().any(|o| changed(*o).contains(&true)) => {
            Fate::Alike
        }
        None => Fate::Survived,
    }
}

/// Whether the best evasion of the draft, carried out against the mutant, shows that an expectation
/// does not hold there.
fn broken_by_known_plan(expect: &Expect, ends: &BothEnds, scenes: &[Arc<Scene>; 2]) -> bool {
    End::BOTH.iter().zip(scenes).any(|(end, scene)| {
        let Some(goal) = ends.at(*end).as_ref().ok().map(|f| &f.goal) else { return false };
        let exposures: Vec<Exposure> =
            plans(ends).filter_map(|plan| exposure(scene, expect.obligation, plan)).collect();
        let at_least_as_bad = floor(&exposures, goal);
        let at_end = match end {
            End::Adverse => expect.adverse,
            End::Favourable => expect.favourable,
        };
        let of_both = expect.verdict.filter(|v| *v != Verdict::Contingent);
        let verdict = [at_end, of_both].into_iter().flatten().any(|v| Some(v) < at_least_as_bad);
        let too_low = |bound: &Exact| {
            exposures.iter().any(|e| e.unseen(Reading::ProofInTime).confidence_against(bound) == Some(Ordering::Less))
        };
        verdict || (*end == End::Adverse && expect.at_least.as_ref().is_some_and(too_low))
    })
}

/// The best evasions of a draft at both ends.
fn plans(ends: &BothEnds) -> impl Iterator<Item = &Plan> {
    let findings = [&ends.adverse, &ends.favourable].into_iter().filter_map(|o| o.as_ref().ok());
    findings.filter_map(|f: &Finding| f.evasion.as_ref()).map(|e| &e.plan)
}

/// What a plan gives away in a scene, if it violates the obligation there.
fn exposure(scene: &Scene, obligation: ObligationIx, plan: &Plan) -> Option<Exposure> {
    let question = Question::new(scene, obligation, None).ok()?;
    Some(replay(scene, &question, plan).ok()?.exposure)
}

/// A verdict such that, given these plans, none better can hold; none without a plan.
fn floor(exposures: &[Exposure], goal: &Exact) -> Option<Verdict> {
    if exposures.is_empty() {
        return None;
    }
    let below =
        |reading: Reading| exposures.iter().any(|e| e.unseen(reading).confidence_against(goal) == Some(Ordering::Less));
    let steps = [
        (Verdict::Late, below(Reading::ProofInTime)),
        (Verdict::Ambiguous, below(Reading::ProofEver)),
        (Verdict::Evadable, below(Reading::SightingInTime)),
        (Verdict::Uncovered, exposures.iter().any(|e| e.unseen(Reading::SightingEver).is_whole())),
    ];
    let climbed = steps.iter().take_while(|(_, holds)| *holds).last();
    Some(climbed.map_or(Verdict::Assured, |(verdict, _)| *verdict))
}

impl Fate {
    /// Its word in reports.
    pub fn word(&self) -> &'static str {
        match self {
            Fate::Killed(_) => "killed",
            Fate::Survived => "survived",
            Fate::Alike => "alike",
            Fate::Open(_) => "undecided",
        }
    }
}

/// The same change of the same entry, in every agreement that shares the entry.
#[derive(Debug, Clone)]
pub struct Distinct {
    /// The file in which the entry stands.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// The word for the change.
    pub change: &'static str,
    /// What was changed.
    pub words: String,
    /// What becomes of it by case, where a question is another.
    pub fates: Vec<(usize, Fate)>,
}

impl Distinct {
    /// What becomes of it in all agreements together: one that notices is enough.
    pub fn fate(&self) -> &Fate {
        let first = |wanted: fn(&Fate) -> bool| self.fates.iter().map(|(_, fate)| fate).find(|f| wanted(f));
        first(|f| matches!(f, Fate::Killed(_)))
            .or_else(|| first(|f| matches!(f, Fate::Open(_))))
            .or_else(|| first(|f| matches!(f, Fate::Survived)))
            .unwrap_or(&Fate::Alike)
    }
}

/// Brings together the mutants that change the same entry in the same way, in the order of the first.
pub fn distinct(cases: &[Case], mutants: &[Mutant]) -> Vec<Distinct> {
    let mut places: BTreeMap<(String, usize, &'static str, String), usize> = BTreeMap::new();
    let mut all: Vec<Distinct> = Vec::new();
    for mutant in mutants {
        let Some((case, regime)) = cases.get(mutant.case).and_then(|c| Some((c, c.regime.as_ref()?))) else { continue };
        let span = mutant.mutation.span;
        let Some(file) = case.sources.files.get(span.file) else { continue };
        let (change, words) = (mutant.mutation.change.word(), mutant.mutation.words(regime));
        let key = (file.name.clone(), span.start, change, words.clone());
        let place = *places.entry(key).or_insert_with(|| {
            let line = file.line(span.start);
            all.push(Distinct { file: file.name.clone(), line, change, words, fates: Vec::new() });
            all.len() - 1
        });
        if mutant.fate != Fate::Alike
            && let Some(one) = all.get_mut(place)
        {
            one.fates.push((mutant.case, mutant.fate.clone()));
        }
    }
    all
}

/// Numbers of mutants that change some question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that an expectation notices.
    pub killed: usize,
    /// Those that were not decided.
    pub open: usize,
    /// All of them.
    pub all: usize,
}

impl Tally {
    /// The numbers of these mutants.
    pub fn of<'a>(fates: impl Iterator<Item = &'a Fate>) -> Tally {
        let mut tally = Tally::default();
        for fate in fates.filter(|f| **f != Fate::Alike) {
            tally.all += 1;
            match fate {
                Fate::Killed(_) => tally.killed += 1,
                Fate::Open(_) => tally.open += 1,
                Fate::Survived | Fate::Alike => {}
            }
        }
        tally
    }
}

/// The mutation score of a suite.
#[derive(Debug, Clone, Copy)]
pub struct Toll {
    /// The mutants that change some question.
    pub tally: Tally,
    /// Those that change none.
    pub alike: usize,
}

impl Toll {
    /// The score over all agreements.
    pub fn of(distinct: &[Distinct]) -> Toll {
        Toll {
            tally: Tally::of(distinct.iter().map(Distinct::fate)),
            alike: distinct.iter().filter(|d| *d.fate() == Fate::Alike).count(),
        }
    }
}
