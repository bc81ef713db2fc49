//! An obligation that nothing in the world can violate, at either end.

use super::study::{Found, Study, Witness};
use crate::analysis::explain::obstacle::obstacles;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::{End, ObligationIx, Verdict};
use crate::query::Question;

/// Whether an obligation is infeasible at both ends.
pub fn is_unviolable(study: &Study, obligation: ObligationIx) -> bool {
    study.result(obligation).and_then(|r| r.whole.verdict()) == Some(Verdict::Infeasible)
}

pub fn look(study: &mut Study) {
    let all: Vec<ObligationIx> = study.checked.obligations.iter().map(|o| o.obligation).collect();
    for obligation in all.into_iter().filter(|o| is_unviolable(study, *o)).collect::<Vec<_>>() {
        let Some(entry) = study.regime.obligations.get(obligation.0) else { continue };
        let scene = study.scene(End::Adverse);
        let question = Question::new(scene, obligation, None).ok();
        let obstacles = question.map(|q| obstacles(scene, &q)).unwrap_or_default();
        let message = format!("nothing in the world can violate {}", quote(&entry.entry.id));
        let diagnostic = Diagnostic::new(Code::UnviolableObligation, message)
            .primary(entry.entry.span, "infeasible at both ends of the uncertainty")
            .help("check the selectors, the amounts and the phases; if the world is meant so, the obligation binds nobody");
        let witness = Witness::Obstacles { end: End::Adverse, obligation, obstacles };
        study.found.push(Found { obligations: vec![obligation], witness: Some(witness), ..Found::new(diagnostic) });
    }
}
