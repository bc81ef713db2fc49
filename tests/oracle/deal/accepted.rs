//! What the host may refuse, and the worlds that are left.

use super::terms::{Terms, Tolerance};
use crate::oracle::facts::{Place, World};
use crate::oracle::search::TooLarge;
use num_rational::BigRational;

/// Every set of measures that the host may refuse in a phase, each in file order: those over
/// `each`, and a further set that brings the sum of the rest within `total`, none of which could be
/// taken back within it. That is no further set where the sum is within `total` anyway.
///
/// *Reading*: "the remaining ones in force" are measures with consent, as those before them are. A
/// measure that needs no consent is never refused and does not count toward `total`.
pub fn refusals(world: &World, terms: &Terms, phase: usize) -> Vec<Vec<Place>> {
    let Some(Tolerance { each, total }) = &terms.phases[phase].tolerance else { return vec![Vec::new()] };
    let in_force = &world.phases[phase].measures;
    let with_consent = (0..world.measures.len()).filter(|m| world.measures[*m].consent && in_force.contains(m));
    let (over, rest): (Vec<Place>, Vec<Place>) =
        with_consent.partition(|m| each.as_ref().is_some_and(|each| terms.intrusiveness[*m] > *each));
    let Some(total) = total else { return vec![over] };
    let sum = |accepted: &[Place]| accepted.iter().map(|m| &terms.intrusiveness[*m]).sum::<BigRational>();
    let mut sets = Vec::new();
    for bits in 0..1_u32 << rest.len() {
        let further = |m: &Place| rest.iter().position(|r| r == m).is_some_and(|i| bits >> i & 1 == 1);
        let (refused, accepted): (Vec<Place>, Vec<Place>) = rest.iter().copied().partition(further);
        let within = sum(&accepted) <= *total;
        let none_can_come_back = refused.iter().all(|m| sum(&accepted) + &terms.intrusiveness[*m] > *total);
        if within && none_can_come_back {
            let mut set = [over.clone(), refused].concat();
            set.sort();
            sets.push(set);
        }
    }
    sets.sort();
    sets
}

/// What the host's choices leave: it chooses anew in each phase.
pub fn worlds(world: &World, refusals: &[Vec<Vec<Place>>], limit: usize) -> Result<Vec<World>, TooLarge> {
    let mut worlds = vec![world.clone()];
    for (phase, sets) in refusals.iter().enumerate() {
        if worlds.len() * sets.len() > limit {
            return Err(TooLarge);
        }
        let without = |world: &World, refused: &[Place]| {
            let mut left = world.clone();
            left.phases[phase].measures.retain(|m| !refused.contains(m));
            left
        };
        worlds = worlds.iter().flat_map(|world| sets.iter().map(move |set| without(world, set))).collect();
    }
    Ok(worlds)
}

/// No agreement: nothing is prohibited or limited, and there are only the measures that need no
/// consent.
///
/// *Reading*: these are there in every month, whether a phase of the draft lists them or not: the
/// baseline is the world's, not the draft's.
pub fn baseline(world: &World) -> World {
    let mut left = world.clone();
    for phase in &mut left.phases {
        phase.obligations.clear();
        phase.measures = (0..world.measures.len()).filter(|m| !world.measures[*m].consent).collect();
    }
    left
}
