//! Tasks worked on at once, each with an answer or the reason why there is none.

use crate::analysis::check::{Open, Options, Progress};
use crate::analysis::pool;
use std::sync::Arc;

/// Does `work` on every job; `progress` hears of each that is done. When the limit of time is reached or
/// a stop is asked for, it returns at once: what is not done by then is open, for that reason.
pub fn run<J, R>(
    jobs: Vec<J>,
    options: &Options,
    work: impl Fn(&J, &Options) -> R + Send + Sync + 'static,
    mut progress: impl FnMut(Progress),
) -> Vec<Result<R, Open>>
where
    J: Send + Sync + 'static,
    R: Send + 'static,
{
    let jobs = Arc::new(jobs);
    let of = jobs.len();
    let mut answers: Vec<Option<Result<R, Open>>> = (0..of).map(|_| None).collect();
    let (how, limits) = (options.clone(), options.limits.clone());
    let mut done = 0;
    pool::run(
        &jobs,
        options.jobs,
        move |job, tell: &mut dyn FnMut(R)| tell(work(job, &how)),
        || limits.left().is_err(),
        |place, message| {
            match message {
                pool::Message::Part(answer) => answers[place] = Some(Ok(answer)),
                pool::Message::Panicked(what) => answers[place] = Some(Err(Open::Fault(what))),
                pool::Message::Done => {}
            }
            if answers[place].is_some() {
                done += 1;
                progress(Progress { done: done.min(of), of });
            }
        },
    );
    let stopped = Open::Undecided(options.limits.left().err().unwrap_or("it was not worked on").to_owned());
    answers.into_iter().map(|answer| answer.unwrap_or_else(|| Err(stopped.clone()))).collect()
}
