//! The `regimecheck` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    regimecheck::cli::run(std::env::args_os())
}
