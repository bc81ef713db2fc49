//! `completions`: scripts that complete command lines in a shell.

use super::args::Cli;
use super::output::{self, Broken};
use super::status::Status;
use clap::CommandFactory;
use clap_complete::Shell;

/// Runs the command.
pub fn run(shell: Shell) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "regimecheck", &mut script);
    match output::out(&String::from_utf8_lossy(&script)) {
        Ok(()) => Status::Holds,
        Err(Broken) => Status::Bad,
    }
}
