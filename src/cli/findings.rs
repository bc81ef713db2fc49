//! `findings`: faults of drafting that only show when the draft is decided.

use super::args::{FindingsArgs, Format};
use super::output::{self, Broken};
use super::progress::Meter;
use super::status::Status;
use super::{fault, input, interrupt, solving};
use crate::analysis::Open;
use crate::analysis::check::Progress;
use crate::analysis::findings::{Findings, find};
use crate::report::{findings_json, findings_text};
use std::sync::atomic::Ordering;

/// Runs the command.
pub fn run(args: &FindingsArgs) -> Status {
    let options = match solving::begin(&args.solving) {
        Ok(options) => options,
        Err(status) => return status,
    };
    let read = match input::read(&args.file, &args.reading, args.quiet) {
        Ok(read) => read,
        Err(status) => return status,
    };
    let mut meter = Meter::new(!args.quiet);
    let findings = interrupt::deciding(|| find(&read.regime, &options, |done, of| meter.show(Progress { done, of })));
    meter.clear();
    fault::report(&findings.checked);
    let mut status = judged(&findings);
    if options.limits.stop.load(Ordering::Relaxed) {
        status.worsen(Status::Interrupted);
    }
    if args.quiet {
        return status;
    }
    let name = args.file.display().to_string();
    let text = match args.format {
        Format::Text => findings_text::render(&findings, &name, &read.sources, output::style(args.reading.color)),
        Format::Json => {
            let object = findings_json::object(&findings, &name, &read.sources);
            serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
        }
    };
    if let Err(Broken) = output::out(&text) {
        status.worsen(Status::Bad);
    }
    status
}

/// How it ended.
fn judged(findings: &Findings) -> Status {
    let mut status = if findings.found.is_empty() { Status::Holds } else { Status::Fails };
    for open in &findings.open {
        status.worsen(match open.why {
            Open::Undecided(_) => Status::Undecided,
            Open::Fault(_) => Status::Fault,
        });
    }
    status
}
