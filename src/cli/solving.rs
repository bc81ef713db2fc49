//! What all commands that solve have in common: the solver's version and the limits.

use super::args::SolvingArgs;
use super::status::Status;
use super::{fault, interrupt, output};
use crate::analysis::check::Options;
use crate::diagnostic::visible;
use crate::solve::{self, Limits, Standing};
use std::time::Instant;

/// Makes the solver ready, listens for Ctrl-C, and says how to solve.
///
/// # Errors
/// If this Z3 is too old, or untested and not asked for; it has been said.
pub fn begin(args: &SolvingArgs) -> Result<Options, Status> {
    if let Some(refusal) = refusal(&solve::version(), args.any_z3) {
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

/// The message for a Z3 that is not to be used; `any`: an untested one may be.
fn refusal(version: &str, any: bool) -> Option<String> {
    let version_shown = visible(version);
    match solve::standing(version) {
        Standing::Tested => None,
        Standing::Untested if any => None,
        Standing::Untested => {
            let tested: Vec<String> = solve::TESTED.iter().map(|(a, b, c)| format!("{a}.{b}.{c}")).collect();
            Some(format!(
                "error: this is Z3 {version_shown}, with which regimecheck was not tested\n  \
                 help: let the loader find Z3 {}, or pass `--any-z3` to take the answers of this one all the same\n",
                tested.join(" or ")
            ))
        }
        Standing::TooOld => {
            let (major, minor) = solve::OLDEST;
            Some(format!(
                "error: this is Z3 {version_shown}, but {major}.{minor} or newer is needed: the answers of an older one would be wrong\n  \
                 help: let the loader find a newer libz3, or run `make z3` and build again\n"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_solver_is_refused_with_both_versions_whatever_is_asked_for() {
        for any in [false, true] {
            let message = refusal("4.8.12.0", any).unwrap();
            assert!(message.contains("4.8.12.0") && message.contains("5.3"), "{message}");
        }
    }

    #[test]
    fn an_untested_solver_is_refused_unless_asked_for() {
        let message = refusal("5.4.0.0", false).unwrap();
        assert!(message.contains("5.4.0.0") && message.contains("5.3.3") && message.contains("--any-z3"), "{message}");
        assert_eq!(refusal("5.4.0.0", true), None);
        assert_eq!(refusal("5.3.3.0", false), None);
    }
}
