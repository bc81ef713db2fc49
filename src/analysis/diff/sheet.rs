//! A sheet: the entries of a draft as they are written, with the place of every value, for comparing
//! two drafts term by term and for taking single changes back.

use super::number;
use crate::source::{SourceSet, Span};
use std::fmt::Write as _;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The kinds of entries, in the order of the format.
pub const KINDS: [&str; 11] = [
    "agreement",
    "assumption",
    "signature",
    "holding",
    "activity",
    "concealment",
    "measure",
    "obligation",
    "interest",
    "phase",
    "expect",
];

/// A value as it is written.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Value {
    /// A string, by what it says.
    Text(String),
    /// A number, `true`, `false` or a date, as written.
    Word(String),
    /// A list.
    List(Vec<Node>),
    /// A table, its keys in file order.
    Table(Vec<(String, Node)>),
}

/// An entry.
#[derive(Debug, Clone)]
pub struct Item {
    /// The place of its kind in [`KINDS`].
    pub kind: usize,
    /// Its id; of an expectation, its obligation and which of those it is.
    pub id: String,
    /// Where the id stands.
    pub span: Span,
    /// Its keys but for the id, in file order.
    pub keys: Vec<(String, Node)>,
    /// The id that it has in its file, if it goes by that of another draft.
    pub alias_of: Option<String>,
}

impl Item {
    /// The word for its kind.
    pub fn kind(&self) -> &'static str {
        KINDS.get(self.kind).copied().unwrap_or("entry")
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.keys.iter().find(|(k, _)| k == key).map(|(_, node)| node)
    }
}

/// All entries of a draft, kind by kind in file order.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The entries.
    pub items: Vec<Item>,
}

impl Sheet {
    /// The entries of files that were read without an error.
    pub fn of(sources: &SourceSet) -> Sheet {
        let mut items: Vec<Item> = Vec::new();
        for file in &sources.order {
            let Some(text) = sources.files.get(*file).map(|f| f.text.as_str()) else { continue };
            let (table, _) = DeTable::parse_recoverable(text);
            let reader = Reader { file: *file, text };
            for (key, value) in table.get_ref().iter() {
                let Some(kind) = KINDS.iter().position(|k| k == key.get_ref()) else { continue };
                match value.get_ref() {
                    DeValue::Array(list) => {
                        items.extend(list.iter().map(|entry| reader.item(kind, entry.get_ref(), entry.span())));
                    }
                    entry => items.push(reader.item(kind, entry, value.span())),
                }
            }
        }
        items.sort_by_key(|i| i.kind);
        number_expectations(&mut items);
        Sheet { items }
    }

    /// The entry of a kind with an id.
    pub fn find(&self, kind: usize, id: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.kind == kind && i.id == id)
    }

    /// The entries of a kind.
    pub fn of_kind(&self, kind: usize) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |i| i.kind == kind)
    }

    /// Lets phases that only have another id go by that of `other`: those that have no counterpart,
    /// in order, if there are as many in both.
    pub fn align_phases(&mut self, other: &Sheet) {
        let Some(kind) = KINDS.iter().position(|k| *k == "phase") else { return };
        let theirs: Vec<&Item> = other.of_kind(kind).filter(|i| self.find(kind, &i.id).is_none()).collect();
        let is_stranger = |item: &Item| item.kind == kind && other.find(kind, &item.id).is_none();
        let ours: Vec<usize> = (0..self.items.len()).filter(|p| self.items.get(*p).is_some_and(is_stranger)).collect();
        if ours.len() != theirs.len() {
            return;
        }
        for (place, counterpart) in ours.into_iter().zip(theirs) {
            if let Some(item) = self.items.get_mut(place) {
                item.alias_of = Some(std::mem::replace(&mut item.id, counterpart.id.clone()));
            }
        }
    }

    /// The entries written out as one file.
    pub fn written(&self) -> String {
        let mut out = String::from("format = 1\n");
        for item in &self.items {
            let _ = match item.kind() {
                "agreement" => writeln!(out, "\n[agreement]"),
                kind => writeln!(out, "\n[[{kind}]]"),
            };
            if item.kind() != "expect" {
                let _ = writeln!(out, "id = {}", quoted(&item.id));
            }
            for (key, node) in &item.keys {
                let _ = writeln!(out, "{} = {}", key_text(key), written(node));
            }
        }
        out
    }
}

/// An expectation has no id: it is known by its obligation, and the second of an obligation as such.
fn number_expectations(items: &mut [Item]) {
    let mut seen: Vec<(String, usize)> = Vec::new();
    for item in items.iter_mut().filter(|i| i.kind() == "expect") {
        let obligation = match item.get("obligation").map(|n| &n.value) {
            Some(Value::Text(id)) => id.clone(),
            _ => String::new(),
        };
        let nth = match seen.iter_mut().find(|(id, _)| *id == obligation) {
            Some((_, nth)) => {
                *nth += 1;
                *nth
            }
            None => {
                seen.push((obligation.clone(), 1));
                1
            }
        };
        item.id = if nth == 1 { obligation } else { format!("{obligation}, {nth}") };
    }
}

