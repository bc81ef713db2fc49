//! A folder of output that is there whole or not at all: written beside its place, then renamed.

use super::output;
use crate::diagnostic::quote;
use crate::report::certificate::File;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The output folder could not be written; what there was to say of it has been said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unwritten;

/// The place of an output folder.
#[derive(Debug)]
pub struct Place {
    folder: PathBuf,
    parent: PathBuf,
    name: String,
}

/// The files by which a certificate is known.
const KNOWN_BY: [&str; 3] = ["index.json", "check.sh", "SHA256SUMS"];

impl Place {
    /// Checks that a certificate may be written to `folder`: there is nothing yet, an empty folder,
    /// or with `force` an earlier certificate.
    ///
    /// # Errors
    /// If it may not; it has been said why.
    pub fn new(folder: &Path, force: bool) -> Result<Place, Unwritten> {
        let parent = match folder.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => Path::new("."),
        };
        let Some(name) = folder.file_name().map(|n| n.to_string_lossy().into_owned()) else {
            return Err(refuse(folder, "is not the name of a folder", "name one that does not exist yet"));
        };
        if !parent.is_dir() {
            return Err(refuse(folder, "lies in a folder that does not exist", "make that folder first"));
        }
        let place = Place { folder: folder.to_owned(), parent: parent.to_owned(), name };
        match fs::symlink_metadata(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(place),
            Err(error) => Err(failed(folder, &error)),
            Ok(facts) if !facts.is_dir() => Err(refuse(folder, "is there and is no folder", "name another")),
            Ok(_) => place.may_be_replaced(force),
        }
    }

    fn may_be_replaced(self, force: bool) -> Result<Place, Unwritten> {
        let mut entries = fs::read_dir(&self.folder).map_err(|error| failed(&self.folder, &error))?;
        let is_empty = entries.next().is_none();
        let is_certificate = KNOWN_BY.iter().all(|file| self.folder.join(file).is_file());
        match (is_empty, force, is_certificate) {
            (true, _, _) | (false, true, true) => Ok(self),
            (false, true, false) => Err(refuse(
                &self.folder,
                "is not empty and is no certificate",
                "`--force` replaces certificates only: name another folder",
            )),
            (false, false, _) => Err(refuse(
                &self.folder,
                "is not empty",
                "name another folder, or replace an earlier certificate with `--force`",
            )),
        }
    }

    /// Writes the files and puts the folder into its place.
    ///
    /// # Errors
    /// If that fails; it has been said why, and nothing is left behind.
    pub fn write(&self, files: &[File]) -> Result<(), Unwritten> {
        let beside = |what: &str| self.parent.join(format!(".{}.{what}-{}", self.name, std::process::id()));
        let (new, old) = (beside("new"), beside("old"));
        let written = fill(&new, files).and_then(|()| {
            if self.folder.is_dir() {
                fs::rename(&self.folder, &old)?;
            }
            fs::rename(&new, &self.folder).inspect_err(|_| {
                let _ = fs::rename(&old, &self.folder);
            })
        });
        let _ = fs::remove_dir_all(if written.is_ok() { &old } else { &new });
        written.map_err(|error| failed(&self.folder, &error))
    }
}

fn fill(folder: &Path, files: &[File]) -> io::Result<()> {
    fs::create_dir(folder)?;
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut out = fs::File::create(&path)?;
        out.write_all(file.text.as_bytes())?;
        out.sync_all()?;
        if file.is_program {
            make_runnable(&path)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn make_runnable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = fs::metadata(path)?.permissions();
    // Whoever may read it may run it.
    permissions.set_mode(permissions.mode() | (permissions.mode() & 0o444) >> 2);
    fs::set_permissions(path, permissions)
}

#[cfg(not(unix))]
fn make_runnable(_: &Path) -> io::Result<()> {
    Ok(())
}

fn refuse(folder: &Path, why: &str, help: &str) -> Unwritten {
    output::err(&format!("error: the output folder {} {why}\n  help: {help}\n", quote(&folder.display().to_string())));
    Unwritten
}

fn failed(folder: &Path, error: &io::Error) -> Unwritten {
    let error = error.to_string().to_lowercase();
    output::err(&format!(
        "error: the output folder {} could not be written: {error}\n",
        quote(&folder.display().to_string())
    ));
    Unwritten
}
