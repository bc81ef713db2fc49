//! Criteria: the rows by which drafts are weighed, each a figure for each draft of which less is better.

use super::scope::Row;
use super::state::State;
use super::targets::Target;
use crate::analysis::deal::burden::{Burden, over_the_term};
use crate::analysis::deal::interests::Corner;
use crate::analysis::deal::payments::Standing;
use crate::analysis::deal::residual::MONTHS;
use crate::analysis::deal::{Assessment, CORNERS};
use crate::model::stakes::Gives;
use crate::model::{Exact, ObligationIx};
use num_bigint::BigInt;
use num_traits::Zero;

/// What a criterion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// How a path stands.
    Scope,
    /// How long an interest is exposed.
    Interests,
    /// What is paid without proof, and what is at risk.
    Payments,
    /// What can be reached after a walk-out.
    Breakout,
    /// What it asks of host and verifiers.
    Burden,
}

impl Group {
    /// All groups with their words.
    pub const WORDS: [(&'static str, Group); 5] = [
        ("scope", Group::Scope),
        ("interests", Group::Interests),
        ("payments", Group::Payments),
        ("breakout", Group::Breakout),
        ("burden", Group::Burden),
    ];

    /// The word for it on the command line and in reports.
    pub fn word(self) -> &'static str {
        Group::WORDS.iter().find(|(_, g)| *g == self).map_or("scope", |(word, _)| word)
    }
}

/// What a criterion measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// How a path stands in a stretch of months: rows and stretches by place.
    Path(usize, usize),
    /// Months in which an interest is exposed, by id.
    Exposure(String),
    /// The greatest total of irreversible rewards that a violator can collect, by unit.
    AtRisk(String),
    /// The total of rewards that are pocketable or advances, by unit.
    Unearned(String),
    /// What can be reached of a target within some months after a walk-out, whichever phase it ends:
    /// the place of the target, the months, and whether undetected conduct is counted.
    Reach(usize, u64, bool),
    /// The greatest intrusiveness of a measure.
    GreatestIntrusiveness,
    /// The greatest sum of intrusiveness in a phase.
    Intrusiveness,
    /// The cost over the whole term.
    Cost,
    /// The false alarms to be expected over the whole term.
    FalseAlarms,
}

/// A criterion.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// What it measures.
    pub measured: Measured,
    /// The corner in which it does; none where all are the same.
    pub corner: Option<Corner>,
    /// The figure for each draft, less being better; none where it is not known, or where the draft's term
    /// is over.
    pub figures: Vec<Option<Exact>>,
}

impl Criterion {
    /// The group it belongs to.
    pub fn group(&self) -> Group {
        match self.measured {
            Measured::Path(..) => Group::Scope,
            Measured::Exposure(_) => Group::Interests,
            Measured::AtRisk(_) | Measured::Unearned(_) => Group::Payments,
            Measured::Reach(..) => Group::Breakout,
            Measured::GreatestIntrusiveness | Measured::Intrusiveness | Measured::Cost | Measured::FalseAlarms => {
                Group::Burden
            }
        }
    }
}

/// All criteria of some drafts.
pub fn criteria(drafts: &[Assessment], rows: &[Row], stretches: &[(u64, u64)], targets: &[Target]) -> Vec<Criterion> {
    let mut all = Vec::new();
    for corner in CORNERS {
        for (place, row) in rows.iter().enumerate() {
            for stretch in 0..stretches.len() {
                let states = (0..drafts.len()).map(|d| row.at(d, stretch, corner).state);
                let figures = states.map(|s: State| s.rank().map(|rank| whole(rank.into()))).collect();
                all.push(Criterion { measured: Measured::Path(place, stretch), corner: Some(corner), figures });
            }
        }
    }
    for id in interests(drafts) {
        for corner in CORNERS {
            let figures = drafts.iter().map(|d| exposure(d, &id, corner).map(whole)).collect();
            all.push(Criterion { measured: Measured::Exposure(id.clone()), corner: Some(corner), figures });
        }
    }
    for unit in units(drafts) {
        for corner in CORNERS {
            let figures = drafts.iter().map(|d| at_risk(d, &unit, corner)).collect();
            all.push(Criterion { measured: Measured::AtRisk(unit.clone()), corner: Some(corner), figures });
        }
        for corner in CORNERS {
            let figures = drafts.iter().map(|d| unearned(d, &unit, corner)).collect();
            all.push(Criterion { measured: Measured::Unearned(unit.clone()), corner: Some(corner), figures });
        }
    }
    for target in 0..targets.len() {
        for months in MONTHS {
            for undetected in [false, true] {
                for corner in CORNERS.into_iter().take(2) {
                    let figures =
                        drafts.iter().map(|d| reach(d, target, targets, months, undetected, corner)).collect();
                    let measured = Measured::Reach(target, months, undetected);
                    all.push(Criterion { measured, corner: Some(corner), figures });
                }
            }
        }
    }
    let greatest = |of: fn(&Burden) -> &Exact| -> Vec<Option<Exact>> {
        drafts.iter().map(|d| Some(d.burdens.iter().map(of).max().cloned().unwrap_or_else(Exact::zero))).collect()
    };
    let summed = |of: fn(&Burden) -> &Exact| -> Vec<Option<Exact>> {
        drafts.iter().map(|d| Some(over_the_term(&d.draft, &d.burdens, of))).collect()
    };
    let burden = |measured, figures| Criterion { measured, corner: None, figures };
    all.push(burden(Measured::GreatestIntrusiveness, greatest(|b| &b.greatest)));
    all.push(burden(Measured::Intrusiveness, greatest(|b| &b.intrusiveness)));
    all.push(burden(Measured::Cost, summed(|b| &b.cost_per_year)));
    all.push(burden(Measured::FalseAlarms, summed(|b| &b.false_alarms_per_year)));
    all
}

