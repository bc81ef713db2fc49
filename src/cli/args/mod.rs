//! The arguments of all commands: one file per command, and what they share in `shared`.
//!
//! A new command has a file here, with its arguments and `MORE`, what its help says after them, and a variant of
//! [`Command`].

mod certify;
mod check;
mod codes;
mod completions;
mod diff;
mod explain;
mod findings;
mod init;
mod list;
mod man;
mod replay;
mod schema;
mod shared;
mod test;

pub use certify::CertifyArgs;
pub use check::CheckArgs;
pub use codes::CodesArgs;
pub use completions::CompletionsArgs;
pub use diff::{DiffArgs, DiffFormat};
pub use explain::ExplainArgs;
pub use findings::FindingsArgs;
pub use init::InitArgs;
pub use list::ListArgs;
pub use man::ManArgs;
pub use replay::ReplayArgs;
pub use shared::{Color, End, Format, ReadingArgs, SolvingArgs};
pub use test::{TestArgs, TestFormat};

use crate::solve;
use clap::{Parser, Subcommand};
use std::sync::LazyLock;

/// The versions that `--version` states.
static VERSION: LazyLock<String> = LazyLock::new(|| format!("{} (Z3 {})", env!("CARGO_PKG_VERSION"), solve::version()));

/// Exit statuses, as every command's help ends.
const STATUSES: &str = "\
Exit status:
  0    all asked for holds (check, explain: assured)
  1    it does not
  2    bad input or usage, or the output could not be written
  3    undecided: a limit was reached
  101  a fault of the program
  130  interrupted
";

const MORE: &str = "\
Examples:
  regimecheck check draft.toml               the verdicts on a draft agreement
  regimecheck explain draft.toml test-ban    how an obligation is evaded best
  regimecheck codes unknown-reference        what an error means
";

/// Which violations of a draft arms-control agreement would be detected, how surely and how soon
#[derive(Debug, Parser)]
#[command(name = "regimecheck", version = VERSION.as_str(), max_term_width = 100, after_help = MORE)]
#[command(after_long_help = format!("{MORE}\n{STATUSES}"))]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Decide for each obligation whether every violation would be detected
    #[command(after_help = check::LESS, after_long_help = format!("{}\n{STATUSES}", check::MORE))]
    Check(CheckArgs),
    /// Show the best evasion of an obligation month by month: the scenario card
    #[command(after_help = format!("{}\n{STATUSES}", explain::MORE))]
    Explain(ExplainArgs),
    /// Run the expectations of agreements: are the verdicts what their authors expect
    #[command(after_help = format!("{}\n{STATUSES}", test::MORE))]
    Test(TestArgs),
    /// Write what it takes to check every verdict without believing it
    #[command(after_help = format!("{}\n{STATUSES}", certify::MORE))]
    Certify(CertifyArgs),
    /// Follow a plan month by month and evaluate it exactly, without a solver
    #[command(after_help = format!("{}\n{STATUSES}", replay::MORE))]
    Replay(ReplayArgs),
    /// Show what is in a regime, and which measure could see what
    #[command(after_help = format!("{}\n{STATUSES}", list::MORE))]
    List(ListArgs),
    /// Write a small commented regime to start from
    #[command(after_help = init::MORE)]
    Init(InitArgs),
    /// Print the format of regime files as a JSON Schema, for editors
    #[command(after_help = schema::MORE)]
    Schema,
    /// Compare two versions of a draft: terms, verdicts, and what is now permitted
    #[command(after_help = format!("{}\n{STATUSES}", diff::MORE))]
    Diff(DiffArgs),
    /// Find faults of drafting: what cannot be violated, what changes nothing, what rests on nothing
    #[command(after_help = format!("{}\n{STATUSES}", findings::MORE))]
    Findings(FindingsArgs),
    /// Say what the codes of errors and warnings mean
    #[command(after_help = codes::MORE)]
    Codes(CodesArgs),
    /// Print a script that completes command lines in a shell
    #[command(after_help = completions::MORE)]
    Completions(CompletionsArgs),
    /// Print the manual page of the program or of a command
    #[command(after_help = man::MORE)]
    Man(ManArgs),
}
