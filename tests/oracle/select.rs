//! Whether a selector matches.

use regimecheck::model::selector::{ActivitySelector, Key, MeasureSelector, Test};
use regimecheck::model::{Attributes, Value};
use std::collections::BTreeMap;

use super::facts::Measure;

/// What a selector sees of an activity or a holding: every key it can have, with its value.
pub type Features<'a> = BTreeMap<&'a str, Value>;

/// Adds attributes; those that are there already give way.
pub fn attributes<'a>(features: &mut Features<'a>, attributes: &'a Attributes) {
    for (name, value) in attributes {
        features.insert(name, value.clone());
    }
}

/// Adds a field, if there is one; an attribute that happens to have its name gives way.
pub fn text<'a>(features: &mut Features<'a>, key: &'a str, value: Option<&String>) {
    match value {
        Some(value) => features.insert(key, Value::Text(value.clone())),
        None => features.remove(key),
    };
}

/// Every key has to match; a missing attribute matches nothing.
pub fn matches(selector: &ActivitySelector, features: &Features<'_>) -> bool {
    selector.keys.iter().all(|(key, test)| {
        let name = match key {
            Key::Id => "id",
            Key::Conduct => "conduct",
            Key::Of => "of",
            Key::Site => "site",
            Key::Channel => "channel",
            Key::Attribute(name) => name.as_str(),
        };
        let Some(value) = features.get(name) else { return false };
        match test {
            Test::AnyOf(values) => values.iter().any(|v| v == value),
            Test::Range { over, at_least, under, at_most } => {
                let Value::Number(n) = value else { return false };
                let above = |bound: &Option<_>| bound.as_ref().is_none_or(|bound| n > bound);
                let from = |bound: &Option<_>| bound.as_ref().is_none_or(|bound| n >= bound);
                let below = |bound: &Option<_>| bound.as_ref().is_none_or(|bound| n < bound);
                let to = |bound: &Option<_>| bound.as_ref().is_none_or(|bound| n <= bound);
                above(over) && from(at_least) && below(under) && to(at_most)
            }
        }
    })
}

/// Whether a measure selector matches a measure.
pub fn matches_measure(selector: &MeasureSelector, measure: &Measure) -> bool {
    let id = match &selector.id {
        Some(ids) => ids.contains(&measure.id),
        None => true,
    };
    let family = match &selector.family {
        Some(families) => families.contains(&measure.family),
        None => true,
    };
    let consent = match selector.consent {
        Some(consent) => consent == measure.consent,
        None => true,
    };
    id && family && consent
}
