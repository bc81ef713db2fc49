//! Runs a check over many random regimes, the same ones every time, on all cores.

use super::deal::strategy;
use super::{Size, Sketch};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use regimecheck::model::Regime;
use regimecheck::source::Input;
use std::sync::atomic::{AtomicU32, Ordering};

/// Regimes that share a seed.
const CHUNK: u32 = 50;

/// Checks `cases` regimes; panics with the smallest regime found for which `check` is an error.
pub fn each(size: Size, seed: &str, cases: u32, check: impl Fn(&Sketch) -> Result<(), String> + Sync) {
    let next = AtomicU32::new(0);
    let chunks = cases.div_ceil(CHUNK);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let failure = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let chunk = next.fetch_add(1, Ordering::Relaxed);
                        if chunk >= chunks {
                            return None;
                        }
                        let some = CHUNK.min(cases - chunk * CHUNK);
                        let failure = chunk_of(size, seed, chunk, some, &check);
                        if failure.is_some() {
                            next.store(chunks, Ordering::Relaxed);
                            return failure;
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().find_map(|t| t.join().expect("no panic in a check"))
    });
    if let Some(failure) = failure {
        panic!("{failure}");
    }
}

fn chunk_of(
    size: Size,
    seed: &str,
    chunk: u32,
    cases: u32,
    check: impl Fn(&Sketch) -> Result<(), String>,
) -> Option<String> {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4000,
        max_shrink_time: 60_000,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().zip(seed.bytes().chain(chunk.to_le_bytes())) {
        *place = byte;
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let run = TestRunner::new_with_rng(config, rng)
        .run(&strategy(size), |sketch| check(&sketch).map_err(TestCaseError::fail));
    match run {
        Ok(()) => None,
        Err(TestError::Fail(why, sketch)) => Some(format!("{why}\n\n{}", sketch.toml())),
        Err(TestError::Abort(why)) => Some(format!("aborted: {why}")),
    }
}

/// The regime that a sketch writes down.
pub fn regime(sketch: &Sketch) -> Result<Regime, String> {
    let text = sketch.toml();
    let loaded = regimecheck::load(&Input::Text { name: "random.toml".to_owned(), text }, None);
    loaded.regime.ok_or_else(|| format!("not read: {:?}", loaded.diagnostics))
}
