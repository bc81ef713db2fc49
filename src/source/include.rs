//! The `include` list of a file, found without reading the rest of the file.

use super::file::Span;
use super::shape::shape;
use crate::diagnostic::{Code, Diagnostic};
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// A path that a file includes.
pub(super) struct Include {
    /// The path as written.
    pub path: String,
    /// Where it is written.
    pub span: Span,
}

/// The paths that the file with this place and text includes.
///
/// A fault of syntax is left to the reader of the whole file, who will meet it again.
pub(super) fn includes(file: usize, text: &str, problems: &mut Vec<Diagnostic>) -> Vec<Include> {
    let head = text.get(..head_len(text)).unwrap_or(text);
    if !head.contains("include") || shape(head).hopeless.is_some() {
        return Vec::new();
    }
    let (table, _) = DeTable::parse_recoverable(head);
    let Some(value) = table.get_ref().get("include") else {
        return Vec::new();
    };
    let span = |range: Range<usize>| Span { file, start: range.start, end: range.end };
    let DeValue::Array(list) = value.get_ref() else {
        problems.push(
            Diagnostic::new(Code::WrongType, "`include` must be a list of paths")
                .primary(span(value.span()), "not a list")
                .help("write `include = [\"world.toml\"]`"),
        );
        return Vec::new();
    };
    let mut includes = Vec::new();
    for item in list.iter() {
        match item.get_ref() {
            DeValue::String(path) => includes.push(Include { path: path.to_string(), span: span(item.span()) }),
            _ => problems.push(
                Diagnostic::new(Code::WrongType, "`include` must be a list of paths")
                    .primary(span(item.span()), "not a string"),
            ),
        }
    }
    includes
}

/// How many bytes stand before the first table header.
pub(crate) fn head_len(text: &str) -> usize {
    let mut depth = 0usize;
    let mut fresh = true;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket if depth == 0 && fresh => return token.span().start(),
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        fresh = match token.kind() {
            TokenKind::Newline => true,
            TokenKind::Whitespace => fresh,
            _ => false,
        };
    }
    text.len()
}
