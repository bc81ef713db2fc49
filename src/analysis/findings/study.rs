//! What all questions about a draft share: what is established of it, and where findings go.

use super::Findings;
use crate::analysis::check::{self, Checked, Finding, ObligationResult, Options, check};
use crate::analysis::explain::Obstacle;
use crate::analysis::judge::{Judge, Judgement};
use crate::diagnostic::Diagnostic;
use crate::model::term::Term;
use crate::model::{ActivityIx, End, MeasureIx, ObligationIx, Regime};
use crate::query::Scene;
use crate::verdict::Candidate;
use std::sync::Arc;

/// A fault of drafting.
#[derive(Debug, Clone)]
pub struct Found {
    /// What and where; ids are in its words.
    pub diagnostic: Diagnostic,
    /// The obligations that it concerns.
    pub obligations: Vec<ObligationIx>,
    /// The measures that it concerns.
    pub measures: Vec<MeasureIx>,
    /// The activities that bear it out; beyond the regime's, preparations.
    pub activities: Vec<ActivityIx>,
    /// What bears it out.
    pub witness: Option<Witness>,
}

impl Found {
    /// A finding that so far concerns nothing.
    pub fn new(diagnostic: Diagnostic) -> Found {
        Found { diagnostic, obligations: Vec::new(), measures: Vec::new(), activities: Vec::new(), witness: None }
    }
}

/// What bears a finding out.
#[derive(Debug, Clone)]
pub enum Witness {
    /// A plan.
    Plan {
        /// The end at which it is one.
        end: End,
        /// The obligation that it violates.
        obligation: ObligationIx,
        /// The plan and what it comes to.
        candidate: Box<Candidate>,
    },
    /// What stands in the way of a violation.
    Obstacles {
        /// The end.
        end: End,
        /// The obligation that cannot be violated.
        obligation: ObligationIx,
        /// What stands in the way.
        obstacles: Vec<Obstacle>,
    },
}

/// A question that stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What it is about.
    pub what: String,
    /// Why.
    pub why: check::Open,
}

/// A draft under study.
#[derive(Debug)]
pub(super) struct Study {
    pub regime: Arc<Regime>,
    pub term: Term,
    pub options: Options,
    pub checked: Checked,
    pub judge: Judge,
    /// The verdicts of the draft as it is.
    pub verdicts: Judgement,
    pub found: Vec<Found>,
    pub open: Vec<Open>,
}

impl Study {
    pub fn new(regime: &Arc<Regime>, options: &Options) -> Study {
        let options = Options { paths: true, path: None, phases: false, obligations: None, ..options.clone() };
        let term = Term::of(regime);
        let checked = check(regime, &term, &options, |_| {});
        let mut judge = Judge::new(&options);
        judge.learn(&checked);
        let mut open: Vec<Open> = Vec::new();
        for result in &checked.obligations {
            let ends = [&result.whole].into_iter().chain(result.paths.iter().map(|p| &p.ends));
            if let Some(why) = ends.into_iter().find_map(|e| e.open()) {
                let id = &regime.obligations[result.obligation.0].entry.id;
                open.push(Open { what: format!("the verdict on `{id}`"), why: why.clone() });
            }
        }
        // What is open once is not asked again for every question that follows.
        let verdicts = if open.is_empty() { judge.judge(regime, &term) } else { Judgement::new() };
        Study { regime: Arc::clone(regime), term, options, checked, judge, verdicts, found: Vec::new(), open }
    }

    /// Whether all verdicts of the draft as it is are known.
    pub fn is_decided(&self) -> bool {
        !self.verdicts.is_empty()
    }

    pub fn scene(&self, end: End) -> &Arc<Scene> {
        self.checked.scene(end)
    }

    pub fn id(&self, obligation: ObligationIx) -> &str {
        self.regime.obligations.get(obligation.0).map_or("?", |o| &o.entry.id)
    }

    pub fn measure_id(&self, measure: MeasureIx) -> &str {
        self.regime.measures.get(measure.0).map_or("?", |m| &m.entry.id)
    }

    /// The id of an activity; a preparation's ends in `.preparation`.
    pub fn activity_id(&self, activity: ActivityIx) -> &str {
        self.scene(End::Adverse).world.activities.get(activity.0).map_or("?", |a| &a.id)
    }

    /// What is established of an obligation.
    pub fn result(&self, obligation: ObligationIx) -> Option<&ObligationResult> {
        self.checked.obligations.iter().find(|o| o.obligation == obligation)
    }

    /// What is established of an obligation at an end.
    pub fn finding(&self, obligation: ObligationIx, end: End) -> Option<&Finding> {
        self.result(obligation)?.whole.at(end).as_ref().ok()
    }

    /// The best evasion of an obligation, at the adverse end if there is one, else at the favourable.
    pub fn evasion(&self, obligation: ObligationIx) -> Option<Witness> {
        End::BOTH.into_iter().find_map(|end| self.evasion_at(obligation, end))
    }

    /// The best evasion of an obligation at an end.
    pub fn evasion_at(&self, obligation: ObligationIx, end: End) -> Option<Witness> {
        let candidate = self.finding(obligation, end)?.evasion.clone()?;
        Some(Witness::Plan { end, obligation, candidate: Box::new(candidate) })
    }

    /// The term without some measures.
    pub fn without(&self, measures: &[MeasureIx]) -> Term {
        let mut term = self.term.clone();
        for phase in &mut term.phases {
            for measure in measures {
                if let Some(in_force) = phase.measures.get_mut(measure.0) {
                    *in_force = false;
                }
            }
        }
        term
    }

    /// The measures that are in force in some phase.
    pub fn measures_in_force(&self) -> Vec<MeasureIx> {
        let in_force = |m: &MeasureIx| self.term.phases.iter().any(|p| p.measures.get(m.0).copied().unwrap_or(false));
        (0..self.regime.measures.len()).map(MeasureIx).filter(in_force).collect()
    }

    /// Notes that something could not be decided, once.
    pub fn undecided(&mut self, what: String, why: check::Open) {
        let open = Open { what, why };
        if !self.open.contains(&open) {
            self.open.push(open);
        }
    }

    /// All that was found, in the order of the files.
    pub fn ended(self) -> Findings {
        let mut found = self.found;
        found.sort_by_key(|f| f.diagnostic.span().map(|s| (s.file, s.start, s.end)));
        Findings { checked: self.checked, found, open: self.open }
    }
}
