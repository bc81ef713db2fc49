//! Weights: chances as integers that never overstate what a plan gives away.
//!
//! The weight of a trial is -ln of its chance to stay unseen; weights of independent trials add up.
//! In units of 2^-bits the integer taken is rounded down, so that a plan's true weight is never
//! below the sum of its integers: a bound that no sum stays under, no plan stays under.

use super::formula::{Linear, Var};
use crate::model::Exact;
use crate::query::{Unseen, logarithm};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

/// Trials of equal chance, and the variables that count them.
#[derive(Debug, Clone)]
pub struct Class {
    /// The chance that one such trial stays unseen: above 0, below 1.
    pub unseen: Exact,
    /// Its integer weight, rounded down.
    pub weight: BigInt,
    /// How many such trials there are.
    pub count: Linear,
}

/// The classes of a formula's trials.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    /// Weights are in units of 2^-bits.
    pub bits: u64,
    classes: BTreeMap<Exact, Class>,
}

impl Weights {
    /// Weights in units of 2^-bits.
    pub fn new(bits: u64) -> Self {
        Weights { bits, classes: BTreeMap::new() }
    }

    /// Counts `var` among the trials with this chance to stay unseen.
    pub fn count(&mut self, unseen: &Exact, var: Var) {
        if unseen.is_one() || unseen.is_zero() {
            return;
        }
        let bits = self.bits;
        self.classes
            .entry(unseen.clone())
            .or_insert_with(|| Class {
                unseen: unseen.clone(),
                weight: logarithm::weight(unseen, bits).map_or_else(BigInt::zero, |w| w.low),
                count: Linear::default(),
            })
            .count
            .add(var, 1);
    }

    /// The classes, the best seen first.
    pub fn classes(&self) -> impl Iterator<Item = &Class> {
        self.classes.values()
    }

    /// The sum of all integer weights.
    pub fn sum(&self) -> Linear {
        self.classes.values().fold(Linear::default(), |sum, c| sum.plus_all(&c.count, c.weight.clone()))
    }

    /// The number of trials that can be seen at all.
    pub fn trials(&self) -> Linear {
        self.classes.values().fold(Linear::default(), |sum, c| sum.plus_all(&c.count, 1))
    }

    /// The exact probability that `counts` trials of each class stay unseen.
    pub fn unseen(&self, counts: &[BigInt]) -> Unseen {
        let mut product = Unseen::whole();
        for (class, n) in self.classes.values().zip(counts) {
            product.times(&class.unseen, u128::try_from(n).unwrap_or(0));
        }
        product
    }
}
