//! One plan at a time: whether it is feasible, when it completes the violation, and how likely it
//! goes unseen. [`every_plan`] lists all there are, which checks [`super::search`] where they are few.

use super::conduct::{self, Variant};
use super::detection::{self, Unseen};
use super::facts::{Place, Rule, World};
use super::search::Scope;
use num_rational::BigRational;

/// So many events under one variant in one month.
#[derive(Debug, Clone)]
pub struct Events {
    pub month: i64,
    pub variant: Variant,
    pub count: i64,
}

/// A plan that completes its violation.
#[derive(Debug, Clone)]
pub struct Followed {
    /// The month T.
    pub completed: i64,
    pub unseen: Unseen,
}

/// The events of a plan in the words of a report; an error says what does not exist or apply.
pub fn events(world: &World, activity: &str, concealments: &[&str], month: u64, count: u64) -> Result<Events, String> {
    let a = world.activities.iter().position(|a| a.id == activity).ok_or(format!("no activity {activity}"))?;
    let mut places = Vec::new();
    for id in concealments {
        let c = world.concealments.iter().position(|c| c.id == *id).ok_or(format!("no concealment {id}"))?;
        if !conduct::applicable(world, a).contains(&c) {
            return Err(format!("{id} does not apply to {activity}"));
        }
        places.push(c);
    }
    if !conduct::compatible(world, &places) {
        return Err(format!("{concealments:?} exclude each other"));
    }
    let number = |n: u64| i64::try_from(n).map_err(|e| e.to_string());
    Ok(Events { month: number(month)?, variant: conduct::variant(world, a, &places), count: number(count)? })
}

/// Follows a plan from month to month; an error says why it is no plan for this violation.
pub fn follow(world: &World, obligation: Place, scope: &Scope, plan: &[Events]) -> Result<Followed, String> {
    let allowed = allowed(world, obligation, scope);
    if let Some(e) = plan.iter().find(|e| !allowed.contains(&e.variant.activity)) {
        return Err(format!("{} is not on the path", world.activities[e.variant.activity].id));
    }
    let stocks = stocks(world, plan)?;
    rates(world, plan)?;
    let completed = (1..=world.months)
        .find(|t| world.in_force(obligation, *t) && reached(world, obligation, plan, &stocks, *t))
        .ok_or("the violation is never complete")?;
    if plan.iter().any(|e| e.count > 0 && e.month > completed) {
        return Err(format!("events after month {completed}"));
    }
    let (deadline, ever) = detection::deadline(world, obligation, completed);
    let unseen = unseen(world, obligation, plan, &stocks, deadline, ever)?;
    Ok(Followed { completed, unseen })
}

/// The probability that a plan has not been proved by what counts toward month `month`.
pub fn unproved_by(world: &World, obligation: Place, plan: &[Events], month: i64) -> Result<BigRational, String> {
    let stocks = stocks(world, plan)?;
    Ok(unseen(world, obligation, plan, &stocks, month, month)?.proof_in_time)
}

/// How likely all trials of a plan go unseen.
fn unseen(
    world: &World,
    obligation: Place,
    plan: &[Events],
    stocks: &[Vec<i64>],
    deadline: i64,
    ever: i64,
) -> Result<Unseen, String> {
    let mut unseen = Unseen::surely();
    for e in plan {
        let trial = detection::event(world, &e.variant, e.month, deadline);
        (0..e.count).for_each(|_| unseen = unseen.and(&trial));
    }
    for h in conduct::telltale_holdings(world, obligation) {
        let permitted = match world.obligations[obligation].rule {
            Rule::Limits { holding, at_most } if holding == h => at_most,
            _ => 0,
        };
        for month in 1..=ever {
            let last = month.min(world.months);
            if stocks[usize::try_from(last - 1).map_err(|e| e.to_string())?][h] > permitted {
                unseen = unseen.and(&detection::held(world, h, month, deadline));
            }
        }
    }
    Ok(unseen)
}

