//! Exact decimals from the digits of a number as it is written; floating point never enters.

use crate::model::number::Exact;
use num_bigint::BigInt;
use num_traits::{Num, Pow, Zero};

/// The most digits of a number.
pub(super) const DIGITS: usize = 100;

/// The largest exponent, either way.
pub(super) const EXPONENT: u32 = 100;

/// Why digits are no number to reckon with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `nan`, `inf`, or no number at all.
    NotANumber,
    /// More than [`DIGITS`] digits.
    TooManyDigits,
    /// An exponent beyond [`EXPONENT`].
    Exponent,
}

/// The value of an integer in a radix from 2 to 36.
pub(super) fn integer(text: &str, radix: u32) -> Result<Exact, Fault> {
    // A binary digit is no heavier than a decimal one; the limit is one of length.
    if text.len() > DIGITS + 1 {
        return Err(Fault::TooManyDigits);
    }
    BigInt::from_str_radix(text.strip_prefix('+').unwrap_or(text), radix)
        .map(Exact::from)
        .map_err(|_| Fault::NotANumber)
}

/// The value of a decimal such as `-0.1` or `2.5e-3`.
pub(crate) fn float(text: &str) -> Result<Exact, Fault> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, "nan" | "inf") {
        return Err(Fault::NotANumber);
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() > DIGITS {
        return Err(Fault::TooManyDigits);
    }
    let shrinks = exponent.starts_with('-');
    let size = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if size.is_empty() || !size.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::NotANumber);
    }
    let size = match size.trim_start_matches('0') {
        "" => 0,
        size if size.len() > 3 => return Err(Fault::Exponent),
        size => size.parse::<u32>().map_err(|_| Fault::Exponent)?,
    };
    if size > EXPONENT {
        return Err(Fault::Exponent);
    }
    let digits = [whole, fraction].concat();
    let digits = BigInt::from_str_radix(&digits, 10).map_err(|_| Fault::NotANumber)?;
    let ten = |n: usize| Pow::pow(BigInt::from(10), n);
    let (mut above, mut below) = (digits, ten(fraction.len()));
    if shrinks {
        below *= ten(size as usize);
    } else {
        above *= ten(size as usize);
    }
    if text.starts_with('-') {
        above = -above;
    }
    Ok(if above.is_zero() { Exact::zero() } else { Exact::new(above, below) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(above: i64, below: i64) -> Result<Exact, Fault> {
        Ok(Exact::new(above.into(), below.into()))
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(float("0.1"), ratio(1, 10));
        assert_eq!(float("+2.50"), ratio(5, 2));
        assert_eq!(float("-0.0"), ratio(0, 1));
        assert_eq!(float("1e3"), ratio(1000, 1));
        assert_eq!(float("6.626E-03"), ratio(6626, 1_000_000));
        assert_eq!(float("1e+000000000002"), ratio(100, 1));
        assert_eq!(integer("+7", 10), ratio(7, 1));
        assert_eq!(integer("-7", 10), ratio(-7, 1));
        assert_eq!(integer("ff", 16), ratio(255, 1));
        assert_eq!(integer("101", 2), ratio(5, 1));
    }

    #[test]
    fn what_cannot_be_reckoned_with_is_refused_fast() {
        for text in ["nan", "+nan", "-inf", "inf", "", "e", "1e", "1e-", "x"] {
            assert_eq!(float(text), Err(Fault::NotANumber), "{text}");
        }
        assert_eq!(float("1e-999999999"), Err(Fault::Exponent));
        assert_eq!(float("1e999999999999999999999999"), Err(Fault::Exponent));
        assert_eq!(float("1e101"), Err(Fault::Exponent));
        assert_eq!(float(&format!("0.{}", "1".repeat(10_000))), Err(Fault::TooManyDigits));
        assert_eq!(integer(&"9".repeat(10_000), 10), Err(Fault::TooManyDigits));
    }
}
