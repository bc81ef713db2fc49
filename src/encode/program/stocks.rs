//! Stocks at the ends of cells: never below 0.

use super::Writer;
use crate::encode::formula::Linear;

impl Writer<'_> {
    /// Stocks at the ends of cells: never below 0.
    pub(super) fn stocks(&mut self) {
        let cells = self.cells();
        for (place, keep) in self.question.keeps.iter().enumerate() {
            let wanted = self.question.acts.iter().any(|a| {
                a.variants.iter().any(|v| v.way.uses.iter().chain(&v.way.needs).any(|(h, _)| *h == keep.holding))
            });
            let capped = keep.ceilings.iter().any(Option::is_some);
            let matters = wanted || capped || self.is_watched(keep.holding);
            let mut stocks = vec![Linear::of(keep.initial)];
            for (c, _) in cells.iter().enumerate().filter(|(_, c)| matters && !c.is_after) {
                let before = stocks[c].clone();
                let (made, used) = self.flow(place, c);
                if made.terms.is_empty() && used.terms.is_empty() {
                    stocks.push(before);
                    continue;
                }
                let stock = self.program.formula.declare(format!("{}~{}", keep.id, c + 1), 0, None);
                let after = before.plus_all(&made, 1).plus_all(&used, -1);
                self.program.formula.equate(&Linear::var(stock), &after, "stock: initial and made less used");
                stocks.push(Linear::var(stock));
            }
            self.stocks.push(stocks);
        }
        self.ceilings();
    }

    /// What a stock may not exceed, at the ends of cells.
    fn ceilings(&mut self) {
        let cells = self.cells();
        for (place, keep) in self.question.keeps.iter().enumerate() {
            for (c, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_after) {
                let Some(most) = keep.ceilings.get(cell.phase).copied().flatten() else { continue };
                let within = self.stocks[place][c + 1].clone().negated().shifted(most);
                let empty = self.length(cell).negated();
                self.program.formula.require_any(vec![within, empty], "ceiling: what may be held at the end");
            }
        }
    }
}
