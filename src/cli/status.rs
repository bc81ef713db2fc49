//! Exit statuses.

use std::process::ExitCode;

/// How a command ended, the least grave first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// All asked for holds.
    Holds,
    /// It does not.
    Fails,
    /// A limit was reached before it was decided.
    Undecided,
    /// Bad input or usage, or output that could not be written.
    Bad,
    /// A fault of the program.
    Fault,
    /// Ctrl-C.
    Interrupted,
}

impl Status {
    /// The number that the shell sees.
    pub fn number(self) -> u8 {
        match self {
            Status::Holds => 0,
            Status::Fails => 1,
            Status::Bad => 2,
            Status::Undecided => 3,
            Status::Fault => 101,
            Status::Interrupted => 130,
        }
    }

    /// Makes it at least as grave as `other`.
    pub fn worsen(&mut self, other: Status) {
        *self = (*self).max(other);
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status.number())
    }
}
