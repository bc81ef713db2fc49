//! The assessment of drafts as deals: everything that a comparison cites, draft by draft.

use super::burden::{Burden, burdens};
use super::damage::{Damage, damage};
use super::draft::{Draft, Mode};
use super::interests::{self, CORNERS, Corner, Service, service};
use super::payments::{Payment, payments};
use super::residual::{Residual, WalkOut};
use super::study::{Docket, Studied, study};
use super::tasks;
use super::tolerance::{Need, need};
use crate::analysis::check::{Open, Options, Progress, paths};
use crate::model::stakes::{Gives, stakes};
use crate::model::term::Term;
use crate::model::{End, ObligationIx, Regime, Verdict};
use crate::query::{Question, Scene};
use crate::solve::Usage;
use std::sync::Arc;

/// What is established of an obligation in a draft.
#[derive(Debug, Clone)]
pub struct Obliged {
    /// The obligation.
    pub obligation: ObligationIx,
    /// What is established in each of the [`CORNERS`].
    pub studied: [Arc<Studied>; 4],
    /// What does the damage at the adverse and at the favourable end, where the verdict as accepted is
    /// worse than as drafted.
    pub damage: [Option<Result<Damage, Open>>; 2],
    /// What it takes to be assured as accepted, at either end, where it is assured as drafted and not as
    /// accepted.
    pub need: [Option<Result<Need, Open>>; 2],
}

impl Obliged {
    /// What is established in a corner.
    pub fn at(&self, corner: Corner) -> &Studied {
        &self.studied[interests::place(corner)]
    }
}

/// What the host can reach if it walks out at the end of a phase, of what one obligation is about.
#[derive(Debug, Clone)]
pub struct Breakout {
    /// The phase.
    pub phase: usize,
    /// The obligation in the regime of the walk-out.
    pub obligation: ObligationIx,
    /// At the adverse and at the favourable end, by months after the walk-out.
    pub ends: [Result<Vec<Residual>, Open>; 2],
}

/// All that is established of a draft.
#[derive(Debug)]
pub struct Assessment {
    /// The draft.
    pub draft: Draft,
    /// The scenes of the [`CORNERS`].
    pub scenes: [Arc<Scene>; 4],
    /// Its obligations, in the order in which phases first list them.
    pub obligations: Vec<Obliged>,
    /// Its gates and rewards, in each of the [`CORNERS`].
    pub payments: [Vec<Payment>; 4],
    /// Its interests, in file order, in each of the [`CORNERS`].
    pub interests: Vec<[Service; 4]>,
    /// Its burden by phase.
    pub burdens: Vec<Burden>,
    /// What can be reached after a walk-out.
    pub breakouts: Vec<Breakout>,
    /// What was spent.
    pub usage: Usage,
}

impl Assessment {
    /// The scene of a corner.
    pub fn scene(&self, corner: Corner) -> &Arc<Scene> {
        &self.scenes[interests::place(corner)]
    }

    /// What is established of an obligation.
    pub fn obliged(&self, obligation: ObligationIx) -> Option<&Obliged> {
        self.obligations.iter().find(|o| o.obligation == obligation)
    }
}

/// What to assess.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// The draft.
    pub draft: Draft,
    /// Stretches of months, by which the paths are judged besides the whole term.
    pub stretches: Vec<(u64, u64)>,
    /// The regime in which walk-outs are looked at: the draft's with the obligations of others added,
    /// none of them in force.
    pub extended: Arc<Regime>,
    /// The months of the draft in the places of the extended regime.
    pub extended_term: Term,
    /// The obligations of the extended regime that are looked at after a walk-out.
    pub targets: Vec<ObligationIx>,
}

