//! Source files: reading, includes, and places in them.

mod alone;
mod file;
mod git;
mod include;
pub mod json;
mod read;
mod shape;
mod store;

pub use alone::alone;
pub use file::{Place, SourceFile, SourceSet, Span, sha256};
pub(crate) use include::head_len;
pub use read::{Input, Limits, read, read_within};
pub use shape::{MAX_TOKENS, Shape, shape};
