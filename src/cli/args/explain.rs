//! The arguments of `explain`.

use super::shared::{End, Format, ReadingArgs, SolvingArgs};
use clap::Args;
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
The card shows the best evasion month by month, what each measure could see of
it and why no more, and how the confidence builds up. For an assured obligation
it shows the plan that comes closest, and the worst case without each measure;
for an infeasible one, what stands in the way.

Examples:
  regimecheck explain draft.toml test-ban
  regimecheck explain draft.toml export-ban --path export-by-sea
  regimecheck explain draft.toml test-ban --at favourable --format json
";

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Regime file; `-` is standard input
    pub file: PathBuf,
    /// Id of the obligation
    pub obligation: String,
    /// Only the plans with no other activity that the obligation prohibits (or that makes what it limits)
    #[arg(long, value_name = "ACTIVITY")]
    pub path: Option<String>,
    /// The end of what is not known: against the verifier or for it
    #[arg(long, value_enum, default_value_t = End::Adverse, value_name = "END")]
    pub at: End,
    /// What the card looks like
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// How to read files.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// How to solve.
    #[command(flatten)]
    pub solving: SolvingArgs,
}
