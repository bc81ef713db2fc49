//! A judge of many drafts that differ little: what was decided once is not asked again.

use super::check::{Checked, Open, Options, Outcome, check};
use super::essence::Essence;
use crate::model::term::Term;
use crate::model::variant::Listing;
use crate::model::{End, ObligationIx, Regime, Verdict};
use crate::query::{Scene, Unseen};
use crate::verdict::Engine;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What is established of a question, as far as drafts can be compared by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    /// The probability that the best evasion is not proved by its deadline; none if infeasible.
    pub unseen: Option<Unseen>,
}

impl Answer {
    /// No plan commits this violation.
    const INFEASIBLE: Answer = Answer { verdict: Verdict::Infeasible, unseen: None };

    fn of(outcome: &Outcome) -> Result<Answer, Open> {
        let finding = outcome.as_ref().map_err(Clone::clone)?;
        Ok(Answer { verdict: finding.verdict, unseen: finding.unseen().cloned() })
    }
}

/// The answers to an obligation's question at one end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// All its paths together.
    pub whole: Answer,
    /// Each path, by the id of its activity; infeasible for all others.
    pub paths: BTreeMap<String, Answer>,
}

/// The answers for a whole draft, by obligation and end; with the reason where there is none.
pub type Judgement = BTreeMap<(String, End), Result<Answers, Open>>;

/// A verdict that differs between two judgements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The id of the obligation.
    pub obligation: String,
    /// The id of the activity, if it is the verdict of a path.
    pub path: Option<String>,
    /// The end.
    pub end: End,
    /// The verdict in the first; none if no phase lists the obligation.
    pub from: Option<Verdict>,
    /// The verdict in the second.
    pub to: Option<Verdict>,
}

/// A judge, with all that has been decided.
#[derive(Debug)]
pub struct Judge {
    options: Options,
    known: HashMap<Essence, Answers>,
}

impl Judge {
    /// A judge who decides as `options` say; he always looks at paths and never at phases.
    pub fn new(options: &Options) -> Judge {
        let options = Options { paths: true, path: None, phases: false, obligations: None, ..options.clone() };
        Judge { options, known: HashMap::new() }
    }

    /// Takes over what was established.
    pub fn learn(&mut self, checked: &Checked) {
        for result in &checked.obligations {
            for end in End::BOTH {
                let scene = checked.scene(end);
                let Ok(essence) = Essence::of(scene, result.obligation) else { continue };
                let Ok(whole) = Answer::of(result.whole.at(end)) else { continue };
                let path = |p: &super::check::PathResult| {
                    let id = checked.regime.activities[p.activity.0].entry.id.clone();
                    Some((id, Answer::of(p.ends.at(end)).ok()?))
                };
                let paths: Option<BTreeMap<String, Answer>> = result.paths.iter().map(path).collect();
                if let Some(paths) = paths {
                    self.known.entry(essence).or_insert(Answers { whole, paths });
                }
            }
        }
    }

    /// Judges a regime under a term.
    pub fn judge(&mut self, regime: &Arc<Regime>, term: &Term) -> Judgement {
        self.judge_some(regime, term, &Term::listed(regime))
    }

    /// Judges some obligations of a regime under a term.
    pub fn judge_some(&mut self, regime: &Arc<Regime>, term: &Term, obligations: &[ObligationIx]) -> Judgement {
        let listing = match self.options.engine {
            Engine::Cells => Listing::WithoutRefusingGifts,
            Engine::Monthly => Listing::Every,
        };
        let scenes = End::BOTH.map(|end| Scene::new(regime, term, end, listing));
        let essences: Vec<_> =
            obligations.iter().map(|o| (*o, scenes.each_ref().map(|scene| Essence::of(scene, *o)))).collect();
        let unknown: Vec<ObligationIx> = essences
            .iter()
            .filter(|(_, ends)| ends.iter().any(|e| !e.as_ref().is_ok_and(|e| self.known.contains_key(e))))
            .map(|(o, _)| *o)
            .collect();
        let mut open: BTreeMap<(ObligationIx, End), Open> = BTreeMap::new();
        if !unknown.is_empty() {
            let options = Options { obligations: Some(unknown), ..self.options.clone() };
            let checked = check(regime, term, &options, |_| {});
            self.learn(&checked);
            for result in &checked.obligations {
                for end in End::BOTH {
                    let ends = [&result.whole].into_iter().chain(result.paths.iter().map(|p| &p.ends));
                    if let Some(why) = ends.into_iter().find_map(|e| e.at(end).as_ref().err()) {
                        open.insert((result.obligation, end), why.clone());
                    }
                }
            }
        }
        let mut judgement = Judgement::new();
        for (obligation, ends) in essences {
            for (end, essence) in End::BOTH.into_iter().zip(ends) {
                let known = essence.ok().and_then(|e| self.known.get(&e).cloned());
                let why = || open.get(&(obligation, end)).cloned();
                let answers =
                    known.ok_or_else(|| why().unwrap_or_else(|| Open::Undecided("it was not worked on".to_owned())));
                judgement.insert((regime.obligations[obligation.0].entry.id.clone(), end), answers);
            }
        }
        judgement
    }
}

/// The verdicts that differ between two judgements, by obligation, end and path.
///
/// # Errors
/// Why a verdict is not known, if that keeps the two from being compared.
pub fn shifts(first: &Judgement, second: &Judgement) -> Result<Vec<Shift>, Open> {
    let mut found = Vec::new();
    let mut keys: Vec<&(String, End)> = first.keys().chain(second.keys()).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        let known = |side: &Judgement| side.get(key).cloned().transpose();
        let (one, other) = (known(first)?, known(second)?);
        let shift = |path: Option<&String>, from: Option<Verdict>, to: Option<Verdict>| {
            (from != to).then(|| Shift { obligation: key.0.clone(), path: path.cloned(), end: key.1, from, to })
        };
        let whole = |side: &Option<Answers>| side.as_ref().map(|a| a.whole.verdict);
        found.extend(shift(None, whole(&one), whole(&other)));
        let (Some(one), Some(other)) = (one, other) else { continue };
        let mut paths: Vec<&String> = one.paths.keys().chain(other.paths.keys()).collect();
        paths.sort();
        paths.dedup();
        for path in paths {
            let verdict = |side: &Answers| Some(side.paths.get(path).unwrap_or(&Answer::INFEASIBLE).verdict);
            found.extend(shift(Some(path), verdict(&one), verdict(&other)));
        }
    }
    Ok(found)
}
