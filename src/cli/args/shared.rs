//! Arguments that several commands share.

use crate::solve::Limits;
use crate::verdict::Engine;
use clap::{Args, ValueEnum, value_parser};
use std::path::PathBuf;
use std::time::Duration;

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

/// An end of the uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum End {
    /// Everything unknown helps the evader
    Adverse,
    /// Everything unknown helps the verifier
    Favourable,
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
