//! What all commands that solve have in common: limits, versions and faults.

use super::args::SolvingArgs;
use super::output;
use super::status::Status;
use crate::analysis::check::{Checked, Open, Options};
use crate::diagnostic::visible;
use crate::solve::{self, Limits};
use std::time::Instant;

/// Makes Z3 ready; the limits of the whole run.
///
/// # Errors
/// If the linked Z3 is too old; it has been said.
pub fn begin(args: &SolvingArgs) -> Result<Limits, Status> {
    if !solve::is_recent_enough() {
        let (major, minor) = solve::OLDEST;
        output::err(&format!(
            "error: this is {}, but {major}.{minor} or newer is needed: an older one answers wrongly\n  help: put a newer libz3 where the loader finds it, or build again after `make z3`\n",
            solve::version()
        ));
        return Err(Status::Bad);
    }
    solve::leave_interrupts_alone();
    let until = args.timeout.and_then(|t| Instant::now().checked_add(t));
    Ok(Limits { resources: args.resources, until, ..Limits::default() })
}

/// Takes over what the arguments say of jobs and engine.
pub fn apply(args: &SolvingArgs, options: &mut Options) {
    options.engine = args.engine.into();
    if let Some(jobs) = args.jobs {
        options.jobs = usize::from(jobs);
    }
}

/// Says what to do about faults of the program, if there are any.
pub fn report_faults(checked: &Checked) {
    let mut seen: Vec<&str> = Vec::new();
    for result in &checked.obligations {
        let parts = result.paths.iter().map(|p| &p.ends).chain(result.phases.iter().flatten());
        for ends in [&result.whole].into_iter().chain(parts) {
            for outcome in [&ends.adverse, &ends.favourable] {
                if let Err(Open::Fault(what)) = outcome
                    && !seen.contains(&what.as_str())
                {
                    seen.push(what);
                    let id = &checked.regime.obligations[result.obligation.0].entry.id;
                    output::err(&format!(
                        "fault: obligation `{}`: {}\n  This is a fault of regimecheck, not of the file. Please report it with the regime file, the command line and these versions: regimecheck {}, {}\n",
                        visible(id),
                        visible(what),
                        env!("CARGO_PKG_VERSION"),
                        solve::version(),
                    ));
                }
            }
        }
    }
}
