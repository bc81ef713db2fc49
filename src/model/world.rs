//! A world: a regime at one end of its uncertainty, preparations written out.

use super::entries::*;
use super::ids::*;
use super::number::{End, Exact};
use super::selector::{ActivitySelector, MeasureSelector, Subject};

/// The reserved suffix of the holding and the activity that stand for a preparation.
pub const PREPARATION: &str = ".preparation";

/// A regime at one end of its uncertainty.
///
/// Holdings and activities keep their places in the regime; those that stand for preparations
/// follow. Activities and concealments whose assumption does not hold at this end stay in their
/// places with `exists` false.
#[derive(Debug, Clone)]
pub struct World {
    /// The end.
    pub end: End,
    /// Stocks.
    pub holdings: Vec<Stock>,
    /// What the inspected party can do.
    pub activities: Vec<Conduct>,
    /// How it can hide it.
    pub concealments: Vec<Cover>,
    /// What looks for it.
    pub measures: Vec<Watch>,
    /// The obligations' figures.
    pub obligations: Vec<Article>,
}

/// A holding at one end.
#[derive(Debug, Clone)]
pub struct Stock {
    /// Its id; a preparation's ends in `.preparation`.
    pub id: String,
    /// Stock before month 1.
    pub initial: u64,
    /// Where it is kept.
    pub site: Option<String>,
    /// Its attributes.
    pub attributes: Attributes,
    /// Given off in every month in which it is held.
    pub signatures: Vec<SignatureIx>,
}

/// Amounts of holdings per event at one end.
pub type Units = Vec<(HoldingIx, u64)>;

/// How often an activity can happen, at one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// At most so many events in each month.
    PerMonth(u64),
    /// At most one event in any so many months in a row.
    MonthsBetween(u64),
}

/// An activity at one end.
#[derive(Debug, Clone)]
pub struct Conduct {
    /// Its id; a preparation's ends in `.preparation`.
    pub id: String,
    /// The activity that this one prepares, if it is a preparation.
    pub prepares: Option<ActivityIx>,
    /// Whether its assumption holds at this end.
    pub exists: bool,
    /// The kind of conduct.
    pub conduct: Option<String>,
    /// The holding it is done with.
    pub of: Option<HoldingIx>,
    /// Where it is done.
    pub site: Option<String>,
    /// The way it goes.
    pub channel: Option<String>,
    /// Its attributes.
    pub attributes: Attributes,
    /// Consumed by each event.
    pub uses: Units,
    /// Added by each event.
    pub makes: Units,
    /// Present at each event.
    pub needs: Units,
    /// What one event adds to a violation.
    pub units: u64,
    /// How often.
    pub pace: Pace,
    /// At most so many events in all.
    pub total: Option<u64>,
    /// Given off by each event.
    pub signatures: Vec<SignatureIx>,
    /// Cost of an event to the evader.
    pub cost: Exact,
}

/// A concealment at one end.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Its id.
    pub id: String,
    /// Whether its assumption holds at this end.
    pub exists: bool,
    /// Which activities it can cover.
    pub activities: ActivitySelector,
    /// What it hides.
    pub hides: Vec<SignatureIx>,
    /// The share of the detection probability that is left.
    pub residual: Exact,
    /// The measures it works against.
    pub against: MeasureSelector,
    /// The notice it needs, in days.
    pub needs_notice_days: Option<u64>,
    /// Concealments it cannot be combined with.
    pub excludes: Vec<ConcealmentIx>,
    /// Consumed for each event that it covers.
    pub uses: Units,
    /// Present for each event that it covers.
    pub needs: Units,
    /// Given off for each event that it covers.
    pub signatures: Vec<SignatureIx>,
    /// Cost per event to the evader.
    pub cost: Exact,
}

/// A row of a measure at one end.
#[derive(Debug, Clone)]
pub struct Row {
    /// The signature it detects.
    pub signature: SignatureIx,
    /// Probability of a sighting, coverage and invocation included, concealment and cue not.
    pub sighting: Exact,
    /// The conduct it looks at.
    pub place: ActivitySelector,
    /// Probability that a sighting tells prohibited conduct from permitted conduct.
    pub discriminates: Exact,
}

