//! Words for how two versions of a draft differ, shared by text and Markdown.

use super::names::{counted, list};
use super::percent;
use super::sentence;
use crate::analysis::diff::compare::verdict;
use crate::analysis::diff::{
    Change, Clause, Compared, Difference, Effect, Field, Relation, ScopeChange, Side, Standing, Term,
};
use crate::analysis::judge::Shift;
use crate::diagnostic::visible;
use crate::model::{End, Verdict};
use crate::source::Span;

/// What stands for "became".
#[derive(Debug, Clone, Copy)]
pub struct Arrow(pub &'static str);

impl Arrow {
    /// One text, or what it was and what it is.
    fn between(self, old: Option<String>, new: Option<String>) -> String {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let (old, new) = (or_none(old), or_none(new));
        if old == new { new } else { format!("{old} {} {new}", self.0) }
    }
}

/// The headings of a row of [`cells`].
pub const HEADS: [&str; 7] = ["obligation", "change", "verdict", "confidence", "complete", "deadline", "proof"];

/// What differs of an obligation or a path, adverse / favourable where the ends differ.
pub fn cells(compared: &Compared, arrow: Arrow) -> [String; 7] {
    let both = |cell: &dyn Fn(&Standing) -> String| {
        arrow.between(compared.old.as_ref().map(cell), compared.new.as_ref().map(cell))
    };
    let month = |month: i64| month.to_string();
    let account = |s: &Standing, of: &dyn Fn(&crate::analysis::explain::Account) -> String| {
        ends(|end| s.account(end).map_or_else(|| "-".to_owned(), of))
    };
    [
        visible(&compared.id),
        compared.relation.word().to_owned(),
        both(&|s| ends(|end| s.finding(end).map_or("undecided", |f| f.verdict.word()).to_owned())),
        both(&|s| ends(|end| confidence(s, end))),
        both(&|s| account(s, &|a| a.completed.to_string())),
        both(&|s| account(s, &|a| month(a.deadline))),
        both(&|s| account(s, &|a| a.proved.map_or_else(|| "never".to_owned(), |m| m.to_string()))),
    ]
}

/// One text where both ends say the same.
fn ends(at: impl Fn(End) -> String) -> String {
    let (adverse, favourable) = (at(End::Adverse), at(End::Favourable));
    if adverse == favourable { adverse } else { format!("{adverse} / {favourable}") }
}

fn confidence(standing: &Standing, end: End) -> String {
    let finding = standing.finding(end);
    finding.and_then(|f| Some(percent::against(f.unseen()?, &f.goal))).unwrap_or_else(|| "-".to_owned())
}

/// The verdict to colour a row by: the new one.
pub fn colour(compared: &Compared) -> Option<Verdict> {
    verdict(compared.new.as_ref())
}

/// The evasions behind a difference of verdicts: what the new version leaves and the old one did not,
/// and the reverse.
pub fn evasions(difference: &Difference, compared: &Compared) -> Vec<String> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for end in End::BOTH {
        let [old, new] = [&compared.old, &compared.new].map(|s| s.as_ref().and_then(|s| s.finding(end)));
        let (word, side, finding) = match (old, new) {
            (Some(old), Some(new)) if new.verdict > old.verdict => ("now possible", &difference.new, new),
            (Some(old), Some(new)) if new.verdict < old.verdict => ("possible before", &difference.old, old),
            _ => continue,
        };
        let Some(evasion) = &finding.evasion else { continue };
        let plan = sentence::conduct(side.checked.scene(end), &evasion.plan);
        let text = format!(
            "{plan}, complete in month {}, {} with {} confidence in time",
            evasion.replayed.course.completed,
            finding.verdict.word(),
            finding.unseen().map_or_else(|| "no".to_owned(), |u| percent::against(u, &finding.goal)),
        );
        if !found.contains(&(word, text.clone())) {
            found.push((word, text));
        }
    }
    found.into_iter().map(|(word, text)| format!("{}: {word}: {text}", visible(&compared.id))).collect()
}

