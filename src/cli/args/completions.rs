//! The arguments of `completions`.

use clap::Args;
use clap_complete::Shell;

/// What the help says after the options.
pub const MORE: &str = "\
Examples:
  regimecheck completions bash > ~/.local/share/bash-completion/completions/regimecheck
  regimecheck completions fish > ~/.config/fish/completions/regimecheck.fish
";

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}
