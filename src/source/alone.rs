//! A file by itself, which includes nothing, such as a plan.

use super::file::{SourceFile, Span};
use super::store::{Store, Trouble, take};
use crate::diagnostic::{Code, Diagnostic, quote};
use std::io;
use std::path::Path;

/// The most bytes of such a file.
pub const LIMIT: u64 = 32 << 20;

/// Reads a file of text; `-` is standard input. Places in it name the file by `index`.
///
/// # Errors
/// If it cannot be read, is too large, or is not UTF-8; with what could be read of it.
#[allow(clippy::result_large_err, reason = "read once in a run")]
pub fn alone(path: &Path, index: usize) -> Result<SourceFile, (SourceFile, Diagnostic)> {
    let is_stdin = path.as_os_str() == "-";
    let name = if is_stdin { "<standard input>".to_owned() } else { path.display().to_string() };
    let bytes = if is_stdin { take(io::stdin().lock(), LIMIT) } else { Store::Disk.open(path, LIMIT) };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(trouble) => {
            let problem = trouble.diagnostic(&name);
            let help = "name a regular file, or pass `-` for standard input";
            let problem = if matches!(trouble, Trouble::NotAFile(_)) { problem.help(help) } else { problem };
            return Err((SourceFile::new(name, ""), problem));
        }
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).map(|text| SourceFile::new(name.clone(), text)).map_err(|error| {
        let start = error.utf8_error().valid_up_to();
        let file = SourceFile::new(name.clone(), String::from_utf8_lossy(error.as_bytes()).into_owned());
        let span = Span { file: index, start, end: start + '\u{fffd}'.len_utf8() };
        let problem = Diagnostic::new(Code::InvalidUtf8, format!("{} is not valid UTF-8", quote(&name)))
            .primary(span, "no character in UTF-8")
            .help("save the file as UTF-8");
        (file, problem)
    })
}
