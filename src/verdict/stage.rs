//! Stages: where a plan is replayed. Where the host has a choice of what to refuse, each choice is a
//! scene of its own, in which nothing is left to decide; the replay knows no other.

use super::search::{Engine, Stop};
use crate::model::acceptance::Refusals;
use crate::query::{Question, Scene};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A scene and a question in which nothing is left for the host to decide.
#[derive(Debug, Clone)]
pub enum Stage<'a> {
    /// Those of the search.
    Given(&'a Scene, &'a Question),
    /// Those that follow from a choice of the host.
    Settled(Arc<(Scene, Question)>),
}

impl Stage<'_> {
    /// The scene.
    pub fn scene(&self) -> &Scene {
        match self {
            Stage::Given(scene, _) => scene,
            Stage::Settled(settled) => &settled.0,
        }
    }

    /// The question.
    pub fn question(&self) -> &Question {
        match self {
            Stage::Given(_, question) => question,
            Stage::Settled(settled) => &settled.1,
        }
    }
}

/// The stages that have been needed so far.
#[derive(Debug, Default)]
pub struct Stages {
    settled: RefCell<BTreeMap<Refusals, Arc<(Scene, Question)>>>,
}

impl Stages {
    /// The stage of a choice of the host.
    pub fn of<'a>(
        &self,
        scene: &'a Scene,
        question: &'a Question,
        refusals: &Refusals,
        engine: Engine,
    ) -> Result<Stage<'a>, Stop> {
        if question.bargains.is_empty() {
            return Ok(Stage::Given(scene, question));
        }
        if let Some(settled) = self.settled.borrow().get(refusals) {
            return Ok(Stage::Settled(Arc::clone(settled)));
        }
        let admitted = question.bargains.iter().zip(&refusals.phases).all(|(bargain, refused)| match bargain {
            Some(bargain) => bargain.admits(refused),
            None => refused.is_empty(),
        });
        if !admitted || question.bargains.len() != refusals.phases.len() {
            return Err(Stop::Fault("the solver proposes refusals that the host may not choose".to_owned()));
        }
        let scene = scene.settled(refusals, engine.listing());
        let question = question.settled(&scene).map_err(|many| Stop::Undecided(many.to_string()))?;
        let settled = Arc::new((scene, question));
        self.settled.borrow_mut().insert(refusals.clone(), Arc::clone(&settled));
        Ok(Stage::Settled(settled))
    }
}

/// The stage of a choice of the host, made anew.
///
/// # Errors
/// If an activity has too many ways to be concealed.
pub fn of<'a>(
    scene: &'a Scene,
    question: &'a Question,
    refusals: &Refusals,
    engine: Engine,
) -> Result<Stage<'a>, Stop> {
    Stages::default().of(scene, question, refusals, engine)
}
