//! Events: a variable per variant and cell, but for variants that another one beats.

use super::{Column, Writer};
use crate::encode::formula::Linear;
use crate::model::world::Pace;
use crate::model::{Exact, HoldingIx};
use crate::query::question::Target;
use num_bigint::BigInt;
use num_traits::{One, Zero};

impl Writer<'_> {
    /// Declares the events, leaving out variants that another beats.
    pub(super) fn columns(&mut self) {
        for (place, cell) in self.cells().iter().enumerate().filter(|(_, c)| !c.is_after) {
            for (act, a) in self.question.acts.iter().enumerate().filter(|(_, a)| !a.barred) {
                if a.pace == Pace::PerMonth(0) || a.total == Some(0) {
                    continue;
                }
                let chances: Vec<Exact> = a.variants.iter().map(|v| self.chance(&v.trials, cell)).collect();
                for (variant, v) in a.variants.iter().enumerate() {
                    let chance = &chances[variant];
                    if chance.is_zero() && !self.options.with_certain {
                        self.program.left_out_certain = true;
                        continue;
                    }
                    if self.options.prune && self.beaten(act, variant, &chances) {
                        continue;
                    }
                    let mut name = a.id.clone();
                    for c in &v.way.concealments {
                        name.push_str(&format!("+{}", c.0));
                    }
                    name.push_str(&format!("@{}", place + 1));
                    let var = self.program.formula.declare(name, 0, None);
                    self.program.weights.count(chance, var);
                    self.program.columns.push(Column { act, variant, cell: place, var });
                }
            }
        }
    }

    /// Whether another variant of the act is at least as hard to see in this cell and takes no more,
    /// the earlier one of two equal ones winning.
    pub(super) fn beaten(&self, act: usize, variant: usize, chances: &[Exact]) -> bool {
        let variants = &self.question.acts[act].variants;
        let way = &variants[variant].way;
        let amount = |units: &[(HoldingIx, u128)], holding: HoldingIx| {
            units.iter().find(|(h, _)| *h == holding).map_or(0, |(_, n)| *n)
        };
        variants.iter().enumerate().any(|(other, o)| {
            if other == variant || chances[other] < chances[variant] {
                return false;
            }
            let mut holdings = way.uses.iter().chain(&way.needs).chain(&o.way.uses).chain(&o.way.needs);
            let no_worse = holdings.all(|(h, _)| {
                let (mine, its) = (amount(&way.uses, *h), amount(&o.way.uses, *h));
                // Using more of what gives itself away, or is limited, may help the evader.
                let uses = if self.is_watched(*h) { its == mine } else { its <= mine };
                uses && amount(&o.way.needs, *h) <= amount(&way.needs, *h)
            });
            let equal = chances[other] == chances[variant] && o.way.uses == way.uses && o.way.needs == way.needs;
            no_worse && (!equal || other < variant)
        })
    }

    /// Whether a month of holding can be seen, or the holding is the one limited.
    pub(super) fn is_watched(&self, holding: HoldingIx) -> bool {
        let limited = matches!(self.question.target, Target::Stock(h, _) if h == holding);
        limited
            || self
                .question
                .keep_of(holding)
                .is_some_and(|k| self.question.keeps[k].trials.iter().any(|t| !t.is_empty()))
    }

    /// The events of a cell in acts and variants that pass.
    pub(super) fn events(&self, cell: usize, pass: impl Fn(&Column) -> bool) -> Linear {
        let columns = self.program.columns.iter().filter(|c| c.cell == cell && pass(c));
        Linear { terms: columns.map(|c| (c.var, BigInt::one())).collect(), constant: BigInt::zero() }
    }

    /// What the events of a cell add to a holding, and what they use of it.
    pub(super) fn flow(&self, keep: usize, cell: usize) -> (Linear, Linear) {
        let holding = self.question.keeps[keep].holding;
        let (mut made, mut used) = (Linear::default(), Linear::default());
        for column in self.program.columns.iter().filter(|c| c.cell == cell) {
            let act = &self.question.acts[column.act];
            for (_, n) in act.makes.iter().filter(|(h, _)| *h == holding) {
                made.add(column.var, *n);
            }
            for (_, n) in act.variants[column.variant].way.uses.iter().filter(|(h, _)| *h == holding) {
                used.add(column.var, *n);
            }
        }
        (made, used)
    }
}
