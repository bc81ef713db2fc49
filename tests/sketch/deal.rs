//! What a deal adds to a regime: how intrusive measures are, what the host tolerates, what it is
//! paid, and whose interests are at stake.
//!
//! It is rolled from dice of its own, after the rest of the regime, so that regimes without a deal
//! are what they were before there were any.

use super::dice::{BYTES, Dice};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write;

/// What a measure burdens the host and the verifier with: decimals as written.
#[derive(Debug, Clone, Default)]
pub struct Burden {
    pub intrusiveness: Option<&'static str>,
    pub cost_per_year: Option<&'static str>,
    pub false_alarms_per_year: Option<&'static str>,
}

/// What is bargained over in a phase.
#[derive(Debug, Clone, Default)]
pub struct Bargain {
    /// `each` and `total`.
    pub tolerance: Option<[Option<&'static str>; 2]>,
    pub gate: Vec<String>,
    pub rewards: Vec<Reward>,
}

#[derive(Debug, Clone)]
pub struct Reward {
    pub id: String,
    pub value: &'static str,
    pub unit: Option<&'static str>,
    pub reversible: bool,
    pub after_months: Option<u64>,
    pub verified: Option<Vec<String>>,
}

#[derive(Debug, Clone)]
pub struct Interest {
    pub id: String,
    pub concerns: Vec<Selector>,
}

impl Size {
    /// Deals over worlds small enough to ask about each choice of the host.
    pub const DEAL: Size = Size {
        holdings: 2,
        activities: 2,
        concealments: 1,
        measures: 4,
        obligations: 2,
        phases: 3,
        months: 2,
        events: 2,
        material: 1,
        deals: true,
    };
    /// Deals over terms long enough for proof to take its time.
    pub const LONG_DEAL: Size = Size { measures: 3, phases: 2, months: 5, ..Size::DEAL };
    /// Deals over worlds small enough to list all plans.
    pub const TINY_DEAL: Size = Size { holdings: 1, measures: 3, phases: 2, events: 1, ..Size::DEAL };
}

/// Random regimes, with deals if the size says so.
pub fn strategy(size: Size) -> BoxedStrategy<Sketch> {
    if !size.deals {
        return sketches(size).boxed();
    }
    let entry = || vec(any::<u8>(), BYTES);
    (sketches(size), vec(entry(), size.measures), vec(entry(), size.phases), vec(entry(), 1..=2))
        .prop_map(|(sketch, measures, phases, interests)| with_deal(sketch, &measures, &phases, &interests))
        .boxed()
}

fn with_deal(mut sketch: Sketch, measures: &[Vec<u8>], phases: &[Vec<u8>], interests: &[Vec<u8>]) -> Sketch {
    for (measure, bytes) in sketch.measures.iter_mut().zip(measures) {
        let dice = &mut Dice::new(bytes);
        measure.consent = dice.in_256(215);
        measure.burden = burden(dice);
    }
    let obligations: Vec<String> = sketch.obligations.iter().map(|o| o.id.clone()).collect();
    for (phase, bytes) in sketch.phases.iter_mut().zip(phases) {
        phase.bargain = bargain(&mut Dice::new(bytes), &phase.id, &obligations);
    }
    come_into_force_later(&mut sketch.phases, phases);
    let interests = interests.iter().enumerate().map(|(i, bytes)| interest(&mut Dice::new(bytes), i, &sketch));
    sketch.interests = interests.collect();
    sketch
}

/// Now and then, what the first phase lists comes into force in the second: drafts are phased.
fn come_into_force_later(phases: &mut [Phase], bytes: &[Vec<u8>]) {
    let [first, second, ..] = phases else { return };
    let later = bytes.get(1).and_then(|bytes| bytes.last()).is_some_and(|byte| *byte >= 156);
    if later {
        let moved = first.obligations.drain(..).filter(|o| !second.obligations.contains(o)).collect::<Vec<_>>();
        second.obligations.extend(moved);
    }
}

/// Few values, so that sums are often equal to each other and to what is tolerated.
fn burden(dice: &mut Dice<'_>) -> Burden {
    Burden {
        intrusiveness: dice.pick([
            Some("1"),
            Some("2"),
            Some("1"),
            Some("0.5"),
            Some("2"),
            Some("1.5"),
            Some("3"),
            Some("0"),
            None,
        ]),
        cost_per_year: dice.pick([None, None, Some("12.5"), Some("0")]),
        false_alarms_per_year: dice.pick([None, None, Some("0.25"), Some("2")]),
    }
}

fn bargain(dice: &mut Dice<'_>, phase: &str, obligations: &[String]) -> Bargain {
    let each = dice.pick([None, None, None, Some("2"), None, Some("1"), Some("2.5"), None, Some("0")]);
    let total = dice.pick([Some("2"), Some("1"), Some("2.5"), None, Some("1"), Some("3"), Some("1.5"), Some("0")]);
    let rewards = dice.pick([1, 2, 0, 1]);
    Bargain {
        tolerance: dice.in_256(200).then_some([each, total]),
        gate: dice.some_of(obligations, 90),
        rewards: (0..rewards).map(|i| reward(dice, format!("{phase}-r{i}"), obligations)).collect(),
    }
}

fn reward(dice: &mut Dice<'_>, id: String, obligations: &[String]) -> Reward {
    Reward {
        id,
        value: dice.pick(["1", "2.5", "10", "0.1", "0"]),
        unit: dice.pick([None, Some("oil"), Some("food"), Some("oil")]),
        reversible: dice.in_256(80),
        after_months: dice.pick([None, Some(2), Some(1), Some(3), Some(0), Some(2), Some(7)]),
        verified: dice.in_256(90).then(|| dice.some_of(obligations, 170)),
    }
}

fn interest(dice: &mut Dice<'_>, place: usize, sketch: &Sketch) -> Interest {
    let activities: Vec<String> = sketch.activities.iter().map(|a| a.id.clone()).collect();
    let conducts: Vec<&str> = sketch.activities.iter().filter_map(|a| a.conduct).collect();
    let mut concerns = Vec::new();
    for _ in 0..dice.pick([1, 1, 2, 0]) {
        let mut selector = Selector::default();
        if dice.in_256(160) {
            selector.ids = dice.some_of(&activities, 160);
        } else {
            selector.rest.extend(dice.one_of(&conducts).map(|c| ("conduct", format!("{c:?}"))));
        }
        concerns.push(selector);
    }
    Interest { id: format!("i{place}"), concerns }
}

/// Keys with their values as TOML, a line each.
fn lines<const N: usize>(keys: [(&str, Option<String>); N]) -> String {
    let mut text = String::new();
    for (key, value) in keys {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {value}");
        }
    }
    text
}

