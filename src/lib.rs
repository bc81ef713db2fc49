//! Which violations of a draft arms-control agreement would be detected, how surely and how soon.
pub mod analysis;
pub mod cli;
pub mod diagnostic;
pub mod encode;
pub mod model;
pub mod query;
pub mod replay;
pub mod report;
pub mod solve;
pub mod source;
pub mod verdict;

mod load;
pub use load::{Loaded, load};
