//! The files of a revision in a git repository, read through git itself.
//!
//! Only commands that read objects are run, none that would apply filters, hooks or converters.

use super::store::{Trouble, clean, take};
use crate::diagnostic::{Code, Diagnostic, quote};
use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The most symbolic links that are followed for one path.
const HOPS: usize = 40;

/// All files of a revision.
#[derive(Debug)]
pub(super) struct Tree {
    revision: String,
    /// Where the repository's files lie on the disk, whether they are there or not.
    top: PathBuf,
    /// Files, folders and symbolic links by their paths in the repository.
    nodes: BTreeMap<PathBuf, Node>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    object: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Link,
    /// Another repository in this place.
    Submodule,
}

impl Tree {
    /// The files of a revision in the repository of the working directory.
    ///
    /// # Errors
    /// If there is no repository or no such revision, or git cannot be run; `name` is what was asked for.
    pub fn of(revision: &str, name: &str) -> Result<Tree, Diagnostic> {
        let folder = git(&["rev-parse", "--absolute-git-dir"]).map_err(|f| f.diagnostic(name))?;
        let folder = match folder {
            Answer::Said(folder) => folder,
            Answer::Refused(why) => return Err(no_repository(name, &why)),
        };
        // A bare repository has no files on the disk: its own folder stands for them.
        let top = match git(&["rev-parse", "--show-toplevel"]).map_err(|f| f.diagnostic(name))? {
            Answer::Said(top) => top,
            Answer::Refused(_) => folder,
        };
        let top = fs::canonicalize(&top).unwrap_or_else(|_| PathBuf::from(top));
        let asked = format!("{revision}^{{tree}}");
        let object =
            git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &asked]).map_err(|f| f.diagnostic(name))?;
        let object = match object {
            Answer::Said(object) if object.bytes().all(|b| b.is_ascii_hexdigit()) => object,
            Answer::Said(_) | Answer::Refused(_) => return Err(no_revision(revision, name)),
        };
        let list = match run(&["ls-tree", "-r", "-t", "-z", "--full-tree", &object]) {
            Ok(output) if output.status.success() => output.stdout,
            Ok(output) => return Err(Trouble::Git(first_line(&output.stderr)).diagnostic(name)),
            Err(failure) => return Err(failure.diagnostic(name)),
        };
        let nodes = list.split(|b| *b == 0).filter_map(node).collect();
        Ok(Tree { revision: revision.to_owned(), top, nodes })
    }

    /// The revision as it was named.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// Where the repository's files lie on the disk.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// A path without symbolic links.
    pub fn canonical(&self, path: &Path) -> Result<PathBuf, Trouble> {
        let Ok(inside) = path.strip_prefix(&self.top) else {
            return Ok(path.to_owned());
        };
        let mut pending: VecDeque<String> = words(inside).collect();
        let (mut at, mut hops) = (PathBuf::new(), 0);
        while let Some(word) = pending.pop_front() {
            if word == ".." {
                if !at.pop() {
                    let rest: PathBuf = pending.iter().collect();
                    return Ok(clean(&self.top.join("..").join(rest)));
                }
                continue;
            }
            at.push(&word);
            let node = self.nodes.get(&at).ok_or(Trouble::NotInRevision)?;
            match node.kind {
                Kind::Folder => {}
                Kind::File | Kind::Submodule if pending.is_empty() => {}
                Kind::File => return Err(Trouble::Io(ErrorKind::NotADirectory.into())),
                Kind::Submodule => return Err(Trouble::NotInRevision),
                Kind::Link => {
                    hops += 1;
                    if hops > HOPS {
                        return Err(Trouble::NotAFile("a symbolic link in a circle"));
                    }
                    let mut target = PathBuf::from(String::from_utf8_lossy(&self.blob(node, 1 << 16)?).into_owned());
                    at.pop();
                    if target.is_absolute() {
                        let whole = clean(&target);
                        let Ok(inside) = whole.strip_prefix(&self.top) else {
                            return Ok(pending.iter().fold(whole, |path, word| path.join(word)));
                        };
                        (at, target) = (PathBuf::new(), inside.to_owned());
                    }
                    for word in words(&target).collect::<Vec<_>>().into_iter().rev() {
                        pending.push_front(word);
                    }
                }
            }
        }
        Ok(self.top.join(at))
    }

    /// The bytes of a regular file whose path has no symbolic links, if it is no larger than `limit`.
    pub fn open(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Trouble> {
        let inside = path.strip_prefix(&self.top).map_err(|_| Trouble::OutsideRepository)?;
        if inside.as_os_str().is_empty() {
            return Err(Trouble::NotAFile("a folder"));
        }
        let node = self.nodes.get(inside).ok_or(Trouble::NotInRevision)?;
        match node.kind {
            Kind::File => self.blob(node, limit),
            Kind::Folder => Err(Trouble::NotAFile("a folder")),
            Kind::Submodule => Err(Trouble::NotAFile("a submodule")),
            Kind::Link => Err(Trouble::NotAFile("a symbolic link")),
        }
    }

    /// What may have been meant by the path of a file that is not there, `here` being the working
    /// directory: the same path from there, a file with that name, or one written much like it.
    pub fn instead_of(&self, path: &str, here: &Path) -> Option<String> {
        let files = || self.nodes.iter().filter(|(_, n)| n.kind == Kind::File).map(|(p, _)| p.as_path());
        let from_here = clean(&here.join(path));
        let from_here = || files().find(|p| from_here.strip_prefix(&self.top) == Ok(*p));
        let name = Path::new(path).file_name();
        let same_name = || files().find(|p| name.is_some() && p.file_name() == name);
        let alike = || {
            let scored = files().map(|p| (strsim::jaro_winkler(path, &p.to_string_lossy()), p));
            scored.filter(|(score, _)| *score > 0.85).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, p)| p)
        };
        let found = from_here().or_else(same_name).or_else(alike)?;
        Some(format!("did you mean {}?", quote(&format!("{}:{}", self.revision, found.display()))))
    }

    fn blob(&self, node: &Node, limit: u64) -> Result<Vec<u8>, Trouble> {
        let mut child = command(&["cat-file", "blob", &node.object])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Trouble::Io)?;
        let bytes = match child.stdout.take() {
            Some(stdout) => take(stdout, limit),
            None => Err(Trouble::Git("no output".to_owned())),
        };
        if bytes.is_err() {
            let _ = child.kill();
        }
        let status = child.wait().map_err(Trouble::Io)?;
        let bytes = bytes?;
        if status.success() { Ok(bytes) } else { Err(Trouble::Git(format!("the object {} is missing", node.object))) }
    }
}