fn allowed(world: &World, obligation: Place, scope: &Scope) -> Vec<Place> {
    let mut allowed = conduct::pathway(world, obligation);
    if let Scope::Path(path) = scope {
        let direct = conduct::direct(world, obligation);
        allowed.retain(|a| {
            let activity = &world.activities[*a];
            !direct.contains(a) || activity.id == *path || activity.prepares.as_ref() == Some(path)
        });
    }
    allowed
}

/// Every holding's stock at the end of each month of the term.
fn stocks(world: &World, plan: &[Events]) -> Result<Vec<Vec<i64>>, String> {
    let mut ends = Vec::new();
    for month in 1..=world.months {
        let mut stock: Vec<i64> = world.holdings.iter().map(|h| h.initial).collect();
        for e in plan.iter().filter(|e| e.month <= month) {
            for (h, n) in &world.activities[e.variant.activity].makes {
                stock[*h] += n * e.count;
            }
            for (h, n) in &e.variant.uses {
                stock[*h] -= n * e.count;
            }
        }
        for (h, holding) in world.holdings.iter().enumerate() {
            if stock[h] < 0 {
                return Err(format!("{} of {} at the end of month {month}", stock[h], holding.id));
            }
        }
        for e in plan.iter().filter(|e| e.month == month && e.count > 0) {
            for (h, n) in &e.variant.needs {
                if stock[*h] < *n {
                    return Err(format!("{} needed in month {month}, {} there", world.holdings[*h].id, stock[*h]));
                }
            }
        }
        ends.push(stock);
    }
    Ok(ends)
}

/// Every activity's rate and total.
fn rates(world: &World, plan: &[Events]) -> Result<(), String> {
    for (a, activity) in world.activities.iter().enumerate() {
        let within = |first: i64, last: i64| -> i64 {
            (plan.iter().filter(|e| e.variant.activity == a && (first..=last).contains(&e.month)))
                .map(|e| e.count)
                .sum()
        };
        if plan.iter().any(|e| e.variant.activity == a && e.count > 0 && !(1..=world.months).contains(&e.month)) {
            return Err(format!("{} outside the term", activity.id));
        }
        for month in 1..=world.months {
            match activity.months_between {
                None if within(month, month) > activity.per_month => {
                    return Err(format!("too many {} in month {month}", activity.id));
                }
                Some(n) if within(month, month + n - 1) > 1 => {
                    return Err(format!("{} too often from month {month}", activity.id));
                }
                _ => {}
            }
        }
        if activity.total.is_some_and(|total| within(1, world.months) > total) {
            return Err(format!("too many {} in all", activity.id));
        }
    }
    Ok(())
}

/// Whether the violation has come to its significant amount by the end of a month.
fn reached(world: &World, obligation: Place, plan: &[Events], stocks: &[Vec<i64>], month: i64) -> bool {
    let o = &world.obligations[obligation];
    match o.rule {
        Rule::Prohibits(_) => {
            let prohibited = world.prohibited_by(obligation);
            let counted: i64 = (plan.iter())
                .filter(|e| e.month <= month && world.in_force(obligation, e.month))
                .filter(|e| prohibited.contains(&e.variant.activity))
                .map(|e| world.activities[e.variant.activity].units * e.count)
                .sum();
            counted >= o.significant
        }
        Rule::Limits { holding, at_most } => {
            usize::try_from(month - 1).is_ok_and(|m| stocks[m][holding] >= at_most + o.significant)
        }
    }
}

/// Every way to put so many events of each variant into each month, feasible or not; none if there
/// are more than `most`.
pub fn every_plan(world: &World, obligation: Place, scope: &Scope, most: usize) -> Option<Vec<Vec<Events>>> {
    let mut plans: Vec<Vec<Events>> = vec![Vec::new()];
    for activity in allowed(world, obligation, scope) {
        for variant in conduct::variants(world, activity) {
            for month in 1..=world.months {
                let mut longer = Vec::new();
                for plan in &plans {
                    for count in 0..=world.activities[activity].per_month {
                        let mut plan = plan.clone();
                        if count > 0 {
                            plan.push(Events { month, variant: variant.clone(), count });
                        }
                        longer.push(plan);
                    }
                }
                if longer.len() > most {
                    return None;
                }
                plans = longer;
            }
        }
    }
    Some(plans)
}