fn whole(n: u64) -> Exact {
    Exact::from_integer(BigInt::from(n))
}

/// The interests of all drafts, by id.
pub fn interests(drafts: &[Assessment]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for interest in drafts.iter().flat_map(|d| &d.draft.regime.interests) {
        if !ids.contains(&interest.entry.id) {
            ids.push(interest.entry.id.clone());
        }
    }
    ids
}

/// The units of all rewards; a reward without one counts under no word.
pub fn units(drafts: &[Assessment]) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for payment in drafts.iter().flat_map(|d| &d.payments[0]) {
        if let Gives::Reward { unit, .. } = &payment.stake.gives {
            let unit = unit.clone().unwrap_or_default();
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
    }
    units
}

/// The months in which an interest is exposed; none if something is undecided. An interest that a draft
/// does not know is exposed throughout.
pub fn exposure(assessment: &Assessment, id: &str, corner: Corner) -> Option<u64> {
    let place = assessment.draft.regime.interests.iter().position(|i| i.entry.id == id);
    let Some(place) = place else { return Some(assessment.draft.term.months) };
    let service = &assessment.interests.get(place)?[super::super::deal::interests::place(corner)];
    (!service.is_open()).then(|| service.exposure())
}

/// The greatest total of irreversible rewards in a unit that a violator of any obligation can collect.
pub fn at_risk(assessment: &Assessment, unit: &str, corner: Corner) -> Option<Exact> {
    let obligations = assessment.obligations.iter();
    let values: Option<Vec<Exact>> =
        obligations.map(|o| value_at_risk(assessment, o.obligation, unit, false, corner)).collect();
    values.map(|v| v.into_iter().max().unwrap_or_else(Exact::zero))
}

/// The greatest total of rewards in a unit that a violator of an obligation can collect: of irreversible
/// ones the value at risk, of reversible ones what he holds until he is proved one. None if it is not
/// known.
pub fn value_at_risk(
    assessment: &Assessment,
    obligation: ObligationIx,
    unit: &str,
    of_reversible: bool,
    corner: Corner,
) -> Option<Exact> {
    let studied = assessment.obliged(obligation)?.at(corner);
    let Some(collector) = studied.collector.as_ref().ok()? else { return Some(Exact::zero()) };
    let collected = assessment.payments[0].iter().filter(|p| p.stake.month <= collector.release);
    let values = collected.filter_map(|p| match &p.stake.gives {
        Gives::Reward { value, unit: u, reversible } => {
            (u.as_deref().unwrap_or_default() == unit && *reversible == of_reversible).then_some(value)
        }
        Gives::Gate => None,
    });
    Some(values.fold(Exact::zero(), |sum, value| sum + value))
}

/// The total of rewards in a unit that are pocketable or advances.
pub fn unearned(assessment: &Assessment, unit: &str, corner: Corner) -> Option<Exact> {
    let mut sum = Exact::zero();
    for payment in &assessment.payments[super::super::deal::interests::place(corner)] {
        let Gives::Reward { value, unit: u, .. } = &payment.stake.gives else { continue };
        if u.as_deref().unwrap_or_default() != unit {
            continue;
        }
        match payment.standing() {
            Standing::Pocketable | Standing::Advance => sum += value,
            Standing::Earned | Standing::NotYetTestable => {}
            Standing::Open(_) => return None,
        }
    }
    Some(sum)
}

/// The most that can be reached of a target within some months after a walk-out, whichever phase it ends.
pub fn reach(
    assessment: &Assessment,
    target: usize,
    targets: &[Target],
    months: u64,
    undetected: bool,
    corner: Corner,
) -> Option<Exact> {
    let end = usize::from(corner.1 == crate::model::End::Favourable);
    // Walk-outs come phase by phase, each with all targets in order.
    let breakouts = assessment.breakouts.iter().skip(target).step_by(targets.len().max(1));
    let reached = breakouts.map(|b| {
        let residual = b.ends[end].as_ref().ok()?.iter().find(|r| r.months == months)?;
        let reach = if undetected { &residual.undetected } else { &residual.lawful };
        Some(reach.as_ref().ok()?.amount)
    });
    let most = reached.collect::<Option<Vec<u128>>>()?.into_iter().max()?;
    Some(Exact::from_integer(BigInt::from(most)))
}
