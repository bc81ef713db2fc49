//! `certify`: for every verdict, what it takes to check it without believing it.

use super::args::CertifyArgs;
use super::folder::{Place, Unwritten};
use super::output::{self, Broken};
use super::progress::Meter;
use super::status::Status;
use super::{check, fault, input, interrupt, solving};
use crate::analysis::certify::{Certificate, certify, certify_deal};
use crate::analysis::check::Open;
use crate::analysis::deal::Draft;
use crate::diagnostic::visible;
use crate::model::ObligationIx;
use crate::model::term::Term;
use crate::report::certificate;
use crate::report::names::counted;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Runs the command.
pub fn run(args: &CertifyArgs) -> Status {
    match write(args) {
        Ok(status) | Err(status) => status,
    }
}

fn write(args: &CertifyArgs) -> Result<Status, Status> {
    let mut options = solving::begin(&args.solving)?;
    let place = Place::new(&args.output, args.force).map_err(|Unwritten| Status::Bad)?;
    let name = args.file.display().to_string();
    let input::Read { regime, sources } = input::read(&args.file, &args.reading, args.quiet)?;
    options.obligations = check::obligations(&name, &regime, &args.obligations)?;
    let mut meter = Meter::new(!args.quiet);
    let (certificate, files) = interrupt::deciding(|| {
        let mut certificate = certify(&regime, &Term::of(&regime), &options, |done| meter.show(done));
        if args.deal {
            let draft = Draft::new(name.clone(), sources.clone(), Arc::clone(&regime));
            certify_deal(&mut certificate, &draft, &options, |done| meter.show(done));
        }
        let files = certificate::files(&certificate, &sources);
        (certificate, files)
    });
    meter.clear();
    let mut status = judged(&certificate);
    if options.limits.stop.load(Ordering::Relaxed) {
        status.worsen(Status::Interrupted);
    }
    place.write(&files).map_err(|Unwritten| Status::Bad)?;
    if !args.quiet
        && let Err(Broken) = output::out(&summary(&certificate, &args.output.display().to_string()))
    {
        status.worsen(Status::Bad);
    }
    Ok(status)
}

/// How it ended: all claims have what they need, or some are open; those are reported.
fn judged(certificate: &Certificate) -> Status {
    let mut status = Status::Holds;
    let mut seen: Vec<&str> = Vec::new();
    for (obligation, open) in opened(certificate) {
        status.worsen(match open {
            Open::Fault(_) => Status::Fault,
            Open::Undecided(_) => Status::Undecided,
        });
        if let Open::Fault(what) = open
            && !seen.contains(&what.as_str())
        {
            seen.push(what);
            let id = &certificate.regime.obligations[obligation.0].entry.id;
            output::err(&fault::message(&format!("obligation `{id}`: {what}")));
        }
    }
    status
}

/// What is open, with the obligation that it is about.
fn opened(certificate: &Certificate) -> Vec<(ObligationIx, &Open)> {
    let claims = certificate.claims.iter().filter_map(|c| Some((c.obligation, c.grounds.as_ref().err()?)));
    let deal = certificate.deal.iter().flat_map(|d| &d.claims);
    claims.chain(deal.filter_map(|c| Some((c.obligation, c.grounds.as_ref().err()?)))).collect()
}

fn summary(certificate: &Certificate, folder: &str) -> String {
    let count = |n: usize, noun: &str| counted(n as u64, noun);
    let mut text = format!(
        "{}: {}, {}, {}\n",
        visible(folder),
        count(certificate.claims.len() + certificate.deal.as_ref().map_or(0, |d| d.claims.len()), "claim"),
        count(certificate.scripts.len(), "script"),
        count(certificate.plans.len(), "plan")
    );
    let open = opened(certificate);
    if let Some((_, why)) = open.first() {
        let are = if open.len() == 1 { "is" } else { "are" };
        text.push_str(&format!("{} {are} undecided: {}\n", count(open.len(), "claim"), visible(why.reason())));
    }
    text.push_str(&format!("`{}/check.sh` asks a solver about every script\n", visible(folder.trim_end_matches('/'))));
    text
}
