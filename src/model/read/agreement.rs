//! Reads `[agreement]`.

use super::context::Context;
use super::fields::Fields;
use super::gather::Entries;
use super::names::check_id;
use super::numbers::wrong_type;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entries::{Agreement, Entry};
use crate::model::format::AGREEMENT;
use crate::model::number::Exact;
use crate::source::Span;
use num_traits::Zero;
use toml::de::DeValue;

pub(super) fn read<'t>(entries: &Entries<'t>, cx: &mut Context<'t>) -> Agreement {
    let Some(node) = entries.agreement else {
        let start = Span { file: 0, start: 0, end: 0 };
        cx.report(
            Diagnostic::new(Code::MissingAgreement, "no file has an `[agreement]`")
                .primary(start, "expected an `[agreement]` in this file or its includes")
                .help("add `[agreement]` with an `id` and a `title`"),
        );
        let entry = Entry { id: String::new(), name: None, text: None, source: Vec::new(), span: start };
        let goal = Exact::zero();
        return Agreement { entry, title: None, goal, inspected: None, parties: Vec::new(), sources: Vec::new() };
    };
    let mut fields = Fields::new("the agreement", &AGREEMENT, node, cx);
    if let Some(id) = fields.get("id") {
        match id.value {
            DeValue::String(text) => check_id(text, id.span, fields.cx),
            _ => wrong_type("id", "a string", id, fields.cx),
        }
    }
    let agreement = Agreement {
        entry: fields.entry(),
        title: fields.text("title"),
        goal: fields.exact("goal"),
        inspected: fields.text("inspected"),
        parties: fields.texts("parties"),
        sources: fields.texts("sources"),
    };
    fields.finish();
    agreement
}
