//! Events: a variable per variant and cell, but for variants that another one beats.

use super::{Column, Writer};
use crate::encode::formula::Linear;
use crate::encode::layout::Cell;
use crate::model::world::Pace;
use crate::model::{Exact, HoldingIx};
use crate::query::Relief;
use crate::query::question::Target;
use num_bigint::BigInt;
use num_traits::{One, Zero};

/// A way to carry out an event in a cell: a variant, and what the host has to refuse for it to give
/// away no more than `chance` says.
struct Offer {
    variant: usize,
    /// The relief of the cell's phase, by place; none if nothing has to be refused.
    relief: Option<usize>,
    chance: Exact,
}

impl Writer<'_> {
    /// Declares the events, leaving out ways that another beats.
    pub(super) fn columns(&mut self) {
        for (place, cell) in self.cells().iter().enumerate().filter(|(_, c)| !c.is_after) {
            for (act, a) in self.question.acts.iter().enumerate().filter(|(_, a)| !a.barred) {
                let banned = a.banned.get(cell.phase).copied().unwrap_or(false);
                if a.pace == Pace::PerMonth(0) || a.total == Some(0) || banned {
                    continue;
                }
                let offers = self.offers(act, cell);
                for (nr, offer) in offers.iter().enumerate() {
                    if offer.chance.is_zero() && !self.options.with_certain {
                        self.program.left_out_certain = true;
                        continue;
                    }
                    if self.options.prune && self.beaten(act, nr, &offers, cell) {
                        continue;
                    }
                    let mut name = a.id.clone();
                    for c in &a.variants[offer.variant].way.concealments {
                        name.push_str(&format!("+{}", c.0));
                    }
                    name.push_str(&format!("@{}", place + 1));
                    if let Some(relief) = offer.relief {
                        name.push_str(&format!("~relief{}", relief + 1));
                    }
                    let var = self.program.formula.declare(name, 0, None);
                    self.program.weights.count(&offer.chance, var);
                    self.program.columns.push(Column { act, variant: offer.variant, cell: place, var });
                    let refused = self.reliefs_of(act, offer.variant, cell).get(offer.relief.unwrap_or(usize::MAX));
                    if let Some(relief) = refused {
                        self.program.relieved.push((cell.phase, relief.refused.clone(), var));
                    }
                }
            }
        }
    }

    /// Every way to carry out an event of an act in a cell.
    fn offers(&self, act: usize, cell: &Cell) -> Vec<Offer> {
        let mut offers = Vec::new();
        for (variant, v) in self.question.acts[act].variants.iter().enumerate() {
            offers.push(Offer { variant, relief: None, chance: self.chance(&v.trials, cell) });
            for (relief, r) in self.reliefs_of(act, variant, cell).iter().enumerate() {
                offers.push(Offer { variant, relief: Some(relief), chance: self.chance_of(&r.trial, cell) });
            }
        }
        offers
    }

    fn reliefs_of(&self, act: usize, variant: usize, cell: &Cell) -> &[Relief] {
        self.question.acts[act].variants[variant].reliefs.get(cell.phase).map_or(&[], Vec::as_slice)
    }

    /// Whether another offer of the act is at least as hard to see in this cell, takes no more and asks
    /// for no other refusals, the earlier one of two equal ones winning.
    fn beaten(&self, act: usize, offer: usize, offers: &[Offer], cell: &Cell) -> bool {
        let variants = &self.question.acts[act].variants;
        let amount = |units: &[(HoldingIx, u128)], holding: HoldingIx| {
            units.iter().find(|(h, _)| *h == holding).map_or(0, |(_, n)| *n)
        };
        let refused = |o: &Offer| {
            let relief = o.relief.and_then(|r| self.reliefs_of(act, o.variant, cell).get(r));
            relief.map_or(&[][..], |r| r.refused.as_slice())
        };
        let mine = &offers[offer];
        let way = &variants[mine.variant].way;
        offers.iter().enumerate().any(|(other, o)| {
            if other == offer || o.chance < mine.chance || !refused(o).iter().all(|m| refused(mine).contains(m)) {
                return false;
            }
            let its = &variants[o.variant].way;
            let mut holdings = way.uses.iter().chain(&way.needs).chain(&its.uses).chain(&its.needs);
            let no_worse = holdings.all(|(h, _)| {
                let (mine, its_use) = (amount(&way.uses, *h), amount(&its.uses, *h));
                // Using more of what gives itself away, or is limited, may help the evader.
                let uses = if self.is_watched(*h) { its_use == mine } else { its_use <= mine };
                uses && amount(&its.needs, *h) <= amount(&way.needs, *h)
            });
            let equal = o.chance == mine.chance
                && its.uses == way.uses
                && its.needs == way.needs
                && refused(o).len() == refused(mine).len();
            no_worse && (!equal || other < offer)
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
