//! The damage: of all that a host refuses, what makes the verdict worse.

use super::draft::Draft;
use crate::analysis::check::{Open, Options, ask};
use crate::model::acceptance::{Leeway, Refusals, bargains};
use crate::model::{End, MeasureIx, ObligationIx, Verdict};
use crate::query::Scene;
use std::sync::Arc;

/// What a host refuses, and what of it does the damage.
#[derive(Debug, Clone)]
pub struct Damage {
    /// All that is refused under the choice that is shown, what has to be refused included.
    pub refused: Refusals,
    /// The verdict under this choice.
    pub verdict: Verdict,
    /// Of these measures none can be accepted without the verdict under this choice becoming better, and
    /// refusing them alone makes it as bad; in file order.
    pub by: Vec<MeasureIx>,
}

/// All that is refused in a draft if the host chooses so: what it has to refuse, and its choice; where
/// that makes no difference, some choice.
pub fn refused(draft: &Draft, chosen: &Refusals) -> Refusals {
    refused_with(draft, chosen, &Leeway::none())
}

/// The same if the host accepts so much more than the draft says.
pub fn refused_with(draft: &Draft, chosen: &Refusals, leeway: &Leeway) -> Refusals {
    let bargains = bargains(&draft.regime, &draft.term, leeway);
    let phases = bargains.iter().enumerate().map(|(phase, bargain)| {
        let chosen = chosen.phases.get(phase).filter(|c| !c.is_empty()).cloned();
        let mut all = chosen.unwrap_or_else(|| bargain.some_choice());
        all.extend(&bargain.forced);
        all.sort();
        all
    });
    Refusals { phases: phases.collect() }
}

/// What does the damage to an obligation at an end, the host choosing as `chosen` says.
///
/// # Errors
/// If it can't be decided.
pub fn damage(
    draft: &Draft,
    obligation: ObligationIx,
    end: End,
    chosen: &Refusals,
    options: &Options,
) -> Result<Damage, Open> {
    let refused = refused(draft, chosen);
    let verdict = |refusals: &Refusals| -> Result<Verdict, Open> {
        let term = draft.term.without(refusals);
        let scene = Arc::new(Scene::new(&draft.regime, &term, end, options.engine.listing()));
        Ok(ask(&scene, obligation, None, None, None, options).0?.verdict)
    };
    let worst = verdict(&refused)?;
    let mut left = refused.clone();
    for measure in refused.measures() {
        let mut without = left.clone();
        without.phases.iter_mut().for_each(|phase| phase.retain(|m| *m != measure));
        if verdict(&without)? >= worst {
            left = without;
        }
    }
    Ok(Damage { refused, verdict: worst, by: left.measures() })
}
