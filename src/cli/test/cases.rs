//! Which cases a command line asks for.

use super::changed::Since;
use super::files::Found;
use crate::analysis::test::Case;
use crate::cli::args::TestArgs;
use crate::diagnostic::Diagnostic;
use crate::model::term::Term;
use crate::model::{ObligationIx, Regime};
use crate::source::{Input, SourceSet};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads what was found. A file that is no TOML is a case of its own unless some agreement includes it
/// and so reports it.
pub fn read(found: Found, args: &TestArgs) -> Vec<Case> {
    let root = args.reading.root.as_deref();
    let mut cases: Vec<Case> = found.files.iter().map(|file| load(file, root)).collect();
    let included: BTreeSet<PathBuf> =
        cases.iter().flat_map(|c| &c.sources.files).filter_map(|f| fs::canonicalize(&f.name).ok()).collect();
    let alone = |file: &&PathBuf| fs::canonicalize(file).is_ok_and(|f| !included.contains(&f));
    cases.extend(found.broken.iter().filter(alone).map(|file| load(file, root)));
    cases.extend(found.troubles.into_iter().map(|(folder, problem)| nothing(&folder, problem)));
    cases
}

fn load(file: &Path, root: Option<&Path>) -> Case {
    let loaded = crate::load(&Input::File(file.to_owned()), root);
    let expects = loaded.regime.as_ref().map_or(0, |r| r.expects.len());
    Case {
        file: file.display().to_string(),
        sources: loaded.sources,
        problems: loaded.diagnostics,
        regime: loaded.regime.map(Arc::new),
        expects: (0..expects).collect(),
        missing: Vec::new(),
    }
}

fn nothing(folder: &Path, problem: Diagnostic) -> Case {
    Case {
        file: folder.display().to_string(),
        sources: SourceSet { files: Vec::new(), order: Vec::new(), complete: false },
        problems: vec![problem],
        regime: None,
        expects: Vec::new(),
        missing: Vec::new(),
    }
}

/// Notes the obligations of a case that some phase lists and no expectation is about.
pub fn require_complete(case: &mut Case) {
    if let Some(regime) = &case.regime {
        let expected = |o: &ObligationIx| regime.expects.iter().any(|e| e.obligation == *o);
        case.missing = Term::listed(regime).into_iter().filter(|o| !expected(o)).collect();
    }
}

/// Leaves of a case what matches the text; whether anything is left.
///
/// Of a file that cannot be read nothing is known but its name and text; either may match.
pub fn narrow(case: &mut Case, text: &str) -> bool {
    let Some(regime) = &case.regime else {
        let top = case.sources.files.first();
        return case.file.contains(text) || top.is_none_or(|f| f.text.contains(text));
    };
    if !case.file.contains(text) && !regime.agreement.entry.id.contains(text) {
        let matches = |o: ObligationIx| id(regime, o).contains(text);
        case.expects.retain(|e| regime.expects.get(*e).is_some_and(|e| matches(e.obligation)));
        case.missing.retain(|o| matches(*o));
    }
    !case.expects.is_empty() || !case.missing.is_empty()
}

fn id(regime: &Regime, obligation: ObligationIx) -> &str {
    regime.obligations.get(obligation.0).map_or("", |o| &o.entry.id)
}

/// Whether a case or a file that it includes has changed. What cannot be read always counts: an
/// include may have been there before.
///
/// # Errors
/// If git cannot tell; with a message.
pub fn has_changed(case: &Case, since: &mut Since<'_>) -> Result<bool, String> {
    let files: Vec<&Path> = case.sources.files.iter().map(|f| Path::new(&f.name)).collect();
    Ok(since.any(&files)? || case.regime.is_none())
}
