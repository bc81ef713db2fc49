//! The answer to `test` as JUnit XML: a test suite for each agreement, a test case for each expectation.

use super::test_items::{Item, State};
use crate::analysis::test::Case;
use std::fmt::Write;

/// The whole document.
pub fn render(cases: &[Case], items: &[Item]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&Item> = items.iter().collect();
    let _ = writeln!(out, "<testsuites name=\"regimecheck\"{}>", numbers(&all));
    for (place, case) in cases.iter().enumerate() {
        let items: Vec<&Item> = items.iter().filter(|i| i.case == place).collect();
        let _ = writeln!(out, "  <testsuite name=\"{}\"{}>", escaped(&case.file), numbers(&items));
        items.iter().for_each(|item| test_case(&mut out, item, &items));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn numbers(items: &[&Item]) -> String {
    let count = |wanted: fn(State) -> bool| items.iter().filter(|i| wanted(i.state)).count();
    let errors = count(|s| matches!(s, State::Undecided | State::Fault | State::Unreadable));
    format!(" tests=\"{}\" failures=\"{}\" errors=\"{errors}\"", items.len(), count(|s| s == State::Failed))
}

fn test_case(out: &mut String, item: &Item, all: &[&Item]) {
    let class = item.agreement.as_deref().unwrap_or(&item.file);
    let mut name = item.obligation.clone().unwrap_or_else(|| "readable".to_owned());
    // Several expectations of one obligation are told apart by their lines.
    if all.iter().filter(|i| i.obligation == item.obligation).count() > 1
        && let Some(line) = item.line
    {
        name.push_str(&format!(" (line {line})"));
    }
    let line = item.line.map(|l| format!(" line=\"{l}\"")).unwrap_or_default();
    let (class, name, file) = (escaped(class), escaped(&name), escaped(&item.file));
    let head = format!("    <testcase classname=\"{class}\" name=\"{name}\" file=\"{file}\"{line}");
    let tag = match item.state {
        State::Passed | State::Updated => {
            let _ = writeln!(out, "{head}/>");
            return;
        }
        State::Failed => "failure",
        State::Undecided | State::Fault | State::Unreadable => "error",
    };
    let message = escaped(item.misses.first().map_or("", String::as_str));
    let text: Vec<String> = item.lines().map(|line| escaped(&line)).collect();
    let _ = writeln!(out, "{head}>");
    let _ =
        writeln!(out, "      <{tag} type=\"{}\" message=\"{message}\">{}</{tag}>", item.state.word(), text.join("\n"));
    out.push_str("    </testcase>\n");
}

/// Text for XML 1.0: the characters that mean something in it are written out, those that it does not
/// admit are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            '\u{0}'..'\u{20}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_the_text() {
        assert_eq!(escaped("a<b & \"c\"\u{1b}\n"), "a&lt;b &amp; &quot;c&quot;\u{fffd}&#10;");
    }
}
