//! Values of fields: strings, words, attributes, references.

use super::context::{Context, Node};
use super::names::Kind;
use super::numbers::{Range, exact, wrong_type};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::entries::Value;
use crate::source::Span;
use std::collections::HashSet;
use toml::de::DeValue;

/// The string that a node is, if it is one.
pub(super) fn string(node: Node<'_>) -> Option<String> {
    match node.value {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
}

/// The strings of a list with their places; whatever else is in it is reported.
pub(super) fn strings(key: &str, expected: &str, node: Node<'_>, cx: &mut Context<'_>) -> Vec<(String, Span)> {
    let Some(items) = node.items() else {
        wrong_type(key, expected, node, cx);
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in items {
        match string(item) {
            Some(text) => found.push((text, item.span)),
            None => cx.report(
                Diagnostic::new(Code::WrongType, format!("`{key}` must be {expected}, found {} in it", item.kind()))
                    .primary(item.span, format!("found {}", item.kind())),
            ),
        }
    }
    found
}

/// One of a list of words.
pub(super) fn word<T: Copy>(key: &str, node: Node<'_>, words: &[(&'static str, T)], cx: &mut Context<'_>) -> Option<T> {
    let DeValue::String(found) = node.value else {
        wrong_type(key, "a string", node, cx);
        return None;
    };
    let known = words.iter().find(|(word, _)| word == found).map(|(_, meaning)| *meaning);
    if known.is_none() {
        let near = cx.nearest(found, words.iter().map(|(word, _)| *word));
        let all = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        cx.report(
            Diagnostic::new(Code::UnknownWord, format!("unknown `{key}` {}", quote(found)))
                .primary(node.span, "not in the format")
                .maybe_help(near)
                .note(format!("the words are {all}")),
        );
    }
    known
}

/// The value of an attribute.
pub(super) fn attribute(key: &str, node: Node<'_>, cx: &mut Context<'_>) -> Option<Value> {
    match node.value {
        DeValue::String(text) => Some(Value::Text(text.to_string())),
        DeValue::Boolean(truth) => Some(Value::Truth(*truth)),
        DeValue::Integer(_) | DeValue::Float(_) => exact(key, node, Range::Any, cx).map(Value::Number),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
            wrong_type(key, "a string, a number, `true` or `false`", node, cx);
            None
        }
    }
}

/// The entry that a node refers to by its id.
pub(super) fn reference(key: &str, node: Node<'_>, kind: Kind, cx: &mut Context<'_>) -> Option<usize> {
    let DeValue::String(id) = node.value else {
        wrong_type(key, &format!("the id of {}", article(kind)), node, cx);
        return None;
    };
    refer(id, node.span, kind, cx)
}

/// The entry with an id; if there is none, that is reported.
pub(super) fn refer(id: &str, span: Span, kind: Kind, cx: &mut Context<'_>) -> Option<usize> {
    let place = cx.names.refer(kind, id);
    if place.is_none() {
        let near = cx.nearest_id(kind, id);
        let other = Kind::ALL.into_iter().find(|k| *k != kind && cx.names.has(*k, id));
        let label = match other {
            Some(other) => format!("this is {}, not {}", article(other), article(kind)),
            None => format!("no {} has this id", kind.word()),
        };
        cx.report(
            Diagnostic::new(Code::UnknownReference, format!("unknown {} {}", kind.word(), quote(id)))
                .primary(span, label)
                .maybe_help(near),
        );
    }
    place
}

/// The entries that a list refers to, each once.
pub(super) fn references(key: &str, node: Node<'_>, kind: Kind, cx: &mut Context<'_>) -> Vec<(usize, Span)> {
    let expected = format!("a list of ids of {}", plural(kind));
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for (id, span) in strings(key, &expected, node, cx) {
        if let Some(place) = refer(&id, span, kind, cx)
            && seen.insert(place)
        {
            found.push((place, span));
        }
    }
    found
}

fn article(kind: Kind) -> String {
    let word = kind.word();
    let an = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{an} {word}")
}

fn plural(kind: Kind) -> String {
    match kind {
        Kind::Activity => "activities".to_owned(),
        _ => format!("{}s", kind.word()),
    }
}
