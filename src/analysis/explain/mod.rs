//! Explain: what a plan comes to, for people.

pub mod account;

pub use account::Account;
