//! Test: whether a draft's verdicts are what its author expects, and which of its terms and measures
//! could vanish without an expectation noticing.

pub mod amend;
pub mod judge;
pub mod mutation;
pub mod notice;
pub mod rewrite;
pub mod score;
pub mod suite;

pub use judge::{Bound, Judgement, Miss, Scope, judge};
pub use mutation::Mutation;
pub use score::{Fate, Mutant};
pub use suite::{Case, CaseResult, Judged, Tested};
