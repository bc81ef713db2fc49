//! The arguments of `list`.

use super::shared::{Format, ReadingArgs};
use clap::Args;
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
The matrix tells, for each path of an obligation, what each measure could make
of one event, or of one month in which something is held:
  proves        nothing permitted looks the same
  tells apart   permitted conduct looks the same; the measure can tell them
                apart with some probability
  sights only   permitted conduct looks the same: an alibi
  cued only     it looks only where another measure has raised suspicion
  not in force  it could, but the draft does not put it in force
  blind         it cannot
Whether all that is enough, and in time, is for `check` to say.

Examples:
  regimecheck list draft.toml
  regimecheck list --by-phase --obligation test-ban draft.toml
  regimecheck list --words draft.toml
  regimecheck list --format json draft.toml > inventory.json
";

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Regime file; `-` is standard input
    pub file: PathBuf,
    /// Show this obligation only, and its paths (may be repeated)
    #[arg(long = "obligation", value_name = "ID")]
    pub obligations: Vec<String>,
    /// Print a matrix for each phase, not one for the best of all
    #[arg(long)]
    pub by_phase: bool,
    /// Print the matrix in words, with alibis and concealments, even where letters have room
    #[arg(long)]
    pub words: bool,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// How to read files.
    #[command(flatten)]
    pub reading: ReadingArgs,
}
