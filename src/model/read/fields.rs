//! The fields of a table: each asked for by its key, the others reported as unknown.

use super::context::{Context, Node, key_span};
use super::names::Kind;
use super::numbers::{Range, exact, interval, whole, wrong_type};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::entries::{Attributes, Entry, Value};
use crate::model::number::{Exact, Interval};
use crate::source::Span;
use std::collections::HashSet;
use toml::de::DeValue;

/// A table whose fields are being read.
pub(super) struct Fields<'c, 't> {
    /// What the readers share.
    pub cx: &'c mut Context<'t>,
    /// The table.
    pub node: Node<'t>,
    what: String,
    asked: Vec<&'static str>,
}

impl<'c, 't> Fields<'c, 't> {
    /// The fields of a table that messages call `what`.
    pub fn new(what: impl Into<String>, node: Node<'t>, cx: &'c mut Context<'t>) -> Self {
        Fields { cx, node, what: what.into(), asked: Vec::with_capacity(24) }
    }

    /// The fields of an entry with an id.
    pub fn of_entry(kind: Kind, node: Node<'t>, cx: &'c mut Context<'t>) -> Self {
        let what = match node.get("id").map(|id| id.value) {
            Some(DeValue::String(id)) => format!("{} {}", kind.word(), quote(id)),
            _ => format!("this {}", kind.word()),
        };
        Fields::new(what, node, cx)
    }

    /// What messages call this table.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The value of a key, if it is there.
    pub fn get(&mut self, key: &'static str) -> Option<Node<'t>> {
        self.asked.push(key);
        self.node.get(key)
    }

    /// The value of a key that has to be there; if it is not, that is reported.
    pub fn require(&mut self, key: &'static str) -> Option<Node<'t>> {
        let value = self.get(key);
        if value.is_none() {
            self.missing(key);
        }
        value
    }

    /// Reports that a key is missing.
    pub fn missing(&mut self, key: &str) {
        let message = format!("{} has no `{key}`", self.what);
        self.cx
            .report(Diagnostic::new(Code::MissingKey, message).primary(self.node.span, format!("`{key}` is missing")));
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        let Some(table) = self.node.table() else {
            return;
        };
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                let near = if matches!(name, "format" | "include") {
                    Some(format!("write `{name}` above the first `[table]`"))
                } else {
                    self.cx.nearest(name, self.asked.iter().copied())
                };
                self.cx.report(
                    Diagnostic::new(Code::UnknownKey, format!("unknown key {} in {}", quote(name), self.what))
                        .primary(key_span(self.node.span.file, key), "not in the format")
                        .maybe_help(near),
                );
            }
        }
    }

    /// What every entry may carry; a wrong or missing id has been reported when ids were gathered.
    pub fn entry(&mut self) -> Entry {
        let id = self.get("id");
        Entry {
            id: id.and_then(string).unwrap_or_default(),
            name: self.text("name"),
            text: self.text("text"),
            source: self.text_or_texts("source"),
            span: id.map_or(self.node.span, |n| n.span),
        }
    }

    /// A string.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        let text = string(value);
        if text.is_none() {
            wrong_type(key, "a string", value, self.cx);
        }
        text
    }

    /// A string or a list of strings.
    fn text_or_texts(&mut self, key: &'static str) -> Vec<String> {
        match self.get(key) {
            Some(value) => match string(value) {
                Some(text) => vec![text],
                None => {
                    strings(key, "a string or a list of strings", value, self.cx).into_iter().map(|(t, _)| t).collect()
                }
            },
            None => Vec::new(),
        }
    }

    /// A list of strings.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        strings(key, "a list of strings", value, self.cx).into_iter().map(|(text, _)| text).collect()
    }

    /// `true` or `false`.
    pub fn truth(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        match value.value {
            DeValue::Boolean(truth) => Some(*truth),
            _ => {
                wrong_type(key, "`true` or `false`", value, self.cx);
                None
            }
        }
    }

    /// One of a list of words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let value = self.get(key)?;
        word(key, value, words, self.cx)
    }

    /// A plain number.
    pub fn exact(&mut self, key: &'static str, range: Range) -> Option<Exact> {
        let value = self.get(key)?;
        exact(key, value, range, self.cx)
    }

    /// A plain whole number, not negative.
    pub fn whole(&mut self, key: &'static str) -> Option<u64> {
        let value = self.get(key)?;
        whole(key, value, 0, self.cx)
    }

    /// A number or an interval.
    pub fn interval(&mut self, key: &'static str, range: Range) -> Option<Interval<Exact>> {
        let value = self.get(key)?;
        interval(key, value, self.cx, |key, node, cx| exact(key, node, range, cx))
    }

    /// A whole number or an interval of whole numbers, at least `least`.
    pub fn count(&mut self, key: &'static str, least: u64) -> Option<Interval<u64>> {
        let value = self.get(key)?;
        interval(key, value, self.cx, |key, node, cx| whole(key, node, least, cx))
    }

    /// The entry that a key refers to.
    pub fn reference(&mut self, key: &'static str, kind: Kind) -> Option<usize> {
        let value = self.get(key)?;
        reference(key, value, kind, self.cx)
    }

    /// The entries that a list refers to, each once, with the places of the references.
    pub fn references(&mut self, key: &'static str, kind: Kind) -> Vec<(usize, Span)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        references(key, value, kind, self.cx)
    }

    /// The entries that a list refers to, each once.
    pub fn places<T>(&mut self, key: &'static str, kind: Kind, place: impl Fn(usize) -> T) -> Vec<T> {
        self.references(key, kind).into_iter().map(|(ix, _)| place(ix)).collect()
    }

    /// A table within this one, if it is there and is a table.
    pub fn table(&mut self, key: &'static str) -> Option<Fields<'_, 't>> {
        let value = self.get(key)?;
        if value.table().is_none() {
            wrong_type(key, "a table", value, self.cx);
            return None;
        }
        let what = format!("`{key}` of {}", self.what);
        Some(Fields::new(what, value, self.cx))
    }

    /// The items of a list, if it is there and is a list.
    pub fn list(&mut self, key: &'static str, expected: &str) -> Vec<Node<'t>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        match value.items() {
            Some(items) => items.collect(),
            None => {
                wrong_type(key, expected, value, self.cx);
                Vec::new()
            }
        }
    }

    /// Attributes by name.
    pub fn attributes(&mut self) -> Attributes {
        let mut attributes = Attributes::new();
        let Some(value) = self.get("attributes") else {
            return attributes;
        };
        let Some(table) = value.table() else {
            wrong_type("attributes", "a table", value, self.cx);
            return attributes;
        };
        for (name, item) in table.iter() {
            let item = super::context::node(value.span.file, item);
            if let Some(item) =
                attribute(&format!("attributes.{}", crate::diagnostic::excerpt(name.get_ref())), item, self.cx)
            {
                attributes.insert(name.get_ref().to_string(), item);
            }
        }
        attributes
    }
}

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
