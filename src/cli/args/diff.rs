//! The arguments of `diff`.

use super::shared::{ReadingArgs, SolvingArgs};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What the help says after the options.
pub const MORE: &str = "\
OLD and NEW are regime files, or REV:path: the file as it is at a revision in
the git repository of the working directory, with its includes as they are
there. A path that begins with ./ or ../ is relative to the working directory,
any other to the top of the repository, as git has it.

The report says which verdicts, confidences and months differ, adverse /
favourable where the ends differ; what is now permitted that was not, and the
reverse; and what changed in the terms, with the effect of each change: the new
draft is checked again without it. Changes that change no verdict are taken back
all together, and still no verdict changes.

Exit status: 0 if no verdict differs and nothing is bound otherwise, 1 if
something is (with --only-worse: 1 only if a verdict is worse, an obligation is
gone, or an activity is less bound).

Examples:
  regimecheck diff first.toml second.toml
  regimecheck diff HEAD~1:drafts/ban.toml drafts/ban.toml
  regimecheck diff --format markdown origin/main:ban.toml ban.toml > comment.md
  regimecheck diff --quiet --only-worse main:ban.toml ban.toml
";

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The old version: a regime file, `-`, or REV:path
    pub old: PathBuf,
    /// The new version
    pub new: PathBuf,
    /// Do not look into what each change does to the verdicts
    #[arg(long)]
    pub no_effects: bool,
    /// Exit with 1 only if something is worse for the verifier
    #[arg(long)]
    pub only_worse: bool,
    /// Print errors only; the exit status answers
    #[arg(long, short)]
    pub quiet: bool,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t = DiffFormat::Text, value_name = "FORMAT")]
    pub format: DiffFormat,
    /// How to read files.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// How to solve.
    #[command(flatten)]
    pub solving: SolvingArgs,
}

/// The look of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For the comment on a pull request
    Markdown,
}
