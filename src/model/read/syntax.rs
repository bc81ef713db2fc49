//! From text to tables with places, and what TOML itself forbids.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{MAX_TOKENS, SourceSet, Span, shape};
use std::ops::Range;
use toml::de::DeTable;
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// The most faults of syntax that are reported for one file.
const FAULTS: usize = 50;

/// A file as a table with places.
pub(super) struct Document<'t> {
    /// Its place in [`SourceSet::files`].
    pub file: usize,
    /// Its table.
    pub table: DeTable<'t>,
}

/// All files as tables.
pub(super) struct Parsed<'t> {
    /// The files in the order of their entries.
    pub documents: Vec<Document<'t>>,
    /// Faults of syntax.
    pub problems: Vec<Diagnostic>,
}

/// Parses all files; of a file with faults whatever can be made out.
pub(super) fn parse(sources: &SourceSet) -> Parsed<'_> {
    let mut parsed = Parsed { documents: Vec::new(), problems: Vec::new() };
    let mut tokens = 0usize;
    for &file in &sources.order {
        let Some(text) = sources.files.get(file).map(|f| f.text.as_str()) else {
            continue;
        };
        let fault = |range: Range<usize>, message: &str, label: &str| {
            let span = visible_span(file, text, range);
            Diagnostic::new(Code::TomlSyntax, message).primary(span, label)
        };
        let look = shape(text);
        if let Some((range, why)) = look.hopeless {
            parsed.problems.push(fault(range, why, "not read any further"));
            continue;
        }
        tokens = tokens.saturating_add(look.tokens);
        if tokens > MAX_TOKENS {
            let problem =
                Diagnostic::new(Code::TooLarge, "the files say too much: they have more than 8 million tokens");
            parsed.problems.push(problem.primary(visible_span(file, text, 0..1), "with this file"));
            break;
        }
        let (table, faults) = DeTable::parse_recoverable(text);
        for error in faults.iter().take(FAULTS) {
            parsed.problems.push(fault(error.span().unwrap_or(0..0), &sentence(error.message()), ""));
        }
        if faults.is_empty() {
            for (range, what) in later_than_1_0(text) {
                parsed.problems.push(fault(range, what, "").note("regime files are TOML 1.0"));
            }
        }
        parsed.documents.push(Document { file, table: table.into_inner() });
    }
    parsed
}

/// The parser's message in our style: lower-case, without a final period, in one line.
fn sentence(message: &str) -> String {
    let line = message.lines().map(str::trim).collect::<Vec<_>>().join(", ");
    let mut chars = line.trim_end_matches('.').chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// A place that can be underlined: within the text, and not the line break that ends a line.
fn visible_span(file: usize, text: &str, range: Range<usize>) -> Span {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let start = floor(range.start);
    let end = floor(range.end).max(start);
    Span { file, start, end }
}

/// What TOML 1.1 permits and TOML 1.0 does not: line breaks, comments and a last comma in inline
/// tables, and the escapes `\e` and `\x`.
fn later_than_1_0(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let mut open: Vec<TokenKind> = Vec::new();
    let mut comma: Option<Token> = None;
    for token in Source::new(text).lex() {
        let range = token.span().start()..token.span().end();
        if found.len() >= FAULTS {
            break;
        }
        let inline = open.last() == Some(&TokenKind::LeftCurlyBracket);
        match token.kind() {
            kind @ (TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket) => open.push(kind),
            TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket => {
                if inline && let Some(comma) = comma {
                    found.push((comma.span().start()..comma.span().end(), "an inline table cannot end with a comma"));
                }
                open.pop();
            }
            TokenKind::Newline if inline => found.push((range.clone(), "an inline table has to stand on one line")),
            TokenKind::BasicString | TokenKind::MlBasicString => {
                let escapes = text.get(range.clone()).map(new_escapes).unwrap_or_default();
                found.extend(escapes.into_iter().map(|e| {
                    (
                        range.start + e.start..range.start + e.end,
                        "this escape is not in TOML 1.0; write `\\u` and four digits",
                    )
                }));
            }
            _ => {}
        }
        comma = match token.kind() {
            TokenKind::Comma => Some(token),
            TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment => comma,
            _ => None,
        };
    }
    found
}

/// The places of `\e` and `\x` in a string.
fn new_escapes(string: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut bytes = string.bytes().enumerate();
    while found.len() < FAULTS
        && let Some((at, byte)) = bytes.next()
    {
        if byte == b'\\'
            && let Some((_, b'e' | b'x')) = bytes.next()
        {
            found.push(at..at + 2);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        later_than_1_0(text).len()
    }

    #[test]
    fn what_toml_1_1_added_is_found() {
        assert_eq!(found("a = { b = 1 }\nc = [\n 1,\n 2,\n]\nd = \"\\\\e\"\n[x]\ne = 'a\\e'\n"), 0);
        assert_eq!(found("a = { b = 1, }"), 1);
        assert_eq!(found("a = { b = 1,\n c = 2 }"), 1);
        assert_eq!(found("a = { b = [\n1,\n] }"), 0);
        assert_eq!(found("a = \"\\e\\x41\""), 2);
    }

    #[test]
    fn messages_follow_the_style() {
        assert_eq!(sentence("Unexpected end.\nexpected x"), "unexpected end., expected x");
    }
}
