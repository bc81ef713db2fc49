//! What was tested, one item for each line of a report, in words: the same in every format.

use super::names::{self, counted};
use super::percent;
use super::sentence;
use crate::analysis::check::{BothEnds, Finding, Open};
use crate::analysis::test::{Bound, Case, CaseResult, Judged, Judgement, Miss, Scope, Tested};
use crate::diagnostic::{Diagnostic, quote, visible};
use crate::model::{End, Exact, Expect, Regime};
use crate::query::{Reading, Scene};
use crate::source::{SourceSet, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The expectation holds.
    Passed,
    /// It did not hold and has been rewritten so that it does.
    Updated,
    /// It does not hold, or an obligation has none and should have one.
    Failed,
    /// It was not decided.
    Undecided,
    /// A fault of the program kept it from being decided.
    Fault,
    /// The file has errors.
    Unreadable,
}

impl State {
    /// Its word in reports.
    pub fn word(self) -> &'static str {
        match self {
            State::Passed => "passed",
            State::Updated => "updated",
            State::Failed => "failed",
            State::Undecided => "undecided",
            State::Fault => "fault",
            State::Unreadable => "unreadable",
        }
    }

    /// Whether it counts as passed.
    pub fn passed(self) -> bool {
        matches!(self, State::Passed | State::Updated)
    }
}

/// An expectation, an obligation without one, or a file that could not be read.
#[derive(Debug, Clone)]
pub struct Item {
    /// The place of its case.
    pub case: usize,
    /// The place of its expectation in the regime, if it is one.
    pub expect: Option<usize>,
    /// The file in which it stands.
    pub file: String,
    /// Its line, if it has one.
    pub line: Option<usize>,
    /// The agreement's id, if it could be read.
    pub agreement: Option<String>,
    /// The obligation's id, if it has one.
    pub obligation: Option<String>,
    /// What became of it.
    pub state: State,
    /// What is wrong, one thing each.
    pub misses: Vec<String>,
    /// The best evasions that bear on it, with the ends where they were found.
    pub evasions: Vec<(String, String)>,
}

impl Item {
    /// File and line.
    pub fn place(&self) -> String {
        let file = visible(&self.file);
        self.line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"))
    }

    /// A name for it: place and obligation.
    pub fn name(&self) -> String {
        match &self.obligation {
            Some(obligation) => format!("{}: {}", self.place(), visible(obligation)),
            None => self.place(),
        }
    }

    /// All that there is to say of it, a line each.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let evasions = self.evasions.iter().map(|(label, text)| format!("{label}: {text}"));
        self.misses.iter().cloned().chain(evasions)
    }
}

/// Numbers of items that passed and that did not.
pub fn counts(items: &[Item]) -> (usize, usize) {
    let passed = items.iter().filter(|i| i.state.passed()).count();
    (passed, items.len() - passed)
}

/// The line that closes a report.
pub fn summary(items: &[Item]) -> String {
    let (passed, failed) = counts(items);
    format!("{passed} passed, {failed} failed")
}

/// The items of all cases, in their order; `updated` names expectations by case and place.
pub fn of(cases: &[Case], tested: &Tested, updated: &BTreeSet<(usize, usize)>) -> Vec<Item> {
    let mut items = Vec::new();
    for (place, (case, result)) in cases.iter().zip(&tested.cases).enumerate() {
        let Some(regime) = &case.regime else {
            items.push(unreadable(place, case));
            continue;
        };
        for judged in &result.judged {
            let Some(expect) = regime.expects.get(judged.expect) else { continue };
            let mut item = expectation(place, case, regime, expect, judged, result);
            if updated.contains(&(place, judged.expect)) {
                item.state = State::Updated;
            }
            items.push(item);
        }
        for obligation in &case.missing {
            let Some(entry) = regime.obligations.get(obligation.0).map(|o| &o.entry) else { continue };
            let misses = vec!["no expectation states its verdict".to_owned()];
            items.push(Item { misses, ..item(place, case, regime, entry.span, &entry.id, State::Failed) });
        }
    }
    items
}

fn item(place: usize, case: &Case, regime: &Regime, span: Span, obligation: &str, state: State) -> Item {
    let (file, line) = place_of(&case.sources, span);
    Item {
        case: place,
        expect: None,
        file,
        line: Some(line),
        agreement: Some(regime.agreement.entry.id.clone()),
        obligation: Some(obligation.to_owned()),
        state,
        misses: Vec::new(),
        evasions: Vec::new(),
    }
}

fn unreadable(place: usize, case: &Case) -> Item {
    let errors: Vec<&Diagnostic> = case.problems.iter().filter(|d| d.is_error()).collect();
    let first = errors.first().map(|error| {
        let at = error.span().map(|s| place_of(&case.sources, s));
        let at = at.map(|(file, line)| format!("{}:{line}: ", visible(&file))).unwrap_or_default();
        format!("{at}{}", error.message)
    });
    let more = counted(errors.len() as u64, "error");
    Item {
        case: place,
        expect: None,
        file: case.file.clone(),
        line: None,
        agreement: None,
        obligation: None,
        state: State::Unreadable,
        misses: [format!("cannot be read: {more}")].into_iter().chain(first).collect(),
        evasions: Vec::new(),
    }
}

