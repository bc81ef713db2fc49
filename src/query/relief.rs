//! Reliefs: what could be seen of a trial if the host refused some of the measures among which it has
//! the choice.

use super::detection::Lookout;
use super::trial::{Relief, Trial};
use crate::model::acceptance::Bargain;
use crate::model::term::{InForce, Term};
use crate::model::variant::TooManyWays;
use crate::model::world::World;
use crate::model::{Exact, MeasureIx, Regime};
use std::sync::Arc;

/// The most measures of one trial whose refusals are told apart.
const MOST_MEASURES: usize = 12;

/// The phases in which the host has a choice.
pub(super) struct Reliefs<'a> {
    regime: &'a Regime,
    world: &'a World,
    phases: Vec<(&'a InForce, Option<&'a Bargain>)>,
}

impl<'a> Reliefs<'a> {
    /// What `bargains` leave to decide under `term`, from which what has to be refused is gone.
    pub(super) fn new(regime: &'a Regime, world: &'a World, term: &'a Term, bargains: &'a [Bargain]) -> Reliefs<'a> {
        let tight = |place: usize| bargains.get(place).filter(|b| b.is_tight());
        Reliefs { regime, world, phases: term.phases.iter().enumerate().map(|(p, f)| (f, tight(p))).collect() }
    }

    /// The reliefs of a trial by phase, given the trial in each phase and how a lookout sees it;
    /// nothing where the host has no choice.
    ///
    /// # Errors
    /// If too many measures that can be refused could see it.
    pub(super) fn of(
        &self,
        id: &str,
        trials: &[Arc<Trial>],
        see: impl Fn(&Lookout<'_>) -> Trial,
    ) -> Result<Vec<Vec<Relief>>, TooManyWays> {
        if self.phases.iter().all(|(_, bargain)| bargain.is_none()) {
            return Ok(Vec::new());
        }
        let phases = self.phases.iter().zip(trials);
        phases
            .map(|((in_force, bargain), trial)| match bargain {
                None => Ok(Vec::new()),
                Some(bargain) => self.in_phase(id, in_force, bargain, trial, &see),
            })
            .collect()
    }

    fn in_phase(
        &self,
        id: &str,
        in_force: &InForce,
        bargain: &Bargain,
        trial: &Arc<Trial>,
        see: &impl Fn(&Lookout<'_>) -> Trial,
    ) -> Result<Vec<Relief>, TooManyWays> {
        let open: Vec<&(MeasureIx, Exact)> =
            bargain.open.iter().filter(|(m, _)| self.has_a_part(trial, *m, in_force)).collect();
        if open.len() > MOST_MEASURES {
            return Err(TooManyWays {
                subject: id.to_owned(),
                choices: open.len(),
                of: "measures that may be refused",
            });
        }
        let mut reliefs: Vec<Relief> = Vec::new();
        for bits in 1..1usize << open.len() {
            let refused: Vec<MeasureIx> =
                open.iter().enumerate().filter(|(m, _)| bits >> m & 1 == 1).map(|(_, (m, _))| *m).collect();
            if !may_be_refused_together(bargain, &refused) {
                continue;
            }
            let mut phase = in_force.clone();
            refused.iter().for_each(|m| phase.measures[m.0] = false);
            let seen = see(&Lookout::new(self.regime, self.world, &phase));
            // To refuse more and give away as much is never of use.
            let fewer = |r: &&Relief| r.refused.iter().all(|m| refused.contains(m));
            let known = reliefs.iter().filter(fewer).any(|r| *r.trial == seen) || **trial == seen;
            if !known {
                reliefs.push(Relief { refused, trial: Arc::new(seen) });
            }
        }
        Ok(reliefs)
    }

    /// Whether a measure sights something in a trial, or cues one that does.
    fn has_a_part(&self, trial: &Trial, measure: MeasureIx, in_force: &InForce) -> bool {
        let mut looking: Vec<MeasureIx> = trial.iter().map(|g| g.measure).collect();
        let mut place = 0;
        while let Some(next) = looking.get(place).copied() {
            place += 1;
            for cue in &self.world.measures[next.0].cued_by {
                if in_force.measures[cue.0] && !looking.contains(cue) {
                    looking.push(*cue);
                }
            }
        }
        looking.contains(&measure)
    }
}

/// Whether some choice of the host may refuse all of these: with everything else accepted, the least
/// of them must not fit any more.
fn may_be_refused_together(bargain: &Bargain, refused: &[MeasureIx]) -> bool {
    let Some(total) = &bargain.total else { return false };
    let rest = bargain.accepted(refused);
    bargain.open.iter().filter(|(m, _)| refused.contains(m)).all(|(_, n)| &rest + n > *total)
}
