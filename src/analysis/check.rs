//! Check: for every obligation and each of its paths, at both ends of the uncertainty, which verdict
//! holds, with what worst-case confidence, and what the best evasion is.

use super::pool;
use crate::model::pathway::Pathway;
use crate::model::term::Term;
use crate::model::variant::Listing;
use crate::model::world::World;
use crate::model::{ActivityIx, End, ObligationIx, Regime, Verdict};
use crate::query::{Plan, Question, Reading, Scene, Unseen};
use crate::solve::{Crash, Limits, Usage, session};
use crate::verdict::{Candidate, Decision, Engine, Stop, decide, verdict};
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
    /// Of the paths only this one, if given.
    pub path: Option<ActivityIx>,
    /// Called by the worker with the id of each obligation that it begins; for provoking faults in
    /// tests.
    pub rehearse: Option<fn(&str)>,
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
            path: None,
            rehearse: None,
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
    /// For each phase, if the phases are asked for: its months where the obligation is in force.
    phases: Vec<Option<(u64, u64)>>,
}

/// Which of a job's questions an outcome answers.
#[derive(Debug, Clone, Copy)]
enum Part {
    Whole,
    Path(usize),
    Phase(usize),
}

/// What a job has established so far.
struct Judged {
    whole: Option<Outcome>,
    paths: Vec<Option<Outcome>>,
    phases: Vec<Option<Outcome>>,
    usage: Usage,
    /// Why the rest is open, if the job has ended without it.
    failed: Option<Open>,
}

impl Judged {
    fn nothing(job: &Job) -> Judged {
        Judged {
            whole: None,
            paths: vec![None; job.paths.len()],
            phases: vec![None; job.phases.len()],
            usage: Usage::default(),
            failed: None,
        }
    }

    fn learn(&mut self, part: Part, outcome: Outcome, usage: Usage) {
        self.usage.add(usage);
        let place = match part {
            Part::Whole => Some(&mut self.whole),
            Part::Path(place) => self.paths.get_mut(place),
            Part::Phase(place) => self.phases.get_mut(place),
        };
        if let Some(place) = place {
            *place = Some(outcome);
        }
    }
}

/// Checks a regime under a term; `progress` hears of every job that is done.
///
/// When the limit of time is reached or a stop is asked for, it returns at once: what is not decided
/// by then is open, for that reason.
pub fn check(regime: &Arc<Regime>, term: &Term, options: &Options, mut progress: impl FnMut(Progress)) -> Checked {
    let scenes = scenes(regime, term, options.engine);
    let obligations = options.obligations.clone().unwrap_or_else(|| Term::listed(regime));
    let mut jobs: Vec<Job> = Vec::new();
    // For each obligation: its jobs at the two ends, the same one where the ends ask the same.
    let mut places = Vec::new();
    for obligation in &obligations {
        let mut paths = if options.paths { paths(regime, &scenes, *obligation) } else { Vec::new() };
        paths.retain(|p| options.path.is_none_or(|only| only == *p));
        let in_force = term.phases.iter().map(|p| p.obligations[obligation.0].then_some((p.first, p.last)));
        let phases: Vec<_> = if options.phases { in_force.collect() } else { Vec::new() };
        let first = jobs.len();
        let alike = ask_the_same(&scenes, *obligation);
        for scene in if alike { &scenes[..1] } else { &scenes[..] } {
            let (paths, phases) = (paths.clone(), phases.clone());
            jobs.push(Job { obligation: *obligation, scene: Arc::clone(scene), paths, phases });
        }
        places.push((first, jobs.len() - 1));
    }
    let jobs = Arc::new(jobs);
    let mut judged: Vec<Judged> = jobs.iter().map(Judged::nothing).collect();
    let mut done = 0;
    let how = options.clone();
    let limits = options.limits.clone();
    pool::run(
        &jobs,
        options.jobs,
        move |job, tell| judge(job, &how, tell),
        || limits.left().is_err(),
        |place, message| {
            match message {
                pool::Message::Part((part, outcome, usage)) => return judged[place].learn(part, outcome, usage),
                pool::Message::Panicked(what) => judged[place].failed = Some(Open::Fault(what)),
                pool::Message::Done => {}
            }
            done += 1;
            progress(Progress { done, of: jobs.len() });
        },
    );
    let mut usage = Usage::default();
    judged.iter().for_each(|j| usage.add(j.usage));
    let stopped = Open::Undecided(options.limits.left().err().unwrap_or("it was not worked on").to_owned());
    let assemble = |(obligation, (adverse, favourable)): (&ObligationIx, &(usize, usize))| {
        let job = &jobs[*adverse];
        assemble(*obligation, job, &judged[*adverse], &judged[*favourable], &stopped)
    };
    let obligations = obligations.iter().zip(&places).map(assemble).collect();
    Checked { regime: Arc::clone(regime), scenes, obligations, usage }
}

