//! The arguments of `man`.

use clap::Args;

/// What the help says after the options.
pub const MORE: &str = "\
Examples:
  regimecheck man > regimecheck.1
  regimecheck man check | man -l -
";

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command
    pub command: Option<String>,
}
