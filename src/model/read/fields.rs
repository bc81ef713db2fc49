//! The fields of a table, as [`format`](crate::model::format) lists them: each asked for by its key;
//! a key that is missing although it is required, and keys that are not in the format, are reported.

use super::context::{Context, Node, key_span};
use super::names::Kind;
use super::numbers::{Range, exact, interval, whole, wrong_type};
use super::values::{attribute, reference, references, string, strings, word};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::entries::{Attributes, Entry};
use crate::model::format::{Default, Need, Shape, Table};
use crate::model::number::{Exact, Interval};
use crate::source::Span;
use num_traits::{ToPrimitive, Zero};
use toml::de::DeValue;

/// A table whose fields are being read.
///
/// INVARIANT: its reader asks for every field that the format lists, for no other, and for each by
/// the method of its shape; builds with debug assertions check it.
pub(super) struct Fields<'c, 't> {
    /// What the readers share.
    pub cx: &'c mut Context<'t>,
    /// The table.
    pub node: Node<'t>,
    format: &'static Table,
    what: String,
    /// What stands before its keys in messages.
    prefix: String,
    asked: Vec<&'static str>,
}

impl<'c, 't> Fields<'c, 't> {
    /// The fields of a table that messages call `what`.
    pub fn new(what: impl Into<String>, format: &'static Table, node: Node<'t>, cx: &'c mut Context<'t>) -> Self {
        Fields { cx, node, format, what: what.into(), prefix: String::new(), asked: Vec::with_capacity(24) }
    }

    /// The fields of an entry with an id.
    pub fn of_entry(kind: Kind, node: Node<'t>, cx: &'c mut Context<'t>) -> Self {
        let what = match node.get("id").map(|id| id.value) {
            Some(DeValue::String(id)) => format!("{} {}", kind.word(), quote(id)),
            _ => format!("this {}", kind.word()),
        };
        Fields::new(what, kind.table(), node, cx)
    }

