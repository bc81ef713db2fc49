//! Certify a deal: what a draft is worth as its host accepts it, whether what is paid is earned, what a
//! violator can collect, and how much more the host would have to accept; each with what somebody needs
//! who does not believe it.

mod job;
mod least;
mod paid;
mod verdict;

use super::{Certificate, Proof};
use crate::analysis::check::{Open, Options, Progress};
use crate::analysis::deal::interests::place;
use crate::analysis::deal::payments::Standing;
use crate::analysis::deal::study::Docket;
use crate::analysis::deal::tolerance::Raised;
use crate::analysis::deal::{CORNERS, Corner, Draft, Mode, tasks};
use crate::model::acceptance::Leeway;
use crate::model::stakes::{Gives, Stake, stakes};
use crate::model::term::Term;
use crate::model::{End, Exact, ObligationIx, Verdict};
use crate::query::{Question, Scene};
use job::{Done, Job};
use std::sync::Arc;

/// What a claim about a deal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The verdict as accepted.
    Verdict,
    /// A gate or reward that rests on the obligation, by place among the stakes.
    Stake(usize),
    /// What a violator can collect.
    AtRisk,
    /// How much a bound of the tolerance has to be raised, the other being raised as this says.
    Tolerance(Raised, Leeway),
}

/// What is claimed.
#[derive(Debug, Clone)]
pub enum Says {
    /// This is the verdict; whether it is so as drafted, since nothing that may be refused matters.
    Verdict(Verdict, bool),
    /// Compliance is known so well when something is given for it.
    Standing(Standing),
    /// The last release whose rewards some violator collects, and the next, by which each is proved one.
    AtRisk(Option<u64>, Option<u64>),
    /// The least increase that is enough, if any is, and the increases from which on plans rule out those
    /// up to the next; a plan for each.
    Least(Option<Exact>, Vec<Exact>),
}

/// A claim with what it rests on.
#[derive(Debug, Clone)]
pub struct Held {
    /// What is claimed.
    pub says: Says,
    /// What is said of all plans.
    pub proofs: Vec<Proof>,
    /// Plans, by place.
    pub plans: Vec<usize>,
}

/// A claim about a deal.
#[derive(Debug, Clone)]
pub struct DealClaim {
    /// The obligation.
    pub obligation: ObligationIx,
    /// As drafted or as accepted, at which end.
    pub corner: Corner,
    /// What it is about.
    pub about: About,
    /// What is claimed with what it rests on, or why it is open.
    pub grounds: Result<Held, Open>,
}

/// The claims about a deal.
#[derive(Debug)]
pub struct Deal {
    /// Its gates and rewards.
    pub stakes: Vec<Stake>,
    /// The claims: obligation by obligation, corner by corner.
    pub claims: Vec<DealClaim>,
}

/// Adds the claims about the deal to the certificate of a draft.
pub fn certify_deal(certificate: &mut Certificate, draft: &Draft, options: &Options, progress: impl FnMut(Progress)) {
    let scenes: Vec<Arc<Scene>> =
        CORNERS.iter().map(|(mode, end)| Arc::new(draft.scene(*mode, *end, options.engine))).collect();
    let stakes = stakes(&draft.regime, &draft.term);
    let listed = Term::listed(&draft.regime);
    let asked = |o: &ObligationIx| options.obligations.as_ref().is_none_or(|only| only.contains(o));
    let mut obligations: Vec<ObligationIx> = listed.clone();
    obligations.extend(stakes.iter().flat_map(|s| &s.rests_on).filter(|o| !listed.contains(o)));
    obligations.retain(asked);
    obligations.sort_by_key(|o| listed.iter().position(|l| l == o).unwrap_or(listed.len() + o.0));
    obligations.dedup();

    let mut jobs: Vec<Job> = Vec::new();
    let mut places: Vec<(ObligationIx, Vec<usize>)> = Vec::new();
    for obligation in obligations.iter().filter(|o| listed.contains(o)) {
        let questions: Vec<_> = scenes.iter().map(|s| Question::new(s, *obligation, None).ok()).collect();
        let mut at: Vec<usize> = Vec::new();
        for (corner, scene) in scenes.iter().enumerate() {
            let alike = |earlier: &usize| match (&questions[*earlier], &questions[corner]) {
                (Some(one), Some(other)) => one.asks_the_same(other),
                _ => false,
            };
            let earlier = (0..corner).find(alike).and_then(|e| at.get(e).copied());
            at.push(earlier.unwrap_or_else(|| {
                jobs.push(Job::new(draft, docket(*obligation, scene, &stakes), CORNERS[corner], certificate));
                jobs.len() - 1
            }));
        }
        places.push((*obligation, at));
    }
    let answers = tasks::run(jobs, options, Job::work, progress);
    let answers: Vec<Result<Done, Open>> =
        answers.into_iter().map(|answer| answer.map(|done| done.within(certificate))).collect();

    let mut claims = Vec::new();
    for obligation in obligations {
        let at = places.iter().find(|(o, _)| *o == obligation).map(|(_, at)| at);
        for corner in CORNERS {
            let job = at.and_then(|at| at.get(place(corner))).copied();
            let drafted = at.and_then(|at| at.get(place((Mode::Drafted, corner.1)))).copied();
            let same = job.is_some() && job == drafted;
            let answer = job.and_then(|job| answers.get(job));
            let mut claim = |about, grounds| claims.push(DealClaim { obligation, corner, about, grounds });
            if let (Mode::Accepted, Some(answer)) = (corner.0, answer) {
                claim(About::Verdict, verdict::claimed(certificate, obligation, corner.1, same, answer));
                for (about, grounds) in answer.as_ref().map(|d| d.least.as_slice()).unwrap_or_default() {
                    claim(about.clone(), grounds.clone());
                }
            }
            for (nr, stake) in stakes.iter().enumerate().filter(|(_, s)| s.rests_on.contains(&obligation)) {
                claim(About::Stake(nr), paid::standing(answer, stake));
            }
            if let Some(answer) = answer.filter(|_| stakes.iter().any(|s| s.gives != Gives::Gate)) {
                let lost = || Err(Open::Fault("what is at risk got lost".to_owned()));
                let risk = answer.as_ref().map_err(Clone::clone).and_then(|d| d.risk.clone().unwrap_or_else(lost));
                claim(About::AtRisk, risk);
            }
        }
    }
    certificate.deal = Some(Deal { stakes, claims });
}

/// What is asked of an obligation in a scene.
fn docket(obligation: ObligationIx, scene: &Arc<Scene>, stakes: &[Stake]) -> Docket {
    let rising = |months: &mut Vec<u64>| {
        months.sort_unstable();
        months.dedup();
    };
    let resting = stakes.iter().filter(|s| s.rests_on.contains(&obligation));
    let mut known_by: Vec<u64> = resting.map(Stake::known_by).collect();
    let mut releases: Vec<u64> = stakes.iter().filter(|s| s.gives != Gives::Gate).map(|s| s.month).collect();
    rising(&mut known_by);
    rising(&mut releases);
    let scene = Arc::clone(scene);
    Docket { obligation, scene, paths: Vec::new(), stretches: Vec::new(), known_by, releases }
}

/// Whether the verdict on an obligation as drafted is known to be this.
fn is_drafted(certificate: &Certificate, obligation: ObligationIx, end: End, verdict: Verdict) -> bool {
    let mine = |c: &&super::Claim| c.obligation == obligation && c.path.is_none() && c.end == end;
    let claim = certificate.claims.iter().find(mine);
    claim.and_then(|c| c.grounds.as_ref().ok()).is_some_and(|g| g.verdict == verdict)
}