/// What differs, in a few sentences.
pub fn summary(difference: &Difference) -> Vec<String> {
    let mut out = Vec::new();
    let obligations = &difference.obligations;
    let count = |relation| obligations.iter().filter(|o| o.relation == relation).count() as u64;
    let relations = [
        Relation::Weaker,
        Relation::Incomparable,
        Relation::Stronger,
        Relation::Added,
        Relation::Removed,
        Relation::Undecided,
    ];
    let parts: Vec<String> =
        relations.into_iter().filter(|r| count(*r) > 0).map(|r| format!("{} {}", count(r), r.word())).collect();
    let verdicts = obligations.iter().filter(|o| o.any_verdict_differs()).count() as u64;
    let differ = match verdicts {
        0 => "no verdict differs".to_owned(),
        1 => "verdicts of 1 obligation differ".to_owned(),
        n => format!("verdicts of {n} obligations differ"),
    };
    let parts = if parts.is_empty() { "all equivalent".to_owned() } else { list(&parts) };
    out.push(format!("{differ} ({parts}, of {})", counted(obligations.len() as u64, "obligation")));
    let scope = |freer: bool| {
        let mut ids: Vec<&str> =
            difference.scope.iter().filter(|c| c.is_freer() == freer).map(|c| c.activity.as_str()).collect();
        ids.dedup();
        ids.len() as u64
    };
    if !difference.scope.is_empty() {
        out.push(format!("{} less bound than before, {} more", activities(scope(true)), scope(false)));
    }
    out.push(terms(difference));
    out
}

fn activities(n: u64) -> String {
    if n == 1 { "1 activity".to_owned() } else { format!("{n} activities") }
}

fn terms(difference: &Difference) -> String {
    let clauses: Vec<&Clause> = difference.terms.iter().flat_map(|t| &t.clauses).collect();
    let count = |test: &dyn Fn(&Effect) -> bool| clauses.iter().filter(|c| test(&c.effect)).count() as u64;
    let total = clauses.len() as u64;
    if total == 0 {
        return "the terms are the same".to_owned();
    }
    let idle = count(&|e| *e == Effect::None);
    let words = count(&|e| *e == Effect::Words);
    let deal = count(&|e| *e == Effect::Deal);
    let expected = count(&|e| *e == Effect::Expected);
    let mut parts = Vec::new();
    if idle > 0 {
        parts.push(format!("{idle} without effect on any verdict"));
    }
    if deal > 0 {
        parts.push(format!("{deal} in the deal only"));
    }
    if expected > 0 {
        parts.push(format!("{expected} in expectations only"));
    }
    if words > 0 {
        parts.push(format!("{words} in words only"));
    }
    let changes = counted(total, "change");
    if parts.is_empty() {
        format!("{changes} in the terms")
    } else {
        format!("{changes} in the terms, {}", list(&parts))
    }
}

/// A change of scope in a sentence without an end.
pub fn scope(change: &ScopeChange) -> String {
    let months = match change.last {
        None => format!("from month {} on", change.first),
        Some(last) if last == change.first => format!("in month {last}"),
        Some(last) => format!("in months {} to {last}", change.first),
    };
    let named = |phases: &[String]| format!("{} {}", if phases.len() == 1 { "phase" } else { "phases" }, list(phases));
    let phases = if change.old_phases == change.new_phases {
        named(&change.new_phases)
    } else {
        format!("{}; previously {}", named(&change.new_phases), list(&change.old_phases))
    };
    let bound = |bound: &crate::analysis::diff::Bound| match bound.freedom() {
        crate::analysis::diff::Freedom::Prohibited => format!("prohibited by {}", list(&bound.prohibited_by)),
        crate::analysis::diff::Freedom::Limited => format!("permitted within the limit {}", list(&bound.limited_by)),
        crate::analysis::diff::Freedom::OutOfScope => "out of scope".to_owned(),
    };
    visible(&format!("{} {months} ({phases}): {}, was {}", change.activity, bound(&change.new), bound(&change.old)))
}

/// An entry that differs: the sign of the change, its kind and its id.
pub fn title(term: &Term) -> (char, String) {
    let sign = match term.change {
        Change::Added => '+',
        Change::Removed => '-',
        Change::Changed => '~',
    };
    (sign, visible(&format!("{} {}", term.kind, term.id)))
}

/// Where a place is: file and line.
pub fn place(side: &Side, span: Option<Span>) -> Option<String> {
    let span = span?;
    let file = side.version.sources.files.get(span.file)?;
    Some(format!("{}:{}", visible(&file.name), file.line(span.start)))
}

/// Where a value stands now, and where it stood.
pub fn field_place(difference: &Difference, field: &Field) -> String {
    let new = place(&difference.new, field.new.as_ref().map(|s| s.span));
    let old = place(&difference.old, field.old.as_ref().map(|s| s.span));
    match (old, new) {
        (Some(old), Some(new)) => format!("{new}, was {old}"),
        (Some(old), None) => format!("was {old}"),
        (None, Some(new)) => new,
        (None, None) => String::new(),
    }
}

/// Where an entry stands or stood.
pub fn term_place(difference: &Difference, term: &Term) -> String {
    let new = place(&difference.new, term.new);
    new.or_else(|| place(&difference.old, term.old).map(|p| format!("was {p}"))).unwrap_or_default()
}

