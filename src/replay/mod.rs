//! Replay: the exact evaluation of a plan, month by month in fractions, straight from its events.
//!
//! It shares no code with `encode`: what the solver proposes is believed only if it is confirmed
//! here.

pub mod conduct;
pub mod confidence;
pub mod refutation;

pub use conduct::Course;
pub use confidence::Exposure;
pub use refutation::Refutation;

use crate::query::{Plan, Question, Scene};

/// What a feasible plan that commits the violation comes to.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// What happens month by month.
    pub course: Course,
    /// What it gives away.
    pub exposure: Exposure,
}

/// Evaluates a plan.
///
/// # Errors
/// If the plan is not feasible or does not commit the violation.
pub fn replay(scene: &Scene, question: &Question, plan: &Plan) -> Result<Replayed, Refutation> {
    let course = Course::of(scene, question, plan)?;
    let exposure = Exposure::of(scene, question, plan, &course);
    Ok(Replayed { course, exposure })
}
