//! Reads `[[obligation]]`.

use super::context::{Context, Node};
use super::fields::Fields;
use super::names::Kind;
use super::selectors::activity_selectors;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::{Duty, Obligation};
use crate::model::ids::HoldingIx;

pub(super) fn read<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Obligation {
    let mut fields = Fields::of_entry(Kind::Obligation, node, cx);
    let obligation = Obligation {
        entry: fields.entry(),
        article: fields.text("article"),
        duty: duty(&mut fields),
        significant: fields.whole("significant"),
        usable_after_months: fields.count("usable_after_months"),
        response_months: fields.count("response_months"),
        goal: fields.maybe_exact("goal"),
        interests: fields.texts("interests"),
    };
    fields.finish();
    obligation
}

/// What it prohibits or limits: one of the two.
fn duty(fields: &mut Fields<'_, '_>) -> Duty {
    let places = (fields.node.get("prohibits"), fields.node.get("limits"));
    let prohibits = activity_selectors(fields, "prohibits");
    let limits = limits(fields);
    let help = "write `prohibits = [{ conduct = \"...\" }]` or `limits = { holding = \"...\", at_most = 0 }`";
    match places {
        (Some(first), Some(second)) => {
            let (first, second) = if first.span.start < second.span.start { (first, second) } else { (second, first) };
            let problem =
                Diagnostic::new(Code::ProhibitsOrLimits, format!("{} both prohibits and limits", fields.what()))
                    .primary(second.span, "and this")
                    .secondary(first.span, "this")
                    .help("make two obligations of it");
            fields.cx.report(problem);
        }
        (None, None) => {
            let problem =
                Diagnostic::new(Code::ProhibitsOrLimits, format!("{} neither prohibits nor limits", fields.what()))
                    .primary(fields.node.span, "`prohibits` or `limits` is missing")
                    .help(help);
            fields.cx.report(problem);
        }
        _ => {}
    }
    limits.unwrap_or(Duty::Prohibits(prohibits))
}

fn limits(fields: &mut Fields<'_, '_>) -> Option<Duty> {
    let mut table = fields.table("limits")?;
    let holding = table.reference("holding", Kind::Holding);
    let at_most = table.whole("at_most");
    table.finish();
    Some(Duty::Limits { holding: HoldingIx(holding.unwrap_or(0)), at_most })
}
