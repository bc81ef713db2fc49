//! What selectors see of the activities and holdings of a regime, for warnings.

use crate::model::entries::{Activity, Attributes, Regime, Value};
use crate::model::ids::SignatureIx;
use crate::model::selector::{ActivitySelector, Key, Subject, Test};
use crate::model::world::PREPARATION;
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

/// The activities and holdings of a regime, with a limit on the work of matching them.
pub(super) struct View<'r> {
    regime: &'r Regime,
    none: Attributes,
    /// The ids of the preparations, by the place of their activity.
    preparations: HashMap<usize, String>,
    /// The places of activities by their ids and by those of their preparations.
    ids: HashMap<String, usize>,
    /// The activities that give a signature off, themselves or in preparation.
    activities: HashMap<SignatureIx, Vec<usize>>,
    /// The holdings that give a signature off.
    holdings: HashMap<SignatureIx, Vec<usize>>,
    /// The concealments that give a signature off.
    concealments: HashMap<SignatureIx, Vec<usize>>,
    /// How many more matches are tried; then everything counts as matched.
    work: Cell<usize>,
}

/// The most matches that are tried for one regime.
const WORK: usize = 3_000_000;

/// The most values that a help names.
const NAMED: usize = 8;

impl<'r> View<'r> {
    /// What selectors see of `regime`.
    pub fn of(regime: &'r Regime) -> Self {
        let mut view = View {
            regime,
            none: Attributes::new(),
            preparations: HashMap::new(),
            ids: HashMap::new(),
            activities: HashMap::new(),
            holdings: HashMap::new(),
            concealments: HashMap::new(),
            work: Cell::new(WORK),
        };
        for (place, activity) in regime.activities.iter().enumerate() {
            view.ids.insert(activity.entry.id.clone(), place);
            let prepared = activity.preparation.as_ref();
            if prepared.is_some() {
                let id = format!("{}{PREPARATION}", activity.entry.id);
                view.ids.insert(id.clone(), place);
                view.preparations.insert(place, id);
            }
            for signature in activity.signatures.iter().chain(prepared.iter().flat_map(|p| &p.signatures)) {
                view.activities.entry(*signature).or_default().push(place);
            }
        }
        for (place, holding) in regime.holdings.iter().enumerate() {
            for signature in &holding.signatures {
                view.holdings.entry(*signature).or_default().push(place);
            }
        }
        for (place, concealment) in regime.concealments.iter().enumerate() {
            for signature in &concealment.signatures {
                view.concealments.entry(*signature).or_default().push(place);
            }
        }
        view
    }

    /// Whether an activity, or its preparation, is matched.
    pub fn any_activity(&self, selector: &ActivitySelector) -> bool {
        let by_id = selector.keys.iter().find_map(|(key, test)| match (key, test) {
            (Key::Id, Test::AnyOf(values)) => Some(values),
            _ => None,
        });
        if let Some(values) = by_id {
            values.iter().any(|value| match value {
                Value::Text(id) => self.ids.get(id).is_some_and(|place| self.activity(*place, selector)),
                Value::Number(_) | Value::Truth(_) => false,
            })
        } else {
            (0..self.regime.activities.len()).any(|place| self.activity(place, selector))
        }
    }

    fn activity(&self, place: usize, selector: &ActivitySelector) -> bool {
        if self.tired(1) {
            return true;
        }
        let Some(activity) = self.regime.activities.get(place) else {
            return false;
        };
        let matched = |id: &str| {
            let of = activity.of.and_then(|h| self.regime.holdings.get(h.0));
            let of_id = activity.of.and_then(|h| of.map(|o| o.entry.id.as_str()).or_else(|| self.prepared(h.0)));
            selector.matches(Subject {
                id: Some(id),
                conduct: activity.conduct.as_deref(),
                of: of_id,
                site: activity.site.as_deref(),
                channel: activity.channel.as_deref(),
                attributes: &activity.attributes,
                of_attributes: of.map(|h| &h.attributes),
            })
        };
        matched(&activity.entry.id) || self.preparations.get(&place).is_some_and(|id| matched(id))
    }

