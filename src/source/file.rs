//! Files that were read, and places in them.

use sha2::{Digest, Sha256};
use std::ops::Range;

/// A stretch of bytes in one of the files that were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which file, by its place in [`SourceSet::files`].
    pub file: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A place that a reader of the file would name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its name as messages show it: the path as given, or as the including file leads to it.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// Whether each character is one byte.
    ascii: bool,
}

impl SourceFile {
    /// A file with this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let lines = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        SourceFile { name: name.into(), ascii: text.is_ascii(), text, lines }
    }

    /// Line and column of a byte; the end of the text for one beyond it.
    pub fn place(&self, byte: usize) -> Place {
        let byte = byte.min(self.text.len());
        let line = self.line(byte);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        let before = if self.ascii { None } else { self.text.get(start..byte) };
        Place { line, column: before.map_or(byte - start, |before| before.chars().count()) + 1 }
    }

    /// The line of a byte, from 1; the last line for one beyond the text.
    pub fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start <= byte).max(1)
    }

    /// The bytes of a line, counted from 1, without its line break; empty for a line beyond the last.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let end = self.text.len();
        let Some(start) = line.checked_sub(1).and_then(|l| self.lines.get(l).copied()) else {
            return end..end;
        };
        let next = self.lines.get(line).copied().unwrap_or(end);
        let text = self.text.get(start..next).unwrap_or_default();
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }
}

/// The SHA-256 digest of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All files of a regime.
#[derive(Debug, Clone)]
pub struct SourceSet {
    /// The files in the order in which they were opened: the top file first.
    pub files: Vec<SourceFile>,
    /// The files whose entries count, in the order of their entries: included files first. A file
    /// that is not UTF-8 is not among them.
    pub order: Vec<usize>,
    /// Whether every file could be read. Otherwise what seems to be missing may be in the rest.
    pub complete: bool,
}

impl SourceSet {
    /// The text at a place; empty if there is none.
    pub fn text(&self, span: Span) -> &str {
        self.files.get(span.file).and_then(|f| f.text.get(span.start..span.end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let file = SourceFile::new("a", "é = 1\r\nb\n");
        assert_eq!(file.place(0), Place { line: 1, column: 1 });
        assert_eq!(file.place(2), Place { line: 1, column: 2 });
        assert_eq!(file.place(8), Place { line: 2, column: 1 });
        assert_eq!(file.place(10), Place { line: 3, column: 1 });
        assert_eq!(file.place(999), Place { line: 3, column: 1 });
        assert_eq!(file.line_range(1), 0..6);
        assert_eq!(file.line_range(2), 8..9);
        assert_eq!(file.line_range(0), 10..10);
        assert_eq!(file.line_range(9), 10..10);
    }
}
