//! What is given once something is verified: the gates of phases and the rewards in them, with the
//! months in which they are due and the obligations on which they rest.

use super::entries::Regime;
use super::ids::ObligationIx;
use super::number::Exact;
use super::term::Term;
use crate::source::Span;

/// What a stake gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gives {
    /// The phase begins.
    Gate,
    /// A reward is released.
    Reward {
        /// Amount.
        value: Exact,
        /// Unit of the amount.
        unit: Option<String>,
        /// Whether it can be taken back.
        reversible: bool,
    },
}

/// Something that is given once something is verified.
#[derive(Debug, Clone)]
pub struct Stake {
    /// The place of its phase.
    pub phase: usize,
    /// The id: of the reward, or of the phase that the gate opens.
    pub id: String,
    /// Where the id is written.
    pub span: Span,
    /// What it gives.
    pub gives: Gives,
    /// The month in which it is given, r; it may lie after the term.
    pub month: u64,
    /// The obligations on which it rests; none: an advance.
    pub rests_on: Vec<ObligationIx>,
    /// Whether the draft lists none, so that it rests on what is in force in month r - 1.
    pub by_default: bool,
}

impl Stake {
    /// The month by which what it rests on has to be proved, r - 1.
    pub fn known_by(&self) -> u64 {
        self.month.saturating_sub(1)
    }
}

/// The gates and rewards of a regime, phase by phase in file order, a phase's gate first. A phase
/// without a gate has none.
pub fn stakes(regime: &Regime, term: &Term) -> Vec<Stake> {
    let mut stakes = Vec::new();
    for (place, (phase, in_force)) in regime.phases.iter().zip(&term.phases).enumerate() {
        if !phase.gate.is_empty() {
            stakes.push(Stake {
                phase: place,
                id: phase.entry.id.clone(),
                span: phase.entry.span,
                gives: Gives::Gate,
                month: in_force.first,
                rests_on: phase.gate.clone(),
                by_default: false,
            });
        }
        for reward in &phase.rewards {
            let month = in_force.first.saturating_add(reward.after_months);
            stakes.push(Stake {
                phase: place,
                id: reward.entry.id.clone(),
                span: reward.entry.span,
                gives: Gives::Reward {
                    value: reward.value.clone(),
                    unit: reward.unit.clone(),
                    reversible: reward.reversible,
                },
                month,
                rests_on: reward.verified.clone().unwrap_or_else(|| in_force_in(regime, term, month.saturating_sub(1))),
                by_default: reward.verified.is_none(),
            });
        }
    }
    stakes
}

/// The obligations in force in a month, in the order in which phases first list them; none before
/// month 1.
fn in_force_in(regime: &Regime, term: &Term, month: u64) -> Vec<ObligationIx> {
    let phase = term.phases.get(term.phase_of(month)).filter(|_| month > 0);
    let all = Term::listed(regime).into_iter();
    all.filter(|o| phase.is_some_and(|p| p.obligations[o.0])).collect()
}
