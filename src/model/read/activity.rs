//! Reads `[[activity]]`.

use super::amounts::amounts;
use super::context::{Context, Node, key_span};
use super::fields::Fields;
use super::names::Kind;
use super::numbers::{Range, interval, whole};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::{Activity, Preparation, Rate};
use crate::model::ids::{AssumptionIx, HoldingIx, SignatureIx};
use crate::model::number::{Exact, Interval};
use crate::source::Span;

pub(super) fn read<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Activity {
    let mut fields = Fields::of_entry(Kind::Activity, node, cx);
    let activity = Activity {
        entry: fields.entry(),
        condition: fields.reference("if", Kind::Assumption).map(AssumptionIx),
        conduct: fields.text("conduct"),
        of: fields.reference("of", Kind::Holding).map(HoldingIx),
        site: fields.text("site"),
        channel: fields.text("channel"),
        attributes: fields.attributes(),
        uses: amounts(&mut fields, "uses"),
        makes: amounts(&mut fields, "makes"),
        needs: amounts(&mut fields, "needs"),
        units: fields.count("units", 0).unwrap_or(Interval::of(1)),
        rate: rate(&mut fields),
        total: fields.count("total", 0),
        signatures: fields.places("signatures", Kind::Signature, SignatureIx),
        preparation: preparation(&mut fields),
        cost: fields.interval("cost", Range::NotNegative).unwrap_or(Interval::of(Exact::from_integer(0.into()))),
    };
    fields.finish();
    activity
}

/// How often: one of two keys, or once a month.
fn rate(fields: &mut Fields<'_, '_>) -> Rate {
    let per_month = fields.count("max_per_month", 0);
    let between = fields.count("min_months_between", 1);
    let places = (key_place(fields, "max_per_month"), key_place(fields, "min_months_between"));
    if let (Some(first), Some(second)) = places {
        let (first, second) = if first.start < second.start { (first, second) } else { (second, first) };
        let problem = Diagnostic::new(Code::TwoRates, format!("{} states its rate twice", fields.what()))
            .primary(second, "stated again here")
            .secondary(first, "stated here")
            .help("keep `max_per_month` or `min_months_between`");
        fields.cx.report(problem);
    }
    match (per_month, between) {
        (_, Some(between)) => Rate::MonthsBetween(between),
        (Some(per_month), None) => Rate::PerMonth(per_month),
        (None, None) => Rate::PerMonth(Interval::of(1)),
    }
}

fn key_place(fields: &Fields<'_, '_>, key: &str) -> Option<Span> {
    let (key, _) = fields.node.table()?.get_key_value(key)?;
    Some(key_span(fields.node.span.file, key))
}

fn preparation(fields: &mut Fields<'_, '_>) -> Option<Preparation> {
    let mut table = fields.table("preparation")?;
    let months = table.require("months");
    let months =
        months.and_then(|n| interval("preparation.months", n, table.cx, |key, node, cx| whole(key, node, 0, cx)));
    let signatures = table.places("signatures", Kind::Signature, SignatureIx);
    table.finish();
    Some(Preparation { months: months?, signatures })
}
