//! Why a plan is not one.

use num_bigint::BigInt;
use std::fmt;

/// Why a plan is not feasible, or does not commit the violation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the figures of the sentence that Display prints")]
pub enum Refutation {
    /// An event before month 1 or after the term.
    OutsideTheTerm { activity: String, month: u64, months: u64 },
    /// An activity that does not contribute to the violation or does not exist at this end.
    NotInThePathway { activity: String },
    /// An activity that is left out, another path being studied.
    Barred { activity: String },
    /// An activity in a month in which it is left out.
    Banned { activity: String, month: u64 },
    /// A concealment that does not apply to the activity.
    DoesNotApply { activity: String, concealment: String },
    /// Two concealments that exclude each other.
    Excluded { activity: String, one: String, other: String },
    /// More events in a month than the activity allows.
    TooManyInMonth { activity: String, month: u64, count: u128, most: u64 },
    /// Two events closer than the activity allows.
    TooClose { activity: String, month: u64, previous: u64, months: u64 },
    /// More events than the activity allows in all.
    TooManyInAll { activity: String, month: u64, count: u128, most: u64 },
    /// A stock below zero.
    StockBelowZero { holding: String, month: u64, stock: BigInt },
    /// A stock above what may be held.
    StockAboveCeiling { holding: String, month: u64, stock: BigInt, most: u64 },
    /// A need that the stock does not cover.
    NeedNotCovered { activity: String, holding: String, month: u64, need: u128, stock: BigInt },
    /// An event after the violation is complete.
    AfterCompletion { activity: String, month: u64, completed: u64 },
    /// The violation is never complete.
    NotComplete,
    /// The violation is complete outside the months asked about.
    OutsideTheWindow { completed: u64, first: u64, last: u64 },
}

impl fmt::Display for Refutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Refutation::*;
        match self {
            OutsideTheTerm { activity, month, months } => {
                write!(f, "an event of `{activity}` in month {month}, but the term has months 1 to {months}")
            }
            NotInThePathway { activity } => {
                write!(f, "`{activity}` does not contribute to this violation at this end of the uncertainty")
            }
            Barred { activity } => write!(f, "`{activity}` is another path than the one studied"),
            Banned { activity, month } => write!(f, "`{activity}` in month {month}, when it is left out"),
            DoesNotApply { activity, concealment } => {
                write!(f, "`{concealment}` does not apply to `{activity}` at this end of the uncertainty")
            }
            Excluded { activity, one, other } => {
                write!(f, "an event of `{activity}` under both `{one}` and `{other}`, which exclude each other")
            }
            TooManyInMonth { activity, month, count, most } => {
                write!(f, "{count} events of `{activity}` in month {month}, at most {most} are possible")
            }
            TooClose { activity, month, previous, months } => write!(
                f,
                "`{activity}` in month {previous} and again in month {month}, at most one in any {months} months is possible"
            ),
            TooManyInAll { activity, month, count, most } => {
                write!(f, "{count} events of `{activity}` by month {month}, at most {most} are possible in all")
            }
            StockBelowZero { holding, month, stock } => {
                write!(f, "the stock of `{holding}` is {stock} at the end of month {month}")
            }
            StockAboveCeiling { holding, month, stock, most } => {
                write!(f, "the stock of `{holding}` is {stock} at the end of month {month}, at most {most} may be held")
            }
            NeedNotCovered { activity, holding, month, need, stock } => write!(
                f,
                "`{activity}` needs {need} of `{holding}` in month {month}, at whose end the stock is {stock}"
            ),
            AfterCompletion { activity, month, completed } => write!(
                f,
                "an event of `{activity}` in month {month}, after the violation was complete in month {completed}"
            ),
            NotComplete => write!(f, "the plan does not complete the violation within the term"),
            OutsideTheWindow { completed, first, last } => {
                write!(f, "the violation is complete in month {completed}, not in months {first} to {last} as asked")
            }
        }
    }
}
