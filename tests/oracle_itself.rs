//! The oracle is checked before it judges the tool: against the conformance cases, whose answers
//! were found without it, and against plain enumeration of all plans.

mod oracle;
mod sketch;

use num_traits::ToPrimitive;
use oracle::detection::Unseen;
use oracle::facts::World;
use oracle::search::{Scope, Search};
use oracle::{Judged, Judgement, conduct, plan};
use regimecheck::model::End;
use regimecheck::source::Input;
use serde_json::Value;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Each end, and each path, of what the oracle says as the conformance cases write it.
fn compare(place: &str, found: &Judged, expected: &Value, wrong: &mut Vec<String>) {
    if expected["verdict"] != found.verdict().word() {
        wrong.push(format!("{place}: {}, expected {}", found.verdict().word(), expected["verdict"]));
    }
    let near = |judgement: &Judgement, expected: &Value| match (&judgement.confidence, expected.as_f64()) {
        (None, None) => true,
        (Some(a), Some(b)) => a.to_f64().is_some_and(|a| (a - b).abs() < 1e-8),
        _ => false,
    };
    for (end, judgement) in [("adverse", &found.adverse), ("favourable", &found.favourable)] {
        let expected = &expected[end];
        if expected["verdict"] != judgement.verdict.word() || !near(judgement, &expected["confidence"]) {
            wrong.push(format!("{place} {end}: {judgement:?}, expected {expected}"));
        }
    }
    let paths = expected["paths"].as_array().map_or(&[][..], Vec::as_slice);
    let ids: Vec<_> = found.paths.iter().map(|p| p.id.as_str()).collect();
    let expected_ids: Vec<_> = paths.iter().filter_map(|p| p["activity"].as_str()).collect();
    if ids != expected_ids {
        wrong.push(format!("{place}: paths {ids:?}, expected {expected_ids:?}"));
        return;
    }
    for (path, expected) in found.paths.iter().zip(paths) {
        compare(&format!("{place} path {}", path.id), path, expected, wrong);
    }
}

#[test]
fn the_oracle_gives_the_answers_of_the_conformance_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let cases: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for (name, expected) in &cases {
        let loaded = regimecheck::load(&Input::File(folder.join(name)), Some(&folder));
        let regime = loaded.regime.unwrap_or_else(|| panic!("{name}: {:?}", loaded.diagnostics));
        let judged = oracle::judge(&regime, 200_000).unwrap_or_else(|_| panic!("{name}: too large"));
        let expected = expected.as_array().unwrap();
        let ids: Vec<_> = judged.iter().map(|o| o.id.as_str()).collect();
        assert_eq!(ids, expected.iter().map(|o| o["id"].as_str().unwrap()).collect::<Vec<_>>(), "{name}");
        for (found, expected) in judged.iter().zip(expected) {
            compare(&format!("{name} {}", found.id), found, expected, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.len() >= 100);
}

/// The best for the evader over all plans, each followed by itself; by month of completion.
fn best_of_all(world: &World, obligation: usize, scope: &Scope) -> Option<Vec<Option<Unseen>>> {
    let months = usize::try_from(world.months).ok()?;
    let mut best: Vec<Option<Unseen>> = vec![None; months];
    for plan in plan::every_plan(world, obligation, scope, 600)? {
        if let Ok(followed) = plan::follow(world, obligation, scope, &plan) {
            let best = &mut best[usize::try_from(followed.completed).ok()? - 1];
            match best {
                Some(best) => best.or(&followed.unseen),
                None => *best = Some(followed.unseen),
            }
        }
    }
    Some(best)
}

#[test]
fn the_search_finds_what_enumeration_finds() {
    let (compared, plans_found) = (AtomicUsize::new(0), AtomicUsize::new(0));
    sketch::each(sketch::Size::SMALL, "enumeration", 400, |sketch| {
        let regime = sketch::regime(sketch)?;
        for end in End::BOTH {
            let world = World::at(&regime, end);
            for obligation in 0..world.obligations.len() {
                let mut scopes = vec![Scope::Whole];
                scopes.extend(
                    conduct::direct(&world, obligation).iter().map(|a| Scope::Path(world.activities[*a].id.clone())),
                );
                for scope in scopes {
                    let Some(all) = best_of_all(&world, obligation, &scope) else { continue };
                    let search = Search::new(&world, obligation, &scope);
                    for (month, one_by_one) in (1..).zip(all) {
                        let found = search.best(month, 100_000).map_err(|_| "too large")?;
                        if found != one_by_one {
                            let what = &world.obligations[obligation].id;
                            return Err(format!("{what} {scope:?} in {month}: {found:?}, but {one_by_one:?}"));
                        }
                        compared.fetch_add(1, Ordering::Relaxed);
                        plans_found.fetch_add(usize::from(found.is_some()), Ordering::Relaxed);
                    }
                }
            }
        }
        Ok(())
    });
    let (compared, plans_found) = (compared.into_inner(), plans_found.into_inner());
    assert!(compared > 1_000 && plans_found > 300, "{compared} compared, {plans_found} of them with plans");
}
