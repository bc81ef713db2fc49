//! Reading a file and all that it includes.

use super::file::{SourceFile, SourceSet, Span};
use super::git::Tree;
use super::include::{Include, includes};
use super::store::{Store, Trouble, cause, clean, megabytes, take};
use crate::diagnostic::{Code, Diagnostic, quote};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where a regime comes from.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input; its includes are relative to the working directory.
    Stdin,
    /// A text in memory; its includes are relative to the working directory.
    Text {
        /// Its name in messages.
        name: String,
        /// The text.
        text: String,
    },
    /// A file at a revision in the git repository of the working directory, with its includes as
    /// they are at that revision.
    Revision {
        /// The revision, as git understands it.
        revision: String,
        /// The path in the repository; relative to the working directory if it begins with `./` or `../`.
        path: String,
    },
}

impl Input {
    /// What a command line means by `argument`: standard input by `-`; a file, if there is one of
    /// that name; `REV:path` a file at a revision; else a file that is not there.
    pub fn of_argument(argument: &Path) -> Input {
        if argument.as_os_str() == "-" {
            return Input::Stdin;
        }
        let revision = || argument.to_str().filter(|_| !argument.exists()).and_then(revision_and_path);
        match revision() {
            Some((revision, path)) => Input::Revision { revision: revision.to_owned(), path: path.to_owned() },
            None => Input::File(argument.to_owned()),
        }
    }

    /// Its name in messages.
    pub fn name(&self) -> String {
        match self {
            Input::File(path) => path.display().to_string(),
            Input::Stdin => "<standard input>".to_owned(),
            Input::Text { name, .. } => name.clone(),
            Input::Revision { revision, path } => format!("{revision}:{path}"),
        }
    }
}

/// The parts of `REV:path`: the colon may not stand in braces, as in `HEAD@{12:00}`, and what begins
/// like a path is one.
fn revision_and_path(argument: &str) -> Option<(&str, &str)> {
    if argument.starts_with(['.', '/']) {
        return None;
    }
    let mut depth = 0usize;
    for (at, c) in argument.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return Some((argument.get(..at)?, argument.get(at + 1..)?)),
            _ => {}
        }
    }
    None
}

/// How much is read at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of all files.
    pub total: u64,
    /// Number of files.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { file: 32 << 20, total: 64 << 20, files: 20_000 }
    }
}

/// Reads `input` and all that it includes; every problem is reported.
///
/// Includes may not leave `root`; by default the working directory if the file lies in it, else
/// the file's own folder.
pub fn read(input: &Input, root: Option<&Path>) -> (SourceSet, Vec<Diagnostic>) {
    read_within(input, root, Limits::default())
}

/// The same with other limits.
pub fn read_within(input: &Input, root: Option<&Path>, limits: Limits) -> (SourceSet, Vec<Diagnostic>) {
    let mut reader = Reader {
        set: SourceSet { files: Vec::new(), order: Vec::new(), complete: true },
        problems: Vec::new(),
        seen: HashSet::new(),
        root: PathBuf::new(),
        store: Store::Disk,
        limits,
        bytes: 0,
        full: false,
        nameless: matches!(input, Input::Stdin | Input::Text { .. }),
    };
    reader.run(input, root);
    reader.set.complete = reader.problems.is_empty();
    (reader.set, reader.problems)
}

struct Reader {
    set: SourceSet,
    problems: Vec<Diagnostic>,
    /// Files already read, by their canonical paths.
    seen: HashSet<PathBuf>,
    /// The canonical path of the root.
    root: PathBuf,
    /// Where the files come from.
    store: Store,
    limits: Limits,
    bytes: u64,
    /// Whether the limit on the number of files or on all bytes was met.
    full: bool,
    /// Whether the top file has no path, so that only its text tells it from others.
    nameless: bool,
}

/// A file whose includes are being read.
struct Open {
    index: usize,
    counts: bool,
    /// The folder that its includes are relative to: absolute, without `..`.
    folder: PathBuf,
    /// The same folder as messages show it.
    shown: PathBuf,
    includes: std::vec::IntoIter<Include>,
}

