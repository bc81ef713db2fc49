//! Witnesses: an evasion that one draft leaves and the other closes.

use super::scope::{Cell, Row};
use super::state::State;
use crate::analysis::deal::interests::Corner;
use crate::analysis::deal::{Assessment, Mode};
use crate::model::acceptance::Refusals;
use crate::model::variant::{Listing, TooManyWays};
use crate::model::{ActivityIx, ConcealmentIx, End, ObligationIx};
use crate::query::{Event, Plan, Question, Reading, Scene, Unseen};
use crate::replay::confidence::{month_of_proof, trials};
use crate::replay::{Refutation, replay};
use std::cmp::Ordering;
use std::sync::Arc;

/// What a plan comes to in a draft.
#[derive(Debug, Clone)]
pub struct Comes {
    /// The month in which it completes the violation.
    pub completed: u64,
    /// The last month in which detection leaves time to respond.
    pub deadline: i64,
    /// The probability that it is not proved by then.
    pub unseen: Unseen,
    /// The first month by which it is proved to the goal; none if never.
    pub proved: Option<u64>,
}

/// How a plan fares in the draft that closes it.
#[derive(Debug, Clone)]
pub enum Fares {
    /// It violates this obligation and comes to this.
    Seen(ObligationIx, Comes),
    /// It is no plan there, for this reason.
    NoPlan(String),
    /// It does not come to a violation there: part of it is legal.
    NoViolation,
}

/// A plan that one draft leaves open and the other closes, or at least prohibits.
#[derive(Debug, Clone)]
pub struct Witness {
    /// The draft that leaves it.
    pub leaves: usize,
    /// The draft that closes it.
    pub closes: usize,
    /// The end and mode in which it does.
    pub corner: Corner,
    /// The stretch of months in which the violation is complete.
    pub stretch: usize,
    /// The draft in whose places the plan's events are.
    pub written_in: usize,
    /// The plan.
    pub plan: Plan,
    /// What it comes to in the draft that leaves it; none if it is legal there.
    pub left: Option<(ObligationIx, Comes)>,
    /// How it fares in the draft that closes it.
    pub closed: Fares,
    /// Whether it is closed there: no plan, or proved to the goal by its deadline. Otherwise that draft
    /// stands better for another reason than this plan: it prohibits what is legal in the other.
    pub is_closed: bool,
}

/// A witness that draft `leaves` stands worse in a cell than draft `closes`; none if no plan shows it.
pub fn witness(
    drafts: &[Assessment],
    row: &Row,
    [leaves, closes]: [usize; 2],
    stretch: usize,
    corner: Corner,
) -> Option<Witness> {
    let (left, closed) = (row.at(leaves, stretch, corner), row.at(closes, stretch, corner));
    let (written_in, plan, in_leaving) = match (evasion(left), evasion(closed)) {
        (Some((obligation, candidate)), _) => {
            let comes = comes(drafts, leaves, corner, obligation, &candidate.plan, &candidate.refusals)?;
            (leaves, candidate.plan.clone(), Some((obligation, comes)))
        }
        // What is legal in one draft is a plan against the other.
        (None, Some((_, candidate))) if left.state == State::OutOfScope => (closes, candidate.plan.clone(), None),
        _ => return None,
    };
    let closed = fares(drafts, [written_in, closes], row, corner, closed, &plan);
    let is_closed = match &closed {
        Fares::NoPlan(_) => true,
        Fares::NoViolation => false,
        Fares::Seen(obligation, comes) => {
            let goal = &drafts[closes].scenes[0].world.obligations[obligation.0].goal;
            matches!(comes.unseen.confidence_against(goal), Some(Ordering::Equal | Ordering::Greater))
        }
    };
    Some(Witness { leaves, closes, corner, stretch, written_in, plan, left: in_leaving, closed, is_closed })
}

fn evasion(cell: &Cell) -> Option<(ObligationIx, &crate::verdict::Candidate)> {
    Some((cell.obligation?, cell.finding.as_ref()?.evasion.as_ref()?))
}

/// The scene in which a plan is replayed: under the host's choice that goes with it.
fn stage(assessment: &Assessment, corner: Corner, refusals: &Refusals) -> Arc<Scene> {
    let scene = assessment.scene(corner);
    match scene.bargains.is_empty() {
        true => Arc::clone(scene),
        false => Arc::new(scene.settled(refusals, Listing::WithoutRefusingGifts)),
    }
}

