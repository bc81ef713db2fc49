//! Reads `[[expect]]`.

use super::context::{Context, Node};
use super::fields::Fields;
use super::names::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::{Expect, Verdict};
use crate::model::format::{EXPECT, verdicts_at_an_end};
use crate::model::ids::{ActivityIx, ObligationIx};
use crate::model::number::Exact;

pub(super) fn read<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Expect {
    let mut fields = Fields::new("this expectation", &EXPECT, node, cx);
    let ends = verdicts_at_an_end();
    fields.notes();
    let obligation = fields.reference("obligation", Kind::Obligation);
    let (at_least, at_most) = confidence(&mut fields);
    let expect = Expect {
        obligation: ObligationIx(obligation.unwrap_or(0)),
        verdict: fields.word("verdict", &Verdict::WORDS),
        adverse: fields.word("adverse", &ends),
        favourable: fields.word("favourable", &ends),
        at_least,
        at_most,
        evasion_uses: fields.places("evasion_uses", Kind::Activity, ActivityIx),
        span: node.span,
    };
    fields.finish();
    expect
}

fn confidence(fields: &mut Fields<'_, '_>) -> (Option<Exact>, Option<Exact>) {
    let Some(mut table) = fields.table("confidence") else {
        return (None, None);
    };
    let bounds = (table.maybe_exact("at_least"), table.maybe_exact("at_most"));
    if let (Some(least), Some(most)) = &bounds
        && least > most
    {
        let problem = Diagnostic::new(Code::LowAboveHigh, "`confidence` has `at_least` above `at_most`")
            .primary(table.node.span, "no confidence lies between them")
            .help("swap them");
        table.cx.report(problem);
    }
    table.finish();
    bounds
}
