//! `list`: what is in a regime, and what could see what.

use super::args::{Format, ListArgs};
use super::input;
use super::output::{self, Broken};
use super::status::Status;
use crate::analysis::list::Inventory;
use crate::model::{ObligationIx, Regime};
use crate::report::list_json;
use crate::report::list_matrix::Look;
use crate::report::list_text::{self, Show};
use crate::report::provenance;

/// Runs the command.
pub fn run(args: &ListArgs) -> Status {
    match text(args) {
        Ok(text) => match output::out(&text) {
            Ok(()) => Status::Holds,
            Err(Broken) => Status::Bad,
        },
        Err(status) => status,
    }
}

fn text(args: &ListArgs) -> Result<String, Status> {
    let name = args.file.display().to_string();
    let input = input::read(&args.file, &args.reading, false)?;
    let asked = asked(&name, &input.regime, &args.obligations)?;
    let inventory = Inventory::of(&input.regime, asked.as_deref());
    Ok(match args.format {
        Format::Text => {
            let look = Look { by_phase: args.by_phase, words: args.words };
            list_text::render(
                &inventory,
                Show { file: &name, some: asked.is_some(), look },
                output::style(args.reading.color),
            )
        }
        Format::Json => {
            let inputs = provenance::inputs(&input.sources);
            let object = list_json::object(&inventory, &name, inputs, args.by_phase);
            format!("{}\n", serde_json::to_string_pretty(&object).unwrap_or_default())
        }
    })
}

/// The obligations that were asked for, in force or not; `None` for all.
fn asked(file: &str, regime: &Regime, ids: &[String]) -> Result<Option<Vec<ObligationIx>>, Status> {
    if ids.is_empty() {
        return Ok(None);
    }
    let known: Vec<&str> = regime.obligations.iter().map(|o| o.entry.id.as_str()).collect();
    let mut found = Vec::new();
    let mut bad = false;
    for id in ids {
        match known.iter().position(|k| k == id) {
            Some(place) => found.push(ObligationIx(place)),
            None => {
                output::err(&input::unknown(file, "obligation", id, &known));
                bad = true;
            }
        }
    }
    if bad { Err(Status::Bad) } else { Ok(Some(found)) }
}
