//! Where files come from: the disk, or a revision in a git repository.

use super::git::Tree;
use crate::diagnostic::{Code, Diagnostic, quote};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// Where the files of a regime come from.
#[derive(Debug)]
pub(super) enum Store {
    /// The disk.
    Disk,
    /// A revision in a git repository.
    Revision(Tree),
}

impl Store {
    /// The path of a file or folder without symbolic links; it may lead anywhere.
    pub fn canonical(&self, path: &Path) -> Result<PathBuf, Trouble> {
        match self {
            Store::Disk => fs::canonicalize(path).map_err(Trouble::Io),
            Store::Revision(tree) => tree.canonical(path),
        }
    }

    /// The bytes of a regular file, if it is no larger than `limit`.
    pub fn open(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Trouble> {
        match self {
            Store::Disk => open(path, limit),
            Store::Revision(tree) => tree.open(path, limit),
        }
    }

    /// A path as messages show it.
    pub fn name(&self, path: &Path) -> String {
        match self {
            Store::Disk => path.display().to_string(),
            Store::Revision(tree) => format!("{}:{}", tree.revision(), path.display()),
        }
    }
}

/// Why a file was not read.
#[derive(Debug)]
pub(super) enum Trouble {
    Io(io::Error),
    NotAFile(&'static str),
    TooLarge(Option<u64>, u64),
    /// The revision has no such file.
    NotInRevision,
    /// The path leads out of the repository, of which the revision knows nothing.
    OutsideRepository,
    /// Git failed, in these words.
    Git(String),
}

impl Trouble {
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        let name = quote(name);
        let unreadable = |why: &str| Diagnostic::new(Code::UnreadableFile, format!("cannot read {name}: {why}"));
        match self {
            Trouble::Io(error) => {
                let (code, why) = cause(error);
                Diagnostic::new(code, format!("cannot read {name}: {why}"))
            }
            Trouble::NotAFile(what) => unreadable(&format!("it is {what}")),
            Trouble::TooLarge(size, limit) => {
                let size = size.map_or_else(String::new, |s| format!(" ({})", megabytes(s)));
                Diagnostic::new(
                    Code::TooLarge,
                    format!("{name} is too large{size}: at most {} are read", megabytes(*limit)),
                )
            }
            Trouble::NotInRevision => {
                Diagnostic::new(Code::MissingFile, format!("cannot read {name}: no such file at that revision"))
            }
            Trouble::OutsideRepository => unreadable("it lies outside the repository"),
            Trouble::Git(what) => unreadable(&format!("git failed: {what}")),
        }
    }
}

/// The code and the words for a failure of the system.
pub(super) fn cause(error: &io::Error) -> (Code, String) {
    match error.kind() {
        ErrorKind::NotFound => (Code::MissingFile, "no such file".to_owned()),
        ErrorKind::NotADirectory => (Code::MissingFile, "a part of its path is not a folder".to_owned()),
        ErrorKind::PermissionDenied => (Code::UnreadableFile, "permission denied".to_owned()),
        ErrorKind::InvalidInput => (Code::UnreadableFile, "the path is not valid".to_owned()),
        _ => (Code::UnreadableFile, error.to_string().to_lowercase()),
    }
}

/// A number of bytes for messages.
pub(super) fn megabytes(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{bytes} bytes") } else { format!("{} MiB", bytes.div_ceil(1 << 20)) }
}

fn open(path: &Path, limit: u64) -> Result<Vec<u8>, Trouble> {
    let facts = fs::metadata(path).map_err(Trouble::Io)?;
    if facts.is_dir() {
        return Err(Trouble::NotAFile("a folder"));
    }
    if !facts.is_file() {
        return Err(Trouble::NotAFile("not a regular file"));
    }
    if facts.len() > limit {
        return Err(Trouble::TooLarge(Some(facts.len()), limit));
    }
    take(File::open(path).map_err(Trouble::Io)?, limit)
}

/// All bytes, if there are no more than `limit`.
pub(super) fn take(from: impl Read, limit: u64) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(Trouble::Io)?;
    if bytes.len() as u64 > limit { Err(Trouble::TooLarge(None, limit)) } else { Ok(bytes) }
}

/// The path without `.` and, as far as it goes, without `..`.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match cleaned.components().next_back() {
                Some(Component::Normal(_)) => {
                    cleaned.pop();
                }
                Some(Component::RootDir) => {}
                _ => cleaned.push(".."),
            },
            _ => cleaned.push(part),
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_by_their_words() {
        assert_eq!(clean(Path::new("a/./b/../c.toml")), Path::new("a/c.toml"));
        assert_eq!(clean(Path::new("../../c.toml")), Path::new("../../c.toml"));
        assert_eq!(clean(Path::new("/a/../../c")), Path::new("/c"));
    }
}