    /// The id of the preparation that stands for a holding beyond those of the regime.
    fn prepared(&self, holding: usize) -> Option<&str> {
        let nth = holding.checked_sub(self.regime.holdings.len())?;
        let activities = self.regime.activities.iter().enumerate().filter(|(_, a)| a.preparation.is_some());
        let (place, _) = activities.into_iter().nth(nth)?;
        self.preparations.get(&place).map(String::as_str)
    }

    /// Whether a holding is matched.
    pub fn any_holding(&self, selector: &ActivitySelector) -> bool {
        (0..self.regime.holdings.len()).any(|place| self.holding(place, selector))
    }

    fn holding(&self, place: usize, selector: &ActivitySelector) -> bool {
        if self.tired(1) {
            return true;
        }
        self.regime.holdings.get(place).is_some_and(|holding| {
            selector.matches(Subject {
                id: None,
                conduct: None,
                of: Some(&holding.entry.id),
                site: holding.site.as_deref(),
                channel: None,
                attributes: &holding.attributes,
                of_attributes: Some(&self.none),
            })
        })
    }

    /// Whether something that the selector matches gives a signature off: an activity, alone, in
    /// preparation or under a concealment, or a holding.
    pub fn gives_off(&self, signature: SignatureIx, place: &ActivitySelector) -> bool {
        let at = |found: &HashMap<SignatureIx, Vec<usize>>, test: &dyn Fn(usize) -> bool| {
            found.get(&signature).is_some_and(|places| places.iter().any(|p| test(*p)))
        };
        at(&self.activities, &|a| self.activity(a, place))
            || at(&self.holdings, &|h| self.holding(h, place))
            || at(&self.concealments, &|c| self.hidden_and_given_off(c, place))
    }

    /// Whether a concealment applies to an activity that the selector matches.
    fn hidden_and_given_off(&self, concealment: usize, place: &ActivitySelector) -> bool {
        let Some(concealment) = self.regime.concealments.get(concealment) else {
            return false;
        };
        let covered = concealment.hides.iter().filter_map(|s| self.activities.get(s)).flatten();
        covered.into_iter().any(|a| self.activity(*a, &concealment.activities) && self.activity(*a, place))
    }

    /// Whether the work is done with `more` of it; counts it otherwise.
    fn tired(&self, more: usize) -> bool {
        let left = self.work.get().checked_sub(more);
        self.work.set(left.unwrap_or(0));
        left.is_none()
    }

    /// A key of a selector that no activity passes, with the values that activities do have.
    pub fn unmet(&self, selector: &ActivitySelector) -> Option<(String, Vec<String>)> {
        if self.tired(self.regime.activities.len()) {
            return None;
        }
        let named = |name: &str, value: fn(&Activity) -> Option<&str>, test: &Test| {
            let values: BTreeSet<&str> = self.regime.activities.iter().filter_map(value).collect();
            let met = values.iter().any(|v| test.admits(&Value::Text((*v).to_owned())));
            (!met).then(|| {
                let (word, some) = (format!("the {name}"), values.len() > NAMED);
                let mut shown: Vec<String> = values.into_iter().take(NAMED).map(str::to_owned).collect();
                if some {
                    shown.push("…".to_owned());
                }
                if shown.is_empty() { (format!("a {name}"), shown) } else { (word, shown) }
            })
        };
        selector.keys.iter().find_map(|(key, test)| match key {
            Key::Conduct => named("conduct", |a| a.conduct.as_deref(), test),
            Key::Site => named("site", |a| a.site.as_deref(), test),
            Key::Channel => named("channel", |a| a.channel.as_deref(), test),
            Key::Id | Key::Of | Key::Attribute(_) => None,
        })
    }
}
