//! The formula of a layout: events per variant and cell, stocks at the ends of cells, months in
//! which holdings are held, and what all of it weighs.
//!
//! Exact where every cell up to the completion month is a month; where cells are longer it leaves
//! out only the order of events inside a cell.

use super::formula::{Formula, Linear, Values, Var};
use super::layout::{Cell, Known, Layout};
use super::weights::Weights;
use crate::model::world::Pace;
use crate::model::{Exact, HoldingIx};
use crate::query::question::Target;
use crate::query::{Question, Reading, Trial};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::sync::Arc;

/// Events of one variant of an act in one cell.
#[derive(Debug, Clone)]
pub struct Column {
    /// The act, by place in the question.
    pub act: usize,
    /// The variant, by place in the act.
    pub variant: usize,
    /// The cell, by place in the layout.
    pub cell: usize,
    /// The number of events.
    pub var: Var,
}

/// What a program is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// What counts, and until when.
    pub reading: Reading,
    /// Weights are in units of 2^-bits.
    pub bits: u64,
    /// Whether plans that are seen for certain are among those described.
    pub with_certain: bool,
    /// Whether variants that another one beats in every respect are left out.
    pub prune: bool,
}

/// A formula with what its variables mean.
#[derive(Debug, Clone)]
pub struct Program {
    /// The formula, without any bound on the weight.
    pub formula: Formula,
    /// The cells.
    pub layout: Layout,
    /// The completion month, if the layout has more than one.
    pub completed: Option<Var>,
    /// The events.
    pub columns: Vec<Column>,
    /// The trials by their chances.
    pub weights: Weights,
    /// Whether a trial that is seen for certain was left out.
    pub left_out_certain: bool,
}

impl Program {
    /// The formula of `question` on `layout`.
    pub fn new(question: &Question, layout: Layout, options: Options) -> Program {
        Writer::new(question, layout, options).write()
    }

    /// The completion month of an assignment.
    pub fn completed(&self, values: &Values) -> u64 {
        match self.completed {
            Some(var) => u64::try_from(&values.0[var.0]).unwrap_or(self.layout.range.1),
            None => self.layout.range.0,
        }
    }

    /// How many trials of each class an assignment has.
    pub fn counts(&self, values: &Values) -> Vec<BigInt> {
        self.weights.classes().map(|c| c.count.value(values)).collect()
    }
}

struct Writer<'a> {
    question: &'a Question,
    options: Options,
    program: Program,
    /// Stock of each keep at the end of each cell, the cell before the first included.
    stocks: Vec<Vec<Linear>>,
}

impl<'a> Writer<'a> {
    fn new(question: &'a Question, layout: Layout, options: Options) -> Self {
        let program = Program {
            formula: Formula::default(),
            layout,
            completed: None,
            columns: Vec::new(),
            weights: Weights::new(options.bits),
            left_out_certain: false,
        };
        Writer { question, options, program, stocks: Vec::new() }
    }

    fn write(mut self) -> Program {
        let (first, last) = self.program.layout.range;
        if first < last {
            let var = self.program.formula.declare("T".into(), first, Some(last.into()));
            self.program.completed = Some(var);
        }
        self.columns();
        self.stocks();
        self.pace();
        self.needs();
        self.lead_times();
        self.violation();
        self.held();
        self.program
    }

    fn cells(&self) -> Vec<Cell> {
        self.program.layout.cells.clone()
    }

    /// Whether a cell is one month long for every completion month of the layout.
    fn is_month(&self, cell: &Cell) -> bool {
        let (first, last) = self.program.layout.range;
        cell.length(first) == 1 && cell.length(last) == 1
    }

    /// A cell's length as a sum over T.
    fn length(&self, cell: &Cell) -> Linear {
        let (slope, constant) = cell.affine();
        match self.program.completed {
            Some(t) => Linear::of(constant).plus(t, slope),
            None => Linear::of(cell.length(self.program.layout.range.0)),
        }
    }

