//! Asking the tool about a random regime.

#![allow(missing_docs, reason = "a test's module")]
#![allow(dead_code, reason = "not every test needs all of it")]

use crate::sketch::{self, Sketch};
use num_rational::BigRational;
use num_traits::{One, Signed};
use regimecheck::analysis::check::{BothEnds, Checked, Finding, Options, Outcome, check};
use regimecheck::model::term::Term;
use regimecheck::model::{End, Verdict};
use regimecheck::verdict::Engine;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn ask(sketch: &Sketch, engine: Engine) -> Result<Checked, String> {
    let regime = Arc::new(sketch::regime(sketch)?);
    let options = Options { engine, jobs: 1, ..Options::default() };
    Ok(check(&regime, &Term::of(&regime), &options, |_| {}))
}

pub fn finding(outcome: &Outcome) -> Result<&Finding, String> {
    outcome.as_ref().map_err(|open| format!("open: {open:?}"))
}

/// The worst-case confidence of proof by the deadline; none if there is no plan.
pub fn confidence(finding: &Finding) -> Result<Option<BigRational>, String> {
    match finding.unseen() {
        None => Ok(None),
        Some(unseen) => Ok(Some(BigRational::one() - unseen.exact().ok_or("not to be multiplied out")?)),
    }
}

/// What the tool says at one end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub verdict: Verdict,
    pub confidence: Option<BigRational>,
}

impl Answer {
    /// Whether another answer says the same.
    pub fn is(&self, other: &Answer) -> bool {
        self.verdict == other.verdict
            && match (&self.confidence, &other.confidence) {
                (None, None) => true,
                (Some(a), Some(b)) => near(a, b),
                _ => false,
            }
    }

    /// Whether the verifier is no better off than by another answer. Where there is no plan there
    /// is nothing to be afraid of.
    pub fn is_no_better_than(&self, other: &Answer) -> bool {
        self.verdict >= other.verdict
            && match (&self.confidence, &other.confidence) {
                (None, None) | (Some(_), None) => true,
                (Some(a), Some(b)) => *a <= b + slack(),
                (None, Some(_)) => false,
            }
    }
}

/// What the tool says of each obligation and each of its paths, by name, at both ends.
pub type Answers = BTreeMap<String, [Answer; 2]>;

pub fn answers(checked: &Checked) -> Result<Answers, String> {
    let both = |ends: &BothEnds| -> Result<_, String> {
        let at = |end| -> Result<_, String> {
            let finding = finding(ends.at(end))?;
            Ok(Answer { verdict: finding.verdict, confidence: confidence(finding)? })
        };
        Ok([at(End::Adverse)?, at(End::Favourable)?])
    };
    let mut answers = Answers::new();
    for o in &checked.obligations {
        let id = &checked.regime.obligations[o.obligation.0].entry.id;
        answers.insert(id.clone(), both(&o.whole)?);
        for p in &o.paths {
            let path = &checked.regime.activities[p.activity.0].entry.id;
            answers.insert(format!("{id} by {path}"), both(&p.ends)?);
        }
    }
    Ok(answers)
}

/// What the tool's usual engine says.
pub fn answers_to(sketch: &Sketch) -> Result<Answers, String> {
    answers(&ask(sketch, Engine::Cells)?)
}

/// Equal but for what the search may leave: 1e-9.
pub fn near(a: &BigRational, b: &BigRational) -> bool {
    (a - b).abs() <= slack()
}

fn slack() -> BigRational {
    BigRational::new(1.into(), 1_000_000_000.into())
}
