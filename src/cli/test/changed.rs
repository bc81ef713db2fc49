//! Which files git finds different from a revision.
//!
//! A file is unchanged if the revision has it and git sees no difference between it and the working
//! tree; so what is untracked, ignored or in no repository counts as changed.

use crate::diagnostic::quote;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The files of the repositories that were met, with respect to one revision.
#[derive(Debug)]
pub struct Since<'a> {
    revision: &'a str,
    /// The repository of each folder that was asked about; none if it lies in no repository.
    tops: BTreeMap<PathBuf, Option<PathBuf>>,
    /// By repository: the files that are as in the revision, by their paths in it.
    same: BTreeMap<PathBuf, BTreeSet<OsString>>,
}

impl<'a> Since<'a> {
    /// Nothing has been asked yet.
    pub fn new(revision: &'a str) -> Since<'a> {
        Since { revision, tops: BTreeMap::new(), same: BTreeMap::new() }
    }

    /// Whether some of these files has changed.
    ///
    /// # Errors
    /// If git cannot be run, the first file lies in no repository, or there is no such revision; with a
    /// message.
    pub fn any(&mut self, files: &[&Path]) -> Result<bool, String> {
        for (place, file) in files.iter().enumerate() {
            let Ok(target) = fs::canonicalize(file) else { return Ok(true) };
            // A link may change as well as what it leads to.
            let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let link = fs::canonicalize(folder).ok().zip(file.file_name()).map(|(folder, name)| folder.join(name));
            for path in [Some(&target), link.as_ref()].into_iter().flatten() {
                match self.top(path.parent().unwrap_or(Path::new("/")))? {
                    None if place == 0 => return Err(no_repository(file)),
                    None => return Ok(true),
                    Some(top) => {
                        let inside = path.strip_prefix(&top).unwrap_or(path).as_os_str().to_owned();
                        if !self.same_in(&top)?.contains(&inside) {
                            return Ok(true);
                        }
                    }
                }
            }
        }
        Ok(false)
    }

    /// The repository that a folder lies in.
    fn top(&mut self, folder: &Path) -> Result<Option<PathBuf>, String> {
        if let Some(top) = self.tops.get(folder) {
            return Ok(top.clone());
        }
        let top = match git(folder, &["rev-parse", "--show-toplevel"])? {
            Ok(said) => fs::canonicalize(path(said.strip_suffix(b"\n").unwrap_or(&said))).ok(),
            Err(_) => None,
        };
        self.tops.insert(folder.to_owned(), top.clone());
        Ok(top)
    }

    /// The files of a repository that are as in the revision.
    fn same_in(&mut self, top: &Path) -> Result<&BTreeSet<OsString>, String> {
        if !self.same.contains_key(top) {
            let files = same(top, self.revision)?;
            self.same.insert(top.to_owned(), files);
        }
        self.same.get(top).ok_or_else(|| "error: git said nothing\n".to_owned())
    }
}

fn same(top: &Path, revision: &str) -> Result<BTreeSet<OsString>, String> {
    let asked = format!("{revision}^{{commit}}");
    let commit = match git(top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &asked])? {
        Ok(said) => String::from_utf8_lossy(&said).trim().to_owned(),
        Err(_) => return Err(no_revision(top, revision)),
    };
    let failed = |why: String| format!("error: git cannot compare with {}: {why}\n", quote(revision));
    let listed = git(top, &["ls-tree", "-r", "-z", "--name-only", "--full-tree", &commit])?.map_err(failed)?;
    let flags = ["--no-ext-diff", "--no-textconv", "--no-renames", "--ignore-submodules=none", "--name-only", "-z"];
    let diff = [&["-c", "core.quotepath=off", "diff"], flags.as_slice(), &[commit.as_str(), "--"]].concat();
    let differ = git(top, &diff)?.map_err(failed)?;
    let mut same = names(&listed);
    names(&differ).iter().for_each(|name| {
        same.remove(name);
    });
    Ok(same)
}

/// The names in a list with zero bytes between them.
fn names(list: &[u8]) -> BTreeSet<OsString> {
    list.split(|b| *b == 0).filter(|n| !n.is_empty()).map(|n| path(n).into_os_string()).collect()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(String::from_utf8_lossy(bytes).as_ref()))
}

/// What git prints when run in a folder, or the first line of its complaint.
///
/// # Errors
/// If it cannot be run; with a message.
fn git(folder: &Path, args: &[&str]) -> Result<Result<Vec<u8>, String>, String> {
    let mut command = Command::new("git");
    // In a hook these stand for the repository of the hook, seen from its own folder.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    let output = command
        .arg("-C")
        .arg(folder)
        .args(args)
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => Ok(Ok(output.stdout)),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let line = said.lines().next().unwrap_or("no reason given");
            Ok(Err(line.strip_prefix("fatal: ").unwrap_or(line).to_owned()))
        }
        Err(error) => {
            let why = match error.kind() {
                ErrorKind::NotFound => "there is no `git`".to_owned(),
                _ => format!("git cannot be run: {}", error.to_string().to_lowercase()),
            };
            Err(format!(
                "error: `--changed-since` asks git, but {why}\n  help: install git, or leave out `--changed-since`\n"
            ))
        }
    }
}

fn no_repository(file: &Path) -> String {
    format!(
        "error: `--changed-since` asks git, but {} is in no git repository\n  help: leave out `--changed-since`\n",
        quote(&file.display().to_string())
    )
}

fn no_revision(top: &Path, revision: &str) -> String {
    format!(
        "error: git knows no commit {} in {}\n  help: name a commit, a branch or a tag, such as `HEAD` or `origin/main`\n",
        quote(revision),
        quote(&top.display().to_string())
    )
}