/// What a change does, in a sentence without an end; none where the heading says it.
pub fn effect(effect: &Effect) -> Option<String> {
    match effect {
        Effect::NotAsked | Effect::Words | Effect::Deal | Effect::Expected | Effect::None | Effect::WithEntry => None,
        Effect::Shifts(all) => Some(format!("without it, {}", shifts(all))),
        Effect::Scope => Some("changes no verdict, but what is permitted".to_owned()),
        Effect::Needed => Some("other terms need it, so that it cannot be judged by itself".to_owned()),
        Effect::Open(open) => Some(visible(&format!("its effect is not decided: {}", open.reason()))),
    }
}

/// The most verdicts that are named for one change.
const NAMED: usize = 4;

fn shifts(all: &[Shift]) -> String {
    // A path is named only where its obligation as a whole stays.
    let whole: Vec<&Shift> = all.iter().filter(|s| s.path.is_none()).collect();
    let told = |s: &&Shift| s.path.is_none() || !whole.iter().any(|w| w.obligation == s.obligation && w.end == s.end);
    let mut parts: Vec<(String, Vec<End>)> = Vec::new();
    for shift in all.iter().filter(told) {
        let what = match &shift.path {
            None => shift.obligation.clone(),
            Some(path) => format!("{} by {path}", shift.obligation),
        };
        let text = match (shift.from, shift.to) {
            (Some(from), Some(to)) => format!("{what} would be {}, not {}", from.word(), to.word()),
            (None, _) => format!("no phase would list {what}"),
            (Some(from), None) => format!("{what} would be in force, and {}", from.word()),
        };
        match parts.iter_mut().find(|(t, _)| *t == text) {
            Some((_, ends)) => ends.push(shift.end),
            None => parts.push((text, vec![shift.end])),
        }
    }
    let more = parts.len().saturating_sub(NAMED);
    let mut words: Vec<String> = parts
        .into_iter()
        .take(NAMED)
        .map(|(text, ends)| match ends.as_slice() {
            [end] => format!("{text} ({} end)", end.word()),
            _ => text,
        })
        .collect();
    if more > 0 {
        words.push(format!("{} more", counted(more as u64, "verdict")));
    }
    visible(&words.join("; "))
}

/// A group of changes in a report.
#[derive(Debug)]
pub struct Group<'d> {
    /// Its heading.
    pub heading: &'static str,
    /// Whether a reader in a hurry may skip it.
    pub minor: bool,
    /// The entries, with those of their clauses that belong to it.
    pub terms: Vec<(&'d Term, Vec<&'d Clause>)>,
}

/// The changes in groups by what they do.
pub fn groups(difference: &Difference) -> Vec<Group<'_>> {
    type Test = fn(&Effect) -> bool;
    let kinds: [(&'static str, bool, Test); 6] = [
        ("Changes that verdicts or the scope rest on", false, |e| {
            matches!(e, Effect::Shifts(_) | Effect::Scope | Effect::WithEntry | Effect::Needed | Effect::Open(_))
        }),
        ("Changes of the terms", false, |e| *e == Effect::NotAsked),
        ("Changes no verdict, even with all of these taken back together", true, |e| *e == Effect::None),
        ("The deal: no verdict as drafted rests on it", true, |e| *e == Effect::Deal),
        ("Expectations", true, |e| *e == Effect::Expected),
        ("Words only", true, |e| *e == Effect::Words),
    ];
    let group = |(heading, minor, test): (&'static str, bool, Test)| {
        let terms = difference.terms.iter().filter_map(|term| {
            let clauses: Vec<&Clause> = term.clauses.iter().filter(|c| test(&settled(difference, c))).collect();
            (!clauses.is_empty()).then_some((term, clauses))
        });
        Group { heading, minor, terms: terms.collect() }
    };
    kinds.into_iter().map(group).filter(|g| !g.terms.is_empty()).collect()
}

/// The effect of a clause; where it is the effect of an entry that came or went, that of the entry.
fn settled(difference: &Difference, clause: &Clause) -> Effect {
    if clause.effect != Effect::WithEntry {
        return clause.effect.clone();
    }
    let entry = |t: &&Term| t.change != Change::Changed && Some(&t.id) == clause.member.as_ref();
    let of_entry = difference.terms.iter().filter(|t| matches!(t.kind, "obligation" | "measure")).find(entry);
    let effect = of_entry.and_then(|t| t.clauses.first()).map(|c| c.effect.clone());
    effect.filter(|e| *e == Effect::None).unwrap_or(Effect::WithEntry)
}
