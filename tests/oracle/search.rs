//! All feasible plans that complete a violation, month by month.
//!
//! Plans that have come to the same state by the end of a month have the same futures, so only
//! the best of them, for each reading of the confidence, is kept: all of section 3 is in
//! [`Search::month`], event after event. Nothing else is clever here.

use super::conduct::{self, Variant};
use super::detection::{self, Unseen};
use super::facts::{Place, Rule, World};
use std::cell::RefCell;
use std::collections::{BTreeMap, btree_map};

/// Which plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All on the obligation's pathway.
    Whole,
    /// Those in which, of the activities that the obligation is about, only this one has events;
    /// its preparation goes with it.
    Path(String),
}

/// Where a plan stands at the end of a month.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// The stock of each holding.
    stocks: Vec<i64>,
    /// Units counted towards the violation, up to the significant number.
    counted: i64,
    /// Events so far of each activity that has a `total`.
    events: Vec<i64>,
    /// Months that each activity has to rest before its next event.
    rest: Vec<i64>,
}

/// A plan in the middle of a month.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Draft {
    state: State,
    /// What the events of this month need to be there at its end.
    needed: Vec<i64>,
    /// Events of the activity under consideration in this month.
    now: i64,
}

/// The question: which plans, for which obligation.
#[derive(Debug)]
pub struct Search<'a> {
    world: &'a World,
    obligation: Place,
    /// The activities that may have events.
    allowed: Vec<Place>,
    /// Activities whose units count towards the violation.
    counting: Vec<Place>,
    /// The variants of the allowed ones; those that use and need the same stand together: which of
    /// them is taken matters to the trial alone.
    variants: BTreeMap<Place, Vec<Vec<Variant>>>,
    /// Holdings whose being held is a trial.
    telltale: Vec<Place>,
    /// Stocks above this are as good as this.
    plenty: Vec<i64>,
    /// Trials worked out before.
    known: RefCell<Known<(Place, Vec<Place>)>>,
    known_held: RefCell<Known<Place>>,
}

/// Trials by their source and moment.
type Known<Source> = BTreeMap<(Source, Moment), Unseen>;

/// A phase, by place, and which measures look in time for the deadline.
type Moment = (usize, Vec<bool>);

/// More work than a test should do.
#[derive(Debug)]
pub struct TooLarge;

