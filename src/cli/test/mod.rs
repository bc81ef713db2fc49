//! `test`: whether the verdicts on agreements are what their authors expect.

mod cases;
mod changed;
mod files;
mod update;

use super::args::{Format as MessageFormat, TestArgs, TestFormat as Format};
use super::output::{self, Broken};
use super::progress::Meter;
use super::status::Status;
use super::{fault, interrupt, solving};
use crate::analysis::check::Open;
use crate::analysis::test::{Case, Fate, Judgement, Mutant, Tested, score, suite};
use crate::diagnostic::{self, Diagnostic, quote};
use crate::report::test_items::{self, Item, State};
use crate::report::{mutants_json, mutants_text, test_json, test_junit, test_tap, test_text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// Where agreements are looked for if no path is named.
const DEFAULT: &str = "regimes";

/// Runs the command.
pub fn run(args: &TestArgs) -> Status {
    match test(args) {
        Ok(status) | Err(status) => status,
    }
}

/// How it ended; what there was to say of an error has been said.
fn test(args: &TestArgs) -> Result<Status, Status> {
    if let Some(message) = args.unfit_format() {
        return Err(bad(&message));
    }
    let paths = if args.paths.is_empty() { vec![PathBuf::from(DEFAULT)] } else { args.paths.clone() };
    let cases = select(args, &paths)?;
    if args.list {
        list(args, &cases).map_err(broken)?;
        show_errors(args, &cases);
        let unreadable = cases.iter().any(|c| c.regime.is_none());
        return Ok(if unreadable { Status::Bad } else { Status::Holds });
    }
    let mut options = solving::begin(&args.solving)?;
    options.paths = false;
    show_errors(args, &cases);
    let mut meter = Meter::new(!args.quiet);
    let tested = interrupt::deciding(|| suite::run(&cases, &options, |done| meter.show(done)));
    meter.clear();
    let stopped = || options.limits.stop.load(Ordering::Relaxed);
    let mut status = Status::Holds;
    let updated = match args.update && !stopped() {
        true => update(args, &cases, &tested, &paths, &mut status)?,
        false => BTreeSet::new(),
    };
    let mutants = match args.mutants {
        true => {
            let mut meter = Meter::new(!args.quiet);
            let mutants = interrupt::deciding(|| score::run(&cases, &tested, &options, |done| meter.show(done)));
            meter.clear();
            Some(mutants)
        }
        false => None,
    };
    report_faults(&tested, mutants.as_deref());
    let items = test_items::of(&cases, &tested, &updated);
    items.iter().for_each(|item| status.worsen(ended(item.state)));
    status.worsen(mutants.as_ref().map_or(Status::Holds, |m| survived(&cases, m)));
    if stopped() {
        status.worsen(Status::Interrupted);
    }
    if !args.quiet {
        output::out(&report(args, &cases, &tested, &items, mutants.as_deref())).map_err(broken)?;
    }
    Ok(status)
}

/// The cases that are asked for.
fn select(args: &TestArgs, paths: &[PathBuf]) -> Result<Vec<Case>, Status> {
    let shown: Vec<String> = paths.iter().map(|p| quote(&p.display().to_string())).collect();
    let shown = shown.join(", ");
    if args.paths.is_empty() && !paths.iter().any(|p| p.is_dir()) {
        let help = "name files with agreements, or folders to look for them in";
        return Err(bad(&format!("error: nothing to test: there is no folder `{DEFAULT}`\n  help: {help}\n")));
    }
    let mut cases = cases::read(files::find(paths), args);
    if cases.is_empty() {
        let help = "an agreement is a *.toml file with an [agreement] table";
        return Err(bad(&format!("error: nothing to test: there is no agreement under {shown}\n  help: {help}\n")));
    }
    if args.require_complete {
        cases.iter_mut().for_each(cases::require_complete);
    }
    if let Some(text) = &args.filter {
        cases.retain_mut(|case| cases::narrow(case, text));
        if cases.is_empty() {
            let help = "it has to be part of the name of a file, or of the id of an agreement or obligation";
            let text = quote(text);
            return Err(bad(&format!(
                "error: nothing to test: no expectation under {shown} matches {text}\n  help: {help}\n"
            )));
        }
    }
    if cases.iter().all(|c| c.regime.is_some() && c.expects.is_empty() && c.missing.is_empty()) {
        let help = "state what you expect in [[expect]] tables, or pass `--require-complete`";
        return Err(bad(&format!(
            "error: nothing to test: no agreement under {shown} has an expectation\n  help: {help}\n"
        )));
    }
    if let Some(revision) = &args.changed_since {
        let mut since = changed::Since::new(revision);
        let changed: Result<Vec<bool>, String> = cases.iter().map(|c| cases::has_changed(c, &mut since)).collect();
        let mut changed = changed.map_err(|message| bad(&message))?.into_iter();
        cases.retain(|_| changed.next().unwrap_or(true));
        if cases.is_empty() && !args.quiet && args.format == Format::Text {
            let revision = quote(revision);
            output::out(&format!("no agreement under {shown} has changed since {revision}\n")).map_err(broken)?;
        }
    }
    Ok(cases)
}

fn bad(message: &str) -> Status {
    output::err(message);
    Status::Bad
}

fn broken(_: Broken) -> Status {
    Status::Bad
}

fn list(args: &TestArgs, cases: &[Case]) -> Result<(), Broken> {
    match args.format {
        _ if args.quiet => Ok(()),
        Format::Json => output::out(&pretty(&test_json::list(cases))),
        _ => output::out(&test_text::list(cases)),
    }
}

/// Shows what is wrong with files that cannot be read.
fn show_errors(args: &TestArgs, cases: &[Case]) {
    for case in cases {
        let errors: Vec<Diagnostic> = case.problems.iter().filter(|p| p.is_error()).cloned().collect();
        if errors.is_empty() {
            continue;
        }
        output::err(&match args.reading.message_format {
            MessageFormat::Text => {
                let color = output::color_on_stderr(args.reading.color);
                diagnostic::text::render_all(&errors, &case.sources, color)
            }
            MessageFormat::Json => diagnostic::json::render_all(&errors, &case.sources),
        });
    }
}

/// Rewrites expectations that do not hold; those that were, by case and place.
fn update(
    args: &TestArgs,
    cases: &[Case],
    tested: &Tested,
    paths: &[PathBuf],
    status: &mut Status,
) -> Result<BTreeSet<(usize, usize)>, Status> {
    let plan = update::plan(cases, tested, paths);
    plan.refusals.iter().for_each(|refusal| output::err(&format!("warning: {refusal}\n")));
    if !update::unmended(cases, tested, &plan).is_empty() {
        output::err(&fault::message("an update would not make the expectations hold; nothing was written"));
        return Err(Status::Fault);
    }
    let mut updated = BTreeSet::new();
    for rewrite in &plan.rewrites {
        if !args.quiet {
            output::out(&format!("{}\n", rewrite.diff())).map_err(broken)?;
        }
        match rewrite.write() {
            Ok(()) => updated.extend(rewrite.expects.iter().copied()),
            Err(message) => status.worsen(bad(&message)),
        }
    }
    Ok(updated)
}

/// Says what to do about faults of the program, each once.
fn report_faults(tested: &Tested, mutants: Option<&[Mutant]>) {
    let judgements = tested.cases.iter().flat_map(|c| &c.judged).map(|j| &j.judgement);
    let of_tests =
        judgements.filter_map(|j| if let Judgement::Open(Open::Fault(what)) = j { Some(what) } else { None });
    let fates = mutants.unwrap_or_default().iter().map(|m| &m.fate);
    let of_mutants = fates.filter_map(|f| if let Fate::Open(Open::Fault(what)) = f { Some(what) } else { None });
    let faults: BTreeSet<&String> = of_tests.chain(of_mutants).collect();
    faults.iter().for_each(|what| output::err(&fault::message(what)));
}

fn ended(state: State) -> Status {
    match state {
        State::Passed | State::Updated => Status::Holds,
        State::Failed => Status::Fails,
        State::Undecided => Status::Undecided,
        State::Unreadable => Status::Bad,
        State::Fault => Status::Fault,
    }
}

/// How the mutants end: one that survives fails.
fn survived(cases: &[Case], mutants: &[Mutant]) -> Status {
    let mut status = Status::Holds;
    for one in score::distinct(cases, mutants) {
        status.worsen(match one.fate() {
            Fate::Killed(_) | Fate::Alike => Status::Holds,
            Fate::Survived => Status::Fails,
            Fate::Open(Open::Undecided(_)) => Status::Undecided,
            Fate::Open(Open::Fault(_)) => Status::Fault,
        });
    }
    status
}

fn report(args: &TestArgs, cases: &[Case], tested: &Tested, items: &[Item], mutants: Option<&[Mutant]>) -> String {
    let style = output::style(args.reading.color);
    let distinct = mutants.map(|m| (m, score::distinct(cases, m)));
    match args.format {
        Format::Text => {
            let score = distinct.map(|(mutants, distinct)| mutants_text::render(cases, mutants, &distinct, style));
            format!("{}{}", score.unwrap_or_default(), test_text::render(items, style))
        }
        Format::Json => {
            let mut object = test_json::object(cases, tested, items);
            if let Some((mutants, distinct)) = distinct {
                object.insert("mutation".into(), mutants_json::object(cases, mutants, &distinct));
            }
            pretty(&Value::Object(object))
        }
        Format::Junit => test_junit::render(cases, items),
        Format::Tap => test_tap::render(items),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
