//! Limits of a question: solver resources, time, and a stop from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How much may be spent on deciding.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Z3's own resource units for one solver call: the same on every machine.
    pub resources: u32,
    /// Solver calls for one question.
    pub calls: u64,
    /// Point in time after which nothing new is begun.
    pub until: Option<Instant>,
    /// Set from outside to stop.
    pub stop: Arc<AtomicBool>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { resources: 400_000_000, calls: 20_000, until: None, stop: Arc::new(AtomicBool::new(false)) }
    }
}

impl Limits {
    /// Time left, at least a millisecond; `None` without a limit of time.
    ///
    /// # Errors
    /// If the time is up or a stop was asked for; with the reason.
    pub fn left(&self) -> Result<Option<Duration>, &'static str> {
        if self.stop.load(Ordering::Relaxed) {
            return Err("interrupted");
        }
        match self.until {
            None => Ok(None),
            Some(until) => match until.checked_duration_since(Instant::now()) {
                Some(left) if !left.is_zero() => Ok(Some(left.max(Duration::from_millis(1)))),
                _ => Err("the time limit was reached"),
            },
        }
    }
}