impl Reader {
    fn run(&mut self, input: &Input, root: Option<&Path>) {
        let Some((bytes, folder, shown)) = self.top(input, root) else {
            return;
        };
        let top = self.add(input.name(), bytes, folder, shown);
        let mut open = vec![top];
        while let Some(current) = open.last_mut() {
            let Some(include) = current.includes.next() else {
                if current.counts {
                    let index = current.index;
                    self.set.order.push(index);
                }
                open.pop();
                continue;
            };
            let (folder, shown) = (current.folder.clone(), current.shown.clone());
            if let Some(next) = self.follow(&include, &folder, &shown) {
                open.push(next);
            }
        }
    }

    /// Reads the top file and finds the root; its bytes, the folder for its includes, and the same as shown.
    fn top(&mut self, input: &Input, root: Option<&Path>) -> Option<(Vec<u8>, PathBuf, PathBuf)> {
        let here = fs::canonicalize(".").unwrap_or_else(|_| PathBuf::from("/"));
        let given = match root {
            Some(root) => match fs::canonicalize(root) {
                Ok(root) if root.is_dir() => Some(root),
                Ok(_) => {
                    self.problems.push(Diagnostic::new(
                        Code::UnreadableFile,
                        format!("the root {} is not a folder", quote(&root.display().to_string())),
                    ));
                    return None;
                }
                Err(error) => {
                    let (code, why) = cause(&error);
                    self.problems.push(Diagnostic::new(
                        code,
                        format!("cannot use the root {}: {why}", quote(&root.display().to_string())),
                    ));
                    return None;
                }
            },
            None => None,
        };
        let (bytes, folder, shown) = match input {
            Input::Text { text, .. } => (Ok(text.clone().into_bytes()), here.clone(), PathBuf::new()),
            Input::Stdin => (take(io::stdin().lock(), self.limits.file), here.clone(), PathBuf::new()),
            Input::File(path) => {
                let parent = path.parent().unwrap_or(Path::new(""));
                let folder = if parent.as_os_str().is_empty() { Ok(here.clone()) } else { fs::canonicalize(parent) };
                let bytes = self.store.open(path, self.limits.file);
                if let Ok(canonical) = fs::canonicalize(path) {
                    self.seen.insert(canonical);
                }
                (bytes, folder.unwrap_or_else(|_| here.clone()), parent.to_owned())
            }
            Input::Revision { revision, path } => {
                let tree = Tree::of(revision, &input.name()).map_err(|problem| self.problems.push(problem)).ok()?;
                let relative = path.starts_with("./") || path.starts_with("../");
                let target = clean(&if relative { here.join(path) } else { tree.top().join(path) });
                let shown = target.strip_prefix(tree.top()).map(Path::to_owned).unwrap_or_default();
                self.store = Store::Revision(tree);
                let canonical = self.store.canonical(&target);
                let bytes = canonical.and_then(|canonical| {
                    let bytes = self.store.open(&canonical, self.limits.file);
                    self.seen.insert(canonical);
                    bytes
                });
                let parent = |p: &Path| p.parent().map(Path::to_owned).unwrap_or_default();
                (bytes, parent(&target), parent(&shown))
            }
        };
        self.root = given.unwrap_or_else(|| if folder.starts_with(&here) { here.clone() } else { folder.clone() });
        match bytes {
            Ok(bytes) => Some((bytes, folder, shown)),
            Err(trouble) => {
                let problem = trouble.diagnostic(&input.name());
                let problem = match (&trouble, &self.store, input) {
                    (Trouble::NotAFile(_), Store::Disk, _) => {
                        problem.help("name a regular file, or pass `-` for standard input")
                    }
                    (Trouble::NotInRevision, Store::Revision(tree), Input::Revision { path, .. }) => {
                        problem.maybe_help(tree.instead_of(path, &here))
                    }
                    _ => problem,
                };
                self.problems.push(problem);
                None
            }
        }
    }

