//! What all commands that solve have in common: the solver's version and the limits.

use super::args::SolvingArgs;
use super::status::Status;
use super::{fault, interrupt, output};
use crate::analysis::check::Options;
use crate::solve::{self, Limits};
use std::time::Instant;

/// Makes the solver ready, listens for Ctrl-C, and says how to solve.
///
/// # Errors
/// If the linked Z3 is too old; it has been said.
pub fn begin(args: &SolvingArgs) -> Result<Options, Status> {
    if let Some(refusal) = refusal(solve::is_recent_enough(), &solve::version()) {
        output::err(&refusal);
        return Err(Status::Bad);
    }
    solve::leave_interrupts_alone();
    if let Some(megabytes) = args.memory {
        solve::limit_memory(megabytes);
    }
    let until = args.timeout.and_then(|t| Instant::now().checked_add(t));
    let limits = Limits { resources: args.resources, until, ..Limits::default() };
    interrupt::listen(&limits);
    let mut options =
        Options { limits, engine: args.engine.into(), rehearse: fault::rehearsal(), ..Options::default() };
    if let Some(jobs) = args.jobs {
        options.jobs = usize::from(jobs);
    }
    Ok(options)
}

/// The message for a Z3 that is not recent enough.
fn refusal(recent: bool, version: &str) -> Option<String> {
    let (major, minor) = solve::OLDEST;
    (!recent).then(|| {
        format!(
            "error: this is Z3 {version}, but {major}.{minor} or newer is needed: the answers of an older one would be wrong\n  \
             help: let the loader find a newer libz3, or run `make z3` and build again\n"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_solver_is_refused_with_both_versions() {
        let message = refusal(false, "4.8.12.0").unwrap();
        assert!(message.contains("4.8.12.0") && message.contains("5.3"), "{message}");
        assert_eq!(refusal(solve::is_recent_enough(), &solve::version()), None);
    }
}
