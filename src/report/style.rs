//! Colours and the width of a report.

use crate::model::Verdict;

/// The look of a text report.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns that lines may take.
    pub width: usize,
    /// Whether to use colours; they never carry meaning alone.
    pub color: bool,
}

impl Style {
    /// A heading.
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Text in the colour of a verdict; `None` is for undecided.
    pub fn verdict(self, verdict: Option<Verdict>, text: &str) -> String {
        let code = match verdict {
            Some(Verdict::Assured) => "32",
            Some(Verdict::Infeasible) => "36",
            Some(Verdict::Late | Verdict::Ambiguous | Verdict::Contingent) => "33",
            Some(Verdict::Evadable | Verdict::Uncovered) => "31",
            None => "35",
        };
        self.paint(code, text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