/// A measure at one end.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Its id.
    pub id: String,
    /// Its family.
    pub family: Family,
    /// Whether the host has to consent.
    pub consent: bool,
    /// What it detects.
    pub rows: Vec<Row>,
    /// It looks only where one of these has raised suspicion.
    pub cued_by: Vec<MeasureIx>,
    /// Months from a sighting to knowing of it.
    pub latency_months: u64,
    /// Notice that the host gets, in days.
    pub notice_days: u64,
    /// What blinds it together with others.
    pub common_cause: Option<String>,
}

/// An obligation's figures at one end.
#[derive(Debug, Clone)]
pub struct Article {
    /// Months from completion until the violation can be used.
    pub usable_after_months: u64,
    /// Months that a response takes.
    pub response_months: u64,
    /// Required detection probability.
    pub goal: Exact,
}

impl World {
    /// The world of `regime` at `end`.
    pub fn at(regime: &Regime, end: End) -> World {
        let holds = |condition: Option<AssumptionIx>| {
            condition.is_none_or(|ix| match regime.assumptions[ix.0].holds {
                Holds::True => true,
                Holds::False => false,
                Holds::Unknown => end == End::Adverse,
            })
        };
        let low = |amounts: &Amounts| -> Units { amounts.iter().map(|(h, n)| (*h, n.low_is_adverse(end))).collect() };
        let high = |amounts: &Amounts| -> Units { amounts.iter().map(|(h, n)| (*h, n.high_is_adverse(end))).collect() };
        let mut world = World {
            end,
            holdings: regime
                .holdings
                .iter()
                .map(|h| Stock {
                    id: h.entry.id.clone(),
                    initial: h.initial.high_is_adverse(end),
                    site: h.site.clone(),
                    attributes: h.attributes.clone(),
                    signatures: h.signatures.clone(),
                })
                .collect(),
            activities: regime
                .activities
                .iter()
                .map(|a| Conduct {
                    id: a.entry.id.clone(),
                    prepares: None,
                    exists: holds(a.condition),
                    conduct: a.conduct.clone(),
                    of: a.of,
                    site: a.site.clone(),
                    channel: a.channel.clone(),
                    attributes: a.attributes.clone(),
                    uses: low(&a.uses),
                    makes: high(&a.makes),
                    needs: low(&a.needs),
                    units: a.units.high_is_adverse(end),
                    pace: match &a.rate {
                        Rate::PerMonth(n) => Pace::PerMonth(n.high_is_adverse(end)),
                        Rate::MonthsBetween(n) => Pace::MonthsBetween(n.low_is_adverse(end)),
                    },
                    total: a.total.as_ref().map(|n| n.high_is_adverse(end)),
                    signatures: a.signatures.clone(),
                    cost: a.cost.low_is_adverse(end),
                })
                .collect(),
            concealments: regime
                .concealments
                .iter()
                .map(|c| Cover {
                    id: c.entry.id.clone(),
                    exists: holds(c.condition),
                    activities: c.activities.clone(),
                    hides: c.hides.clone(),
                    residual: c.residual.low_is_adverse(end),
                    against: c.against.clone(),
                    needs_notice_days: c.needs_notice_days,
                    excludes: c.excludes.clone(),
                    uses: low(&c.uses),
                    needs: low(&c.needs),
                    signatures: c.signatures.clone(),
                    cost: c.cost.low_is_adverse(end),
                })
                .collect(),
            measures: regime.measures.iter().map(|m| Watch::at(m, end)).collect(),
            obligations: regime
                .obligations
                .iter()
                .map(|o| Article {
                    usable_after_months: o.usable_after_months.low_is_adverse(end),
                    response_months: o.response_months.high_is_adverse(end),
                    goal: o.goal.clone().unwrap_or_else(|| regime.agreement.goal.clone()),
                })
                .collect(),
        };
        world.write_out_preparations(regime, end);
        world
    }

