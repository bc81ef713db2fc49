//! What the host refuses in a plan file: its ids looked up, and whether the host may choose so.

use super::file::{PlanFile, Word};
use super::unknown;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::acceptance::{Leeway, Refusals};
use crate::model::breach::{Breach, breach};
use crate::model::read::Suggestions;
use crate::model::term::Term;
use crate::model::{MeasureIx, Regime};

/// What the host refuses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// All that it refuses, by phase; nothing if the plan is about the agreement as drafted.
    pub refusals: Refusals,
    /// The rule of the tolerance that this breaks.
    pub breach: Option<Breach>,
    /// Whether the file says what is refused.
    pub is_stated: bool,
}

/// What the host refuses according to a plan file.
///
/// # Errors
/// With every id that nothing has.
pub fn choice(regime: &Regime, term: &Term, file: &PlanFile) -> Result<Choice, Vec<Diagnostic>> {
    let Some(lines) = &file.refused else {
        return match &file.raised {
            None => Ok(Choice::default()),
            Some((_, span)) => Err(vec![
                Diagnostic::new(Code::MissingKey, "a plan with `tolerance_raised` must have `refused`")
                    .primary(*span, "what does the host refuse?")
                    .help(
                        "without `refused` a plan is judged as drafted; `\"refused\": []` means that all is accepted",
                    ),
            ]),
        };
    };
    let phases: Vec<&str> = regime.phases.iter().map(|p| p.entry.id.as_str()).collect();
    let measures: Vec<&str> = regime.measures.iter().map(|m| m.entry.id.as_str()).collect();
    let (mut problems, mut suggestions) = (Vec::new(), Suggestions::default());
    let mut find = |kind: &str, ids: &[&str], word: &Word| {
        let found = ids.iter().position(|id| *id == word.text);
        if found.is_none() {
            problems.push(unknown(kind, ids, word, &mut suggestions));
        }
        found
    };
    let mut refusals = Refusals { phases: vec![Vec::new(); regime.phases.len()] };
    for line in lines {
        let phase = find("phase", &phases, &line.phase);
        let refused: Vec<MeasureIx> =
            line.measures.iter().filter_map(|m| find("measure", &measures, m)).map(MeasureIx).collect();
        if let Some(all) = phase.and_then(|place| refusals.phases.get_mut(place)) {
            all.extend(refused);
            all.sort();
            all.dedup();
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let leeway = file.raised.as_ref().map_or_else(Leeway::none, |(leeway, _)| leeway.clone());
    let breach = breach(regime, term, &leeway, &refusals);
    Ok(Choice { refusals, breach, is_stated: true })
}

/// What is refused, in words: `portal and overflight in phase one; portal in phase two`.
pub fn words(regime: &Regime, refusals: &Refusals) -> String {
    let phases = regime.phases.iter().zip(&refusals.phases).filter(|(_, refused)| !refused.is_empty());
    let phases: Vec<String> = phases
        .map(|(phase, refused)| {
            let ids: Vec<String> =
                refused.iter().filter_map(|m| regime.measures.get(m.0)).map(|m| quote(&m.entry.id)).collect();
            format!("{} in phase {}", ids.join(", "), quote(&phase.entry.id))
        })
        .collect();
    if phases.is_empty() { "nothing".to_owned() } else { phases.join("; ") }
}
