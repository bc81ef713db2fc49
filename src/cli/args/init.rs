//! The arguments of `init`.

use clap::Args;
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
Nothing that is there already is overwritten.

Examples:
  regimecheck init regimes/my-case
  regimecheck check regimes/my-case/draft.toml
  regimecheck test regimes/my-case
";

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to write it to; made if it is not there
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
