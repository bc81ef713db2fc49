//! The raw facts of a regime at one end of its uncertainty: sections 2, 3 (preparation) and 5
//! (uncertainty) of the format reference, put into the plainest types there are.
//!
//! Only what exists at this end is here, so whatever walks over a [`World`] need not ask.

use super::select::{self, Features};
use num_rational::BigRational;
use num_traits::{One, Zero};
use regimecheck::model::selector::{ActivitySelector, MeasureSelector};
use regimecheck::model::{Amounts, Attributes, Duty, End, Exact, Family, Holds, Interval, Rate, Regime};
use std::collections::BTreeMap;

/// Holding, activity, concealment, measure, obligation, signature: a place in its list.
pub type Place = usize;

/// A regime at one end.
#[derive(Debug, Clone)]
pub struct World {
    /// The last month of the agreement, H.
    pub months: i64,
    /// What is in force, phase by phase.
    pub phases: Vec<Phase>,
    /// Stocks, those of preparations last.
    pub holdings: Vec<Holding>,
    /// What can be done, preparations last.
    pub activities: Vec<Activity>,
    /// What can hide it.
    pub concealments: Vec<Concealment>,
    /// What looks for it; all measures, whether in force or not.
    pub measures: Vec<Measure>,
    /// All obligations, whether in force or not.
    pub obligations: Vec<Obligation>,
}

/// A phase: its last month and what is in force in it.
#[derive(Debug, Clone)]
pub struct Phase {
    pub last: i64,
    pub obligations: Vec<Place>,
    pub measures: Vec<Place>,
}

#[derive(Debug, Clone)]
pub struct Holding {
    pub id: String,
    pub initial: i64,
    pub site: Option<String>,
    pub attributes: Attributes,
    pub signatures: Vec<Place>,
}

#[derive(Debug, Clone)]
pub struct Activity {
    pub id: String,
    /// The id of the activity that this one prepares.
    pub prepares: Option<String>,
    pub conduct: Option<String>,
    pub of: Option<Place>,
    pub site: Option<String>,
    pub channel: Option<String>,
    pub attributes: Attributes,
    pub uses: BTreeMap<Place, i64>,
    pub makes: BTreeMap<Place, i64>,
    pub needs: BTreeMap<Place, i64>,
    pub units: i64,
    /// At most so many events in each month ...
    pub per_month: i64,
    /// ... and at most one in any so many months in a row, if that is its rate.
    pub months_between: Option<i64>,
    pub total: Option<i64>,
    pub signatures: Vec<Place>,
}

#[derive(Debug, Clone)]
pub struct Concealment {
    pub id: String,
    pub activities: ActivitySelector,
    pub hides: Vec<Place>,
    pub residual: BigRational,
    pub against: MeasureSelector,
    pub needs_notice_days: i64,
    /// Ids of those it cannot be combined with, as either of the two says.
    pub excludes: Vec<String>,
    pub uses: BTreeMap<Place, i64>,
    pub needs: BTreeMap<Place, i64>,
    pub signatures: Vec<Place>,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub signature: Place,
    /// probability x coverage x invoked
    pub p: BigRational,
    pub place: ActivitySelector,
    pub discriminates: BigRational,
}

#[derive(Debug, Clone)]
pub struct Measure {
    pub id: String,
    pub family: Family,
    pub consent: bool,
    pub rows: Vec<Row>,
    pub cued_by: Vec<Place>,
    pub latency: i64,
    pub notice_days: i64,
    pub common_cause: Option<String>,
}

#[derive(Debug, Clone)]
pub enum Rule {
    Prohibits(Vec<ActivitySelector>),
    Limits { holding: Place, at_most: i64 },
}

#[derive(Debug, Clone)]
pub struct Obligation {
    pub id: String,
    pub rule: Rule,
    pub significant: i64,
    pub usable_after: i64,
    pub response: i64,
    pub goal: BigRational,
}

/// A whole number of a file; the oracle is for small worlds.
fn whole(n: u64) -> i64 {
    i64::try_from(n).expect("a small number")
}

