//! Aligned tables and wrapped text.

use super::style::Style;
use crate::model::Verdict;
use unicode_width::UnicodeWidthStr;

/// A cell of a table.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What it says in one line.
    pub text: String,
    /// The same in several lines, for when there is little room; as `text` if empty.
    pub lines: Vec<String>,
    /// Takes the colour of this verdict, if any; the inner `None` is for undecided.
    pub verdict: Option<Option<Verdict>>,
}

impl Cell {
    /// A cell without colour.
    pub fn plain(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), lines: Vec::new(), verdict: None }
    }

    /// What is said of the two ends: once if it is the same, else in two lines if there is little
    /// room.
    pub fn ends(adverse: &str, favourable: &str) -> Cell {
        if adverse == favourable {
            return Cell::plain(adverse);
        }
        let lines = vec![adverse.to_owned(), format!("/ {favourable}")];
        Cell { text: lines.join(" "), lines, verdict: None }
    }

    /// The same in the colour of a verdict.
    #[must_use]
    pub fn colored(mut self, verdict: Option<Verdict>) -> Cell {
        self.verdict = Some(verdict);
        self
    }

    fn lines(&self, one: bool) -> Vec<&str> {
        if one || self.lines.is_empty() { vec![&self.text] } else { self.lines.iter().map(String::as_str).collect() }
    }

    fn shown(&self, text: &str, style: Style) -> String {
        match self.verdict {
            Some(verdict) => style.verdict(verdict, text),
            None => text.to_owned(),
        }
    }
}

/// A table under its headings, each line ending in a line break. Where the lines would be too long,
/// cells take several lines; where that is not enough, each row is a block of lines.
pub fn table(heads: &[&str], rows: &[Vec<Cell>], style: Style) -> String {
    for one in [true, false] {
        let widths = widths(heads, rows, one);
        if total(&widths) <= style.width {
            return columns(heads, rows, &widths, one, style);
        }
    }
    blocks(heads, rows, style)
}

/// The same, but for that cells are broken at spaces, the widest columns first, where lines would be too
/// long; a row is a block of lines only where that is not enough.
pub fn wrapped_table(heads: &[&str], rows: &[Vec<Cell>], style: Style) -> String {
    for one in [true, false] {
        let widths = widths(heads, rows, one);
        if total(&widths) <= style.width {
            return columns(heads, rows, &widths, one, style);
        }
    }
    let mut widths = widths(heads, rows, false);
    // No word is broken, and no column is made needlessly narrow.
    let least: Vec<usize> = (0..widths.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            let words = cells.flat_map(|cell| cell.text.split(' ')).map(UnicodeWidthStr::width).max().unwrap_or(0);
            words.max(heads.get(column).map_or(0, |h| h.width())).max(NARROWEST.min(widths[column]))
        })
        .collect();
    while total(&widths) > style.width {
        let widest = (0..widths.len()).filter(|c| widths[*c] > least[*c]).max_by_key(|c| widths[*c]);
        let Some(widest) = widest else { return blocks(heads, rows, style) };
        widths[widest] -= 1;
    }
    let broken = |row: &Vec<Cell>| {
        let cells = row.iter().zip(&widths);
        let broken = cells.map(|(cell, width)| match cell.lines(false).iter().all(|l| l.width() <= *width) {
            true => cell.clone(),
            false => Cell { lines: wrapped(&cell.text, *width), ..cell.clone() },
        });
        broken.collect::<Vec<_>>()
    };
    columns(heads, &rows.iter().map(broken).collect::<Vec<_>>(), &widths, false, style)
}

/// A column is not made narrower than this for want of room.
const NARROWEST: usize = 6;

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)
}

fn widths(heads: &[&str], rows: &[Vec<Cell>], one: bool) -> Vec<usize> {
    let mut widths: Vec<usize> = heads.iter().map(|h| h.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            let widest = cell.lines(one).iter().map(|l| l.width()).max().unwrap_or(0);
            *width = (*width).max(widest);
        }
    }
    widths
}

fn columns(heads: &[&str], rows: &[Vec<Cell>], widths: &[usize], one: bool, style: Style) -> String {
    let padded = |shown: String, plain: &str, width: usize| {
        let gap = width.saturating_sub(plain.width()) + 2;
        format!("{shown}{}", " ".repeat(gap))
    };
    let mut out = String::new();
    let mut push = |line: String| {
        out.push_str(line.trim_end());
        out.push('\n');
    };
    push(heads.iter().zip(widths).map(|(h, w)| padded(style.bold(h), h, *w)).collect());
    for row in rows {
        let cells: Vec<Vec<&str>> = row.iter().map(|c| c.lines(one)).collect();
        for nr in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let line = row.iter().zip(&cells).zip(widths).map(|((cell, lines), width)| {
                let text = lines.get(nr).copied().unwrap_or("");
                let shown = if text.is_empty() { String::new() } else { cell.shown(text, style) };
                padded(shown, text, *width)
            });
            push(line.collect());
        }
    }
    out
}

fn blocks(heads: &[&str], rows: &[Vec<Cell>], style: Style) -> String {
    let mut out = String::new();
    let label = heads.iter().skip(1).map(|h| h.width()).max().unwrap_or(0);
    for row in rows {
        for (place, (head, cell)) in heads.iter().zip(row).enumerate() {
            if place == 0 {
                out.push_str(&style.bold(&cell.text));
                out.push('\n');
                continue;
            }
            let room = style.width.saturating_sub(label + 4).max(10);
            for (nr, part) in wrapped(&cell.text, room).iter().enumerate() {
                let head = if nr == 0 { *head } else { "" };
                let shown = cell.shown(part, style);
                out.push_str(format!("  {head:<label$}  {shown}").trim_end());
                out.push('\n');
            }
        }
    }
    out
}

/// `text` broken at spaces into lines of at most `width` columns; a longer word has its own line.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// A wrapped paragraph whose first line begins with `first` and the others with as many spaces.
pub fn paragraph(first: &str, text: &str, width: usize) -> String {
    let indent = first.width();
    let mut out = String::new();
    for (place, line) in wrapped(text, width.saturating_sub(indent).max(20)).iter().enumerate() {
        match place {
            0 => out.push_str(first),
            _ => out.push_str(&" ".repeat(indent)),
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}
