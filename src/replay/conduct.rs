//! What happens in the course of a plan: stocks and the count towards the violation, by month.

use super::refutation::Refutation;
use crate::model::world::Pace;
use crate::model::{ActivityIx, HoldingIx};
use crate::query::question::{Act, Target};
use crate::query::{Event, Plan, Question, Scene};
use num_bigint::BigInt;
use num_traits::Zero;

/// The course of a feasible plan that commits the violation.
#[derive(Debug, Clone)]
pub struct Course {
    /// The month in which the violation is complete, T.
    pub completed: u64,
    /// The deadline for a response; it may lie before month 1.
    pub deadline: i64,
    /// By month from 1 to T: the stocks at its end, in the order of the question's holdings.
    pub stocks: Vec<Vec<BigInt>>,
    /// By month from 1 to T: the units counted towards the violation so far, or the stock of the
    /// limited holding at its end.
    pub counts: Vec<BigInt>,
}

impl Course {
    /// Follows a plan month by month.
    ///
    /// # Errors
    /// If it is not feasible or does not complete the violation in the question's window.
    pub fn of(scene: &Scene, question: &Question, plan: &Plan) -> Result<Course, Refutation> {
        let mut follower = Follower::new(scene, question);
        let mut events = plan.events().iter().peekable();
        let mut course = Course { completed: 0, deadline: 0, stocks: Vec::new(), counts: Vec::new() };
        for event in plan.events() {
            follower.admit(event)?;
        }
        for month in 1..=question.horizon {
            let mut now = Vec::new();
            while let Some(event) = events.next_if(|e| e.month == month) {
                now.push(event);
            }
            follower.month(month, &now)?;
            course.stocks.push(follower.stocks.clone());
            course.counts.push(follower.progress());
            if question.in_force(month) && follower.progress() >= follower.goal {
                course.completed = month;
                break;
            }
        }
        if course.completed == 0 {
            return Err(Refutation::NotComplete);
        }
        if let Some(event) = events.next() {
            return Err(Refutation::AfterCompletion {
                activity: scene.world.activities[event.activity.0].id.clone(),
                month: event.month,
                completed: course.completed,
            });
        }
        let (first, last) = question.window;
        if course.completed < first || course.completed > last {
            return Err(Refutation::OutsideTheWindow { completed: course.completed, first, last });
        }
        course.deadline = question.deadline(course.completed);
        Ok(course)
    }

    /// The stock of the question's holding at `keep` at the end of a month; before month 1 and
    /// after T as it then is.
    pub fn stock(&self, question: &Question, keep: usize, month: u64) -> BigInt {
        let place = usize::try_from(month.min(self.completed)).unwrap_or(0);
        match place.checked_sub(1).and_then(|m| self.stocks.get(m)) {
            Some(stocks) => stocks[keep].clone(),
            None => BigInt::from(question.keeps[keep].initial),
        }
    }
}

struct Follower<'a> {
    scene: &'a Scene,
    question: &'a Question,
    goal: BigInt,
    stocks: Vec<BigInt>,
    counted: BigInt,
    so_far: Vec<u128>,
    latest: Vec<Option<u64>>,
}

impl<'a> Follower<'a> {
    fn new(scene: &'a Scene, question: &'a Question) -> Self {
        Follower {
            scene,
            question,
            goal: match question.target {
                Target::Count(n) => n.into(),
                Target::Stock(_, n) => n.into(),
            },
            stocks: question.keeps.iter().map(|k| k.initial.into()).collect(),
            counted: BigInt::zero(),
            so_far: vec![0; question.acts.len()],
            latest: vec![None; question.acts.len()],
        }
    }

    fn act(&self, activity: ActivityIx) -> Option<usize> {
        self.question.acts.iter().position(|a| a.activity == activity)
    }

    fn name(&self, activity: ActivityIx) -> String {
        self.scene.world.activities.get(activity.0).map_or_else(|| "?".into(), |a| a.id.clone())
    }

