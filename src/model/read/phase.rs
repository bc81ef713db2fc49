//! Reads `[[phase]]`.

use super::context::{Context, Drop, Node};
use super::fields::Fields;
use super::gather::Entries;
use super::names::{Kind, check_id};
use super::numbers::wrong_type;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::entries::{Phase, Reward, Tolerance};
use crate::model::format::REWARD;
use crate::model::ids::{MeasureIx, ObligationIx};
use crate::source::Span;
use toml::de::DeValue;

/// The most months that all phases may last together.
pub(super) const HORIZON: u64 = 1200;

/// Reads all phases; at least one, and together no longer than [`HORIZON`].
pub(super) fn read_all<'t>(entries: &Entries<'t>, cx: &mut Context<'t>) -> Vec<Phase> {
    let mut phases = Vec::new();
    let mut months = 0u64;
    let mut over = false;
    for node in entries.of(Kind::Phase) {
        let phase = read(phases.len(), node, cx);
        months = months.saturating_add(phase.months);
        if months > HORIZON && !over {
            over = true;
            let span = node.get("months").map_or(node.span, |n| n.span);
            cx.report(
                Diagnostic::new(
                    Code::HorizonTooLong,
                    format!("the phases last {months} months together, more than {HORIZON}"),
                )
                .primary(span, format!("month {months}"))
                .help("shorten the phases; a hundred years is the longest horizon"),
            );
        }
        phases.push(phase);
    }
    if phases.is_empty() {
        let problem = Diagnostic::new(Code::NoPhase, "no file has a `[[phase]]`");
        let place = entries.agreement.map_or(Span { file: 0, start: 0, end: 0 }, |agreement| agreement.span);
        let problem = problem.primary(place, "an agreement has at least one phase");
        cx.report(
            problem.help("add `[[phase]]` with an `id`, its `months`, and the `obligations` and `measures` in force"),
        );
    }
    phases
}

/// Reads the phase at a place among the phases.
fn read<'t>(index: usize, node: Node<'t>, cx: &mut Context<'t>) -> Phase {
    let mut fields = Fields::of_entry(Kind::Phase, node, cx);
    let phase = Phase {
        entry: fields.entry(),
        title: fields.text("title"),
        months: fields.whole("months"),
        obligations: fields.places("obligations", Kind::Obligation, ObligationIx),
        measures: fields.places("measures", Kind::Measure, MeasureIx),
        drops_obligations: drops(index, &mut fields, "drops_obligations", Kind::Obligation)
            .into_iter()
            .map(ObligationIx)
            .collect(),
        drops_measures: drops(index, &mut fields, "drops_measures", Kind::Measure).into_iter().map(MeasureIx).collect(),
        tolerance: tolerance(&mut fields),
        gate: fields.places("gate", Kind::Obligation, ObligationIx),
        rewards: rewards(&mut fields),
    };
    fields.finish();
    phase
}

/// What a phase drops; the places of the words are kept for warnings.
fn drops(phase: usize, fields: &mut Fields<'_, '_>, key: &'static str, kind: Kind) -> Vec<usize> {
    let dropped = fields.references(key, kind);
    fields.cx.drops.extend(dropped.iter().map(|(index, span)| Drop { phase, kind, index: *index, span: *span }));
    dropped.into_iter().map(|(index, _)| index).collect()
}

fn tolerance(fields: &mut Fields<'_, '_>) -> Option<Tolerance> {
    let mut table = fields.table("tolerance")?;
    let tolerance = Tolerance { each: table.maybe_exact("each"), total: table.maybe_exact("total") };
    table.finish();
    Some(tolerance)
}

fn rewards(fields: &mut Fields<'_, '_>) -> Vec<Reward> {
    let mut found = Vec::new();
    for node in fields.list("rewards", "a list of tables") {
        if node.table().is_none() {
            fields.cx.report(
                Diagnostic::new(
                    Code::WrongType,
                    format!("`rewards` must be a list of tables, found {} in it", node.kind()),
                )
                .primary(node.span, format!("found {}", node.kind()))
                .help("write `{ id = \"...\", value = 1, unit = \"...\" }`"),
            );
            continue;
        }
        found.push(reward(node, fields.cx));
    }
    found
}

fn reward<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Reward {
    let what = match node.get("id").map(|id| id.value) {
        Some(DeValue::String(id)) => format!("reward {}", quote(id)),
        _ => "this reward".to_owned(),
    };
    let mut fields = Fields::new(what, &REWARD, node, cx);
    if let Some(id) = fields.get("id") {
        match id.value {
            DeValue::String(text) => define(text, id.span, fields.cx),
            _ => wrong_type("id", "a string", id, fields.cx),
        }
    }
    let listed = fields.node.get("verified").is_some();
    let verified = fields.places("verified", Kind::Obligation, ObligationIx);
    let reward = Reward {
        entry: fields.entry(),
        value: fields.exact("value"),
        unit: fields.text("unit"),
        reversible: fields.truth("reversible"),
        after_months: fields.whole("after_months"),
        verified: listed.then_some(verified),
    };
    fields.finish();
    reward
}

fn define(id: &str, span: Span, cx: &mut Context<'_>) {
    check_id(id, span, cx);
    match cx.rewards.get(id).copied() {
        Some(first) => cx.report(
            Diagnostic::new(Code::DuplicateId, format!("the reward {} is defined twice", quote(id)))
                .primary(span, "defined again here")
                .secondary(first, "defined here")
                .help("give one of them another id"),
        ),
        None => {
            cx.rewards.insert(id.to_owned(), span);
        }
    }
}
