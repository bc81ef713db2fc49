//! The least tolerance, compared with a search through every increase at which something can change,
//! each judged by the oracle.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking")]

mod oracle;
mod sketch;

use num_traits::Zero;
use oracle::deal;
use regimecheck::analysis::check::Options;
use regimecheck::analysis::deal::Draft;
use regimecheck::analysis::deal::tolerance::{Least, need};
use regimecheck::model::term::Term;
use regimecheck::model::{End, Exact, Regime, Verdict};
use regimecheck::source::SourceSet;
use sketch::Size;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The regime with every tolerance raised.
fn raised(regime: &Regime, each: &Exact, total: &Exact) -> Regime {
    let mut regime = regime.clone();
    for tolerance in regime.phases.iter_mut().filter_map(|p| p.tolerance.as_mut()) {
        tolerance.each = tolerance.each.as_ref().map(|n| n + each);
        tolerance.total = tolerance.total.as_ref().map(|n| n + total);
    }
    regime
}

/// Every increase of `each`, or of `total`, at which a set of measures comes within some bound.
fn points(regime: &Regime, of_total: bool) -> Vec<Exact> {
    let consent: Vec<&Exact> = regime.measures.iter().filter(|m| m.consent).map(|m| &m.intrusiveness).collect();
    let mut sums = BTreeSet::from([Exact::zero()]);
    for n in consent {
        if of_total {
            let more: Vec<Exact> = sums.iter().map(|s| s + n).collect();
            sums.extend(more);
        } else {
            sums.insert(n.clone());
        }
    }
    let bounds = regime.phases.iter().filter_map(|p| p.tolerance.as_ref());
    let bounds: Vec<&Exact> =
        bounds.filter_map(|t| if of_total { t.total.as_ref() } else { t.each.as_ref() }).collect();
    let mut points = BTreeSet::from([Exact::zero()]);
    for bound in bounds {
        points.extend(sums.iter().map(|s| s - bound).filter(|n| *n > Exact::zero()));
    }
    points.into_iter().collect()
}

/// The verdicts as accepted; none if the deal is too large for the oracle.
fn accepted(regime: &Regime, end: End) -> Option<Vec<Verdict>> {
    let answers = deal::answers(regime, end, 2_000).ok()?;
    Some(answers.accepted.obligations.iter().map(|o| o.verdict).collect())
}

#[test]
fn no_smaller_increase_is_enough_and_this_one_is() {
    let (asked, enough, never) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let judge = |sketch: &sketch::Sketch| -> Result<(), String> {
        let regime = sketch::regime(sketch)?;
        let sources = SourceSet { files: Vec::new(), order: Vec::new(), complete: true };
        let draft = Draft::new("deal".to_owned(), sources, Arc::new(regime.clone()));
        for end in End::BOTH {
            let Ok(now) = deal::answers(&regime, end, 2_000) else { continue };
            for (place, obligation) in Term::listed(&regime).into_iter().enumerate() {
                let lost = now.drafted.obligations[place].verdict == Verdict::Assured
                    && now.accepted.obligations[place].verdict > Verdict::Assured;
                if !lost {
                    continue;
                }
                asked.fetch_add(1, Ordering::Relaxed);
                let found = need(&draft, obligation, end, &Options::default()).map_err(|o| o.reason().to_owned())?;
                for (of_total, least) in [(false, &found.each), (true, &found.total)] {
                    let expected = points(&regime, of_total).into_iter().find_map(|by| {
                        let zero = Exact::zero();
                        let (each, total) = if of_total { (&zero, &by) } else { (&by, &zero) };
                        let verdicts = accepted(&raised(&regime, each, total), end);
                        match verdicts {
                            None => Some(None),
                            Some(verdicts) if verdicts[place] <= Verdict::Assured => Some(Some(by)),
                            Some(_) => None,
                        }
                    });
                    // Too large for the oracle on the way: not judged.
                    if expected == Some(None) {
                        continue;
                    }
                    let expected = expected.flatten();
                    if least.by != expected {
                        let what = if of_total { "total" } else { "each" };
                        return Err(format!("{what} {end:?} {place}: {:?}, expected {expected:?}", least.by));
                    }
                    rising(least)?;
                    match least.by {
                        Some(_) => enough.fetch_add(1, Ordering::Relaxed),
                        None => never.fetch_add(1, Ordering::Relaxed),
                    };
                }
            }
        }
        Ok(())
    };
    sketch::each(Size::DEAL, "tolerance", 300, judge);
    let counts = [&asked, &enough, &never].map(|n| n.load(Ordering::Relaxed));
    println!("asked, enough, never: {counts:?}");
    assert!(counts[0] >= 20 && counts[1] >= 15 && counts[2] >= 5, "{counts:?}");
}

/// The witnesses begin at no increase, and each at a greater one.
fn rising(least: &Least) -> Result<(), String> {
    let from: Vec<&Exact> = least.below.iter().map(|r| &r.from).collect();
    let good = from.first().is_some_and(|n| n.is_zero())
        && from.is_sorted_by(|a, b| a < b)
        && least.by.as_ref().is_none_or(|by| from.iter().all(|n| *n < by));
    if good { Ok(()) } else { Err(format!("witnesses at {from:?} for {:?}", least.by)) }
}
