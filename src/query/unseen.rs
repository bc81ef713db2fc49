//! The probability that a plan stays unseen: a product of many equal factors, kept as powers so
//! that thousands of trials cost nothing and comparisons stay exact.

use super::logarithm;
use crate::model::Exact;
use num_bigint::BigInt;
use num_traits::{One, Pow, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A product of powers of exact fractions in [0, 1].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unseen {
    factors: BTreeMap<Exact, u128>,
}

/// Products of at most so many bits are multiplied out.
const MOST_BITS: u128 = 1 << 22;

impl Unseen {
    /// Nothing could be seen: probability 1.
    pub fn whole() -> Self {
        Unseen::default()
    }

    /// The probability `q` itself.
    pub fn of(q: &Exact) -> Self {
        let mut unseen = Unseen::default();
        unseen.times(q, 1);
        unseen
    }

    /// Multiplies by q to the power of n.
    pub fn times(&mut self, q: &Exact, n: u128) {
        if n > 0 && !q.is_one() {
            *self.factors.entry(q.clone()).or_insert(0) += n;
        }
    }

    /// Multiplies by another product.
    pub fn times_all(&mut self, other: &Unseen) {
        for (q, n) in &other.factors {
            self.times(q, *n);
        }
    }

    /// The factors and their powers, least first; none is 1.
    pub fn factors(&self) -> impl Iterator<Item = (&Exact, u128)> {
        self.factors.iter().map(|(q, n)| (q, *n))
    }

    /// Whether nothing could be seen at all.
    pub fn is_whole(&self) -> bool {
        self.factors.is_empty()
    }

    /// Whether something is seen for certain.
    pub fn is_zero(&self) -> bool {
        self.factors.keys().next().is_some_and(Zero::is_zero)
    }

    /// The probability multiplied out, if that is not out of all proportion.
    pub fn exact(&self) -> Option<Exact> {
        if self.is_zero() {
            return Some(Exact::zero());
        }
        let bits: u128 = self
            .factors
            .iter()
            .map(|(q, n)| n.saturating_mul(u128::from(q.denom().bits())))
            .fold(0, u128::saturating_add);
        if bits > MOST_BITS {
            return None;
        }
        let (mut numer, mut denom) = (BigInt::one(), BigInt::one());
        for (q, n) in &self.factors {
            let n = n.to_u32()?;
            numer *= Pow::pow(q.numer(), n);
            denom *= Pow::pow(q.denom(), n);
        }
        Some(Exact::new(numer, denom))
    }

    /// Compares two probabilities exactly; `None` if they are too close to tell apart by 1,024 bits
    /// of their logarithms and too large to multiply out.
    pub fn compare(&self, other: &Unseen) -> Option<Ordering> {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => return Some(Ordering::Equal),
            (true, false) => return Some(Ordering::Less),
            (false, true) => return Some(Ordering::Greater),
            (false, false) => {}
        }
        let (mut a, mut b) = (self.clone(), other.clone());
        for (q, n) in &self.factors {
            if let Some(m) = other.factors.get(q) {
                let common = *n.min(m);
                a.lower(q, common);
                b.lower(q, common);
            }
        }
        if a.is_whole() && b.is_whole() {
            return Some(Ordering::Equal);
        }
        for bits in [64, 256] {
            if let Some(order) = a.compare_weights(&b, bits) {
                return Some(order);
            }
        }
        if let (Some(a), Some(b)) = (a.exact(), b.exact()) {
            return Some(a.cmp(&b));
        }
        a.compare_weights(&b, 1024)
    }

    /// Compares the confidence 1 - self with `goal`.
    pub fn confidence_against(&self, goal: &Exact) -> Option<Ordering> {
        Unseen::of(&(Exact::one() - goal)).compare(self)
    }

    fn lower(&mut self, q: &Exact, by: u128) {
        if let Some(n) = self.factors.get_mut(q) {
            *n -= by;
            if *n == 0 {
                self.factors.remove(q);
            }
        }
    }

    fn compare_weights(&self, other: &Unseen, bits: u64) -> Option<Ordering> {
        let (a, b) = (self.weight(bits)?, other.weight(bits)?);
        if a.high < b.low {
            Some(Ordering::Greater)
        } else if b.high < a.low {
            Some(Ordering::Less)
        } else {
            None
        }
    }

    /// -ln of the probability in units of 2^-bits, enclosed; `None` if the probability is 0.
    pub fn weight(&self, bits: u64) -> Option<logarithm::Enclosure> {
        let mut sum = logarithm::Enclosure { low: BigInt::zero(), high: BigInt::zero() };
        for (q, n) in &self.factors {
            let one = logarithm::weight(q, bits)?;
            sum.low += one.low * n;
            sum.high += one.high * n;
        }
        Some(sum)
    }

    /// A fraction between self and self + `by`, close to self + `by`; `None` if that exceeds 1.
    pub fn raised(&self, by: &Exact) -> Option<Exact> {
        const BITS: u64 = 128;
        let below = match self.weight(BITS) {
            // The exponential errs by some units at most; many more are given up.
            Some(w) => logarithm::exponential(&w.high, BITS) - (BigInt::one() << 32u32),
            None => BigInt::zero(),
        };
        let raised = Exact::new(below.max(BigInt::zero()), BigInt::one() << BITS) + by;
        (raised <= Exact::one()).then_some(raised)
    }

    /// The confidence 1 - self, rounded to `digits` decimals: for printing.
    pub fn confidence(&self, digits: u32) -> String {
        let scale = BigInt::from(10).pow(digits);
        let unseen = match self.exact() {
            Some(exact) => (exact * Exact::from_integer(scale.clone())).round().to_integer(),
            None => match self.weight(192) {
                Some(w) => (logarithm::exponential(&w.low, 192) * &scale + (BigInt::one() << 191u32)) >> 192u32,
                None => BigInt::zero(),
            },
        };
        decimal(&(&scale - unseen), digits)
    }
}

