//! The accounts and cards of plans against the replay, on every conformance case.

use regimecheck::analysis::check::{Options, check};
use regimecheck::analysis::explain::buildup::Buildup;
use regimecheck::analysis::explain::look::Source;
use regimecheck::analysis::explain::{Account, Story};
use regimecheck::model::End;
use regimecheck::model::term::Term;
use regimecheck::query::{Question, Reading};
use regimecheck::replay::confidence::{month_of_proof, trials};
use regimecheck::source::Input;
use std::path::Path;
use std::sync::Arc;

/// Calls `each` with the name of every case, and the checked case.
fn cases(each: impl Fn(&str, &regimecheck::analysis::Checked)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("it is there");
    let expected: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).expect("it is JSON");
    for name in expected.keys() {
        let loaded = regimecheck::load(&Input::File(folder.join(name)), Some(&folder));
        let regime = Arc::new(loaded.regime.expect("it should read"));
        each(name, &check(&regime, &Term::of(&regime), &Options::default(), |_| {}));
    }
}

#[test]
fn stories_say_what_the_replay_says() {
    cases(|name, checked| {
        for result in &checked.obligations {
            let paths = result.paths.iter().map(|p| (Some(p.activity), &p.ends));
            for (path, ends) in std::iter::once((None, &result.whole)).chain(paths) {
                for end in End::BOTH {
                    let Some(evasion) = ends.at(end).as_ref().ok().and_then(|f| f.evasion.as_ref()) else { continue };
                    let scene = checked.scene(end);
                    let question = Question::new(scene, result.obligation, path).expect("it was decided");
                    let course = &evasion.replayed.course;
                    let trials = trials(scene, &question, &evasion.plan, course);
                    let buildup = Buildup::of(&trials);
                    let deadline = u64::try_from(course.deadline).unwrap_or(0);
                    for reading in [Reading::ProofInTime, Reading::SightingInTime] {
                        assert_eq!(
                            buildup.unseen(reading, deadline),
                            *evasion.unseen(reading),
                            "{name} {}",
                            end.word()
                        );
                    }
                    let account = Account::of(scene, result.obligation, path, evasion).expect("it was decided");
                    assert_eq!(account.proved, month_of_proof(&question, &trials, course), "{name} {}", end.word());
                    story(name, &Story::of(scene, &question, evasion));
                }
            }
        }
    });
}

/// What a story says by month and by measure is of one piece.
fn story(name: &str, story: &Story) {
    assert!(story.months.iter().zip(1..).all(|(m, month)| m.month == month), "{name}");
    for (earlier, later) in story.months.iter().zip(story.months.iter().skip(1)) {
        let falls = later.proof.compare(&earlier.proof).is_none_or(|order| order.is_le());
        assert!(falls, "{name}: the confidence only grows");
    }
    let events: u64 = story.candidate.plan.events().iter().map(|e| e.count).sum();
    let shown = story.showings.iter().filter(|s| matches!(s.source, Source::Events { .. }));
    assert_eq!(shown.map(|s| s.trials).sum::<u64>(), events, "{name}: every event is shown once");
    for look in story.showings.iter().flat_map(|s| &s.looks) {
        assert!(
            look.proof <= look.sighting && look.sighting <= look.could,
            "{name}: a measure sees no more than it could"
        );
        if look.sighting < look.could || look.proof < look.sighting {
            assert!(!look.why.is_empty(), "{name}: there is a reason for everything that is not seen");
        }
    }
}