impl World {
    /// The facts of `regime` at `end`.
    pub fn at(regime: &Regime, end: End) -> World {
        // The two kinds of quantities: those whose low values are adverse, those whose high are.
        let low = |i: &Interval<u64>| whole(if end == End::Adverse { i.low } else { i.high });
        let high = |i: &Interval<u64>| whole(if end == End::Adverse { i.high } else { i.low });
        let share = |i: &Interval<Exact>| if end == End::Adverse { i.low.clone() } else { i.high.clone() };
        let taken = |amounts: &Amounts| amounts.iter().map(|(h, n)| (h.0, low(n))).collect::<BTreeMap<_, _>>();
        let made = |amounts: &Amounts| amounts.iter().map(|(h, n)| (h.0, high(n))).collect::<BTreeMap<_, _>>();
        let exists = |condition: Option<regimecheck::model::AssumptionIx>| match condition {
            None => true,
            Some(a) => match regime.assumptions[a.0].holds {
                Holds::True => true,
                Holds::False => false,
                Holds::Unknown => end == End::Adverse,
            },
        };
        let places = |list: &[regimecheck::model::SignatureIx]| list.iter().map(|s| s.0).collect::<Vec<_>>();

        let mut holdings: Vec<Holding> = regime
            .holdings
            .iter()
            .map(|h| Holding {
                id: h.entry.id.clone(),
                initial: high(&h.initial),
                site: h.site.clone(),
                attributes: h.attributes.clone(),
                signatures: places(&h.signatures),
            })
            .collect();

        let mut activities = Vec::new();
        let mut preparations = Vec::new();
        for a in regime.activities.iter().filter(|a| exists(a.condition)) {
            let mut activity = Activity {
                id: a.entry.id.clone(),
                prepares: None,
                conduct: a.conduct.clone(),
                of: a.of.map(|h| h.0),
                site: a.site.clone(),
                channel: a.channel.clone(),
                attributes: a.attributes.clone(),
                uses: taken(&a.uses),
                makes: made(&a.makes),
                needs: taken(&a.needs),
                units: high(&a.units),
                per_month: 1,
                months_between: None,
                total: a.total.as_ref().map(high),
                signatures: places(&a.signatures),
            };
            match &a.rate {
                Rate::PerMonth(n) => activity.per_month = high(n),
                Rate::MonthsBetween(n) => activity.months_between = Some(low(n)),
            }
            if let Some(preparation) = &a.preparation {
                let months = low(&preparation.months);
                let ready = holdings.len();
                holdings.push(Holding {
                    id: format!("{}.preparation", activity.id),
                    initial: 0,
                    site: None,
                    attributes: Attributes::new(),
                    signatures: Vec::new(),
                });
                preparations.push(Activity {
                    id: format!("{}.preparation", activity.id),
                    prepares: Some(activity.id.clone()),
                    uses: BTreeMap::new(),
                    makes: BTreeMap::from([(ready, 1)]),
                    needs: BTreeMap::new(),
                    units: 0,
                    per_month: 1,
                    months_between: None,
                    total: Some(months),
                    signatures: places(&preparation.signatures),
                    ..activity.clone()
                });
                activity.needs.insert(ready, months);
            }
            activities.push(activity);
        }
        activities.extend(preparations);

        let name = |c: &regimecheck::model::ConcealmentIx| regime.concealments[c.0].entry.id.clone();
        let concealments = regime
            .concealments
            .iter()
            .filter(|c| exists(c.condition))
            .map(|c| Concealment {
                id: c.entry.id.clone(),
                activities: c.activities.clone(),
                hides: places(&c.hides),
                residual: share(&c.residual),
                against: c.against.clone(),
                needs_notice_days: c.needs_notice_days.map_or(0, whole),
                excludes: (c.excludes.iter().map(name))
                    .chain(
                        (regime.concealments.iter())
                            .filter(|other| other.excludes.iter().any(|e| name(e) == c.entry.id))
                            .map(|other| other.entry.id.clone()),
                    )
                    .collect(),
                uses: taken(&c.uses),
                needs: taken(&c.needs),
                signatures: places(&c.signatures),
            })
            .collect();

        let measures = regime
            .measures
            .iter()
            .map(|m| Measure {
                id: m.entry.id.clone(),
                family: m.family,
                consent: m.consent,
                rows: (m.detects.iter())
                    .map(|row| Row {
                        signature: row.signature.0,
                        p: share(&row.probability) * share(&m.coverage) * share(&m.invoked),
                        place: row.place.clone(),
                        discriminates: share(&row.discriminates),
                    })
                    .collect(),
                cued_by: m.cued_by.iter().map(|c| c.0).collect(),
                latency: high(&m.latency_months),
                notice_days: high(&m.notice_days),
                common_cause: m.common_cause.clone(),
            })
            .collect();

        let obligations = regime
            .obligations
            .iter()
            .map(|o| Obligation {
                id: o.entry.id.clone(),
                rule: match &o.duty {
                    Duty::Prohibits(selectors) => Rule::Prohibits(selectors.clone()),
                    Duty::Limits { holding, at_most } => Rule::Limits { holding: holding.0, at_most: whole(*at_most) },
                },
                significant: whole(o.significant),
                usable_after: low(&o.usable_after_months),
                response: high(&o.response_months),
                goal: o.goal.clone().unwrap_or_else(|| regime.agreement.goal.clone()),
            })
            .collect();

        // Phases add to what is in force and drop from it; what one phase both adds and drops is out.
        let (mut obligations_in_force, mut measures_in_force) = (Vec::new(), Vec::new());
        let mut last = 0;
        let mut phases = Vec::new();
        for phase in &regime.phases {
            last += whole(phase.months);
            obligations_in_force.extend(phase.obligations.iter().map(|o| o.0));
            measures_in_force.extend(phase.measures.iter().map(|m| m.0));
            obligations_in_force.retain(|o| !phase.drops_obligations.iter().any(|d| d.0 == *o));
            measures_in_force.retain(|m| !phase.drops_measures.iter().any(|d| d.0 == *m));
            phases.push(Phase { last, obligations: obligations_in_force.clone(), measures: measures_in_force.clone() });
        }
        World { months: last, phases, holdings, activities, concealments, measures, obligations }
    }

