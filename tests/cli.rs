//! Runs of the real program: its reports, messages and exit statuses.

#![allow(clippy::expect_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

#[path = "cli/account.rs"]
mod account;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/disk.rs"]
mod disk;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/faults.rs"]
mod faults;
#[path = "cli/others.rs"]
mod others;
#[path = "cli/overflow.rs"]
mod overflow;
#[path = "cli/provenance.rs"]
mod provenance;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/scale.rs"]
mod scale;
#[path = "cli/solver.rs"]
mod solver;
