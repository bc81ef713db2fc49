//! `explain`: the scenario card of an obligation.

use super::args::{End, ExplainArgs, Format};
use super::output::{self, Broken};
use super::progress::Meter;
use super::status::Status;
use super::{fault, input, interrupt, solving};
use crate::analysis::check::{Checked, Open, Options, check, paths};
use crate::analysis::explain::explain;
use crate::diagnostic::visible;
use crate::model::term::Term;
use crate::model::{self, ActivityIx, ObligationIx, Regime, Verdict};
use crate::report::{card, card_json, provenance};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Runs the command.
pub fn run(args: &ExplainArgs) -> Status {
    let options = match solving::begin(&args.solving) {
        Ok(options) => options,
        Err(status) => return status,
    };
    let (text, mut status) = match card(args, options) {
        Ok(card) => card,
        Err(status) => return status,
    };
    if let Err(Broken) = output::out(&text) {
        status.worsen(Status::Bad);
    }
    status
}

fn card(args: &ExplainArgs, mut options: Options) -> Result<(String, Status), Status> {
    let name = args.file.display().to_string();
    let input = input::read(&args.file, &args.reading, false)?;
    let regime = &input.regime;
    let refuse = |message: String| {
        output::err(&message);
        Status::Bad
    };
    let obligation = input::obligation(&name, regime, &Term::listed(regime), &args.obligation).map_err(refuse)?;
    let term = Term::of(regime);
    let path = match &args.path {
        None => None,
        Some(id) => Some(path(&name, regime, &term, obligation, id).map_err(refuse)?),
    };
    options.obligations = Some(vec![obligation]);
    options.paths = path.is_some();
    options.path = path;
    let end = match args.at {
        End::Adverse => model::End::Adverse,
        End::Favourable => model::End::Favourable,
    };
    let mut meter = Meter::new(true);
    let (checked, explained) = interrupt::deciding(|| {
        let checked = check(regime, &term, &options, |done| meter.show(done));
        let explained = explain(&checked, obligation, path, end, &options);
        (checked, explained)
    });
    meter.clear();
    fault::report(&checked);
    let explanation = match explained {
        Ok(Some(explanation)) => explanation,
        Ok(None) => return Err(Status::Fault),
        Err(many) => {
            output::err(&format!("error: {}: {}\n", visible(&name), visible(&many.to_string())));
            return Err(Status::Undecided);
        }
    };
    let mut status = ended(&checked, path, end);
    for carrier in &explanation.carriers {
        match &carrier.without {
            Err(Open::Undecided(_)) => status.worsen(Status::Undecided),
            Err(Open::Fault(what)) => {
                output::err(&fault::message(what));
                status.worsen(Status::Fault);
            }
            Ok(_) => {}
        }
    }
    if options.limits.stop.load(Ordering::Relaxed) {
        status.worsen(Status::Interrupted);
    }
    let text = match args.format {
        Format::Text => card::render(&explanation, &name, output::style(args.reading.color)),
        Format::Json => {
            let object = card_json::object(&explanation, &name, provenance::inputs(&input.sources));
            format!("{}\n", serde_json::to_string_pretty(&object).unwrap_or_default())
        }
    };
    Ok((text, status))
}

/// The path that was asked for.
fn path(
    file: &str,
    regime: &Arc<Regime>,
    term: &Term,
    obligation: ObligationIx,
    id: &str,
) -> Result<ActivityIx, String> {
    let paths = paths_of(regime, term, obligation);
    let name = |a: &ActivityIx| regime.activities.get(a.0).map_or("", |a| a.entry.id.as_str());
    let found = paths.iter().find(|a| name(a) == id).copied();
    let of = format!("path of obligation `{}` with the activity", regime.obligations[obligation.0].entry.id);
    found.ok_or_else(|| input::unknown(file, &of, id, &paths.iter().map(name).collect::<Vec<_>>()))
}

fn paths_of(regime: &Arc<Regime>, term: &Term, obligation: ObligationIx) -> Vec<ActivityIx> {
    use crate::model::variant::Listing;
    use crate::query::Scene;
    let scene = |end| Arc::new(Scene::new(regime, term, end, Listing::WithoutRefusingGifts));
    paths(regime, &model::End::BOTH.map(scene), obligation)
}

/// How it ended, for what was asked: one obligation or path, at one end.
fn ended(checked: &Checked, path: Option<ActivityIx>, end: model::End) -> Status {
    let result = checked.obligations.first();
    let ends = match path {
        None => result.map(|r| &r.whole),
        Some(path) => result.and_then(|r| r.paths.iter().find(|p| p.activity == path)).map(|p| &p.ends),
    };
    match ends.map(|e| e.at(end)) {
        Some(Ok(finding)) if finding.verdict == Verdict::Assured => Status::Holds,
        Some(Ok(_)) => Status::Fails,
        Some(Err(Open::Undecided(_))) => Status::Undecided,
        Some(Err(Open::Fault(_))) | None => Status::Fault,
    }
}
