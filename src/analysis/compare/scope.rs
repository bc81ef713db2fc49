//! Scope: for every violation path how it stands in each draft, stretch by stretch of months, as drafted
//! and as accepted, at both ends of the uncertainty.

use super::state::State;
use crate::analysis::check::Finding;
use crate::analysis::deal::interests::{Corner, is_path, place};
use crate::analysis::deal::{Assessment, CORNERS};
use crate::model::pathway::Pathway;
use crate::model::term::Term;
use crate::model::{ActivityIx, ObligationIx};

/// How a path stands in one draft, stretch and corner.
#[derive(Debug, Clone)]
pub struct Cell {
    /// How it stands.
    pub state: State,
    /// The obligation whose verdict it is.
    pub obligation: Option<ObligationIx>,
    /// What is established of its path over the plans completed in these months.
    pub finding: Option<Finding>,
}

impl Cell {
    fn plain(state: State) -> Cell {
        Cell { state, obligation: None, finding: None }
    }
}

/// A violation path in all drafts.
#[derive(Debug, Clone)]
pub struct Row {
    /// The id of the activity.
    pub activity: String,
    /// Its name.
    pub name: String,
    /// How it stands, by draft, stretch and corner.
    pub cells: Vec<Vec<[Cell; 4]>>,
}

impl Row {
    /// How it stands in a draft, stretch and corner.
    pub fn at(&self, draft: usize, stretch: usize, corner: Corner) -> &Cell {
        &self.cells[draft][stretch][place(corner)]
    }
}

/// The paths of all drafts: every activity that an obligation listed by one of them prohibits or that
/// makes what it limits, and every activity that an interest is concerned with; in the order of the
/// first draft that has them.
pub fn rows(drafts: &[Assessment], stretches: &[(u64, u64)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for assessment in drafts {
        let regime = &assessment.draft.regime;
        for (place, activity) in regime.activities.iter().enumerate() {
            let id = &activity.entry.id;
            if rows.iter().any(|r| r.activity == *id) || !matters(assessment, ActivityIx(place)) {
                continue;
            }
            let cells = drafts.iter().map(|draft| {
                let activity = draft.draft.regime.activities.iter().position(|a| a.entry.id == *id).map(ActivityIx);
                let stretch = |s: usize| CORNERS.map(|corner| cell(draft, activity, s, stretches[s], corner));
                (0..stretches.len()).map(stretch).collect()
            });
            let name = activity.entry.title().to_owned();
            rows.push(Row { activity: id.clone(), name, cells: cells.collect() });
        }
    }
    rows
}

fn matters(assessment: &Assessment, activity: ActivityIx) -> bool {
    let regime = &assessment.draft.regime;
    let listed = Term::listed(regime);
    let is_direct = assessment.scenes.iter().any(|scene| {
        scene.world.activities[activity.0].exists
            && listed.iter().any(|o| Pathway::of(regime, &scene.world, *o).direct.contains(&activity))
    });
    let subject = assessment.scenes[0].world.activity_subject(activity);
    is_direct || regime.interests.iter().any(|i| i.concerns.iter().any(|s| s.matches(subject)))
}

fn cell(
    assessment: &Assessment,
    activity: Option<ActivityIx>,
    stretch: usize,
    (first, last): (u64, u64),
    corner: Corner,
) -> Cell {
    let term = &assessment.draft.term;
    if last > term.months {
        return Cell::plain(State::AfterTerm);
    }
    let Some(activity) = activity else { return Cell::plain(State::Absent) };
    let scene = assessment.scene(corner);
    let phase = &term.phases[term.phase_of(first)];
    let mut best: Option<Cell> = None;
    for obliged in assessment.obligations.iter().filter(|o| phase.obligations[o.obligation.0]) {
        if !is_path(scene, obliged.obligation, activity) {
            continue;
        }
        let path = obliged.at(corner).path(activity);
        let outcome = path.and_then(|p| p.stretches.get(stretch).cloned().flatten());
        let Some(Ok(finding)) = outcome else { return Cell::plain(State::Open) };
        let state = State::Judged(finding.verdict);
        if best.as_ref().is_none_or(|b| b.state.better(state) != b.state) {
            best = Some(Cell { state, obligation: Some(obliged.obligation), finding: Some(finding) });
        }
    }
    match best {
        Some(best) => best,
        None if !scene.world.activities[activity.0].exists => Cell::plain(State::Absent),
        None => Cell::plain(State::OutOfScope),
    }
}
