//! Alibis: permitted conduct that looks the same as what a measure has sighted.

use super::entries::{Duty, Regime};
use super::ids::*;
use super::term::InForce;
use super::world::World;

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

/// Whether holding `holding` can be permitted: no limit of zero on it is in force.
pub fn may_be_held(regime: &Regime, phase: &InForce, holding: HoldingIx) -> bool {
    !regime
        .obligations
        .iter()
        .zip(&phase.obligations)
        .any(|(o, in_force)| *in_force && matches!(o.duty, Duty::Limits { holding: h, at_most: 0 } if h == holding))
}
