//! Diagnostics: what is wrong or doubtful, where, and how to mend it.
//!
//! One type serves every stage. [`text`] renders it in the look of rustc, [`json`] as one object a
//! line; [`catalogue`] explains each [`Code`].

pub mod catalogue;
mod code;
pub mod json;
pub mod text;

pub use code::Code;

use crate::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The files mean nothing as they stand.
    Error,
    /// Legal, but doubtful.
    Warning,
    /// A fault of drafting that shows only when the draft is decided.
    Finding,
}

impl Severity {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Finding => "finding",
        }
    }
}

/// A place in a file, with what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to say about it; may be empty.
    pub text: String,
    /// Whether the problem is here; other labels help to understand it.
    pub primary: bool,
}

/// One problem.
///
/// Messages are lower-case, without a final period; user input stands in backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of problem.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where; the primary label first. Empty if there is no place, as for a missing file.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub helps: Vec<String>,
    /// What else to know.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// A problem without a place; its severity is the code's.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            helps: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds the place of the problem.
    #[must_use]
    pub fn primary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.insert(0, Label { span, text: text.into(), primary: true });
        self
    }

    /// Adds a place that helps to understand the problem.
    #[must_use]
    pub fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), primary: false });
        self
    }

    /// Adds a way to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }

    /// Adds a way to mend it, if there is one.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.helps.extend(text);
        self
    }

    /// Adds something else to know.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// The place of the problem, if it has one.
    pub fn span(&self) -> Option<Span> {
        self.labels.iter().find(|l| l.primary).or(self.labels.first()).map(|l| l.span)
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Puts diagnostics into the order of the files: those without a place first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|d| d.span().map(|s| (s.file, s.start, s.end)));
}

/// The longest piece of user input that a message repeats, in characters.
const QUOTED: usize = 60;

/// User input for a message: in backticks, control characters written out, long input shortened.
pub fn quote(input: &str) -> String {
    let mut quoted = String::from("`");
    quoted.push_str(&excerpt(input));
    quoted.push('`');
    quoted
}

/// User input as [`quote`] shows it, without backticks.
pub fn excerpt(input: &str) -> String {
    let mut shown = String::new();
    let mut rest = input.chars();
    for c in rest.by_ref().take(QUOTED) {
        push_visible(&mut shown, c);
    }
    if rest.next().is_some() {
        shown.push('…');
    }
    shown
}

/// `text` with control characters and marks that reorder text written out.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    text.chars().for_each(|c| push_visible(&mut shown, c));
    shown
}

fn push_visible(shown: &mut String, c: char) {
    let reorders =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if c.is_control() || reorders {
        shown.extend(c.escape_default());
    } else {
        shown.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_input_is_shortened_and_made_visible() {
        assert_eq!(quote("plume"), "`plume`");
        assert_eq!(quote("a\u{1b}[31mb\n"), "`a\\u{1b}[31mb\\n`");
        assert_eq!(quote(&"x".repeat(1_000_000)), format!("`{}…`", "x".repeat(60)));
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
    }
}
