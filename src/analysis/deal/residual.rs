//! The breakout residual: what the host can reach within some months if it walks out at the end of a
//! phase, with the stocks that it can have by then.
//!
//! Up to the walk-out the draft is in force, after it nothing is. *Lawful* is what can be reached if up
//! to then nothing prohibited is done and every limit in force is kept; *undetected*, if whatever is
//! done up to then is not proved by then to the goal.

use super::study::find;
use crate::analysis::check::{Open, Options, crashed};
use crate::model::term::{InForce, Term};
use crate::model::world::Pace;
use crate::model::{Duty, End, HoldingIx, ObligationIx, Regime};
use crate::query::question::Target;
use crate::query::{Event, Plan, Question, Reading, Scene};
use crate::solve::session;
use crate::verdict::Aim;
use std::sync::Arc;

/// The months after a walk-out that are looked at.
pub const MONTHS: [u64; 3] = [3, 6, 12];

/// More than this is not counted.
const MOST: u128 = 1 << 40;

/// Some equal events in one month, by ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The month.
    pub month: u64,
    /// The activity.
    pub activity: String,
    /// How it is concealed.
    pub concealments: Vec<String>,
    /// How many times.
    pub count: u64,
}

/// What can be reached, with a plan that reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Units of prohibited events after the walk-out, or the stock of a limited holding; 0 if nothing.
    pub amount: u128,
    /// What is done to reach it, by month; empty if nothing is reached, or nothing has to be done for it.
    pub plan: Vec<Deed>,
    /// Whether more could be reached than is counted here.
    pub at_least: bool,
}

/// What can be reached within some months after a walk-out.
#[derive(Debug, Clone)]
pub struct Residual {
    /// The months.
    pub months: u64,
    /// With what can lawfully be had by then.
    pub lawful: Result<Reach, Open>,
    /// With what can be had by then without being proved, or lawfully.
    pub undetected: Result<Reach, Open>,
}

/// A walk-out at the end of a phase.
#[derive(Debug)]
pub struct WalkOut {
    scene: Scene,
    regime: Arc<Regime>,
    term: Term,
    /// The last month before it.
    month: u64,
}

impl WalkOut {
    /// A walk-out at the end of the phase in this place of `term`, at an end of the uncertainty.
    pub fn new(regime: &Arc<Regime>, term: &Term, phase: usize, end: End, options: &Options) -> Option<WalkOut> {
        let month = term.phases.get(phase)?.last;
        let mut phases: Vec<InForce> = term.phases.iter().take(phase + 1).cloned().collect();
        let longest = MONTHS.iter().max().copied().unwrap_or(0);
        phases.push(InForce {
            first: month + 1,
            last: month.saturating_add(longest),
            obligations: vec![false; regime.obligations.len()],
            measures: vec![false; regime.measures.len()],
        });
        let term = Term { months: month.saturating_add(longest), phases };
        let scene = Scene::new(regime, &term, end, options.engine.listing());
        Some(WalkOut { scene, regime: Arc::clone(regime), term, month })
    }

    /// The scene of its plans.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// What can be reached of what an obligation of the regime, in force or not, is about.
    ///
    /// # Errors
    /// If it can't be decided.
    pub fn residuals(&self, obligation: ObligationIx, options: &Options) -> Result<Vec<Residual>, Open> {
        session::sharing_a_context(|| self.answers(obligation, options)).map_err(crashed)?
    }

    fn answers(&self, obligation: ObligationIx, options: &Options) -> Result<Vec<Residual>, Open> {
        let question = self.question(obligation)?;
        let mut found: Vec<Residual> = Vec::new();
        for months in MONTHS {
            let last = self.month.saturating_add(months);
            let before = found.last();
            let lawful =
                self.most(&self.lawful(&question), last, &Aim::Any, before.map(|b| (b.months, &b.lawful)), options);
            let aim = Aim::Below(question.goal.clone());
            let more = match &lawful {
                // No plan exceeds it: what is lawful is all there is.
                Ok(lawful) if lawful.amount >= bounds(&question.clone().within(self.month + 1, last), last).1 => {
                    Ok(lawful.clone())
                }
                _ => self.most(&question, last, &aim, before.map(|b| (b.months, &b.undetected)), options),
            };
            // What is lawful needs not be hidden.
            let undetected = match (&lawful, more) {
                (Ok(lawful), Ok(more)) if lawful.amount >= more.amount => Ok(lawful.clone()),
                (_, more) => more,
            };
            found.push(Residual { months, lawful, undetected });
        }
        Ok(found)
    }

    fn deeds(&self, plan: &Plan) -> Vec<Deed> {
        let world = &self.scene.world;
        let deed = |event: &Event| Deed {
            month: event.month,
            activity: world.activities[event.activity.0].id.clone(),
            concealments: event.concealments.iter().map(|c| world.concealments[c.0].id.clone()).collect(),
            count: event.count,
        };
        plan.events().iter().map(deed).collect()
    }

    /// The question of how much can be reached after the walk-out, everything being allowed before it
    /// that is not proved by it.
    fn question(&self, obligation: ObligationIx) -> Result<Question, Open> {
        let question =
            Question::new(&self.scene, obligation, None).map_err(|many| Open::Undecided(many.to_string()))?;
        let mut question = question.known_by(self.month);
        let last = question.phases.len().saturating_sub(1);
        for (place, phase) in question.phases.iter_mut().enumerate() {
            phase.in_force = place == last;
        }
        Ok(question)
    }

