//! The host's choice: which measures it refuses in each phase, and what events and holdings then give
//! away.

use super::Writer;
use crate::encode::formula::{Linear, Var};
use crate::model::acceptance::Bargain;
use crate::model::{Exact, MeasureIx};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::One;
use std::collections::BTreeMap;

impl Writer<'_> {
    /// What the host may refuse, in the phases in which some variable rests on it.
    pub(super) fn refusals(&mut self) {
        for (phase, bargain) in self.question.bargains.iter().enumerate() {
            let rests = self.program.relieved.iter().any(|(p, _, _)| *p == phase);
            if let Some(bargain) = bargain.as_ref().filter(|_| rests || self.options.every_choice) {
                self.choice(phase, bargain);
            }
        }
        self.rest_on_refusals();
    }

    /// What is accepted is within the total, and nothing refused could be taken back within it.
    fn choice(&mut self, phase: usize, bargain: &Bargain) {
        let Some(total) = &bargain.total else { return };
        let unit = bargain.open.iter().fold(total.denom().clone(), |unit, (_, n)| unit.lcm(n.denom()));
        let scaled = |n: &Exact| (n * Exact::from_integer(unit.clone())).to_integer();
        let (mut accepted, mut vars) = (Linear::default(), Vec::new());
        for (measure, n) in &bargain.open {
            let id = self.question.measure_id(*measure);
            let name = format!("{id}~refused~{}", phase + 1);
            let var = self.program.formula.declare(name, 0, Some(BigInt::one()));
            self.program.refusals.push((phase, *measure, var));
            let n = scaled(n);
            accepted = accepted.shifted(n.clone()).plus(var, -&n);
            vars.push((var, n));
        }
        let total = scaled(total);
        let within = accepted.clone().negated().shifted(total.clone());
        self.program.formula.require(within, "refusals: what is accepted is within the total");
        for (var, n) in vars {
            let accepts = Linear::var(var).negated();
            let too_much = accepted.clone().shifted(n - &total - 1);
            self.program.formula.require_any(vec![accepts, too_much], "refusals: none could be taken back");
        }
    }

    /// Less is given away only where the host refuses what could see it.
    fn rest_on_refusals(&mut self) {
        let mut by_measure: BTreeMap<(usize, MeasureIx), Vec<Var>> = BTreeMap::new();
        for (phase, refused, var) in &self.program.relieved {
            for measure in refused {
                by_measure.entry((*phase, *measure)).or_default().push(*var);
            }
        }
        for ((phase, measure), relieved) in by_measure {
            let refused = self.program.refusals.iter().find(|(p, m, _)| (*p, *m) == (phase, measure));
            let mut any = vec![relieved.iter().fold(Linear::default(), |sum, var| sum.plus(*var, -1))];
            any.extend(refused.map(|(_, _, var)| Linear::var(*var).shifted(-1)));
            self.program.formula.require_any(any, "refusals: only what is refused does not look");
        }
    }
}
