//! Placement: from events per cell to events per month.
//!
//! A program leaves open in which month of its cell an event falls. Here each event is put as late
//! as its cell, the pace of its activity and the events that depend on it allow: late events are
//! known late, and what is made late is held for the shortest time. Whether the result is a plan,
//! and as good a one as the program promised, only the replay decides.

use super::formula::Values;
use super::program::Program;
use crate::model::HoldingIx;
use crate::model::world::Pace;
use crate::query::{Event, Plan, Question};
use num_bigint::BigInt;
use num_traits::Zero;

/// Events of one act in one cell, by variant.
struct Batch {
    act: usize,
    first: u64,
    last: u64,
    variants: Vec<(usize, u64)>,
}

/// Some events of an act in a month: the month, the variant, how many.
type Placed = (u64, usize, u64);

/// Above so many events in all nothing is placed one by one.
const MOST_EVENTS: u64 = 200_000;

/// A plan with the events of an assignment, completed in month `completed`; `None` where this simple
/// way of placing them finds none.
pub fn place(question: &Question, program: &Program, values: &Values, completed: u64) -> Option<Plan> {
    let batches = batches(question, program, values, completed)?;
    let mut placed: Vec<Vec<Placed>> = vec![Vec::new(); question.acts.len()];
    for act in consumers_first(question) {
        let mine: Vec<&Batch> = batches.iter().filter(|b| b.act == act).collect();
        if !mine.is_empty() {
            placed[act] = place_act(question, act, &mine, &batches, &placed)?;
        }
    }
    Some(plan(question, &placed))
}

/// The plan of an assignment to a program whose cells are months.
pub fn read_off(question: &Question, program: &Program, values: &Values, completed: u64) -> Option<Plan> {
    let mut placed: Vec<Vec<Placed>> = vec![Vec::new(); question.acts.len()];
    for batch in batches(question, program, values, completed)? {
        placed[batch.act].extend(batch.variants.iter().map(|(variant, count)| (batch.first, *variant, *count)));
    }
    Some(plan(question, &placed))
}

fn plan(question: &Question, placed: &[Vec<Placed>]) -> Plan {
    let mut events = Vec::new();
    for (a, months) in question.acts.iter().zip(placed) {
        for (month, variant, count) in months {
            let concealments = a.variants[*variant].way.concealments.clone();
            events.push(Event { month: *month, activity: a.activity, concealments, count: *count });
        }
    }
    Plan::new(events)
}

/// The assignment's events by act and cell, in order of months.
fn batches(question: &Question, program: &Program, values: &Values, completed: u64) -> Option<Vec<Batch>> {
    let mut batches: Vec<Batch> = Vec::new();
    for (place, cell) in program.layout.cells.iter().enumerate() {
        for act in 0..question.acts.len() {
            let mut variants = Vec::new();
            for column in program.columns.iter().filter(|c| c.cell == place && c.act == act) {
                let count = &values.0[column.var.0];
                if !count.is_zero() {
                    variants.push((column.variant, u64::try_from(count).ok()?));
                }
            }
            if variants.is_empty() {
                continue;
            }
            if cell.length(completed) == 0 {
                return None;
            }
            let first = u64::try_from(cell.from.at(completed) + 1).ok()?;
            let last = u64::try_from(cell.to.at(completed)).ok()?;
            batches.push(Batch { act, first, last, variants });
        }
    }
    Some(batches)
}

/// The acts, those that use or need something before those that make it, as far as that is possible.
fn consumers_first(question: &Question) -> Vec<usize> {
    let takes = |act: usize, holding: HoldingIx| {
        question.acts[act].variants.iter().any(|v| v.way.uses.iter().chain(&v.way.needs).any(|(h, _)| *h == holding))
    };
    let count = question.acts.len();
    let (mut order, mut done) = (Vec::with_capacity(count), vec![false; count]);
    while order.len() < count {
        let is_free = |act: &usize| {
            !done[*act]
                && question.acts[*act]
                    .makes
                    .iter()
                    .all(|(h, _)| (0..count).all(|other| done[other] || other == *act || !takes(other, *h)))
        };
        let next = (0..count).find(is_free).or_else(|| (0..count).find(|a| !done[*a]));
        let Some(next) = next else { break };
        done[next] = true;
        order.push(next);
    }
    order
}

