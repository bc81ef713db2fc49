//! The arguments of `test`.

use super::shared::{ReadingArgs, SolvingArgs};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
Every [[expect]] of every agreement is compared with the verdict found. In a folder the *.toml files with
an [agreement] table are agreements; hidden files and folders and links to folders are passed over.

The report shows each expectation that does not hold, as expected against found, with the evasion behind
it. Its last line is `N passed, N failed`. An expectation that was not decided counts as failed, and so
does a file that cannot be read, as one. With --mutants the status is 1, too, if a mutant survives.

Examples:
  regimecheck test
  regimecheck test --filter export regimes/dprk-missiles
  regimecheck test --changed-since origin/main --require-complete
  regimecheck test --update draft.toml
  regimecheck test --format junit > expectations.xml
  regimecheck test --mutants draft.toml
";

/// Arguments of `test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Files with agreements, and folders to look for them in [default: regimes]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only expectations whose file, agreement or obligation contains this text
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Only agreements of which git finds the file, or one that it includes, different from this revision
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
    /// Fail for each obligation of a phase that no expectation is about
    #[arg(long)]
    pub require_complete: bool,
    /// Print what would be tested, and solve nothing
    #[arg(long)]
    pub list: bool,
    /// Rewrite expectations that do not hold so that they do, after printing the change
    #[arg(long, conflicts_with = "list")]
    pub update: bool,
    /// Drop or weaken one term or measure at a time, and list what no expectation notices
    #[arg(long, conflicts_with_all = ["list", "update"])]
    pub mutants: bool,
    /// Print errors only; the exit status answers
    #[arg(long, short)]
    pub quiet: bool,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t = TestFormat::Text, value_name = "FORMAT")]
    pub format: TestFormat,
    /// How to read files.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// How to solve.
    #[command(flatten)]
    pub solving: SolvingArgs,
}

/// The look of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// JUnit XML, for continuous integration
    Junit,
    /// Test Anything Protocol, version 14
    Tap,
}

impl TestArgs {
    /// What is wrong with the choice of a format, if anything is.
    pub fn unfit_format(&self) -> Option<String> {
        let option = match self.format {
            TestFormat::Text => return None,
            TestFormat::Json if !self.update => return None,
            _ if self.update => "--update",
            _ if self.mutants => "--mutants",
            _ if self.list => "--list",
            _ => return None,
        };
        let known = if self.update { "text" } else { "text or JSON" };
        Some(format!("error: `{option}` reports as {known} only\n  help: leave out `--format`\n"))
    }
}
