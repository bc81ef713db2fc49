//! Months in which holdings that give themselves away are held.

use super::{Column, Writer};
use crate::encode::formula::Linear;
use crate::encode::layout::Cell;
use crate::model::world::Pace;
use num_bigint::BigInt;
use num_traits::{One, Zero};

impl Writer<'_> {
    /// The months in which a holding is held, for holdings that give themselves away.
    pub(super) fn held(&mut self) {
        for (place, cell) in self.cells().iter().enumerate() {
            for keep in 0..self.question.keeps.len() {
                let Some(held) = self.held_months(keep, place, cell) else { continue };
                match cell.is_after {
                    true => self.held_after(keep, cell, &held),
                    false => self.held_during(keep, place, cell, &held),
                }
            }
        }
    }

    /// The number of months of a cell in which a holding is held, by what the host refuses; none if
    /// they need not be counted.
    fn held_months(&mut self, keep: usize, place: usize, cell: &Cell) -> Option<Linear> {
        let k = &self.question.keeps[keep];
        let chance = self.chance(&k.trials, cell);
        if chance.is_one() {
            return None;
        }
        let reliefs = k.reliefs.get(cell.phase).map_or(&[][..], Vec::as_slice);
        let certain = chance.is_zero();
        if certain && self.options.with_certain {
            return None;
        }
        self.program.left_out_certain |= certain;
        let name = format!("{}~held@{}", k.id, place + 1);
        let held = self.program.formula.declare(name.clone(), 0, certain.then(BigInt::zero));
        self.program.weights.count(&chance, held);
        let mut months = Linear::var(held);
        for (nr, relief) in reliefs.iter().enumerate() {
            let chance = self.chance_of(&relief.trial, cell);
            let certain = chance.is_zero();
            let name = format!("{name}~relief{}", nr + 1);
            let held = self.program.formula.declare(name, 0, certain.then(BigInt::zero));
            self.program.weights.count(&chance, held);
            self.program.relieved.push((cell.phase, relief.refused.clone(), held));
            months.add(held, 1);
        }
        Some(months)
    }

    /// After completion the stock stays as it is.
    fn held_after(&mut self, keep: usize, cell: &Cell, held: &Linear) {
        let Some(stock) = self.stocks[keep].last() else { return };
        let free = stock.clone().negated().shifted(self.question.keeps[keep].above);
        let all = held.clone().plus_all(&self.length(cell), -1);
        self.program.formula.require_any(vec![free, all], "held: after completion");
    }

    fn held_during(&mut self, keep: usize, place: usize, cell: &Cell, held: &Linear) {
        let k = &self.question.keeps[keep];
        let above = k.above;
        let (start, end) = (self.stocks[keep][place].clone(), self.stocks[keep][place + 1].clone());
        let not_above = |stock: &Linear| stock.clone().negated().shifted(above);
        let (made, used) = self.flow(keep, place);
        let length = self.length(cell);
        if self.is_month(cell) {
            let all = held.clone().shifted(-1);
            self.program.formula.require_any(vec![not_above(&end), all], "held: at the end of the month");
            return;
        }
        let empty = length.clone().negated();
        let once = held.clone().shifted(-1);
        self.program.formula.require_any(vec![not_above(&end), empty, once], "held: in the last month of a cell");
        // Whatever the order, the stock stays above start - used.
        let all = held.clone().plus_all(&length, -1);
        let least = start.clone().plus_all(&used, -1);
        self.program.formula.require_any(vec![not_above(&least), all], "held: all through a cell");
        self.paced_by_holding(keep, place, held, &used);
        if used.terms.is_empty() && !made.terms.is_empty() {
            self.rising(keep, place, held, &start, &end);
        }
    }

    /// Events that need a held holding happen in months in which it is held.
    fn paced_by_holding(&mut self, keep: usize, place: usize, held: &Linear, used: &Linear) {
        let k = &self.question.keeps[keep];
        for (act, a) in self.question.acts.iter().enumerate() {
            let needs_it = |variant: usize| {
                a.variants[variant].way.needs.iter().any(|(h, n)| *h == k.holding && *n > u128::from(k.above))
            };
            let needing = |c: &Column| c.act == act && needs_it(c.variant);
            let events = self.events(place, needing);
            if events.terms.is_empty() {
                continue;
            }
            // A stock that is never used stays: the months are in a row.
            let room = held_room(a.pace, held, used.terms.is_empty()).plus_all(&events, -room_unit(a.pace, used));
            self.program.formula.require(room, "held: while events need it");
        }
    }

    /// A stock that only rises is held from the month in which it passes the mark: what comes above
    /// the mark is made in the months in which it is held.
    fn rising(&mut self, keep: usize, place: usize, held: &Linear, start: &Linear, end: &Linear) {
        let k = &self.question.keeps[keep];
        let mut room = Linear::of(k.above);
        for (act, a) in self.question.acts.iter().enumerate() {
            let Some((_, makes)) = a.makes.iter().find(|(h, _)| *h == k.holding) else { continue };
            let events = self.events(place, |c| c.act == act);
            if events.terms.is_empty() {
                continue;
            }
            let name = format!("{}~held@{}~{}", k.id, place + 1, a.id);
            let then = self.program.formula.declare(name, 0, None);
            self.program.formula.require(events.plus(then, -1), "held: made while held is made at all");
            let unit = room_unit(a.pace, &Linear::default());
            let fits = held_room(a.pace, held, true).plus(then, -unit);
            self.program.formula.require(fits, "held: made while held keeps the pace");
            room.add(then, *makes);
        }
        let before = start.clone().shifted(-1 - BigInt::from(k.above));
        self.program.formula.require_any(vec![before, room.plus_all(end, -1)], "held: from the mark on");
    }
}

/// How many events `held` months have room for, times [`room_unit`].
fn held_room(pace: Pace, held: &Linear, in_a_row: bool) -> Linear {
    match pace {
        Pace::PerMonth(most) => Linear::default().plus_all(held, most),
        Pace::MonthsBetween(months) if in_a_row => held.clone().shifted(BigInt::from(months) - 1),
        Pace::MonthsBetween(_) => held.clone(),
    }
}

/// What one event takes of [`held_room`].
fn room_unit(pace: Pace, used: &Linear) -> BigInt {
    match pace {
        Pace::MonthsBetween(months) if used.terms.is_empty() => months.into(),
        Pace::PerMonth(_) | Pace::MonthsBetween(_) => BigInt::one(),
    }
}
