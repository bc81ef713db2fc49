//! What the readers of all entries share.

use super::names::{Kind, Names};
use super::suggest::Budget;
use crate::diagnostic::{Diagnostic, excerpt, quote};
use crate::source::{SourceSet, Span};
use std::collections::{BTreeSet, HashMap};
use toml::de::{DeTable, DeValue};

/// A value in a file, with its place.
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    /// The value.
    pub value: &'t DeValue<'t>,
    /// Where it stands.
    pub span: Span,
}

impl<'t> Node<'t> {
    /// The table that it is, if it is one.
    pub fn table(self) -> Option<&'t DeTable<'t>> {
        match self.value {
            DeValue::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Its items, if it is a list.
    pub fn items(self) -> Option<impl Iterator<Item = Node<'t>>> {
        match self.value {
            DeValue::Array(list) => Some(list.iter().map(move |item| node(self.span.file, item))),
            _ => None,
        }
    }

    /// The value of a key, if it is a table that has it.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.table().and_then(|t| t.get(key)).map(|v| node(self.span.file, v))
    }

    /// What it is, for messages.
    pub fn kind(self) -> &'static str {
        match self.value {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(true) => "`true`",
            DeValue::Boolean(false) => "`false`",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }
}

/// A parsed value of a file as a node.
pub(super) fn node<'t>(file: usize, value: &'t toml::Spanned<DeValue<'t>>) -> Node<'t> {
    let range = value.span();
    Node { value: value.get_ref(), span: Span { file, start: range.start, end: range.end } }
}

/// The place of a key.
pub(super) fn key_span(file: usize, key: &toml::Spanned<toml::de::DeString<'_>>) -> Span {
    let range = key.span();
    Span { file, start: range.start, end: range.end }
}

/// Something that a phase drops.
pub(super) struct Drop {
    /// The place of the phase.
    pub phase: usize,
    /// Obligation or measure.
    pub kind: Kind,
    /// Its place among its kind.
    pub index: usize,
    /// Where it is dropped.
    pub span: Span,
}

/// What the readers of all entries share: the texts, the names, and the problems found so far.
pub(super) struct Context<'t> {
    /// The files.
    pub sources: &'t SourceSet,
    /// Problems found so far.
    pub problems: Vec<Diagnostic>,
    /// The ids of all entries.
    pub names: Names<'t>,
    /// The names of all attributes of activities and holdings.
    pub attributes: BTreeSet<&'t str>,
    /// Where rewards are defined, by id.
    pub rewards: HashMap<String, Span>,
    /// What phases drop, in the order of the phases.
    pub drops: Vec<Drop>,
    /// How much work is left for suggestions.
    pub budget: Budget,
}

impl<'t> Context<'t> {
    /// Nothing read yet.
    pub fn new(sources: &'t SourceSet) -> Self {
        Context {
            sources,
            problems: Vec::new(),
            names: Names::default(),
            attributes: BTreeSet::new(),
            rewards: HashMap::new(),
            drops: Vec::new(),
            budget: Budget::default(),
        }
    }

    /// Reports a problem.
    pub fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// The text of a value, for messages: in backticks, shortened.
    pub fn quoted(&self, span: Span) -> String {
        quote(self.sources.text(span))
    }

    /// A help that names the candidate nearest to a name, if one is near.
    pub fn nearest<'a>(&mut self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
        self.budget.nearest(name, candidates).map(|near| format!("did you mean `{}`?", excerpt(near)))
    }

    /// The same among the ids of a kind.
    pub fn nearest_id(&mut self, kind: Kind, name: &str) -> Option<String> {
        self.budget.nearest(name, self.names.ids(kind)).map(|near| format!("did you mean `{}`?", excerpt(near)))
    }
}
