//! Aligned tables and wrapped text.

use super::style::Style;
use crate::model::Verdict;
use unicode_width::UnicodeWidthStr;

/// A cell of a table.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Takes the colour of this verdict, if any; the inner `None` is for undecided.
    pub verdict: Option<Option<Verdict>>,
}

impl Cell {
    /// A cell without colour.
    pub fn plain(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), verdict: None }
    }

    /// A cell in the colour of a verdict.
    pub fn verdict(verdict: Option<Verdict>, text: impl Into<String>) -> Cell {
        Cell { text: text.into(), verdict: Some(verdict) }
    }

    fn shown(&self, style: Style) -> String {
        match self.verdict {
            Some(verdict) => style.verdict(verdict, &self.text),
            None => self.text.clone(),
        }
    }
}

/// Lines of a table under its headings, each ending in a line break; where the lines are too long,
/// one block of lines a row.
pub fn table(heads: &[&str], rows: &[Vec<Cell>], style: Style) -> String {
    let mut widths: Vec<usize> = heads.iter().map(|h| h.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.text.width());
        }
    }
    let total: usize = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    if total > style.width { blocks(heads, rows, style) } else { lines(heads, rows, &widths, style) }
}

fn lines(heads: &[&str], rows: &[Vec<Cell>], widths: &[usize], style: Style) -> String {
    let mut out = String::new();
    let padded = |shown: &str, plain: &str, width: usize| format!("{shown}{}", " ".repeat(width.saturating_sub(plain.width()) + 2));
    let head: String = heads.iter().zip(widths).map(|(h, w)| padded(&style.bold(h), h, *w)).collect();
    out.push_str(head.trim_end());
    out.push('\n');
    for row in rows {
        let line: String = row.iter().zip(widths).map(|(c, w)| padded(&c.shown(style), &c.text, *w)).collect();
        out.push_str(line.trim_end());
        out.push('\n');
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
                let shown = Cell { text: part.clone(), verdict: cell.verdict }.shown(style);
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
