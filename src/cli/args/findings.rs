//! The arguments of `findings`.

use super::shared::{Format, ReadingArgs, SolvingArgs};
use clap::Args;
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
Each finding has a code, its place in the file, and what bears it out: a plan,
an activity or figures. `regimecheck codes CODE` explains a code.

Exit status: 0 if there is none, 1 if there are some.

Examples:
  regimecheck findings draft.toml
  regimecheck findings --format json draft.toml
";

/// Arguments of `findings`.
#[derive(Debug, Args)]
pub struct FindingsArgs {
    /// Regime file; `-` is standard input
    pub file: PathBuf,
    /// Print errors only; the exit status answers
    #[arg(long, short)]
    pub quiet: bool,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// How to read files.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// How to solve.
    #[command(flatten)]
    pub solving: SolvingArgs,
}
