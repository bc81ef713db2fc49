//! What the host of inspections accepts: per phase, the measures that it refuses whatever it does, and
//! those among which it chooses.

use super::entries::{Regime, Tolerance};
use super::ids::MeasureIx;
use super::number::Exact;
use super::term::Term;
use num_traits::Zero;

/// What a phase leaves the host to decide.
///
/// Only measures with `consent` can be refused, and only they count towards the sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bargain {
    /// Refused in any case: more intrusive than `each`. In file order.
    pub forced: Vec<MeasureIx>,
    /// The others that need consent and are in force, with their intrusiveness. In file order.
    pub open: Vec<(MeasureIx, Exact)>,
    /// The greatest sum of intrusiveness that the host accepts; any if not given.
    pub total: Option<Exact>,
}

/// How much more intrusion a host is taken to accept, in every phase that has a tolerance.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leeway {
    /// Added to `each`; none: any single measure is accepted.
    pub each: Option<Exact>,
    /// Added to `total`; none: any sum is accepted.
    pub total: Option<Exact>,
}

impl Leeway {
    /// No more than the draft says.
    pub fn none() -> Leeway {
        Leeway { each: Some(Exact::zero()), total: Some(Exact::zero()) }
    }
}

/// The measures that the host refuses, by phase, each list in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Refusals {
    /// By phase.
    pub phases: Vec<Vec<MeasureIx>>,
}

impl Refusals {
    /// Whether nothing is refused.
    pub fn is_empty(&self) -> bool {
        self.phases.iter().all(Vec::is_empty)
    }

    /// Every measure that is refused in some phase, in file order.
    pub fn measures(&self) -> Vec<MeasureIx> {
        let mut all: Vec<MeasureIx> = self.phases.iter().flatten().copied().collect();
        all.sort();
        all.dedup();
        all
    }
}

impl Bargain {
    /// What a phase with this tolerance leaves to decide, given the measures in force in it.
    fn of(regime: &Regime, tolerance: Option<&Tolerance>, in_force: &[bool], leeway: &Leeway) -> Bargain {
        let Some(tolerance) = tolerance else { return Bargain::default() };
        let raised = |bound: &Option<Exact>, by: &Option<Exact>| Some(bound.as_ref()? + by.as_ref()?);
        let (each, total) = (raised(&tolerance.each, &leeway.each), raised(&tolerance.total, &leeway.total));
        let mut bargain = Bargain { total, ..Bargain::default() };
        for (place, measure) in regime.measures.iter().enumerate() {
            if !measure.consent || !in_force.get(place).copied().unwrap_or(false) {
                continue;
            }
            match each.as_ref().is_some_and(|each| measure.intrusiveness > *each) {
                true => bargain.forced.push(MeasureIx(place)),
                false => bargain.open.push((MeasureIx(place), measure.intrusiveness.clone())),
            }
        }
        bargain
    }

    /// The intrusiveness of what is accepted if the host refuses these of its open measures.
    pub fn accepted(&self, refused: &[MeasureIx]) -> Exact {
        let kept = self.open.iter().filter(|(m, _)| !refused.contains(m));
        kept.fold(Exact::zero(), |sum, (_, n)| sum + n)
    }

    /// Whether the host has to refuse some of its open measures.
    pub fn is_tight(&self) -> bool {
        self.total.as_ref().is_some_and(|total| self.accepted(&[]) > *total)
    }

    /// Whether the host may refuse exactly these of its open measures: what it accepts is within the
    /// total, and none could be taken back within it.
    pub fn admits(&self, refused: &[MeasureIx]) -> bool {
        let Some(total) = &self.total else { return refused.is_empty() };
        let sum = self.accepted(refused);
        let needless = |(m, n): &(MeasureIx, Exact)| refused.contains(m) && &sum + n <= *total;
        sum <= *total && !self.open.iter().any(needless)
    }

    /// A choice: of the open measures each is accepted, in file order, that still fits.
    pub fn some_choice(&self) -> Vec<MeasureIx> {
        let Some(total) = &self.total else { return Vec::new() };
        let mut sum = Exact::zero();
        let mut refused = Vec::new();
        for (measure, n) in &self.open {
            let with = &sum + n;
            if with > *total { refused.push(*measure) } else { sum = with }
        }
        refused
    }
}

/// What each phase of the term leaves the host to decide, if it accepts so much more than the draft
/// says.
pub fn bargains(regime: &Regime, term: &Term, leeway: &Leeway) -> Vec<Bargain> {
    let phases = regime.phases.iter().zip(&term.phases);
    phases.map(|(phase, in_force)| Bargain::of(regime, phase.tolerance.as_ref(), &in_force.measures, leeway)).collect()
}

impl Term {
    /// The term without what the host refuses.
    #[must_use]
    pub fn without(&self, refusals: &Refusals) -> Term {
        let mut term = self.clone();
        for (phase, refused) in term.phases.iter_mut().zip(&refusals.phases) {
            for measure in refused {
                if let Some(in_force) = phase.measures.get_mut(measure.0) {
                    *in_force = false;
                }
            }
        }
        term
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bargain(intrusiveness: &[i64], total: i64) -> Bargain {
        let exact = |n: i64| Exact::from_integer(n.into());
        let open = intrusiveness.iter().enumerate().map(|(m, n)| (MeasureIx(m), exact(*n))).collect();
        Bargain { forced: Vec::new(), open, total: Some(exact(total)) }
    }

    fn choices(bargain: &Bargain) -> Vec<Vec<usize>> {
        let n = bargain.open.len();
        let sets = (0..1usize << n).map(|bits| (0..n).filter(|m| bits >> m & 1 == 1).collect::<Vec<_>>());
        sets.filter(|set| bargain.admits(&set.iter().map(|m| MeasureIx(*m)).collect::<Vec<_>>())).collect()
    }

    #[test]
    fn nothing_is_refused_needlessly() {
        assert_eq!(choices(&bargain(&[3, 4, 5], 12)), [[0usize; 0]]);
        assert_eq!(choices(&bargain(&[3, 4, 5], 9)), [vec![0], vec![1], vec![2]]);
        // Refusing the greatest alone is enough; refusing it and another would be needless.
        assert_eq!(choices(&bargain(&[1, 1, 5], 4)), [vec![2]]);
        assert_eq!(choices(&bargain(&[2, 2], 0)), [vec![0, 1]]);
        assert_eq!(choices(&bargain(&[0, 2], 0)), [vec![1]]);
    }

    #[test]
    fn the_greedy_choice_is_a_choice() {
        for total in 0..15 {
            let bargain = bargain(&[5, 3, 4, 0, 2], total);
            assert!(bargain.admits(&bargain.some_choice()), "{total}");
        }
    }
}
