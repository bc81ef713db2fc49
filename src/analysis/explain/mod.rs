//! Explain: what the best evasion of an obligation does month by month, which measure could see what
//! of it, and why no more. For an assured obligation: which measures carry the verdict. For an
//! infeasible one: what stands in the way.

pub mod account;
pub mod buildup;
pub mod carry;
pub mod cause;
pub mod look;
pub mod obstacle;
pub mod timeline;

pub use account::Account;
pub use carry::Carrier;
pub use cause::Cause;
pub use look::{Look, Showing, Source, Why};
pub use obstacle::Obstacle;
pub use timeline::Month;

use super::check::{BothEnds, Checked, Options};
use crate::model::variant::TooManyWays;
use crate::model::{ActivityIx, End, ObligationIx, Verdict};
use crate::query::{Question, Scene};
use crate::replay::confidence::trials;
use crate::verdict::Candidate;
use buildup::Buildup;
use std::sync::Arc;

/// All there is to say of a plan.
#[derive(Debug, Clone)]
pub struct Story {
    /// The plan and what it comes to.
    pub candidate: Candidate,
    /// When it is complete, has to be known of, and is proved.
    pub account: Account,
    /// Its months.
    pub months: Vec<Month>,
    /// What gives itself away, and what could be seen of it.
    pub showings: Vec<Showing>,
    /// The main causes that it is not proved in time.
    pub causes: Vec<Cause>,
}

impl Story {
    /// The story of a plan.
    pub fn of(scene: &Scene, question: &Question, candidate: &Candidate) -> Story {
        let course = &candidate.replayed.course;
        let buildup = Buildup::of(&trials(scene, question, &candidate.plan, course));
        let account = Account::from(question, candidate, &buildup);
        let showings = look::showings(scene, question, candidate.plan.events(), course.completed, |keep, month| {
            course.stock(question, keep, month)
        });
        Story {
            months: timeline::months(question, candidate, &account, &buildup),
            causes: cause::causes(&showings),
            candidate: candidate.clone(),
            account,
            showings,
        }
    }
}

/// An explanation of what was established of an obligation, or of one of its paths, at an end.
#[derive(Debug)]
pub struct Explanation {
    /// The scene at the end.
    pub scene: Arc<Scene>,
    /// The scenes at both ends, the adverse one first.
    pub scenes: [Arc<Scene>; 2],
    /// The question.
    pub question: Question,
    /// What was established at both ends.
    pub ends: BothEnds,
    /// The best evasion; for an assured obligation the plan that comes closest; none if infeasible or
    /// undecided.
    pub story: Option<Story>,
    /// For an assured obligation: what becomes of the verdict without each measure.
    pub carriers: Vec<Carrier>,
    /// For an infeasible one: what stands in the way.
    pub obstacles: Vec<Obstacle>,
}

impl Explanation {
    /// The end that is explained.
    pub fn end(&self) -> End {
        self.scene.world.end
    }
}

/// Explains what `checked` has established of an obligation, or of its path `path`, at `end`; `None`
/// if it was not checked.
///
/// # Errors
/// If the question cannot be put, an activity having too many ways to be concealed.
pub fn explain(
    checked: &Checked,
    obligation: ObligationIx,
    path: Option<ActivityIx>,
    end: End,
    options: &Options,
) -> Result<Option<Explanation>, TooManyWays> {
    let Some(result) = checked.obligations.iter().find(|o| o.obligation == obligation) else { return Ok(None) };
    let ends = match path {
        None => Some(&result.whole),
        Some(path) => result.paths.iter().find(|p| p.activity == path).map(|p| &p.ends),
    };
    let Some(ends) = ends else { return Ok(None) };
    let scene = Arc::clone(checked.scene(end));
    let question = Question::new(&scene, obligation, path)?;
    let finding = ends.at(end).as_ref().ok();
    let verdict = finding.map(|f| f.verdict);
    let story = finding.and_then(|f| f.evasion.as_ref()).map(|e| Story::of(&scene, &question, e));
    let carriers = match verdict {
        Some(Verdict::Assured) => carry::carriers(&scene, &question, path, options),
        _ => Vec::new(),
    };
    let obstacles = match verdict {
        Some(Verdict::Infeasible) => obstacle::obstacles(&scene, &question),
        _ => Vec::new(),
    };
    let scenes = checked.scenes.clone();
    Ok(Some(Explanation { ends: ends.clone(), scene, scenes, question, story, carriers, obstacles }))
}
