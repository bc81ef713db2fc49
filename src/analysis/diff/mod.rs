//! Diff: two versions of a draft, term by term and verdict by verdict.

pub mod compare;
pub mod effects;
mod number;
pub mod roles;
pub mod scope;
pub mod sheet;
pub mod terms;

pub use compare::{Compared, Relation, Standing};
pub use effects::Effect;
pub use scope::{Bound, Freedom, ScopeChange};
pub use terms::{Change, Clause, Field, Stated, Term};

use super::check::{Checked, Open, Options, Progress, check};
use super::judge::Judge;
use crate::model::Regime;
use crate::source::SourceSet;
use sheet::Sheet;
use std::sync::Arc;

/// A version of a draft that was read.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its name, as it was asked for.
    pub name: String,
    /// Its files.
    pub sources: SourceSet,
    /// What they say.
    pub regime: Arc<Regime>,
}

/// A version of a draft that was checked.
#[derive(Debug)]
pub struct Side {
    /// The version.
    pub version: Version,
    /// What is established of it.
    pub checked: Checked,
}

/// How two versions of a draft differ.
#[derive(Debug)]
pub struct Difference {
    /// The old version.
    pub old: Side,
    /// The new version.
    pub new: Side,
    /// What changed in the terms.
    pub terms: Vec<Term>,
    /// The obligations of both.
    pub obligations: Vec<Compared>,
    /// What is now permitted that was not, and the reverse.
    pub scope: Vec<ScopeChange>,
}

/// What is being worked on.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// The old version is checked.
    Old(Progress),
    /// The new version is checked.
    New(Progress),
    /// Changes are taken back one by one.
    Effects(Progress),
}

impl Difference {
    /// Whether a verdict differs, of an obligation or of a path, at an end.
    pub fn verdicts_differ(&self) -> bool {
        self.obligations.iter().any(Compared::any_verdict_differs)
    }

    /// Whether a verdict is worse than before, an obligation is gone, or an activity is less bound.
    pub fn is_worse(&self) -> bool {
        self.obligations.iter().any(Compared::is_worse) || self.scope.iter().any(ScopeChange::is_freer)
    }

    /// Why something is not known, a fault first.
    pub fn open(&self) -> Option<&Open> {
        let clauses = self.terms.iter().flat_map(|t| &t.clauses);
        let effects = clauses.filter_map(|c| match &c.effect {
            Effect::Open(open) => Some(open),
            _ => None,
        });
        let all: Vec<&Open> = self.obligations.iter().filter_map(Compared::open).chain(effects).collect();
        all.iter().copied().find(|o| matches!(o, Open::Fault(_))).or(all.first().copied())
    }
}

/// Compares two versions; with `effects`, also what each change does to the verdicts.
pub fn diff(
    old: Version,
    new: Version,
    effects: bool,
    options: &Options,
    mut progress: impl FnMut(Step),
) -> Difference {
    let options = Options { paths: true, path: None, phases: false, obligations: None, ..options.clone() };
    let term = crate::model::term::Term::of;
    let before = check(&old.regime, &term(&old.regime), &options, |p| progress(Step::Old(p)));
    let after = check(&new.regime, &term(&new.regime), &options, |p| progress(Step::New(p)));
    let mut sheets = [&old, &new].map(|v| Sheet::of(&v.sources));
    let [before_sheet, after_sheet] = &mut sheets;
    before_sheet.align_phases(after_sheet);
    let mut terms = terms::compare(&sheets[0], &sheets[1]);
    if effects && !terms.is_empty() {
        let mut judge = Judge::new(&options);
        judge.learn(&before);
        judge.learn(&after);
        let verdicts = judge.judge(&new.regime, &term(&new.regime));
        let heard = |done, of| progress(Step::Effects(Progress { done, of }));
        effects::find(&mut terms, &sheets[0], (&sheets[1], &new.regime), &verdicts, &mut judge, heard);
    }
    Difference {
        obligations: compare::compare(&before, &after),
        scope: scope::changes(&old.regime, &new.regime),
        old: Side { version: old, checked: before },
        new: Side { version: new, checked: after },
        terms,
    }
}
