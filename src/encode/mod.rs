//! Encoding: from a question to formulas over integers, and from their models back to plans.
//!
//! A formula may only err in the evader's favour: what it rules out is ruled out for every plan
//! (see `docs/method.md`). [`layout`] cuts the months into cells, [`program`] writes the formula,
//! [`weights`] turns chances into integers, [`placement`] puts a model's events into months.

pub mod formula;
pub mod layout;
pub mod placement;
pub mod program;
pub mod smtlib;
pub mod weights;

pub use formula::{Constraint, Formula, Linear, Values, Var};
pub use layout::{Cell, Layout};
pub use program::Program;