impl<'a> Search<'a> {
    /// Of all plans in `scope` for `obligation`.
    pub fn new(world: &'a World, obligation: Place, scope: &Scope) -> Search<'a> {
        let direct = conduct::direct(world, obligation);
        let allowed: Vec<Place> = (conduct::pathway(world, obligation).into_iter())
            .filter(|a| match scope {
                Scope::Whole => true,
                Scope::Path(path) => {
                    let a_ = &world.activities[*a];
                    !direct.contains(a) || a_.id == *path || a_.prepares.as_ref() == Some(path)
                }
            })
            .collect();
        let variants: BTreeMap<_, _> = allowed.iter().map(|a| (*a, alike(conduct::variants(world, *a)))).collect();
        let telltale = conduct::telltale_holdings(world, obligation);
        let plenty = (0..world.holdings.len()).map(|h| plenty(world, obligation, &variants, h)).collect();
        let counting = world.prohibited_by(obligation);
        let (known, known_held) = Default::default();
        Search { world, obligation, allowed, counting, variants, telltale, plenty, known, known_held }
    }

    /// The best for the evader over all plans completed in month `completed`, reading by reading;
    /// none if there is no such plan. Gives up when there are more than `limit` states.
    pub fn best(&self, completed: i64, limit: usize) -> Result<Option<Unseen>, TooLarge> {
        let (deadline, ever) = detection::deadline(self.world, self.obligation, completed);
        self.best_by(completed, deadline, ever, limit)
    }

    /// The same with "in time" meaning by the month `deadline`, and "ever" by the month `ever`.
    pub fn best_by(&self, completed: i64, deadline: i64, ever: i64, limit: usize) -> Result<Option<Unseen>, TooLarge> {
        if !self.world.in_force(self.obligation, completed) {
            return Ok(None);
        }
        let start = State {
            stocks: self.world.holdings.iter().map(|h| h.initial).collect(),
            counted: 0,
            events: vec![0; self.world.activities.len()],
            rest: vec![0; self.world.activities.len()],
        };
        let mut states = BTreeMap::from([(start, Unseen::surely())]);
        for month in 1..=completed {
            states = self.month(states, month, deadline, limit)?;
            states.retain(|state, _| self.complete(state, month) == (month == completed));
        }
        // After T the stock stays as it is.
        let mut best: Option<Unseen> = None;
        for (state, mut unseen) in states {
            for month in completed + 1..=ever {
                unseen = unseen.and(&self.holding_trials(&state, month, deadline));
            }
            match &mut best {
                Some(best) => best.or(&unseen),
                None => best = Some(unseen),
            }
        }
        Ok(best)
    }

    /// Everything that can be done in one month.
    fn month(
        &self,
        states: BTreeMap<State, Unseen>,
        month: i64,
        deadline: i64,
        limit: usize,
    ) -> Result<BTreeMap<State, Unseen>, TooLarge> {
        let nothing = vec![0; self.world.holdings.len()];
        let mut drafts: BTreeMap<Draft, Unseen> = (states.into_iter())
            .map(|(state, unseen)| (Draft { state, needed: nothing.clone(), now: 0 }, unseen))
            .collect();
        for activity in &self.allowed {
            for alike in &self.variants[activity] {
                let trial = self.event_trial(alike, month, deadline);
                // One more event under these variants, and one more, until none can do any more.
                let mut latest = drafts.clone();
                while !latest.is_empty() {
                    let mut more = BTreeMap::new();
                    for (draft, unseen) in &latest {
                        if let Some(next) = self.one_more_event(draft, &alike[0], month) {
                            keep_best(&mut more, next, unseen.and(&trial));
                        }
                    }
                    for (draft, unseen) in &more {
                        keep_best(&mut drafts, draft.clone(), unseen.clone());
                    }
                    if drafts.len() > limit {
                        return Err(TooLarge);
                    }
                    latest = more;
                }
            }
            drafts = self.close(drafts, *activity);
        }
        let mut ends = BTreeMap::new();
        for (draft, unseen) in drafts {
            let Draft { mut state, needed, .. } = draft;
            if state.stocks.iter().zip(&needed).any(|(stock, needed)| *stock < 0 || stock < needed) {
                continue;
            }
            let trials = self.holding_trials(&state, month, deadline);
            for (stock, plenty) in state.stocks.iter_mut().zip(&self.plenty) {
                *stock = (*stock).min(*plenty);
            }
            for rest in &mut state.rest {
                *rest = (*rest - 1).max(0);
            }
            keep_best(&mut ends, state, unseen.and(&trials));
        }
        Ok(ends)
    }

    /// An event under the best of variants that are otherwise alike, reading by reading.
    fn event_trial(&self, alike: &[Variant], month: i64, deadline: i64) -> Unseen {
        let mut trials = alike.iter().map(|v| {
            // Months of one phase in which the same measures are in time have the same trials.
            let key = ((v.activity, v.concealments.clone()), self.moment(month, deadline));
            let known = self.known.borrow().get(&key).cloned();
            known.unwrap_or_else(|| {
                let trial = detection::event(self.world, v, month, deadline);
                self.known.borrow_mut().insert(key, trial.clone());
                trial
            })
        });
        let mut best = trials.next().expect("a group is not empty");
        trials.for_each(|trial| best.or(&trial));
        best
    }

    /// All that a trial depends on besides its source: the phase and the measures that are in time.
    fn moment(&self, month: i64, deadline: i64) -> Moment {
        let phase = self.world.phases.iter().position(|p| month <= p.last).unwrap_or(self.world.phases.len() - 1);
        (phase, self.world.measures.iter().map(|m| month + m.latency <= deadline).collect())
    }

    /// The draft with one more event, if the rates and the total allow it.
    fn one_more_event(&self, draft: &Draft, variant: &Variant, month: i64) -> Option<Draft> {
        let a = variant.activity;
        let activity = &self.world.activities[a];
        if draft.now >= activity.per_month
            || draft.state.rest[a] > 0
            || activity.total.is_some_and(|total| draft.state.events[a] >= total)
        {
            return None;
        }
        let mut next = draft.clone();
        next.now += 1;
        if activity.total.is_some() {
            next.state.events[a] += 1;
        }
        for (h, n) in &activity.makes {
            next.state.stocks[*h] += n;
        }
        for (h, n) in &variant.uses {
            next.state.stocks[*h] -= n;
        }
        for (h, n) in &variant.needs {
            next.needed[*h] = next.needed[*h].max(*n);
        }
        if self.counting.contains(&a) && self.world.in_force(self.obligation, month) {
            let significant = self.world.obligations[self.obligation].significant;
            next.state.counted = (next.state.counted + activity.units).min(significant);
        }
        Some(next)
    }

    /// Ends the consideration of an activity in this month.
    fn close(&self, drafts: BTreeMap<Draft, Unseen>, activity: Place) -> BTreeMap<Draft, Unseen> {
        let mut closed = BTreeMap::new();
        for (mut draft, unseen) in drafts {
            if let Some(n) = self.world.activities[activity].months_between
                && draft.now > 0
            {
                draft.state.rest[activity] = n;
            }
            draft.now = 0;
            keep_best(&mut closed, draft, unseen);
        }
        closed
    }

    /// Whether the violation would be complete by the end of this month.
    fn complete(&self, state: &State, month: i64) -> bool {
        let obligation = &self.world.obligations[self.obligation];
        self.world.in_force(self.obligation, month)
            && match obligation.rule {
                Rule::Prohibits(_) => state.counted >= obligation.significant,
                Rule::Limits { holding, at_most } => state.stocks[holding] >= at_most + obligation.significant,
            }
    }

    /// The trials of what is held at the end of this month.
    fn holding_trials(&self, state: &State, month: i64, deadline: i64) -> Unseen {
        let mut unseen = Unseen::surely();
        for h in &self.telltale {
            let permitted = match self.world.obligations[self.obligation].rule {
                Rule::Limits { holding, at_most } if holding == *h => at_most,
                _ => 0,
            };
            if !self.world.holdings[*h].signatures.is_empty() && state.stocks[*h] > permitted {
                let key = (*h, self.moment(month, deadline));
                let mut known = self.known_held.borrow_mut();
                let trial = known.entry(key).or_insert_with(|| detection::held(self.world, *h, month, deadline));
                unseen = unseen.and(trial);
            }
        }
        unseen
    }
}

/// Of two plans that have come to the same state, the better, reading by reading.
fn keep_best<S: Ord>(plans: &mut BTreeMap<S, Unseen>, state: S, unseen: Unseen) {
    match plans.entry(state) {
        btree_map::Entry::Occupied(mut best) => best.get_mut().or(&unseen),
        btree_map::Entry::Vacant(place) => {
            place.insert(unseen);
        }
    }
}

/// Puts variants together that use and need the same.
fn alike(variants: Vec<Variant>) -> Vec<Vec<Variant>> {
    let mut groups: BTreeMap<_, Vec<Variant>> = BTreeMap::new();
    for v in variants {
        groups.entry((v.uses.clone(), v.needs.clone())).or_default().push(v);
    }
    groups.into_values().collect()
}

/// A stock that no plan can bring down to where it matters: above every need and limit by more
/// than all events of the whole term together could use.
fn plenty(world: &World, obligation: Place, variants: &BTreeMap<Place, Vec<Vec<Variant>>>, holding: Place) -> i64 {
    let (mut used, mut needed) = (0, 1);
    for (a, variants) in variants {
        let activity = &world.activities[*a];
        let events = (activity.per_month * world.months).min(activity.total.unwrap_or(i64::MAX));
        used += events * variants.iter().flatten().filter_map(|v| v.uses.get(&holding)).max().unwrap_or(&0);
        needed = needed.max(*variants.iter().flatten().filter_map(|v| v.needs.get(&holding)).max().unwrap_or(&0));
    }
    let o = &world.obligations[obligation];
    if let Rule::Limits { holding: limited, at_most } = o.rule
        && limited == holding
    {
        needed = needed.max(at_most + o.significant).max(at_most + 1);
    }
    used + needed
}