/// The words of a path, `..` among them.
fn words(path: &Path) -> impl Iterator<Item = String> + '_ {
    path.components()
        .filter(|c| matches!(c, Component::Normal(_) | Component::ParentDir))
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
}

/// A line of a listing: mode, kind and object, a tab, and the path.
fn node(line: &[u8]) -> Option<(PathBuf, Node)> {
    let tab = line.iter().position(|b| *b == b'\t')?;
    let (facts, path) = (std::str::from_utf8(line.get(..tab)?).ok()?, line.get(tab + 1..)?);
    let mut facts = facts.split(' ');
    let (mode, _, object) = (facts.next()?, facts.next()?, facts.next()?);
    let kind = match mode {
        "040000" => Kind::Folder,
        "120000" => Kind::Link,
        "160000" => Kind::Submodule,
        _ => Kind::File,
    };
    Some((PathBuf::from(String::from_utf8_lossy(path).into_owned()), Node { kind, object: object.to_owned() }))
}

/// What git answered.
enum Answer {
    /// Its output, without the last line break.
    Said(String),
    /// It ended with an error and these words.
    Refused(String),
}

/// Git could not be run.
struct Failure(std::io::Error);

impl Failure {
    fn diagnostic(&self, name: &str) -> Diagnostic {
        let why = match self.0.kind() {
            ErrorKind::NotFound => "there is no `git`".to_owned(),
            _ => format!("git cannot be run: {}", self.0.to_string().to_lowercase()),
        };
        Diagnostic::new(Code::UnreadableFile, format!("cannot read {}: {why}", quote(name)))
            .help("install git, or name a file on the disk")
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(args).env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    command
}

fn run(args: &[&str]) -> Result<Output, Failure> {
    command(args).output().map_err(Failure)
}

fn git(args: &[&str]) -> Result<Answer, Failure> {
    let output = run(args)?;
    if output.status.success() {
        let text = String::from_utf8_lossy(&output.stdout);
        return Ok(Answer::Said(text.strip_suffix('\n').unwrap_or(&text).to_owned()));
    }
    Ok(Answer::Refused(first_line(&output.stderr)))
}

fn first_line(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let line = text.lines().next().unwrap_or("no reason given");
    line.strip_prefix("fatal: ").unwrap_or(line).trim_end_matches('.').to_owned()
}

fn no_repository(name: &str, why: &str) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::NotARepository,
        format!("cannot read {}: the working directory is not in a git repository", quote(name)),
    );
    let problem = if why.contains("not a git repository") { problem } else { problem.note(format!("git says: {why}")) };
    problem.help("run it in the repository; the name of a file with a colon in it can be written with `./` before it")
}

fn no_revision(revision: &str, name: &str) -> Diagnostic {
    let shown = match revision {
        "" => "no revision stands before the colon".to_owned(),
        _ => format!("unknown revision {}", quote(revision)),
    };
    let refs = match git(&["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"]) {
        Ok(Answer::Said(list)) => list,
        _ => String::new(),
    };
    let scored = refs.lines().map(|r| (strsim::jaro_winkler(revision, r), r));
    let near = scored.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, r)| quote(r));
    let help = near.map_or_else(
        || "name a commit, a branch or a tag, such as `HEAD~1`; `git log --oneline` lists commits".to_owned(),
        |near| format!("did you mean {near}?"),
    );
    Diagnostic::new(Code::UnknownRevision, format!("cannot read {}: {shown}", quote(name))).help(help)
}