    /// The chance that a trial in a cell stays unseen.
    fn chance(&self, trials: &[Arc<Trial>], cell: &Cell) -> Exact {
        let remaining = match cell.known {
            Known::Nothing => return Exact::one(),
            Known::Within(months) => Some(months),
            Known::All => None,
        };
        let trial = trials.get(cell.phase);
        trial.and_then(|t| t.unseen(self.options.reading, remaining)).cloned().unwrap_or_else(Exact::one)
    }

    /// Declares the events, leaving out variants that another beats.
    fn columns(&mut self) {
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
    fn beaten(&self, act: usize, variant: usize, chances: &[Exact]) -> bool {
        let variants = &self.question.acts[act].variants;
        let way = &variants[variant].way;
        let amount = |units: &[(HoldingIx, u64)], holding: HoldingIx| {
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
    fn is_watched(&self, holding: HoldingIx) -> bool {
        let limited = matches!(self.question.target, Target::Stock(h, _) if h == holding);
        limited
            || self
                .question
                .keep_of(holding)
                .is_some_and(|k| self.question.keeps[k].trials.iter().any(|t| !t.is_empty()))
    }

    /// The events of a cell in acts and variants that pass.
    fn events(&self, cell: usize, pass: impl Fn(&Column) -> bool) -> Linear {
        let columns = self.program.columns.iter().filter(|c| c.cell == cell && pass(c));
        Linear { terms: columns.map(|c| (c.var, BigInt::one())).collect(), constant: BigInt::zero() }
    }

    /// What the events of a cell add to a holding, and what they use of it.
    fn flow(&self, keep: usize, cell: usize) -> (Linear, Linear) {
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

    /// Stocks at the ends of cells: never below 0.
    fn stocks(&mut self) {
        let cells = self.cells();
        for (place, keep) in self.question.keeps.iter().enumerate() {
            let wanted = self.question.acts.iter().any(|a| {
                a.variants
                    .iter()
                    .any(|v| v.way.uses.iter().chain(&v.way.needs).any(|(h, _)| *h == keep.holding))
            });
            let matters = wanted || self.is_watched(keep.holding);
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
    }

    /// Rates and totals, over all variants of an activity together.
    fn pace(&mut self) {
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

    /// What has to be present at an event is there at some time in its cell.
    fn needs(&mut self) {
        for (place, cell) in self.cells().iter().enumerate().filter(|(_, c)| !c.is_after) {
            for (keep, k) in self.question.keeps.iter().enumerate() {
                let mut needs: Vec<(u64, Linear)> = Vec::new();
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

    /// No event before what it takes is there: in a cell that begins without it, an act starts no
    /// earlier than those that make it, and late enough for them to have made it.
    fn lead_times(&mut self) {
        let takes: Vec<Vec<(usize, u64)>> = (0..self.question.acts.len()).map(|act| self.takes(act)).collect();
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
                        let name = format!("{}.start@{}", self.question.acts[act].id, place + 1);
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
    fn takes(&self, act: usize) -> Vec<(usize, u64)> {
        let amount = |units: &[(HoldingIx, u64)], holding: HoldingIx| {
            units.iter().find(|(h, _)| *h == holding).map_or(0, |(_, n)| *n)
        };
        let ways = || self.question.acts[act].variants.iter().map(|v| &v.way);
        let least = |holding: HoldingIx| {
            ways().map(|w| amount(&w.uses, holding).max(amount(&w.needs, holding))).min().unwrap_or(0)
        };
        let keeps = self.question.keeps.iter().enumerate();
        keeps.map(|(place, k)| (place, k, least(k.holding))).filter(|(_, k, n)| *n > k.initial).map(|(p, _, n)| (p, n)).collect()
    }

    fn starts_after_makers(
        &mut self,
        place: usize,
        keep: usize,
        amount: u64,
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

    /// The violation is complete by the end of the completion month, and not before.
    fn violation(&mut self) {
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

    /// The months in which a holding is held, for holdings that give themselves away.
    fn held(&mut self) {
        for (place, cell) in self.cells().iter().enumerate() {
            for keep in 0..self.question.keeps.len() {
                let k = &self.question.keeps[keep];
                let chance = self.chance(&k.trials, cell);
                if chance.is_one() {
                    continue;
                }
                let certain = chance.is_zero();
                if certain && self.options.with_certain {
                    continue;
                }
                self.program.left_out_certain |= certain;
                let held = self.program.formula.declare(
                    format!("{}.held@{}", k.id, place + 1),
                    0,
                    certain.then(BigInt::zero),
                );
                self.program.weights.count(&chance, held);
                match cell.is_after {
                    true => self.held_after(keep, cell, held),
                    false => self.held_during(keep, place, cell, held),
                }
            }
        }
    }

    /// After completion the stock stays as it is.
    fn held_after(&mut self, keep: usize, cell: &Cell, held: Var) {
        let Some(stock) = self.stocks[keep].last() else { return };
        let free = stock.clone().negated().shifted(self.question.keeps[keep].above);
        let all = Linear::var(held).plus_all(&self.length(cell), -1);
        self.program.formula.require_any(vec![free, all], "held: after completion");
    }

    fn held_during(&mut self, keep: usize, place: usize, cell: &Cell, held: Var) {
        let k = &self.question.keeps[keep];
        let above = k.above;
        let (start, end) = (self.stocks[keep][place].clone(), self.stocks[keep][place + 1].clone());
        let not_above = |stock: &Linear| stock.clone().negated().shifted(above);
        let (made, used) = self.flow(keep, place);
        let length = self.length(cell);
        if self.is_month(cell) {
            let all = Linear::var(held).shifted(-1);
            self.program.formula.require_any(vec![not_above(&end), all], "held: at the end of the month");
            return;
        }
        let empty = length.clone().negated();
        let once = Linear::var(held).shifted(-1);
        self.program.formula.require_any(vec![not_above(&end), empty, once], "held: in the last month of a cell");
        // Whatever the order, the stock stays above start - used.
        let all = Linear::var(held).plus_all(&length, -1);
        let least = start.clone().plus_all(&used, -1);
        self.program.formula.require_any(vec![not_above(&least), all], "held: all through a cell");
        self.paced_by_holding(keep, place, held, &used);
        if used.terms.is_empty() && !made.terms.is_empty() {
            self.rising(keep, place, held, &start, &end);
        }
    }

    /// Events that need a held holding happen in months in which it is held.
    fn paced_by_holding(&mut self, keep: usize, place: usize, held: Var, used: &Linear) {
        let k = &self.question.keeps[keep];
        for (act, a) in self.question.acts.iter().enumerate() {
            let needs_it = |variant: usize| {
                a.variants[variant].way.needs.iter().any(|(h, n)| *h == k.holding && *n > k.above)
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
    fn rising(&mut self, keep: usize, place: usize, held: Var, start: &Linear, end: &Linear) {
        let k = &self.question.keeps[keep];
        let mut room = Linear::of(k.above);
        for (act, a) in self.question.acts.iter().enumerate() {
            let Some((_, makes)) = a.makes.iter().find(|(h, _)| *h == k.holding) else { continue };
            let events = self.events(place, |c| c.act == act);
            if events.terms.is_empty() {
                continue;
            }
            let name = format!("{}.held@{}.{}", k.id, place + 1, a.id);
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
fn held_room(pace: Pace, held: Var, in_a_row: bool) -> Linear {
    match pace {
        Pace::PerMonth(most) => Linear::default().plus(held, most),
        Pace::MonthsBetween(months) if in_a_row => Linear::var(held).shifted(BigInt::from(months) - 1),
        Pace::MonthsBetween(_) => Linear::var(held),
    }
}

/// What one event takes of [`held_room`].
fn room_unit(pace: Pace, used: &Linear) -> BigInt {
    match pace {
        Pace::MonthsBetween(months) if used.terms.is_empty() => months.into(),
        Pace::PerMonth(_) | Pace::MonthsBetween(_) => BigInt::one(),
    }
}
