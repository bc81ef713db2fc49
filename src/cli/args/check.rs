//! The arguments of `check`.

use super::shared::{Format, ReadingArgs, SolvingArgs};
use clap::Args;
use std::path::PathBuf;

/// What the long help says after the options.
pub const MORE: &str = "\
Verdicts, best for the verifier first:
  infeasible  the world cannot commit this violation; nothing was verified
  assured     every plan is proved to the goal by the deadline
  late        every plan is proved to the goal, some only after the deadline
  ambiguous   every plan is sighted to the goal by the deadline, but permitted
              conduct explains some of it
  evadable    some plan stays below the goal
  uncovered   some plan leaves no trace at all
  contingent  the verdicts at the adverse and at the favourable end of what is
              not known differ; both are given, as adverse / favourable

Columns:
  confidence    the least confidence of proof by the deadline over all plans,
                against the goal; the plan that reaches it is the best evasion
  margin        months from the proof of the best evasion to the deadline: +2
                is two months to spare, -2 two months too late; `never` if the
                goal is never reached; `-` if there is no plan
  weakest path  the activity that by itself leads to the worst verdict and the
                least confidence at the adverse end; a + b where only several
                together reach the worst case

With several files, --format json prints an array with one object a file; a
file with errors has an object with `error` and no `obligations`.

Examples:
  regimecheck check draft.toml
  regimecheck check --paths --obligation test-ban draft.toml
  regimecheck check --format json drafts/*.toml > verdicts.json
  regimecheck check --timeout 10 --jobs 1 - < draft.toml
";

/// What the short help says after the options.
pub const LESS: &str = "\
Examples:
  regimecheck check draft.toml
  regimecheck check --paths --obligation test-ban draft.toml

`regimecheck check --help` explains the verdicts, the columns and the exit status.
";

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Regime files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Check this obligation only (may be repeated)
    #[arg(long = "obligation", value_name = "ID")]
    pub obligations: Vec<String>,
    /// Print the verdict of each path by itself
    #[arg(long)]
    pub paths: bool,
    /// Print the verdict of the plans completed in each phase
    #[arg(long)]
    pub by_phase: bool,
    /// Print how often the solver was called and what it spent
    #[arg(long)]
    pub statistics: bool,
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
