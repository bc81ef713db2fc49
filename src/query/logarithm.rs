//! Natural logarithms of exact fractions, enclosed between two integers.
//!
//! Weights -ln(1 - p) turn the product of many chances into a sum. They are irrational; what the
//! formulas carry are their bounds, in units of 2^-bits.

use crate::model::Exact;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// Bits carried beyond those asked for; they absorb the truncation of every term below.
const GUARD: u64 = 40;

/// An enclosure: the value lies between the two, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Not above the value.
    pub low: BigInt,
    /// Not below the value.
    pub high: BigInt,
}

/// -ln(q) * 2^bits for 0 < q <= 1, enclosed; `None` outside that range.
///
/// q = m / 2^e with 1 <= m < 2, so that -ln q = e ln 2 - ln m, and ln m = 2 artanh((m-1)/(m+1)) by
/// its power series.
pub fn weight(q: &Exact, bits: u64) -> Option<Enclosure> {
    if !q.is_positive() || *q > Exact::one() {
        return None;
    }
    let precision = bits + GUARD;
    // e with q * 2^e in [1, 2)
    let mut e = q.denom().bits() as i64 - q.numer().bits() as i64;
    let scaled = |e: i64| {
        let (mut n, mut d) = (q.numer().clone(), q.denom().clone());
        if e >= 0 {
            n <<= e;
        } else {
            d <<= -e;
        }
        (n, d)
    };
    let (mut n, mut d) = scaled(e);
    if n < d {
        e += 1;
        (n, d) = scaled(e);
    } else if n >= &d * 2 {
        e -= 1;
        (n, d) = scaled(e);
    }
    let m = artanh2(&(&n - &d), &(&n + &d), precision);
    let two = artanh2(&BigInt::one(), &BigInt::from(3), precision);
    let low = &two.low * e - &m.high;
    let high = &two.high * e - &m.low;
    let (low, high) = if low <= high { (low, high) } else { (high, low) };
    let unit = BigInt::one() << GUARD;
    Some(Enclosure { low: low.div_floor(&unit).max(BigInt::zero()), high: -((-high).div_floor(&unit)) })
}

/// 2 artanh(a/b) * 2^bits for 0 <= a/b <= 1/3, enclosed.
fn artanh2(a: &BigInt, b: &BigInt, bits: u64) -> Enclosure {
    // Terms are rounded down; each loses less than 2 units, and the tail after the last is below 1.
    let (a2, b2) = (a * a, b * b);
    let mut power = (a << (bits + 1)) / b;
    let (mut sum, mut k, mut terms) = (BigInt::zero(), 1u32, 0u32);
    while !power.is_zero() {
        sum += &power / k;
        power = power * &a2 / &b2;
        k += 2;
        terms += 1;
    }
    Enclosure { high: &sum + BigInt::from(4 * terms + 4), low: sum }
}

/// exp(-w / 2^bits) * 2^bits for w >= 0, to within a few units: for printing only.
pub fn exponential(w: &BigInt, bits: u64) -> BigInt {
    let ln2 = artanh2(&BigInt::one(), &BigInt::from(3), bits).low;
    let (k, r) = w.div_rem(&ln2);
    let Ok(k) = u64::try_from(k) else { return BigInt::zero() };
    if k > bits + 8 {
        return BigInt::zero();
    }
    let (mut sum, mut term, mut n) = (BigInt::zero(), BigInt::one() << bits, 1u32);
    while !term.is_zero() {
        sum += &term;
        term = -((term * &r) >> bits) / n;
        n += 1;
    }
    sum >> k
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_traits::ToPrimitive;

    fn exact(n: i64, d: i64) -> Exact {
        Exact::new(n.into(), d.into())
    }

    #[test]
    fn known_values_are_enclosed() {
        // ln 2 and ln 10 to 20 digits, in units of 10^-20
        for (q, digits) in [(exact(1, 2), "69314718055994530941"), (exact(1, 10), "230258509299404568401")] {
            let w = weight(&q, 100).unwrap();
            let value: BigInt = digits.parse().unwrap();
            let scale = BigInt::from(10).pow(20);
            assert!(&w.low * &scale <= ((&value + 1) << 100u32), "{q}");
            assert!(&w.high * &scale >= (&value << 100u32), "{q}");
            assert!(&w.high - &w.low <= BigInt::from(2), "{q} {w:?}");
        }
    }

    #[test]
    fn products_and_sums_agree() {
        for (a, b) in [(3, 100), (97, 100), (1, 3), (999_999, 1_000_000), (1, 1_000_000_000)] {
            let q = exact(a, b);
            let once = weight(&q, 64).unwrap();
            let twice = weight(&(&q * &q), 64).unwrap();
            assert!(&once.low * 2 <= twice.high && twice.low <= &once.high * 2, "{q}");
        }
    }

    #[test]
    fn one_weighs_nothing_and_zero_has_no_weight() {
        let w = weight(&exact(1, 1), 64).unwrap();
        assert!(w.low.is_zero() && w.high <= BigInt::one());
        assert!(weight(&exact(0, 1), 64).is_none());
        assert!(weight(&exact(3, 2), 64).is_none());
    }

    #[test]
    fn the_exponential_undoes_the_logarithm() {
        for (a, b) in [(1, 2), (3, 100), (999, 1000), (1, 1_000_000)] {
            let w = weight(&exact(a, b), 128).unwrap();
            let back = exponential(&w.low, 128).to_f64().unwrap() / 2f64.powi(128);
            assert!((back - a as f64 / b as f64).abs() < 1e-12, "{a}/{b} {back}");
        }
    }
}
