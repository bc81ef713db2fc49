//! A pool of workers: jobs of plain data in, results in the order of the jobs out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Runs `work` on every job with at most `workers` at once and hands each result to `done` as it
/// comes, with the job's place. A job that panics hands over its message instead.
pub fn run<J: Sync, R: Send>(
    jobs: &[J],
    workers: usize,
    work: impl Fn(&J) -> R + Sync,
    mut done: impl FnMut(usize, Result<R, String>),
) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..workers.clamp(1, jobs.len().max(1)) {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(place) else { return };
                    let result = catch_unwind(AssertUnwindSafe(|| work(job))).map_err(|panic| message(&*panic));
                    if send.send((place, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for (place, result) in receive {
            done(place, result);
        }
    });
}

/// The message of a panic.
pub fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without a message".to_owned())
}
