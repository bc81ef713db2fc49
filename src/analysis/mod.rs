//! Analyses: one file per question that an analyst asks of a draft.

pub mod certify;
pub mod check;
pub mod explain;
pub mod pool;
pub mod replay;
pub mod test;

pub use check::{BothEnds, Checked, Finding, ObligationResult, Open, PathResult, check};
