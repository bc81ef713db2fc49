//! Check: for every obligation and each of its paths, at both ends of the uncertainty, which verdict
//! holds, with what worst-case confidence, and what the best evasion is.

use super::pool;
use crate::model::pathway::Pathway;
use crate::model::term::Term;
use crate::model::variant::Listing;
use crate::model::world::World;
use crate::model::{ActivityIx, End, ObligationIx, Regime, Verdict};
use crate::query::{Question, Reading, Scene, Unseen};
use crate::solve::{Limits, Usage, session};
use crate::verdict::{Candidate, Decision, Engine, Stop, decide};
use std::sync::Arc;

/// How to check.
#[derive(Debug, Clone)]
pub struct Options {
    /// The encoding.
    pub engine: Engine,
    /// What may be spent on each question.
    pub limits: Limits,
    /// Questions worked on at once.
    pub jobs: usize,
    /// Only these obligations, if given; else all that some phase lists.
    pub obligations: Option<Vec<ObligationIx>>,
    /// Whether each path is judged, too.
    pub paths: bool,
    /// Whether the plans completed in each phase are judged, too.
    pub phases: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            engine: Engine::Cells,
            limits: Limits::default(),
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
            obligations: None,
            paths: true,
            phases: false,
        }
    }
}

/// What is established at one end.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The verdict.
    pub verdict: Verdict,
    /// The best evasion; `None` if infeasible.
    pub evasion: Option<Candidate>,
    /// Required detection probability.
    pub goal: crate::model::Exact,
}

impl Finding {
    /// The probability that the best evasion is not proved by the deadline: 1 less the worst-case
    /// confidence.
    pub fn unseen(&self) -> Option<&Unseen> {
        self.evasion.as_ref().map(|e| e.unseen(Reading::ProofInTime))
    }
}

/// Why nothing is established.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// A limit was reached or the solver could not tell; with the reason.
    Undecided(String),
    /// A fault of the program; with what happened.
    Fault(String),
}

impl Open {
    /// The reason in words.
    pub fn reason(&self) -> &str {
        match self {
            Open::Undecided(reason) | Open::Fault(reason) => reason,
        }
    }
}

/// What is established at an end, or why not.
pub type Outcome = Result<Finding, Open>;

/// What is established at both ends.
#[derive(Debug, Clone)]
pub struct BothEnds {
    /// Everything unknown helps the evader.
    pub adverse: Outcome,
    /// Everything unknown helps the verifier.
    pub favourable: Outcome,
}

impl BothEnds {
    /// The verdict: contingent where the ends differ; `None` while an end is open.
    pub fn verdict(&self) -> Option<Verdict> {
        match (&self.adverse, &self.favourable) {
            (Ok(a), Ok(f)) if a.verdict == f.verdict => Some(a.verdict),
            (Ok(_), Ok(_)) => Some(Verdict::Contingent),
            _ => None,
        }
    }

    /// What is established at an end.
    pub fn at(&self, end: End) -> &Outcome {
        match end {
            End::Adverse => &self.adverse,
            End::Favourable => &self.favourable,
        }
    }

    /// Why it is open, if it is.
    pub fn open(&self) -> Option<&Open> {
        self.adverse.as_ref().err().or(self.favourable.as_ref().err())
    }
}

/// A path: the plans with no other direct activity.
#[derive(Debug, Clone)]
pub struct PathResult {
    /// The activity.
    pub activity: ActivityIx,
    /// Its verdicts.
    pub ends: BothEnds,
}

/// All that is established of an obligation.
#[derive(Debug, Clone)]
pub struct ObligationResult {
    /// The obligation.
    pub obligation: ObligationIx,
    /// All its paths together.
    pub whole: BothEnds,
    /// Its paths, in file order, if asked for.
    pub paths: Vec<PathResult>,
    /// The plans completed in each phase, if asked for; `None` where the obligation is not in force.
    pub phases: Vec<Option<BothEnds>>,
}

