//! The union of drafts made for one world: all that any of them brings, and each one's terms in the
//! places of the whole. In it the terms of drafts can be exchanged.

use crate::analysis::deal::Draft;
use crate::model::world::PREPARATION;
use crate::model::{
    Activity, ActivityIx, Amounts, Assumption, AssumptionIx, Concealment, ConcealmentIx, Duty, Entry, Holding,
    HoldingIx, Holds, Interest, Measure, MeasureIx, Obligation, Regime, Signature, SignatureIx,
};
use std::collections::BTreeMap;

/// What the drafts say of one obligation or measure, by draft, in the places of the union.
#[derive(Debug, Clone)]
pub struct Slot<T> {
    /// The id.
    pub id: String,
    /// What each draft says; none where a draft does not have it.
    pub by_draft: Vec<Option<T>>,
}

/// The union of drafts.
#[derive(Debug, Clone)]
pub struct Union {
    /// The world with all that any draft brings; it has no terms.
    world: Regime,
    /// For each activity, the draft that brings it, if one alone does.
    activities: Vec<Option<usize>>,
    /// For each concealment, likewise.
    concealments: Vec<Option<usize>>,
    /// The assumption that does not hold: what is not there rests on it.
    nowhere: AssumptionIx,
    /// All obligations, each with the goal that holds for it.
    pub obligations: Vec<Slot<Obligation>>,
    /// All measures.
    pub measures: Vec<Slot<Measure>>,
}

/// Places by id in the union.
#[derive(Default)]
struct Places {
    assumptions: BTreeMap<String, usize>,
    signatures: BTreeMap<String, usize>,
    holdings: BTreeMap<String, usize>,
    concealments: BTreeMap<String, usize>,
    measures: BTreeMap<String, usize>,
}

impl Union {
    /// The union of some drafts. Of entries of the world with the same id the first draft's is taken.
    pub fn of(drafts: &[&Draft]) -> Union {
        let mut places = Places::default();
        let regimes: Vec<&Regime> = drafts.iter().map(|d| d.regime.as_ref()).collect();
        let assumptions = first_of_each(&regimes, |r| &r.assumptions, |a: &Assumption| &a.entry);
        let signatures = first_of_each(&regimes, |r| &r.signatures, |s: &Signature| &s.entry);
        let holdings = first_of_each(&regimes, |r| &r.holdings, |h: &Holding| &h.entry);
        let activities = first_of_each(&regimes, |r| &r.activities, |a: &Activity| &a.entry);
        let concealments = first_of_each(&regimes, |r| &r.concealments, |c: &Concealment| &c.entry);
        let interests = first_of_each(&regimes, |r| &r.interests, |i: &Interest| &i.entry);
        index(&mut places.assumptions, assumptions.iter().map(|(_, a)| &a.entry.id));
        index(&mut places.signatures, signatures.iter().map(|(_, s)| &s.entry.id));
        index(&mut places.concealments, concealments.iter().map(|(_, c)| &c.entry.id));
        let prepared = activities.iter().filter(|(_, a)| a.preparation.is_some());
        let stocks = holdings.iter().map(|(_, h)| h.entry.id.clone());
        let stocks: Vec<String> = stocks.chain(prepared.map(|(_, a)| format!("{}{PREPARATION}", a.entry.id))).collect();
        index(&mut places.holdings, stocks.iter());
        let measure_ids: Vec<String> = all_ids(&regimes, |r| r.measures.iter().map(|m| &m.entry.id).collect());
        index(&mut places.measures, measure_ids.iter());
        let maps: Vec<Map<'_>> = regimes.iter().map(|from| Map { from, to: &places }).collect();
        let alone = |id: &str, has: &dyn Fn(&Regime, &str) -> bool| {
            let having: Vec<usize> = (0..regimes.len()).filter(|d| has(regimes[*d], id)).collect();
            if having.len() == 1 && regimes.len() > 1 { having.first().copied() } else { None }
        };
        let has_activity = |r: &Regime, id: &str| r.activities.iter().any(|a| a.entry.id == id);
        let has_concealment = |r: &Regime, id: &str| r.concealments.iter().any(|c| c.entry.id == id);
        let slot = |id: &String| Slot {
            id: id.clone(),
            by_draft: maps.iter().map(|m| m.measure(m.from.measures.iter().find(|x| x.entry.id == *id)?)).collect(),
        };
        let measures = measure_ids.iter().map(slot).collect();
        let obligation_ids = all_ids(&regimes, |r| r.obligations.iter().map(|o| &o.entry.id).collect());
        let slot = |id: &String| Slot {
            id: id.clone(),
            by_draft: maps
                .iter()
                .map(|m| m.obligation(m.from.obligations.iter().find(|x| x.entry.id == *id)?))
                .collect(),
        };
        let obligations = obligation_ids.iter().map(slot).collect();
        let mut world = Regime {
            agreement: regimes.first().map(|r| r.agreement.clone()).unwrap_or_else(nobody),
            assumptions: assumptions.into_iter().map(|(_, a)| a.clone()).collect(),
            signatures: signatures.into_iter().map(|(_, s)| s.clone()).collect(),
            holdings: holdings.iter().filter_map(|(d, h)| maps.get(*d)?.holding_entry(h)).collect(),
            activities: activities.iter().filter_map(|(d, a)| maps.get(*d)?.activity(a)).collect(),
            concealments: concealments.iter().filter_map(|(d, c)| maps.get(*d)?.concealment(c)).collect(),
            measures: Vec::new(),
            obligations: Vec::new(),
            interests: interests.into_iter().map(|(_, i)| i.clone()).collect(),
            phases: Vec::new(),
            expects: Vec::new(),
        };
        let nowhere = AssumptionIx(world.assumptions.len());
        world.assumptions.push(Assumption { entry: world.agreement.entry.clone(), holds: Holds::False });
        Union {
            activities: world.activities.iter().map(|a| alone(&a.entry.id, &has_activity)).collect(),
            concealments: world.concealments.iter().map(|c| alone(&c.entry.id, &has_concealment)).collect(),
            nowhere,
            world,
            obligations,
            measures,
        }
    }

