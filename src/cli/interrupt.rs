//! Ctrl-C: what was decided so far is still reported.

use super::status::Status;
use crate::solve::Limits;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Whether somebody is there to take notice of a stop.
static DECIDING: AtomicBool = AtomicBool::new(false);

/// How long a stop may take until the program ends without a report.
const PATIENCE: Duration = Duration::from_secs(5);

/// From now on Ctrl-C sets the stop of `limits` while something is being decided, and ends the
/// program otherwise.
pub fn listen(limits: &Limits) {
    let stop = Arc::clone(&limits.stop);
    // If there is no handler, Ctrl-C ends the program without a report.
    let _ = ctrlc::set_handler(move || {
        stop.store(true, Ordering::Relaxed);
        let pulse = Duration::from_millis(20);
        let mut waited = Duration::ZERO;
        while DECIDING.load(Ordering::Relaxed) && waited < PATIENCE {
            thread::sleep(pulse);
            waited += pulse;
        }
        if waited.is_zero() || DECIDING.load(Ordering::Relaxed) {
            leave(Status::Interrupted);
        }
    });
}

/// Decides something, of which Ctrl-C makes a partial answer.
pub fn deciding<R>(work: impl FnOnce() -> R) -> R {
    DECIDING.store(true, Ordering::Relaxed);
    let answer = work();
    DECIDING.store(false, Ordering::Relaxed);
    answer
}

/// Ends the program here and now, whatever its other threads are doing.
pub fn leave(status: Status) -> ! {
    #[allow(unsafe_code, reason = "the standard library has no exit without destructors")]
    unsafe extern "C" {
        fn _exit(status: std::ffi::c_int) -> !;
    }
    // SAFETY: it takes a number and ends the process; output is flushed as it is written.
    #[allow(unsafe_code, reason = "an orderly exit would destroy what threads inside Z3 still use")]
    unsafe {
        _exit(status.number().into())
    }
}
