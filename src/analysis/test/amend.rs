//! What would make a failing expectation pass: the least change of its fields.
//!
//! A stated verdict becomes the one found. Where it becomes contingent, the verdicts at both ends are
//! stated too. A bound that does not hold moves to the confidence found, rounded away from it to the
//! decimals of the old bound, at least two. Activities that the best evasion does without are struck;
//! if none is left, those that it uses take their place. What stops making sense goes: bounds and
//! activities where no plan commits the violation. What holds stays as it is.

use super::judge::{Bound, Judgement, Miss, Scope};
use super::suite::Judged;
use crate::analysis::check::{BothEnds, Open};
use crate::model::{ActivityIx, End, Exact, Expect, Regime, Verdict};
use crate::query::Unseen;
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::cmp::Ordering;

/// A change of one field of an expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amendment {
    /// The field gets this value, written in TOML; it is added if it is not there.
    Set(&'static str, String),
    /// The bound of `confidence` gets this value.
    SetBound(&'static str, String),
    /// The list loses the items at these places.
    Strike(&'static str, Vec<usize>),
    /// The field goes.
    Remove(&'static str),
}

/// What can be done about an expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing is wrong.
    None,
    /// These changes.
    Amend(Vec<Amendment>),
    /// Nothing, for this reason.
    Impossible(String),
}

/// Decimals that a moved bound has at least, and at most.
const DECIMALS: (u32, u32) = (2, 12);

/// What would make an expectation of `regime` pass.
pub fn remedy(regime: &Regime, judged: &Judged) -> Remedy {
    let misses = match &judged.judgement {
        Judgement::Passed => return Remedy::None,
        Judgement::Open(Open::Undecided(why)) => return Remedy::Impossible(format!("it is undecided: {why}")),
        Judgement::Open(Open::Fault(_)) => return Remedy::Impossible("it is undecided: a fault".to_owned()),
        Judgement::Failed(misses) => misses,
    };
    let (Some(ends), Some(expect)) = (&judged.ends, regime.expects.get(judged.expect)) else {
        return Remedy::Impossible("no phase lists its obligation".to_owned());
    };
    if let Some(open) = ends.open() {
        return Remedy::Impossible(format!("a part of it is undecided: {}", open.reason()));
    }
    let mut amendments = Vec::new();
    for miss in misses {
        match miss {
            Miss::NotListed => return Remedy::Impossible("no phase lists its obligation".to_owned()),
            Miss::StatesNothing => state_verdict(expect, ends, &mut amendments),
            Miss::Verdict { scope: Scope::BothEnds, .. } => state_verdict(expect, ends, &mut amendments),
            Miss::Verdict { scope: Scope::At(end), found, .. } => amendments.push(verdict(end.word(), *found)),
            Miss::Confidence { unseen: None, .. } => {
                if !amendments.contains(&Amendment::Remove("confidence")) {
                    amendments.push(Amendment::Remove("confidence"));
                }
            }
            Miss::Confidence { bound, expected, unseen: Some(unseen) } => {
                let Some(value) = moved(*bound, expected, unseen) else {
                    return Remedy::Impossible("its confidence is too close to tell".to_owned());
                };
                let key = if *bound == Bound::AtLeast { "at_least" } else { "at_most" };
                amendments.push(Amendment::SetBound(key, value));
            }
            Miss::NotUsed(_) => {}
        }
    }
    let unused: Vec<ActivityIx> =
        misses.iter().filter_map(|m| if let Miss::NotUsed(a) = m { Some(*a) } else { None }).collect();
    if !unused.is_empty() {
        amendments.push(other_activities(regime, expect, &unused, ends));
    }
    let gone = |field: &'static str| amendments.contains(&Amendment::Remove(field));
    let bounds = (expect.at_least.is_some() || expect.at_most.is_some()) && !gone("confidence");
    let activities = !expect.evasion_uses.is_empty() && !gone("evasion_uses");
    let verdicts = [expect.verdict, expect.adverse, expect.favourable].iter().any(Option::is_some);
    let states_verdict = amendments.iter().any(|a| matches!(a, Amendment::Set("verdict", _)));
    if !(bounds || activities || verdicts || states_verdict) {
        state_verdict(expect, ends, &mut amendments);
    }
    Remedy::Amend(amendments)
}

fn verdict(key: &'static str, verdict: Verdict) -> Amendment {
    Amendment::Set(key, format!("\"{}\"", verdict.word()))
}

/// States the verdict found; where it is contingent, also those at the ends that are not stated yet.
fn state_verdict(expect: &Expect, ends: &BothEnds, amendments: &mut Vec<Amendment>) {
    let Some(found) = ends.verdict() else { return };
    amendments.push(verdict("verdict", found));
    if found != Verdict::Contingent {
        return;
    }
    for (end, stated) in [(End::Adverse, expect.adverse), (End::Favourable, expect.favourable)] {
        if let (None, Ok(finding)) = (stated, ends.at(end)) {
            amendments.push(verdict(end.word(), finding.verdict));
        }
    }
}

/// The list without the activities that are not used; if that leaves none, those that are.
fn other_activities(regime: &Regime, expect: &Expect, unused: &[ActivityIx], ends: &BothEnds) -> Amendment {
    const FIELD: &str = "evasion_uses";
    let places = expect.evasion_uses.iter().enumerate().filter(|(_, a)| unused.contains(a)).map(|(place, _)| place);
    let places: Vec<usize> = places.collect();
    if places.len() < expect.evasion_uses.len() {
        return Amendment::Strike(FIELD, places);
    }
    let plan = ends.adverse.as_ref().ok().and_then(|f| f.evasion.as_ref()).map(|e| &e.plan);
    let used =
        regime.activities.iter().enumerate().filter(|(place, _)| plan.is_some_and(|p| p.uses(ActivityIx(*place))));
    let ids: Vec<String> = used.map(|(_, a)| format!("\"{}\"", a.entry.id)).collect();
    if ids.is_empty() { Amendment::Remove(FIELD) } else { Amendment::Set(FIELD, format!("[{}]", ids.join(", "))) }
}

/// The least moved bound that the confidence found satisfies.
fn moved(bound: Bound, old: &Exact, unseen: &Unseen) -> Option<String> {
    let (least, most) = DECIMALS;
    (decimals(old).max(least)..=most.max(decimals(old))).find_map(|digits| {
        let step = Exact::new(BigInt::one(), BigInt::from(10).pow(digits));
        let mut value = parse(&unseen.confidence(digits))?;
        // `confidence` rounds to the nearest; where it cannot be told on which side it lies, one step more.
        let beyond = match bound {
            Bound::AtLeast => !matches!(unseen.confidence_against(&value), Some(Ordering::Greater | Ordering::Equal)),
            Bound::AtMost => !matches!(unseen.confidence_against(&value), Some(Ordering::Less | Ordering::Equal)),
        };
        if beyond {
            value = if bound == Bound::AtLeast { value - step } else { value + step };
        }
        // A bound that says nothing is no bound, unless nothing else is true.
        let empty = match bound {
            Bound::AtLeast => value <= Exact::zero() && !unseen.is_whole(),
            Bound::AtMost => value >= Exact::one() && !unseen.is_zero(),
        };
        if empty && digits < most { None } else { Some(written(&clamped(value), digits)) }
    })
}

fn clamped(value: Exact) -> Exact {
    value.clamp(Exact::zero(), Exact::one())
}

/// The decimals that a number has; at most 12 are looked at.
fn decimals(number: &Exact) -> u32 {
    let whole = |digits: &u32| (number * Exact::from_integer(BigInt::from(10).pow(*digits))).is_integer();
    (0..DECIMALS.1).find(whole).unwrap_or(DECIMALS.1)
}

/// A decimal fraction exactly.
fn parse(text: &str) -> Option<Exact> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    Some(Exact::new(digits, BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?)))
}

