//! Reads `[[measure]]`.

use super::context::{Context, Node};
use super::fields::{Fields, word};
use super::names::Kind;
use super::numbers::{Range, exact, interval};
use super::selectors::activity_selector;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::{Detects, Family, Measure};
use crate::model::ids::{MeasureIx, SignatureIx};
use crate::model::number::{Exact, Interval};
use crate::model::selector::ActivitySelector;
use num_traits::{One, Zero};

pub(super) fn read<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Measure {
    let mut fields = Fields::of_entry(Kind::Measure, node, cx);
    let family = fields.require("family").and_then(|n| word("family", n, &Family::WORDS, fields.cx));
    let measure = Measure {
        entry: fields.entry(),
        family: family.unwrap_or(Family::Other),
        detects: detects(&mut fields),
        coverage: fields.interval("coverage", Range::Probability).unwrap_or(Interval::of(Exact::one())),
        invoked: fields.interval("invoked", Range::Probability).unwrap_or(Interval::of(Exact::one())),
        cued_by: fields.places("cued_by", Kind::Measure, MeasureIx),
        latency_months: fields.count("latency_months", 0).unwrap_or(Interval::of(0)),
        notice_days: fields.count("notice_days", 0).unwrap_or(Interval::of(0)),
        common_cause: fields.text("common_cause"),
        consent: fields.truth("consent").unwrap_or(false),
        intrusiveness: fields.exact("intrusiveness", Range::NotNegative).unwrap_or_else(Exact::zero),
        cost_per_year: fields.exact("cost_per_year", Range::NotNegative).unwrap_or_else(Exact::zero),
        false_alarms_per_year: fields.exact("false_alarms_per_year", Range::NotNegative).unwrap_or_else(Exact::zero),
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
        let mut row = Fields::new(format!("a row of {what}"), node, fields.cx);
        let signature =
            row.require("signature").and_then(|n| super::fields::reference("signature", n, Kind::Signature, row.cx));
        let probability = row
            .require("probability")
            .and_then(|n| interval("probability", n, row.cx, |key, node, cx| exact(key, node, Range::Probability, cx)));
        let place = match row.get("where") {
            Some(node) => activity_selector("where", node, row.cx),
            None => ActivitySelector::all(),
        };
        let discriminates = row.interval("discriminates", Range::Probability).unwrap_or(Interval::of(Exact::zero()));
        row.finish();
        rows.push(Detects {
            signature: SignatureIx(signature.unwrap_or(0)),
            probability: probability.unwrap_or(Interval::of(Exact::zero())),
            place,
            discriminates,
            span: node.span,
        });
    }
    rows
}
