//! One expectation against what was established of its obligation.

use crate::analysis::check::{BothEnds, Open};
use crate::model::{ActivityIx, End, Exact, Expect, Verdict};
use crate::query::Unseen;
use std::cmp::Ordering;

/// Which verdict is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// That of both ends together, which may be contingent.
    BothEnds,
    /// That of one end.
    At(End),
}

/// Which bound on the confidence is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// No less than it.
    AtLeast,
    /// No more than it.
    AtMost,
}

/// One thing about an expectation that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Miss {
    /// It states nothing that could hold or not.
    StatesNothing,
    /// No phase lists its obligation, so that there is no verdict.
    NotListed,
    /// The verdict is another.
    Verdict {
        /// Which verdict.
        scope: Scope,
        /// The expected one.
        expected: Verdict,
        /// The one found.
        found: Verdict,
    },
    /// The worst-case confidence at the adverse end is beyond a bound.
    Confidence {
        /// Which bound.
        bound: Bound,
        /// The bound.
        expected: Exact,
        /// The probability that the best evasion stays unproved; none if there is no evasion.
        unseen: Option<Unseen>,
    },
    /// The best evasion at the adverse end does without an activity.
    NotUsed(ActivityIx),
}

/// What becomes of an expectation.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    /// All that it states holds.
    Passed,
    /// These things do not hold, in the order of the fields.
    Failed(Vec<Miss>),
    /// What it states was not decided.
    Open(Open),
}

impl Judgement {
    /// Whether all that the expectation states holds.
    pub fn passed(&self) -> bool {
        *self == Judgement::Passed
    }
}

/// Whether an expectation states anything.
pub fn states_something(expect: &Expect) -> bool {
    expect.verdict.is_some()
        || expect.adverse.is_some()
        || expect.favourable.is_some()
        || expect.at_least.is_some()
        || expect.at_most.is_some()
        || !expect.evasion_uses.is_empty()
}

/// Judges an expectation by what was established of its obligation; `ends` is none if no phase lists
/// the obligation.
///
/// What does not hold counts even while something else that is stated is open.
pub fn judge(expect: &Expect, ends: Option<&BothEnds>) -> Judgement {
    if !states_something(expect) {
        return Judgement::Failed(vec![Miss::StatesNothing]);
    }
    let Some(ends) = ends else {
        return Judgement::Failed(vec![Miss::NotListed]);
    };
    let mut judging = Judging { ends, misses: Vec::new(), open: None };
    judging.verdicts(expect);
    judging.confidence(Bound::AtLeast, expect.at_least.as_ref());
    judging.confidence(Bound::AtMost, expect.at_most.as_ref());
    judging.evasion(&expect.evasion_uses);
    match judging.open {
        _ if !judging.misses.is_empty() => Judgement::Failed(judging.misses),
        Some(open) => Judgement::Open(open),
        None => Judgement::Passed,
    }
}

struct Judging<'a> {
    ends: &'a BothEnds,
    misses: Vec<Miss>,
    open: Option<Open>,
}

impl Judging<'_> {
    fn verdicts(&mut self, expect: &Expect) {
        if let Some(expected) = expect.verdict {
            match self.ends.verdict() {
                Some(found) => self.compare(Scope::BothEnds, expected, found),
                None => self.open = self.ends.open().cloned(),
            }
        }
        for (end, expected) in [(End::Adverse, expect.adverse), (End::Favourable, expect.favourable)] {
            let Some(expected) = expected else { continue };
            match self.ends.at(end) {
                Ok(finding) => self.compare(Scope::At(end), expected, finding.verdict),
                Err(open) => self.open = Some(open.clone()),
            }
        }
    }

    fn compare(&mut self, scope: Scope, expected: Verdict, found: Verdict) {
        if expected != found {
            self.misses.push(Miss::Verdict { scope, expected, found });
        }
    }

    fn confidence(&mut self, bound: Bound, expected: Option<&Exact>) {
        let Some(expected) = expected else { return };
        let finding = match &self.ends.adverse {
            Ok(finding) => finding,
            Err(open) => {
                self.open = Some(open.clone());
                return;
            }
        };
        let unseen = finding.unseen();
        let holds = match unseen.map(|u| u.confidence_against(expected)) {
            None => Some(false),
            Some(None) => None,
            Some(Some(order)) => Some(match bound {
                Bound::AtLeast => order != Ordering::Less,
                Bound::AtMost => order != Ordering::Greater,
            }),
        };
        match holds {
            Some(true) => {}
            Some(false) => {
                self.misses.push(Miss::Confidence { bound, expected: expected.clone(), unseen: unseen.cloned() });
            }
            None => {
                let reason = "a confidence is too close to its expected bound to be told apart";
                self.open = Some(Open::Undecided(reason.to_owned()));
            }
        }
    }

    fn evasion(&mut self, activities: &[ActivityIx]) {
        if activities.is_empty() {
            return;
        }
        match &self.ends.adverse {
            Err(open) => self.open = Some(open.clone()),
            Ok(finding) => {
                let plan = finding.evasion.as_ref().map(|e| &e.plan);
                let unused = activities.iter().filter(|a| !plan.is_some_and(|p| p.uses(**a)));
                self.misses.extend(unused.copied().map(Miss::NotUsed));
            }
        }
    }
}