fn comes(
    drafts: &[Assessment],
    draft: usize,
    corner: Corner,
    obligation: ObligationIx,
    plan: &Plan,
    refusals: &Refusals,
) -> Option<Comes> {
    come(&stage(&drafts[draft], corner, refusals), obligation, plan).ok()
}

/// Why a plan comes to nothing.
enum NotOne {
    Refuted(Refutation),
    TooMany(TooManyWays),
}

fn come(scene: &Scene, obligation: ObligationIx, plan: &Plan) -> Result<Comes, NotOne> {
    let question = Question::new(scene, obligation, None).map_err(NotOne::TooMany)?;
    let replayed = replay(scene, &question, plan).map_err(NotOne::Refuted)?;
    let occasions = trials(scene, &question, plan, &replayed.course);
    Ok(Comes {
        completed: replayed.course.completed,
        deadline: replayed.course.deadline,
        unseen: replayed.exposure.unseen(Reading::ProofInTime).clone(),
        proved: month_of_proof(&question, &occasions, &replayed.course),
    })
}

fn fares(drafts: &[Assessment], [from, to]: [usize; 2], row: &Row, corner: Corner, cell: &Cell, plan: &Plan) -> Fares {
    let Some(obligation) = cell.obligation else {
        return Fares::NoPlan(match cell.state {
            State::Absent => format!("`{}` is no part of its world", row.activity),
            state => format!("`{}` is {}", row.activity, state.word()),
        });
    };
    let plan = match translate(&drafts[from], &drafts[to], plan) {
        Ok(plan) => plan,
        Err(id) => return Fares::NoPlan(format!("`{id}` is no part of its world")),
    };
    let refusals = evasion(cell).map(|(_, c)| c.refusals.clone()).unwrap_or_default();
    // The plan may be complete earlier or later there; what comes after completion is of no consequence.
    let scene = stage(&drafts[to], corner, &refusals);
    match come(&scene, obligation, &cut(&scene, obligation, &plan)) {
        Ok(comes) => Fares::Seen(obligation, comes),
        Err(NotOne::Refuted(Refutation::NotComplete | Refutation::OutsideTheWindow { .. })) => Fares::NoViolation,
        Err(NotOne::Refuted(why)) => Fares::NoPlan(why.to_string()),
        Err(NotOne::TooMany(many)) => Fares::NoPlan(many.to_string()),
    }
}

/// The plan up to the month in which it completes the violation.
fn cut(scene: &Scene, obligation: ObligationIx, plan: &Plan) -> Plan {
    let Ok(question) = Question::new(scene, obligation, None) else { return plan.clone() };
    match replay(scene, &question, plan) {
        Err(Refutation::AfterCompletion { completed, .. }) => {
            Plan::new(plan.events().iter().filter(|e| e.month <= completed).cloned().collect())
        }
        _ => plan.clone(),
    }
}

/// A plan in the places of another draft.
fn translate(from: &Assessment, to: &Assessment, plan: &Plan) -> Result<Plan, String> {
    let (old, new) = (&from.scenes[0].world, &to.scenes[0].world);
    let activity = |ix: ActivityIx| {
        let id = &old.activities[ix.0].id;
        new.activities.iter().position(|a| a.id == *id).map(ActivityIx).ok_or_else(|| id.clone())
    };
    let concealment = |ix: &ConcealmentIx| {
        let id = &old.concealments[ix.0].id;
        new.concealments.iter().position(|c| c.id == *id).map(ConcealmentIx).ok_or_else(|| id.clone())
    };
    let event = |event: &Event| {
        let mut concealments = event.concealments.iter().map(concealment).collect::<Result<Vec<_>, String>>()?;
        concealments.sort();
        Ok(Event { month: event.month, activity: activity(event.activity)?, concealments, count: event.count })
    };
    Ok(Plan::new(plan.events().iter().map(event).collect::<Result<Vec<_>, String>>()?))
}

/// The corners of a mode.
pub fn corners(mode: Mode) -> impl Iterator<Item = Corner> {
    End::BOTH.into_iter().map(move |end| (mode, end))
}
