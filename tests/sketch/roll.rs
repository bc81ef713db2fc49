//! Rolls a regime. The chances are such that every verdict gets a good share; the property tests
//! count the shares.

use super::awkward::names;
use super::dice::{BYTES, Dice};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

type Entry = Vec<u8>;

/// At most so many entries of each kind, and months of a phase.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub holdings: usize,
    pub activities: usize,
    pub concealments: usize,
    pub measures: usize,
    pub obligations: usize,
    pub phases: usize,
    pub months: u64,
    /// Events of an activity in a month.
    pub events: u64,
    /// How often something is used, made or needed, or a holding gives itself away: so many times
    /// as often as in [`Size::SMALL`].
    pub material: usize,
    /// Whether there is a deal: [`deal`].
    pub deals: bool,
}

impl Size {
    /// For thousands of regimes in a minute.
    pub const SMALL: Size = Size {
        holdings: 3,
        activities: 4,
        concealments: 2,
        measures: 3,
        obligations: 2,
        phases: 3,
        months: 2,
        events: 3,
        material: 1,
        deals: false,
    };
    /// Terms long enough for months to be alike.
    pub const LONG: Size = Size { holdings: 2, activities: 3, measures: 3, phases: 3, months: 5, ..Size::SMALL };
    /// Many ways to go about it.
    pub const WIDE: Size = Size {
        holdings: 4,
        activities: 5,
        concealments: 3,
        measures: 4,
        obligations: 3,
        phases: 4,
        months: 2,
        events: 6,
        material: 1,
        deals: false,
    };
    /// Few ways to go about it, over years.
    pub const DEEP: Size = Size {
        holdings: 1,
        activities: 2,
        concealments: 1,
        measures: 2,
        obligations: 1,
        phases: 2,
        months: 14,
        events: 5,
        material: 1,
        deals: false,
    };
    /// Much made, used, needed and held, over long terms.
    pub const MATERIAL: Size =
        Size { holdings: 2, activities: 3, concealments: 1, months: 5, material: 2, ..Size::SMALL };
}

/// Random regimes.
pub fn sketches(size: Size) -> impl Strategy<Value = Sketch> {
    let entry = || vec(any::<u8>(), BYTES);
    (
        entry(),
        vec(entry(), 1..=size.holdings),
        vec(entry(), 1..=size.activities),
        vec(entry(), 0..=size.concealments),
        vec(entry(), 1..=size.measures),
        vec(entry(), 1..=size.obligations),
        vec(entry(), 1..=size.phases),
    )
        .prop_map(move |(general, holdings, activities, concealments, measures, obligations, phases)| {
            roll(size, &general, [&holdings, &activities, &concealments, &measures, &obligations, &phases])
        })
}

/// Ids of entries of one kind, each chosen by the last byte of its entry.
fn ids(letter: &str, entries: &[Entry]) -> Vec<String> {
    names(letter, entries.iter().map(|bytes| bytes.last().copied().unwrap_or(0)))
}

fn roll(size: Size, general: &[u8], entries: [&[Entry]; 6]) -> Sketch {
    let [holdings, activities, concealments, measures, obligations, phases] = entries;
    let mut dice = Dice::new(general);
    let signatures = dice.pick([2, 3, 1]);
    let mut world = World {
        size,
        signatures: names("s", general.iter().rev().take(signatures).copied()),
        holdings: ids("h", holdings),
        activities: ids("a", activities),
        concealments: ids("c", concealments),
        measures: ids("m", measures),
        obligations: ids("o", obligations),
        conducts: Vec::new(),
    };
    let activities = world.each(activities, &world.activities, activity);
    world.conducts = activities.iter().filter_map(|a| a.conduct).collect();
    let mut sketch = Sketch {
        goal: goal(&mut dice),
        holds: dice.pick(["\"unknown\"", "\"unknown\"", "true", "false"]),
        signatures: world.signatures.clone(),
        holdings: world.each(holdings, &world.holdings, holding),
        activities,
        concealments: world.each(concealments, &world.concealments, concealment),
        measures: world.each(measures, &world.measures, measure),
        obligations: world.each(obligations, &world.obligations, obligation),
        phases: Vec::new(),
        interests: Vec::new(),
    };
    let ids = ids("p", phases);
    for (place, (bytes, id)) in phases.iter().zip(&ids).enumerate() {
        sketch.phases.push(phase(&world, Dice::new(bytes), id, place == 0));
    }
    sketch
}

/// What entries may refer to.
struct World {
    size: Size,
    signatures: Vec<String>,
    holdings: Vec<String>,
    activities: Vec<String>,
    concealments: Vec<String>,
    measures: Vec<String>,
    obligations: Vec<String>,
    /// What the activities are.
    conducts: Vec<&'static str>,
}