/// A number of [0, 1] with at most so many decimals, as TOML.
fn written(number: &Exact, digits: u32) -> String {
    let scaled = (number * Exact::from_integer(BigInt::from(10).pow(digits))).to_integer();
    let text = format!("{scaled:0>width$}", width = digits as usize + 1);
    let (whole, fraction) = text.split_at(text.len() - digits as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> Exact {
        Exact::new(n.into(), d.into())
    }

    /// The moved bound for a confidence of 1 - unseen.
    fn to(bound: Bound, old: Exact, unseen: Exact) -> String {
        moved(bound, &old, &Unseen::of(&unseen)).unwrap()
    }

    #[test]
    fn bounds_move_no_further_than_they_have_to() {
        assert_eq!(to(Bound::AtLeast, q(98, 100), q(26, 1000)), "0.97");
        assert_eq!(to(Bound::AtLeast, q(98, 100), q(3, 100)), "0.97");
        assert_eq!(to(Bound::AtLeast, q(9755, 10_000), q(26, 1000)), "0.974");
        assert_eq!(to(Bound::AtMost, q(1, 10), q(6543, 10_000)), "0.35");
        assert_eq!(to(Bound::AtMost, q(0, 1), q(9_995, 10_000)), "0.01");
        assert_eq!(to(Bound::AtMost, q(9, 10), q(0, 1)), "1");
    }

    #[test]
    fn a_bound_goes_on_saying_something() {
        assert_eq!(to(Bound::AtLeast, q(9, 10), q(9_995, 10_000)), "0.0005");
        assert_eq!(to(Bound::AtLeast, q(9, 10), q(1, 1)), "0");
        assert_eq!(to(Bound::AtMost, q(9, 10), q(1, 3000)), "0.9997");
    }
}
