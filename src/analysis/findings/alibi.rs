//! Permitted conduct that serves as an alibi: it gives off what a measure sights of prohibited
//! conduct, at a place that is not told apart, so that the sighting proves less or nothing.

use super::redundant::words;
use super::study::{Found, Study};
use crate::analysis::judge::shifts;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::pathway::Pathway;
use crate::model::selector::{ActivitySelector, Key, Test};
use crate::model::term::Term;
use crate::model::{ActivityIx, Duty, End, Entry, MeasureIx, Obligation, ObligationIx, Regime, Value, alibi};
use crate::query::Scene;
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a row sights and what explains it away.
#[derive(Debug, Default)]
struct Explained {
    /// The prohibited activities that it sights, with the obligation.
    sighted: Vec<(ObligationIx, ActivityIx)>,
    /// The permitted activities that explain it.
    by: Vec<ActivityIx>,
}

pub fn look(study: &mut Study) {
    let mut rows: BTreeMap<(MeasureIx, usize), Explained> = BTreeMap::new();
    // At the adverse end everything exists that may exist.
    let scene = Arc::clone(study.scene(End::Adverse));
    for obligation in study.checked.obligations.iter().map(|o| o.obligation) {
        collect(study, &scene, obligation, &mut rows);
    }
    for ((measure, row), explained) in rows {
        report(study, measure, row, &explained);
    }
}

/// The rows whose sightings of what an obligation prohibits are explained away while it is in force.
fn collect(study: &Study, scene: &Scene, obligation: ObligationIx, rows: &mut BTreeMap<(MeasureIx, usize), Explained>) {
    let prohibits = study.regime.obligations.get(obligation.0).is_some_and(|o| matches!(o.duty, Duty::Prohibits(_)));
    if !prohibits {
        return;
    }
    let direct = Pathway::of(&study.regime, &scene.world, obligation).direct;
    let counted = direct.into_iter().filter(|a| scene.world.activities[a.0].units > 0);
    for activity in counted {
        let Some(Ok(variants)) = scene.variants.get(activity.0) else { continue };
        for (phase, in_force) in study.term.phases.iter().enumerate().filter(|(_, p)| p.obligations[obligation.0]) {
            let permitted = alibi::permitted(&study.regime, &scene.world, in_force);
            for variant in variants.iter() {
                let Some(trial) = variant.trials.get(phase) else { continue };
                for glimpse in trial.iter().filter(|g| g.ambiguous && g.proof < g.sighting) {
                    let explained = rows.entry((glimpse.measure, glimpse.row)).or_default();
                    if !explained.sighted.contains(&(obligation, activity)) {
                        explained.sighted.push((obligation, activity));
                    }
                    let given_off = &variant.way.signatures;
                    for other in scene.world.existing().filter(|b| permitted[b.0]) {
                        let only: Vec<bool> = (0..permitted.len()).map(|b| b == other.0).collect();
                        let (measure, row) = (glimpse.measure, glimpse.row);
                        let found = alibi::of_activity(&scene.world, &only, measure, row, activity, given_off);
                        explained.by.extend(found.filter(|b| !explained.by.contains(b)));
                    }
                }
            }
        }
    }
}

