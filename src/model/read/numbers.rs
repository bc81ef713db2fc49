//! Numbers and intervals, with the checks of range and wholeness.

use super::context::{Context, Node};
use super::decimal::{DIGITS, EXPONENT, Fault, float, integer};
use crate::diagnostic::{Code, Diagnostic};
pub(super) use crate::model::format::Range;
use crate::model::number::{Exact, Interval};
use num_traits::{One, Signed, ToPrimitive};
use toml::de::DeValue;

/// A number, if the node is one within its range; otherwise the problem is reported.
pub(super) fn exact(key: &str, node: Node<'_>, range: Range, cx: &mut Context<'_>) -> Option<Exact> {
    let parsed = match node.value {
        DeValue::Integer(digits) => integer(digits.as_str(), digits.radix()),
        DeValue::Float(digits) => float(digits.as_str()),
        _ => {
            wrong_type(key, "a number", node, cx);
            return None;
        }
    };
    let number = match parsed {
        Ok(number) => number,
        Err(Fault::NotANumber) => {
            let found = cx.quoted(node.span);
            cx.report(
                Diagnostic::new(Code::NotANumber, format!("`{key}` must be a finite number, found {found}"))
                    .primary(node.span, "not a finite number"),
            );
            return None;
        }
        Err(Fault::TooManyDigits) => {
            let found = cx.quoted(node.span);
            cx.report(
                Diagnostic::new(Code::NumberTooLong, format!("`{key}` has too many digits: {found}"))
                    .primary(node.span, format!("more than {DIGITS} digits")),
            );
            return None;
        }
        Err(Fault::Exponent) => {
            let found = cx.quoted(node.span);
            cx.report(
                Diagnostic::new(Code::NumberTooLong, format!("`{key}` has too large an exponent: {found}"))
                    .primary(node.span, format!("the exponent has to lie between -{EXPONENT} and {EXPONENT}")),
            );
            return None;
        }
    };
    if range == Range::Probability && (number.is_negative() || number > Exact::one()) {
        let (label, help) = if number.is_negative() {
            ("below 0", None)
        } else {
            let percent = number > Exact::one() && number <= Exact::from_integer(100.into()) && number.is_integer();
            ("above 1", percent.then(|| format!("write a share of one: {}", share(&number))))
        };
        let found = cx.quoted(node.span);
        cx.report(
            Diagnostic::new(Code::NotAProbability, format!("`{key}` must lie between 0 and 1, found {found}"))
                .primary(node.span, label)
                .maybe_help(help),
        );
        return None;
    }
    if range == Range::NotNegative && number.is_negative() {
        let found = cx.quoted(node.span);
        cx.report(
            Diagnostic::new(Code::NegativeNumber, format!("`{key}` must not be negative, found {found}"))
                .primary(node.span, "below 0"),
        );
        return None;
    }
    Some(number)
}

/// A percentage as a decimal, for a help.
fn share(percent: &Exact) -> String {
    let percent = percent.to_integer();
    let digits = format!("{percent:0>2}");
    if percent == 100.into() { "`1`".to_owned() } else { format!("`0.{}`", digits.trim_end_matches('0')) }
}

/// A whole number of at least `least` and at most `most`, if the node is one; otherwise the problem
/// is reported.
pub(super) fn whole(key: &str, node: Node<'_>, least: u64, most: u64, cx: &mut Context<'_>) -> Option<u64> {
    let number = exact(key, node, Range::NotNegative, cx)?;
    if !number.is_integer() {
        let found = cx.quoted(node.span);
        cx.report(
            Diagnostic::new(Code::NotWhole, format!("`{key}` must be a whole number, found {found}"))
                .primary(node.span, "not whole"),
        );
        return None;
    }
    let Some(number) = number.to_integer().to_i64().and_then(|n| n.to_u64()) else {
        let found = cx.quoted(node.span);
        cx.report(
            Diagnostic::new(Code::NumberTooLarge, format!("`{key}` is too large: {found}"))
                .primary(node.span, format!("more than {}", i64::MAX)),
        );
        return None;
    };
    if number < least {
        let found = cx.quoted(node.span);
        cx.report(
            Diagnostic::new(Code::ZeroMonths, format!("`{key}` must be at least {least}, found {found}"))
                .primary(node.span, format!("below {least}")),
        );
        return None;
    }
    if number > most {
        let found = cx.quoted(node.span);
        cx.report(
            Diagnostic::new(Code::NumberTooLarge, format!("`{key}` must be at most {most}, found {found}"))
                .primary(node.span, format!("more than {most} months"))
                .help("no term is longer; what takes that long never comes to pass in it"),
        );
        return None;
    }
    Some(number)
}

