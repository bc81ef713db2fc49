//! Reads `[[concealment]]`.

use super::amounts::amounts;
use super::context::{Context, Node};
use super::fields::Fields;
use super::names::Kind;
use super::selectors::{activity_selector, measure_selector};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::Concealment;
use crate::model::ids::{AssumptionIx, ConcealmentIx, SignatureIx};
use crate::model::selector::{ActivitySelector, MeasureSelector};

/// Reads the concealment at a place among the concealments.
pub(super) fn read<'t>(index: usize, node: Node<'t>, cx: &mut Context<'t>) -> Concealment {
    let mut fields = Fields::of_entry(Kind::Concealment, node, cx);
    let concealment = Concealment {
        entry: fields.entry(),
        condition: fields.reference("if", Kind::Assumption).map(AssumptionIx),
        activities: match fields.get("activities") {
            Some(node) => activity_selector("activities", node, fields.cx),
            None => ActivitySelector::all(),
        },
        hides: fields.places("hides", Kind::Signature, SignatureIx),
        residual: fields.interval("residual"),
        against: match fields.get("against") {
            Some(node) => measure_selector("against", node, fields.cx),
            None => MeasureSelector::default(),
        },
        needs_notice_days: fields.maybe_whole("needs_notice_days"),
        excludes: excludes(index, &mut fields),
        uses: amounts(&mut fields, "uses"),
        needs: amounts(&mut fields, "needs"),
        signatures: fields.places("signatures", Kind::Signature, SignatureIx),
        cost: fields.interval("cost"),
    };
    fields.finish();
    concealment
}

fn excludes(index: usize, fields: &mut Fields<'_, '_>) -> Vec<ConcealmentIx> {
    let mut excluded = Vec::new();
    for (other, span) in fields.references("excludes", Kind::Concealment) {
        if other == index {
            let problem = Diagnostic::new(Code::ExcludesItself, format!("{} excludes itself", fields.what()))
                .primary(span, "this is the concealment itself")
                .help("name the concealments that it cannot be combined with; it works both ways");
            fields.cx.report(problem);
        } else {
            excluded.push(ConcealmentIx(other));
        }
    }
    excluded
}
