//! Exact numbers as plan files write them: fractions, and products of powers of them.

use crate::model::Exact;
use crate::query::Unseen;
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};

/// A probability written as a product of powers of fractions.
pub(super) fn product(text: &str) -> Option<Unseen> {
    let mut product = Unseen::whole();
    for factor in text.split('*') {
        let factor = factor.trim();
        let (base, power) = match factor.strip_prefix('(').and_then(|f| f.split_once(")^")) {
            Some((base, power)) => (base, digits(power)?.to_u128()?),
            None => (factor, 1),
        };
        let (above, below) = base.split_once('/').unwrap_or((base, "1"));
        let (above, below) = (digits(above)?, digits(below)?);
        if below.is_zero() || above > below {
            return None;
        }
        product.times(&Exact::new(above, below), power);
    }
    Some(product)
}

/// A number written as a fraction, such as `7/2`.
pub(super) fn fraction(text: &str) -> Option<Exact> {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    let (above, below) = (digits(above)?, digits(below)?);
    (!below.is_zero()).then(|| Exact::new(above, below))
}

/// The most digits of a number in a product.
const DIGITS: usize = 2_000;

fn digits(text: &str) -> Option<BigInt> {
    let fits = !text.is_empty() && text.len() <= DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}