    /// Takes a file in: its text, and the includes that are to be read before it counts.
    fn add(&mut self, name: String, bytes: Vec<u8>, folder: PathBuf, shown: PathBuf) -> Open {
        let index = self.set.files.len();
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes);
        let (text, invalid) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let start = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(start))
            }
        };
        self.set.files.push(SourceFile::new(name.clone(), text));
        let mut found = Vec::new();
        if let Some(start) = invalid {
            let span = Span { file: index, start, end: start + '\u{fffd}'.len_utf8() };
            self.problems.push(
                Diagnostic::new(Code::InvalidUtf8, format!("{} is not valid UTF-8", quote(&name)))
                    .primary(span, "no character in UTF-8")
                    .help("save the file as UTF-8"),
            );
        } else if let Some(file) = self.set.files.last() {
            found = includes(index, &file.text, &mut self.problems);
        }
        Open { index, counts: invalid.is_none(), folder, shown, includes: found.into_iter() }
    }

    /// Whether these are the bytes of a top file without a path, which an include leads back to.
    fn is_top(&self, bytes: &[u8]) -> bool {
        self.nameless && self.set.files.first().is_some_and(|top| top.text.as_bytes() == bytes)
    }

    /// Reads an included file, unless it has been read or must not be.
    fn follow(&mut self, include: &Include, folder: &Path, shown: &Path) -> Option<Open> {
        if self.full {
            return None;
        }
        let path = Path::new(&include.path);
        let outside = |message: String, label: &str| {
            Diagnostic::new(Code::IncludeOutsideRoot, message).primary(include.span, label)
        };
        if path.is_absolute() {
            self.problems.push(
                outside(
                    format!("the include {} is an absolute path", quote(&include.path)),
                    "has to be relative to this file",
                )
                .help("write the path relative to the including file"),
            );
            return None;
        }
        let root_help = "move the file into the root, or name a wider root with `--root`";
        let target = clean(&folder.join(path));
        if !target.starts_with(&self.root) {
            self.problems.push(
                outside(format!("the include {} leads out of the root", quote(&include.path)), "leads out of the root")
                    .help(root_help),
            );
            return None;
        }
        let shown = clean(&shown.join(path));
        let name = self.store.name(&shown);
        let canonical = self.store.canonical(&target);
        // Of a file that is not there, the deepest folder that is tells whether it would be inside.
        let deepest = match &canonical {
            Ok(canonical) => Some(canonical.clone()),
            Err(_) => target.ancestors().skip(1).find_map(|folder| self.store.canonical(folder).ok()),
        };
        if !deepest.is_some_and(|d| d.starts_with(&self.root)) {
            self.problems.push(
                outside(
                    format!("the include {} leads out of the root through a symbolic link", quote(&include.path)),
                    "a symbolic link leads out of the root",
                )
                .help(root_help),
            );
            return None;
        }
        let canonical = match canonical {
            Ok(canonical) => canonical,
            Err(trouble) => {
                self.problems.push(trouble.diagnostic(&name).primary(include.span, "included here"));
                return None;
            }
        };
        if !self.seen.insert(canonical.clone()) {
            return None;
        }
        if self.set.files.len() >= self.limits.files {
            self.full = true;
            self.problems.push(
                Diagnostic::new(Code::TooManyFiles, format!("more than {} files are included", self.limits.files))
                    .primary(include.span, "one file too many"),
            );
            return None;
        }
        match self.store.open(&canonical, self.limits.file) {
            Ok(bytes) if self.bytes.saturating_add(bytes.len() as u64) > self.limits.total => {
                self.full = true;
                self.problems.push(
                    Diagnostic::new(
                        Code::TooLarge,
                        format!("the files are larger than {} together", megabytes(self.limits.total)),
                    )
                    .primary(include.span, "with this file"),
                );
                None
            }
            Ok(bytes) if self.is_top(&bytes) => None,
            Ok(bytes) => {
                let parent = |p: &Path| p.parent().map(Path::to_owned).unwrap_or_default();
                Some(self.add(name, bytes, parent(&target), parent(&shown)))
            }
            Err(trouble) => {
                self.problems.push(trouble.diagnostic(&name).primary(include.span, "included here"));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_told_from_paths() {
        assert_eq!(revision_and_path("HEAD~1:a/b.toml"), Some(("HEAD~1", "a/b.toml")));
        assert_eq!(revision_and_path("main@{2001-04-18 12:00}:a:b"), Some(("main@{2001-04-18 12:00}", "a:b")));
        assert_eq!(revision_and_path("./a:b.toml"), None);
        assert_eq!(revision_and_path("/tmp/a:b.toml"), None);
        assert_eq!(revision_and_path("a.toml"), None);
    }
}
