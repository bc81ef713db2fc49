//! What the tool says of a deal, in the form of the oracle's answers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::oracle::deal::{
    ActivityAnswer, Answers, DealAnswers, InterestAnswer, Kind, ObligationAnswer, Performance, Rested,
};
use num_rational::BigRational;
use num_traits::One;
use regimecheck::analysis::check::Options;
use regimecheck::analysis::compare::criteria::value_at_risk;
use regimecheck::analysis::deal::interests::{Served, Service, is_path, place};
use regimecheck::analysis::deal::payments::{Payment, Standing};
use regimecheck::analysis::deal::study::find;
use regimecheck::analysis::deal::{Assessment, Assigned, Corner, Draft, Mode, Obliged, assess};
use regimecheck::model::acceptance::{Bargain, Leeway, bargains};
use regimecheck::model::stakes::{Gives, stakes};
use regimecheck::model::{ActivityIx, End, MeasureIx, Regime, Verdict};
use regimecheck::query::{Question, Reading, Unseen};
use regimecheck::source::SourceSet;
use regimecheck::verdict::Aim;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the tool says of a deal at one end.
pub fn says(regime: &Regime, end: End) -> Result<Option<DealAnswers>, String> {
    let sources = SourceSet { files: Vec::new(), order: Vec::new(), complete: true };
    let draft = Draft::new("deal".to_owned(), sources, Arc::new(regime.clone()));
    let assigned = Assigned {
        stretches: Vec::new(),
        extended: Arc::clone(&draft.regime),
        extended_term: draft.term.clone(),
        targets: Vec::new(),
        draft,
    };
    let options = Options { jobs: 1, ..Options::default() };
    let assessment = assess(vec![assigned], &options, |_| {}).remove(0);
    Ok(Some(DealAnswers {
        choices: choices(&assessment),
        drafted: answers(&assessment, (Mode::Drafted, end), &options)?,
        accepted: answers(&assessment, (Mode::Accepted, end), &options)?,
        baseline: baseline(&assessment, end),
    }))
}

/// Every set of measures that the host may refuse, by phase.
fn choices(assessment: &Assessment) -> Vec<Vec<Vec<String>>> {
    let draft = &assessment.draft;
    let sets = |bargain: &Bargain| {
        let n = bargain.open.len();
        let all = (0..1usize << n).map(|bits| {
            let open = bargain.open.iter().enumerate().filter(|(m, _)| bits >> m & 1 == 1);
            open.map(|(_, (m, _))| *m).collect::<Vec<MeasureIx>>()
        });
        let admitted = all.filter(|refused| bargain.admits(refused));
        let mut sets: Vec<Vec<MeasureIx>> = admitted
            .map(|mut refused| {
                refused.extend(&bargain.forced);
                refused.sort();
                refused
            })
            .collect();
        sets.sort();
        let id = |m: &MeasureIx| draft.regime.measures[m.0].entry.id.clone();
        sets.iter().map(|set| set.iter().map(id).collect()).collect()
    };
    bargains(&draft.regime, &draft.term, &Leeway::none()).iter().map(sets).collect()
}

fn answers(assessment: &Assessment, corner: Corner, options: &Options) -> Result<Answers, String> {
    let obligations = assessment.obligations.iter().map(|o| obligation(assessment, o, corner, options));
    let payments = &assessment.payments[place(corner)];
    let rested = |gate: bool| {
        let wanted = payments.iter().filter(|p| (p.stake.gives == Gives::Gate) == gate);
        wanted.map(|p| self::rested(assessment, p)).collect::<Result<Vec<_>, String>>()
    };
    Ok(Answers {
        obligations: obligations.collect::<Result<_, String>>()?,
        rewards: rested(false)?,
        gates: rested(true)?,
        interests: (0..assessment.draft.regime.interests.len()).map(|i| interest(assessment, i, corner)).collect(),
    })
}

fn confidence(unseen: &Unseen) -> BigRational {
    BigRational::one() - unseen.exact().unwrap()
}

