//! Reads the kinds of entries with few fields: assumptions, signatures, interests.

use super::context::{Context, Node};
use super::fields::Fields;
use super::names::Kind;
use super::numbers::wrong_type;
use super::selectors::activity_selectors;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::entries::{Assumption, Holds, Interest, Signature};
use toml::de::DeValue;

/// Reads an assumption.
pub(super) fn assumption<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Assumption {
    let mut fields = Fields::of_entry(Kind::Assumption, node, cx);
    let entry = fields.entry();
    let holds = match fields.get("holds") {
        Some(value) => match value.value {
            DeValue::Boolean(true) => Holds::True,
            DeValue::Boolean(false) => Holds::False,
            DeValue::String(word) if word == "unknown" => Holds::Unknown,
            DeValue::String(word) => {
                let near = fields.cx.nearest(word, ["unknown"]);
                let unquoted =
                    matches!(word.as_ref(), "true" | "false").then(|| format!("write `holds = {word}` without quotes"));
                fields.cx.report(
                    Diagnostic::new(Code::UnknownWord, format!("unknown `holds` {}", quote(word)))
                        .primary(value.span, "expected `true`, `false` or `\"unknown\"`")
                        .maybe_help(unquoted.or(near)),
                );
                Holds::Unknown
            }
            _ => {
                wrong_type("holds", "`true`, `false` or `\"unknown\"`", value, fields.cx);
                Holds::Unknown
            }
        },
        None => Holds::Unknown,
    };
    fields.finish();
    Assumption { entry, holds }
}

/// Reads a signature.
pub(super) fn signature<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Signature {
    let mut fields = Fields::of_entry(Kind::Signature, node, cx);
    let signature = Signature { entry: fields.entry() };
    fields.finish();
    signature
}

/// Reads an interest.
pub(super) fn interest<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Interest {
    let mut fields = Fields::of_entry(Kind::Interest, node, cx);
    let interest = Interest {
        entry: fields.entry(),
        party: fields.text("party"),
        concerns: activity_selectors(&mut fields, "concerns"),
    };
    fields.finish();
    interest
}
