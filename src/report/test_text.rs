//! The answer to `test` as text: what failed, and a line of numbers at the end.

use super::style::Style;
use super::table::paragraph;
use super::test_items::{Item, State, place_of, stated, summary};
use crate::analysis::test::Case;
use crate::diagnostic::visible;
use crate::model::Verdict;

/// The report of all items; its last line is `N passed, N failed`.
pub fn render(items: &[Item], style: Style) -> String {
    let mut out = failures(items, style);
    let updated = items.iter().filter(|i| i.state == State::Updated).count();
    if updated > 0 {
        let noun = if updated == 1 { "expectation" } else { "expectations" };
        out.push_str(&format!("{updated} {noun} updated\n"));
    }
    out.push_str(&summary(items));
    out.push('\n');
    out
}

/// The items that did not pass, each with what is wrong and the evasion behind it.
pub fn failures(items: &[Item], style: Style) -> String {
    let mut out = String::new();
    for item in items.iter().filter(|i| !i.state.passed()) {
        let color = match item.state {
            State::Undecided | State::Fault => None,
            _ => Some(Verdict::Uncovered),
        };
        let word = item.state.word().to_uppercase();
        out.push_str(&format!("{} {}\n", style.verdict(color, &word), item.name()));
        for line in item.lines() {
            out.push_str(&indented(&line, style.width));
        }
        out.push('\n');
    }
    out
}

/// A paragraph that stands two columns in.
fn indented(text: &str, width: usize) -> String {
    paragraph("  ", text, width)
}

/// What would be tested: each expectation with its place.
pub fn list(cases: &[Case]) -> String {
    let mut out = String::new();
    for case in cases {
        let Some(regime) = &case.regime else {
            out.push_str(&format!("{}: cannot be read\n", visible(&case.file)));
            continue;
        };
        for expect in case.expects.iter().filter_map(|e| regime.expects.get(*e)) {
            let (file, line) = place_of(&case.sources, expect.span);
            let obligation = regime.obligations.get(expect.obligation.0).map_or("?", |o| &o.entry.id);
            let agreement = &regime.agreement.entry.id;
            let file = visible(&file);
            out.push_str(&format!("{file}:{line}: {agreement}, {obligation}: {}\n", stated(regime, expect)));
        }
        for entry in case.missing.iter().filter_map(|o| Some(&regime.obligations.get(o.0)?.entry)) {
            let (file, line) = place_of(&case.sources, entry.span);
            let agreement = &regime.agreement.entry.id;
            out.push_str(&format!("{}:{line}: {agreement}, {}: no expectation\n", visible(&file), entry.id));
        }
    }
    out
}