    /// What is in force in a month; the last phase goes on after the term.
    pub fn phase(&self, month: i64) -> &Phase {
        self.phases.iter().find(|p| month <= p.last).unwrap_or(&self.phases[self.phases.len() - 1])
    }

    /// Whether an obligation is in force in a month.
    pub fn in_force(&self, obligation: Place, month: i64) -> bool {
        self.phase(month).obligations.contains(&obligation)
    }

    /// What a selector sees of an activity.
    pub fn features<'a>(&'a self, activity: &'a Activity) -> Features<'a> {
        let mut features = Features::new();
        let of = activity.of.map(|holding| &self.holdings[holding]);
        if let Some(holding) = of {
            select::attributes(&mut features, &holding.attributes);
        }
        select::attributes(&mut features, &activity.attributes);
        select::text(&mut features, "id", Some(&activity.id));
        select::text(&mut features, "of", of.map(|holding| &holding.id));
        select::text(&mut features, "conduct", activity.conduct.as_ref());
        select::text(&mut features, "site", activity.site.as_ref());
        select::text(&mut features, "channel", activity.channel.as_ref());
        features
    }

    /// What a row's `where` sees of a holding.
    pub fn holding_features(&self, holding: Place) -> Features<'_> {
        let holding = &self.holdings[holding];
        let mut features = Features::new();
        select::attributes(&mut features, &holding.attributes);
        select::text(&mut features, "id", None);
        select::text(&mut features, "conduct", None);
        select::text(&mut features, "channel", None);
        select::text(&mut features, "of", Some(&holding.id));
        select::text(&mut features, "site", holding.site.as_ref());
        features
    }

    /// The activities that an obligation prohibits; none for a limit.
    pub fn prohibited_by(&self, obligation: Place) -> Vec<Place> {
        match &self.obligations[obligation].rule {
            Rule::Prohibits(selectors) => (0..self.activities.len())
                .filter(|a| {
                    let features = self.features(&self.activities[*a]);
                    selectors.iter().any(|s| select::matches(s, &features))
                })
                .collect(),
            Rule::Limits { .. } => Vec::new(),
        }
    }
}

/// One minus a probability.
pub fn not(p: &BigRational) -> BigRational {
    BigRational::one() - p
}

/// The greatest of some probabilities; 0 of none.
pub fn greatest(ps: impl IntoIterator<Item = BigRational>) -> BigRational {
    ps.into_iter().max().unwrap_or_else(BigRational::zero)
}
