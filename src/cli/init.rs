//! `init`: a small commented regime to start from.

use super::output::{self, Broken};
use super::status::Status;
use crate::diagnostic::visible;
use crate::report::schema;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

const WORLD: &str = include_str!("starter/world.toml");
const MEASURES: &str = include_str!("starter/measures.toml");
const DRAFT: &str = include_str!("starter/draft.toml");
const README: &str = include_str!("starter/README.md");

/// Runs the command.
pub fn run(folder: &Path) -> Status {
    let schema = schema::text();
    let files = [
        ("README.md", README),
        ("world.toml", WORLD),
        ("measures.toml", MEASURES),
        ("draft.toml", DRAFT),
        ("regime.schema.json", schema.as_str()),
    ];
    let message = match write(folder, &files) {
        Ok(()) => written(folder, &files),
        Err(message) => {
            output::err(&message);
            return Status::Bad;
        }
    };
    match output::out(&message) {
        Ok(()) => Status::Holds,
        Err(Broken) => Status::Bad,
    }
}

fn written(folder: &Path, files: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, _) in files {
        text.push_str(&format!("wrote {}\n", shown(&folder.join(name))));
    }
    let draft = shown(&folder.join("draft.toml"));
    text.push_str(&format!("next: regimecheck check {draft}\n"));
    text
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// Writes all files or none.
fn write(folder: &Path, files: &[(&str, &str)]) -> Result<(), String> {
    let there: Vec<String> = files
        .iter()
        .map(|(name, _)| folder.join(name))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| format!("`{}`", shown(&path)))
        .collect();
    if !there.is_empty() {
        let (verb, them) = if there.len() == 1 { ("is", "it") } else { ("are", "them") };
        return Err(format!(
            "error: {} {verb} there already; nothing was written\n  help: name another folder, or move {them} away\n",
            there.join(", ")
        ));
    }
    fs::create_dir_all(folder).map_err(|error| {
        let help = match error.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "\n  help: name a folder; a file is in its place",
            _ => "",
        };
        format!("error: the folder `{}` could not be made: {error}{help}\n", shown(folder))
    })?;
    for (done, (name, text)) in files.iter().enumerate() {
        let path = folder.join(name);
        // `create_new` refuses a file that has come into being since.
        let written = OpenOptions::new().write(true).create_new(true).open(&path).and_then(|mut file| {
            let written = file.write_all(text.as_bytes());
            if written.is_err() {
                let _ = fs::remove_file(&path);
            }
            written
        });
        if let Err(error) = written {
            for (name, _) in files.iter().take(done) {
                let _ = fs::remove_file(folder.join(name));
            }
            return Err(format!(
                "error: `{}` could not be written: {error}; nothing is left of the others\n",
                shown(&path)
            ));
        }
    }
    Ok(())
}