impl World {
    fn each<T>(&self, entries: &[Entry], ids: &[String], roll: fn(&World, Dice<'_>, &str) -> T) -> Vec<T> {
        entries.iter().zip(ids).map(|(bytes, id)| roll(self, Dice::new(bytes), id)).collect()
    }
}

fn goal(dice: &mut Dice<'_>) -> String {
    dice.pick(["0.9", "0.5", "0.75", "0.3", "0.8", "0.95", "0.6", "0.36", "0.9", "0.99", "0.1", "0.5", "1", "0"])
        .to_owned()
}

/// A number from the list, in one of six cases with an interval up to `more` above it.
fn whole<const N: usize>(dice: &mut Dice<'_>, choices: [u64; N], more: u64) -> Whole {
    let low = dice.pick(choices);
    let high = if dice.in_256(40) { low + more } else { low };
    Whole { low, high }
}

fn share<const N: usize>(dice: &mut Dice<'_>, choices: [u32; N]) -> Share {
    let high = dice.pick(choices);
    let low = if dice.in_256(32) { high / 2 } else { high };
    Share { low, high }
}

fn amounts(world: &World, dice: &mut Dice<'_>, cases: usize) -> Amounts {
    if !dice.in_256(cases * world.size.material) {
        return Vec::new();
    }
    let mut amounts = Vec::new();
    if let Some(h) = dice.one_of(&world.holdings) {
        amounts.push((h, whole(dice, [1, 1, 2, 1, 3, 0], 1)));
    }
    amounts
}

fn site(dice: &mut Dice<'_>) -> Option<&'static str> {
    dice.pick([None, Some("a"), Some("b")])
}

const CONDUCTS: [&str; 5] = ["produce", "test", "produce", "export", "produce"];

fn range(dice: &mut Dice<'_>) -> String {
    dice.pick(["{ over = 250 }", "{ at_least = 300 }", "{ under = 1300 }", "{ at_most = 500 }", "500", "[200, 1300]"])
        .to_owned()
}

/// What a row, a concealment or an obligation picks out.
fn selector(world: &World, dice: &mut Dice<'_>) -> Selector {
    let mut s = Selector::default();
    match dice.pick([0, 1, 1, 1, 1, 2, 3, 4, 5, 6]) {
        1 => s.rest.extend(dice.one_of(&world.conducts).map(|c| ("conduct", format!("{c:?}")))),
        2 => s.rest.push(("site", dice.pick(["\"a\"", "\"b\"", "[\"a\", \"b\"]"]).to_owned())),
        3 => s.of = dice.one_of(&world.holdings),
        4 => s.ids = dice.some_of(&world.activities, 160),
        5 => s.rest.push(("range_km", range(dice))),
        6 => s.rest.push(("channel", "\"sea\"".to_owned())),
        _ => {}
    }
    if dice.in_256(24) && !s.rest.iter().any(|(key, _)| *key == "range_km") {
        s.rest.push(("range_km", range(dice)));
    }
    s
}

fn holding(world: &World, mut dice: Dice<'_>, id: &str) -> Holding {
    let dice = &mut dice;
    Holding {
        id: id.to_owned(),
        initial: whole(dice, [0, 2, 1, 2, 3, 4], 2),
        site: site(dice),
        // A selector may use a key only if something has it.
        range_km: dice.pick([
            if world.holdings.first().is_some_and(|first| first == id) { Some(300) } else { None },
            Some(200),
            Some(500),
            Some(1300),
        ]),
        signatures: if dice.in_256(100 * world.size.material) {
            dice.some_of(&world.signatures, 150)
        } else {
            Vec::new()
        },
    }
}

fn activity(world: &World, mut dice: Dice<'_>, id: &str) -> Activity {
    let dice = &mut dice;
    let mut signatures = dice.some_of(&world.signatures, 120);
    if signatures.is_empty() && dice.in_256(235) {
        signatures.extend(dice.one_of(&world.signatures));
    }
    let preparation = dice.in_256(44);
    Activity {
        id: id.to_owned(),
        assumed: dice.in_256(24),
        conduct: if dice.in_256(24) { None } else { Some(dice.pick(CONDUCTS)) },
        of: if dice.in_256(180) { dice.one_of(&world.holdings) } else { None },
        site: site(dice),
        channel: dice.pick([None, None, Some("sea")]),
        range_km: dice.pick([None, None, None, Some(500)]),
        uses: amounts(world, dice, 64),
        makes: amounts(world, dice, 100),
        needs: amounts(world, dice, 36),
        units: whole(dice, [1, 2, 1, 3, 1, 2, 1, 0], 1),
        rate: match dice.pick([0, 0, 1, 0]) {
            0 => Rate::PerMonth(whole(dice, [1, 2, 1, world.size.events, 0], 1)),
            _ => Rate::MonthsBetween(whole(dice, [1, 2, 3], 1)),
        },
        total: if dice.in_256(56) { Some(whole(dice, [1, 2, 3, 4], 1)) } else { None },
        preparation: preparation.then(|| (whole(dice, [1, 1, 0, 2, 1, 3], 1), dice.some_of(&world.signatures, 128))),
        signatures,
    }
}

fn concealment(world: &World, mut dice: Dice<'_>, id: &str) -> Concealment {
    let dice = &mut dice;
    let others: Vec<String> = world.concealments.iter().filter(|c| *c != id).cloned().collect();
    let mut hides = dice.some_of(&world.signatures, 100);
    if hides.is_empty() {
        hides.extend(dice.one_of(&world.signatures));
    }
    Concealment {
        id: id.to_owned(),
        assumed: dice.in_256(24),
        activities: if dice.in_256(128) { Some(selector(world, dice)) } else { None },
        hides,
        residual: share(dice, [500, 900, 100, 300, 0, 950, 1000, 800]),
        against: match dice.pick([0, 0, 1, 2, 3]) {
            1 => dice.one_of(&world.measures).map(Against::Id),
            2 => Some(Against::Family(dice.pick(["on-site", "national-technical-means"]))),
            3 => Some(Against::Consent(dice.in_256(128))),
            _ => None,
        },
        needs_notice_days: dice.pick([None, None, Some(5), Some(30)]),
        excludes: dice.some_of(&others, 64),
        uses: amounts(world, dice, 64),
        needs: amounts(world, dice, 32),
        signatures: dice.some_of(&world.signatures, 48),
    }
}

fn measure(world: &World, mut dice: Dice<'_>, id: &str) -> Measure {
    let dice = &mut dice;
    // Cued by measures before it only: no cycles.
    let before: Vec<String> = world.measures.iter().take_while(|m| *m != id).cloned().collect();
    let row = |dice: &mut Dice<'_>, signature: String| Row {
        signature,
        probability: share(dice, [900, 500, 970, 600, 950, 1000, 990, 750, 960, 980, 800, 250, 100, 0]),
        place: if dice.in_256(40) { Some(selector(world, dice)) } else { None },
        discriminates: match dice.pick([0, 0, 1, 2]) {
            0 => None,
            1 => Some(Share::ONE),
            _ => Some(share(dice, [900, 500, 300])),
        },
    };
    Measure {
        id: id.to_owned(),
        latency: whole(dice, [0, 0, 1, 0, 2, 3], 1),
        cued_by: dice.some_of(&before, 48),
        common_cause: dice.pick([None, None, None, Some("cloud")]),
        coverage: if dice.in_256(40) { share(dice, [800, 500, 0]) } else { Share::ONE },
        invoked: if dice.in_256(40) { share(dice, [800, 500]) } else { Share::ONE },
        notice_days: whole(dice, [0, 2, 10, 60], 30),
        family: dice.pick(["national-technical-means", "on-site", "portal"]),
        consent: dice.in_256(100),
        rows: dice.some_of(&world.signatures, 225).into_iter().map(|s| row(dice, s)).collect(),
        burden: deal::Burden::default(),
    }
}

fn obligation(world: &World, mut dice: Dice<'_>, id: &str) -> Obligation {
    let dice = &mut dice;
    let limit = if dice.in_256(72) { dice.one_of(&world.holdings) } else { None };
    Obligation {
        id: id.to_owned(),
        significant: dice.pick([1, 2, 1, 3, 2, 1, 2, 1, world.size.events + 1, 0]),
        usable_after: whole(dice, [0, 2, 1, 3, 4], 2),
        response: whole(dice, [0, 1, 0, 2, 0, 3], 1),
        goal: if dice.in_256(80) { Some(goal(dice)) } else { None },
        duty: match limit {
            Some(h) => Duty::Limits(h, dice.pick([0, 1, 2, 3])),
            None => {
                let mut selectors = vec![selector(world, dice)];
                if dice.in_256(40) {
                    selectors.push(selector(world, dice));
                }
                Duty::Prohibits(selectors)
            }
        },
    }
}

fn phase(world: &World, mut dice: Dice<'_>, id: &str, first: bool) -> Phase {
    let dice = &mut dice;
    let mut obligations = dice.some_of(&world.obligations, if first { 225 } else { 64 });
    let measures = dice.some_of(&world.measures, if first { 235 } else { 96 });
    if first && obligations.is_empty() && dice.in_256(200) {
        obligations = world.obligations.clone();
    }
    Phase {
        id: id.to_owned(),
        months: dice.pick([1, 2, world.size.months, world.size.months]) + u64::from(first),
        obligations,
        measures,
        drops_obligations: dice.some_of(&world.obligations, if first { 4 } else { 32 }),
        drops_measures: dice.some_of(&world.measures, if first { 4 } else { 32 }),
        bargain: deal::Bargain::default(),
    }
}
