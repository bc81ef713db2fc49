//! Reads selectors on activities and on measures.

use super::context::{Context, Node, key_span, node};
use super::fields::Fields;
use super::names::Kind;
use super::numbers::wrong_type;
use super::values::{attribute, strings, word};
use crate::diagnostic::{Code, Diagnostic, excerpt, quote};
use crate::model::entries::{Family, Value};
use crate::model::format::{ACTIVITY_SELECTOR, MEASURE_SELECTOR, RANGE};
use crate::model::selector::{ActivitySelector, Key, MeasureSelector, Test};
use toml::de::DeValue;

const KEYS: [(&str, Key); 5] =
    [("id", Key::Id), ("conduct", Key::Conduct), ("of", Key::Of), ("site", Key::Site), ("channel", Key::Channel)];

/// A list of selectors on activities.
pub(super) fn activity_selectors(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<ActivitySelector> {
    let items = fields.list(key, "a list of selectors, such as `[{ conduct = \"...\" }]`");
    items.into_iter().map(|node| activity_selector(key, node, fields.cx)).collect()
}

/// A selector on activities.
pub(super) fn activity_selector<'t>(key: &str, selector: Node<'t>, cx: &mut Context<'t>) -> ActivitySelector {
    let mut read = ActivitySelector { keys: Vec::new(), span: Some(selector.span) };
    let Some(table) = selector.table() else {
        wrong_type(key, "a selector, such as `{ conduct = \"...\" }`", selector, cx);
        return read;
    };
    for (name, value) in table.iter() {
        let value = node(selector.span.file, value);
        let name_text: &str = name.get_ref();
        if let Some((_, known)) = KEYS.iter().find(|(word, _)| *word == name_text) {
            let Some(texts) = texts(name_text, value, cx) else {
                continue;
            };
            if *known == Key::Of {
                for text in &texts {
                    cx.names.refer(Kind::Holding, text);
                }
            }
            read.keys.push((known.clone(), Test::AnyOf(texts.into_iter().map(Value::Text).collect())));
        } else if cx.attributes.contains(name_text) {
            if let Some(test) = test(name_text, value, cx) {
                read.keys.push((Key::Attribute(name_text.to_owned()), test));
            }
        } else {
            let names: Vec<&str> =
                ACTIVITY_SELECTOR.keys().map(|k| -> &'t str { k }).chain(cx.attributes.iter().copied()).collect();
            let near = cx.nearest(name_text, names.iter().copied());
            let shown = names.iter().take(12).map(|n| quote(n)).collect::<Vec<_>>().join(", ");
            let more = if names.len() > 12 { ", and others" } else { "" };
            cx.report(
                Diagnostic::new(
                    Code::UnknownSelectorKey,
                    format!("unknown key {} in the selector `{key}`", quote(name_text)),
                )
                .primary(key_span(selector.span.file, name), "no activity or holding has this attribute")
                .maybe_help(near)
                .note(format!("a selector on activities may have the keys {shown}{more}")),
            );
        }
    }
    read
}

/// A selector on measures.
pub(super) fn measure_selector<'t>(key: &str, selector: Node<'t>, cx: &mut Context<'t>) -> MeasureSelector {
    let mut read = MeasureSelector { span: Some(selector.span), ..MeasureSelector::default() };
    let Some(table) = selector.table() else {
        wrong_type(key, "a selector on measures, such as `{ family = \"...\" }`", selector, cx);
        return read;
    };
    for (name, value) in table.iter() {
        let value = node(selector.span.file, value);
        match name.get_ref().as_ref() {
            "id" => read.id = texts("id", value, cx),
            "family" => read.family = families(value, cx),
            "consent" => match value.value {
                DeValue::Boolean(consent) => read.consent = Some(*consent),
                _ => wrong_type("consent", "`true` or `false`", value, cx),
            },
            other => {
                let known = MEASURE_SELECTOR.keys().map(quote).collect::<Vec<_>>().join(", ");
                let near = cx.nearest(other, MEASURE_SELECTOR.keys());
                cx.report(
                    Diagnostic::new(
                        Code::UnknownSelectorKey,
                        format!("unknown key {} in the selector `{key}`", quote(other)),
                    )
                    .primary(key_span(selector.span.file, name), "not a key of a selector on measures")
                    .maybe_help(near)
                    .note(format!("a selector on measures may have the keys {known}")),
                );
            }
        }
    }
    read
}

/// A string or a list of strings.
fn texts(key: &str, value: Node<'_>, cx: &mut Context<'_>) -> Option<Vec<String>> {
    match value.value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(_) => {
            Some(strings(key, "a string or a list of strings", value, cx).into_iter().map(|(t, _)| t).collect())
        }
        _ => {
            wrong_type(key, "a string or a list of strings", value, cx);
            None
        }
    }
}

fn families<'t>(value: Node<'t>, cx: &mut Context<'t>) -> Option<Vec<Family>> {
    match value.items() {
        Some(items) => Some(items.filter_map(|item| word("family", item, &Family::WORDS, cx)).collect()),
        None => word("family", value, &Family::WORDS, cx).map(|family| vec![family]),
    }
}

/// What an attribute has to be: a value, any of a list, or within a range.
fn test<'t>(name: &str, value: Node<'t>, cx: &mut Context<'t>) -> Option<Test> {
    let shown = excerpt(name);
    match value.value {
        DeValue::Array(_) => {
            let items = value.items()?;
            Some(Test::AnyOf(items.filter_map(|item| attribute(&shown, item, cx)).collect()))
        }
        DeValue::Table(_) => {
            let mut range = Fields::new(format!("the range `{shown}`"), &RANGE, value, cx);
            let test = Test::Range {
                over: range.maybe_exact("over"),
                at_least: range.maybe_exact("at_least"),
                under: range.maybe_exact("under"),
                at_most: range.maybe_exact("at_most"),
            };
            range.finish();
            if value.table().is_some_and(toml::map::Map::is_empty) {
                cx.report(
                    Diagnostic::new(Code::MissingKey, format!("the range `{shown}` has no bound"))
                        .primary(value.span, "no bound")
                        .help("give `over`, `at_least`, `under` or `at_most`"),
                );
            }
            Some(test)
        }
        _ => attribute(&shown, value, cx).map(|value| Test::AnyOf(vec![value])),
    }
}
