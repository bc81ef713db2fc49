//! Verdicts: what the solver's answers and the replay together establish of a question.

pub mod decide;
pub mod polish;
pub mod search;
pub mod stage;

pub use decide::{Decision, decide, verdict};
pub use search::{Aim, Candidate, Engine, Search, Step, Stop};
pub use stage::Stage;
