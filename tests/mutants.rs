//! What is said of mutants with little asking is what asking everything says.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking")]

use regimecheck::analysis::check::{Options, check};
use regimecheck::analysis::test::{Case, Fate, Judgement, judge, mutation, score, suite};
use regimecheck::model::Regime;
use regimecheck::model::term::Term;
use regimecheck::source::{Input, SourceSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FILES: [&str; 6] = [
    "regimes/kumchang-ri/prompt-access.toml",
    "regimes/kumchang-ri/reading-clean-up.toml",
    "regimes/food-aid/announced-visits.toml",
    "regimes/border-forces/withdrawal.toml",
    "regimes/ctbt/kara-sea.toml",
    "regimes/jcpoa/as-agreed.toml",
];

/// A draft with a mutant that is another at the favourable end only: an inspection that waits for a cue,
/// and at the adverse end sees nothing with or without one.
const CUED: &str = r#"
format = 1
agreement = { id = "cued", goal = 0.9 }
signature = [{ id = "plume" }]
activity = [{ id = "test", signatures = ["plume"] }]
obligation = [{ id = "ban", prohibits = [{ id = "test" }] }]
phase = [{ id = "term", months = 6, obligations = ["ban"], measures = ["eye", "inspection"] }]
expect = [{ obligation = "ban", verdict = "evadable" }]
[[measure]]
id = "eye"
family = "national-technical-means"
detects = [{ signature = "plume", probability = 0.2 }]
[[measure]]
id = "inspection"
family = "on-site"
coverage = { low = 0, high = 1 }
cued_by = ["eye"]
detects = [{ signature = "plume", probability = 0.95 }]
"#;

/// The regime of a file without what its expectations state of the best evasion: where several are
/// equally good, which of them is found is no matter of right and wrong.
fn regime(file: &Path) -> Arc<Regime> {
    let mut regime = regimecheck::load(&Input::File(file.to_owned()), None).regime.unwrap();
    regime.expects.iter_mut().for_each(|e| e.evasion_uses.clear());
    Arc::new(regime)
}

fn case(file: &str, regime: &Arc<Regime>) -> Case {
    Case {
        file: file.to_owned(),
        sources: SourceSet { files: Vec::new(), order: Vec::new(), complete: true },
        problems: Vec::new(),
        regime: Some(Arc::clone(regime)),
        expects: (0..regime.expects.len()).collect(),
        missing: Vec::new(),
    }
}

/// Whether an expectation of the draft fails for a mutant, all that is in force being decided anew.
fn fails(draft: &Regime, mutant: Regime, options: &Options) -> bool {
    let mutant = Arc::new(mutant);
    let checked = check(&mutant, &Term::of(&mutant), options, |_| {});
    draft.expects.iter().any(|expect| {
        let found = checked.obligations.iter().find(|o| o.obligation == expect.obligation);
        matches!(judge(expect, found.map(|o| &o.whole)), Judgement::Failed(_))
    })
}

#[test]
fn a_mutant_is_killed_if_an_expectation_fails_for_it_and_only_then() {
    let options = Options { paths: false, ..Options::default() };
    let (mut killed, mut survived, mut alike) = (0, 0, 0);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cued.toml"), CUED).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shipped = FILES.iter().map(|file| (*file, root.join(file)));
    let files: Vec<(&str, PathBuf)> = shipped.chain([("cued.toml", folder.path().join("cued.toml"))]).collect();
    let regimes: Vec<Arc<Regime>> = files.iter().map(|(_, file)| regime(file)).collect();
    let cases: Vec<Case> = files.iter().zip(&regimes).map(|((name, _), regime)| case(name, regime)).collect();
    let tested = suite::run(&cases, &options, |_| {});
    assert!(tested.cases.iter().flat_map(|c| &c.judged).all(|j| j.judgement.passed()));
    let mutants = score::run(&cases, &tested, &options, |_| {});
    let all: usize = regimes.iter().map(|r| mutation::all(r).len()).sum();
    assert_eq!(mutants.len(), all);
    for mutant in mutants {
        let draft = &regimes[mutant.case];
        let words = format!("{}: {}", files[mutant.case].0, mutant.mutation.words(draft));
        let fails = fails(draft, mutant.mutation.of(draft), &options);
        match mutant.fate {
            Fate::Killed(_) => killed += 1,
            Fate::Survived => survived += 1,
            Fate::Alike => alike += 1,
            Fate::Open(ref why) => assert!(why.reason().is_empty(), "{words}: {}", why.reason()),
        }
        assert_eq!(matches!(mutant.fate, Fate::Killed(_)), fails, "{words}: {:?}", mutant.fate);
    }
    println!("{killed} killed, {survived} survived, {alike} alike");
    assert!(killed > 60 && survived > 30 && alike > 5);
}
