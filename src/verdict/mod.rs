//! Verdicts: what the solver's answers and the replay together establish of a question.

pub mod claim;
pub mod decide;
pub mod polish;
pub mod search;
pub mod stage;

pub use claim::{Claim, Claims};
pub use decide::{Decision, decide};
pub use search::{Aim, Candidate, Engine, Search, Step, Stop};
pub use stage::Stage;
