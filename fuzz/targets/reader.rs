//! Any bytes are a regime or problems that can be shown; never a panic. The limits of a second and of
//! 500 MB for a megabyte are the fuzzer's: see `scripts/fuzz`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use regimecheck::diagnostic::{json, text};
use regimecheck::model::End;
use regimecheck::model::world::World;
use regimecheck::source::Input;
use std::path::PathBuf;
use std::sync::OnceLock;

/// A file in a folder of its own, so that no include leads to anything.
fn draft() -> &'static PathBuf {
    static DRAFT: OnceLock<PathBuf> = OnceLock::new();
    DRAFT.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("regimecheck-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder of its own");
        folder.join("draft.toml")
    })
}

fuzz_target!(|bytes: &[u8]| {
    std::fs::write(draft(), bytes).expect("it can be written");
    let loaded = regimecheck::load(&Input::File(draft().clone()), draft().parent());
    assert_eq!(loaded.regime.is_none(), loaded.has_errors());
    let shown = text::render_all(&loaded.diagnostics, &loaded.sources, false);
    assert!(!shown.contains(['\u{1b}', '\0', '\u{202e}']), "control characters are made visible");
    for line in json::render_all(&loaded.diagnostics, &loaded.sources).lines() {
        let problem: serde_json::Value = serde_json::from_str(line).expect("a problem is JSON");
        assert!(problem["code"].is_string() && problem["message"].is_string());
    }
    // Every index of a regime is in range of its worlds.
    if let Some(regime) = &loaded.regime {
        End::BOTH.map(|end| World::at(regime, end));
    }
});
