//! Source files: reading, includes, and places in them.

mod depth;
mod file;
mod include;
mod read;

pub use depth::{MAX_PARTS, too_deep};
pub use file::{Place, SourceFile, SourceSet, Span};
pub use read::{Input, Limits, read, read_within};
