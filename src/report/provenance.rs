//! Where a report comes from: what every report in JSON and every certificate states, so that a
//! verdict can be traced to the programs and the files that it rests on.

use crate::source::{SourceFile, SourceSet, sha256};
use serde_json::{Map, Value, json};

/// States `tool` and `inputs` in a report. A report on several regimes states `tool` once, and the
/// inputs of each where it speaks of it.
pub fn state(report: &mut Map<String, Value>, sources: &SourceSet) {
    report.insert("tool".into(), tool());
    report.insert("inputs".into(), inputs(sources));
}

/// The versions of this program and of Z3.
pub fn tool() -> Value {
    json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION"), "z3": crate::solve::version() })
}

/// All files of a regime, the top file first, each with its digest.
pub fn inputs(sources: &SourceSet) -> Value {
    sources.files.iter().map(|file| json!({ "file": file.name, "sha256": digest(file) })).collect()
}

/// The SHA-256 of a file's text (without a byte order mark), in hexadecimal.
pub fn digest(file: &SourceFile) -> String {
    sha256(file.text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_stated_with_the_digest_of_its_text() {
        let files = vec![SourceFile::new("top.toml", "abc"), SourceFile::new("world.toml", "")];
        let mut report = Map::new();
        state(&mut report, &SourceSet { files, order: vec![1, 0], complete: true });
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let files = json!([{ "file": "top.toml", "sha256": abc }, { "file": "world.toml", "sha256": nothing }]);
        assert_eq!(report.get("inputs"), Some(&files));
        assert_eq!(report["tool"]["z3"], crate::solve::version());
    }
}