    /// What messages call this table.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What messages call a key of this table.
    fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// The value of a key, if it is there; if it is missing and required, that is reported.
    pub fn get(&mut self, key: &'static str) -> Option<Node<'t>> {
        let value = self.peek(key);
        if value.is_none() && self.need(key) == Need::Required {
            let message = format!("{} has no `{key}`", self.what);
            self.cx.report(
                Diagnostic::new(Code::MissingKey, message).primary(self.node.span, format!("`{key}` is missing")),
            );
        }
        value
    }

    /// The value of a key, if it is there.
    fn peek(&mut self, key: &'static str) -> Option<Node<'t>> {
        debug_assert!(self.format.field(key).is_some(), "`{key}` of {} is not in the format", self.format.name);
        self.asked.push(key);
        self.node.get(key)
    }

    fn shape(&self, key: &str) -> Option<Shape> {
        self.format.field(key).map(|field| field.shape)
    }

    fn need(&self, key: &str) -> Need {
        self.format.field(key).map_or(Need::Optional, |field| field.need)
    }

    /// Within which range a number lies.
    fn range(&self, key: &str) -> Range {
        let range = match self.shape(key) {
            Some(Shape::Number(range) | Shape::Interval(range)) => Some(range),
            _ => None,
        };
        debug_assert!(range.is_some(), "`{key}` of {} is no number in the format", self.format.name);
        range.unwrap_or(Range::Any)
    }

    /// The least that a whole number can be.
    fn least(&self, key: &str) -> u64 {
        let least = match self.shape(key) {
            Some(Shape::Whole(least) | Shape::Count(least)) => Some(least),
            _ => None,
        };
        debug_assert!(least.is_some(), "`{key}` of {} is no whole number in the format", self.format.name);
        least.unwrap_or(0)
    }

    /// The number that stands in for a key that is missing or wrong.
    fn default(&self, key: &str) -> Exact {
        match self.need(key) {
            Need::Or(Default::Number(above, below)) => Exact::new(above.into(), below.into()),
            _ => Exact::zero(),
        }
    }

    /// The same as a whole number, not below what is permitted.
    fn default_whole(&self, key: &str) -> u64 {
        self.default(key).to_integer().to_u64().unwrap_or(0).max(self.least(key))
    }

    /// Reports the keys that are not in the format.
    pub fn finish(self) {
        debug_assert!(
            self.format.keys().all(|key| self.asked.contains(&key)),
            "{} reads {:?} only",
            self.format.name,
            self.asked
        );
        let Some(table) = self.node.table() else {
            return;
        };
        for key in table.keys() {
            let name: &str = key.get_ref();
            if self.format.field(name).is_none() {
                let near = if matches!(name, "format" | "include") {
                    Some(format!("write `{name}` above the first `[table]`"))
                } else {
                    self.cx.nearest(name, self.format.keys())
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
        let id = self.peek("id");
        Entry {
            id: id.and_then(string).unwrap_or_default(),
            name: self.text("name"),
            text: self.text("text"),
            source: self.text_or_texts("source"),
            span: id.map_or(self.node.span, |n| n.span),
        }
    }

    /// What an entry without an id may carry.
    pub fn notes(&mut self) {
        self.text("name");
        self.text("text");
        self.text_or_texts("source");
    }

    /// A string.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        let text = string(value);
        if text.is_none() {
            wrong_type(&self.name(key), "a string", value, self.cx);
        }
        text
    }

    /// A string or a list of strings.
    fn text_or_texts(&mut self, key: &'static str) -> Vec<String> {
        match self.get(key) {
            Some(value) => match string(value) {
                Some(text) => vec![text],
                None => {
                    let expected = "a string or a list of strings";
                    strings(&self.name(key), expected, value, self.cx).into_iter().map(|(t, _)| t).collect()
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
        strings(&self.name(key), "a list of strings", value, self.cx).into_iter().map(|(text, _)| text).collect()
    }

    /// `true` or `false`, or what stands in for it.
    pub fn truth(&mut self, key: &'static str) -> bool {
        let default = self.need(key) == Need::Or(Default::Truth(true));
        let Some(value) = self.get(key) else {
            return default;
        };
        match value.value {
            DeValue::Boolean(truth) => *truth,
            _ => {
                wrong_type(&self.name(key), "`true` or `false`", value, self.cx);
                default
            }
        }
    }

    /// One of a list of words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        debug_assert!(
            matches!(self.shape(key), Some(Shape::Word(list)) if list.list().iter().eq(words.iter().map(|(w, _)| w))),
            "`{key}` of {} has other words in the format",
            self.format.name
        );
        let value = self.get(key)?;
        word(&self.name(key), value, words, self.cx)
    }

    /// A plain number, if it is there.
    pub fn maybe_exact(&mut self, key: &'static str) -> Option<Exact> {
        let range = self.range(key);
        let value = self.get(key)?;
        exact(&self.name(key), value, range, self.cx)
    }

    /// A plain number, or what stands in for it.
    pub fn exact(&mut self, key: &'static str) -> Exact {
        self.maybe_exact(key).unwrap_or_else(|| self.default(key))
    }

    /// A plain whole number, if it is there.
    pub fn maybe_whole(&mut self, key: &'static str) -> Option<u64> {
        let least = self.least(key);
        let value = self.get(key)?;
        whole(&self.name(key), value, least, u64::MAX, self.cx)
    }

    /// A plain whole number, or what stands in for it.
    pub fn whole(&mut self, key: &'static str) -> u64 {
        self.maybe_whole(key).unwrap_or_else(|| self.default_whole(key))
    }

    /// A number or an interval, or what stands in for it.
    pub fn interval(&mut self, key: &'static str) -> Interval<Exact> {
        let range = self.range(key);
        let name = self.name(key);
        let value = self.get(key);
        let read = value.and_then(|v| interval(&name, v, self.cx, |key, node, cx| exact(key, node, range, cx)));
        read.unwrap_or_else(|| Interval::of(self.default(key)))
    }

    /// A whole number or an interval of whole numbers, if it is there.
    pub fn maybe_count(&mut self, key: &'static str) -> Option<Interval<u64>> {
        let least = self.least(key);
        let most = self.format.field(key).map_or(u64::MAX, |field| field.most());
        let value = self.get(key)?;
        interval(&self.name(key), value, self.cx, |key, node, cx| whole(key, node, least, most, cx))
    }

    /// A whole number or an interval of whole numbers, or what stands in for it.
    pub fn count(&mut self, key: &'static str) -> Interval<u64> {
        self.maybe_count(key).unwrap_or_else(|| Interval::of(self.default_whole(key)))
    }

    /// The entry that a key refers to.
    pub fn reference(&mut self, key: &'static str, kind: Kind) -> Option<usize> {
        debug_assert!(
            matches!(self.shape(key), Some(Shape::Reference(k)) if k == kind),
            "`{key}` of {} refers to another kind in the format",
            self.format.name
        );
        let value = self.get(key)?;
        reference(&self.name(key), value, kind, self.cx)
    }

    /// The entries that a list refers to, each once, with the places of the references.
    pub fn references(&mut self, key: &'static str, kind: Kind) -> Vec<(usize, Span)> {
        debug_assert!(
            matches!(self.shape(key), Some(Shape::References(k)) if k == kind),
            "`{key}` of {} refers to another kind in the format",
            self.format.name
        );
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        references(&self.name(key), value, kind, self.cx)
    }

    /// The entries that a list refers to, each once.
    pub fn places<T>(&mut self, key: &'static str, kind: Kind, place: impl Fn(usize) -> T) -> Vec<T> {
        self.references(key, kind).into_iter().map(|(ix, _)| place(ix)).collect()
    }

    /// A table within this one, if it is there and is a table.
    pub fn table(&mut self, key: &'static str) -> Option<Fields<'_, 't>> {
        let format = match self.shape(key) {
            Some(Shape::Table(format)) => Some(format),
            _ => None,
        };
        debug_assert!(format.is_some(), "`{key}` of {} is no table in the format", self.format.name);
        let format = format?;
        let value = self.get(key)?;
        if value.table().is_none() {
            wrong_type(&self.name(key), "a table", value, self.cx);
            return None;
        }
        let (what, prefix) = (format!("`{key}` of {}", self.what), format!("{}.", self.name(key)));
        Some(Fields { prefix, ..Fields::new(what, format, value, self.cx) })
    }

    /// The items of a list, if it is there and is a list.
    pub fn list(&mut self, key: &'static str, expected: &str) -> Vec<Node<'t>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        match value.items() {
            Some(items) => items.collect(),
            None => {
                wrong_type(&self.name(key), expected, value, self.cx);
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
