//! The one place that writes: standard output and standard error, with their failures.

use super::args::Color;
use crate::report::style::Style;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Output could not be written; what there was to say of it has been said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

/// Writes to standard output.
///
/// # Errors
/// If it is closed, without a word, as by `| head`; or if it fails otherwise, such as on a full
/// disk, with a message on standard error.
pub fn out(text: &str) -> Result<(), Broken> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) => {
            if error.kind() != ErrorKind::BrokenPipe {
                err(&format!("error: the output could not be written: {error}\n"));
            }
            Err(Broken)
        }
    }
}

/// Writes to standard error; if that fails, nobody is there to hear of it.
pub fn err(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Width of the text when standard output is no terminal: the same everywhere.
const WIDTH: usize = 100;

/// Columns that a report may take.
pub fn width() -> usize {
    if !io::stdout().is_terminal() {
        return WIDTH;
    }
    let given = std::env::var("COLUMNS").ok().and_then(|c| c.parse::<usize>().ok());
    let found = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    given.or_else(found).unwrap_or(WIDTH).clamp(20, 160)
}

/// The look of reports on standard output.
pub fn style(color: Color) -> Style {
    Style { width: width(), color: decided(color, &io::stdout()) }
}

/// Whether messages on standard error may use colours.
pub fn color_on_stderr(color: Color) -> bool {
    decided(color, &io::stderr())
}

fn decided(color: Color, stream: &impl anstream::stream::RawStream) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never,
    }
}
