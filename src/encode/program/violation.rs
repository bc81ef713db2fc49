//! The violation: complete in the completion month, and not before.

use super::Writer;
use crate::encode::formula::Linear;
use crate::query::question::Target;
use num_bigint::BigInt;

impl Writer<'_> {
    /// The violation is complete by the end of the completion month, and not before.
    pub(super) fn violation(&mut self) {
        let cells = self.cells();
        match self.question.target {
            Target::Count(significant) => {
                let mut before = Linear::of(significant).shifted(-1);
                let mut by_then = Linear::of(significant).negated();
                let mut early = Linear::of(-1);
                for (place, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_after && c.in_force) {
                    let mut units = Linear::default();
                    for column in self.program.columns.iter().filter(|c| c.cell == place) {
                        units.add(column.var, self.question.acts[column.act].units);
                    }
                    by_then.add_all(&units, 1);
                    if !cell.is_completion {
                        before.add_all(&units, -1);
                        early.add_all(&self.length(cell), 1);
                    }
                }
                self.program.formula.require(by_then, "complete: the count reaches the significant amount");
                if significant == 0 {
                    // Complete in the first month in force: none lies before.
                    self.program.formula.require(early.negated().shifted(-1), "complete: not before");
                } else {
                    self.program.formula.require(before, "complete: not before");
                }
            }
            Target::Stock(holding, most) => {
                let Some(keep) = self.question.keep_of(holding) else { return };
                let most = BigInt::from(most);
                for (place, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_after && c.in_force) {
                    let stock = self.stocks[keep][place + 1].clone();
                    if cell.is_completion {
                        self.program.formula.require(stock.shifted(-&most), "complete: the stock reaches the amount");
                    } else {
                        let below = stock.negated().shifted(&most - 1);
                        let empty = self.length(cell).negated();
                        self.program.formula.require_any(vec![below, empty], "complete: not before");
                    }
                }
            }
        }
    }
}
