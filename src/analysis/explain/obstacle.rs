//! Why a violation is infeasible, as far as bounds on rates and stocks can say.

use crate::model::world::Pace;
use crate::model::{ActivityIx, AssumptionIx, HoldingIx};
use crate::query::question::{Act, Target};
use crate::query::{Question, Scene};

/// What stands in the way of a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The obligation is in force in no month.
    NeverInForce,
    /// No conduct of the world commits it.
    NoConduct,
    /// An activity exists only under an assumption that does not hold at this end.
    Assumed(ActivityIx, AssumptionIx),
    /// An activity that commits it takes more of a holding than there can ever be.
    Lacks {
        /// The activity.
        activity: ActivityIx,
        /// The holding.
        holding: HoldingIx,
        /// What one event takes.
        takes: u128,
        /// What there can be at most.
        most: u128,
    },
    /// Rates, totals and stocks allow less than the violation takes.
    TooLittle {
        /// The units, or the stock, that can be reached at most.
        most: u128,
        /// The units, or the stock, that make the violation.
        takes: u128,
    },
    /// Bounds show nothing; no order of events brings it about within the term.
    Scheduling,
}

/// Rounds of narrowing; each narrows further along a chain of inputs.
const ROUNDS: usize = 64;

/// What stands in the way of the violation.
pub fn obstacles(scene: &Scene, question: &Question) -> Vec<Obstacle> {
    let in_force: u64 = question.phases.iter().filter(|p| p.in_force).map(|p| p.last - p.first + 1).sum();
    if in_force == 0 {
        return vec![Obstacle::NeverInForce];
    }
    let direct = |act: &&Act| !act.barred && commits(question, act);
    let mut found: Vec<Obstacle> = assumed(scene, question);
    if !question.acts.iter().any(|a| direct(&a)) {
        found.insert(0, Obstacle::NoConduct);
        if matches!(question.target, Target::Count(_)) {
            return found;
        }
    }
    let bounds = Bounds::of(question);
    for act in question.acts.iter().filter(direct) {
        found.extend(bounds.lacks(act));
    }
    let (most, takes) = match question.target {
        Target::Count(takes) => (bounds.units(question, in_force), u128::from(takes)),
        Target::Stock(holding, takes) => (bounds.stock(question, holding), takes),
    };
    if most < takes {
        found.push(Obstacle::TooLittle { most, takes });
    }
    if found.iter().all(|o| matches!(o, Obstacle::Assumed(..))) {
        found.push(Obstacle::Scheduling);
    }
    found
}

/// Whether events of an activity bring the violation nearer.
fn commits(question: &Question, act: &Act) -> bool {
    match question.target {
        Target::Count(_) => act.units > 0,
        Target::Stock(holding, _) => act.makes.iter().any(|(h, _)| *h == holding),
    }
}

/// Activities that would commit it under an assumption that does not hold at this end.
fn assumed(scene: &Scene, question: &Question) -> Vec<Obstacle> {
    use crate::model::Duty;
    let duty = &scene.regime.obligations[question.obligation.0].duty;
    let would = |activity: ActivityIx| match duty {
        Duty::Prohibits(selectors) => selectors.iter().any(|s| s.matches(scene.world.activity_subject(activity))),
        Duty::Limits { holding, .. } => scene.world.activities[activity.0].makes.iter().any(|(h, _)| h == holding),
    };
    let conditions = scene.regime.activities.iter().enumerate().filter_map(|(place, a)| {
        let activity = ActivityIx(place);
        let asked = question.path.is_none_or(|p| p == activity);
        (asked && !scene.world.activities[place].exists && would(activity))
            .then_some(Obstacle::Assumed(activity, a.condition?))
    });
    conditions.collect()
}

/// Upper bounds on events and stocks.
struct Bounds<'a> {
    question: &'a Question,
    events: Vec<u128>,
    stocks: Vec<u128>,
}

impl<'a> Bounds<'a> {
    fn of(question: &'a Question) -> Bounds<'a> {
        let events = question.acts.iter().map(|a| if a.barred { 0 } else { by_pace(a, question.horizon) }).collect();
        let mut bounds = Bounds { question, events, stocks: Vec::new() };
        for _ in 0..ROUNDS {
            bounds.stocks = question.keeps.iter().map(|k| bounds.available(k.holding, k.initial)).collect();
            let narrowed: Vec<u128> =
                question.acts.iter().zip(&bounds.events).map(|(a, n)| bounds.narrow(a, *n)).collect();
            if narrowed == bounds.events {
                break;
            }
            bounds.events = narrowed;
        }
        bounds
    }

    fn available(&self, holding: HoldingIx, initial: u64) -> u128 {
        let made = self.question.acts.iter().zip(&self.events).map(|(act, events)| {
            let each: u128 = act.makes.iter().filter(|(h, _)| *h == holding).map(|(_, n)| u128::from(*n)).sum();
            each.saturating_mul(*events)
        });
        made.fold(u128::from(initial), u128::saturating_add)
    }

    /// Events of an activity with the least demanding of its variants.
    fn narrow(&self, act: &Act, events: u128) -> u128 {
        let possible = act.variants.iter().map(|variant| {
            let met = variant.way.needs.iter().all(|(h, n)| self.at(*h) >= *n);
            let uses = variant.way.uses.iter().filter(|(_, n)| *n > 0);
            if met { uses.map(|(h, n)| self.at(*h) / *n).min().unwrap_or(u128::MAX) } else { 0 }
        });
        // Different variants may use different things: their bounds add up.
        events.min(possible.fold(0, u128::saturating_add))
    }

    fn at(&self, holding: HoldingIx) -> u128 {
        self.question.keep_of(holding).and_then(|k| self.stocks.get(k)).copied().unwrap_or(0)
    }

    /// What an activity takes and there is never enough of, in its least demanding variant.
    fn lacks(&self, act: &Act) -> Vec<Obstacle> {
        let lacking = |variant: &crate::query::scene::Variant| -> Vec<Obstacle> {
            let takes = variant.way.uses.iter().chain(&variant.way.needs);
            let short = takes.filter(|(h, n)| self.at(*h) < *n);
            short
                .map(|(h, n)| Obstacle::Lacks { activity: act.activity, holding: *h, takes: *n, most: self.at(*h) })
                .collect()
        };
        let mut found = act.variants.iter().map(lacking).min_by_key(Vec::len).unwrap_or_default();
        found.dedup();
        found
    }

    fn units(&self, question: &Question, in_force: u64) -> u128 {
        let units = question
            .acts
            .iter()
            .zip(&self.events)
            .map(|(act, events)| u128::from(act.units).saturating_mul((*events).min(by_pace(act, in_force))));
        units.fold(0, u128::saturating_add)
    }

    fn stock(&self, question: &Question, holding: HoldingIx) -> u128 {
        let keep = question.keep_of(holding);
        keep.and_then(|k| self.stocks.get(k)).copied().unwrap_or(0)
    }
}

/// The most events of an activity in so many months, by its rate and its total.
fn by_pace(act: &Act, months: u64) -> u128 {
    let most = match act.pace {
        Pace::PerMonth(n) => u128::from(n) * u128::from(months),
        // Months in force may lie apart, so the interval is counted over single months.
        Pace::MonthsBetween(_) => u128::from(months),
    };
    most.min(act.total.map_or(u128::MAX, u128::from))
}
