//! Lead times: no event before what it takes has been made.

use super::Writer;
use crate::encode::formula::Linear;
use crate::model::HoldingIx;
use crate::model::world::Pace;
use num_bigint::BigInt;

impl Writer<'_> {
    /// No event before what it takes is there: in a cell that begins without it, an act starts no
    /// earlier than those that make it, and late enough for them to have made it.
    pub(super) fn lead_times(&mut self) {
        let takes: Vec<Vec<(usize, u128)>> = (0..self.question.acts.len()).map(|act| self.takes(act)).collect();
        for (place, cell) in self.cells().iter().enumerate().filter(|(_, c)| !c.is_after) {
            if self.is_month(cell) {
                continue;
            }
            let events: Vec<Linear> =
                (0..self.question.acts.len()).map(|act| self.events(place, |c| c.act == act)).collect();
            // The month of the cell, counted from 1, before which an act has no event.
            let starts: Vec<Linear> = (0..self.question.acts.len())
                .map(|act| match takes[act].is_empty() || events[act].terms.is_empty() {
                    true => Linear::of(1),
                    false => {
                        let name = format!("{}~start@{}", self.question.acts[act].id, place + 1);
                        Linear::var(self.program.formula.declare(name, 1, None))
                    }
                })
                .collect();
            for act in (0..self.question.acts.len()).filter(|a| !starts[*a].terms.is_empty()) {
                let none = events[act].clone().negated();
                for (keep, amount) in &takes[act] {
                    self.starts_after_makers(place, *keep, *amount, &none, &starts[act], (&events, &starts));
                }
                let left = self.length(cell).plus_all(&starts[act], -1).shifted(1);
                let fits = match self.question.acts[act].pace {
                    Pace::PerMonth(most) => Linear::default().plus_all(&left, most).plus_all(&events[act], -1),
                    Pace::MonthsBetween(n) => {
                        left.shifted(BigInt::from(n) - 1).plus_all(&events[act], -BigInt::from(n))
                    }
                };
                self.program.formula.require_any(vec![none, fits], "lead time: what is left of the cell");
            }
        }
    }

    /// What every event of an act takes, under whatever concealment, that is not there from the
    /// beginning: keeps and amounts.
    fn takes(&self, act: usize) -> Vec<(usize, u128)> {
        let amount = |units: &[(HoldingIx, u128)], holding: HoldingIx| {
            units.iter().find(|(h, _)| *h == holding).map_or(0, |(_, n)| *n)
        };
        let ways = || self.question.acts[act].variants.iter().map(|v| &v.way);
        let least = |holding: HoldingIx| {
            ways().map(|w| amount(&w.uses, holding).max(amount(&w.needs, holding))).min().unwrap_or(0)
        };
        let keeps = self.question.keeps.iter().enumerate();
        keeps
            .map(|(place, k)| (place, k, least(k.holding)))
            .filter(|(_, k, n)| *n > u128::from(k.initial))
            .map(|(p, _, n)| (p, n))
            .collect()
    }

    fn starts_after_makers(
        &mut self,
        place: usize,
        keep: usize,
        amount: u128,
        none: &Linear,
        start: &Linear,
        (events, starts): (&[Linear], &[Linear]),
    ) {
        let holding = self.question.keeps[keep].holding;
        let stock = self.stocks[keep][place].clone();
        let missing = Linear::of(amount).plus_all(&stock, -1);
        let makers: Vec<(usize, BigInt)> = (0..self.question.acts.len())
            .filter(|a| !events[*a].terms.is_empty())
            .filter_map(|a| {
                let (_, makes) = self.question.acts[a].makes.iter().find(|(h, _)| *h == holding)?;
                let pace = match self.question.acts[a].pace {
                    Pace::PerMonth(most) => most,
                    Pace::MonthsBetween(_) => 1,
                };
                Some((a, BigInt::from(*makes) * pace))
            })
            .collect();
        let rate: BigInt = makers.iter().map(|(_, rate)| rate).sum();
        let mut any = vec![none.clone(), missing.clone().negated()];
        // By the month `start` the makers have had start - (their start) + 1 months.
        any.extend(makers.iter().map(|(maker, _)| {
            let months = start.clone().plus_all(&starts[*maker], -1).shifted(1);
            Linear::default().plus_all(&months, rate.clone()).plus_all(&missing, -1)
        }));
        self.program.formula.require_any(any, "lead time: after those that make what it takes");
    }
}
