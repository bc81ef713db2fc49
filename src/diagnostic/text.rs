//! Diagnostics as text, in the look of rustc.

use super::{Diagnostic, Label, Severity, visible};
use crate::source::{SourceFile, SourceSet};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::fmt::Write as _;
use std::ops::Range;

/// The most diagnostics that [`render_all`] writes out.
pub const SHOWN: usize = 100;

/// The most bytes of a line that are shown.
const LINE: usize = 300;

/// A label that begins farther from the beginning of its line than this has the line cut before it.
const FAR: usize = 5_000;

/// The most lines between two labels that are shown.
const GAP: usize = 2;

/// All of them, each followed by an empty line, and a line that counts them.
///
/// At most [`SHOWN`] are written out, errors first; the last line counts the rest.
pub fn render_all(diagnostics: &[Diagnostic], sources: &SourceSet, color: bool) -> String {
    let mut out = String::new();
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings, findings) = (count(Severity::Error), count(Severity::Warning), count(Severity::Finding));
    let spare = SHOWN.saturating_sub(errors);
    let mut shown = (0, 0);
    for diagnostic in diagnostics {
        let (seen, most) = match diagnostic.severity {
            Severity::Error => (&mut shown.0, SHOWN),
            Severity::Warning | Severity::Finding => (&mut shown.1, spare),
        };
        if *seen < most {
            *seen += 1;
            out.push_str(&render(diagnostic, sources, color));
            out.push('\n');
        }
    }
    let counted = [(errors, "error"), (warnings, "warning"), (findings, "finding")]
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}{}", if *n == 1 { "" } else { "s" }))
        .collect::<Vec<_>>()
        .join(" and ");
    if !counted.is_empty() {
        let _ = write!(out, "{counted}");
        let hidden = errors + warnings + findings - shown.0 - shown.1;
        if hidden > 0 {
            let _ = write!(out, "; {hidden} of them not shown");
        }
        out.push('\n');
    }
    out
}

/// One diagnostic, with a final line break.
pub fn render(diagnostic: &Diagnostic, sources: &SourceSet, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Finding => Level::WARNING.with_name("finding"),
    };
    let views = views(&diagnostic.labels, sources);
    let mut group =
        level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.word()).elements(Vec::<Origin<'_>>::new());
    for view in &views {
        if let Some(origin) = &view.origin {
            group = group.element(origin.clone());
        }
        let mut snippet = Snippet::source(view.text.as_str()).line_start(view.line_start);
        if view.origin.is_none() {
            snippet = snippet.path(view.name.as_str());
        }
        for (range, label) in &view.marks {
            let kind = if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let text = Some(label.text.as_str()).filter(|t| !t.is_empty());
            snippet = snippet.annotation(kind.span(range.clone()).label(text));
        }
        group = group.element(snippet);
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    for help in &diagnostic.helps {
        group = group.element(Level::HELP.message(visible(help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// The lines of one file that a diagnostic shows.
struct View<'a> {
    name: String,
    /// The text shown: from the first labelled line to the last, lines far from labels empty.
    text: String,
    line_start: usize,
    marks: Vec<(Range<usize>, &'a Label)>,
    /// The place to state, where it cannot be counted from the text since a line is cut.
    origin: Option<Origin<'static>>,
}

fn views<'a>(labels: &'a [Label], sources: &SourceSet) -> Vec<View<'a>> {
    let mut files: Vec<usize> = Vec::new();
    for label in labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    let of = |index: usize| {
        let file = sources.files.get(index)?;
        Some(view(file, labels.iter().filter(|l| l.span.file == index).collect()))
    };
    files.into_iter().filter_map(of).collect()
}

fn view<'a>(file: &SourceFile, labels: Vec<&'a Label>) -> View<'a> {
    let lines: Vec<usize> = labels.iter().map(|l| file.line(l.span.start)).collect();
    let first = lines.iter().copied().min().unwrap_or(1);
    let last = lines.iter().copied().max().unwrap_or(first);
    let near = |line: usize| lines.iter().any(|l| l.abs_diff(line) <= GAP) && line >= first && line <= last;
    let mut view =
        View { name: visible(&file.name), text: String::new(), line_start: first, marks: Vec::new(), origin: None };
    let mut cut = false;
    for line in first..=last {
        if line > first {
            view.text.push('\n');
        }
        if !near(line) {
            continue;
        }
        let base = view.text.len();
        let range = file.line_range(line);
        let here = labels.iter().zip(&lines).filter(|(_, l)| **l == line).map(|(label, _)| *label);
        let window = window(file, &range, here.clone().map(|l| l.span.start..l.span.end).collect());
        cut |= window.start != range.start;
        view.text.push_str(file.text.get(window.clone()).unwrap_or_default());
        for label in here {
            let start = label.span.start.clamp(window.start, window.end);
            let end = label.span.end.clamp(start, window.end);
            view.marks.push((base + start - window.start..base + end - window.start, label));
        }
    }
    if cut && let Some(label) = labels.iter().find(|l| l.primary).or(labels.first()) {
        let place = file.place(label.span.start);
        view.origin = Some(Origin::path(view.name.clone()).line(place.line).char_column(place.column));
    }
    view
}

/// The part of a line to show: all of it, or up to some characters behind the beginning of its
/// first label, and where that is far also from some characters before it.
fn window(file: &SourceFile, line: &Range<usize>, labels: Vec<Range<usize>>) -> Range<usize> {
    if line.len() <= LINE {
        return line.clone();
    }
    let first = labels.iter().map(|l| l.start).min().unwrap_or(line.start);
    let far = first.saturating_sub(line.start) > FAR;
    let start = if far { floor(&file.text, first.saturating_sub(LINE / 5)) } else { line.start };
    let end = floor(&file.text, (first + LINE).min(line.end));
    start..end
}

/// The boundary of a character at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}