fn obligation(
    assessment: &Assessment,
    obliged: &Obliged,
    corner: Corner,
    options: &Options,
) -> Result<ObligationAnswer, String> {
    let regime = &assessment.draft.regime;
    let finding = obliged.at(corner).whole.as_ref().map_err(|open| open.reason().to_owned())?;
    let units = stakes(regime, &assessment.draft.term).into_iter().filter_map(|s| match s.gives {
        Gives::Reward { unit, .. } => Some(unit.unwrap_or_default()),
        Gives::Gate => None,
    });
    let at_risk = |unit: String| {
        let value = value_at_risk(assessment, obliged.obligation, &unit, false, corner);
        Ok::<_, String>((unit, value.ok_or("the value at risk is open")?))
    };
    let proved_by = match finding.verdict {
        Verdict::Infeasible => None,
        _ => proved_by(assessment, obliged, corner, options)?,
    };
    let answer = ObligationAnswer {
        id: regime.obligations[obliged.obligation.0].entry.id.clone(),
        verdict: finding.verdict,
        confidence: finding.unseen().map(confidence),
        proved_by,
        at_risk: units.map(at_risk).collect::<Result<BTreeMap<_, _>, String>>()?,
    };
    shown_plans_are_plans(assessment, obliged, corner)?;
    Ok(answer)
}

/// The plan shown is a plan under the refusals shown, and comes to what is said of it.
fn shown_plans_are_plans(assessment: &Assessment, obliged: &Obliged, corner: Corner) -> Result<(), String> {
    let Ok(Some(evasion)) = obliged.at(corner).whole.as_ref().map(|f| f.evasion.as_ref()) else { return Ok(()) };
    let refused = match corner.0 {
        Mode::Drafted => return Ok(()),
        Mode::Accepted => regimecheck::analysis::deal::damage::refused(&assessment.draft, &evasion.refusals),
    };
    let all = bargains(&assessment.draft.regime, &assessment.draft.term, &Leeway::none());
    for (bargain, refused) in all.iter().zip(&refused.phases) {
        let chosen: Vec<MeasureIx> = refused.iter().filter(|m| !bargain.forced.contains(m)).copied().collect();
        if !bargain.admits(&chosen) || !bargain.forced.iter().all(|m| refused.contains(m)) {
            return Err(format!("{refused:?} is no choice of {bargain:?}"));
        }
    }
    let term = assessment.draft.term.without(&refused);
    let listing = regimecheck::verdict::Engine::Cells.listing();
    let scene = regimecheck::query::Scene::new(&assessment.draft.regime, &term, corner.1, listing);
    let question = Question::new(&scene, obliged.obligation, None).map_err(|many| many.to_string())?;
    let replayed = regimecheck::replay::replay(&scene, &question, &evasion.plan).map_err(|why| why.to_string())?;
    let (said, found) = (evasion.unseen(Reading::ProofInTime), replayed.exposure.unseen(Reading::ProofInTime).clone());
    if said.exact() == found.exact() { Ok(()) } else { Err(format!("{said:?} is said, {found:?} is found")) }
}

/// The first month by which every plan is proved; none up to the end of the term and the last reward.
fn proved_by(
    assessment: &Assessment,
    obliged: &Obliged,
    corner: Corner,
    options: &Options,
) -> Result<Option<i64>, String> {
    let draft = &assessment.draft;
    let last = stakes(&draft.regime, &draft.term)
        .iter()
        .filter(|s| s.gives != Gives::Gate)
        .map(|s| s.month)
        .fold(draft.term.months, u64::max);
    let scene = assessment.scene(corner);
    for month in 1..=last {
        let question = Question::new(scene, obliged.obligation, None).map_err(|many| many.to_string())?;
        let question = question.known_by(month);
        let aim = Aim::Below(question.goal.clone());
        let found = find(scene, &question, Reading::ProofInTime, &aim, options);
        if found.map_err(|open| open.reason().to_owned())?.is_none() {
            return Ok(Some(i64::try_from(month).unwrap()));
        }
    }
    Ok(None)
}

fn rested(assessment: &Assessment, payment: &Payment) -> Result<Rested, String> {
    let verified = payment.grounds.iter().map(|ground| {
        Ok(Performance {
            obligation: assessment.draft.regime.obligations[ground.obligation.0].entry.id.clone(),
            kind: kind(&ground.standing)?,
            confidence: ground.candidate.as_ref().map(|c| confidence(c.unseen(Reading::ProofInTime))),
        })
    });
    let rested = Rested {
        id: payment.stake.id.clone(),
        month: i64::try_from(payment.stake.month).unwrap(),
        verified: verified.collect::<Result<_, String>>()?,
    };
    assert_eq!(rested.kind(), kind(&payment.standing())?, "the kind of the whole");
    Ok(rested)
}