    /// The same with nothing done before the walk-out that is not lawful.
    fn lawful(&self, question: &Question) -> Question {
        let mut question = question.clone();
        for act in &mut question.acts {
            let subject = self.scene.world.activity_subject(act.activity);
            act.banned = self
                .by_phase(|duty| match duty {
                    Duty::Prohibits(selectors) => selectors.iter().any(|s| s.matches(subject)).then_some(()),
                    Duty::Limits { .. } => None,
                })
                .map(|bans| !bans.is_empty())
                .collect();
        }
        for keep in &mut question.keeps {
            let limit = |of: HoldingIx| {
                move |duty: &Duty| match duty {
                    Duty::Limits { holding, at_most } if *holding == of => Some(*at_most),
                    _ => None,
                }
            };
            keep.ceilings = self.by_phase(limit(keep.holding)).map(|limits| limits.into_iter().min()).collect();
        }
        question
    }

    /// What the obligations in force say, by phase.
    fn by_phase<'a, T: 'a>(&'a self, of: impl Fn(&Duty) -> Option<T> + 'a) -> impl Iterator<Item = Vec<T>> + 'a {
        self.term.phases.iter().map(move |phase| {
            let in_force = self.regime.obligations.iter().zip(&phase.obligations).filter(|(_, in_force)| **in_force);
            in_force.filter_map(|(o, _)| of(&o.duty)).collect()
        })
    }

    /// The most that can be reached by the end of `last`, given what can be reached some months earlier.
    fn most(
        &self,
        question: &Question,
        last: u64,
        aim: &Aim,
        earlier: Option<(u64, &Result<Reach, Open>)>,
        options: &Options,
    ) -> Result<Reach, Open> {
        let question = question.clone().within(self.month + 1, last);
        let (start, mut bound) = bounds(&question, last);
        let mut best = Reach { amount: start, plan: Vec::new(), at_least: false };
        if let Some((months, Ok(earlier))) = earlier {
            // What has been reached some months earlier is still there, and the months between add no more
            // than they can: up to there a plan has reached what can be reached then, or less.
            if !earlier.at_least {
                let between = last.saturating_sub(self.month.saturating_add(months));
                bound = bound.min(earlier.amount.saturating_add(gain(&question, between)));
            }
            if earlier.amount >= best.amount {
                best = earlier.clone();
            }
        }
        let reaches = |amount: u128| -> Result<Option<Reach>, Open> {
            let Some(question) = with_target(&question, amount) else { return Ok(None) };
            let found = find(&self.scene, &question, Reading::ProofInTime, aim, options)?;
            Ok(found.map(|c| Reach { amount, plan: self.deeds(&c.plan), at_least: false }))
        };
        // The bound is often reached; otherwise halves are looked at.
        let mut high = bound.min(MOST);
        if high > best.amount {
            if let Some(found) = reaches(high)? {
                return Ok(Reach { at_least: bound > MOST, ..found });
            }
            while high - best.amount > 1 {
                let middle = best.amount + (high - best.amount) / 2;
                match reaches(middle)? {
                    Some(found) => best = found,
                    None => high = middle,
                }
            }
        }
        Ok(best)
    }
}

/// What is reached if nothing is done, and what no plan exceeds by the end of `last`.
fn bounds(question: &Question, last: u64) -> (u128, u128) {
    match question.target {
        Target::Count(_) => {
            let first = question.phases.last().map_or(1, |p| p.first);
            (0, gain(question, last.saturating_add(1).saturating_sub(first)))
        }
        Target::Stock(holding, _) => {
            let keep = question.keep_of(holding).and_then(|k| question.keeps.get(k));
            let initial = keep.map_or(0, |k| u128::from(k.initial));
            // What may not be held even at the beginning is not simply there at the end.
            let is_held = keep.is_some_and(|k| k.ceilings.iter().flatten().all(|most| u128::from(*most) >= initial));
            (if is_held { initial } else { 0 }, initial.saturating_add(gain(question, last)))
        }
    }
}

/// The most that so many months can add to what is counted.
fn gain(question: &Question, months: u64) -> u128 {
    let months = u128::from(months);
    let added = question.acts.iter().map(|act| {
        let by_rate = match act.pace {
            Pace::PerMonth(most) => months.saturating_mul(most.into()),
            Pace::MonthsBetween(between) => months.div_ceil(u128::from(between.max(1))),
        };
        let each = match question.target {
            Target::Count(_) => u128::from(act.units),
            Target::Stock(holding, _) => {
                act.makes.iter().filter(|(h, _)| *h == holding).map(|(_, n)| u128::from(*n)).sum()
            }
        };
        by_rate.min(act.total.map_or(u128::MAX, u128::from)).saturating_mul(each)
    });
    added.fold(0, u128::saturating_add)
}

fn with_target(question: &Question, amount: u128) -> Option<Question> {
    let target = match question.target {
        Target::Count(_) => Target::Count(u64::try_from(amount).ok()?),
        Target::Stock(holding, _) => Target::Stock(holding, amount),
    };
    Some(Question { target, ..question.clone() })
}