/// The answer to a check.
#[derive(Debug)]
pub struct Checked {
    /// The regime.
    pub regime: Arc<Regime>,
    /// The scene at the adverse and at the favourable end.
    pub scenes: [Arc<Scene>; 2],
    /// The obligations, in the order in which phases first list them.
    pub obligations: Vec<ObligationResult>,
    /// What was spent.
    pub usage: Usage,
}

impl Checked {
    /// The scene at an end.
    pub fn scene(&self, end: End) -> &Arc<Scene> {
        match end {
            End::Adverse => &self.scenes[0],
            End::Favourable => &self.scenes[1],
        }
    }
}

/// A step of a check that has been done.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Jobs done.
    pub done: usize,
    /// Jobs in all.
    pub of: usize,
}

/// One obligation at one end, with its paths.
struct Job {
    obligation: ObligationIx,
    scene: Arc<Scene>,
    paths: Vec<ActivityIx>,
}

/// What a job establishes.
struct Judged {
    whole: Outcome,
    paths: Vec<Outcome>,
    phases: Vec<Option<Outcome>>,
    usage: Usage,
}

/// Checks a regime under a term; `progress` hears of every job that is done.
pub fn check(regime: &Arc<Regime>, term: &Term, options: &Options, mut progress: impl FnMut(Progress)) -> Checked {
    let listing = match options.engine {
        Engine::Cells => Listing::WithoutRefusingGifts,
        Engine::Monthly => Listing::Every,
    };
    let scenes = End::BOTH.map(|end| Arc::new(Scene::new(regime, term, end, listing)));
    let obligations = options.obligations.clone().unwrap_or_else(|| Term::listed(regime));
    let mut jobs: Vec<Job> = Vec::new();
    // For each obligation: its jobs at the two ends, the same one where the ends ask the same.
    let mut places = Vec::new();
    for obligation in &obligations {
        let paths = if options.paths { paths(regime, &scenes, *obligation) } else { Vec::new() };
        let first = jobs.len();
        let alike = ask_the_same(&scenes, *obligation);
        for scene in if alike { &scenes[..1] } else { &scenes[..] } {
            jobs.push(Job { obligation: *obligation, scene: Arc::clone(scene), paths: paths.clone() });
        }
        places.push((first, jobs.len() - 1, paths));
    }
    let mut judged: Vec<Option<Judged>> = jobs.iter().map(|_| None).collect();
    let mut done = 0;
    pool::run(
        &jobs,
        options.jobs,
        |job| judge(job, options),
        |place, result| {
            done += 1;
            judged[place] = Some(result.unwrap_or_else(|panic| failed(&jobs[place], options, &panic)));
            progress(Progress { done, of: jobs.len() });
        },
    );
    let mut usage = Usage::default();
    judged.iter().flatten().for_each(|j| usage.add(j.usage));
    let obligations = obligations
        .iter()
        .zip(&places)
        .filter_map(|(obligation, (adverse, favourable, paths))| {
            Some(assemble(*obligation, judged[*adverse].as_ref()?, judged[*favourable].as_ref()?, paths))
        })
        .collect();
    Checked { regime: Arc::clone(regime), scenes, obligations, usage }
}

