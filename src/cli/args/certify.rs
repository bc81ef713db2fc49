//! The arguments of `certify`.

use super::shared::{ReadingArgs, SolvingArgs};
use clap::Args;
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
The folder gets SMT-LIB scripts that have to be unsatisfiable, plans that
`regimecheck replay` follows, an index of what each verdict rests on, and
check.sh, which asks any SMT solver about every script. The status is 0 if
every verdict has what it needs, whatever the verdicts are.

Examples:
  regimecheck certify draft.toml -o certificate
  certificate/check.sh cvc5 --lang smt2
  regimecheck replay draft.toml certificate/plans/001-test-ban-adverse.json
";

/// Arguments of `certify`.
#[derive(Debug, Args)]
pub struct CertifyArgs {
    /// Regime file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Folder to write to; it may not exist yet, or has to be empty
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// Replace an earlier certificate
    #[arg(long)]
    pub force: bool,
    /// Certify this obligation only (may be repeated)
    #[arg(long = "obligation", value_name = "ID")]
    pub obligations: Vec<String>,
    /// Also certify the deal: the verdicts as accepted, what is earned, what is at risk, and the
    /// least tolerance
    #[arg(long)]
    pub deal: bool,
    /// Print errors only
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub solving: SolvingArgs,
}
