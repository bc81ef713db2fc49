//! Which measures carry a verdict: what becomes of it without each of them.

use crate::analysis::check::{Open, Options, Outcome, ask};
use crate::analysis::pool::{self, Message};
use crate::model::variant::Listing;
use crate::model::{ActivityIx, MeasureIx};
use crate::query::{Question, Scene};
use crate::verdict::Engine;
use std::sync::Arc;

/// What becomes of a verdict without a measure.
#[derive(Debug, Clone)]
pub struct Carrier {
    /// The measure that is taken away.
    pub measure: MeasureIx,
    /// What is established without it.
    pub without: Outcome,
}

/// For each measure that sees anything of what the question's plans can do: what becomes of the
/// verdict if it is never in force.
pub fn carriers(scene: &Arc<Scene>, question: &Question, path: Option<ActivityIx>, options: &Options) -> Vec<Carrier> {
    let measures = Arc::new(seeing(question));
    let mut found: Vec<Option<Outcome>> = measures.iter().map(|_| None).collect();
    let work = {
        let (scene, options, obligation) = (Arc::clone(scene), options.clone(), question.obligation);
        move |measure: &MeasureIx, tell: &mut dyn FnMut(Outcome)| {
            let without = Arc::new(without(&scene, *measure, options.engine));
            tell(ask(&without, obligation, path, None, None, &options).0);
        }
    };
    pool::run(
        &measures,
        options.jobs,
        work,
        || options.limits.left().is_err(),
        |place, message| match message {
            Message::Part(outcome) => found[place] = Some(outcome),
            Message::Panicked(what) => found[place] = Some(Err(Open::Fault(what))),
            Message::Done => {}
        },
    );
    let stopped = || Err(Open::Undecided(options.limits.left().err().unwrap_or("it was not worked on").to_owned()));
    let carrier = |(measure, outcome): (&MeasureIx, Option<Outcome>)| Carrier {
        measure: *measure,
        without: outcome.unwrap_or_else(stopped),
    };
    measures.iter().zip(found).map(carrier).collect()
}

/// The measures that see anything, in file order.
fn seeing(question: &Question) -> Vec<MeasureIx> {
    let acts = question.acts.iter().filter(|a| !a.barred).flat_map(|a| a.variants.iter().flat_map(|v| &v.trials));
    let keeps = question.keeps.iter().flat_map(|k| k.trials.iter());
    let mut measures: Vec<MeasureIx> = acts.chain(keeps).flat_map(|t| t.iter().map(|g| g.measure)).collect();
    measures.sort_unstable();
    measures.dedup();
    measures
}

/// The scene in which a measure is never in force.
fn without(scene: &Scene, measure: MeasureIx, engine: Engine) -> Scene {
    let mut term = scene.term.clone();
    for phase in &mut term.phases {
        if let Some(in_force) = phase.measures.get_mut(measure.0) {
            *in_force = false;
        }
    }
    let listing = match engine {
        Engine::Cells => Listing::WithoutRefusingGifts,
        Engine::Monthly => Listing::Every,
    };
    Scene::new(&scene.regime, &term, scene.world.end, listing)
}
