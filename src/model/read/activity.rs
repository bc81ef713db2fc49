//! Reads `[[activity]]`.

use super::amounts::amounts;
use super::context::{Context, Node, key_span};
use super::fields::Fields;
use super::names::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::{Activity, Preparation, Rate};
use crate::model::ids::{AssumptionIx, HoldingIx, SignatureIx};
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
        units: fields.count("units"),
        rate: rate(&mut fields),
        total: fields.maybe_count("total"),
        signatures: fields.places("signatures", Kind::Signature, SignatureIx),
        preparation: preparation(&mut fields),
        cost: fields.interval("cost"),
    };
    fields.finish();
    activity
}

/// How often: one of two keys, or once a month.
fn rate(fields: &mut Fields<'_, '_>) -> Rate {
    let per_month = fields.count("max_per_month");
    let between = fields.maybe_count("min_months_between");
    let places = (key_place(fields, "max_per_month"), key_place(fields, "min_months_between"));
    if let (Some(first), Some(second)) = places {
        let (first, second) = if first.start < second.start { (first, second) } else { (second, first) };
        let problem = Diagnostic::new(Code::TwoRates, format!("{} states its rate twice", fields.what()))
            .primary(second, "stated again here")
            .secondary(first, "stated here")
            .help("keep `max_per_month` or `min_months_between`");
        fields.cx.report(problem);
    }
    match between {
        Some(between) => Rate::MonthsBetween(between),
        None => Rate::PerMonth(per_month),
    }
}

fn key_place(fields: &Fields<'_, '_>, key: &str) -> Option<Span> {
    let (key, _) = fields.node.table()?.get_key_value(key)?;
    Some(key_span(fields.node.span.file, key))
}

fn preparation(fields: &mut Fields<'_, '_>) -> Option<Preparation> {
    let mut table = fields.table("preparation")?;
    let months = table.count("months");
    let signatures = table.places("signatures", Kind::Signature, SignatureIx);
    table.finish();
    Some(Preparation { months, signatures })
}
