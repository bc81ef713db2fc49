//! The command line: one file per command.
//!
//! Commands hand what they have to say to `output` and end with a [`Status`].

mod args;
mod certify;
mod check;
mod codes;
mod completions;
mod diff;
mod explain;
mod fault;
mod findings;
mod folder;
mod init;
mod input;
mod interrupt;
mod list;
mod man;
mod output;
mod progress;
mod replay;
mod schema;
mod solving;
mod status;
mod test;

pub use status::Status;

use crate::analysis::pool;
use args::{Cli, Command};
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command that `args` spell, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    fault::catch();
    let status = dispatch(args);
    if pool::left_behind() {
        interrupt::leave(status);
    }
    status.into()
}

fn dispatch(args: impl IntoIterator<Item = OsString>) -> Status {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Certify(args) => certify::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::List(args) => list::run(&args),
        Command::Init(args) => init::run(&args.folder),
        Command::Schema => schema::run(),
        Command::Diff(args) => diff::run(&args),
        Command::Findings(args) => findings::run(&args),
        Command::Codes(args) => codes::run(args.code.as_deref()),
        Command::Completions(args) => completions::run(args.shell),
        Command::Man(args) => man::run(args.command.as_deref()),
    }
}

/// Shows the help or the version that was asked for, or what is wrong with the arguments.
fn usage(error: &clap::Error) -> Status {
    let text = error.render().to_string();
    if error.use_stderr() {
        output::err(&text);
        return Status::Bad;
    }
    match output::out(&text) {
        Ok(()) => Status::Holds,
        Err(output::Broken) => Status::Bad,
    }
}