fn report(study: &mut Study, measure: MeasureIx, row: usize, explained: &Explained) {
    let regime = Arc::clone(&study.regime);
    let Some(entry) = regime.measures.get(measure.0) else { return };
    let Some(detects) = entry.detects.get(row) else { return };
    let signature = regime.signatures.get(detects.signature.0).map_or("?", |s| &s.entry.id);
    let ids = |activities: &[ActivityIx]| {
        let ids: Vec<String> = activities.iter().map(|a| quote(study.activity_id(*a))).collect();
        listed(&ids)
    };
    let mut obligations: Vec<ObligationIx> = explained.sighted.iter().map(|(o, _)| *o).collect();
    obligations.dedup();
    let message = format!(
        "permitted {} {} as an alibi against {}",
        ids(&explained.by),
        serves(explained.by.len()),
        quote(&entry.entry.id)
    );
    let mut diagnostic = Diagnostic::new(Code::PermittedAlibi, message).primary(
        detects.span,
        format!("sightings of {} prove less, since permitted conduct gives it off too", quote(signature)),
    );
    for activity in &explained.by {
        let place = match study.scene(End::Adverse).world.activities.get(activity.0).and_then(|a| a.prepares) {
            Some(prepared) => prepared,
            None => *activity,
        };
        if let Some(activity) = regime.activities.get(place.0) {
            diagnostic = diagnostic.secondary(activity.entry.span, "no obligation in force prohibits this");
        }
    }
    for obligation in &obligations {
        let sighted: Vec<ActivityIx> =
            explained.sighted.iter().filter(|(o, _)| o == obligation).map(|(_, a)| *a).collect();
        diagnostic = diagnostic.note(format!("it blurs {} for `{}`", ids(&sighted), study.id(*obligation)));
    }
    diagnostic = match closed(study, &obligations, &explained.by) {
        Some(Ok(shifts)) if shifts.is_empty() => diagnostic.note("to prohibit it too would change no verdict"),
        Some(Ok(shifts)) => diagnostic.note(format!("with it prohibited too, {}", words(&shifts))),
        Some(Err(why)) => {
            let what = format!("the verdicts with the alibis against `{}` prohibited", entry.entry.id);
            study.undecided(what, why);
            diagnostic
        }
        None => diagnostic,
    };
    let diagnostic = diagnostic
        .help("prohibit it as well, name different sites, or find a row that tells the two apart (`discriminates`)");
    let mut activities = explained.by.clone();
    activities.extend(explained.sighted.iter().map(|(_, a)| *a));
    let mut seen = Vec::new();
    activities.retain(|a| {
        !seen.contains(a) && {
            seen.push(*a);
            true
        }
    });
    let witness = obligations.iter().find_map(|o| study.evasion(*o));
    study.found.push(Found { obligations, measures: vec![measure], activities, witness, ..Found::new(diagnostic) });
}

fn serves(n: usize) -> &'static str {
    if n == 1 { "serves" } else { "serve" }
}

fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The verdicts that differ if some activities are prohibited from the first phase on; none if the
/// draft's own verdicts are not known.
fn closed(
    study: &mut Study,
    obligations: &[ObligationIx],
    activities: &[ActivityIx],
) -> Option<Result<Vec<crate::analysis::judge::Shift>, crate::analysis::check::Open>> {
    if !study.is_decided() {
        return None;
    }
    let ids = activities.iter().map(|a| Value::Text(study.activity_id(*a).to_owned())).collect();
    let regime = Arc::new(with_ban(&study.regime, ids));
    let judged = study.judge.judge_some(&regime, &Term::of(&regime), obligations);
    let ids: Vec<&str> = obligations.iter().map(|o| study.id(*o)).collect();
    let before = study.verdicts.iter().filter(|((id, _), _)| ids.contains(&id.as_str()));
    let before = before.map(|(key, answers)| (key.clone(), answers.clone())).collect();
    Some(shifts(&before, &judged))
}

/// The regime with one more obligation, in force throughout, that prohibits activities by their ids.
fn with_ban(regime: &Regime, ids: Vec<Value>) -> Regime {
    let mut regime = regime.clone();
    let place = ObligationIx(regime.obligations.len());
    let selector = ActivitySelector { keys: vec![(Key::Id, Test::AnyOf(ids))], span: None };
    let span = Span { file: 0, start: 0, end: 0 };
    let entry = Entry { id: String::new(), name: None, text: None, source: Vec::new(), span };
    regime.obligations.push(Obligation {
        entry,
        article: None,
        duty: Duty::Prohibits(vec![selector]),
        significant: 1,
        usable_after_months: crate::model::Interval::of(0),
        response_months: crate::model::Interval::of(0),
        goal: None,
        interests: Vec::new(),
    });
    if let Some(first) = regime.phases.first_mut() {
        first.obligations.push(place);
    }
    regime
}