/// The activities with a path of their own at either end, in file order.
pub fn paths(regime: &Regime, scenes: &[Arc<Scene>; 2], obligation: ObligationIx) -> Vec<ActivityIx> {
    let at = |world: &World| Pathway::of(regime, world, obligation).paths(world).collect::<Vec<_>>();
    let mut paths: Vec<ActivityIx> = scenes.iter().flat_map(|s| at(&s.world)).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// The scenes at the adverse and at the favourable end, as an engine wants them.
pub(super) fn scenes(regime: &Arc<Regime>, term: &Term, engine: Engine) -> [Arc<Scene>; 2] {
    let listing = match engine {
        Engine::Cells => Listing::WithoutRefusingGifts,
        Engine::Monthly => Listing::Every,
    };
    End::BOTH.map(|end| Arc::new(Scene::new(regime, term, end, listing)))
}

/// Whether an obligation's questions are the same at both ends, whatever the path.
pub(super) fn ask_the_same(scenes: &[Arc<Scene>; 2], obligation: ObligationIx) -> bool {
    let [adverse, favourable] = scenes.each_ref().map(|s| Question::new(s, obligation, None));
    match (adverse, favourable) {
        (Ok(a), Ok(f)) => a.asks_the_same(&f),
        _ => false,
    }
}

fn assemble(
    obligation: ObligationIx,
    job: &Job,
    adverse: &Judged,
    favourable: &Judged,
    stopped: &Open,
) -> ObligationResult {
    let known = |judged: &Judged, outcome: Option<&Option<Outcome>>| -> Outcome {
        let open = || Err(judged.failed.as_ref().unwrap_or(stopped).clone());
        outcome.and_then(Clone::clone).unwrap_or_else(open)
    };
    let both = |of: &dyn Fn(&Judged) -> Outcome| BothEnds { adverse: of(adverse), favourable: of(favourable) };
    let path = |(place, activity): (usize, &ActivityIx)| PathResult {
        activity: *activity,
        ends: both(&|judged| known(judged, judged.paths.get(place))),
    };
    let phase = |(place, months): (usize, &Option<_>)| {
        months.map(|_: (u64, u64)| both(&|judged| known(judged, judged.phases.get(place))))
    };
    ObligationResult {
        obligation,
        whole: both(&|judged| known(judged, Some(&judged.whole))),
        paths: job.paths.iter().enumerate().map(path).collect(),
        phases: job.phases.iter().enumerate().map(phase).collect(),
    }
}

/// Answers the questions of a job one by one, handing over each answer.
fn judge(job: &Job, options: &Options, tell: &mut dyn FnMut((Part, Outcome, Usage))) {
    if let Some(rehearse) = options.rehearse {
        rehearse(&job.scene.regime.obligations[job.obligation.0].entry.id);
    }
    let ask = |path, window, whole: Option<&Decision>| ask(&job.scene, job.obligation, path, window, whole, options);
    let (whole, decision) = ask(None, None, None);
    let usage = |decision: &Option<Decision>| decision.as_ref().map(|d| d.usage).unwrap_or_default();
    tell((Part::Whole, whole, usage(&decision)));
    let known = decision.as_ref();
    for (place, path) in job.paths.iter().enumerate() {
        let (outcome, decision) = ask(Some(*path), None, known);
        tell((Part::Path(place), outcome, usage(&decision)));
    }
    for (place, months) in job.phases.iter().enumerate() {
        if months.is_some() {
            let (outcome, decision) = ask(None, *months, known);
            tell((Part::Phase(place), outcome, usage(&decision)));
        }
    }
}

/// Decides one question in a solver context of its own. With `path`, for the plans of that path;
/// with `window`, for those completed in its months. `whole` is the decision without these.
pub(super) fn ask(
    scene: &Scene,
    obligation: ObligationIx,
    path: Option<ActivityIx>,
    window: Option<(u64, u64)>,
    whole: Option<&Decision>,
    options: &Options,
) -> (Outcome, Option<Decision>) {
    let goal = &scene.world.obligations[obligation.0].goal;
    match decided(scene, obligation, path, window, whole, options) {
        Ok(d) => (Ok(Finding { verdict: d.verdict, evasion: d.evasion.clone(), goal: goal.clone() }), Some(d)),
        Err(open) => (Err(open), None),
    }
}

fn decided(
    scene: &Scene,
    obligation: ObligationIx,
    path: Option<ActivityIx>,
    window: Option<(u64, u64)>,
    whole: Option<&Decision>,
    options: &Options,
) -> Result<Decision, Open> {
    if path.is_some_and(|p| !scene.world.activities[p.0].exists) {
        let usage = Usage::default();
        return Ok(Decision { verdict: Verdict::Infeasible, evasion: None, witnesses: Vec::new(), usage });
    }
    let question = Question::new(scene, obligation, path).map_err(|many| Open::Undecided(many.to_string()))?;
    let question = match window {
        Some((first, last)) => question.within(first, last),
        None => question,
    };
    let is_whole = window.is_none() && path.is_some() && question.acts.iter().all(|a| !a.barred);
    if let Some(whole) = whole.filter(|_| is_whole) {
        // The only path is all there is.
        return Ok(Decision { usage: Usage::default(), ..whole.clone() });
    }
    put(scene, &question, whole, options)
}

/// Why work in a solver context came to no end.
pub(super) fn crashed(crash: Crash) -> Open {
    match crash {
        Crash::Memory => Open::Undecided("the solver's memory limit was reached".to_owned()),
        Crash::Panic(panic) => Open::Fault(pool::message(&*panic)),
    }
}

/// Decides the verdict on a question and nothing else; gives plans that bear it out, too. Plans that may
/// be plans of the question save work.
pub(super) fn put_barely(
    scene: &Scene,
    question: &Question,
    known: &[Plan],
    options: &Options,
) -> Result<(Verdict, Vec<Candidate>), Open> {
    match session::in_fresh_context(|| verdict(scene, question, known, options.engine, &options.limits)) {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(stop)) => Err(stopped(stop)),
        Err(crash) => Err(crashed(crash)),
    }
}

/// Why a search stayed open.
pub(super) fn stopped(stop: Stop) -> Open {
    match stop {
        Stop::Undecided(reason) => Open::Undecided(reason),
        Stop::Fault(what) => Open::Fault(what),
    }
}

/// Decides a question as it is, in a solver context of its own.
pub(super) fn put(
    scene: &Scene,
    question: &Question,
    whole: Option<&Decision>,
    options: &Options,
) -> Result<Decision, Open> {
    match session::in_fresh_context(|| decide(scene, question, whole, options.engine, &options.limits)) {
        Ok(Ok(decision)) => Ok(decision),
        Ok(Err(stop)) => Err(stopped(stop)),
        Err(crash) => Err(crashed(crash)),
    }
}