/// A number or an interval, each end read by `read`; problems are reported.
pub(super) fn interval<T: Ord + Clone>(
    key: &str,
    node: Node<'_>,
    cx: &mut Context<'_>,
    read: impl Fn(&str, Node<'_>, &mut Context<'_>) -> Option<T>,
) -> Option<Interval<T>> {
    let Some(table) = node.table() else {
        if matches!(node.value, DeValue::Integer(_) | DeValue::Float(_)) {
            return read(key, node, cx).map(Interval::of);
        }
        wrong_type(key, "a number or an interval", node, cx);
        return None;
    };
    let mut sound = true;
    for (name, value) in table.iter() {
        if !matches!(name.get_ref().as_ref(), "low" | "high") {
            sound = false;
            let span = super::context::key_span(node.span.file, name);
            let value = super::context::node(node.span.file, value);
            let id = format!("{key}.{}", name.get_ref());
            let quoted = cx
                .names
                .has(super::names::Kind::Holding, &id)
                .then(|| format!("quote an id that contains a dot: `\"{id}\" = {}`", cx.sources.text(value.span)));
            let near = quoted.or_else(|| cx.nearest(name.get_ref(), ["low", "high"]));
            cx.report(
                Diagnostic::new(
                    Code::UnknownKey,
                    format!("unknown key {} in the interval `{key}`", crate::diagnostic::quote(name.get_ref())),
                )
                .primary(span, "an interval has `low` and `high`")
                .maybe_help(near),
            );
        }
    }
    let mut end = |name: &str, cx: &mut Context<'_>| match node.get(name) {
        Some(value) => read(&format!("{key}.{name}"), value, cx),
        None => {
            if sound {
                cx.report(
                    Diagnostic::new(Code::MissingKey, format!("the interval `{key}` has no `{name}`"))
                        .primary(node.span, format!("`{name}` is missing"))
                        .help(format!("write `{key} = {{ low = ..., high = ... }}`, or a plain number")),
                );
            }
            sound = false;
            None
        }
    };
    let (low, high) = (end("low", cx), end("high", cx));
    let (low, high) = (low?, high?);
    if low > high {
        let low_span = node.get("low").map_or(node.span, |n| n.span);
        let high_span = node.get("high").map_or(node.span, |n| n.span);
        let (l, h) = (cx.quoted(low_span), cx.quoted(high_span));
        cx.report(
            Diagnostic::new(Code::LowAboveHigh, format!("the interval `{key}` has `low` {l} above `high` {h}"))
                .primary(low_span, "above `high`")
                .secondary(high_span, "below `low`")
                .help("swap them"),
        );
        return None;
    }
    Some(Interval { low, high })
}

/// Reports that a value has the wrong type.
pub(super) fn wrong_type(key: &str, expected: &str, node: Node<'_>, cx: &mut Context<'_>) {
    let unquoted = match node.value {
        DeValue::String(text) if expected.contains("number") && float(text).is_ok() => {
            Some("write the number without quotes".to_owned())
        }
        DeValue::String(text) if expected.contains("`true`") && matches!(text.as_ref(), "true" | "false") => {
            Some(format!("write `{key} = {text}` without quotes"))
        }
        DeValue::Table(_) if expected == "a number" && node.get("low").is_some() && node.get("high").is_some() => {
            Some("write a plain number: this is no uncertain quantity".to_owned())
        }
        DeValue::String(_) if expected.contains("list") => Some(format!("write `[{}]`", cx.sources.text(node.span))),
        _ => None,
    };
    cx.report(
        Diagnostic::new(Code::WrongType, format!("`{key}` must be {expected}, found {}", node.kind()))
            .primary(node.span, format!("found {}", node.kind()))
            .maybe_help(unquoted.filter(|h| h.len() < 120)),
    );
}
