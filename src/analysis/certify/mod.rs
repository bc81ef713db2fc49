//! Certify: for every claim of a check, what somebody needs who does not believe it. The formulas
//! whose unsatisfiability rules plans out, and plans that anybody can follow.
//!
//! Why the formulas together imply the verdict is argued in `docs/certificates.md`.

pub mod deal;
pub mod evidence;
pub mod terms;

pub use deal::{Deal, certify_deal};
pub use evidence::{Shows, Statement};
pub use terms::{Host, Terms};

use super::check::{self, Open, Options, Progress};
use super::explain::Account;
use super::pool;
use crate::model::acceptance::{Leeway, Refusals};
use crate::model::term::Term;
use crate::model::variant::Listing;
use crate::model::{ActivityIx, AssumptionIx, End, Exact, ObligationIx, Regime, Verdict};
use crate::query::{Question, Scene};
use crate::solve::Usage;
use crate::verdict::{Candidate, Decision, Engine, Step};
use evidence::Evidence;
use std::sync::Arc;

/// A formula that has to be unsatisfiable, with all that its reader has to know.
#[derive(Debug, Clone)]
pub struct Script {
    /// The question about whose plans it is.
    pub question: Arc<Question>,
    /// The end at which it is asked.
    pub end: End,
    /// The statement that it helps to establish.
    pub statement: Statement,
    /// What the host may refuse, and by when things have to be known.
    pub terms: Terms,
    /// The formula.
    pub step: Step,
}

/// A plan of a claim.
#[derive(Debug, Clone)]
pub struct Exhibit {
    /// The obligation that it violates.
    pub obligation: ObligationIx,
    /// The path that it keeps to, if it is about one.
    pub path: Option<ActivityIx>,
    /// The end at which it is a plan.
    pub end: End,
    /// The month by which it has to be known of, if that is fixed.
    pub known_by: Option<u64>,
    /// All that the host refuses, and what it accepts on top of what the draft says; none as drafted.
    pub refused: Option<(Refusals, Leeway)>,
    /// The plan.
    pub candidate: Candidate,
    /// When it is complete and when it is proved.
    pub account: Option<Account>,
    /// What it shows.
    pub shows: Vec<Shows>,
}

/// A statement about all plans, with the scripts that establish it together.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The statement.
    pub statement: Statement,
    /// What the host may refuse, and by when things have to be known.
    pub terms: Terms,
    /// The scripts, by place.
    pub scripts: Vec<usize>,
}

/// What a claim rests on.
#[derive(Debug, Clone)]
pub struct Grounds {
    /// The verdict.
    pub verdict: Verdict,
    /// What is said of all plans.
    pub proofs: Vec<Proof>,
    /// Plans, by place; the first is the best evasion.
    pub plans: Vec<usize>,
    /// For a path whose activity does not exist at this end: the assumption that does not hold. It
    /// needs no script.
    pub missing: Option<AssumptionIx>,
}

/// A claim: the verdict on an obligation, or on one of its paths, at an end.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The obligation.
    pub obligation: ObligationIx,
    /// The path, if it is about one.
    pub path: Option<ActivityIx>,
    /// The end.
    pub end: End,
    /// The required detection probability.
    pub goal: Exact,
    /// What it rests on, or why it is open.
    pub grounds: Result<Grounds, Open>,
}

/// A certificate: claims with what they rest on.
#[derive(Debug)]
pub struct Certificate {
    /// The regime.
    pub regime: Arc<Regime>,
    /// The scene at the adverse and at the favourable end.
    pub scenes: [Arc<Scene>; 2],
    /// The claims: obligation by obligation, the whole before its paths, the adverse end first.
    pub claims: Vec<Claim>,
    /// All scripts.
    pub scripts: Vec<Script>,
    /// All plans.
    pub plans: Vec<Exhibit>,
    /// The claims about what is accepted and paid, if they are asked for.
    pub deal: Option<Deal>,
    /// The encoding.
    pub engine: Engine,
    /// What was spent.
    pub usage: Usage,
}

impl Certificate {
    /// The scene at an end.
    pub fn scene(&self, end: End) -> &Scene {
        match end {
            End::Adverse => &self.scenes[0],
            End::Favourable => &self.scenes[1],
        }
    }
}

