//! How two versions of a draft differ, as text.

use super::diff_words::{
    Arrow, HEADS, cells, colour, effect, evasions, field_place, groups, scope, summary, term_place, title,
};
use super::names::counted;
use super::style::Style;
use super::table::{Cell, paragraph, table};
use crate::analysis::diff::{Compared, Difference, Field, ScopeChange, Side};
use crate::diagnostic::visible;

const ARROW: Arrow = Arrow("->");

/// The whole report.
pub fn render(difference: &Difference, style: Style) -> String {
    let mut out = heading("old", &difference.old, style);
    out.push_str(&heading("new", &difference.new, style));
    out.push('\n');
    for sentence in summary(difference) {
        out.push_str(&paragraph("", &sentence, style.width));
    }
    verdicts(difference, style, &mut out);
    scopes(difference, style, &mut out);
    terms(difference, style, &mut out);
    out
}

fn heading(word: &str, side: &Side, style: Style) -> String {
    let agreement = &side.version.regime.agreement;
    let title = agreement.title.as_deref().unwrap_or(&agreement.entry.id);
    let months = counted(side.checked.scenes[0].term.months, "month");
    paragraph(
        &format!("{word}  "),
        &format!("{}: {}, {months}", visible(&side.version.name), visible(title)),
        style.width,
    )
}

fn section(heading: &str, style: Style, out: &mut String) {
    out.push('\n');
    out.push_str(&style.bold(heading));
    out.push('\n');
}

fn verdicts(difference: &Difference, style: Style, out: &mut String) {
    let differing: Vec<&Compared> = difference.obligations.iter().filter(|o| o.differs).collect();
    if !differing.is_empty() {
        section("Verdicts", style, out);
        out.push_str(&table(&HEADS, &differing.iter().map(|o| row(o, &o.id)).collect::<Vec<_>>(), style));
    }
    let paths: Vec<Vec<Cell>> = difference
        .obligations
        .iter()
        .flat_map(|o| o.paths.iter().filter(|p| p.verdict_differs).map(|p| row(p, &format!("{}: {}", o.id, p.id))))
        .collect();
    if !paths.is_empty() {
        section("Paths whose verdict differs", style, out);
        out.push_str(&table(&HEADS, &paths, style));
    }
    let evasions: Vec<String> = differing.iter().flat_map(|o| evasions(difference, o)).collect();
    if !evasions.is_empty() {
        section("Evasions", style, out);
        evasions.iter().for_each(|e| out.push_str(&paragraph("- ", e, style.width)));
    }
}

fn row(compared: &Compared, name: &str) -> Vec<Cell> {
    let [_, rest @ ..] = cells(compared, ARROW);
    let mut row = vec![Cell::plain(visible(name))];
    for (place, text) in rest.into_iter().enumerate() {
        let lines = text.split_once(" -> ").map(|(old, new)| vec![old.to_owned(), format!("-> {new}")]);
        let cell = Cell { lines: lines.unwrap_or_default(), ..Cell::plain(text) };
        row.push(if place == 1 { cell.colored(colour(compared)) } else { cell });
    }
    row
}

fn scopes(difference: &Difference, style: Style, out: &mut String) {
    for (heading, freer) in [("Less bound than before", true), ("More bound than before", false)] {
        let changes: Vec<&ScopeChange> = difference.scope.iter().filter(|c| c.is_freer() == freer).collect();
        if !changes.is_empty() {
            section(heading, style, out);
            changes.into_iter().for_each(|c| out.push_str(&paragraph("- ", &scope(c), style.width)));
        }
    }
}

fn terms(difference: &Difference, style: Style, out: &mut String) {
    for group in groups(difference) {
        section(group.heading, style, out);
        for (term, clauses) in group.terms {
            let (sign, name) = title(term);
            out.push_str(&paragraph(
                &format!("{sign} "),
                &format!("{name} ({})", term_place(difference, term)),
                style.width,
            ));
            for clause in clauses {
                if !clause.key.is_empty() {
                    for field in &clause.fields {
                        out.push_str(&paragraph("    ", &value(difference, field), style.width));
                    }
                }
                if let Some(effect) = effect(&clause.effect) {
                    out.push_str(&paragraph("      ", &effect, style.width));
                }
            }
        }
    }
}

fn value(difference: &Difference, field: &Field) -> String {
    let stated = |s: &Option<crate::analysis::diff::Stated>| s.as_ref().map(|s| visible(&s.text));
    let change = match (stated(&field.old), stated(&field.new)) {
        (Some(old), Some(new)) => format!("{old} -> {new}"),
        (None, Some(new)) => format!("+ {new}"),
        (Some(old), None) => format!("- {old}"),
        (None, None) => String::new(),
    };
    format!("{}: {change} ({})", visible(&field.path), field_place(difference, field))
}
