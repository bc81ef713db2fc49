//! The term of an agreement: its months, its phases, and what is in force in each.

use super::entries::Regime;
use super::ids::*;

/// The months of an agreement and what is in force in them.
#[derive(Debug, Clone)]
pub struct Term {
    /// The last month, H.
    pub months: u64,
    /// The phases, in order.
    pub phases: Vec<InForce>,
}

/// A phase with all that is in force in it.
#[derive(Debug, Clone)]
pub struct InForce {
    /// Its first month.
    pub first: u64,
    /// Its last month.
    pub last: u64,
    /// Obligations in force, by place.
    pub obligations: Vec<bool>,
    /// Measures in force, by place.
    pub measures: Vec<bool>,
}

impl Term {
    /// The term of `regime` as drafted: nothing is refused.
    pub fn of(regime: &Regime) -> Term {
        let mut obligations = vec![false; regime.obligations.len()];
        let mut measures = vec![false; regime.measures.len()];
        let mut phases = Vec::with_capacity(regime.phases.len());
        let mut first = 1;
        for phase in &regime.phases {
            for o in &phase.obligations {
                obligations[o.0] = true;
            }
            for m in &phase.measures {
                measures[m.0] = true;
            }
            // What a phase both lists and drops is not in force in it.
            for o in &phase.drops_obligations {
                obligations[o.0] = false;
            }
            for m in &phase.drops_measures {
                measures[m.0] = false;
            }
            let last = first + phase.months - 1;
            phases.push(InForce { first, last, obligations: obligations.clone(), measures: measures.clone() });
            first = last + 1;
        }
        Term { months: first - 1, phases }
    }

    /// The phase of a month; the last phase goes on after the term.
    pub fn phase_of(&self, month: u64) -> usize {
        self.phases.iter().position(|p| month <= p.last).unwrap_or(self.phases.len().saturating_sub(1))
    }

    /// The obligations that some phase lists, in the order in which phases first list them.
    pub fn listed(regime: &Regime) -> Vec<ObligationIx> {
        let mut listed = Vec::new();
        for obligation in regime.phases.iter().flat_map(|p| &p.obligations) {
            if !listed.contains(obligation) {
                listed.push(*obligation);
            }
        }
        listed
    }
}