/// One obligation at one end, with its paths.
struct Job {
    obligation: ObligationIx,
    scene: Arc<Scene>,
    paths: Vec<ActivityIx>,
}

/// What a job establishes, scripts and plans counted by themselves.
#[derive(Debug, Default)]
struct Done {
    /// The grounds of the whole, then of the paths.
    grounds: Vec<Result<Grounds, Open>>,
    scripts: Vec<Script>,
    plans: Vec<Exhibit>,
    usage: Usage,
}

/// Certifies a regime under a term; `progress` hears of every job that is done. Options about paths
/// and phases are not heeded: every path has its claim, phases have none.
pub fn certify(
    regime: &Arc<Regime>,
    term: &Term,
    options: &Options,
    mut progress: impl FnMut(Progress),
) -> Certificate {
    let listing = match options.engine {
        Engine::Cells => Listing::WithoutRefusingGifts,
        Engine::Monthly => Listing::Every,
    };
    let scenes = End::BOTH.map(|end| Arc::new(Scene::new(regime, term, end, listing)));
    let obligations = options.obligations.clone().unwrap_or_else(|| Term::listed(regime));
    let mut jobs = Vec::new();
    let mut places = Vec::new();
    for obligation in &obligations {
        let paths = check::paths(regime, &scenes, *obligation);
        let first = jobs.len();
        let alike = check::ask_the_same(&scenes, *obligation);
        for scene in if alike { &scenes[..1] } else { &scenes[..] } {
            jobs.push(Job { obligation: *obligation, scene: Arc::clone(scene), paths: paths.clone() });
        }
        places.push((*obligation, [first, jobs.len() - 1], paths));
    }
    let jobs = Arc::new(jobs);
    let mut results: Vec<Option<Result<Done, Open>>> = jobs.iter().map(|_| None).collect();
    let (how, limits) = (options.clone(), options.limits.clone());
    let mut done = 0;
    pool::run(
        &jobs,
        options.jobs,
        move |job, tell| tell(work(job, &how)),
        || limits.left().is_err(),
        |place, message| match message {
            pool::Message::Part(part) => results[place] = Some(Ok(part)),
            pool::Message::Panicked(what) => results[place] = Some(Err(Open::Fault(what))),
            pool::Message::Done => {
                done += 1;
                progress(Progress { done, of: jobs.len() });
            }
        },
    );
    let stopped = Open::Undecided(options.limits.left().err().unwrap_or("it was not worked on").to_owned());
    let mut certificate = Certificate {
        regime: Arc::clone(regime),
        scenes,
        claims: Vec::new(),
        scripts: Vec::new(),
        plans: Vec::new(),
        deal: None,
        engine: options.engine,
        usage: Usage::default(),
    };
    let taken: Vec<Result<Taken, Open>> = results
        .into_iter()
        .map(|result| result.unwrap_or_else(|| Err(stopped.clone())).map(|done| certificate.take(done)))
        .collect();
    for (obligation, ends, paths) in places {
        certificate.claim(obligation, &ends, &paths, &taken);
    }
    certificate
}

/// The grounds of a job's claims, scripts and plans counted within the certificate.
type Taken = Vec<Result<Grounds, Open>>;

impl Certificate {
    fn take(&mut self, mut done: Done) -> Taken {
        let (scripts, plans) = (self.scripts.len(), self.plans.len());
        for grounds in done.grounds.iter_mut().filter_map(|g| g.as_mut().ok()) {
            grounds.plans.iter_mut().for_each(|p| *p += plans);
            grounds.proofs.iter_mut().flat_map(|p| &mut p.scripts).for_each(|s| *s += scripts);
        }
        self.scripts.append(&mut done.scripts);
        self.plans.append(&mut done.plans);
        self.usage.add(done.usage);
        done.grounds
    }

    /// Adds the claims of an obligation: `ends` are the jobs that settle it at the two ends.
    fn claim(
        &mut self,
        obligation: ObligationIx,
        ends: &[usize; 2],
        paths: &[ActivityIx],
        taken: &[Result<Taken, Open>],
    ) {
        let questions = std::iter::once(None).chain(paths.iter().copied().map(Some));
        for (place, path) in questions.enumerate() {
            for (end, job) in End::BOTH.into_iter().zip(ends) {
                let grounds = match taken.get(*job) {
                    Some(Ok(grounds)) => grounds.get(place).cloned(),
                    Some(Err(open)) => Some(Err(open.clone())),
                    None => None,
                };
                let grounds = grounds.unwrap_or_else(|| Err(Open::Undecided("it was not worked on".to_owned())));
                let goal = self.scene(end).world.obligations[obligation.0].goal.clone();
                self.claims.push(Claim { obligation, path, end, goal, grounds });
            }
        }
    }
}

