//! `codes`: what the errors and warnings mean.

use super::output::{self, Broken};
use super::status::Status;
use crate::diagnostic::catalogue;

/// Runs the command.
pub fn run(code: Option<&str>) -> Status {
    let code = match code.map(catalogue::find).transpose() {
        Ok(code) => code,
        Err(message) => {
            output::err(&format!("error: {message}\n"));
            return Status::Bad;
        }
    };
    match output::out(&catalogue::render(code)) {
        Ok(()) => Status::Holds,
        Err(Broken) => Status::Bad,
    }
}
