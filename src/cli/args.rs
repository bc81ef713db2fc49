//! The arguments of all commands.

use super::test::{MORE as TEST_MORE, TestArgs};
use crate::solve::{self, Limits};
use crate::verdict::Engine;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use clap_complete::Shell;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

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

const CHECK_MORE: &str = "\
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

const CHECK_LESS: &str = "\
Examples:
  regimecheck check draft.toml
  regimecheck check --paths --obligation test-ban draft.toml

`regimecheck check --help` explains the verdicts, the columns and the exit status.
";

const EXPLAIN_MORE: &str = "\
The card shows the best evasion month by month, what each measure could see of
it and why no more, and how the confidence builds up. For an assured obligation
it shows the plan that comes closest, and the worst case without each measure;
for an infeasible one, what stands in the way.

Examples:
  regimecheck explain draft.toml test-ban
  regimecheck explain draft.toml export-ban --path export-by-sea
  regimecheck explain draft.toml test-ban --at favourable --format json
";

const CERTIFY_MORE: &str = "\
The folder gets SMT-LIB scripts that have to be unsatisfiable, plans that
`regimecheck replay` follows, an index of what each verdict rests on, and
check.sh, which asks any SMT solver about every script. The status is 0 if
every verdict has what it needs, whatever the verdicts are.

Examples:
  regimecheck certify draft.toml -o certificate
  certificate/check.sh cvc5 --lang smt2
  regimecheck replay draft.toml certificate/plans/001-test-ban-adverse.json
";

const REPLAY_MORE: &str = "\
A plan is a JSON file: one of a certificate, the `evasion` of `check --format
json`, or written by hand:

  { \"obligation\": \"test-ban\", \"at\": \"adverse\", \"events\": [
      { \"activity\": \"flight-test\", \"concealments\": [], \"month\": 3, \"count\": 4 } ] }

The status is 0 if the plan is feasible, violates the obligation, and comes to
the figures that its file states, if it states any; 1 if not. No solver is used.

Examples:
  regimecheck replay draft.toml certificate/plans/001-test-ban-adverse.json
  regimecheck replay draft.toml plan.json --obligation test-ban --at favourable
";

const DIFF_MORE: &str = "\
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

const FINDINGS_MORE: &str = "\
Each finding has a code, its place in the file, and what bears it out: a plan,
an activity or figures. `regimecheck codes CODE` explains a code.

Exit status: 0 if there is none, 1 if there are some.

Examples:
  regimecheck findings draft.toml
  regimecheck findings --format json draft.toml
";

const MORE: &str = "\
Examples:
  regimecheck check draft.toml               the verdicts on a draft agreement
  regimecheck explain draft.toml test-ban    how an obligation is evaded best
  regimecheck codes unknown-reference        what an error means
";

const LIST_MORE: &str = "\
The matrix tells, for each path of an obligation, what each measure could make
of one event, or of one month in which something is held:
  proves        nothing permitted looks the same
  tells apart   permitted conduct looks the same; the measure can tell them
                apart with some probability
  sights only   permitted conduct looks the same: an alibi
  cued only     it looks only where another measure has raised suspicion
  not in force  it could, but the draft does not put it in force
  blind         it cannot
Whether all that is enough, and in time, is for `check` to say.

Examples:
  regimecheck list draft.toml
  regimecheck list --by-phase --obligation test-ban draft.toml
  regimecheck list --words draft.toml
  regimecheck list --format json draft.toml > inventory.json
";

const INIT_MORE: &str = "\
Nothing that is there already is overwritten.

Examples:
  regimecheck init regimes/my-case
  regimecheck check regimes/my-case/draft.toml
  regimecheck test regimes/my-case
";

const SCHEMA_MORE: &str = "\
An editor that knows TOML and JSON Schema (Taplo, Tombi, Even Better TOML)
completes and checks a file that begins with `#:schema regime.schema.json`.

Examples:
  regimecheck schema > regime.schema.json
";

const CODES_MORE: &str = "\
Examples:
  regimecheck codes
  regimecheck codes low-above-high
";

const COMPLETIONS_MORE: &str = "\
Examples:
  regimecheck completions bash > ~/.local/share/bash-completion/completions/regimecheck
  regimecheck completions fish > ~/.config/fish/completions/regimecheck.fish
";

