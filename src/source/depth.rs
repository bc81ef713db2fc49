//! A guard against keys such as `a.a.a.a` with thousands of parts, whose tables would be nested
//! too deep to walk. The TOML parser guards against deep brackets itself.

use std::ops::Range;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The most dots that a key may have.
pub const MAX_PARTS: usize = 8;

/// The first key with more than [`MAX_PARTS`] dots, if any.
pub fn too_deep(text: &str) -> Option<Range<usize>> {
    let mut dots = 0;
    let mut start = 0;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => {
                dots += 1;
                if dots > MAX_PARTS {
                    return Some(start..token.span().end());
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
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_many_parts_are_found() {
        assert_eq!(too_deep("a.b.c = 1.5\n[a.b]\nx = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 1.0]"), None);
        let deep = format!("x = 1\n{} = 1", ["a"; 50_000].join("."));
        assert_eq!(too_deep(&deep), Some(6..24));
        assert!(too_deep(&format!("[{}]", ["\"a\""; 20].join(" . "))).is_some());
    }
}
