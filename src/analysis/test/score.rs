//! The mutation score: how many mutants of the drafts some expectation notices.

use super::mutation::{self, Mutation};
use super::notice::{Ground, Outline, Ready};
use super::suite::{Case, Tested, unanswered};
use crate::analysis::check::{Open, Options, Progress};
use crate::analysis::pool;
use crate::model::ObligationIx;
use std::collections::{BTreeMap, HashMap};
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

/// A mutant and what it is made from.
#[derive(Clone)]
struct Job {
    ground: Arc<Ground>,
    case: usize,
    mutation: Mutation,
}

/// Makes the mutants of all cases and looks whether an expectation that passes for the draft fails for
/// the mutant; in the order of the cases and their mutations. `progress` hears of every mutant that has
/// to be solved.
///
/// Cases that could not be read, or of which no expectation passes, have no mutants.
pub fn run(cases: &[Case], tested: &Tested, options: &Options, mut progress: impl FnMut(Progress)) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (case, (read, result)) in cases.iter().zip(&tested.cases).enumerate() {
        let Some(ground) = Ground::of(read, result).map(Arc::new) else { continue };
        let all = mutation::all(&ground.regime).into_iter();
        mutants.extend(all.map(|mutation| Job { ground: Arc::clone(&ground), case, mutation }));
    }
    let mutants = Arc::new(mutants);
    let how = options.clone();
    let ready = each(&mutants, options, move |job| job.ground.ready(&job.mutation, &how), &mut |_| {});
    // Mutants of a case that come to the same questions are judged once: the first stands for all.
    let mut firsts: HashMap<(usize, Outline), usize> = HashMap::new();
    let mut jobs: Vec<Job> = Vec::new();
    let mut fates: Vec<Result<Fate, usize>> = Vec::new();
    for (job, ready) in mutants.iter().zip(ready) {
        fates.push(match ready {
            Err(open) => Ok(Fate::Open(open)),
            Ok(Ready::Judged(fate)) => Ok(fate),
            Ok(Ready::Open(outline)) => Err(*firsts.entry((job.case, outline)).or_insert_with(|| {
                jobs.push(job.clone());
                jobs.len() - 1
            })),
        });
    }
    let how = options.clone();
    let judge = move |job: &Job| job.ground.judge(&job.mutation, &how);
    let judged = each(&Arc::new(jobs), options, judge, &mut progress);
    let fate = |fate: Result<Fate, usize>| {
        let found = |place: usize| judged.get(place).cloned().unwrap_or_else(|| Err(unanswered(options)));
        fate.or_else(found).unwrap_or_else(Fate::Open)
    };
    let fates = fates.into_iter().map(fate);
    mutants.iter().zip(fates).map(|(job, fate)| Mutant { case: job.case, mutation: job.mutation, fate }).collect()
}

/// Does some work on every job, on all cores; in the order of the jobs. What was not worked on is open.
fn each<R: Clone + Send + 'static>(
    jobs: &Arc<Vec<Job>>,
    options: &Options,
    work: impl Fn(&Job) -> R + Send + Sync + 'static,
    progress: &mut dyn FnMut(Progress),
) -> Vec<Result<R, Open>> {
    let mut results: Vec<Option<Result<R, Open>>> = jobs.iter().map(|_| None).collect();
    let mut done = 0;
    pool::run(
        jobs,
        options.jobs,
        move |job: &Job, tell: &mut dyn FnMut(R)| tell(work(job)),
        || options.limits.left().is_err(),
        |place, message| {
            let result = match message {
                pool::Message::Part(result) => Ok(result),
                pool::Message::Panicked(what) => Err(Open::Fault(what)),
                pool::Message::Done => {
                    done += 1;
                    return progress(Progress { done, of: jobs.len() });
                }
            };
            if let Some(place) = results.get_mut(place) {
                *place = Some(result);
            }
        },
    );
    results.into_iter().map(|r| r.unwrap_or_else(|| Err(unanswered(options)))).collect()
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
