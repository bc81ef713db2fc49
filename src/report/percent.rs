//! Confidences and goals as percentages that never say more than is true.

use crate::model::Exact;
use crate::query::Unseen;
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::cmp::Ordering;

/// The most decimals of a percentage.
const MOST: u32 = 10;

/// An exact probability in percent: all its decimals if they are at most ten, else rounded.
pub fn exact(p: &Exact) -> String {
    let scale = Exact::from_integer(BigInt::from(10).pow(MOST + 2));
    let scaled = p * &scale;
    if !scaled.is_integer() {
        return shown(&Unseen::of(&(Exact::one() - p)), None);
    }
    let digits = format!("{:0>width$}", scaled.to_integer(), width = MOST as usize + 3);
    let (whole, fraction) = digits.split_at(digits.len() - MOST as usize - 2);
    format!("{}%", percent(&format!("{whole}.{fraction}")))
}

/// An exact probability as a short decimal: all its decimals if they are at most six, else a rounding
/// to four digits that count, marked by `~`.
pub fn decimal(p: &Exact) -> String {
    let places = |n: u32| p * Exact::from_integer(BigInt::from(10).pow(n));
    let written = |n: u32, value: BigInt| {
        let digits = format!("{value:0>width$}", width = n as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - n as usize);
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    };
    if places(6).is_integer() {
        return written(6, places(6).to_integer());
    }
    let first = (0..=60).find(|n| places(*n) >= Exact::one()).unwrap_or(60);
    let n = first + 3;
    format!("~{}", written(n, places(n).round().to_integer()))
}

/// The confidence 1 - `unseen` in percent, with as many decimals as it takes to see on which side of
/// `goal` it lies; 100% is certainty and 0% is nothing at all, nothing less and nothing more.
pub fn against(unseen: &Unseen, goal: &Exact) -> String {
    shown(unseen, Some(goal))
}

/// The confidence 1 - `unseen` in percent.
pub fn confidence(unseen: &Unseen) -> String {
    shown(unseen, None)
}

fn shown(unseen: &Unseen, goal: Option<&Exact>) -> String {
    let order = goal.and_then(|g| unseen.confidence_against(g));
    for decimals in 1..=MOST {
        let text = unseen.confidence(decimals + 2);
        let Some(value) = parse(&text) else { break };
        if value.is_one() && !unseen.is_zero() {
            if decimals == 4 {
                return ">99.99%".to_owned();
            }
            continue;
        }
        if value.is_zero() && !unseen.is_whole() {
            if decimals == 4 {
                return "<0.01%".to_owned();
            }
            continue;
        }
        let faithful = match (goal, order) {
            (Some(goal), Some(order)) => value.cmp(goal) == order || (order == Ordering::Equal && decimals == MOST),
            _ => true,
        };
        if faithful || decimals == MOST {
            return format!("{}%", percent(&text));
        }
    }
    format!("{}%", percent(&unseen.confidence(MOST + 2)))
}

/// A decimal fraction exactly.
fn parse(text: &str) -> Option<Exact> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let power = u32::try_from(fraction.len()).ok()?;
    Some(Exact::new(digits, BigInt::from(10).pow(power)))
}

/// A decimal fraction times a hundred, without needless zeros.
fn percent(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = format!("{fraction:0<2}");
    let (tens, rest) = fraction.split_at(2.min(fraction.len()));
    let whole = format!("{whole}{tens}");
    let whole = whole.trim_start_matches('0');
    let rest = rest.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> Exact {
        Exact::new(n.into(), d.into())
    }

    #[test]
    fn the_side_of_the_goal_shows() {
        let goal = q(9, 10);
        assert_eq!(against(&Unseen::of(&q(1, 10)), &goal), "90%");
        assert_eq!(against(&Unseen::of(&q(10_001, 100_000)), &goal), "89.999%");
        assert_eq!(against(&Unseen::of(&q(99_999, 1_000_000)), &goal), "90.0001%");
        assert_eq!(against(&Unseen::of(&q(26, 1000)), &goal), "97.4%");
    }

    #[test]
    fn certainty_and_nothing_are_not_rounded_to() {
        assert_eq!(confidence(&Unseen::whole()), "0%");
        assert_eq!(confidence(&Unseen::of(&q(0, 1))), "100%");
        assert_eq!(confidence(&Unseen::of(&q(1, 10_000_000_000))), ">99.99%");
        assert_eq!(confidence(&Unseen::of(&q(9_999_999_999, 10_000_000_000))), "<0.01%");
        assert_eq!(confidence(&Unseen::of(&q(9994, 10_000))), "0.1%");
        assert_eq!(exact(&q(1, 3)), "33.3%");
        assert_eq!(exact(&q(5, 10_000)), "0.05%");
        assert_eq!(exact(&q(9, 10)), "90%");
        assert_eq!(exact(&q(1, 1)), "100%");
    }

    #[test]
    fn decimals_are_exact_or_marked() {
        assert_eq!(decimal(&q(0, 1)), "0");
        assert_eq!(decimal(&q(1, 1)), "1");
        assert_eq!(decimal(&q(97, 100)), "0.97");
        assert_eq!(decimal(&q(1, 1_000_000)), "0.000001");
        assert_eq!(decimal(&q(1, 3)), "~0.3333");
        assert_eq!(decimal(&q(1, 30_000_000)), "~0.00000003333");
    }
}