struct Reader<'t> {
    file: usize,
    text: &'t str,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span { file: self.file, start: range.start, end: range.end }
    }

    fn item(&self, kind: usize, entry: &DeValue<'_>, range: Range<usize>) -> Item {
        let mut item = Item { kind, id: String::new(), span: self.span(range), keys: Vec::new(), alias_of: None };
        let DeValue::Table(table) = entry else { return item };
        for (key, value) in table.iter() {
            let name: &str = key.get_ref();
            match value.get_ref() {
                DeValue::String(id) if name == "id" => {
                    item.id = id.to_string();
                    item.span = self.span(value.span());
                }
                value_here => {
                    let node = self.node(value_here, value.span());
                    item.keys.push((name.to_owned(), node));
                }
            }
        }
        item
    }

    fn node(&self, value: &DeValue<'_>, range: Range<usize>) -> Node {
        let here = match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Array(list) => Value::List(list.iter().map(|v| self.node(v.get_ref(), v.span())).collect()),
            DeValue::Table(table) => Value::Table(
                table
                    .iter()
                    .map(|(key, v)| {
                        let name: &str = key.get_ref();
                        (name.to_owned(), self.node(v.get_ref(), v.span()))
                    })
                    .collect(),
            ),
            _ => Value::Word(self.text.get(range.clone()).unwrap_or_default().to_owned()),
        };
        Node { value: here, span: self.span(range) }
    }
}

impl Node {
    /// The strings of a list of strings.
    pub fn texts(&self) -> Vec<&str> {
        match &self.value {
            Value::List(list) => list.iter().filter_map(text_of).collect(),
            _ => text_of(self).into_iter().collect(),
        }
    }

    /// Where a string stands in a list of strings.
    pub fn member(&self, text: &str) -> Option<Span> {
        match &self.value {
            Value::List(list) => list.iter().find(|node| text_of(node) == Some(text)).map(|node| node.span),
            _ => None,
        }
    }

    /// The value of a key, if it is a table.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Table(table) => table.iter().find(|(k, _)| k == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// Low and high, if it is an interval.
    pub fn interval(&self) -> Option<(&Node, &Node)> {
        match &self.value {
            Value::Table(table) if table.len() == 2 => Some((self.get("low")?, self.get("high")?)),
            _ => None,
        }
    }

    /// Whether two values mean the same: numbers by their amount, lists whatever their order, an
    /// interval of one number and a list of one thing as that.
    pub fn means_the_same(&self, other: &Node) -> bool {
        self.meaning() == other.meaning()
    }

    fn meaning(&self) -> String {
        if let Some((low, high)) = self.interval()
            && low.meaning() == high.meaning()
        {
            return low.meaning();
        }
        match &self.value {
            Value::Text(text) => quoted(text),
            Value::Word(word) => number::plain(word).unwrap_or_else(|| word.clone()),
            Value::List(list) => {
                let mut parts: Vec<String> = list.iter().map(Node::meaning).collect();
                parts.sort();
                match parts.as_slice() {
                    [one] => one.clone(),
                    _ => format!("[{}]", parts.join(", ")),
                }
            }
            Value::Table(table) => {
                let mut parts: Vec<String> =
                    table.iter().map(|(key, node)| format!("{} = {}", key_text(key), node.meaning())).collect();
                parts.sort();
                format!("{{ {} }}", parts.join(", "))
            }
        }
    }

    /// The value for a reader, in one line.
    pub fn shown(&self) -> String {
        if let Some((low, high)) = self.interval() {
            return format!("{} to {}", low.shown(), high.shown());
        }
        match &self.value {
            Value::Text(text) => quoted(text),
            Value::Word(word) => word.clone(),
            Value::List(list) => format!("[{}]", list.iter().map(Node::shown).collect::<Vec<_>>().join(", ")),
            Value::Table(table) if table.is_empty() => "{}".to_owned(),
            Value::Table(table) => {
                let parts: Vec<String> =
                    table.iter().map(|(key, node)| format!("{} = {}", key_text(key), node.shown())).collect();
                format!("{{ {} }}", parts.join(", "))
            }
        }
    }
}

fn text_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn written(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Word(word) => word.clone(),
        Value::List(list) => format!("[{}]", list.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let parts: Vec<String> =
                table.iter().map(|(key, node)| format!("{} = {}", key_text(key), written(node))).collect();
            format!("{{{}}}", parts.join(", "))
        }
    }
}

fn key_text(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { key.to_owned() } else { quoted(key) }
}

/// A string of TOML, in one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