    /// Whether an event may stand in a plan at all.
    fn admit(&self, event: &Event) -> Result<(), Refutation> {
        let activity = self.name(event.activity);
        if event.month == 0 || event.month > self.question.horizon {
            return Err(Refutation::OutsideTheTerm { activity, month: event.month, months: self.question.horizon });
        }
        let Some(act) = self.act(event.activity) else { return Err(Refutation::NotInThePathway { activity }) };
        let Act { barred, banned, .. } = &self.question.acts[act];
        if *barred {
            return Err(Refutation::Barred { activity });
        }
        if banned.get(self.question.phase_of(event.month)).copied().unwrap_or(false) {
            return Err(Refutation::Banned { activity, month: event.month });
        }
        let covers = &self.scene.world.concealments;
        for (place, c) in event.concealments.iter().enumerate() {
            if !self.scene.world.applies(*c, event.activity) {
                return Err(Refutation::DoesNotApply { activity, concealment: covers[c.0].id.clone() });
            }
            let clash =
                |o: &&crate::model::ConcealmentIx| covers[c.0].excludes.contains(o) || covers[o.0].excludes.contains(c);
            if let Some(other) = event.concealments.iter().skip(place + 1).find(clash) {
                let (one, other) = (covers[c.0].id.clone(), covers[other.0].id.clone());
                return Err(Refutation::Excluded { activity, one, other });
            }
        }
        Ok(())
    }

    /// Carries out one month's events and checks the month's end.
    fn month(&mut self, month: u64, events: &[&Event]) -> Result<(), Refutation> {
        self.keep_pace(month, events)?;
        let mut needs: Vec<(ActivityIx, HoldingIx, u128)> = Vec::new();
        for event in events {
            let variant = self.scene.variant(event.activity, &event.concealments);
            for (holding, n) in &variant.way.uses {
                self.change(*holding, -(BigInt::from(*n) * event.count));
            }
            needs.extend(variant.way.needs.iter().map(|(h, n)| (event.activity, *h, *n)));
            if let Some(act) = self.act(event.activity) {
                let question = self.question;
                let Act { makes, units, .. } = &question.acts[act];
                for (holding, n) in makes {
                    self.change(*holding, BigInt::from(*n) * event.count);
                }
                if self.question.in_force(month) {
                    self.counted += BigInt::from(*units) * event.count;
                }
            }
        }
        for (keep, stock) in self.question.keeps.iter().zip(&self.stocks) {
            if *stock < BigInt::zero() {
                return Err(Refutation::StockBelowZero { holding: keep.id.clone(), month, stock: stock.clone() });
            }
        }
        for (keep, stock) in self.question.keeps.iter().zip(&self.stocks) {
            let most = keep.ceilings.get(self.question.phase_of(month)).copied().flatten();
            if let Some(most) = most.filter(|most| *stock > BigInt::from(*most)) {
                return Err(Refutation::StockAboveCeiling {
                    holding: keep.id.clone(),
                    month,
                    stock: stock.clone(),
                    most,
                });
            }
        }
        for (activity, holding, need) in needs {
            let stock = self.question.keep_of(holding).map_or_else(BigInt::zero, |k| self.stocks[k].clone());
            if stock < BigInt::from(need) {
                return Err(Refutation::NeedNotCovered {
                    activity: self.name(activity),
                    holding: self.scene.world.holdings[holding.0].id.clone(),
                    month,
                    need,
                    stock,
                });
            }
        }
        Ok(())
    }

    /// Checks the rates and totals of all variants of an activity together.
    fn keep_pace(&mut self, month: u64, events: &[&Event]) -> Result<(), Refutation> {
        for (place, act) in self.question.acts.iter().enumerate() {
            let count: u128 = events.iter().filter(|e| e.activity == act.activity).map(|e| u128::from(e.count)).sum();
            if count == 0 {
                continue;
            }
            let activity = act.id.clone();
            match act.pace {
                Pace::PerMonth(most) if count > u128::from(most) => {
                    return Err(Refutation::TooManyInMonth { activity, month, count, most });
                }
                Pace::MonthsBetween(_) if count > 1 => {
                    return Err(Refutation::TooManyInMonth { activity, month, count, most: 1 });
                }
                Pace::MonthsBetween(months) => {
                    if let Some(previous) = self.latest[place].filter(|p| month - p < months) {
                        return Err(Refutation::TooClose { activity, month, previous, months });
                    }
                }
                Pace::PerMonth(_) => {}
            }
            self.latest[place] = Some(month);
            self.so_far[place] += count;
            if let Some(most) = act.total.filter(|t| self.so_far[place] > u128::from(*t)) {
                return Err(Refutation::TooManyInAll { activity, month, count: self.so_far[place], most });
            }
        }
        Ok(())
    }

    fn change(&mut self, holding: HoldingIx, by: BigInt) {
        if let Some(keep) = self.question.keep_of(holding) {
            self.stocks[keep] += by;
        }
    }

    fn progress(&self) -> BigInt {
        match self.question.target {
            Target::Count(_) => self.counted.clone(),
            Target::Stock(holding, _) => {
                self.question.keep_of(holding).map_or_else(BigInt::zero, |k| self.stocks[k].clone())
            }
        }
    }
}
