//! Exact numbers in writing: fractions, and products of powers of them.

use crate::model::Exact;
use crate::query::Unseen;
use num_bigint::BigInt;
use num_traits::One;

/// The most digits of a probability that is written as one fraction.
const DIGITS: usize = 60;

/// A fraction in lowest terms: `9/10`, `1`.
pub fn fraction(exact: &Exact) -> String {
    exact.to_string()
}

/// A fraction with its decimal digits, as many as say it all or twelve: `9/10 (0.9)`.
pub fn with_decimal(exact: &Exact) -> String {
    if exact.is_integer() {
        return fraction(exact);
    }
    let scale = Exact::from_integer(BigInt::from(10).pow(12));
    let scaled = exact * &scale;
    let about = if scaled.is_integer() { "" } else { "about " };
    let text = format!("{:0>13}", scaled.round().to_integer());
    let (whole, decimals) = text.split_at(text.len() - 12);
    let decimals = decimals.trim_end_matches('0');
    let digits = if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") };
    format!("{} ({about}{digits})", fraction(exact))
}

/// A probability exactly: a fraction if that is short, else the product that it is, such as
/// `(9/10)^22 * 1/2`.
pub fn probability(unseen: &Unseen) -> String {
    if let Some(exact) = unseen.exact() {
        let text = fraction(&exact);
        if text.len() <= DIGITS {
            return text;
        }
    }
    product(unseen)
}

fn product(unseen: &Unseen) -> String {
    let factors: Vec<String> = unseen
        .factors()
        .map(|(q, n)| if n.is_one() { fraction(q) } else { format!("({})^{n}", fraction(q)) })
        .collect();
    if factors.is_empty() { "1".to_owned() } else { factors.join(" * ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> Exact {
        Exact::new(n.into(), d.into())
    }

    #[test]
    fn fractions_and_products() {
        assert_eq!(with_decimal(&q(9, 10)), "9/10 (0.9)");
        assert_eq!(with_decimal(&q(1, 3)), "1/3 (about 0.333333333333)");
        assert_eq!(with_decimal(&q(1, 1)), "1");
        assert_eq!(
            with_decimal(&(q(9, 10) - Exact::new(1.into(), BigInt::one() << 33u32))).split(' ').nth(2),
            Some("0.899999999884)")
        );
        let mut unseen = Unseen::whole();
        assert_eq!(probability(&unseen), "1");
        unseen.times(&q(9, 10), 2);
        assert_eq!(probability(&unseen), "81/100");
        unseen.times(&q(9, 10), 98);
        unseen.times(&q(1, 2), 1);
        assert_eq!(probability(&unseen), "1/2 * (9/10)^100");
    }
}
