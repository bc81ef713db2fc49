//! An independent oracle: every verdict of a small regime, from the text of the format reference.
//!
//! It reads the raw entries of a regime and shares no code with the tool beyond the types of
//! these entries: selectors, ends, preparations, variants, pathways, alibis, trials and plans are
//! all written down once more, in the plainest way, in the order of the reference:
//!
//! - [`facts`], sections 2 and 5, what holds at one end of the uncertainty;
//! - [`select`], selectors;
//! - [`conduct`], section 3, variants and pathways;
//! - [`detection`], section 4, the probability that a trial goes unseen;
//! - [`search`], section 3, all feasible plans month by month;
//! - [`plan`], the same for one plan, without any search;
//! - [`verdict`], section 5;
//! - [`deal`], section 6.

#![allow(missing_docs, reason = "a test's module")]
#![allow(dead_code, unused_imports, reason = "not every test needs all of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

pub mod conduct;
pub mod deal;
pub mod detection;
pub mod facts;
pub mod plan;
pub mod search;
pub mod select;
pub mod verdict;

pub use verdict::{Judged, Judgement, judge};