/// Assesses drafts; `progress` hears how far it has come.
pub fn assess(assigned: Vec<Assigned>, options: &Options, mut progress: impl FnMut(Progress)) -> Vec<Assessment> {
    let scenes: Vec<[Arc<Scene>; 4]> = assigned
        .iter()
        .map(|a| CORNERS.map(|(mode, end)| Arc::new(a.draft.scene(mode, end, options.engine))))
        .collect();
    let mut jobs: Vec<Job> = Vec::new();
    // For each draft: its obligations with the places of their jobs by corner.
    let mut places: Vec<Vec<(ObligationIx, [usize; 4])>> = Vec::new();
    for (assigned, scenes) in assigned.iter().zip(&scenes) {
        let dockets = Term::listed(&assigned.draft.regime).into_iter();
        places.push(dockets.map(|o| (o, add_dockets(assigned, scenes, o, &mut jobs))).collect());
    }
    let walk_outs = jobs.len();
    for a in &assigned {
        for phase in 0..a.draft.term.phases.len() {
            let extended = (Arc::clone(&a.extended), a.targets.clone());
            jobs.extend(End::BOTH.map(|end| Job::WalkOut(extended.clone(), a.extended_term.clone(), phase, end)));
        }
    }
    let heard: Vec<Docket> = jobs.iter().filter_map(Job::docket).cloned().collect();
    let answers = tasks::run(jobs, options, work, &mut progress);
    let mut studied: Vec<Arc<Studied>> = Vec::new();
    for (docket, answer) in heard.iter().zip(&answers) {
        studied.push(match answer {
            Ok(Answer::Studied(studied)) => Arc::new(studied.as_ref().clone()),
            Ok(Answer::Reached(_)) => Arc::new(Studied::open(docket, &Open::Fault("an answer got lost".to_owned()))),
            Err(open) => Arc::new(Studied::open(docket, open)),
        });
    }
    let obligations: Vec<Vec<Obliged>> = places
        .iter()
        .map(|listed| {
            let obliged = |(obligation, places): &(ObligationIx, [usize; 4])| Obliged {
                obligation: *obligation,
                studied: places.map(|place| Arc::clone(&studied[place])),
                damage: [None, None],
                need: [None, None],
            };
            listed.iter().map(obliged).collect()
        })
        .collect();
    let mut reached = answers.into_iter().skip(walk_outs).map(|answer| match answer? {
        Answer::Reached(reached) => Ok(reached),
        Answer::Studied(_) => Err(Open::Fault("an answer got lost".to_owned())),
    });
    let breakouts: Vec<Vec<Breakout>> = assigned
        .iter()
        .map(|a| {
            let phases = 0..a.draft.term.phases.len();
            phases.flat_map(|phase| breakouts(phase, &a.targets, &mut reached)).collect()
        })
        .collect();
    let mut all: Vec<Assessment> = Vec::new();
    let parts = assigned.into_iter().zip(scenes).zip(obligations).zip(breakouts);
    for (((assigned, scenes), obligations), breakouts) in parts {
        all.push(assemble(assigned.draft, scenes, obligations, breakouts));
    }
    acceptance(&mut all, options, progress);
    all
}

/// What was reached after a walk-out by target, or why that is not known.
type Reached = Result<Vec<Result<Vec<Residual>, Open>>, Open>;

fn breakouts(phase: usize, targets: &[ObligationIx], reached: &mut dyn Iterator<Item = Reached>) -> Vec<Breakout> {
    let fault = || Open::Fault("an answer got lost".to_owned());
    let mut next = || reached.next().unwrap_or_else(|| Err(fault()));
    let (adverse, favourable) = (next(), next());
    let at = |end: &Reached, place: usize| match end {
        Ok(all) => all.get(place).cloned().unwrap_or_else(|| Err(fault())),
        Err(open) => Err(open.clone()),
    };
    let breakout = |(place, obligation): (usize, &ObligationIx)| Breakout {
        phase,
        obligation: *obligation,
        ends: [at(&adverse, place), at(&favourable, place)],
    };
    targets.iter().enumerate().map(breakout).collect()
}

enum Job {
    Study(Box<Docket>),
    WalkOut((Arc<Regime>, Vec<ObligationIx>), Term, usize, End),
}

impl Job {
    fn docket(&self) -> Option<&Docket> {
        match self {
            Job::Study(docket) => Some(docket),
            Job::WalkOut(..) => None,
        }
    }
}

enum Answer {
    Studied(Box<Studied>),
    Reached(Vec<Result<Vec<Residual>, Open>>),
}

fn work(job: &Job, options: &Options) -> Answer {
    match job {
        Job::Study(docket) => {
            if let Some(rehearse) = options.rehearse {
                rehearse(&docket.scene.regime.obligations[docket.obligation.0].entry.id);
            }
            Answer::Studied(Box::new(study(docket, options)))
        }
        Job::WalkOut((regime, targets), term, phase, end) => {
            let lost = || Err(Open::Fault("a phase got lost".to_owned()));
            let walk_out = WalkOut::new(regime, term, *phase, *end, options);
            let reached =
                |target: &ObligationIx| walk_out.as_ref().map_or_else(lost, |w| w.residuals(*target, options));
            Answer::Reached(targets.iter().map(reached).collect())
        }
    }
}

