//! A draft to be judged as a deal, as drafted and as its host would accept it.

use crate::model::acceptance::Leeway;
use crate::model::term::Term;
use crate::model::{End, Regime};
use crate::query::Scene;
use crate::source::SourceSet;
use crate::verdict::Engine;
use std::sync::Arc;

/// A draft that was read.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The file, as it was named.
    pub name: String,
    /// The file and all that it includes.
    pub sources: SourceSet,
    /// What they say.
    pub regime: Arc<Regime>,
    /// Its months, as drafted.
    pub term: Term,
}

/// What is taken to be in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Every measure that the draft lists: nothing is refused.
    Drafted,
    /// What is left when the host refuses what its tolerance forbids, to the evader's liking.
    Accepted,
}

impl Mode {
    /// Both, as drafted first.
    pub const BOTH: [Mode; 2] = [Mode::Drafted, Mode::Accepted];

    /// The key of this mode in JSON and CSV.
    pub fn key(self) -> &'static str {
        match self {
            Mode::Drafted => "as_drafted",
            Mode::Accepted => "as_accepted",
        }
    }

    /// The words for it in reports.
    pub fn words(self) -> &'static str {
        match self {
            Mode::Drafted => "as drafted",
            Mode::Accepted => "as accepted",
        }
    }
}

impl Draft {
    /// A draft that was read.
    pub fn new(name: String, sources: SourceSet, regime: Arc<Regime>) -> Draft {
        let term = Term::of(&regime);
        Draft { name, sources, regime, term }
    }

    /// Its scene in a mode at an end.
    pub fn scene(&self, mode: Mode, end: End, engine: Engine) -> Scene {
        match mode {
            Mode::Drafted => Scene::new(&self.regime, &self.term, end, engine.listing()),
            Mode::Accepted => self.tolerated(&Leeway::none(), end, engine),
        }
    }

    /// Its scene at an end if the host accepted so much more.
    pub fn tolerated(&self, leeway: &Leeway, end: End, engine: Engine) -> Scene {
        Scene::accepted(&self.regime, &self.term, leeway, end, engine.listing())
    }

    /// The title, or else the id.
    pub fn title(&self) -> &str {
        self.regime.agreement.title.as_deref().unwrap_or(&self.regime.agreement.entry.id)
    }
}
