//! The formula of a layout: events per variant and cell, stocks at the ends of cells, months in
//! which holdings are held, and what all of it weighs.
//!
//! Exact where every cell up to the completion month is a month; where cells are longer it leaves
//! out only the order of events inside a cell.

mod columns;
mod held;
mod lead_times;
mod needs;
mod pace;
mod refusals;
mod stocks;
mod violation;

use super::formula::{Constraint, Formula, Linear, Values, Var};
use super::layout::{Cell, Known, Layout};
use super::weights::Weights;
use crate::model::acceptance::{Bargain, Refusals};
use crate::model::{Exact, MeasureIx};
use crate::query::{Question, Reading, Trial};
use num_bigint::BigInt;
use num_traits::One;
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
    /// Whether the host's choice is a variable even in phases in which nothing rests on it.
    pub every_choice: bool,
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
    /// Variables that may be above 0 only if the host refuses some measures in a phase.
    pub relieved: Vec<(usize, Vec<MeasureIx>, Var)>,
    /// Whether the host refuses a measure in a phase: 1 if it does, else 0.
    pub refusals: Vec<(usize, MeasureIx, Var)>,
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

    /// The host's choice in an assignment, by phase; where it makes no difference, some choice.
    pub fn refusals(&self, question: &Question, values: &Values) -> Refusals {
        let chosen = |phase: usize| {
            let mine = self.refusals.iter().filter(move |(p, _, _)| *p == phase);
            mine.filter(|(_, _, var)| values.0[var.0].is_one()).map(|(_, measure, _)| *measure).collect()
        };
        let is_asked = |phase: usize| self.refusals.iter().any(|(p, _, _)| *p == phase);
        let phases = question.bargains.iter().enumerate().map(|(phase, bargain)| match bargain {
            Some(bargain) if !is_asked(phase) => bargain.some_choice(),
            Some(_) => chosen(phase),
            None => Vec::new(),
        });
        Refusals { phases: phases.collect() }
    }

    /// The constraint that leaves out a choice of the host, all refusals being variables: all choices that
    /// agree with it in what matters to the question.
    pub fn otherwise(&self, question: &Question, choice: &Refusals) -> Constraint {
        let choice = question.what_matters(choice);
        let all = Refusals { phases: question.bargains.iter().map(|b| open(b.as_ref())).collect() };
        let matters = question.what_matters(&all);
        let differs = |(phase, measure, var): &(usize, MeasureIx, Var)| {
            let is_in = |refusals: &Refusals| refusals.phases.get(*phase).is_some_and(|r| r.contains(measure));
            let refused = Linear::var(*var);
            is_in(&matters).then(|| if is_in(&choice) { refused.negated() } else { refused.shifted(-1) })
        };
        Constraint { any: self.refusals.iter().filter_map(differs).collect(), why: "refusals: another choice" }
    }

    /// How many trials of each class an assignment has.
    pub fn counts(&self, values: &Values) -> Vec<BigInt> {
        self.weights.classes().map(|c| c.count.value(values)).collect()
    }
}

fn open(bargain: Option<&Bargain>) -> Vec<MeasureIx> {
    bargain.into_iter().flat_map(|b| b.open.iter().map(|(m, _)| *m)).collect()
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
            relieved: Vec::new(),
            refusals: Vec::new(),
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
        self.refusals();
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

    /// The chance that a trial in a cell stays unseen, given the trial in each phase.
    fn chance(&self, trials: &[Arc<Trial>], cell: &Cell) -> Exact {
        trials.get(cell.phase).map_or_else(Exact::one, |trial| self.chance_of(trial, cell))
    }

    /// The chance that a trial in a cell stays unseen.
    fn chance_of(&self, trial: &Trial, cell: &Cell) -> Exact {
        let remaining = match cell.known {
            Known::Nothing => return Exact::one(),
            Known::Within(months) => Some(months),
            Known::All => None,
        };
        trial.unseen(self.options.reading, remaining).cloned().unwrap_or_else(Exact::one)
    }
}
