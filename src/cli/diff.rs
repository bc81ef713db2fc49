//! `diff`: what changed between two versions of a draft, and what it does to the verdicts.

use super::args::{DiffArgs, DiffFormat};
use super::output::{self, Broken};
use super::progress::Meter;
use super::status::Status;
use super::{fault, input, interrupt, solving};
use crate::analysis::Open;
use crate::analysis::diff::{Difference, Step, Version, diff};
use crate::report::{diff_json, diff_markdown, diff_text};
use std::path::Path;
use std::sync::atomic::Ordering;

/// Runs the command.
pub fn run(args: &DiffArgs) -> Status {
    if args.old.as_os_str() == "-" && args.new.as_os_str() == "-" {
        output::err("error: both versions are standard input\n  help: name a file, or `REV:path`, for one of them\n");
        return Status::Bad;
    }
    let options = match solving::begin(&args.solving) {
        Ok(options) => options,
        Err(status) => return status,
    };
    let version = |file: &Path| {
        let read = input::read(file, &args.reading, args.quiet)?;
        Ok(Version { name: file.display().to_string(), sources: read.sources, regime: read.regime })
    };
    let (old, new): (Result<Version, Status>, Result<Version, Status>) = (version(&args.old), version(&args.new));
    let (Ok(old), Ok(new)) = (old, new) else { return Status::Bad };
    let mut meter = Meter::new(!args.quiet);
    let difference = interrupt::deciding(|| {
        diff(old, new, !args.no_effects, &options, |step| {
            let (Step::Old(progress) | Step::New(progress) | Step::Effects(progress)) = step;
            meter.show(progress);
        })
    });
    meter.clear();
    fault::report(&difference.old.checked);
    fault::report(&difference.new.checked);
    let mut status = judged(&difference, args.only_worse);
    if options.limits.stop.load(Ordering::Relaxed) {
        status.worsen(Status::Interrupted);
    }
    if args.quiet {
        return status;
    }
    let text = match args.format {
        DiffFormat::Text => diff_text::render(&difference, output::style(args.reading.color)),
        DiffFormat::Markdown => diff_markdown::render(&difference),
        DiffFormat::Json => serde_json::to_string_pretty(&diff_json::object(&difference)).unwrap_or_default() + "\n",
    };
    if let Err(Broken) = output::out(&text) {
        status.worsen(Status::Bad);
    }
    status
}

/// How it ended: with `only_worse`, a difference for the better is none.
fn judged(difference: &Difference, only_worse: bool) -> Status {
    match difference.open() {
        Some(Open::Fault(_)) => return Status::Fault,
        Some(Open::Undecided(_)) => return Status::Undecided,
        None => {}
    }
    let fails = match only_worse {
        true => difference.is_worse(),
        false => difference.verdicts_differ() || !difference.scope.is_empty(),
    };
    if fails { Status::Fails } else { Status::Holds }
}
