//! Findings: faults of drafting that only show when the draft is decided. One file per question.

mod alibi;
mod implied;
mod redundant;
mod shadowed;
mod study;
mod undiscriminated;
mod untestable;
mod unviolable;

pub use study::{Found, Open, Witness};

use super::check::{Checked, Options};
use crate::diagnostic::Code;
use crate::model::Regime;
use std::sync::Arc;
use study::Study;

/// What was found in a draft.
#[derive(Debug)]
pub struct Findings {
    /// The draft as it was checked.
    pub checked: Checked,
    /// What was found, in the order of the files.
    pub found: Vec<Found>,
    /// What could not be decided.
    pub open: Vec<Open>,
}

/// Codes, and what looks for them.
type Look = (&'static [Code], fn(&mut Study));

/// The codes of findings with what looks for them, in the order of work.
const QUESTIONS: [Look; 7] = [
    (&[Code::UnviolableObligation], unviolable::look),
    (&[Code::ImpliedObligation], implied::look),
    (&[Code::ShadowedMeasure], shadowed::look),
    (&[Code::RedundantMeasure], redundant::look),
    (&[Code::PermittedAlibi], alibi::look),
    (&[Code::LimitWithoutDiscrimination], undiscriminated::look),
    (&[Code::UntestableReward, Code::UntestableGate], untestable::look),
];

/// The codes that findings can have, in the order of work.
pub fn codes() -> impl Iterator<Item = Code> {
    QUESTIONS.iter().flat_map(|(codes, _)| codes.iter().copied())
}

/// Looks for faults of drafting; `progress` hears how many questions have been asked, of how many.
pub fn find(regime: &Arc<Regime>, options: &Options, mut progress: impl FnMut(usize, usize)) -> Findings {
    let steps = QUESTIONS.len() + 1;
    progress(0, steps);
    let mut study = Study::new(regime, options);
    for (place, (_, look)) in QUESTIONS.iter().enumerate() {
        progress(place + 1, steps);
        look(&mut study);
    }
    study.ended()
}
