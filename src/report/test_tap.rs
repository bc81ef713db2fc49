//! The answer to `test` in the Test Anything Protocol, version 14.

use super::test_items::{Item, summary};
use serde_json::json;

/// The whole document.
pub fn render(items: &[Item]) -> String {
    let mut out = format!("TAP version 14\n1..{}\n", items.len());
    for (place, item) in items.iter().enumerate() {
        let ok = if item.state.passed() { "ok" } else { "not ok" };
        out.push_str(&format!("{ok} {} - {}\n", place + 1, escaped(&item.name())));
        if item.state.passed() {
            continue;
        }
        // Strings of JSON are strings of YAML, too.
        out.push_str(&format!("  ---\n  status: {}\n", item.state.word()));
        out.push_str(&format!("  at: {}\n  message:\n", json!(item.place())));
        item.lines().for_each(|line| out.push_str(&format!("    - {}\n", json!(line))));
        out.push_str("  ...\n");
    }
    out.push_str(&format!("# {}\n", summary(items)));
    out
}

/// A description: what would begin a directive is escaped.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}