fn expectation(
    place: usize,
    case: &Case,
    regime: &Arc<Regime>,
    expect: &Expect,
    judged: &Judged,
    result: &CaseResult,
) -> Item {
    let obligation = regime.obligations.get(expect.obligation.0).map_or("?", |o| &o.entry.id);
    let mut item = item(place, case, regime, expect.span, obligation, State::Passed);
    item.expect = Some(judged.expect);
    match &judged.judgement {
        Judgement::Passed => return item,
        Judgement::Open(Open::Undecided(why)) => {
            item.state = State::Undecided;
            item.misses.push(format!("not decided: {}", visible(why)));
        }
        Judgement::Open(Open::Fault(what)) => {
            item.state = State::Fault;
            item.misses.push(format!("not decided, by a fault of the program: {}", visible(what)));
        }
        Judgement::Failed(misses) => {
            item.state = State::Failed;
            item.misses.extend(misses.iter().map(|m| words(m, regime, judged.ends.as_ref())));
            if let (Some(ends), Some(scenes)) = (&judged.ends, &result.scenes) {
                item.evasions = evasions(misses, ends, scenes);
            }
        }
    }
    if item.file != case.file {
        item.misses.push(format!("in the agreement of {}", visible(&case.file)));
    }
    item
}

/// File and line of a place.
pub fn place_of(sources: &SourceSet, span: Span) -> (String, usize) {
    sources.files.get(span.file).map_or_else(|| ("?".to_owned(), 1), |f| (f.name.clone(), f.line(span.start)))
}

/// What does not hold, as expected against found.
fn words(miss: &Miss, regime: &Regime, ends: Option<&BothEnds>) -> String {
    match miss {
        Miss::StatesNothing => "states nothing: give it a `verdict`".to_owned(),
        Miss::NotListed => "no phase lists this obligation, so that it has no verdict".to_owned(),
        Miss::Verdict { scope: Scope::At(end), expected, found } => {
            format!("expected {} at the {} end, found {}", expected.word(), end.word(), found.word())
        }
        Miss::Verdict { scope: Scope::BothEnds, expected, found } => {
            let mut text = format!("expected {}, found {}", expected.word(), found.word());
            if let Some(BothEnds { adverse: Ok(a), favourable: Ok(f) }) = ends
                && a.verdict != f.verdict
            {
                text.push_str(&format!(
                    " ({} at the adverse end, {} at the favourable)",
                    a.verdict.word(),
                    f.verdict.word()
                ));
            }
            text
        }
        Miss::Confidence { bound, expected, unseen } => {
            let bound = match bound {
                Bound::AtLeast => "at least",
                Bound::AtMost => "at most",
            };
            let found = match unseen {
                Some(unseen) => percent::against(unseen, expected),
                None => "none, since no plan commits this violation".to_owned(),
            };
            format!("expected a confidence of {bound} {}, found {found}", percent::exact(expected))
        }
        Miss::NotUsed(activity) => {
            let id = regime.activities.get(activity.0).map_or("?", |a| &a.entry.id);
            format!("expected the best evasion to use {}, which it does not", quote(id))
        }
    }
}

/// The best evasions at the ends that some miss is about.
fn evasions(misses: &[Miss], ends: &BothEnds, scenes: &[Arc<Scene>; 2]) -> Vec<(String, String)> {
    let differ = ends.verdict() == Some(crate::model::Verdict::Contingent);
    let about = |end: End| {
        misses.iter().any(|miss| match miss {
            Miss::Verdict { scope: Scope::At(at), .. } => *at == end,
            Miss::Verdict { scope: Scope::BothEnds, .. } => end == End::Adverse || differ,
            Miss::Confidence { .. } | Miss::NotUsed(_) => end == End::Adverse,
            Miss::StatesNothing | Miss::NotListed => false,
        })
    };
    let shown = End::BOTH.into_iter().zip(scenes).filter(|(end, _)| about(*end));
    let mut shown: Vec<(String, String)> = shown
        .filter_map(|(end, scene)| {
            let finding = ends.at(end).as_ref().ok()?;
            Some((format!("best evasion at the {} end", end.word()), evasion(scene, finding)))
        })
        .collect();
    if let [(label, one), (_, other)] = shown.as_mut_slice()
        && one == other
    {
        "best evasion at either end".clone_into(label);
        shown.truncate(1);
    }
    shown
}

/// The best evasion in a sentence.
fn evasion(scene: &Scene, finding: &Finding) -> String {
    let Some(evasion) = &finding.evasion else {
        return "none, no plan commits this violation".to_owned();
    };
    let course = &evasion.replayed.course;
    let confidence = percent::against(evasion.unseen(Reading::ProofInTime), &finding.goal);
    let deadline = match course.deadline {
        ..1 => "before month 1".to_owned(),
        month => format!("in month {month}"),
    };
    format!(
        "{}, complete in month {}, proved with {confidence} by the deadline {deadline}, the goal being {}",
        sentence::conduct(scene, &evasion.plan),
        course.completed,
        percent::exact(&finding.goal),
    )
}

/// What an expectation states, in words.
pub fn stated(regime: &Regime, expect: &Expect) -> String {
    let mut parts = Vec::new();
    parts.extend(expect.verdict.map(|v| v.word().to_owned()));
    parts.extend(expect.adverse.map(|v| format!("{} at the adverse end", v.word())));
    parts.extend(expect.favourable.map(|v| format!("{} at the favourable end", v.word())));
    let bound = |words: &str, bound: &Exact| format!("confidence {words} {}", percent::exact(bound));
    parts.extend(expect.at_least.as_ref().map(|b| bound("at least", b)));
    parts.extend(expect.at_most.as_ref().map(|b| bound("at most", b)));
    if !expect.evasion_uses.is_empty() {
        let ids = expect.evasion_uses.iter().filter_map(|a| regime.activities.get(a.0));
        let ids: Vec<String> = ids.map(|a| quote(&a.entry.id)).collect();
        parts.push(format!("the best evasion uses {}", names::list(&ids)));
    }
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}