    /// The world with what some drafts bring and without what others do; without terms.
    pub fn world_with(&self, brings: impl Fn(usize) -> bool) -> Regime {
        let mut world = self.world.clone();
        let gone = |by: &Option<usize>| by.is_some_and(|draft| !brings(draft));
        for (activity, by) in world.activities.iter_mut().zip(&self.activities) {
            if gone(by) {
                activity.condition = Some(self.nowhere);
            }
        }
        for (concealment, by) in world.concealments.iter_mut().zip(&self.concealments) {
            if gone(by) {
                concealment.condition = Some(self.nowhere);
            }
        }
        world
    }

    /// Whether a draft brings something of its own.
    pub fn brings(&self, draft: usize) -> bool {
        self.activities.iter().chain(&self.concealments).any(|by| *by == Some(draft))
    }

    /// The place of an activity.
    pub fn activity(&self, id: &str) -> Option<ActivityIx> {
        self.world.activities.iter().position(|a| a.entry.id == id).map(ActivityIx)
    }
}

fn nobody() -> crate::model::Agreement {
    let span = crate::source::Span { file: 0, start: 0, end: 0 };
    let entry = Entry { id: String::new(), name: None, text: None, source: Vec::new(), span };
    crate::model::Agreement {
        entry,
        title: None,
        goal: num_traits::One::one(),
        inspected: None,
        parties: Vec::new(),
        sources: Vec::new(),
    }
}

/// The entries of all drafts, each id once, with the draft whose entry it is: those of the first draft
/// in its order, then what the next ones add.
fn first_of_each<'a, T>(
    regimes: &[&'a Regime],
    list: impl Fn(&'a Regime) -> &'a Vec<T>,
    entry: impl Fn(&'a T) -> &'a Entry,
) -> Vec<(usize, &'a T)> {
    let mut all: Vec<(usize, &T)> = Vec::new();
    for (draft, regime) in regimes.iter().enumerate() {
        for item in list(regime) {
            if !all.iter().any(|(_, known)| entry(known).id == entry(item).id) {
                all.push((draft, item));
            }
        }
    }
    all
}

fn all_ids<'a>(regimes: &[&'a Regime], ids: impl Fn(&'a Regime) -> Vec<&'a String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in regimes.iter().flat_map(|r| ids(r)) {
        if !all.contains(id) {
            all.push(id.clone());
        }
    }
    all
}

fn index<'a>(places: &mut BTreeMap<String, usize>, ids: impl Iterator<Item = &'a String>) {
    places.extend(ids.enumerate().map(|(place, id)| (id.clone(), place)));
}