/// The activities with a path of their own at either end, in file order.
fn paths(regime: &Regime, scenes: &[Arc<Scene>; 2], obligation: ObligationIx) -> Vec<ActivityIx> {
    let at = |world: &World| Pathway::of(regime, world, obligation).paths(world).collect::<Vec<_>>();
    let mut paths: Vec<ActivityIx> = scenes.iter().flat_map(|s| at(&s.world)).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Whether an obligation's questions are the same at both ends, whatever the path.
fn ask_the_same(scenes: &[Arc<Scene>; 2], obligation: ObligationIx) -> bool {
    let [adverse, favourable] = scenes.each_ref().map(|s| Question::new(s, obligation, None));
    match (adverse, favourable) {
        (Ok(a), Ok(f)) => a.asks_the_same(&f),
        _ => false,
    }
}

fn assemble(obligation: ObligationIx, adverse: &Judged, favourable: &Judged, paths: &[ActivityIx]) -> ObligationResult {
    let both = |a: &Outcome, f: &Outcome| BothEnds { adverse: a.clone(), favourable: f.clone() };
    ObligationResult {
        obligation,
        whole: both(&adverse.whole, &favourable.whole),
        paths: paths
            .iter()
            .zip(adverse.paths.iter().zip(&favourable.paths))
            .map(|(activity, (a, f))| PathResult { activity: *activity, ends: both(a, f) })
            .collect(),
        phases: adverse
            .phases
            .iter()
            .zip(&favourable.phases)
            .map(|(a, f)| Some(both(a.as_ref()?, f.as_ref()?)))
            .collect(),
    }
}

fn failed(job: &Job, options: &Options, panic: &str) -> Judged {
    let fault = || Err(Open::Fault(panic.to_owned()));
    Judged {
        whole: fault(),
        paths: job.paths.iter().map(|_| fault()).collect(),
        phases: match options.phases {
            true => job.scene.term.phases.iter().map(|p| p.obligations[job.obligation.0].then(fault)).collect(),
            false => Vec::new(),
        },
        usage: Usage::default(),
    }
}

fn judge(job: &Job, options: &Options) -> Judged {
    let mut usage = Usage::default();
    let whole = ask(job, options, None, None, None, &mut usage);
    let known = whole.as_ref().ok();
    let paths = job.paths.iter().map(|p| finding(ask(job, options, Some(*p), None, known, &mut usage), job)).collect();
    let phases = match options.phases {
        false => Vec::new(),
        true => job
            .scene
            .term
            .phases
            .iter()
            .map(|p| {
                p.obligations[job.obligation.0]
                    .then(|| finding(ask(job, options, None, Some((p.first, p.last)), known, &mut usage), job))
            })
            .collect(),
    };
    Judged { whole: finding(whole, job), paths, phases, usage }
}

fn finding(decision: Result<Decision, Open>, job: &Job) -> Outcome {
    let goal = job.scene.world.obligations[job.obligation.0].goal.clone();
    decision.map(|d| Finding { verdict: d.verdict, evasion: d.evasion, goal })
}

/// Decides one question in a solver context of its own.
fn ask(
    job: &Job,
    options: &Options,
    path: Option<ActivityIx>,
    window: Option<(u64, u64)>,
    whole: Option<&Decision>,
    usage: &mut Usage,
) -> Result<Decision, Open> {
    if path.is_some_and(|p| !job.scene.world.activities[p.0].exists) {
        let usage = Usage::default();
        return Ok(Decision { verdict: Verdict::Infeasible, evasion: None, witnesses: Vec::new(), usage });
    }
    let question = Question::new(&job.scene, job.obligation, path).map_err(|many| {
        Open::Undecided(format!(
            "`{}` has {} concealments to choose from: too many ways to tell apart",
            many.activity, many.concealments
        ))
    })?;
    let question = match window {
        Some((first, last)) => question.within(first, last),
        None => question,
    };
    if let Some(whole) = whole.filter(|_| path.is_some() && question.acts.iter().all(|a| !a.barred)) {
        // The only path is all there is.
        return Ok(Decision { usage: Usage::default(), ..whole.clone() });
    }
    let decided = session::in_fresh_context(|| decide(&job.scene, &question, whole, options.engine, &options.limits));
    match decided {
        Ok(Ok(decision)) => {
            usage.add(decision.usage);
            Ok(decision)
        }
        Ok(Err(Stop::Undecided(reason))) => Err(Open::Undecided(reason)),
        Ok(Err(Stop::Fault(what))) => Err(Open::Fault(what)),
        Err(panic) => Err(Open::Fault(pool::message(&*panic))),
    }
}
