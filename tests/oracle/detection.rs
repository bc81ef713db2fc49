//! How likely one trial goes unseen: section 4 of the format reference.

use super::conduct::Variant;
use super::facts::{Place, Row, Rule, World, greatest, not};
use super::select;
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

/// The probability that a trial, or a whole plan, goes unseen: for proof and for mere sightings,
/// by the deadline and ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    pub proof_in_time: BigRational,
    pub sighting_in_time: BigRational,
    pub proof_ever: BigRational,
    pub sighting_ever: BigRational,
}

impl Unseen {
    /// Nothing has been seen.
    pub fn surely() -> Unseen {
        let one = BigRational::one;
        Unseen { proof_in_time: one(), sighting_in_time: one(), proof_ever: one(), sighting_ever: one() }
    }

    /// Trials are independent.
    pub fn and(&self, other: &Unseen) -> Unseen {
        Unseen {
            proof_in_time: times(&self.proof_in_time, &other.proof_in_time),
            sighting_in_time: times(&self.sighting_in_time, &other.sighting_in_time),
            proof_ever: times(&self.proof_ever, &other.proof_ever),
            sighting_ever: times(&self.sighting_ever, &other.sighting_ever),
        }
    }

    /// The best for the evader, reading by reading.
    pub fn or(&mut self, other: &Unseen) {
        raise(&mut self.proof_in_time, &other.proof_in_time);
        raise(&mut self.sighting_in_time, &other.sighting_in_time);
        raise(&mut self.proof_ever, &other.proof_ever);
        raise(&mut self.sighting_ever, &other.sighting_ever);
    }
}

fn times(a: &BigRational, b: &BigRational) -> BigRational {
    if a.is_one() || b.is_zero() {
        b.clone()
    } else if b.is_one() || a.is_zero() {
        a.clone()
    } else {
        // Not in lowest terms: to bring a fraction there takes longer than all the rest.
        BigRational::new_raw(a.numer() * b.numer(), a.denom() * b.denom())
    }
}

fn raise(a: &mut BigRational, b: &BigRational) {
    if b.numer() * a.denom() > a.numer() * b.denom() {
        *a = b.clone();
    }
}

/// What is given off in a trial, and by what.
enum Source<'a> {
    Event(&'a Variant),
    Held(Place),
}

/// The deadline of a violation completed in month T, and the last month that counts for "ever".
pub fn deadline(world: &World, obligation: Place, completed: i64) -> (i64, i64) {
    let o = &world.obligations[obligation];
    let deadline = completed + o.usable_after - o.response;
    (deadline, world.months.max(completed).max(deadline))
}

/// An event in `month`, for a violation with this deadline.
pub fn event(world: &World, variant: &Variant, month: i64, deadline: i64) -> Unseen {
    trial(world, &Source::Event(variant), month, deadline)
}

/// A holding held in `month`, for a violation with this deadline.
pub fn held(world: &World, holding: Place, month: i64, deadline: i64) -> Unseen {
    trial(world, &Source::Held(holding), month, deadline)
}

fn trial(world: &World, source: &Source<'_>, month: i64, deadline: i64) -> Unseen {
    let in_time = |m: Place| month + world.measures[m].latency <= deadline;
    let ever = |_: Place| true;
    Unseen {
        proof_in_time: unseen(world, source, month, true, &in_time),
        sighting_in_time: unseen(world, source, month, false, &in_time),
        proof_ever: unseen(world, source, month, true, &ever),
        sighting_ever: unseen(world, source, month, false, &ever),
    }
}

/// The product of 1 - p over the groups: rows of one measure, or of measures with a common cause,
/// count once, by their largest p.
fn unseen(
    world: &World,
    source: &Source<'_>,
    month: i64,
    as_proof: bool,
    counts: &dyn Fn(Place) -> bool,
) -> BigRational {
    let in_force = &world.phase(month).measures;
    let measures = (0..world.measures.len()).filter(|m| in_force.contains(m) && counts(*m));
    let ps = measures.map(|m| (m, sees(world, source, m, month, as_proof)));
    product_over_groups(world, ps)
}

fn product_over_groups(world: &World, ps: impl Iterator<Item = (Place, BigRational)>) -> BigRational {
    let mut groups: BTreeMap<(Option<&str>, Option<Place>), BigRational> = BTreeMap::new();
    for (m, p) in ps {
        let group = match &world.measures[m].common_cause {
            Some(cause) => (Some(cause.as_str()), None),
            None => (None, Some(m)),
        };
        let largest = groups.entry(group).or_insert_with(BigRational::zero);
        *largest = greatest([largest.clone(), p]);
    }
    groups.values().fold(BigRational::one(), |product, p| product * not(p))
}

/// The largest p of a measure's rows in this trial.
fn sees(world: &World, source: &Source<'_>, measure: Place, month: i64, as_proof: bool) -> BigRational {
    let m = &world.measures[measure];
    let suspicion = if m.cued_by.is_empty() {
        BigRational::one()
    } else {
        let in_force = &world.phase(month).measures;
        let cues = m.cued_by.iter().copied().filter(|c| in_force.contains(c));
        not(&product_over_groups(world, cues.map(|c| (c, sees(world, source, c, month, false)))))
    };
    greatest(m.rows.iter().filter(|row| looks_at(world, source, row)).map(|row| {
        let mut p = &row.p * residual(world, source, measure, row) * &suspicion;
        if as_proof && ambiguous(world, source, row, month) {
            p *= &row.discriminates;
        }
        p
    }))
}

/// Whether the trial gives off the row's signature where the row looks.
fn looks_at(world: &World, source: &Source<'_>, row: &Row) -> bool {
    match source {
        Source::Event(v) => {
            v.signatures.contains(&row.signature)
                && select::matches(&row.place, &world.features(&world.activities[v.activity]))
        }
        Source::Held(h) => {
            world.holdings[*h].signatures.contains(&row.signature)
                && select::matches(&row.place, &world.holding_features(*h))
        }
    }
}

/// The smallest residual among the concealments that hide the row's signature from this measure;
/// 1 if there are none. A holding is not concealed.
fn residual(world: &World, source: &Source<'_>, measure: Place, row: &Row) -> BigRational {
    let Source::Event(v) = source else { return BigRational::one() };
    let m = &world.measures[measure];
    (v.concealments.iter().map(|c| &world.concealments[*c]))
        .filter(|c| c.hides.contains(&row.signature))
        .filter(|c| select::matches_measure(&c.against, m))
        .filter(|c| c.needs_notice_days <= m.notice_days)
        .map(|c| c.residual.clone())
        .min()
        .unwrap_or_else(BigRational::one)
}

/// Whether permitted conduct looks the same to this row.
fn ambiguous(world: &World, source: &Source<'_>, row: &Row, month: i64) -> bool {
    let in_force = &world.phase(month).obligations;
    match source {
        Source::Held(h) => !in_force.iter().any(|o| match world.obligations[*o].rule {
            Rule::Limits { holding, at_most } => holding == *h && at_most == 0,
            Rule::Prohibits(_) => false,
        }),
        Source::Event(v) => {
            let prohibited: Vec<Place> = in_force.iter().flat_map(|o| world.prohibited_by(*o)).collect();
            let site = &world.activities[v.activity].site;
            (0..world.activities.len()).any(|b| {
                let other = &world.activities[b];
                let given_off = if b == v.activity { &v.signatures } else { &other.signatures };
                !prohibited.contains(&b)
                    && given_off.contains(&row.signature)
                    && select::matches(&row.place, &world.features(other))
                    && (site.is_none() || other.site.is_none() || *site == other.site)
            })
        }
    }
}
