//! The arguments of `compare`.

use super::shared::{ReadingArgs, SolvingArgs};
use crate::analysis::compare::Group;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
The drafts are called A, B, C and so on in the order in which they are named;
A is the one that the others are held against. No agreement at all is always
one of the columns. Drafts have to be made for one world; a draft may bring
conduct of its own in its own file.

The report begins with the answer: for every violation path and stretch of
months whether a draft is equivalent to A, stronger, weaker or incomparable,
with an evasion that one leaves and the other closes, and the terms that account
for it. Then: what is left of each draft when its host refuses what its
tolerance forbids; whose interests are served; what is paid for what; what a
walk-out leaves; the burden; and whether one draft is at least as good as another
by every criterion.

Exit status: 0, or 1 if a relation that --require states does not hold.

Examples:
  regimecheck compare first-step.toml comprehensive.toml
  regimecheck compare a.toml b.toml c.toml --format markdown > comparison.md
  regimecheck compare old.toml new.toml --require 'B>=A' --criteria scope
  regimecheck compare a.toml b.toml --weights ours.toml
";

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Regime files, each an agreement; `-` is standard input, REV:path a file at a revision
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Exit with 1 unless the first draft is at least as good as the second by every criterion: drafts by
    /// letter, file or id of the agreement. May be given several times
    #[arg(long, value_name = "A>=B")]
    pub require: Vec<String>,
    /// Only these groups of criteria count for dominance and --require
    #[arg(long, value_delimiter = ',', value_parser = group, value_name = "GROUPS")]
    pub criteria: Vec<Group>,
    /// Rank the drafts by the weights in this file, and show how far the ranking hangs on them
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Compare drafts that are made for different worlds, too; no terms are exchanged between them
    #[arg(long)]
    pub different_worlds: bool,
    /// Print errors only; the exit status answers
    #[arg(long, short)]
    pub quiet: bool,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t = CompareFormat::Text, value_name = "FORMAT")]
    pub format: CompareFormat,
    /// How to read files.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// How to solve.
    #[command(flatten)]
    pub solving: SolvingArgs,
}

/// The look of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// One line per figure, for spreadsheets
    Csv,
    /// For the comment on a pull request
    Markdown,
}

fn group(word: &str) -> Result<Group, String> {
    let found = Group::WORDS.iter().find(|(w, _)| *w == word).map(|(_, group)| *group);
    found.ok_or_else(|| {
        let words: Vec<&str> = Group::WORDS.iter().map(|(word, _)| *word).collect();
        format!("the groups are {}", words.join(", "))
    })
}
