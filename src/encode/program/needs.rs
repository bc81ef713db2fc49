//! Needs: what has to be present at an event.

use super::Writer;
use crate::encode::formula::Linear;
use num_bigint::BigInt;

impl Writer<'_> {
    /// What has to be present at an event is there at some time in its cell.
    pub(super) fn needs(&mut self) {
        for (place, cell) in self.cells().iter().enumerate().filter(|(_, c)| !c.is_after) {
            for (keep, k) in self.question.keeps.iter().enumerate() {
                let mut needs: Vec<(u128, Linear)> = Vec::new();
                for column in self.program.columns.iter().filter(|c| c.cell == place) {
                    let way = &self.question.acts[column.act].variants[column.variant].way;
                    let Some((_, need)) = way.needs.iter().find(|(h, _)| *h == k.holding) else { continue };
                    match needs.iter_mut().find(|(n, _)| n == need) {
                        Some((_, events)) => events.add(column.var, 1),
                        None => needs.push((*need, Linear::var(column.var))),
                    }
                }
                for (need, events) in needs {
                    let present = match self.is_month(cell) {
                        true => self.stocks[keep][place + 1].clone(),
                        false => self.stocks[keep][place].clone().plus_all(&self.flow(keep, place).0, 1),
                    };
                    let none = events.negated();
                    self.program.formula.require_any(
                        vec![none, present.shifted(-BigInt::from(need))],
                        "need: present while events go on",
                    );
                }
            }
        }
    }
}
