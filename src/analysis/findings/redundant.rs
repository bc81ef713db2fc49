//! A measure that changes no verdict: without it every verdict, of every obligation and every path,
//! at both ends, is what it is with it.

use super::shadowed::is_shadowed;
use super::study::{Found, Study};
use crate::analysis::judge::{Answers, Judgement, Shift, shifts};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::{End, MeasureIx};
use std::cmp::Ordering;

/// Of more measures without effect, pairs are not tried.
const MOST: usize = 16;

/// The most verdicts or confidences that a note names.
const NAMED: usize = 3;

pub fn look(study: &mut Study) {
    if !study.is_decided() {
        return;
    }
    let mut idle: Vec<(MeasureIx, Judgement)> = Vec::new();
    for measure in study.measures_in_force() {
        let term = study.without(&[measure]);
        let regime = std::sync::Arc::clone(&study.regime);
        let without = study.judge.judge(&regime, &term);
        match shifts(&study.verdicts, &without) {
            Ok(shifts) if shifts.is_empty() => idle.push((measure, without)),
            Ok(_) => {}
            Err(why) => {
                let what = format!("the verdicts without `{}`", study.measure_id(measure));
                study.undecided(what, why);
            }
        }
    }
    let pairs = pairs(study, &idle.iter().map(|(m, _)| *m).collect::<Vec<_>>());
    let many = idle.len() > MOST;
    for (measure, without) in idle {
        // What is shadowed has been said to count for nothing.
        let shadowed = is_shadowed(study, measure);
        let together = pairs.iter().filter(|(a, b, _)| *a == measure || *b == measure);
        let notes: Vec<String> = together
            .map(|(a, b, shifts)| {
                let other = if *a == measure { b } else { a };
                format!("but not together with `{}`: without both, {}", study.measure_id(*other), words(shifts))
            })
            .collect();
        if shadowed {
            if let Some(found) = study
                .found
                .iter_mut()
                .find(|f| f.diagnostic.code == Code::ShadowedMeasure && f.measures.first() == Some(&measure))
            {
                found.diagnostic.notes.extend(notes);
            }
            continue;
        }
        report(study, measure, &without, notes, many);
    }
}

fn report(study: &mut Study, measure: MeasureIx, without: &Judgement, notes: Vec<String>, many: bool) {
    let Some(entry) = study.regime.measures.get(measure.0) else { return };
    let message = format!("{} changes no verdict", quote(&entry.entry.id));
    let mut diagnostic = Diagnostic::new(Code::RedundantMeasure, message)
        .primary(entry.entry.span, "without it every verdict stays, of every obligation and path, at both ends");
    let falls = falls(&study.verdicts, without);
    diagnostic = match falls.is_empty() {
        true => diagnostic.note("it changes no worst-case confidence either"),
        false => diagnostic.note(format!("worst-case confidences do fall without it: {}", falls.join(", "))),
    };
    for note in notes {
        diagnostic = diagnostic.note(note);
    }
    if many {
        diagnostic =
            diagnostic.note(format!("more than {MOST} measures change no verdict by themselves: pairs were not tried"));
    }
    let diagnostic = diagnostic.help("drop it, or say in `text` what it is for, such as confidence beyond the goal");
    study.found.push(Found { measures: vec![measure], ..Found::new(diagnostic) });
}

/// The pairs without which verdicts differ.
fn pairs(study: &mut Study, idle: &[MeasureIx]) -> Vec<(MeasureIx, MeasureIx, Vec<Shift>)> {
    let mut found = Vec::new();
    if idle.len() > MOST {
        return found;
    }
    for (place, a) in idle.iter().enumerate() {
        for b in idle.iter().skip(place + 1) {
            let term = study.without(&[*a, *b]);
            let regime = std::sync::Arc::clone(&study.regime);
            match shifts(&study.verdicts, &study.judge.judge(&regime, &term)) {
                Ok(shifts) if !shifts.is_empty() => found.push((*a, *b, shifts)),
                Ok(_) => {}
                Err(why) => {
                    let what =
                        format!("the verdicts without `{}` and `{}`", study.measure_id(*a), study.measure_id(*b));
                    study.undecided(what, why);
                }
            }
        }
    }
    found
}

/// What becomes of verdicts, in a few words.
pub(super) fn words(shifts: &[Shift]) -> String {
    let mut parts: Vec<(String, Vec<End>)> = Vec::new();
    let whole: Vec<&Shift> = shifts.iter().filter(|s| s.path.is_none()).collect();
    let told = |s: &&Shift| s.path.is_none() || !whole.iter().any(|w| w.obligation == s.obligation && w.end == s.end);
    for shift in shifts.iter().filter(told) {
        let by = shift.path.as_ref().map(|p| format!(" by `{p}`")).unwrap_or_default();
        let verdict = |v: Option<crate::model::Verdict>| v.map_or("not in force", |v| v.word());
        let text = format!("`{}`{by} is {}, not {}", shift.obligation, verdict(shift.to), verdict(shift.from));
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
            [end] => format!("{text} at the {} end", end.word()),
            _ => text,
        })
        .collect();
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    words.join(", ")
}

/// The ids of the obligations whose worst-case confidence falls at an end.
fn falls(with: &Judgement, without: &Judgement) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (key, answers) in with {
        let unseen = |answers: Option<&Result<Answers, _>>| answers?.as_ref().ok()?.whole.unseen.clone();
        let order = match (unseen(Some(answers)), unseen(without.get(key))) {
            (Some(with), Some(without)) => without.compare(&with),
            _ => None,
        };
        let id = format!("`{}`", key.0);
        if order == Some(Ordering::Greater) && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}
