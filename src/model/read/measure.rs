//! Reads `[[measure]]`.

use super::context::{Context, Node};
use super::fields::Fields;
use super::names::Kind;
use super::selectors::activity_selector;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::{Detects, Family, Measure};
use crate::model::format::ROW;
use crate::model::ids::{MeasureIx, SignatureIx};
use crate::model::selector::ActivitySelector;

pub(super) fn read<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Measure {
    let mut fields = Fields::of_entry(Kind::Measure, node, cx);
    let family = fields.word("family", &Family::WORDS);
    let measure = Measure {
        entry: fields.entry(),
        family: family.unwrap_or(Family::Other),
        detects: detects(&mut fields),
        coverage: fields.interval("coverage"),
        invoked: fields.interval("invoked"),
        cued_by: fields.places("cued_by", Kind::Measure, MeasureIx),
        latency_months: fields.count("latency_months"),
        notice_days: fields.count("notice_days"),
        common_cause: fields.text("common_cause"),
        consent: fields.truth("consent"),
        intrusiveness: fields.exact("intrusiveness"),
        cost_per_year: fields.exact("cost_per_year"),
        false_alarms_per_year: fields.exact("false_alarms_per_year"),
    };
    fields.finish();
    measure
}

fn detects(fields: &mut Fields<'_, '_>) -> Vec<Detects> {
    let what = fields.what().to_owned();
    let mut rows = Vec::new();
    for node in fields.list("detects", "a list of tables") {
        if node.table().is_none() {
            fields.cx.report(
                Diagnostic::new(
                    Code::WrongType,
                    format!("`detects` must be a list of tables, found {} in it", node.kind()),
                )
                .primary(node.span, format!("found {}", node.kind()))
                .help("write `{ signature = \"...\", probability = 0.9 }`"),
            );
            continue;
        }
        let mut row = Fields::new(format!("a row of {what}"), &ROW, node, fields.cx);
        let signature = row.reference("signature", Kind::Signature);
        let probability = row.interval("probability");
        let place = match row.get("where") {
            Some(node) => activity_selector("where", node, row.cx),
            None => ActivitySelector::all(),
        };
        let discriminates = row.interval("discriminates");
        row.finish();
        rows.push(Detects {
            signature: SignatureIx(signature.unwrap_or(0)),
            probability,
            place,
            discriminates,
            span: node.span,
        });
    }
    rows
}
