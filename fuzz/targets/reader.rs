//! Any bytes are a regime or problems that can be shown; never a panic, and in no more than a second of
//! the processor (whatever else the machine does). The limit of 500 MB is the fuzzer's, and so is one
//! of time for what never ends: see `scripts/fuzz`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use regimecheck::diagnostic::{json, text};
use regimecheck::model::End;
use regimecheck::model::world::World;
use regimecheck::source::Input;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

/// A file in a folder of its own, so that no include leads to anything.
fn draft() -> &'static PathBuf {
    static DRAFT: OnceLock<PathBuf> = OnceLock::new();
    DRAFT.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("regimecheck-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder of its own");
        folder.join("draft.toml")
    })
}

/// What this thread has taken of the processor.
fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: it fills in a structure that lives for the whole call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fuzz_target!(|bytes: &[u8]| {
    std::fs::write(draft(), bytes).expect("it can be written");
    let before = processor_time();
    let loaded = regimecheck::load(&Input::File(draft().clone()), draft().parent());
    let shown = text::render_all(&loaded.diagnostics, &loaded.sources, false);
    let taken = processor_time() - before;
    assert!(taken < Duration::from_secs(1), "{} bytes took {taken:?}", bytes.len());
    assert_eq!(loaded.regime.is_none(), loaded.has_errors());
    assert!(!shown.contains(['\u{1b}', '\0', '\u{202e}']), "control characters are made visible");
    for line in json::render_all(&loaded.diagnostics, &loaded.sources).lines() {
        let problem: serde_json::Value = serde_json::from_str(line).expect("a problem is JSON");
        assert!(problem["code"].is_string() && problem["message"].is_string());
    }
    // Every index of a regime is in range of its worlds.
    if let Some(regime) = &loaded.regime {
        let _ = End::BOTH.map(|end| World::at(regime, end));
    }
});
