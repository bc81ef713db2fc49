//! The burden of a draft: what its measures ask of the host and of those who look.

use super::draft::Draft;
use crate::model::{Exact, Measure, MeasureIx};
use num_traits::Zero;

/// What the measures in force in a phase ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burden {
    /// The measures in force.
    pub measures: usize,
    /// Those that need the host's consent.
    pub consent: Vec<MeasureIx>,
    /// The sum of the intrusiveness of these.
    pub intrusiveness: Exact,
    /// The greatest intrusiveness of one of these.
    pub greatest: Exact,
    /// The cost per year of all.
    pub cost_per_year: Exact,
    /// The false alarms per year to be expected of all.
    pub false_alarms_per_year: Exact,
}

/// The burden by phase, as drafted.
pub fn burdens(draft: &Draft) -> Vec<Burden> {
    draft.term.phases.iter().map(|phase| of_phase(draft, &phase.measures)).collect()
}

fn of_phase(draft: &Draft, in_force: &[bool]) -> Burden {
    let measures: Vec<(MeasureIx, &Measure)> = draft
        .regime
        .measures
        .iter()
        .enumerate()
        .filter(|(place, _)| in_force.get(*place).copied().unwrap_or(false))
        .map(|(place, measure)| (MeasureIx(place), measure))
        .collect();
    let sum = |of: fn(&Measure) -> &Exact| measures.iter().fold(Exact::zero(), |sum, (_, m)| sum + of(m));
    let consent = || measures.iter().filter(|(_, m)| m.consent);
    Burden {
        measures: measures.len(),
        consent: consent().map(|(place, _)| *place).collect(),
        intrusiveness: consent().fold(Exact::zero(), |sum, (_, m)| sum + &m.intrusiveness),
        greatest: consent().map(|(_, m)| m.intrusiveness.clone()).max().unwrap_or_else(Exact::zero),
        cost_per_year: sum(|m| &m.cost_per_year),
        false_alarms_per_year: sum(|m| &m.false_alarms_per_year),
    }
}

/// A yearly figure over the whole term: the sum over phases of months / 12 times the figure.
pub fn over_the_term(draft: &Draft, burdens: &[Burden], of: fn(&Burden) -> &Exact) -> Exact {
    let months = |first: u64, last: u64| Exact::new((last + 1 - first).into(), 12.into());
    let phases = draft.term.phases.iter().zip(burdens);
    phases.fold(Exact::zero(), |sum, (phase, burden)| sum + months(phase.first, phase.last) * of(burden))
}
