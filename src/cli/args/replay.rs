//! The arguments of `replay`.

use super::shared::{End, Format, ReadingArgs};
use clap::Args;
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
A plan is a JSON file: one of a certificate, the `evasion` of `check --format
json`, or written by hand:

  { \"obligation\": \"test-ban\", \"at\": \"adverse\", \"events\": [
      { \"activity\": \"flight-test\", \"concealments\": [], \"month\": 3, \"count\": 4 } ] }

The status is 0 if the plan is feasible, violates the obligation, and comes to
the figures that its file states, if it states any; 1 if not. No solver is used.

Examples:
  regimecheck replay draft.toml certificate/plans/001-test-ban-adverse.json
  regimecheck replay draft.toml plan.json --obligation test-ban --at favourable
";

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// Regime file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Plan file; `-` is standard input
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    /// The obligation that it violates [default: what the plan says]
    #[arg(long, value_name = "ID")]
    pub obligation: Option<String>,
    /// The end of what is not known [default: what the plan says, else adverse]
    #[arg(long, value_enum, value_name = "END")]
    pub at: Option<End>,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    #[command(flatten)]
    pub reading: ReadingArgs,
}
