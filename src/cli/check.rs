//! `check`: for each obligation, whether every violation would be detected.

use super::args::{CheckArgs, Format};
use super::output::{self, Broken};
use super::progress::Meter;
use super::status::Status;
use super::{fault, input, interrupt, solving};
use crate::analysis::check::{BothEnds, Checked, Open, Options, check};
use crate::diagnostic::visible;
use crate::model::term::Term;
use crate::model::{ObligationIx, Regime, Verdict};
use crate::report::check_json::{self, Context};
use crate::report::check_text::{self, Show};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Runs the command.
pub fn run(args: &CheckArgs) -> Status {
    let mut status = Status::Holds;
    let several = args.files.len() > 1;
    let mut options = match solving::begin(&args.solving) {
        Ok(options) => options,
        Err(status) => return status,
    };
    options.phases = args.by_phase;
    let mut shown = 0;
    for file in &args.files {
        let (text, ended) = match options.limits.stop.load(Ordering::Relaxed) {
            false => one(args, file, &options),
            true => {
                let why = "not checked, since the run was interrupted";
                output::err(&format!("error: {}: {why}\n", visible(&file.display().to_string())));
                (missing(args, file, why), Status::Interrupted)
            }
        };
        status.worsen(ended);
        let Some(text) = text.filter(|_| !args.quiet) else { continue };
        let before = match (args.format, several, shown) {
            (Format::Json, true, 0) => "[\n",
            (Format::Json, true, _) => ",\n",
            (Format::Text, _, 1..) => "\n",
            _ => "",
        };
        shown += 1;
        if let Err(Broken) = output::out(&format!("{before}{text}")) {
            status.worsen(Status::Bad);
            return status;
        }
    }
    if shown > 0 && args.format == Format::Json {
        let end = if several { "\n]\n" } else { "\n" };
        if let Err(Broken) = output::out(end) {
            status.worsen(Status::Bad);
        }
    }
    status
}

/// The report of one file, and how it ended. If the file cannot be checked, that has been said.
fn one(args: &CheckArgs, file: &Path, options: &Options) -> (Option<String>, Status) {
    let name = file.display().to_string();
    let Ok(input::Read { regime, sources }) = input::read(file, &args.reading, args.quiet) else {
        return (missing(args, file, "the file has errors"), Status::Bad);
    };
    let mut options = options.clone();
    options.obligations = match obligations(&name, &regime, &args.obligations) {
        Ok(obligations) => obligations,
        Err(status) => return (missing(args, file, "it has no such obligation"), status),
    };
    let mut meter = Meter::new(!args.quiet);
    let checked = interrupt::deciding(|| check(&regime, &Term::of(&regime), &options, |done| meter.show(done)));
    meter.clear();
    let mut status = judged(&checked);
    if options.limits.stop.load(Ordering::Relaxed) {
        status.worsen(Status::Interrupted);
    }
    fault::report(&checked);
    let text = match args.format {
        Format::Json => {
            let context = Context { file: &name, sources: &sources, statistics: args.statistics };
            pretty(&check_json::object(&checked, context))
        }
        Format::Text => {
            let show = Show { file: &name, paths: args.paths, statistics: args.statistics };
            check_text::render(&checked, show, output::style(args.reading.color))
        }
    };
    (Some(text), status)
}

/// What stands in the place of a file's report where there is none: only among several in JSON.
fn missing(args: &CheckArgs, file: &Path, why: &str) -> Option<String> {
    let wanted = args.format == Format::Json && args.files.len() > 1;
    wanted.then(|| pretty(&check_json::missing(&file.display().to_string(), why)))
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The obligations that were asked for; `None` for all.
pub(super) fn obligations(
    file: &str,
    regime: &Arc<Regime>,
    ids: &[String],
) -> Result<Option<Vec<ObligationIx>>, Status> {
    if ids.is_empty() {
        return Ok(None);
    }
    let listed = Term::listed(regime);
    let mut found = Vec::new();
    let mut bad = false;
    for id in ids {
        match input::obligation(file, regime, &listed, id) {
            Ok(obligation) if !found.contains(&obligation) => found.push(obligation),
            Ok(_) => {}
            Err(message) => {
                output::err(&message);
                bad = true;
            }
        }
    }
    found.sort_by_key(|o| listed.iter().position(|l| l == o));
    if bad { Err(Status::Bad) } else { Ok(Some(found)) }
}

/// How a check ended.
fn judged(checked: &Checked) -> Status {
    let mut status = Status::Holds;
    for result in &checked.obligations {
        status.worsen(whole(&result.whole));
        let parts = result.paths.iter().map(|p| &p.ends).chain(result.phases.iter().flatten());
        for part in parts {
            match part.open() {
                Some(Open::Fault(_)) => status.worsen(Status::Fault),
                Some(Open::Undecided(_)) => status.worsen(Status::Undecided),
                None => {}
            }
        }
    }
    status
}

fn whole(ends: &BothEnds) -> Status {
    match ends.verdict() {
        Some(Verdict::Assured) => Status::Holds,
        Some(_) => Status::Fails,
        None => match ends.open() {
            Some(Open::Fault(_)) => Status::Fault,
            _ => Status::Undecided,
        },
    }
}
