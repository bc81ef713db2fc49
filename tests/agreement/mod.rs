//! Comparing the tool with the independent oracle, and counting what was found.

#![allow(missing_docs, reason = "a test's module")]
#![allow(dead_code, reason = "not every test needs all of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "a test may say what it found")]

use crate::oracle::facts::World;
use crate::oracle::search::Scope;
use crate::oracle::{self, Judged, Judgement, plan};
use crate::sketch::Sketch;
use crate::sketch::awkward::KINDS;
use crate::tool::{ask, confidence, finding, near};
use regimecheck::analysis::check::{Checked, Outcome};
use regimecheck::model::{End, Verdict};
use regimecheck::query::Reading;
use regimecheck::verdict::Engine;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How often each verdict was found, at an end, for the whole and for paths.
#[derive(Debug, Default)]
pub struct Shares {
    pub regimes: usize,
    too_large: usize,
    whole: BTreeMap<Verdict, usize>,
    paths: BTreeMap<Verdict, usize>,
    contingent: usize,
    /// Regimes with ids of each awkward kind.
    awkward: BTreeMap<&'static str, usize>,
}

impl Shares {
    fn count(&mut self, sketch: &Sketch, judged: &[Judged]) {
        self.regimes += 1;
        for kind in sketch.awkwardness() {
            *self.awkward.entry(kind).or_default() += 1;
        }
        for o in judged {
            self.contingent += usize::from(o.verdict() == Verdict::Contingent);
            for j in [&o.adverse, &o.favourable] {
                *self.whole.entry(j.verdict).or_default() += 1;
            }
            for j in o.paths.iter().flat_map(|p| [&p.adverse, &p.favourable]) {
                *self.paths.entry(j.verdict).or_default() += 1;
            }
        }
    }

    /// So many regimes were judged, each verdict was found in at least one answer of 35, and ids of
    /// each awkward kind in one regime of 5.
    pub fn assert_good(&self, regimes: usize) {
        println!("{self:?}");
        assert!(self.regimes >= regimes, "{self:?}");
        for (verdicts, what) in [(&self.whole, "whole"), (&self.paths, "paths")] {
            let all: usize = verdicts.values().sum();
            for (word, verdict) in Verdict::WORDS.iter().filter(|(_, v)| *v != Verdict::Contingent) {
                let found = verdicts.get(verdict).copied().unwrap_or(0);
                assert!(found * 35 >= all, "{what}: {word} only {found} times in {all}");
            }
        }
        for kind in KINDS {
            let found = self.awkward.get(kind).copied().unwrap_or(0);
            assert!(found * 5 >= self.regimes, "{kind} only in {found} of {} regimes", self.regimes);
        }
        assert!(self.contingent * 20 >= self.regimes, "{} contingent in {}", self.contingent, self.regimes);
    }
}

/// Compares a finding with the oracle's judgement, and follows the plan that it shows.
fn compare(
    what: &str,
    found: &Outcome,
    judgement: &Judgement,
    world: &World,
    obligation: usize,
    scope: &Scope,
    checked: &Checked,
) -> Result<(), String> {
    let found = finding(found).map_err(|open| format!("{what}: {open}"))?;
    let confidence = confidence(found)?;
    let same = match (&confidence, &judgement.confidence) {
        (None, None) => true,
        (Some(a), Some(b)) => near(a, b),
        _ => false,
    };
    if found.verdict != judgement.verdict || !same {
        return Err(format!("{what}: the tool says {:?} {confidence:?}, the oracle {judgement:?}", found.verdict));
    }
    let Some(evasion) = &found.evasion else { return Ok(()) };
    let regime = &checked.regime;
    let mut events = Vec::new();
    for e in evasion.plan.events() {
        let scene = checked.scene(End::Adverse);
        let activity = scene.world.activities[e.activity.0].id.as_str();
        let concealments: Vec<&str> =
            e.concealments.iter().map(|c| regime.concealments[c.0].entry.id.as_str()).collect();
        events
            .push(plan::events(world, activity, &concealments, e.month, e.count).map_err(|e| format!("{what}: {e}"))?);
    }
    let followed = plan::follow(world, obligation, scope, &events)
        .map_err(|why| format!("{what}: the evasion {:?} is no plan: {why}", evasion.plan))?;
    let readings = [
        (Reading::ProofInTime, followed.unseen.proof_in_time),
        (Reading::ProofEver, followed.unseen.proof_ever),
        (Reading::SightingInTime, followed.unseen.sighting_in_time),
        (Reading::SightingEver, followed.unseen.sighting_ever),
    ];
    if followed.completed != i64::try_from(evasion.replayed.course.completed).unwrap_or(-1) {
        return Err(format!("{what}: the evasion {:?} is completed in {}", evasion.plan, followed.completed));
    }
    for (reading, unseen) in readings {
        if evasion.unseen(reading).exact() != Some(unseen.reduced()) {
            return Err(format!("{what}: the evasion {:?} has another {reading:?}", evasion.plan));
        }
    }
    Ok(())
}

/// Checks that the tool says what the oracle says, of everything; regimes too large for the oracle are
/// counted, not judged.
pub fn agree(sketch: &Sketch, engine: Engine, shares: &Mutex<Shares>) -> Result<(), String> {
    let checked = ask(sketch, engine)?;
    let Ok(judged) = oracle::judge(&checked.regime, 4_000) else {
        shares.lock().map_err(|e| e.to_string())?.too_large += 1;
        return Ok(());
    };
    if judged.len() != checked.obligations.len() {
        return Err(format!("{} obligations, not {}", checked.obligations.len(), judged.len()));
    }
    let worlds = End::BOTH.map(|end| World::at(&checked.regime, end));
    for (found, judged) in checked.obligations.iter().zip(&judged) {
        let place = found.obligation.0;
        let id = &checked.regime.obligations[place].entry.id;
        let paths: Vec<&str> =
            found.paths.iter().map(|p| checked.regime.activities[p.activity.0].entry.id.as_str()).collect();
        let expected: Vec<&str> = judged.paths.iter().map(|p| p.id.as_str()).collect();
        if *id != judged.id || paths != expected {
            return Err(format!("{id} with paths {paths:?}, not {} with {expected:?}", judged.id));
        }
        let mut all = vec![(id.clone(), &found.whole, judged, Scope::Whole)];
        for (found, judged) in found.paths.iter().zip(&judged.paths) {
            all.push((format!("{id} by {}", judged.id), &found.ends, judged, Scope::Path(judged.id.clone())));
        }
        for (what, found, judged, scope) in all {
            let ends = [(End::Adverse, &judged.adverse), (End::Favourable, &judged.favourable)];
            for ((end, judgement), world) in ends.into_iter().zip(&worlds) {
                let what = format!("{what}, {}", end.word());
                compare(&what, found.at(end), judgement, world, place, &scope, &checked)?;
            }
        }
    }
    shares.lock().map_err(|e| e.to_string())?.count(sketch, &judged);
    Ok(())
}
