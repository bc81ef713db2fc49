//! The `regimecheck` command.

fn main() {}