/// Adds the dockets of an obligation, the same one for corners that ask the same; gives their places.
fn add_dockets(
    assigned: &Assigned,
    scenes: &[Arc<Scene>; 4],
    obligation: ObligationIx,
    jobs: &mut Vec<Job>,
) -> [usize; 4] {
    let draft = &assigned.draft;
    let all = stakes(&draft.regime, &draft.term);
    let resting = all.iter().filter(|s| s.rests_on.contains(&obligation));
    let releases = all.iter().filter(|s| s.gives != Gives::Gate).map(|s| s.month);
    let in_force = |(first, last): &(u64, u64)| {
        let phase = draft.term.phases.get(draft.term.phase_of(*first));
        let within = *last <= draft.term.months && phase.is_some_and(|p| p.obligations[obligation.0]);
        within.then_some((*first, *last))
    };
    let ends = [Arc::clone(&scenes[0]), Arc::clone(&scenes[1])];
    let docket = |scene: &Arc<Scene>| Docket {
        obligation,
        scene: Arc::clone(scene),
        paths: paths(&draft.regime, &ends, obligation),
        stretches: assigned.stretches.iter().map(in_force).collect(),
        known_by: rising(resting.clone().map(|s| s.known_by())),
        releases: rising(releases.clone()),
    };
    let questions = scenes.each_ref().map(|scene| Question::new(scene, obligation, None).ok());
    let mut places: Vec<usize> = Vec::new();
    for (corner, scene) in scenes.iter().enumerate() {
        let alike = |earlier: &usize| match (&questions[*earlier], &questions[corner]) {
            (Some(one), Some(other)) => one.asks_the_same(other),
            _ => false,
        };
        let earlier = (0..corner).find(alike).and_then(|e| places.get(e).copied());
        places.push(earlier.unwrap_or_else(|| {
            jobs.push(Job::Study(Box::new(docket(scene))));
            jobs.len() - 1
        }));
    }
    [0, 1, 2, 3].map(|corner| places.get(corner).copied().unwrap_or(0))
}

fn rising(months: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut months: Vec<u64> = months.collect();
    months.sort_unstable();
    months.dedup();
    months
}

fn assemble(draft: Draft, scenes: [Arc<Scene>; 4], obligations: Vec<Obliged>, breakouts: Vec<Breakout>) -> Assessment {
    let studied = |corner: Corner| -> Vec<(ObligationIx, &Studied)> {
        obligations.iter().map(|o| (o.obligation, o.at(corner))).collect()
    };
    let interests = (0..draft.regime.interests.len())
        .map(|i| CORNERS.map(|corner| service(&draft, i, &scenes[interests::place(corner)], &studied(corner))))
        .collect();
    let payments = CORNERS.map(|corner| {
        let goal = |o: ObligationIx| scenes[0].world.obligations[o.0].goal.clone();
        payments(&draft, &goal, &studied(corner))
    });
    let mut usage = Usage::default();
    let mut counted: Vec<*const Studied> = Vec::new();
    for studied in obligations.iter().flat_map(|o| &o.studied) {
        let place = Arc::as_ptr(studied);
        if !counted.contains(&place) {
            counted.push(place);
            usage.add(studied.usage);
        }
    }
    Assessment { burdens: burdens(&draft), draft, scenes, obligations, payments, interests, breakouts, usage }
}

/// A second look at what is worse as accepted: what does the damage, and what tolerance would do.
fn acceptance(all: &mut [Assessment], options: &Options, progress: impl FnMut(Progress)) {
    let mut places: Vec<(usize, usize, usize)> = Vec::new();
    let mut jobs = Vec::new();
    for (place, assessment) in all.iter().enumerate() {
        for (nr, obliged) in assessment.obligations.iter().enumerate() {
            for (which, end) in End::BOTH.into_iter().enumerate() {
                let verdicts = Mode::BOTH.map(|mode| obliged.at((mode, end)).whole.as_ref().ok().map(|f| f.verdict));
                let [Some(drafted), Some(accepted)] = verdicts else { continue };
                if accepted <= drafted {
                    continue;
                }
                let evasion = obliged.at((Mode::Accepted, end)).whole.as_ref().ok().and_then(|f| f.evasion.as_ref());
                let chosen = evasion.map(|e| e.refusals.clone()).unwrap_or_default();
                places.push((place, nr, which));
                let is_lost = drafted == Verdict::Assured;
                jobs.push((assessment.draft.clone(), obliged.obligation, end, chosen, is_lost));
            }
        }
    }
    let answers = tasks::run(
        jobs,
        options,
        |(draft, obligation, end, chosen, is_lost), options| {
            let need = is_lost.then(|| need(draft, *obligation, *end, options));
            (damage(draft, *obligation, *end, chosen, options), need)
        },
        progress,
    );
    for ((place, nr, which), answer) in places.into_iter().zip(answers) {
        let Some(obliged) = all.get_mut(place).and_then(|a| a.obligations.get_mut(nr)) else { continue };
        match answer {
            Ok((damage, need)) => {
                obliged.damage[which] = Some(damage);
                obliged.need[which] = need;
            }
            Err(open) => {
                obliged.damage[which] = Some(Err(open.clone()));
                obliged.need[which] = Some(Err(open));
            }
        }
    }
}