fn kind(standing: &Standing) -> Result<Kind, String> {
    match standing {
        Standing::Advance => Ok(Kind::Advance),
        Standing::Earned => Ok(Kind::Earned),
        Standing::Pocketable => Ok(Kind::Pocketable),
        Standing::NotYetTestable => Ok(Kind::NotYetTestable),
        Standing::Open(open) => Err(open.reason().to_owned()),
    }
}

fn months(assessment: &Assessment, counts: impl Fn(usize) -> bool) -> i64 {
    let phases = assessment.draft.term.phases.iter().enumerate();
    phases.filter(|(p, _)| counts(*p)).map(|(_, f)| i64::try_from(f.last + 1 - f.first).unwrap()).sum()
}

/// Whether an activity is part of the world at the adverse end: those are listed.
fn is_listed(assessment: &Assessment, activity: ActivityIx) -> bool {
    assessment.scene((Mode::Drafted, End::Adverse)).world.activities[activity.0].exists
}

fn interest(assessment: &Assessment, interest: usize, corner: Corner) -> InterestAnswer {
    let service = &assessment.interests[interest][place(corner)];
    let listed = || service.activities.iter().filter(|(a, _)| is_listed(assessment, *a));
    let verdict = |activity: ActivityIx, phase: usize, served: &Served| match served {
        Served::OutOfScope => None,
        Served::Judged(verdict, _) => Some(*verdict),
        // The oracle lists what does not exist at this end as infeasible, or out of scope.
        Served::Absent => {
            let in_force = &assessment.draft.term.phases[phase].obligations;
            let scene = assessment.scene(corner);
            let bound = assessment
                .obligations
                .iter()
                .any(|o| in_force[o.obligation.0] && is_path(scene, o.obligation, activity));
            bound.then_some(Verdict::Infeasible)
        }
        Served::Open => panic!("something is open"),
    };
    let rows: Vec<(ActivityIx, Vec<Option<Verdict>>)> =
        listed().map(|(a, served)| (*a, served.iter().enumerate().map(|(p, s)| verdict(*a, p, s)).collect())).collect();
    let exposed = |v: &Option<Verdict>| *v != Some(Verdict::Assured);
    let threatened = |v: &Option<Verdict>| exposed(v) && *v != Some(Verdict::Infeasible);
    says_so(assessment, service);
    InterestAnswer {
        id: assessment.draft.regime.interests[interest].entry.id.clone(),
        exposure: months(assessment, |p| rows.iter().any(|(_, r)| exposed(&r[p]))),
        threatened: months(assessment, |p| rows.iter().any(|(_, r)| threatened(&r[p]))),
        activities: rows
            .iter()
            .map(|(a, row)| ActivityAnswer {
                id: assessment.draft.regime.activities[a.0].entry.id.clone(),
                phases: row.clone(),
                exposure: months(assessment, |p| exposed(&row[p])),
                threatened: months(assessment, |p| threatened(&row[p])),
            })
            .collect(),
    }
}

/// The tool's own sums: months in which something that exists is out of scope or not assured.
fn says_so(assessment: &Assessment, service: &Service) {
    let sum = months(assessment, |p| service.activities.iter().any(|(_, served)| served[p].is_exposed()));
    assert_eq!(i64::try_from(service.exposure()).unwrap(), sum, "the exposure");
}

/// Without any agreement every activity is out of scope in every month.
fn baseline(assessment: &Assessment, end: End) -> Vec<InterestAnswer> {
    let all = months(assessment, |_| true);
    let corner = (Mode::Drafted, end);
    (0..assessment.draft.regime.interests.len())
        .map(|i| {
            let mut answer = interest(assessment, i, corner);
            for activity in &mut answer.activities {
                activity.phases.iter_mut().for_each(|p| *p = None);
                (activity.exposure, activity.threatened) = (all, all);
            }
            let total = if answer.activities.is_empty() { 0 } else { all };
            (answer.exposure, answer.threatened) = (total, total);
            answer
        })
        .collect()
}
