//! How two versions of a draft differ, as Markdown: for the comment on a pull request.

use super::diff_words::{
    Arrow, HEADS, cells, effect, evasions, field_place, groups, scope, summary, term_place, title,
};
use crate::analysis::diff::{Compared, Difference, Field, ScopeChange, Side, Stated};
use crate::diagnostic::visible;
use std::fmt::Write as _;

const ARROW: Arrow = Arrow("→");

/// The whole report.
pub fn render(difference: &Difference) -> String {
    let mut out = format!("### regimecheck diff: {} → {}\n\n", name(&difference.old), name(&difference.new));
    for sentence in summary(difference) {
        let _ = writeln!(out, "- {}", escaped(&sentence));
    }
    verdicts(difference, &mut out);
    scopes(difference, &mut out);
    terms(difference, &mut out);
    out
}

fn name(side: &Side) -> String {
    code(&side.version.name)
}

fn verdicts(difference: &Difference, out: &mut String) {
    let differing: Vec<&Compared> = difference.obligations.iter().filter(|o| o.differs).collect();
    let rows: Vec<[String; 7]> = differing.iter().map(|o| cells(o, ARROW)).collect();
    table("Verdicts", &rows, out);
    let paths: Vec<[String; 7]> = difference
        .obligations
        .iter()
        .flat_map(|o| o.paths.iter().filter(|p| p.verdict_differs).map(move |p| (o, p)))
        .map(|(o, p)| {
            let [_, rest @ ..] = cells(p, ARROW);
            let [change, verdict, confidence, complete, deadline, proof] = rest;
            [visible(&format!("{}: {}", o.id, p.id)), change, verdict, confidence, complete, deadline, proof]
        })
        .collect();
    table("Paths whose verdict differs", &paths, out);
    let evasions: Vec<String> = differing.iter().flat_map(|o| evasions(difference, o)).collect();
    if !evasions.is_empty() {
        out.push_str("\n#### Evasions\n\n");
        for evasion in evasions {
            let _ = writeln!(out, "- {}", escaped(&evasion));
        }
    }
}

fn table(heading: &str, rows: &[[String; 7]], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n#### {heading}\n\n| {} |\n|{}", HEADS.join(" | "), " --- |".repeat(HEADS.len()));
    for [id, rest @ ..] in rows {
        let rest: Vec<String> = rest.iter().map(|cell| escaped(cell)).collect();
        let _ = writeln!(out, "| {} | {} |", code(id), rest.join(" | "));
    }
    out.push_str("\nAdverse / favourable where the two ends differ; months for completion, deadline and proof of the best evasion.\n");
}

fn scopes(difference: &Difference, out: &mut String) {
    for (heading, freer) in [("Less bound than before", true), ("More bound than before", false)] {
        let changes: Vec<&ScopeChange> = difference.scope.iter().filter(|c| c.is_freer() == freer).collect();
        if !changes.is_empty() {
            let _ = writeln!(out, "\n#### {heading}\n");
            for change in changes {
                let _ = writeln!(out, "- {}", escaped(&scope(change)));
            }
        }
    }
}

fn terms(difference: &Difference, out: &mut String) {
    for group in groups(difference) {
        let count: usize = group.terms.iter().map(|(_, clauses)| clauses.len()).sum();
        if group.minor {
            let _ = writeln!(out, "\n<details><summary>{} ({count})</summary>\n", escaped(group.heading));
        } else {
            let _ = writeln!(out, "\n#### {}\n", escaped(group.heading));
        }
        for (term, clauses) in &group.terms {
            let (_, name) = title(term);
            let place = code(&term_place(difference, term));
            let _ = writeln!(out, "- {} **{}** ({place})", term.change.word(), escaped(&name));
            for clause in clauses {
                if !clause.key.is_empty() {
                    for field in &clause.fields {
                        let _ = writeln!(out, "  - {}", value(difference, field));
                    }
                }
                if let Some(effect) = effect(&clause.effect) {
                    let _ = writeln!(out, "  - {}", escaped(&effect));
                }
            }
        }
        if group.minor {
            out.push_str("\n</details>\n");
        }
    }
}

fn value(difference: &Difference, field: &Field) -> String {
    let stated = |s: &Option<Stated>| s.as_ref().map(|s| code(&s.text));
    let change = match (stated(&field.old), stated(&field.new)) {
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (None, Some(new)) => format!("added {new}"),
        (Some(old), None) => format!("removed {old}"),
        (None, None) => String::new(),
    };
    format!("{}: {change} ({})", code(&field.path), escaped(&field_place(difference, field)))
}

/// Text that Markdown and HTML leave as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Text as code: as it is, with a fence of more backticks than it has.
fn code(text: &str) -> String {
    let text = visible(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_cannot_break_out() {
        assert_eq!(escaped("<b>@all|x_y"), "&lt;b&gt;\\@all\\|x\\_y");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
