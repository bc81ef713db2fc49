//! The blocks that a comparison's report is made of, for a terminal and for Markdown alike.

use crate::report::style::Style;
use crate::report::table::{Cell, paragraph, wrapped_table};
use std::fmt::Write as _;

/// A part of a report.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A line of its own.
    Line(String),
    /// An item of a list.
    Item(String),
    /// An item under an item.
    SubItem(String),
    /// A table under its headings, with what explains it.
    Table(Vec<String>, Vec<Vec<Cell>>, String),
}

/// The blocks for a terminal.
pub fn text(blocks: &[Block], style: Style) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                out.push('\n');
                out.push_str(&style.bold(heading));
                out.push('\n');
            }
            Block::Line(line) => out.push_str(&paragraph("", line, style.width)),
            Block::Item(item) => out.push_str(&paragraph("- ", item, style.width)),
            Block::SubItem(item) => out.push_str(&paragraph("  - ", item, style.width)),
            Block::Table(heads, rows, note) => {
                let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
                out.push_str(&wrapped_table(&heads, rows, style));
                if !note.is_empty() {
                    out.push_str(&paragraph("", note, style.width));
                }
            }
        }
    }
    out
}

/// The blocks as Markdown.
pub fn markdown(title: &str, blocks: &[Block]) -> String {
    let mut out = format!("### {}\n\n", escaped(title));
    let mut in_list = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item(_) | Block::SubItem(_));
        if in_list && !is_item {
            out.push('\n');
        }
        in_list = is_item;
        let _ = match block {
            Block::Heading(heading) => writeln!(out, "#### {}\n", escaped(heading)),
            Block::Line(line) => writeln!(out, "{}\n", escaped(line)),
            Block::Item(item) => writeln!(out, "- {}", escaped(item)),
            Block::SubItem(item) => writeln!(out, "  - {}", escaped(item)),
            Block::Table(heads, rows, note) => {
                let heads: Vec<String> = heads.iter().map(|h| escaped(h)).collect();
                let _ = writeln!(out, "| {} |\n|{}", heads.join(" | "), " --- |".repeat(heads.len()));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| escaped(&cell.text)).collect();
                    let _ = writeln!(out, "| {} |", cells.join(" | "));
                }
                out.push('\n');
                if note.is_empty() { Ok(()) } else { writeln!(out, "{}\n", escaped(note)) }
            }
        };
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Text whose characters mean nothing to Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
