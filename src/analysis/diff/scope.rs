//! What is now permitted that was not, and the reverse, by phase.
//!
//! The two drafts are laid side by side month by month, and what the last phase of each leaves goes
//! on. An activity is compared if it exists in both worlds at the adverse end, where all that may
//! exist does.

use crate::model::term::{InForce, Term};
use crate::model::world::World;
use crate::model::{ActivityIx, Duty, End, Regime};

/// What binds an activity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bound {
    /// The obligations in force that prohibit it.
    pub prohibited_by: Vec<String>,
    /// The limits in force on something that it makes.
    pub limited_by: Vec<String>,
}

/// How an activity is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freedom {
    /// An obligation in force prohibits it.
    Prohibited,
    /// It is permitted, but makes something that a limit in force counts.
    Limited,
    /// It is out of scope: no obligation in force matches it.
    OutOfScope,
}

impl Freedom {
    /// The words for it in reports.
    pub fn words(self) -> &'static str {
        match self {
            Freedom::Prohibited => "prohibited",
            Freedom::Limited => "limited",
            Freedom::OutOfScope => "out of scope",
        }
    }
}

impl Bound {
    /// How the activity is bound.
    pub fn freedom(&self) -> Freedom {
        match (self.prohibited_by.is_empty(), self.limited_by.is_empty()) {
            (false, _) => Freedom::Prohibited,
            (true, false) => Freedom::Limited,
            (true, true) => Freedom::OutOfScope,
        }
    }

    fn in_phase(regime: &Regime, world: &World, phase: &InForce, activity: ActivityIx) -> Bound {
        let mut bound = Bound::default();
        for (obligation, _) in regime.obligations.iter().zip(&phase.obligations).filter(|(_, in_force)| **in_force) {
            let id = obligation.entry.id.clone();
            match &obligation.duty {
                Duty::Prohibits(selectors) => {
                    if selectors.iter().any(|s| s.matches(world.activity_subject(activity))) {
                        bound.prohibited_by.push(id);
                    }
                }
                Duty::Limits { holding, .. } => {
                    if world.activities[activity.0].makes.iter().any(|(h, _)| h == holding) {
                        bound.limited_by.push(id);
                    }
                }
            }
        }
        bound
    }
}

/// A stretch of months in which an activity is bound otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeChange {
    /// The id of the activity; that of a preparation ends in `.preparation`.
    pub activity: String,
    /// The first month.
    pub first: u64,
    /// The last month; none if it goes on for ever.
    pub last: Option<u64>,
    /// The phases of the old draft in these months, by id.
    pub old_phases: Vec<String>,
    /// The phases of the new draft.
    pub new_phases: Vec<String>,
    /// What bound it.
    pub old: Bound,
    /// What binds it.
    pub new: Bound,
}

impl ScopeChange {
    /// Whether it is less bound than before.
    pub fn is_freer(&self) -> bool {
        self.new.freedom() > self.old.freedom()
    }
}

/// The changes of scope between two drafts, by activity in the order of the new one.
pub fn changes(old: &Regime, new: &Regime) -> Vec<ScopeChange> {
    let terms = [Term::of(old), Term::of(new)];
    let worlds = [old, new].map(|r| World::at(r, End::Adverse));
    let mut ends: Vec<u64> = terms.iter().flat_map(|t| t.phases.iter().map(|p| p.last)).collect();
    ends.sort_unstable();
    ends.dedup();
    // Up to each end of a phase, and from the last one on.
    let mut stretches: Vec<(u64, Option<u64>)> = Vec::new();
    let mut first = 1;
    for end in ends {
        stretches.push((first, Some(end)));
        first = end + 1;
    }
    stretches.push((first, None));
    let mut changes: Vec<ScopeChange> = Vec::new();
    for after in worlds[1].existing() {
        let id = &worlds[1].activities[after.0].id;
        let Some(before) = worlds[0].existing().find(|a| worlds[0].activities[a.0].id == *id) else { continue };
        for (first, last) in &stretches {
            let at = |side: usize, regime: &Regime, activity: ActivityIx| {
                let place = terms[side].phase_of(*first);
                let phase = &terms[side].phases[place];
                let name = regime.phases.get(place).map(|p| p.entry.id.clone()).unwrap_or_default();
                (Bound::in_phase(regime, &worlds[side], phase, activity), name)
            };
            let ((was, old_phase), (is, new_phase)) = (at(0, old, before), at(1, new, after));
            if was.freedom() != is.freedom() {
                let change = ScopeChange {
                    activity: id.clone(),
                    first: *first,
                    last: *last,
                    old_phases: vec![old_phase],
                    new_phases: vec![new_phase],
                    old: was,
                    new: is,
                };
                join(&mut changes, change);
            }
        }
    }
    without_preparations_of_the_same(changes)
}

/// Adds a change, to the one before it if it goes on with the same.
fn join(changes: &mut Vec<ScopeChange>, change: ScopeChange) {
    if let Some(before) = changes.last_mut()
        && before.activity == change.activity
        && before.last.is_some_and(|l| l + 1 == change.first)
        && (&before.old, &before.new) == (&change.old, &change.new)
    {
        before.last = change.last;
        for (phases, more) in [(&mut before.old_phases, change.old_phases), (&mut before.new_phases, change.new_phases)]
        {
            phases.extend(more.into_iter().filter(|p| !phases.contains(p)).collect::<Vec<_>>());
        }
        return;
    }
    changes.push(change);
}

/// Leaves out preparations that change with what they prepare.
fn without_preparations_of_the_same(changes: Vec<ScopeChange>) -> Vec<ScopeChange> {
    let same = |preparation: &ScopeChange, prepared: &str| {
        changes.iter().any(|c| {
            c.activity == prepared
                && (c.first, c.last, c.old.freedom(), c.new.freedom())
                    == (preparation.first, preparation.last, preparation.old.freedom(), preparation.new.freedom())
        })
    };
    let redundant = |c: &ScopeChange| {
        c.activity.strip_suffix(crate::model::world::PREPARATION).is_some_and(|prepared| same(c, prepared))
    };
    changes.iter().filter(|c| !redundant(c)).cloned().collect()
}
