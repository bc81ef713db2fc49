//! Faults of drafting as text: each where it stands, with what bears it out.

use super::names::counted;
use super::percent;
use super::sentence;
use super::style::Style;
use crate::analysis::findings::{Findings, Found, Witness};
use crate::diagnostic::{Diagnostic, text, visible};
use crate::query::{Question, Reading};
use crate::source::SourceSet;

/// The whole report of a file.
pub fn render(findings: &Findings, file: &str, sources: &SourceSet, style: Style) -> String {
    let mut out = String::new();
    for found in &findings.found {
        out.push_str(&text::render(&with_witness(findings, found), sources, style.color));
        out.push('\n');
    }
    for open in &findings.open {
        out.push_str(&format!("undecided: {}: {}\n\n", visible(&open.what), visible(open.why.reason())));
    }
    let open = match findings.open.len() as u64 {
        0 => String::new(),
        n => format!("; {} undecided", counted(n, "question")),
    };
    let count = match findings.found.len() as u64 {
        0 => "no findings".to_owned(),
        n => counted(n, "finding"),
    };
    out.push_str(&format!("{}: {count}{open}\n", visible(file)));
    out
}

/// The finding with its witness in words.
pub fn with_witness(findings: &Findings, found: &Found) -> Diagnostic {
    let mut diagnostic = found.diagnostic.clone();
    for line in witness(findings, found) {
        diagnostic = diagnostic.note(line);
    }
    diagnostic
}

fn witness(findings: &Findings, found: &Found) -> Vec<String> {
    let id = |o: crate::model::ObligationIx| findings.checked.regime.obligations.get(o.0).map_or("?", |o| &o.entry.id);
    match &found.witness {
        None => Vec::new(),
        Some(Witness::Plan { end, obligation, candidate }) => {
            let scene = findings.checked.scene(*end);
            let goal = &scene.world.obligations[obligation.0].goal;
            let percent = |reading| percent::against(candidate.unseen(reading), goal);
            vec![format!(
                "the best evasion of `{}` at the {} end: {}, complete in month {}; by the deadline in month {} proved \
                 with {} and sighted with {}",
                id(*obligation),
                end.word(),
                sentence::conduct(scene, &candidate.plan),
                candidate.replayed.course.completed,
                candidate.replayed.course.deadline,
                percent(Reading::ProofInTime),
                percent(Reading::SightingInTime),
            )]
        }
        Some(Witness::Obstacles { end, obligation, obstacles }) => {
            let scene = findings.checked.scene(*end);
            let Ok(question) = Question::new(scene, *obligation, None) else { return Vec::new() };
            obstacles.iter().map(|o| sentence::obstacle(scene, &question, o)).collect()
        }
    }
}
