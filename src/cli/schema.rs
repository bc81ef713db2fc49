//! `schema`: the format as a JSON Schema.

use super::output::{self, Broken};
use super::status::Status;
use crate::report::schema;

/// Runs the command.
pub fn run() -> Status {
    match output::out(&schema::text()) {
        Ok(()) => Status::Holds,
        Err(Broken) => Status::Bad,
    }
}
