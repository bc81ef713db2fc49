//! The mutation score as JSON.

use crate::analysis::test::score::{Distinct, Tally, Toll};
use crate::analysis::test::{Case, Fate, Mutant};
use serde_json::{Value, json};

/// The score as one object.
pub fn object(cases: &[Case], mutants: &[Mutant], distinct: &[Distinct]) -> Value {
    let Toll { tally, alike } = Toll::of(distinct);
    let agreements = cases.iter().enumerate().map(|(place, case)| {
        let tally = Tally::of(mutants.iter().filter(|m| m.case == place).map(|m| &m.fate));
        json!({ "file": case.file, "killed": tally.killed, "undecided": tally.open, "total": tally.all })
    });
    let list = distinct.iter().map(|one| {
        let fates = one.fates.iter().map(|(place, fate)| {
            let case = cases.get(*place);
            let by = match fate {
                Fate::Killed(by) => {
                    let regime = case.and_then(|c| c.regime.as_ref());
                    regime.and_then(|r| r.obligations.get(by.0)).map(|o| o.entry.id.clone())
                }
                _ => None,
            };
            json!({ "file": case.map(|c| &c.file), "fate": fate.word(), "killed_by": by })
        });
        json!({
            "fate": one.fate().word(), "change": one.change, "what": one.words, "file": one.file, "line": one.line,
            "agreements": fates.collect::<Vec<Value>>(),
        })
    });
    json!({
        "killed": tally.killed, "survived": tally.all - tally.killed - tally.open, "undecided": tally.open,
        "total": tally.all, "alike": alike,
        "agreements": agreements.collect::<Vec<Value>>(), "mutants": list.collect::<Vec<Value>>(),
    })
}
