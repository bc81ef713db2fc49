//! Analyses: one file per question that an analyst asks of a draft.

pub mod certify;
pub mod check;
pub mod compare;
pub mod deal;
pub mod diff;
pub mod essence;
pub mod explain;
pub mod findings;
pub mod judge;
pub mod list;
pub mod pool;
pub mod replay;
pub mod test;

pub use check::{BothEnds, Checked, Finding, ObligationResult, Open, PathResult, check};