    /// Adds the holding and the activity that each preparation stands for, and the need for them.
    fn write_out_preparations(&mut self, regime: &Regime, end: End) {
        for (place, activity) in regime.activities.iter().enumerate() {
            let Some(preparation) = &activity.preparation else { continue };
            let months = preparation.months.low_is_adverse(end);
            let id = format!("{}{PREPARATION}", activity.entry.id);
            let holding = HoldingIx(self.holdings.len());
            self.holdings.push(Stock {
                id: id.clone(),
                initial: 0,
                site: None,
                attributes: Attributes::new(),
                signatures: Vec::new(),
            });
            let mut step = self.activities[place].clone();
            step.id = id;
            step.prepares = Some(ActivityIx(place));
            step.uses = Vec::new();
            step.makes = vec![(holding, 1)];
            step.needs = Vec::new();
            step.units = 0;
            step.pace = Pace::PerMonth(1);
            step.total = Some(months);
            step.signatures = preparation.signatures.clone();
            step.cost = Exact::from_integer(0.into());
            self.activities.push(step);
            self.activities[place].needs.push((holding, months));
        }
    }

    /// What a selector sees of an activity.
    pub fn activity_subject(&self, activity: ActivityIx) -> Subject<'_> {
        let a = &self.activities[activity.0];
        let of = a.of.map(|h| &self.holdings[h.0]);
        Subject {
            id: Some(&a.id),
            conduct: a.conduct.as_deref(),
            of: of.map(|h| h.id.as_str()),
            site: a.site.as_deref(),
            channel: a.channel.as_deref(),
            attributes: &a.attributes,
            of_attributes: of.map(|h| &h.attributes),
        }
    }

    /// What a selector sees of a holding that is held.
    pub fn holding_subject(&self, holding: HoldingIx) -> Subject<'_> {
        let h = &self.holdings[holding.0];
        Subject {
            id: None,
            conduct: None,
            of: Some(&h.id),
            site: h.site.as_deref(),
            channel: None,
            attributes: &h.attributes,
            of_attributes: None,
        }
    }

    /// The activities that exist at this end.
    pub fn existing(&self) -> impl Iterator<Item = ActivityIx> + '_ {
        (0..self.activities.len()).map(ActivityIx).filter(|a| self.activities[a.0].exists)
    }

    /// Whether a concealment can cover events of an activity: it exists, its selector matches and
    /// it hides one of the activity's signatures.
    pub fn applies(&self, concealment: ConcealmentIx, activity: ActivityIx) -> bool {
        let cover = &self.concealments[concealment.0];
        cover.exists
            && cover.hides.iter().any(|s| self.activities[activity.0].signatures.contains(s))
            && cover.activities.matches(self.activity_subject(activity))
    }

    /// The concealments that apply to an activity, in file order.
    pub fn applicable(&self, activity: ActivityIx) -> Vec<ConcealmentIx> {
        (0..self.concealments.len()).map(ConcealmentIx).filter(|c| self.applies(*c, activity)).collect()
    }

    /// Whether a concealment works against a measure.
    pub fn works_against(&self, concealment: ConcealmentIx, measure: MeasureIx) -> bool {
        let cover = &self.concealments[concealment.0];
        let watch = &self.measures[measure.0];
        cover.against.matches(&watch.id, watch.family, watch.consent)
            && cover.needs_notice_days.is_none_or(|days| days <= watch.notice_days)
    }
}

impl Watch {
    fn at(measure: &Measure, end: End) -> Watch {
        let share = measure.coverage.low_is_adverse(end) * measure.invoked.low_is_adverse(end);
        Watch {
            id: measure.entry.id.clone(),
            family: measure.family,
            consent: measure.consent,
            rows: measure
                .detects
                .iter()
                .map(|row| Row {
                    signature: row.signature,
                    sighting: row.probability.low_is_adverse(end) * &share,
                    place: row.place.clone(),
                    discriminates: row.discriminates.low_is_adverse(end),
                })
                .collect(),
            cued_by: measure.cued_by.clone(),
            latency_months: measure.latency_months.high_is_adverse(end),
            notice_days: measure.notice_days.high_is_adverse(end),
            common_cause: measure.common_cause.clone(),
        }
    }
}