/// From the places of one draft to those of the union. What refers to nothing there, because another
/// draft's entry of that id lacks it, is left out.
struct Map<'a> {
    from: &'a Regime,
    to: &'a Places,
}

impl Map<'_> {
    fn signatures(&self, list: &[SignatureIx]) -> Vec<SignatureIx> {
        list.iter().filter_map(|s| self.signature(*s)).collect()
    }

    fn signature(&self, ix: SignatureIx) -> Option<SignatureIx> {
        self.to.signatures.get(&self.from.signatures.get(ix.0)?.entry.id).copied().map(SignatureIx)
    }

    fn holding(&self, ix: HoldingIx) -> Option<HoldingIx> {
        let id = match self.from.holdings.get(ix.0) {
            Some(holding) => holding.entry.id.clone(),
            // Preparations follow the holdings, in the order of what they prepare.
            None => {
                let prepared = self.from.activities.iter().filter(|a| a.preparation.is_some());
                let activity = prepared.into_iter().nth(ix.0 - self.from.holdings.len())?;
                format!("{}{PREPARATION}", activity.entry.id)
            }
        };
        self.to.holdings.get(&id).copied().map(HoldingIx)
    }

    fn amounts(&self, amounts: &Amounts) -> Amounts {
        amounts.iter().filter_map(|(h, n)| Some((self.holding(*h)?, n.clone()))).collect()
    }

    fn condition(&self, condition: Option<AssumptionIx>) -> Option<AssumptionIx> {
        self.to.assumptions.get(&self.from.assumptions.get(condition?.0)?.entry.id).copied().map(AssumptionIx)
    }

    fn holding_entry(&self, holding: &Holding) -> Option<Holding> {
        Some(Holding { signatures: self.signatures(&holding.signatures), ..holding.clone() })
    }

    fn activity(&self, a: &Activity) -> Option<Activity> {
        let mut mapped = a.clone();
        mapped.condition = self.condition(a.condition);
        mapped.of = a.of.and_then(|h| self.holding(h));
        (mapped.uses, mapped.makes) = (self.amounts(&a.uses), self.amounts(&a.makes));
        mapped.needs = self.amounts(&a.needs);
        mapped.signatures = self.signatures(&a.signatures);
        if let Some(preparation) = &mut mapped.preparation {
            preparation.signatures = self.signatures(&preparation.signatures);
        }
        Some(mapped)
    }

    fn concealment(&self, c: &Concealment) -> Option<Concealment> {
        let mut mapped = c.clone();
        mapped.condition = self.condition(c.condition);
        (mapped.uses, mapped.needs) = (self.amounts(&c.uses), self.amounts(&c.needs));
        (mapped.hides, mapped.signatures) = (self.signatures(&c.hides), self.signatures(&c.signatures));
        let excluded = |ix: &ConcealmentIx| {
            self.to.concealments.get(&self.from.concealments.get(ix.0)?.entry.id).copied().map(ConcealmentIx)
        };
        mapped.excludes = c.excludes.iter().filter_map(excluded).collect();
        Some(mapped)
    }

    fn measure(&self, m: &Measure) -> Option<Measure> {
        let mut mapped = m.clone();
        mapped.detects.retain(|row| self.signature(row.signature).is_some());
        for row in &mut mapped.detects {
            row.signature = self.signature(row.signature).unwrap_or(row.signature);
        }
        let cue =
            |ix: &MeasureIx| self.to.measures.get(&self.from.measures.get(ix.0)?.entry.id).copied().map(MeasureIx);
        mapped.cued_by = m.cued_by.iter().filter_map(cue).collect();
        Some(mapped)
    }

    fn obligation(&self, o: &Obligation) -> Option<Obligation> {
        let mut mapped = o.clone();
        if let Duty::Limits { holding, at_most } = o.duty {
            mapped.duty = Duty::Limits { holding: self.holding(holding)?, at_most };
        }
        mapped.goal = Some(o.goal.clone().unwrap_or_else(|| self.from.agreement.goal.clone()));
        Some(mapped)
    }
}