/// An integer in units of 10^-digits as a decimal without needless zeros.
fn decimal(value: &BigInt, digits: u32) -> String {
    let text = format!("{value:0>width$}", width = digits as usize + 1);
    let (whole, fraction) = text.split_at(text.len() - digits as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{whole}.0") } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(n: i64, d: i64) -> Exact {
        Exact::new(n.into(), d.into())
    }

    fn power(q: Exact, n: u128) -> Unseen {
        let mut u = Unseen::whole();
        u.times(&q, n);
        u
    }

    #[test]
    fn equality_is_exact() {
        assert_eq!(power(exact(1, 10), 1).confidence_against(&exact(9, 10)), Some(Ordering::Equal));
        assert_eq!(power(exact(1, 4), 3).compare(&power(exact(1, 8), 2)), Some(Ordering::Equal));
        assert_eq!(power(exact(9, 10), 21).confidence_against(&exact(9, 10)), Some(Ordering::Less));
        assert_eq!(power(exact(9, 10), 22).confidence_against(&exact(9, 10)), Some(Ordering::Greater));
    }

    #[test]
    fn huge_powers_are_told_apart() {
        let a = power(exact(999, 1000), 1_000_000_000_000);
        let b = power(exact(999, 1000), 1_000_000_000_001);
        assert_eq!(a.compare(&b), Some(Ordering::Greater));
        assert_eq!(a.confidence_against(&exact(99, 100)), Some(Ordering::Greater));
        assert_eq!(a.confidence(9), "1.0");
    }

    #[test]
    fn confidences_are_rounded_not_cut() {
        assert_eq!(power(exact(2, 3), 1).confidence(6), "0.333333");
        assert_eq!(power(exact(1, 3), 1).confidence(6), "0.666667");
        assert_eq!(Unseen::whole().confidence(6), "0.0");
        assert_eq!(power(exact(0, 1), 2).confidence(6), "1.0");
        assert_eq!(power(exact(9, 10), 22).confidence(9), "0.90152291");
    }
}
