//! Reading the files that the command line names.

use super::args::{Format, ReadingArgs};
use super::output;
use super::status::Status;
use crate::diagnostic::{self, quote};
use crate::model::{ObligationIx, Regime};
use crate::source::{Input, SourceSet};
use std::path::Path;
use std::sync::Arc;

/// What a command works on.
#[derive(Debug)]
pub struct Read {
    /// The regime.
    pub regime: Arc<Regime>,
    /// The files it was read from.
    pub sources: SourceSet,
}

/// Reads a file and shows its problems; with `quiet`, errors only.
///
/// # Errors
/// If there are errors; they have been shown.
pub fn read(file: &Path, args: &ReadingArgs, quiet: bool) -> Result<Read, Status> {
    let loaded = crate::load(&Input::of_argument(file), args.root.as_deref());
    let mut problems = loaded.diagnostics;
    if quiet {
        problems.retain(diagnostic::Diagnostic::is_error);
    }
    show(&problems, &loaded.sources, args);
    match loaded.regime {
        Some(regime) => Ok(Read { regime: Arc::new(regime), sources: loaded.sources }),
        None => Err(Status::Bad),
    }
}

/// Shows problems on standard error.
pub fn show(problems: &[diagnostic::Diagnostic], sources: &SourceSet, args: &ReadingArgs) {
    if problems.is_empty() {
        return;
    }
    match args.message_format {
        Format::Text => {
            let color = output::color_on_stderr(args.color);
            output::err(&diagnostic::text::render_all(problems, sources, color));
        }
        Format::Json => problems.iter().for_each(|problem| {
            output::err(&format!("{}\n", diagnostic::json::render(problem, sources)));
        }),
    }
}

/// The obligation with this id among those that some phase lists; else a message.
pub fn obligation(file: &str, regime: &Regime, listed: &[ObligationIx], id: &str) -> Result<ObligationIx, String> {
    let name = |o: &ObligationIx| regime.obligations[o.0].entry.id.as_str();
    if let Some(found) = listed.iter().find(|o| name(o) == id) {
        return Ok(*found);
    }
    let ids: Vec<&str> = listed.iter().map(name).collect();
    Err(unknown(file, "obligation in any phase with the id", id, &ids))
}

/// The message for an id that nothing has.
pub fn unknown(file: &str, kind: &str, id: &str, ids: &[&str]) -> String {
    let mut message = format!("error: {}: there is no {kind} {}\n", diagnostic::visible(file), quote(id));
    match nearest(id, ids) {
        Some(near) => message.push_str(&format!("  help: did you mean {}?\n", quote(near))),
        None if ids.is_empty() => {}
        None => {
            let all: Vec<String> = ids.iter().take(20).map(|i| quote(i)).collect();
            let more = if ids.len() > 20 { ", ..." } else { "" };
            message.push_str(&format!("  help: known: {}{more}\n", all.join(", ")));
        }
    }
    message
}

/// The most similar of some words, if any is similar.
pub fn nearest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    let scored = words.iter().map(|w| (*w, strsim::jaro_winkler(word, w)));
    let best = scored.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best.1 >= 0.8).then_some(best.0)
}
