//! Diagnostics as JSON, one object a line, for editors and scripts.

use super::{Diagnostic, Label};
use crate::source::{SourceSet, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Object<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end: Option<Point>,
    labels: Vec<Mark<'a>>,
    help: &'a [String],
    notes: &'a [String],
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Mark<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end: Point,
    text: &'a str,
    primary: bool,
}

/// The most diagnostics that [`render_all`] writes out.
pub const SHOWN: usize = 10_000;

/// All of them, each on a line; of more than [`SHOWN`] the first.
pub fn render_all(diagnostics: &[Diagnostic], sources: &SourceSet) -> String {
    diagnostics.iter().take(SHOWN).map(|d| render(d, sources) + "\n").collect()
}

/// One line of JSON for a diagnostic, without the line break.
///
/// Lines and columns count from 1, columns in characters; `end` is one past the last character.
/// `file`, `line`, `column` and `end` are null if the problem has no place.
pub fn render(diagnostic: &Diagnostic, sources: &SourceSet) -> String {
    let labels: Vec<Mark<'_>> = diagnostic.labels.iter().filter_map(|label| mark(label, sources)).collect();
    let place = diagnostic.span().and_then(|span| Some((name(span, sources)?, points(span, sources)?)));
    let object = Object {
        code: diagnostic.code.word(),
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        file: place.as_ref().map(|(file, _)| *file),
        line: place.as_ref().map(|(_, (start, _))| start.line),
        column: place.as_ref().map(|(_, (start, _))| start.column),
        end: place.map(|(_, (_, end))| end),
        labels,
        help: &diagnostic.helps,
        notes: &diagnostic.notes,
    };
    serde_json::to_string(&object).unwrap_or_default()
}

fn mark<'a>(label: &'a Label, sources: &'a SourceSet) -> Option<Mark<'a>> {
    let (start, end) = points(label.span, sources)?;
    Some(Mark {
        file: name(label.span, sources)?,
        line: start.line,
        column: start.column,
        end,
        text: &label.text,
        primary: label.primary,
    })
}

fn name(span: Span, sources: &SourceSet) -> Option<&str> {
    sources.files.get(span.file).map(|f| f.name.as_str())
}

fn points(span: Span, sources: &SourceSet) -> Option<(Point, Point)> {
    let file = sources.files.get(span.file)?;
    let (start, end) = (file.place(span.start), file.place(span.end));
    Some((Point { line: start.line, column: start.column }, Point { line: end.line, column: end.column }))
}
