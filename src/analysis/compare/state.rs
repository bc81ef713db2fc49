//! States: how a violation path stands in a draft in a stretch of months, and how states compare.

use crate::model::Verdict;

/// How a path stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// The conduct is no part of the world: the draft does not bring it, or an assumption does not hold.
    Absent,
    /// The best verdict among the obligations in force that match it, over the plans completed in these
    /// months in which no other activity of that obligation has an event.
    Judged(Verdict),
    /// No obligation in force matches it.
    OutOfScope,
    /// The months lie after the draft's term.
    AfterTerm,
    /// Not decided.
    Open,
}

impl State {
    /// The words for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            State::Absent => "absent",
            State::Judged(verdict) => verdict.word(),
            State::OutOfScope => "out of scope",
            State::AfterTerm => "after the term",
            State::Open => "undecided",
        }
    }

    /// The better the lower; none where it cannot be compared. Conduct that is no part of the world, or
    /// cannot come to a violation, is as good as conduct that is assured: nothing escapes. What no
    /// obligation matches is worse than what is prohibited and cannot be seen.
    pub fn rank(self) -> Option<u8> {
        match self {
            State::Absent | State::Judged(Verdict::Infeasible | Verdict::Assured) => Some(1),
            State::Judged(Verdict::Late) => Some(2),
            State::Judged(Verdict::Ambiguous) => Some(3),
            State::Judged(Verdict::Evadable) => Some(4),
            State::Judged(Verdict::Uncovered) => Some(5),
            State::OutOfScope => Some(6),
            State::Judged(Verdict::Contingent) | State::AfterTerm | State::Open => None,
        }
    }
}

impl State {
    /// The better of two states of one path under two obligations: of equally good ones, `assured`
    /// says more than `infeasible`.
    #[must_use]
    pub fn better(self, other: State) -> State {
        let order = |s: State| (s.rank().unwrap_or(u8::MAX), s == State::Judged(Verdict::Infeasible));
        if order(other) < order(self) { other } else { self }
    }
}

/// How one draft stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// No better and no worse anywhere.
    Equivalent,
    /// Better somewhere, worse nowhere.
    Stronger,
    /// Worse somewhere, better nowhere.
    Weaker,
    /// Better at one end of the uncertainty or in one stretch, worse in another.
    Incomparable,
    /// Something that it takes is undecided.
    Undecided,
}

impl Relation {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Relation::Equivalent => "equivalent",
            Relation::Stronger => "stronger",
            Relation::Weaker => "weaker",
            Relation::Incomparable => "incomparable",
            Relation::Undecided => "undecided",
        }
    }

    /// The relation from whether it is better and whether it is worse somewhere.
    pub fn from(better: bool, worse: bool) -> Relation {
        match (better, worse) {
            (false, false) => Relation::Equivalent,
            (true, false) => Relation::Stronger,
            (false, true) => Relation::Weaker,
            (true, true) => Relation::Incomparable,
        }
    }

    /// How `mine` stand to `theirs`, pair by pair; pairs of which one lies after a term do not count.
    pub fn of(mine: impl Iterator<Item = State>, theirs: impl Iterator<Item = State>) -> Relation {
        let (mut better, mut worse, mut open) = (false, false, false);
        for (mine, theirs) in mine.zip(theirs) {
            if mine == State::AfterTerm || theirs == State::AfterTerm {
                continue;
            }
            match (mine.rank(), theirs.rank()) {
                (Some(a), Some(b)) => {
                    better |= a < b;
                    worse |= a > b;
                }
                _ => open = true,
            }
        }
        match Relation::from(better, worse) {
            Relation::Incomparable => Relation::Incomparable,
            _ if open => Relation::Undecided,
            relation => relation,
        }
    }

    /// The same seen from the other side.
    #[must_use]
    pub fn reversed(self) -> Relation {
        match self {
            Relation::Stronger => Relation::Weaker,
            Relation::Weaker => Relation::Stronger,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_stretches_decide_together() {
        use State::*;
        let of = |a: &[State], b: &[State]| Relation::of(a.iter().copied(), b.iter().copied());
        let (assured, evadable) = (Judged(Verdict::Assured), Judged(Verdict::Evadable));
        assert_eq!(of(&[assured, assured], &[assured, evadable]), Relation::Stronger);
        assert_eq!(of(&[assured, evadable], &[evadable, assured]), Relation::Incomparable);
        assert_eq!(of(&[OutOfScope], &[Judged(Verdict::Uncovered)]), Relation::Weaker);
        assert_eq!(of(&[Absent], &[Judged(Verdict::Infeasible)]), Relation::Equivalent);
        assert_eq!(of(&[AfterTerm, assured], &[evadable, assured]), Relation::Equivalent);
        assert_eq!(of(&[Open, assured], &[evadable, evadable]), Relation::Undecided);
        assert_eq!(of(&[Open, assured, evadable], &[evadable, evadable, assured]), Relation::Incomparable);
    }
}
