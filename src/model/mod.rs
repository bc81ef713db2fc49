//! The model: what a regime file says, validated, typed and immutable.
//!
//! [`Regime`] holds the entries of a file and its includes in file order, with intervals and
//! unknown assumptions as the analyst wrote them. [`world::World`] is the same at one end of the
//! uncertainty, preparations written out. What follows from a world alone stands beside it:
//! the ways to conceal an event ([`variant`]), what can contribute to a violation ([`pathway`]),
//! what is in force when ([`term`]), which permitted conduct looks the same ([`alibi`]) which
//! measures the host may refuse ([`acceptance`], [`breach`](mod@breach)), and what is given for what ([`stakes`]).
//! [`write`](mod@write) makes a file of a regime again.

pub mod acceptance;
pub mod alibi;
pub mod breach;
pub mod entries;
pub mod format;
pub mod ids;
pub mod number;
pub mod pathway;
pub mod read;
pub mod selector;
pub mod stakes;
pub mod term;
pub mod variant;
pub mod world;
pub mod write;

pub use entries::*;
pub use ids::*;
pub use number::{End, Exact, Interval};
