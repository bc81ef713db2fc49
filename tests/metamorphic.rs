//! Random small regimes: how the tool's answers change, or do not, when a regime is changed in a
//! way whose effect on every verdict is known.

mod sketch;
mod tool;

use regimecheck::verdict::Engine;
use sketch::{Size, Sketch};
use tool::{Answer, Answers, answers, answers_to, ask};

/// Compares the answers that two regimes have in common; `ok` is given the first's and the second's.
fn compare(before: &Answers, after: &Answers, ok: impl Fn(&Answer, &Answer) -> bool) -> Result<(), String> {
    for (what, before) in before {
        let Some(after) = after.get(what) else { return Err(format!("{what} is not there any more")) };
        for (end, (before, after)) in ["adverse", "favourable"].into_iter().zip(before.iter().zip(after)) {
            if !ok(before, after) {
                return Err(format!("{what}, {end}: {before:?} before, {after:?} after"));
            }
        }
    }
    Ok(())
}

/// Checks that `change` has no effect but that which `ok` allows.
fn changed(
    seed: &str,
    cases: u32,
    change: impl Fn(&Sketch) -> Sketch + Sync,
    ok: impl Fn(&Answer, &Answer) -> bool + Sync,
) {
    sketch::each(Size::SMALL, seed, cases, |sketch| {
        let after = change(sketch);
        compare(&answers_to(sketch)?, &answers_to(&after)?, &ok).map_err(|why| format!("{why}\n\n{}", after.toml()))
    });
}

fn no_better(before: &Answer, after: &Answer) -> bool {
    after.is_no_better_than(before)
}

#[test]
fn dropping_a_measure_never_helps_the_verifier() {
    changed("measure", 120, |s| s.without_measure(s.measures.len() - 1), no_better);
    // The first may cue others.
    changed("cue", 120, |s| s.without_measure(0), no_better);
}

#[test]
fn another_concealment_never_helps_the_verifier() {
    changed("concealment", 120, |s| s.with_concealment(200), no_better);
}

#[test]
fn another_activity_never_helps_the_verifier() {
    changed("activity", 120, |s| s.with_another(0), no_better);
}

#[test]
fn a_higher_goal_never_improves_a_verdict() {
    for (low, high) in [("0.3", "0.6"), ("0.6", "0.9"), ("0.9", "1")] {
        let worse =
            |before: &Answer, after: &Answer| after.verdict >= before.verdict && after.confidence == before.confidence;
        sketch::each(Size::SMALL, "goal", 50, |sketch| {
            compare(&answers_to(&sketch.with_goal(low))?, &answers_to(&sketch.with_goal(high))?, worse)
        });
    }
}

#[test]
fn a_phase_split_in_two_is_the_same() {
    changed("split", 120, |s| s.with_split_phase(0), Answer::is);
}

#[test]
fn the_order_of_entries_does_not_matter() {
    changed("order", 120, Sketch::reversed, Answer::is);
}

#[test]
fn ids_do_not_matter() {
    // The new ids sort the other way round, and none of them is a word of the format any more.
    let mirrored = |b: u8| match b {
        b'a'..=b'z' => b'z' - (b - b'a'),
        b'0'..=b'9' => b'9' - (b - b'0'),
        other => other,
    };
    let new_name = |id: &str| -> String { id.bytes().map(|b| char::from(mirrored(b))).collect() };
    sketch::each(Size::SMALL, "ids", 120, |sketch| {
        let before: Answers = (answers_to(sketch)?.into_iter())
            .map(|(what, answer)| (what.split(" by ").map(new_name).collect::<Vec<_>>().join(" by "), answer))
            .collect();
        let after = answers_to(&sketch.renamed(new_name))?;
        if before.len() != after.len() {
            return Err("some are not there any more".to_owned());
        }
        compare(&before, &after, Answer::is)
    });
}

/// Where nothing held gives anything away. (A holding may do so at one end alone, since which
/// holdings count, and what is held, depends on the end.)
#[test]
fn the_favourable_end_is_never_worse() {
    sketch::each(Size::SMALL, "ends", 200, |sketch| {
        for (what, [adverse, favourable]) in answers_to(&sketch.with_silent_holdings())? {
            if !adverse.is_no_better_than(&favourable) {
                return Err(format!("{what}: {adverse:?} but {favourable:?}"));
            }
        }
        Ok(())
    });
}

#[test]
fn an_obligation_is_never_better_than_its_worst_path() {
    sketch::each(Size::SMALL, "paths", 200, |sketch| {
        let answers = answers_to(sketch)?;
        for (what, path) in &answers {
            let Some((whole, _)) = what.split_once(" by ") else { continue };
            for (whole, path) in answers[whole].iter().zip(path) {
                if !whole.is_no_better_than(path) {
                    return Err(format!("{what}: {path:?}, but the whole {whole:?}"));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn both_engines_agree() {
    for (size, cases) in [(Size::SMALL, 100), (Size::LONG, 50)] {
        sketch::each(size, "engines", cases, |sketch| {
            let cells = answers(&ask(sketch, Engine::Cells)?)?;
            let monthly = answers(&ask(sketch, Engine::Monthly)?)?;
            compare(&cells, &monthly, Answer::is)
        });
    }
}
