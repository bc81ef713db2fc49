//! Plans: the inspected party's conduct, month by month.

use crate::model::{ActivityIx, ConcealmentIx};

/// Some equal events in one month.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event {
    /// The month, from 1.
    pub month: u64,
    /// What is done.
    pub activity: ActivityIx,
    /// How it is concealed, in file order.
    pub concealments: Vec<ConcealmentIx>,
    /// How many times; at least 1.
    pub count: u64,
}

/// A plan: its events by month, then in file order, each kind once a month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Plan {
    events: Vec<Event>,
}

impl Plan {
    /// The plan of these events, put in order, equal ones added up and empty ones left out.
    pub fn new(mut events: Vec<Event>) -> Plan {
        events.retain(|e| e.count > 0);
        events.sort();
        let mut merged: Vec<Event> = Vec::with_capacity(events.len());
        for event in events {
            match merged.last_mut() {
                Some(last)
                    if last.month == event.month
                        && last.activity == event.activity
                        && last.concealments == event.concealments =>
                {
                    last.count = last.count.saturating_add(event.count);
                }
                _ => merged.push(event),
            }
        }
        Plan { events: merged }
    }

    /// Its events in order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Whether it has an event of `activity`.
    pub fn uses(&self, activity: ActivityIx) -> bool {
        self.events.iter().any(|e| e.activity == activity)
    }
}
