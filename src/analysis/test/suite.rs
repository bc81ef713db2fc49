//! The expectations of many agreements, all questions worked on at once.

use super::judge::{Judgement, judge};
use crate::analysis::check::{self, BothEnds, Open, Options, Outcome, Progress};
use crate::analysis::pool;
use crate::diagnostic::Diagnostic;
use crate::model::term::Term;
use crate::model::{End, ObligationIx, Regime};
use crate::query::Scene;
use crate::source::SourceSet;
use crate::verdict::Engine;
use std::sync::{Arc, OnceLock};

/// A file with an agreement, and which of its expectations are looked at.
#[derive(Debug, Clone)]
pub struct Case {
    /// The file as it was named.
    pub file: String,
    /// The file and all that it includes.
    pub sources: SourceSet,
    /// What is wrong or doubtful about them.
    pub problems: Vec<Diagnostic>,
    /// What they say; none if there is an error.
    pub regime: Option<Arc<Regime>>,
    /// The expectations that are looked at, by their places in the regime.
    pub expects: Vec<usize>,
    /// Obligations that should have an expectation and have none.
    pub missing: Vec<ObligationIx>,
}

/// An expectation that was judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its place in the regime.
    pub expect: usize,
    /// What became of it.
    pub judgement: Judgement,
    /// What was established of its obligation; none if no phase lists it.
    pub ends: Option<BothEnds>,
}

/// What became of a case.
#[derive(Debug, Clone, Default)]
pub struct CaseResult {
    /// Its expectations, in file order; none if it could not be read.
    pub judged: Vec<Judged>,
    /// The scenes at the adverse and at the favourable end, if something was asked.
    pub scenes: Option<[Arc<Scene>; 2]>,
}

/// What became of all cases.
#[derive(Debug, Clone)]
pub struct Tested {
    /// Their results, in the order of the cases.
    pub cases: Vec<CaseResult>,
}

/// The scenes of a case at both ends, made by the first worker that needs them.
#[derive(Debug)]
struct Stage {
    regime: Arc<Regime>,
    engine: Engine,
    scenes: OnceLock<[Arc<Scene>; 2]>,
}

impl Stage {
    fn scenes(&self) -> &[Arc<Scene>; 2] {
        self.scenes.get_or_init(|| check::scenes(&self.regime, &Term::of(&self.regime), self.engine))
    }
}

/// One obligation of a case at one end.
struct Job {
    stage: Arc<Stage>,
    obligation: ObligationIx,
    end: End,
}

/// What a job establishes; none at the favourable end if the question is the same at the adverse one.
type Answer = Option<Outcome>;

/// Runs the expectations of all cases; `progress` hears of every question that is answered.
///
/// When the limit of time is reached or a stop is asked for, it returns at once: what is not decided
/// by then is open, for that reason.
pub fn run(cases: &[Case], options: &Options, mut progress: impl FnMut(Progress)) -> Tested {
    let stages: Vec<Option<Arc<Stage>>> = cases
        .iter()
        .map(|case| {
            let regime = Arc::clone(case.regime.as_ref()?);
            Some(Arc::new(Stage { regime, engine: options.engine, scenes: OnceLock::new() }))
        })
        .collect();
    // By case: the obligations that are asked about, each with two jobs one after the other.
    let asked: Vec<Vec<ObligationIx>> = cases.iter().map(obligations).collect();
    let mut jobs = Vec::new();
    for (stage, obligations) in stages.iter().zip(&asked) {
        let Some(stage) = stage else { continue };
        for obligation in obligations {
            for end in End::BOTH {
                jobs.push(Job { stage: Arc::clone(stage), obligation: *obligation, end });
            }
        }
    }
    let mut answers = answer(Arc::new(jobs), options, &mut progress).into_iter();
    let cases = cases.iter().zip(&stages).zip(&asked).map(|((case, stage), asked)| {
        let mut known = Vec::with_capacity(asked.len());
        for obligation in asked {
            let adverse = answers.next().flatten().unwrap_or_else(|| Err(unanswered(options)));
            let favourable = answers.next().flatten().unwrap_or_else(|| adverse.clone());
            known.push((*obligation, BothEnds { adverse, favourable }));
        }
        let Some(stage) = stage else { return CaseResult::default() };
        let judged = case.expects.iter().filter_map(|place| {
            let expect = stage.regime.expects.get(*place)?;
            let ends = known.iter().find(|(o, _)| *o == expect.obligation).map(|(_, ends)| ends);
            Some(Judged { expect: *place, judgement: judge(expect, ends), ends: ends.cloned() })
        });
        CaseResult { judged: judged.collect(), scenes: stage.scenes.get().cloned() }
    });
    Tested { cases: cases.collect() }
}

/// The obligations of a case's expectations that some phase lists.
fn obligations(case: &Case) -> Vec<ObligationIx> {
    let Some(regime) = &case.regime else { return Vec::new() };
    let expected: Vec<ObligationIx> =
        case.expects.iter().filter_map(|e| Some(regime.expects.get(*e)?.obligation)).collect();
    Term::listed(regime).into_iter().filter(|o| expected.contains(o)).collect()
}

/// The answers to all jobs; none to those that were not worked on.
fn answer(jobs: Arc<Vec<Job>>, options: &Options, progress: &mut dyn FnMut(Progress)) -> Vec<Option<Outcome>> {
    let mut answers: Vec<Option<Outcome>> = jobs.iter().map(|_| None).collect();
    let mut heard = vec![false; jobs.len()];
    let mut done = 0;
    let (how, limits) = (options.clone(), options.limits.clone());
    pool::run(
        &jobs,
        options.jobs,
        move |job: &Job, tell: &mut dyn FnMut(Answer)| tell(decide(job, &how)),
        || limits.left().is_err(),
        |place, message| {
            let answer = match message {
                pool::Message::Part(answer) => answer,
                pool::Message::Panicked(what) => Some(Err(Open::Fault(what))),
                pool::Message::Done => {
                    done += 1;
                    return progress(Progress { done, of: jobs.len() });
                }
            };
            if let (Some(place_of), Some(heard)) = (answers.get_mut(place), heard.get_mut(place)) {
                *heard = true;
                *place_of = answer;
            }
        },
    );
    // An end that was not heard of is open; one that is the same as the other is not.
    for (answer, heard) in answers.iter_mut().zip(heard) {
        if !heard {
            *answer = Some(Err(unanswered(options)));
        }
    }
    answers
}

fn decide(job: &Job, options: &Options) -> Answer {
    let scenes = job.stage.scenes();
    let [adverse, favourable] = scenes;
    let scene = match job.end {
        End::Adverse => adverse,
        End::Favourable if check::ask_the_same(scenes, job.obligation) => return None,
        End::Favourable => favourable,
    };
    if let Some(rehearse) = options.rehearse {
        rehearse(scene.regime.obligations.get(job.obligation.0).map_or("", |o| &o.entry.id));
    }
    Some(check::ask(scene, job.obligation, None, None, None, options).0)
}

/// Why a question has no answer.
pub(super) fn unanswered(options: &Options) -> Open {
    Open::Undecided(options.limits.left().err().unwrap_or("it was not worked on").to_owned())
}
