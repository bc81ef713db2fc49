//! Faults of the program: what to say of them.

use super::output;
use crate::analysis::check::{BothEnds, Checked, Open};
use crate::analysis::pool;
use crate::diagnostic::visible;
use crate::solve;
use std::panic;

/// Panics of workers are reported with the answer; others at once.
pub fn catch() {
    panic::set_hook(Box::new(|what| {
        if pool::is_worker() {
            pool::note_place(what);
        } else {
            let place = what.location().map(|l| format!(" (at {l})")).unwrap_or_default();
            let text = pool::message(what.payload());
            output::err(&message(&format!("{text}{place}")));
        }
    }));
}

/// What to say of a fault.
pub fn message(what: &str) -> String {
    format!(
        "fault: {}\n  This is a fault of regimecheck, not of the file. Please report it with the regime and all that it\n  \
         includes, the command line, this message, and the versions: regimecheck {}, Z3 {}\n",
        visible(what),
        env!("CARGO_PKG_VERSION"),
        solve::version(),
    )
}

/// Reports the faults behind open outcomes, each once.
pub fn report(checked: &Checked) {
    let mut seen: Vec<&str> = Vec::new();
    for result in &checked.obligations {
        let id = &checked.regime.obligations[result.obligation.0].entry.id;
        let parts = result.paths.iter().map(|p| &p.ends).chain(result.phases.iter().flatten());
        for what in [&result.whole].into_iter().chain(parts).flat_map(faults) {
            if !seen.contains(&what) {
                seen.push(what);
                output::err(&message(&format!("obligation `{id}`: {what}")));
            }
        }
    }
}

fn faults(ends: &BothEnds) -> impl Iterator<Item = &str> {
    [&ends.adverse, &ends.favourable].into_iter().filter_map(|outcome| match outcome {
        Err(Open::Fault(what)) => Some(what.as_str()),
        _ => None,
    })
}

/// In builds with debug assertions: panics when the environment's `REGIMECHECK_PROVOKE` names the
/// obligation that a worker begins, so that tests can see a fault for real.
pub fn rehearsal() -> Option<fn(&str)> {
    #[allow(clippy::panic, reason = "this is what it is for")]
    fn provoke(obligation: &str) {
        if std::env::var("REGIMECHECK_PROVOKE").is_ok_and(|id| id == obligation) {
            panic!("a fault provoked by REGIMECHECK_PROVOKE");
        }
    }
    cfg!(debug_assertions).then_some(provoke as fn(&str))
}