fn listed(list: &[String]) -> Option<String> {
    (!list.is_empty()).then(|| format!("{list:?}"))
}

impl Burden {
    pub fn toml(&self) -> String {
        lines([
            ("intrusiveness", self.intrusiveness.map(str::to_owned)),
            ("cost_per_year", self.cost_per_year.map(str::to_owned)),
            ("false_alarms_per_year", self.false_alarms_per_year.map(str::to_owned)),
        ])
    }
}

impl Bargain {
    pub fn toml(&self) -> String {
        let tolerance = self.tolerance.map(|[each, total]| {
            let keys = [each.map(|n| format!("each = {n}")), total.map(|n| format!("total = {n}"))];
            format!("{{ {} }}", keys.into_iter().flatten().collect::<Vec<_>>().join(", "))
        });
        let rewards: Vec<String> = self.rewards.iter().map(Reward::toml).collect();
        lines([
            ("tolerance", tolerance),
            ("gate", listed(&self.gate)),
            ("rewards", (!rewards.is_empty()).then(|| format!("[{}]", rewards.join(", ")))),
        ])
    }

    /// The ids of obligations that it names.
    pub fn named(&mut self) -> impl Iterator<Item = &mut String> {
        self.gate.iter_mut().chain(self.rewards.iter_mut().filter_map(|r| r.verified.as_mut()).flatten())
    }
}

impl Reward {
    fn toml(&self) -> String {
        let mut keys = vec![format!("id = {:?}", self.id), format!("value = {}", self.value)];
        keys.extend(self.unit.map(|unit| format!("unit = {unit:?}")));
        keys.extend(self.reversible.then(|| "reversible = true".to_owned()));
        keys.extend(self.after_months.map(|months| format!("after_months = {months}")));
        keys.extend(self.verified.as_ref().map(|verified| format!("verified = {verified:?}")));
        format!("{{ {} }}", keys.join(", "))
    }
}

impl Interest {
    pub fn toml(&self) -> String {
        let concerns: Vec<String> = self.concerns.iter().map(Selector::to_string).collect();
        format!("\n[[interest]]\nid = {:?}\nconcerns = [{}]\n", self.id, concerns.join(", "))
    }
}
