//! What the measures in force see of an event or of a held holding, cues and alibis included.

use super::trial::{Glimpse, Trial, none_of};
use crate::model::alibi::{self, Explainers};
use crate::model::term::InForce;
use crate::model::variant::Way;
use crate::model::world::World;
use crate::model::{ActivityIx, Exact, HoldingIx, MeasureIx, Regime, SignatureIx};
use num_traits::{One, Zero};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The measures of one phase at one end, ready to look.
#[derive(Debug)]
pub struct Lookout<'a> {
    regime: &'a Regime,
    world: &'a World,
    phase: &'a InForce,
    permitted: Vec<bool>,
    /// By measure and row, worked out when something is sighted by it.
    explainers: Vec<Vec<OnceCell<Explainers>>>,
    groups: Vec<usize>,
    /// Measures in force, cues before what they cue.
    order: Vec<MeasureIx>,
}

/// A row's probability of sighting something, before alibis.
struct Sight {
    row: usize,
    p: Exact,
}

impl<'a> Lookout<'a> {
    /// The measures in force in `phase`.
    pub fn new(regime: &'a Regime, world: &'a World, phase: &'a InForce) -> Self {
        Lookout {
            regime,
            world,
            phase,
            permitted: alibi::permitted(regime, world, phase),
            explainers: world.measures.iter().map(|m| vec![OnceCell::new(); m.rows.len()]).collect(),
            groups: groups(world),
            order: cues_first(world, &phase.measures),
        }
    }

    /// What is seen of an event of `activity` carried out in the given way.
    pub fn of_event(&self, activity: ActivityIx, way: &Way) -> Trial {
        let subject = self.world.activity_subject(activity);
        let sights = self.sights(
            |signature, place| way.signatures.contains(&signature) && place.matches(subject),
            |signature, measure| {
                way.concealments
                    .iter()
                    .filter(|c| {
                        self.world.concealments[c.0].hides.contains(&signature)
                            && self.world.works_against(**c, measure)
                    })
                    .map(|c| &self.world.concealments[c.0].residual)
                    .min()
            },
        );
        self.glimpses(sights, |measure, row| {
            let make = || Explainers::of(self.world, &self.permitted, measure, row);
            let explainers = self.explainers[measure.0][row].get_or_init(make);
            explainers.explain(self.world, &self.permitted, (measure, row), activity, &way.signatures).map(Some)
        })
    }

    /// What is seen of a month in which `holding` is held.
    pub fn of_holding(&self, holding: HoldingIx) -> Trial {
        let subject = self.world.holding_subject(holding);
        let signatures = &self.world.holdings[holding.0].signatures;
        let sights =
            self.sights(|signature, place| signatures.contains(&signature) && place.matches(subject), |_, _| None);
        let permitted = alibi::may_be_held(self.regime, self.phase, holding);
        self.glimpses(sights, |_, _| permitted.then_some(None))
    }

    /// The sighting probabilities of each measure in force, by its place.
    fn sights<'r>(
        &self,
        given_off: impl Fn(SignatureIx, &crate::model::selector::ActivitySelector) -> bool,
        residual: impl Fn(SignatureIx, MeasureIx) -> Option<&'r Exact>,
    ) -> Vec<Vec<Sight>> {
        let mut sights: Vec<Vec<Sight>> = self.world.measures.iter().map(|_| Vec::new()).collect();
        for measure in &self.order {
            let watch = &self.world.measures[measure.0];
            let mut seen = Vec::new();
            for (row, detects) in watch.rows.iter().enumerate() {
                if detects.sighting.is_zero() || !given_off(detects.signature, &detects.place) {
                    continue;
                }
                let mut p = detects.sighting.clone();
                if let Some(left) = residual(detects.signature, *measure) {
                    p *= left;
                }
                if !p.is_zero() {
                    seen.push(Sight { row, p });
                }
            }
            if !watch.cued_by.is_empty() && !seen.is_empty() {
                let cue = self.suspicion(&watch.cued_by, &sights);
                seen.iter_mut().for_each(|s| s.p *= &cue);
                seen.retain(|s| !s.p.is_zero());
            }
            sights[measure.0] = seen;
        }
        sights
    }

    /// The probability that at least one of `cues` sights anything in the same trial.
    fn suspicion(&self, cues: &[MeasureIx], sights: &[Vec<Sight>]) -> Exact {
        let mut largest: BTreeMap<usize, &Exact> = BTreeMap::new();
        for (cue, place) in cues.iter().enumerate() {
            if cues.iter().take(cue).any(|earlier| earlier == place) {
                continue;
            }
            let group = self.groups[place.0];
            for sight in &sights[place.0] {
                largest.entry(group).and_modify(|p| *p = (&sight.p).max(p)).or_insert(&sight.p);
            }
        }
        Exact::one() - none_of(largest.into_values())
    }

    /// The glimpses behind sightings; `alibi` names what explains one: `Some(None)` if something
    /// does that has no name.
    fn glimpses(
        &self,
        sights: Vec<Vec<Sight>>,
        alibi: impl Fn(MeasureIx, usize) -> Option<Option<ActivityIx>>,
    ) -> Trial {
        let mut trial = Vec::new();
        for (place, seen) in sights.into_iter().enumerate() {
            let measure = MeasureIx(place);
            let watch = &self.world.measures[place];
            for Sight { row, p } in seen {
                let explained = alibi(measure, row);
                let proof = match explained {
                    Some(_) => &p * &watch.rows[row].discriminates,
                    None => p.clone(),
                };
                trial.push(Glimpse {
                    measure,
                    row,
                    group: self.groups[place],
                    latency: watch.latency_months,
                    sighting: p,
                    proof,
                    alibi: explained.flatten(),
                    ambiguous: explained.is_some(),
                });
            }
        }
        Trial::new(trial)
    }
}

/// The group of each measure: the first measure with the same common cause, or itself.
fn groups(world: &World) -> Vec<usize> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups = Vec::with_capacity(world.measures.len());
    for (place, measure) in world.measures.iter().enumerate() {
        groups.push(match &measure.common_cause {
            Some(cause) => *first.entry(cause).or_insert(place),
            None => place,
        });
    }
    groups
}

/// The measures in force, each after those in force that cue it.
fn cues_first(world: &World, in_force: &[bool]) -> Vec<MeasureIx> {
    let mut order = Vec::new();
    let mut done = vec![false; in_force.len()];
    // Cues form no cycle, so every round places at least one measure until none is left.
    loop {
        let before = order.len();
        for place in 0..in_force.len() {
            let ready = world.measures[place].cued_by.iter().all(|c| done[c.0] || !in_force[c.0]);
            if in_force[place] && !done[place] && ready {
                done[place] = true;
                order.push(MeasureIx(place));
            }
        }
        if order.len() == before {
            return order;
        }
    }
}
