//! A pool of workers: jobs of plain data in, results as they come out.
//!
//! The workers are threads of their own that nobody has to wait for: when the caller's patience
//! ends, the pool returns at once and leaves behind those that are deep in the solver. They hold
//! their data by themselves and end with the program.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// What a worker hands over.
#[derive(Debug)]
pub enum Message<R> {
    /// A part of the result.
    Part(R),
    /// The job is done.
    Done,
    /// The job ended in a panic with this message.
    Panicked(String),
}

/// How often the caller is asked whether to go on waiting.
const PULSE: Duration = Duration::from_millis(20);

/// Room for each worker's calls: the solver recurses over formulas.
const STACK: usize = 64 << 20;

/// Whether workers were left behind.
static LEFT_BEHIND: AtomicBool = AtomicBool::new(false);

thread_local! {
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work` on every job with at most `workers` at once; it hands over each part of its result.
/// `heard` gets every message with the place of its job. Returns early, leaving the workers behind,
/// as soon as `stop` says so.
pub fn run<J, R>(
    jobs: &Arc<Vec<J>>,
    workers: usize,
    work: impl Fn(&J, &mut dyn FnMut(R)) + Send + Sync + 'static,
    mut stop: impl FnMut() -> bool,
    mut heard: impl FnMut(usize, Message<R>),
) where
    J: Send + Sync + 'static,
    R: Send + 'static,
{
    let next = Arc::new(AtomicUsize::new(0));
    let work = Arc::new(work);
    let (send, receive) = mpsc::channel();
    let mut refusal = None;
    for _ in 0..workers.clamp(1, jobs.len().max(1)) {
        let (jobs, next, work, send) = (Arc::clone(jobs), Arc::clone(&next), Arc::clone(&work), send.clone());
        let worker = move || {
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(job) = jobs.get(place) else { return };
                let mut part = |part| drop(send.send((place, Message::Part(part))));
                let ended = match catch_unwind(AssertUnwindSafe(|| work(job, &mut part))) {
                    Ok(()) => Message::Done,
                    Err(panic) => Message::Panicked(message(&*panic)),
                };
                if send.send((place, ended)).is_err() {
                    return;
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("worker".to_owned()).stack_size(STACK).spawn(worker) {
            refusal = Some(error);
            break;
        }
    }
    drop(send);
    loop {
        match receive.recv_timeout(PULSE) {
            Ok((place, message)) => heard(place, message),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if stop() {
            receive.try_iter().for_each(|(place, message)| heard(place, message));
            LEFT_BEHIND.store(true, Ordering::Relaxed);
            return;
        }
    }
    if let Some(error) = refusal {
        // No worker at all could be started, or those that were have done everything.
        for place in next.load(Ordering::Relaxed)..jobs.len() {
            heard(place, Message::Panicked(format!("the system starts no thread: {error}")));
        }
    }
}

/// Whether some run has left workers behind: then the program should end without ceremony, since
/// they still use what an orderly end would take away.
pub fn left_behind() -> bool {
    LEFT_BEHIND.load(Ordering::Relaxed)
}

/// Whether this thread is a worker of a pool.
pub fn is_worker() -> bool {
    thread::current().name() == Some("worker")
}

/// Notes where a panic of this thread comes from, for its message; for use in a panic hook.
pub fn note_place(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    PLACE.with(|p| *p.borrow_mut() = place);
}

/// The message of a panic, with its place if that was noted.
pub fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    let text = text.unwrap_or_else(|| "a panic without a message".to_owned());
    match PLACE.with(|p| p.borrow_mut().take()) {
        Some(place) => format!("{text} (at {place})"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_message_and_the_others_go_on() {
        let jobs = Arc::new(vec![1, 2, 3]);
        let mut heard = Vec::new();
        run(
            &jobs,
            2,
            |job, part| {
                assert!(*job != 2, "two");
                part(job * 10);
            },
            || false,
            |place, message| heard.push((place, format!("{message:?}"))),
        );
        heard.sort();
        let expected = [(0, "Done"), (0, "Part(10)"), (1, "Panicked(\"two\")"), (2, "Done"), (2, "Part(30)")];
        assert_eq!(heard, expected.map(|(place, text)| (place, text.to_owned())));
    }

    #[test]
    fn nobody_waits_for_a_stuck_worker() {
        let jobs = Arc::new(vec![0u64, 3600]);
        let mut parts = Vec::new();
        let began = std::time::Instant::now();
        run(
            &jobs,
            2,
            |seconds, part| {
                thread::sleep(Duration::from_secs(*seconds));
                part(*seconds);
            },
            || began.elapsed() > Duration::from_millis(200),
            |_, message| {
                if let Message::Part(part) = message {
                    parts.push(part);
                }
            },
        );
        assert_eq!(parts, [0]);
        assert!(left_behind());
    }
}
