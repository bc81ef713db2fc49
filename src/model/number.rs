//! Exact numbers, intervals, and the two ends of what the analyst knows.

use num_rational::BigRational;

/// A decimal number exactly as written: `0.1` is one tenth.
pub type Exact = BigRational;

/// A value that the analyst knows to lie between two ends, both included.
///
/// A plain number is an interval whose ends are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval<T> {
    /// The least value.
    pub low: T,
    /// The greatest value; never below `low`.
    pub high: T,
}

impl<T: Clone> Interval<T> {
    /// The interval of one value.
    pub fn of(value: T) -> Self {
        Interval { low: value.clone(), high: value }
    }

    /// The value at `end` of a quantity whose low values help the evader.
    pub fn low_is_adverse(&self, end: End) -> T {
        match end {
            End::Adverse => self.low.clone(),
            End::Favourable => self.high.clone(),
        }
    }

    /// The value at `end` of a quantity whose high values help the evader.
    pub fn high_is_adverse(&self, end: End) -> T {
        match end {
            End::Adverse => self.high.clone(),
            End::Favourable => self.low.clone(),
        }
    }
}

/// An end of the uncertainty: every interval and unknown assumption read against the verifier,
/// or every one for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Everything the analyst does not know helps the evader.
    Adverse,
    /// Everything the analyst does not know helps the verifier.
    Favourable,
}

impl End {
    /// Both ends, adverse first.
    pub const BOTH: [End; 2] = [End::Adverse, End::Favourable];

    /// The word for this end in reports.
    pub fn word(self) -> &'static str {
        match self {
            End::Adverse => "adverse",
            End::Favourable => "favourable",
        }
    }
}
