//! `man`: manual pages.

use super::args::Cli;
use super::input;
use super::output::{self, Broken};
use super::status::Status;
use clap::CommandFactory;
use clap_mangen::Man;

/// Runs the command: the page of the program, or that of one command.
pub fn run(command: Option<&str>) -> Status {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
                output::err(&input::unknown("regimecheck", "command", name, &names));
                return Status::Bad;
            }
        },
    };
    let mut text = Vec::new();
    if Man::new(page).render(&mut text).is_err() {
        return Status::Fault;
    }
    match output::out(&String::from_utf8_lossy(&text)) {
        Ok(()) => Status::Holds,
        Err(Broken) => Status::Bad,
    }
}
