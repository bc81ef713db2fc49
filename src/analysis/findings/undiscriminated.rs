//! A limit above zero without any discriminating measure in force: what is held may be held, so that
//! a sighting proves nothing unless it tells the excess from what is permitted.

use super::study::{Found, Study};
use super::unviolable::is_unviolable;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::pathway::Pathway;
use crate::model::{ActivityIx, Duty, End, HoldingIx, MeasureIx, ObligationIx};
use crate::query::{Glimpse, Trial};
use num_traits::Zero;
use std::sync::Arc;

pub fn look(study: &mut Study) {
    let all: Vec<ObligationIx> = study.checked.obligations.iter().map(|o| o.obligation).collect();
    for obligation in all.into_iter().filter(|o| !is_unviolable(study, *o)).collect::<Vec<_>>() {
        let Some(entry) = study.regime.obligations.get(obligation.0) else { continue };
        let Duty::Limits { holding, at_most: 1.. } = entry.duty else { continue };
        let glimpses = glimpses(study, obligation, holding);
        if glimpses.iter().any(|(g, _)| !g.proof.is_zero()) {
            continue;
        }
        let (id, span) = (entry.entry.id.clone(), entry.entry.span);
        let name = study.regime.holdings.get(holding.0).map_or("?", |h| &h.entry.id).to_owned();
        let message = format!("no measure in force tells an excess over the limit {} from what it permits", quote(&id));
        let mut diagnostic = Diagnostic::new(Code::LimitWithoutDiscrimination, message)
            .primary(span, format!("{} may be held, so that seeing it proves nothing", quote(&name)));
        let mut rows: Vec<(MeasureIx, usize)> = glimpses.iter().map(|(g, _)| (g.measure, g.row)).collect();
        rows.sort_unstable();
        rows.dedup();
        for (measure, row) in &rows {
            let row = study.regime.measures.get(measure.0).and_then(|m| m.detects.get(*row));
            if let Some(row) = row {
                diagnostic =
                    diagnostic.secondary(row.span, "sights it, but `discriminates` is 0 even at the favourable end");
            }
        }
        if rows.is_empty() {
            diagnostic = diagnostic.note("no measure in force sights it, or what makes it, at all");
        }
        let diagnostic = diagnostic.help("add tags, counts or a portal: a row with `discriminates` above 0");
        let mut measures: Vec<MeasureIx> = rows.into_iter().map(|(m, _)| m).collect();
        measures.dedup();
        let mut activities: Vec<ActivityIx> = glimpses.into_iter().filter_map(|(_, a)| a).collect();
        activities.sort_unstable();
        activities.dedup();
        let witness = study.evasion_at(obligation, End::Favourable).or_else(|| study.evasion(obligation));
        study.found.push(Found {
            obligations: vec![obligation],
            measures,
            activities,
            witness,
            ..Found::new(diagnostic)
        });
    }
}

/// What could be seen of the holding and of what makes it while the limit is in force, at the
/// favourable end, with the activity if it is seen of one.
fn glimpses(study: &Study, obligation: ObligationIx, holding: HoldingIx) -> Vec<(Glimpse, Option<ActivityIx>)> {
    let scene = study.scene(End::Favourable);
    let phases =
        study.term.phases.iter().enumerate().filter(|(_, p)| p.obligations[obligation.0]).map(|(place, _)| place);
    let phases: Vec<usize> = phases.collect();
    let mut found: Vec<(Glimpse, Option<ActivityIx>)> = Vec::new();
    let mut take = |trials: &[Arc<Trial>], activity: Option<ActivityIx>| {
        for trial in phases.iter().filter_map(|p| trials.get(*p)) {
            found.extend(trial.iter().map(|g| (g.clone(), activity)));
        }
    };
    if let Some(trials) = scene.held.get(holding.0) {
        take(trials, None);
    }
    for activity in Pathway::of(&study.regime, &scene.world, obligation).direct {
        if let Some(Ok(variants)) = scene.variants.get(activity.0) {
            variants.iter().for_each(|v| take(&v.trials, Some(activity)));
        }
    }
    found
}