/// Certifies an obligation at an end, its paths included.
fn work(job: &Job, options: &Options) -> Done {
    if let Some(rehearse) = options.rehearse {
        rehearse(&job.scene.regime.obligations[job.obligation.0].entry.id);
    }
    let mut done = Done::default();
    let (outcome, decision) = check::ask(&job.scene, job.obligation, None, None, None, options);
    let whole = outcome.and_then(|_| job.judge(None, decision.as_ref(), None, options, &mut done));
    done.grounds.push(whole.clone());
    for path in &job.paths {
        let (outcome, found) = check::ask(&job.scene, job.obligation, Some(*path), None, decision.as_ref(), options);
        let grounds =
            outcome.and_then(|_| job.judge(Some(*path), found.as_ref(), whole.as_ref().ok(), options, &mut done));
        done.grounds.push(grounds);
    }
    done
}

impl Job {
    fn judge(
        &self,
        path: Option<ActivityIx>,
        decision: Option<&Decision>,
        whole: Option<&Grounds>,
        options: &Options,
        done: &mut Done,
    ) -> Result<Grounds, Open> {
        let Some(decision) = decision else { return Err(Open::Fault("a verdict without a decision".to_owned())) };
        done.usage.add(decision.usage);
        if path.is_some_and(|p| !self.scene.world.activities[p.0].exists) {
            let condition = path.and_then(|p| self.scene.regime.activities.get(p.0)).and_then(|a| a.condition);
            let (proofs, plans) = (Vec::new(), Vec::new());
            return Ok(Grounds { verdict: decision.verdict, proofs, plans, missing: condition });
        }
        let question =
            Question::new(&self.scene, self.obligation, path).map_err(|many| Open::Undecided(many.to_string()))?;
        if let Some(whole) = whole.filter(|_| question.acts.iter().all(|a| !a.barred)) {
            // The only path is all there is.
            return Ok(whole.clone());
        }
        let known: Vec<Statement> = whole.into_iter().flat_map(|w| &w.proofs).map(|p| p.statement.clone()).collect();
        let evidence = evidence::gather(&self.scene, &question, decision, &known, options.engine, &options.limits)?;
        Ok(self.file(path, Arc::new(question), evidence, whole, done))
    }

    /// Puts the evidence among the scripts and plans of the job.
    fn file(
        &self,
        path: Option<ActivityIx>,
        question: Arc<Question>,
        evidence: Evidence,
        whole: Option<&Grounds>,
        done: &mut Done,
    ) -> Grounds {
        done.usage.add(evidence.usage);
        let end = self.scene.world.end;
        let mut proofs = Vec::new();
        for (statement, steps) in evidence.proofs {
            let same = |proof: &&Proof| proof.statement == statement;
            let scripts = match steps {
                None => whole.and_then(|w| w.proofs.iter().find(same)).map(|p| p.scripts.clone()).unwrap_or_default(),
                Some(steps) => {
                    let first = done.scripts.len();
                    let (statement, terms) = (&statement, Terms::default());
                    let script = |step| Script {
                        question: Arc::clone(&question),
                        end,
                        statement: statement.clone(),
                        terms: terms.clone(),
                        step,
                    };
                    done.scripts.extend(steps.into_iter().map(script));
                    (first..done.scripts.len()).collect()
                }
            };
            proofs.push(Proof { statement, terms: Terms::default(), scripts });
        }
        let first = done.plans.len();
        let exhibit = |(candidate, shows)| Exhibit {
            obligation: self.obligation,
            path,
            end,
            known_by: None,
            refused: None,
            account: Account::of(&self.scene, self.obligation, path, &candidate).ok(),
            candidate,
            shows,
        };
        done.plans.extend(evidence.plans.into_iter().map(exhibit));
        let plans = (first..done.plans.len()).collect();
        Grounds { verdict: evidence.verdict, proofs, plans, missing: None }
    }
}
