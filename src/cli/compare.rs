//! `compare`: drafts side by side.

use super::args::{CompareArgs, CompareFormat};
use super::output::{self, Broken};
use super::progress::Meter;
use super::status::Status;
use super::{fault, input, interrupt, solving};
use crate::analysis::Open;
use crate::analysis::compare::{Comparison, Group, Step, Worlds, compare, worlds};
use crate::analysis::deal::Draft;
use crate::report::compare_json;
use std::path::Path;
use std::sync::atomic::Ordering;

/// Runs the command.
pub fn run(args: &CompareArgs) -> Status {
    let options = match solving::begin(&args.solving) {
        Ok(options) => options,
        Err(status) => return status,
    };
    let read = |file: &Path| {
        let read = input::read(file, &args.reading, args.quiet)?;
        Ok(Draft::new(file.display().to_string(), read.sources, read.regime))
    };
    let drafts: Vec<Result<Draft, Status>> = args.files.iter().map(|file| read(file)).collect();
    let Ok(drafts) = drafts.into_iter().collect::<Result<Vec<Draft>, Status>>() else { return Status::Bad };
    let mut worlds = Worlds::default();
    for (place, draft) in drafts.iter().enumerate().skip(1) {
        let found = self::worlds([(0, &drafts[0]), (place, draft)]);
        worlds.differences.extend(found.differences);
        for brought in found.brought {
            if !worlds.brought.iter().any(|b| b.draft == brought.draft && b.kind == brought.kind && b.id == brought.id)
            {
                worlds.brought.push(brought);
            }
        }
    }
    let mut meter = Meter::new(!args.quiet);
    let comparison = interrupt::deciding(|| {
        compare(drafts, worlds, &options, |step| {
            let (Step::Drafts(progress) | Step::Pairs(progress)) = step;
            meter.show(progress);
        })
    });
    meter.clear();
    let mut status = Status::Holds;
    if let Some(open) = comparison.open() {
        status.worsen(match open {
            Open::Undecided(_) => Status::Undecided,
            Open::Fault(what) => {
                output::err(&fault::message(what));
                Status::Fault
            }
        });
    }
    if options.limits.stop.load(Ordering::Relaxed) {
        status.worsen(Status::Interrupted);
    }
    if args.quiet {
        return status;
    }
    if let Err(Broken) = output::out(&text(&comparison, args)) {
        status.worsen(Status::Bad);
    }
    status
}

fn text(comparison: &Comparison, args: &CompareArgs) -> String {
    let all: Vec<Group> = Group::WORDS.iter().map(|(_, group)| *group).collect();
    let groups = if args.criteria.is_empty() { &all } else { &args.criteria };
    match args.format {
        CompareFormat::Json => {
            let object = compare_json::object(comparison, groups);
            serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
        }
        _ => String::new(),
    }
}
