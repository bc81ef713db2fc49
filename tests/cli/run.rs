//! Running the program.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// The program, to be run in the folder of the package with none of the caller's settings.
pub fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regimecheck"));
    command.args(args).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub fn finish(command: &mut Command, input: &str) -> Run {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it should start");
    child.stdin.take().expect("it has an input").write_all(input.as_bytes()).expect("it should read");
    let output = child.wait_with_output().expect("it should end");
    Run {
        status: output.status.code().expect("it should end by itself"),
        out: String::from_utf8(output.stdout).expect("it should print UTF-8"),
        err: String::from_utf8(output.stderr).expect("it should print UTF-8"),
    }
}

/// Runs the program without input.
pub fn run(args: &[&str]) -> Run {
    finish(&mut program(args), "")
}

/// The run as a snapshot shows it.
pub fn shown(args: &[&str]) -> String {
    let run = run(args);
    let mut text = format!("$ regimecheck {}\n{}", args.join(" "), run.out);
    if !run.err.is_empty() {
        text.push_str(&format!("--- standard error\n{}", run.err));
    }
    text.push_str(&format!("--- status {}\n", run.status));
    // Versions change; a snapshot should not.
    let version = regimecheck::solve::version();
    text.replace(&version, "[z3]").replace(env!("CARGO_PKG_VERSION"), "[version]")
}

/// Compares a run with its snapshot.
macro_rules! snapshot {
    ($name:literal, $args:expr) => {
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, crate::run::shown($args));
        })
    };
}
pub(crate) use snapshot;