const MAN_MORE: &str = "\
Examples:
  regimecheck man > regimecheck.1
  regimecheck man check | man -l -
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
    #[command(after_help = CHECK_LESS, after_long_help = format!("{CHECK_MORE}\n{STATUSES}"))]
    Check(CheckArgs),
    /// Show the best evasion of an obligation month by month: the scenario card
    #[command(after_help = format!("{EXPLAIN_MORE}\n{STATUSES}"))]
    Explain(ExplainArgs),
    /// Run the expectations of agreements: are the verdicts what their authors expect
    #[command(after_help = format!("{TEST_MORE}\n{STATUSES}"))]
    Test(TestArgs),
    /// Write what it takes to check every verdict without believing it
    #[command(after_help = format!("{CERTIFY_MORE}\n{STATUSES}"))]
    Certify(CertifyArgs),
    /// Follow a plan month by month and evaluate it exactly, without a solver
    #[command(after_help = format!("{REPLAY_MORE}\n{STATUSES}"))]
    Replay(ReplayArgs),
    /// Show what is in a regime, and which measure could see what
    #[command(after_help = format!("{LIST_MORE}\n{STATUSES}"))]
    List(ListArgs),
    /// Write a small commented regime to start from
    #[command(after_help = INIT_MORE)]
    Init {
        /// The folder to write it to; made if it is not there
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Print the format of regime files as a JSON Schema, for editors
    #[command(after_help = SCHEMA_MORE)]
    Schema,
    /// Compare two versions of a draft: terms, verdicts, and what is now permitted
    #[command(after_help = format!("{DIFF_MORE}\n{STATUSES}"))]
    Diff(DiffArgs),
    /// Find faults of drafting: what cannot be violated, what changes nothing, what rests on nothing
    #[command(after_help = format!("{FINDINGS_MORE}\n{STATUSES}"))]
    Findings(FindingsArgs),
    /// Say what the codes of errors and warnings mean
    #[command(after_help = CODES_MORE)]
    Codes {
        /// A code; all codes if none is given
        code: Option<String>,
    },
    /// Print a script that completes command lines in a shell
    #[command(after_help = COMPLETIONS_MORE)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of the program or of a command
    #[command(after_help = MAN_MORE)]
    Man {
        /// The command
        command: Option<String>,
    },
}

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

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Regime file; `-` is standard input
    pub file: PathBuf,
    /// Show this obligation only, and its paths (may be repeated)
    #[arg(long = "obligation", value_name = "ID")]
    pub obligations: Vec<String>,
    /// Print a matrix for each phase, not one for the best of all
    #[arg(long)]
    pub by_phase: bool,
    /// Print the matrix in words, with alibis and concealments, even where letters have room
    #[arg(long)]
    pub words: bool,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// How to read files.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Regime file; `-` is standard input
    pub file: PathBuf,
    /// Id of the obligation
    pub obligation: String,
    /// Only the plans with no other activity that the obligation prohibits (or that makes what it limits)
    #[arg(long, value_name = "ACTIVITY")]
    pub path: Option<String>,
    /// The end of what is not known: against the verifier or for it
    #[arg(long, value_enum, default_value_t = End::Adverse, value_name = "END")]
    pub at: End,
    /// What the card looks like
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// How to read files.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// How to solve.
    #[command(flatten)]
    pub solving: SolvingArgs,
}

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

/// An end of the uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum End {
    /// Everything unknown helps the evader
    Adverse,
    /// Everything unknown helps the verifier
    Favourable,
}

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
    /// Print errors only
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub solving: SolvingArgs,
}

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// Regime file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Plan file; `-` is standard input
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    /// The obligation that it violates [default: what the plan says]
    #[arg(long, value_name = "ID")]
    pub obligation: Option<String>,
    /// The end of what is not known [default: what the plan says, else adverse]
    #[arg(long, value_enum, value_name = "END")]
    pub at: Option<End>,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How to read files and to speak of what is wrong with them.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// Folder that includes may not leave [default: the working directory if FILE lies in it, else FILE's own folder]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// What errors and warnings look like on standard error
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub message_format: Format,
}

/// How to decide, and what may be spent on it.
#[derive(Debug, Args)]
pub struct SolvingArgs {
    /// Questions worked on at once [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Stop after so many seconds; what is open then is undecided
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
    /// Z3's resource units for one solver call, the same on every machine
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..), default_value_t = Limits::default().resources)]
    pub resources: u32,
    /// Megabytes that Z3 may take, all questions together [default: no limit]
    #[arg(long, value_name = "MB", value_parser = value_parser!(u32).range(1..))]
    pub memory: Option<u32>,
    /// How questions are put to the solver
    #[arg(long, value_enum, default_value_t = EngineArg::Cells)]
    pub engine: EngineArg,
    /// Solve with this Z3 even if regimecheck was not tested with its version
    #[arg(long, env = "REGIMECHECK_ANY_Z3", hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub any_z3: bool,
}

/// The look of a report or of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the environment says no (NO_COLOR)
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How questions are put to the solver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EngineArg {
    /// Months that are alike together: fast
    Cells,
    /// Month by month: slow and simple, to check the other
    Monthly,
}

impl From<EngineArg> for Engine {
    fn from(engine: EngineArg) -> Engine {
        match engine {
            EngineArg::Cells => Engine::Cells,
            EngineArg::Monthly => Engine::Monthly,
        }
    }
}

/// Reads a number of seconds, which may have a fraction.
fn seconds(text: &str) -> Result<Duration, String> {
    let wanted = || "expected a number of seconds above 0, such as 30 or 0.5".to_owned();
    let number: f64 = text.parse().map_err(|_| wanted())?;
    let duration = Duration::try_from_secs_f64(number).map_err(|_| wanted())?;
    if duration.is_zero() { Err(wanted()) } else { Ok(duration) }
}
