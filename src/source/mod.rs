//! Source files: reading, includes, and places in them.

mod file;
mod git;
mod include;
mod read;
mod shape;
mod store;

pub use file::{Place, SourceFile, SourceSet, Span};
pub use read::{Input, Limits, read, read_within};
pub use shape::{MAX_TOKENS, Shape, shape};
