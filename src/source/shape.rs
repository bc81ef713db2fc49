//! A look at a text before it is parsed: is it something that can be parsed fast and walked?
//!
//! The parser guards against deep brackets itself, but not against a key such as `a.a.a.a` with
//! thousands of parts, whose tables would be nested too deep; and it keeps every fault it finds.

use std::ops::Range;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The most dots that a key may have.
pub const MAX_DOTS: usize = 8;

/// The most tokens that are parsed, of all files together.
pub const MAX_TOKENS: usize = 8_000_000;

/// The most characters and escapes that TOML forbids before the parser is spared them.
const MAX_FAULTS: usize = 100_000;

/// What a look at a text shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The number of its tokens.
    pub tokens: usize,
    /// Why it must not be parsed, and where.
    pub hopeless: Option<(Range<usize>, &'static str)>,
}

/// Looks at a text.
pub fn shape(text: &str) -> Shape {
    let mut shape = Shape { tokens: 0, hopeless: control_characters(text) };
    let mut dots = 0;
    let mut start = 0;
    let mut faults = 0;
    for token in Source::new(text).lex() {
        shape.tokens += 1;
        if shape.tokens > MAX_TOKENS || shape.hopeless.is_some() {
            break;
        }
        let kind = token.kind();
        match kind {
            TokenKind::Dot => {
                dots += 1;
                if dots > MAX_DOTS {
                    shape.hopeless = Some((start..token.span().end(), "a key has more than 9 parts"));
                }
            }
            TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => {
                if dots == 0 {
                    start = token.span().start();
                }
            }
            TokenKind::Whitespace => {}
            _ => dots = 0,
        }
        let range = token.span().start()..token.span().end();
        faults += match kind {
            TokenKind::BasicString | TokenKind::MlBasicString => text.get(range.clone()).map_or(0, bad_escapes),
            TokenKind::Atom => text.get(range.clone()).map_or(0, |word| word.matches("__").count()),
            _ => 0,
        };
        if faults > MAX_FAULTS {
            shape.hopeless = Some((
                range.start..range.start + 1,
                "this is not TOML: it is full of escapes or marks that TOML does not have",
            ));
        }
    }
    shape
}

/// The first control character that TOML forbids, if there are many.
fn control_characters(text: &str) -> Option<(Range<usize>, &'static str)> {
    let forbidden = |byte: &u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127);
    if text.bytes().filter(forbidden).count() <= MAX_FAULTS {
        return None;
    }
    let first = text.bytes().position(|byte| forbidden(&byte))?;
    Some((first..first + 1, "this is not text: it is full of control characters"))
}

/// How many backslashes in a string begin no escape.
fn bad_escapes(string: &str) -> usize {
    let mut count = 0;
    let mut chars = string.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            continue;
        }
        let good = match chars.next() {
            Some('u') => is_character(chars.as_str(), 4),
            Some('U') => is_character(chars.as_str(), 8),
            Some(escape) => "btnfr\"\\ex\r\n\t ".contains(escape),
            None => false,
        };
        count += usize::from(!good);
    }
    count
}

/// Whether a text begins with so many hexadecimal digits that stand for a character.
fn is_character(text: &str, digits: usize) -> bool {
    let code = text.get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    code.and_then(char::from_u32).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hopeless(text: &str) -> Option<Range<usize>> {
        shape(text).hopeless.map(|(range, _)| range)
    }

    #[test]
    fn keys_with_many_parts_are_found() {
        assert_eq!(hopeless("a.b.c = 1.5\n[a.b]\nx = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 1.0]"), None);
        let deep = format!("x = 1\n{} = 1", ["a"; 50_000].join("."));
        assert_eq!(hopeless(&deep), Some(6..24));
        assert!(hopeless(&format!("[{}]", ["\"a\""; 20].join(" . "))).is_some());
    }

    #[test]
    fn what_is_no_text_is_found() {
        assert_eq!(hopeless("a = \"\\q\u{1}\""), None);
        assert_eq!(hopeless(&format!("a = \"{}\"", "\\q".repeat(200_000))), Some(4..5));
        assert_eq!(hopeless(&format!("a = 1{}", "\0".repeat(200_000))), Some(5..6));
        assert_eq!(hopeless(&format!("a = \"{}\"", "\\n\\u00e9\\U0001f600".repeat(200_000))), None);
        assert!(hopeless(&format!("a = \"{}\"", "\\uDC00".repeat(200_000))).is_some());
        assert!(hopeless(&format!("a = {}", "_".repeat(200_000 * 2))).is_some());
    }

    #[test]
    fn tokens_are_counted() {
        assert!((4..=6).contains(&shape("a=1\n").tokens));
    }
}
