//! The matrix of `list` as text: letters where there is room, else words.

use super::list_words::{GROUPS, LETTERS, MARKS, group, marked, remarks, subject};
use super::style::Style;
use super::table::paragraph;
use crate::analysis::list::Inventory;
use crate::analysis::list::matrix::{Cell, Cells, Row, Subject};
use crate::diagnostic::visible;
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

/// How to show the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// One for each phase, not one for all of them.
    pub by_phase: bool,
    /// In words even where there is room for letters.
    pub words: bool,
}

/// A row ready to print: what it is about, and its cells at both ends.
struct Line {
    obligation: usize,
    subject: Subject,
    label: String,
    adverse: Vec<Cell>,
    favourable: Option<Vec<Cell>>,
}

/// The matrix or matrices; empty if there is nothing to see or to see it with.
pub fn render(inventory: &Inventory, look: Look, style: Style) -> String {
    if inventory.regime.measures.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    if look.by_phase {
        for (place, phase) in inventory.regime.phases.iter().enumerate() {
            let title = format!("What could see what in phase {}", visible(&phase.entry.id));
            part(&mut out, &title, &lines(inventory, Some(place)), inventory, look, style);
        }
    } else {
        part(&mut out, "What could see what, in the best phase", &lines(inventory, None), inventory, look, style);
    }
    out
}

fn lines(inventory: &Inventory, phase: Option<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (obligation, scope) in inventory.obligations.iter().enumerate() {
        for row in &scope.rows {
            let cells = |of: &[Cells]| -> Option<Vec<Cell>> {
                match phase {
                    None => (!of.is_empty()).then(|| Row::ever(of)),
                    Some(phase) => {
                        let place = row.phases.iter().position(|p| *p == phase)?;
                        of.get(place).map(|cells| cells.to_vec())
                    }
                }
            };
            if let Some(adverse) = cells(&row.adverse) {
                lines.push(Line {
                    obligation,
                    subject: row.subject,
                    label: subject(inventory, row),
                    adverse,
                    favourable: cells(&row.favourable),
                });
            }
        }
    }
    lines
}

fn part(out: &mut String, title: &str, lines: &[Line], inventory: &Inventory, look: Look, style: Style) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&format!("{}\n", style.bold(title)));
    if lines.is_empty() {
        out.push_str("no obligation in force has anything to be seen\n");
        return;
    }
    match grid(lines, inventory, style).filter(|_| !look.words) {
        Some(grid) => out.push_str(&grid),
        None => out.push_str(&words(lines, inventory, style)),
    }
}

fn heading(inventory: &Inventory, place: usize, style: Style) -> String {
    let obligation = inventory.obligations.get(place).and_then(|s| inventory.regime.obligations.get(s.obligation.0));
    style.bold(&visible(obligation.map_or("?", |o| &o.entry.id)))
}

/// The letters, measures by their numbers; `None` if that is too wide.
fn grid(lines: &[Line], inventory: &Inventory, style: Style) -> Option<String> {
    let texts: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let other = |place: usize| line.favourable.as_ref().and_then(|f| f.get(place));
            line.adverse.iter().enumerate().map(|(place, cell)| marked(cell, other(place))).collect()
        })
        .collect();
    let label = lines.iter().map(|l| l.label.width() + 2).max()?;
    let count = inventory.regime.measures.len();
    let widths: Vec<usize> = (0..count)
        .map(|place| {
            let cells = texts.iter().filter_map(|row| row.get(place)).map(|t| t.width()).max().unwrap_or(1);
            cells.max((place + 1).to_string().len())
        })
        .collect();
    if label + widths.iter().map(|w| w + 1).sum::<usize>() > style.width {
        return None;
    }
    let mut out = String::new();
    let mut push = |first: &str, cells: &[String]| {
        let mut line = format!("{first}{}", " ".repeat(label.saturating_sub(first.width())));
        for (cell, width) in cells.iter().zip(&widths) {
            line.push_str(&format!(" {cell:<width$}"));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    };
    let numbers: Vec<String> = (1..=count).map(|n| n.to_string()).collect();
    push("", &numbers);
    let mut last = None;
    for (line, cells) in lines.iter().zip(&texts) {
        if last.replace(line.obligation) != Some(line.obligation) {
            push(&heading(inventory, line.obligation, style), &[]);
        }
        push(&format!("  {}", line.label), cells);
    }
    out.push_str(&legend(&texts, style));
    Some(out)
}

/// What the letters and marks that occur mean.
fn legend(texts: &[Vec<String>], style: Style) -> String {
    let used: BTreeSet<char> = texts.iter().flatten().flat_map(|t| t.chars()).collect();
    let known = LETTERS.iter().chain(&MARKS);
    let used = known.filter(|(sign, _)| sign.chars().any(|c| used.contains(&c)));
    used.map(|(sign, meaning)| paragraph(&format!("  {sign}  "), meaning, style.width)).collect()
}

/// For each row, the measures by what they could see.
fn words(lines: &[Line], inventory: &Inventory, style: Style) -> String {
    let mut out = String::new();
    let mut last = None;
    for line in lines {
        if last.replace(line.obligation) != Some(line.obligation) {
            out.push_str(&format!("{}\n", heading(inventory, line.obligation, style)));
        }
        out.push_str(&paragraph("  ", &line.label, style.width));
        for (place, name) in GROUPS.iter().enumerate() {
            let items: Vec<String> = line
                .adverse
                .iter()
                .enumerate()
                .filter(|(_, cell)| group(cell) == place)
                .map(|(measure, cell)| {
                    let id = visible(inventory.regime.measures.get(measure).map_or("?", |m| &m.entry.id));
                    let other = line.favourable.as_ref().and_then(|f| f.get(measure));
                    let remarks = remarks(inventory, line.subject, cell, other);
                    if remarks.is_empty() { id } else { format!("{id} ({})", remarks.join("; ")) }
                })
                .collect();
            if !items.is_empty() {
                out.push_str(&paragraph(&format!("    {name:<12}  "), &items.join(", "), style.width));
            }
        }
    }
    out
}
