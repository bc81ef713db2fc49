//! Rates, spacing and totals, over all variants of an activity together.

use super::Writer;
use crate::encode::formula::Linear;
use crate::encode::layout::Cell;
use crate::model::world::Pace;
use num_bigint::BigInt;

impl Writer<'_> {
    /// Rates and totals, over all variants of an activity together.
    pub(super) fn pace(&mut self) {
        let cells: Vec<(usize, Cell)> = self.cells().into_iter().enumerate().filter(|(_, c)| !c.is_after).collect();
        for (act, a) in self.question.acts.iter().enumerate() {
            let per_cell: Vec<Linear> = cells.iter().map(|(place, _)| self.events(*place, |c| c.act == act)).collect();
            if per_cell.iter().all(|l| l.terms.is_empty()) {
                continue;
            }
            match a.pace {
                Pace::PerMonth(most) => {
                    for ((_, cell), events) in cells.iter().zip(&per_cell) {
                        let room = Linear::default().plus_all(&self.length(cell), most);
                        self.program.formula.require(room.plus_all(events, -1), "rate: events per month");
                    }
                }
                Pace::MonthsBetween(months) => self.spacing(&cells, &per_cell, months),
            }
            if let Some(total) = a.total {
                let all = per_cell.iter().fold(Linear::of(total), |room, events| room.plus_all(events, -1));
                self.program.formula.require(all, "total number of events");
            }
        }
    }

    /// At most one event in any `months` months in a row: at most ceil(L / months) in any run of
    /// cells L months long.
    fn spacing(&mut self, cells: &[(usize, Cell)], per_cell: &[Linear], months: u64) {
        let all_months = cells.iter().all(|(_, c)| self.is_month(c));
        for first in 0..cells.len() {
            let (mut length, mut events) = (Linear::default(), Linear::default());
            for last in first..cells.len() {
                length = length.plus_all(&self.length(&cells[last].1), 1);
                events = events.plus_all(&per_cell[last], 1);
                // Single months: runs of `months` say it all.
                let run = (last - first + 1) as u64;
                if all_months && run != months && !(last + 1 == cells.len() && run < months && first == 0) {
                    if run > months {
                        break;
                    }
                    continue;
                }
                let room = length.clone().shifted(BigInt::from(months) - 1).plus_all(&events, -BigInt::from(months));
                self.program.formula.require(room, "spacing: events in a run of months");
            }
        }
    }
}
