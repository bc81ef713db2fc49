//! Alibis: permitted conduct that looks the same as what a measure has sighted.

use super::entries::{Duty, Regime};
use super::ids::*;
use super::term::InForce;
use super::world::World;
use std::collections::BTreeMap;

/// The activities that no obligation in force prohibits, by place; those that do not exist at this
/// end are not among them.
pub fn permitted(regime: &Regime, world: &World, phase: &InForce) -> Vec<bool> {
    let prohibitions: Vec<_> = regime
        .obligations
        .iter()
        .zip(&phase.obligations)
        .filter(|(_, in_force)| **in_force)
        .filter_map(|(o, _)| match &o.duty {
            Duty::Prohibits(selectors) => Some(selectors),
            Duty::Limits { .. } => None,
        })
        .flatten()
        .collect();
    let mut permitted = vec![false; world.activities.len()];
    for activity in world.existing() {
        let subject = world.activity_subject(activity);
        permitted[activity.0] = !prohibitions.iter().any(|s| s.matches(subject));
    }
    permitted
}

/// The permitted activity, if any, that explains a sighting of `signature` from `sighted` by `row`
/// of `measure`: it gives off the same signature, matches the row's `where` and is not told apart
/// by place. It may be `sighted` itself.
pub fn of_activity(
    world: &World,
    permitted: &[bool],
    measure: MeasureIx,
    row: usize,
    sighted: ActivityIx,
    given_off: &[SignatureIx],
) -> Option<ActivityIx> {
    let row = &world.measures[measure.0].rows[row];
    let site = world.activities[sighted.0].site.as_deref();
    world.existing().find(|b| {
        let other = &world.activities[b.0];
        let signatures = if *b == sighted { given_off } else { &other.signatures };
        permitted[b.0]
            && signatures.contains(&row.signature)
            && (site.is_none() || other.site.is_none() || site == other.site.as_deref())
            && row.place.matches(world.activity_subject(*b))
    })
}

/// The permitted conduct that a row's sightings could come from, so that each sighted activity need
/// not be compared with all others.
#[derive(Debug, Clone, Default)]
pub struct Explainers {
    /// The first anywhere.
    first: Option<ActivityIx>,
    /// The first without a site.
    nowhere: Option<ActivityIx>,
    /// The first at each site.
    at: BTreeMap<String, ActivityIx>,
}

impl Explainers {
    /// The permitted activities that give off the signature of a row and match its `where`.
    pub fn of(world: &World, permitted: &[bool], measure: MeasureIx, row: usize) -> Explainers {
        let row = &world.measures[measure.0].rows[row];
        let mut found = Explainers::default();
        for b in world.existing().filter(|b| permitted[b.0]) {
            let other = &world.activities[b.0];
            if other.signatures.contains(&row.signature) && row.place.matches(world.activity_subject(b)) {
                found.first.get_or_insert(b);
                match &other.site {
                    None => {
                        found.nowhere.get_or_insert(b);
                    }
                    Some(site) => {
                        found.at.entry(site.clone()).or_insert(b);
                    }
                }
            }
        }
        found
    }

    /// What [`of_activity`] finds, `row` being the one that this was made for.
    pub fn explain(
        &self,
        world: &World,
        permitted: &[bool],
        (measure, row): (MeasureIx, usize),
        sighted: ActivityIx,
        given_off: &[SignatureIx],
    ) -> Option<ActivityIx> {
        let row = &world.measures[measure.0].rows[row];
        let other = match &world.activities[sighted.0].site {
            None => self.first,
            Some(site) => self.nowhere.into_iter().chain(self.at.get(site).copied()).min(),
        };
        let itself = permitted[sighted.0]
            && given_off.contains(&row.signature)
            && row.place.matches(world.activity_subject(sighted));
        other.into_iter().chain(itself.then_some(sighted)).min()
    }
}

/// Whether holding `holding` can be permitted: no limit of zero on it is in force.
pub fn may_be_held(regime: &Regime, phase: &InForce, holding: HoldingIx) -> bool {
    !regime
        .obligations
        .iter()
        .zip(&phase.obligations)
        .any(|(o, in_force)| *in_force && matches!(o.duty, Duty::Limits { holding: h, at_most: 0 } if h == holding))
}
