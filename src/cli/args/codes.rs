//! The arguments of `codes`.

use clap::Args;

/// What the help says after the options.
pub const MORE: &str = "\
Examples:
  regimecheck codes
  regimecheck codes low-above-high
";

/// Arguments of `codes`.
#[derive(Debug, Args)]
pub struct CodesArgs {
    /// A code; all codes if none is given
    pub code: Option<String>,
}
