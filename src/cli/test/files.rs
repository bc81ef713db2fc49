//! Finding agreements under the paths of a command line.

use crate::diagnostic::{Code, Diagnostic, quote};
use crate::source::shape;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// The largest file that is looked into; of a larger one the reader will complain.
const LARGEST: u64 = 32 << 20;

/// Folders within folders that are followed.
const DEEPEST: usize = 64;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to read, each once: those named, and those in folders that have an agreement.
    pub files: Vec<PathBuf>,
    /// Files in folders that are no TOML: of these it is not known whether they have an agreement.
    pub broken: Vec<PathBuf>,
    /// Folders that could not be read.
    pub troubles: Vec<(PathBuf, Diagnostic)>,
    seen: BTreeSet<PathBuf>,
}

/// Looks for agreements: a file is taken as it is named, a folder is walked in the order of names.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.is_dir() {
            found.walk(path, 0);
        } else if found.is_new(path) {
            found.files.push(path.clone());
        }
    }
    // A file that was named counts as such, even if a folder was walked before.
    let named: Vec<&PathBuf> = found.files.iter().collect();
    found.broken = found.broken.iter().filter(|b| !named.contains(b)).cloned().collect();
    found
}

impl Found {
    /// Whether a file was not met before, by this or another path.
    fn is_new(&mut self, path: &Path) -> bool {
        self.seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    fn walk(&mut self, folder: &Path, depth: usize) {
        let names = match names(folder) {
            Ok(names) => names,
            Err(error) => return self.trouble(folder, &error.to_string().to_lowercase()),
        };
        for name in names {
            let path = folder.join(&name);
            let hidden = name.to_string_lossy().starts_with('.');
            let Ok(kind) = fs::symlink_metadata(&path).map(|m| m.file_type()) else { continue };
            if hidden || (kind.is_symlink() && path.is_dir()) {
                continue;
            }
            if kind.is_dir() {
                match depth {
                    DEEPEST.. => self.trouble(&path, "too many folders within folders"),
                    _ => self.walk(&path, depth + 1),
                }
                continue;
            }
            if path.extension().is_some_and(|e| e == "toml") && path.is_file() {
                match look(&path) {
                    Content::Agreement if self.is_new(&path) => self.files.push(path),
                    Content::Broken => self.broken.push(path),
                    Content::Agreement | Content::Other => {}
                }
            }
        }
    }

    fn trouble(&mut self, folder: &Path, why: &str) {
        let message = format!("cannot read the folder {}: {why}", quote(&folder.display().to_string()));
        self.troubles.push((folder.to_owned(), Diagnostic::new(Code::UnreadableFile, message)));
    }
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    let mut names: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.file_name())).collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}

enum Content {
    /// It has an agreement, or seems to have one.
    Agreement,
    /// It is TOML without an agreement.
    Other,
    /// It cannot be read, or not as TOML.
    Broken,
}

fn look(path: &Path) -> Content {
    if fs::metadata(path).is_ok_and(|m| m.len() > LARGEST) {
        return Content::Broken;
    }
    let Ok(bytes) = fs::read(path) else { return Content::Broken };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let has_header = || text.lines().any(|line| line.trim_start().starts_with("[agreement]"));
    if shape(text).hopeless.is_some() || std::str::from_utf8(&bytes).is_err() {
        return if has_header() { Content::Agreement } else { Content::Broken };
    }
    let (table, faults) = DeTable::parse_recoverable(text);
    match () {
        () if table.get_ref().contains_key("agreement") || (!faults.is_empty() && has_header()) => Content::Agreement,
        () if faults.is_empty() => Content::Other,
        () => Content::Broken,
    }
}