/// Puts the events of one act as late as they can be, given those that depend on them.
fn place_act(
    question: &Question,
    act: usize,
    mine: &[&Batch],
    batches: &[Batch],
    placed: &[Vec<Placed>],
) -> Option<Vec<Placed>> {
    let a = &question.acts[act];
    let total = mine.iter().flat_map(|b| &b.variants).try_fold(0u64, |sum, (_, n)| sum.checked_add(*n))?;
    let demands: Vec<Demand> =
        a.makes.iter().filter_map(|(h, n)| Demand::of(question, act, *h, *n, batches, placed)).collect();
    let mut months: Vec<Placed> = Vec::new();
    let mut left = total;
    let mut next: Option<u64> = None;
    let mut room = 0;
    for batch in mine.iter().rev() {
        for (variant, count) in batch.variants.iter().rev() {
            let mut open = *count;
            while open > 0 {
                // The latest month for the last of the events still to be placed.
                let wanted = demands.iter().filter_map(|d| d.latest(left)).min().unwrap_or(u64::MAX);
                let latest = wanted.min(batch.last);
                let month = match (a.pace, next) {
                    (Pace::PerMonth(most), Some(month)) if room == 0 => {
                        room = most;
                        latest.min(month.checked_sub(1)?)
                    }
                    (Pace::PerMonth(most), Some(month)) if latest < month => {
                        room = most;
                        latest
                    }
                    (Pace::PerMonth(_), Some(month)) => month,
                    (Pace::PerMonth(most), None) => {
                        room = most;
                        latest
                    }
                    (Pace::MonthsBetween(months), next) => {
                        room = 1;
                        match next {
                            Some(month) => latest.min(month.checked_sub(months)?),
                            None => latest,
                        }
                    }
                };
                if month < batch.first || room == 0 {
                    return None;
                }
                // As many at once as share the same latest month.
                let alike = if demands.is_empty() { open } else { alike_events(&demands, left, open, wanted) };
                let now = open.min(room).min(alike);
                months.push((month, *variant, now));
                next = Some(month);
                room -= now;
                open -= now;
                left -= now;
                if months.len() as u64 > MOST_EVENTS {
                    return None;
                }
            }
        }
    }
    Some(months)
}

/// How many of the last events can be placed together because none is wanted earlier than `wanted`.
fn alike_events(demands: &[Demand], left: u64, open: u64, wanted: u64) -> u64 {
    let latest = |number: u64| demands.iter().filter_map(|d| d.latest(number)).min().unwrap_or(u64::MAX);
    // The earlier an event, the earlier it is wanted.
    let (mut alike, mut most) = (1, open);
    while alike < most {
        let more = most - (most - alike) / 2;
        if latest(left - more + 1) >= wanted {
            alike = more;
        } else {
            most = more - 1;
        }
    }
    alike
}

/// By when how much of a holding has to be made.
struct Demand {
    makes: BigInt,
    /// Months with the amount that has to be made by then, rising.
    steps: Vec<(u64, BigInt)>,
}

impl Demand {
    /// What the events placed so far demand of `act`, which makes `makes` of `holding` per event.
    fn of(
        question: &Question,
        act: usize,
        holding: HoldingIx,
        makes: u64,
        batches: &[Batch],
        placed: &[Vec<Placed>],
    ) -> Option<Demand> {
        let keep = question.keep_of(holding)?;
        let mut used: Vec<(u64, BigInt, u128)> = Vec::new();
        for (other, months) in placed.iter().enumerate().filter(|(other, _)| *other != act) {
            let a = &question.acts[other];
            let made = a.makes.iter().find(|(h, _)| *h == holding).map_or(0, |(_, n)| *n);
            for (month, variant, count) in months {
                let way = &a.variants[*variant].way;
                let amount =
                    |units: &[(HoldingIx, u128)]| units.iter().find(|(h, _)| *h == holding).map_or(0, |(_, n)| *n);
                let net = BigInt::from(amount(&way.uses)) * *count - BigInt::from(made) * *count;
                used.push((*month, net, amount(&way.needs)));
            }
        }
        // Other makers that are still to be placed are taken to be as early as they can be.
        for batch in batches.iter().filter(|b| b.act != act && placed[b.act].is_empty()) {
            let Some((_, made)) = question.acts[batch.act].makes.iter().find(|(h, _)| *h == holding) else { continue };
            let count: BigInt = batch.variants.iter().map(|(_, n)| BigInt::from(*n)).sum();
            used.push((batch.first, -(count * *made), 0));
        }
        used.sort_by_key(|(month, _, _)| *month);
        let initial = BigInt::from(question.keeps[keep].initial);
        let (mut sum, mut most, mut steps) = (BigInt::zero(), BigInt::zero(), Vec::new());
        let mut place = 0;
        while place < used.len() {
            let month = used[place].0;
            let mut need = 0;
            while let Some((_, net, needs)) = used.get(place).filter(|u| u.0 == month) {
                sum += net;
                need = need.max(*needs);
                place += 1;
            }
            let wanted = &sum + need - &initial;
            if wanted > most {
                most = wanted.clone();
                steps.push((month, wanted));
            }
        }
        Some(Demand { makes: makes.into(), steps })
    }

    /// The latest month for the event with this number, counted from 1, if it is demanded at all.
    fn latest(&self, number: u64) -> Option<u64> {
        let before = &self.makes * (number.checked_sub(1)?);
        self.steps.iter().find(|(_, wanted)| *wanted > before).map(|(month, _)| *month)
    }
}
