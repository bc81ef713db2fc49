//! Reads `[[expect]]`.

use super::context::{Context, Node};
use super::fields::{Fields, reference, word};
use super::names::Kind;
use super::numbers::Range;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::{Expect, Verdict};
use crate::model::ids::{ActivityIx, ObligationIx};
use crate::model::number::Exact;

pub(super) fn read<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Expect {
    let mut fields = Fields::new("this expectation", node, cx);
    // At one end a verdict cannot be `contingent`: that is what two different ends make.
    let ends: Vec<(&'static str, Verdict)> =
        Verdict::WORDS.into_iter().filter(|(_, v)| *v != Verdict::Contingent).collect();
    for key in ["name", "text"] {
        fields.text(key);
    }
    fields.get("source");
    let obligation = fields.require("obligation").and_then(|n| reference("obligation", n, Kind::Obligation, fields.cx));
    let (at_least, at_most) = confidence(&mut fields);
    let expect = Expect {
        obligation: ObligationIx(obligation.unwrap_or(0)),
        verdict: fields.get("verdict").and_then(|n| word("verdict", n, &Verdict::WORDS, fields.cx)),
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
    let bounds = (table.exact("at_least", Range::Probability), table.exact("at_most", Range::Probability));
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
