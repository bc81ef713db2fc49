//! Selectors: tables that say which activities, holdings or measures are meant.

use super::entries::{Attributes, Family, Value};
use super::number::Exact;
use crate::source::Span;

/// What a key of an activity selector looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// The activity's id.
    Id,
    /// Its conduct.
    Conduct,
    /// The id of its `of` holding.
    Of,
    /// Its site.
    Site,
    /// Its channel.
    Channel,
    /// A name among its attributes, or else among those of its `of` holding.
    Attribute(String),
}

/// What a key's value has to be.
#[allow(clippy::large_enum_variant, reason = "a regime has few tests, and most are lists")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// One of these.
    AnyOf(Vec<Value>),
    /// A number within these bounds, each if given.
    Range {
        /// Greater than this.
        over: Option<Exact>,
        /// This or more.
        at_least: Option<Exact>,
        /// Less than this.
        under: Option<Exact>,
        /// This or less.
        at_most: Option<Exact>,
    },
}

impl Test {
    /// Whether `value` passes.
    pub fn admits(&self, value: &Value) -> bool {
        match self {
            Test::AnyOf(values) => values.contains(value),
            Test::Range { over, at_least, under, at_most } => match value {
                Value::Number(n) => {
                    over.as_ref().is_none_or(|b| n > b)
                        && at_least.as_ref().is_none_or(|b| n >= b)
                        && under.as_ref().is_none_or(|b| n < b)
                        && at_most.as_ref().is_none_or(|b| n <= b)
                }
                Value::Text(_) | Value::Truth(_) => false,
            },
        }
    }

    fn admits_text(&self, text: Option<&str>) -> bool {
        text.is_some_and(|t| self.admits(&Value::Text(t.to_owned())))
    }
}

/// A selector on activities: every key has to match; without keys it matches all.
#[derive(Debug, Clone)]
pub struct ActivitySelector {
    /// The keys, in file order.
    pub keys: Vec<(Key, Test)>,
    /// Where it stands.
    pub span: Option<Span>,
}

/// What a selector sees of an activity, or of a holding that is held.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The activity's id; none for a holding.
    pub id: Option<&'a str>,
    /// Its conduct; none for a holding.
    pub conduct: Option<&'a str>,
    /// The id of the holding it is done with; the holding itself where a holding is meant.
    pub of: Option<&'a str>,
    /// Its site.
    pub site: Option<&'a str>,
    /// Its channel; none for a holding.
    pub channel: Option<&'a str>,
    /// Its own attributes.
    pub attributes: &'a Attributes,
    /// The attributes of its `of` holding, looked up where its own lack a name.
    pub of_attributes: Option<&'a Attributes>,
}

impl ActivitySelector {
    /// The selector that matches everything.
    pub fn all() -> Self {
        ActivitySelector { keys: Vec::new(), span: None }
    }

    /// Whether every key matches; a missing attribute matches nothing.
    pub fn matches(&self, subject: Subject<'_>) -> bool {
        self.keys.iter().all(|(key, test)| match key {
            Key::Id => test.admits_text(subject.id),
            Key::Conduct => test.admits_text(subject.conduct),
            Key::Of => test.admits_text(subject.of),
            Key::Site => test.admits_text(subject.site),
            Key::Channel => test.admits_text(subject.channel),
            Key::Attribute(name) => subject
                .attributes
                .get(name)
                .or_else(|| subject.of_attributes.and_then(|a| a.get(name)))
                .is_some_and(|value| test.admits(value)),
        })
    }
}

/// A selector on measures: every key has to match; without keys it matches all.
#[derive(Debug, Clone, Default)]
pub struct MeasureSelector {
    /// One of these ids, if given.
    pub id: Option<Vec<String>>,
    /// One of these families, if given.
    pub family: Option<Vec<Family>>,
    /// Whether it needs consent, if given.
    pub consent: Option<bool>,
    /// Where it stands.
    pub span: Option<Span>,
}

impl MeasureSelector {
    /// Whether every key matches.
    pub fn matches(&self, id: &str, family: Family, consent: bool) -> bool {
        self.id.as_ref().is_none_or(|ids| ids.iter().any(|i| i == id))
            && self.family.as_ref().is_none_or(|families| families.contains(&family))
            && self.consent.is_none_or(|c| c == consent)
    }
}
