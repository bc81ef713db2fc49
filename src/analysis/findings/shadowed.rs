//! A measure that a common cause shadows: whatever it can sight, another measure of the same cause
//! sights at least as surely and as soon, so that it never counts.

use super::study::{Found, Study};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::{ActivityIx, End, MeasureIx};
use crate::query::{Glimpse, Trial};
use num_traits::ToPrimitive;

/// Whether a finding says that a measure is shadowed.
pub fn is_shadowed(study: &Study, measure: MeasureIx) -> bool {
    study.found.iter().any(|f| f.diagnostic.code == Code::ShadowedMeasure && f.measures.first() == Some(&measure))
}

pub fn look(study: &mut Study) {
    for measure in study.measures_in_force() {
        let Some(entry) = study.regime.measures.get(measure.0) else { continue };
        let cues = study
            .measures_in_force()
            .iter()
            .any(|m| study.regime.measures.get(m.0).is_some_and(|other| other.cued_by.contains(&measure)));
        let Some(cause) = entry.common_cause.clone().filter(|_| !cues) else { continue };
        let Some(shadow) = shadow(study, measure) else { continue };
        let (id, span) = (entry.entry.id.clone(), entry.entry.span);
        let message = format!("{} is shadowed: what it sights never counts", quote(&id));
        let mut diagnostic = Diagnostic::new(Code::ShadowedMeasure, message)
            .primary(span, format!("shares the common cause {} with", quote(&cause)));
        for other in &shadow.by {
            if let Some(other) = study.regime.measures.get(other.0) {
                diagnostic =
                    diagnostic.secondary(other.entry.span, "this, which sights at least as surely and as soon");
            }
        }
        if let Some((activity, own, others, other)) = shadow.example {
            diagnostic = diagnostic.note(format!(
                "of `{}` it sights {own}, `{}` {others}; measures of one cause count once, by the largest",
                study.activity_id(activity),
                study.measure_id(other)
            ));
        }
        let diagnostic = diagnostic.help("drop it, or state another `common_cause` if it fails for other reasons");
        let mut measures = vec![measure];
        measures.extend(shadow.by);
        let activities = shadow.example.map(|(a, ..)| a).into_iter().collect();
        study.found.push(Found { measures, activities, ..Found::new(diagnostic) });
    }
}

/// What shadows a measure.
struct Shadow {
    by: Vec<MeasureIx>,
    /// An activity, what the measure sights of it, and what which other does.
    example: Option<(ActivityIx, Percent, Percent, MeasureIx)>,
}

/// A probability in percent, rounded down to a tenth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Percent(u64);

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}%", self.0 / 10),
            tenth => write!(f, "{}.{tenth}%", self.0 / 10),
        }
    }
}

impl Percent {
    fn of(p: &crate::model::Exact) -> Percent {
        let tenths = (p * crate::model::Exact::from_integer(1000.into())).floor().to_integer();
        Percent(tenths.to_u64().unwrap_or(0))
    }
}

/// What shadows a measure in every trial that it sees anything of, at both ends; none if something
/// does not, or if it never sees anything.
fn shadow(study: &Study, measure: MeasureIx) -> Option<Shadow> {
    let mut shadow = Shadow { by: Vec::new(), example: None };
    let mut sees = false;
    let mut look = |trial: &Trial, activity: Option<ActivityIx>| -> bool {
        for glimpse in trial.iter().filter(|g| g.measure == measure) {
            sees = true;
            let Some(other) = trial.iter().find(|other| covers(other, glimpse)) else { return false };
            if !shadow.by.contains(&other.measure) {
                shadow.by.push(other.measure);
            }
            if let (None, Some(activity)) = (&shadow.example, activity) {
                shadow.example =
                    Some((activity, Percent::of(&glimpse.sighting), Percent::of(&other.sighting), other.measure));
            }
        }
        true
    };
    for end in End::BOTH {
        let scene = study.scene(end);
        for (place, variants) in scene.variants.iter().enumerate() {
            let variants = variants.as_ref().ok()?;
            if !variants.iter().flat_map(|v| &v.trials).all(|t| look(t, Some(ActivityIx(place)))) {
                return None;
            }
        }
        if !scene.held.iter().flat_map(|trials| trials.iter()).all(|t| look(t, None)) {
            return None;
        }
    }
    sees.then_some(shadow)
}

/// Whether a glimpse of another measure of the same cause makes this one worthless; of two equal
/// ones the later in the file is worthless.
fn covers(other: &Glimpse, glimpse: &Glimpse) -> bool {
    let rank = |g: &Glimpse| (g.sighting.clone(), g.proof.clone(), std::cmp::Reverse(g.latency));
    other.measure != glimpse.measure
        && other.group == glimpse.group
        && other.latency <= glimpse.latency
        && other.sighting >= glimpse.sighting
        && other.proof >= glimpse.proof
        && (rank(other) != rank(glimpse) || other.measure < glimpse.measure)
}
