//! From an input to a regime, with every problem on the way.

use crate::diagnostic::{self, Diagnostic};
use crate::model::Regime;
use crate::model::read::read;
use crate::source::{self, Input, SourceSet};
use std::path::Path;

/// What came of reading an input.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The files, for showing places.
    pub sources: SourceSet,
    /// What they say; none if there is an error.
    pub regime: Option<Regime>,
    /// Every problem, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether there is an error; then there is no regime.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads a regime from `input` and the files that it includes.
///
/// Includes may not leave `root`; by default the working directory if the file lies in it, else
/// the file's own folder.
pub fn load(input: &Input, root: Option<&Path>) -> Loaded {
    let (sources, mut diagnostics) = source::read(input, root);
    let mut regime = None;
    if !sources.files.is_empty() {
        let (read, problems) = read(&sources);
        regime = read;
        diagnostics.extend(problems);
    }
    diagnostic::sort(&mut diagnostics);
    Loaded { sources, regime, diagnostics }
}
