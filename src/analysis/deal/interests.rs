//! Interests: in which months what an interest is concerned with is out of scope or not assured.

use super::draft::{Draft, Mode};
use super::study::Studied;
use crate::model::{ActivityIx, Duty, End, ObligationIx, Verdict};
use crate::query::Scene;

/// How an activity stands in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// It is no part of the world at this end.
    Absent,
    /// No obligation in force matches it.
    OutOfScope,
    /// The best of its path verdicts among the obligations in force that match it, and whose it is.
    Judged(Verdict, ObligationIx),
    /// Not decided.
    Open,
}

impl Served {
    /// Whether the interest is exposed to it: it is out of scope, or not assured.
    pub fn is_exposed(self) -> bool {
        !matches!(self, Served::Absent | Served::Judged(Verdict::Assured, _))
    }
}

/// An interest in a mode at an end.
#[derive(Debug, Clone)]
pub struct Service {
    /// The activities that it is concerned with, and how they stand in each phase.
    pub activities: Vec<(ActivityIx, Vec<Served>)>,
    /// The months in which it is exposed to any of them, by phase.
    pub exposed: Vec<u64>,
    /// The first month from which a phase begins in which it is exposed to none; none if there is no
    /// such phase, or nothing that it is concerned with.
    pub served_from: Option<u64>,
}

impl Service {
    /// Its exposure: the months in which it is exposed, in all.
    pub fn exposure(&self) -> u64 {
        self.exposed.iter().sum()
    }

    /// The months in which it is exposed to one of the activities.
    pub fn exposure_to(&self, activity: ActivityIx, draft: &Draft) -> u64 {
        let served = self.activities.iter().find(|(a, _)| *a == activity).map(|(_, served)| served);
        let phases = draft.term.phases.iter().zip(served.into_iter().flatten());
        phases.filter(|(_, served)| served.is_exposed()).map(|(phase, _)| phase.last + 1 - phase.first).sum()
    }

    /// Whether something of it is not decided.
    pub fn is_open(&self) -> bool {
        self.activities.iter().any(|(_, served)| served.contains(&Served::Open))
    }
}

/// How an interest is served, given what is established of each listed obligation.
pub fn service(draft: &Draft, interest: usize, scene: &Scene, studied: &[(ObligationIx, &Studied)]) -> Service {
    let selectors = draft.regime.interests.get(interest).map_or(&[][..], |i| &i.concerns);
    let concerned = (0..draft.regime.activities.len()).map(ActivityIx).filter(|a| {
        let subject = scene.world.activity_subject(*a);
        selectors.iter().any(|s| s.matches(subject))
    });
    let activities: Vec<(ActivityIx, Vec<Served>)> = concerned
        .map(|activity| {
            let phases = draft.term.phases.iter();
            (activity, phases.map(|phase| served(scene, activity, &phase.obligations, studied)).collect())
        })
        .collect();
    let exposed = |phase: usize| activities.iter().any(|(_, served)| served[phase].is_exposed());
    let phases = || draft.term.phases.iter().enumerate();
    Service {
        exposed: phases().map(|(p, phase)| if exposed(p) { phase.last + 1 - phase.first } else { 0 }).collect(),
        served_from: match activities.is_empty() {
            true => None,
            false => phases().find(|(p, _)| !exposed(*p)).map(|(_, phase)| phase.first),
        },
        activities,
    }
}

fn served(scene: &Scene, activity: ActivityIx, in_force: &[bool], studied: &[(ObligationIx, &Studied)]) -> Served {
    if !scene.world.activities[activity.0].exists {
        return Served::Absent;
    }
    let mut best: Option<(Verdict, ObligationIx)> = None;
    for (obligation, studied) in studied.iter().filter(|(o, _)| in_force[o.0]) {
        if !is_path(scene, *obligation, activity) {
            continue;
        }
        match studied.path(activity).map(|p| &p.whole) {
            // One obligation that assures it is enough, whatever another cannot come to.
            Some(Ok(finding)) if best.is_none_or(|(verdict, _)| order(finding.verdict) < order(verdict)) => {
                best = Some((finding.verdict, *obligation));
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Served::Open,
        }
    }
    best.map_or(Served::OutOfScope, |(verdict, obligation)| Served::Judged(verdict, obligation))
}

/// The better the lower: `assured` before `infeasible`, which verified nothing.
fn order(verdict: Verdict) -> (bool, Verdict) {
    (verdict != Verdict::Assured, verdict)
}

/// Whether an obligation matches an activity: it prohibits it, or limits what it makes.
pub fn is_path(scene: &Scene, obligation: ObligationIx, activity: ActivityIx) -> bool {
    match &scene.regime.obligations[obligation.0].duty {
        Duty::Prohibits(selectors) => {
            let subject = scene.world.activity_subject(activity);
            selectors.iter().any(|s| s.matches(subject))
        }
        Duty::Limits { holding, .. } => scene.world.activities[activity.0].makes.iter().any(|(h, _)| h == holding),
    }
}

/// A mode and an end of the uncertainty.
pub type Corner = (Mode, End);

/// The four corners, as drafted first, the adverse end first.
pub const CORNERS: [Corner; 4] = [
    (Mode::Drafted, End::Adverse),
    (Mode::Drafted, End::Favourable),
    (Mode::Accepted, End::Adverse),
    (Mode::Accepted, End::Favourable),
];

/// The place of a corner among [`CORNERS`].
pub fn place(corner: Corner) -> usize {
    CORNERS.iter().position(|c| *c == corner).unwrap_or(0)
}
