//! Values as TOML: strings, numbers, lists and tables in one line.

use crate::model::entries::Value;
use crate::model::number::{Exact, Interval};
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

/// A table in one line.
#[derive(Debug, Default)]
pub(super) struct Inline(Vec<String>);

impl Inline {
    /// Adds a key, quoted where it has to be, with a value in TOML.
    pub fn add(&mut self, key: &str, value: String) {
        self.0.push(format!("{key} = {value}"));
    }

    /// The same if there is a value.
    pub fn add_if(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value {
            self.add(key, value);
        }
    }

    /// The table.
    pub fn close(self) -> String {
        if self.0.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", self.0.join(", ")) }
    }
}

/// A list of values in TOML.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A list of strings.
pub(super) fn strings(items: &[String]) -> String {
    list(items.iter().map(|s| text(s)))
}

/// A string, or a key in quotes.
pub(super) fn text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// An attribute's value.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Text(t) => text(t),
        Value::Number(n) => number(n),
        Value::Truth(t) => t.to_string(),
    }
}

/// A whole number or an interval of them.
pub(super) fn amount(of: &Interval<u64>) -> String {
    interval(&of.low.to_string(), &of.high.to_string())
}

/// A number or an interval.
pub(super) fn between(of: &Interval<Exact>) -> String {
    interval(&number(&of.low), &number(&of.high))
}

fn interval(low: &str, high: &str) -> String {
    if low == high { low.to_owned() } else { format!("{{ low = {low}, high = {high} }}") }
}

/// The largest exponent, either way, for which zeros are written instead.
const PLAIN: i64 = 20;

/// The largest exponent of a number that can be read, either way.
const EXPONENT: i64 = 100;

/// The most digits of a number that can be read.
const DIGITS: usize = 100;

/// A number that was read from a file, in decimals, with an exponent if it is long without. (An integer
/// of more digits than decimals may have was hexadecimal, and is again.)
pub(super) fn number(n: &Exact) -> String {
    let sign = if n.is_negative() { "-" } else { "" };
    let (digits, exponent) = decimal(&n.abs());
    if digits.len() > DIGITS && exponent >= 0 {
        return format!("0x{:x}", n.to_integer());
    }
    let zeros = |n: i64| "0".repeat(usize::try_from(n).unwrap_or(0));
    if (0..=PLAIN).contains(&exponent) {
        return format!("{sign}{digits}{}", zeros(exponent));
    }
    if (-PLAIN..0).contains(&exponent) {
        return format!("{sign}{}", with_point(&digits, exponent));
    }
    // digits x 10^exponent, the exponent kept within what can be read by moving the point.
    let shown = exponent.clamp(-EXPONENT, EXPONENT);
    let mantissa = match exponent - shown {
        rest @ 0.. => format!("{digits}{}", zeros(rest)),
        rest => with_point(&digits, rest),
    };
    format!("{sign}{mantissa}e{shown}")
}

/// Digits with the point so many places, as a negative number, from their end.
fn with_point(digits: &str, places: i64) -> String {
    let places = usize::try_from(places.unsigned_abs()).unwrap_or(0);
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{whole}.{fraction}")
}

/// The digits of a number that is not negative, without zeros at their end, and the power of ten that
/// they count. (Every number of a file has an end as a decimal, within some 200 places.)
fn decimal(n: &Exact) -> (String, i64) {
    let ten = BigInt::from(10);
    let (mut above, mut exponent) = (n.numer().clone(), 0i64);
    while !(&above % n.denom()).is_zero() && exponent > -1000 {
        above *= &ten;
        exponent -= 1;
    }
    let mut digits = above / n.denom();
    while !digits.is_zero() && (&digits % &ten).is_zero() {
        digits /= &ten;
        exponent += 1;
    }
    (digits.to_string(), exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_short_as_they_can_be_read() {
        let ratio = |a: i64, b: i64| Exact::new(a.into(), b.into());
        for (n, expected) in [
            (ratio(0, 1), "0"),
            (ratio(1, 10), "0.1"),
            (ratio(-5, 2), "-2.5"),
            (ratio(1200, 1), "1200"),
            (ratio(1, 1 << 10), "0.0009765625"),
            (ratio(7, 1) * Exact::from_integer(BigInt::from(10).pow(30)), "7e30"),
            (ratio(7, 1) / Exact::from_integer(BigInt::from(10).pow(30)), "7e-30"),
            (ratio(7, 1) * Exact::from_integer(BigInt::from(10).pow(102)), "700e100"),
            (ratio(7, 1) / Exact::from_integer(BigInt::from(10).pow(102)), "0.07e-100"),
            (Exact::from_integer((BigInt::from(1) << 400) - 1), &format!("0x{}", "f".repeat(100))),
        ] {
            assert_eq!(number(&n), expected);
        }
    }

    #[test]
    fn strings_are_quoted() {
        assert_eq!(text("a \"b\" \\ \n\t\u{0}\u{7f}é"), r#""a \"b\" \\ \n\t\u0000\u007Fé""#);
    }
}
