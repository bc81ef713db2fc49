//! Progress on a terminal, for checks that take longer than a moment.

use super::output;
use crate::analysis::check::Progress;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Nothing is shown before this.
const MOMENT: Duration = Duration::from_secs(1);

/// A line on standard error that says how far a check has come.
#[derive(Debug)]
pub struct Meter {
    began: Instant,
    wanted: bool,
    shown: bool,
}

impl Meter {
    /// A meter that shows something only if `wanted` and standard error is a terminal.
    pub fn new(wanted: bool) -> Meter {
        Meter { began: Instant::now(), wanted: wanted && std::io::stderr().is_terminal(), shown: false }
    }

    /// Shows how far it has come.
    pub fn show(&mut self, progress: Progress) {
        if self.wanted && self.began.elapsed() >= MOMENT {
            self.shown = true;
            output::err(&format!("\rdecided {} of {}", progress.done, progress.of));
        }
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            output::err("\r\u{1b}[K");
        }
    }
}
