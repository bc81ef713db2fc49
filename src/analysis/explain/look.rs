//! What each measure could see of what gives itself away, and why it sees no more.

use crate::model::variant::Way;
use crate::model::{ActivityIx, ConcealmentIx, Exact, HoldingIx, MeasureIx, SignatureIx};
use crate::query::{Event, Glimpse, Question, Scene};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::sync::Arc;

/// Something that gives itself away in some months of one phase.
#[derive(Debug, Clone)]
pub struct Showing {
    /// What it is.
    pub source: Source,
    /// The phase, by its place.
    pub phase: usize,
    /// Its months, in order.
    pub months: Vec<u64>,
    /// The number of trials in all these months.
    pub trials: u64,
    /// What the measures could see of one trial, in file order.
    pub looks: Vec<Look>,
    /// Signatures it gives off that no measure of the regime detects at all.
    pub undetected: Vec<SignatureIx>,
    /// Whether it gives off anything.
    pub gives_off: bool,
}

/// What gives itself away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Events.
    Events {
        /// What is done.
        activity: ActivityIx,
        /// How it is concealed.
        concealments: Vec<ConcealmentIx>,
    },
    /// A holding that is held.
    Held(HoldingIx),
}

/// What one row of a measure could see of a trial.
#[derive(Debug, Clone)]
pub struct Look {
    /// The measure.
    pub measure: MeasureIx,
    /// Its row.
    pub row: usize,
    /// The signature it looks for.
    pub signature: SignatureIx,
    /// Probability of a sighting if nothing stood in the way: probability x coverage x invoked.
    pub could: Exact,
    /// Probability of a sighting.
    pub sighting: Exact,
    /// Probability of a proof.
    pub proof: Exact,
    /// Months until a sighting is known.
    pub latency: u64,
    /// How many of the showing's trials are known by the deadline.
    pub in_time: u64,
    /// Why it sees no more, or not less.
    pub why: Vec<Why>,
}

/// Why a measure sees no more, or not less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Its `where` does not match.
    Elsewhere,
    /// It is in force in these months only, first and last; in none if there are none.
    NotInForce(Vec<(u64, u64)>),
    /// Its probability, coverage or invocation is zero.
    Powerless,
    /// A concealment hides the signature.
    Hidden {
        /// The concealment that leaves least.
        by: ConcealmentIx,
        /// The share of the probability that it leaves.
        residual: Exact,
        /// Days of notice that it needs and that the measure gives, if it needs notice.
        notice: Option<(u64, u64)>,
    },
    /// A concealment, used or not, would hide the signature, but has not the notice that it needs.
    TooSlow {
        /// The concealment.
        concealment: ConcealmentIx,
        /// Days of notice that it needs.
        needs: u64,
        /// Days of notice that the measure gives.
        gives: u64,
    },
    /// It looks only where others have raised suspicion.
    Cued {
        /// Those that could.
        by: Vec<MeasureIx>,
        /// The probability that one of them does.
        suspicion: Exact,
    },
    /// Permitted conduct looks the same.
    Alibi {
        /// The conduct; none for a holding that may be held.
        conduct: Option<ActivityIx>,
        /// Probability that a sighting is told apart.
        discriminates: Exact,
    },
    /// Some of its sightings are known only after the deadline: so many trials.
    TooLate(u64),
    /// It is blind together with another, which sees more and counts instead.
    CountsWith(MeasureIx),
}

impl Look {
    /// Whether it is in force and looks where the conduct is.
    pub fn is_aimed(&self) -> bool {
        !self.why.iter().any(|w| matches!(w, Why::Elsewhere | Why::NotInForce(_)))
    }
}

/// A holding held for more months than this after the term is not followed.
const BEYOND: u64 = 1200;

/// All that gives itself away in a plan: its events, then the holdings that are held, phase by
/// phase. `held` tells for each of the question's holdings the stock at the end of a month.
pub fn showings(
    scene: &Scene,
    question: &Question,
    events: &[Event],
    completed: u64,
    held: impl Fn(usize, u64) -> BigInt,
) -> Vec<Showing> {
    let mut found: Vec<Showing> = Vec::new();
    let mut add = |source: Source, month: u64, count: u64| {
        let phase = question.phase_of(month);
        match found.iter_mut().find(|s| s.phase == phase && s.source == source) {
            Some(showing) => {
                showing.months.push(month);
                showing.trials = showing.trials.saturating_add(count);
            }
            None => found.push(Showing {
                source,
                phase,
                months: vec![month],
                trials: count,
                looks: Vec::new(),
                undetected: Vec::new(),
                gives_off: true,
            }),
        }
    };
    for event in events {
        let source = Source::Events { activity: event.activity, concealments: event.concealments.clone() };
        add(source, event.month, event.count);
    }
    for (place, keep) in question.keeps.iter().enumerate() {
        if scene.world.holdings[keep.holding.0].signatures.is_empty() {
            continue;
        }
        let last = question.last_trial(completed).min(question.horizon.max(completed).saturating_add(BEYOND));
        for month in 1..=last {
            if held(place, month) > BigInt::from(keep.above) {
                add(Source::Held(keep.holding), month, 1);
            }
        }
    }
    let deadline = question.deadline(completed);
    for showing in &mut found {
        let counts: Vec<(u64, u64)> = match &showing.source {
            Source::Held(_) => showing.months.iter().map(|m| (*m, 1)).collect(),
            Source::Events { activity, concealments } => events
                .iter()
                .filter(|e| {
                    e.activity == *activity && e.concealments == *concealments && showing.months.contains(&e.month)
                })
                .map(|e| (e.month, e.count))
                .collect(),
        };
        Viewer { scene, phase: showing.phase, counts: &counts, deadline }.fill(showing);
        showing.months.dedup();
    }
    found
}

struct Viewer<'a> {
    scene: &'a Scene,
    phase: usize,
    /// Months with their numbers of trials.
    counts: &'a [(u64, u64)],
    deadline: i64,
}

impl Viewer<'_> {
    fn fill(&self, showing: &mut Showing) {
        let world = &self.scene.world;
        let (way, trial) = match &showing.source {
            Source::Events { activity, concealments } => {
                let variant = self.scene.variant(*activity, concealments);
                (variant.way, Arc::clone(&variant.trials[self.phase]))
            }
            Source::Held(holding) => {
                let signatures = world.holdings[holding.0].signatures.clone();
                let way = Way { concealments: Vec::new(), uses: Vec::new(), needs: Vec::new(), signatures };
                (way, Arc::clone(&self.scene.held[holding.0][self.phase]))
            }
        };
        showing.gives_off = !way.signatures.is_empty();
        for (place, watch) in world.measures.iter().enumerate() {
            for (row, detects) in watch.rows.iter().enumerate() {
                if way.signatures.contains(&detects.signature) {
                    showing.looks.push(self.look(&showing.source, &way, &trial, MeasureIx(place), row));
                }
            }
        }
        let detected = |s: &SignatureIx| world.measures.iter().any(|m| m.rows.iter().any(|r| r.signature == *s));
        showing.undetected = way.signatures.iter().filter(|s| !detected(s)).copied().collect();
    }

    fn look(&self, source: &Source, way: &Way, trial: &[Glimpse], measure: MeasureIx, row: usize) -> Look {
        let world = &self.scene.world;
        let watch = &world.measures[measure.0];
        let detects = &watch.rows[row];
        let subject = match source {
            Source::Events { activity, .. } => world.activity_subject(*activity),
            Source::Held(holding) => world.holding_subject(*holding),
        };
        // Glimpses stand in the order of measures and rows.
        let found = trial.binary_search_by_key(&(measure, row), |g| (g.measure, g.row));
        let glimpse = found.ok().and_then(|place| trial.get(place));
        let mut look = Look {
            measure,
            row,
            signature: detects.signature,
            could: detects.sighting.clone(),
            sighting: glimpse.map_or_else(Exact::zero, |g| g.sighting.clone()),
            proof: glimpse.map_or_else(Exact::zero, |g| g.proof.clone()),
            latency: watch.latency_months,
            in_time: self.in_time(watch.latency_months),
            why: Vec::new(),
        };
        if !detects.place.matches(subject) {
            look.why.push(Why::Elsewhere);
            return look;
        }
        if !self.scene.term.phases[self.phase].measures[measure.0] {
            look.why.push(Why::NotInForce(self.in_force(measure)));
            return look;
        }
        if detects.sighting.is_zero() {
            look.why.push(Why::Powerless);
            return look;
        }
        let hidden = self.hidden(way, measure, detects.signature);
        let left = match &hidden {
            Some(Why::Hidden { residual, .. }) => &look.could * residual,
            _ => look.could.clone(),
        };
        look.why.extend(hidden);
        if let Source::Events { activity, .. } = source {
            look.why.extend(self.too_slow(*activity, measure, detects.signature));
        }
        if !watch.cued_by.is_empty() && !left.is_zero() {
            look.why.push(Why::Cued { by: watch.cued_by.clone(), suspicion: &look.sighting / left });
        }
        if let Some(glimpse) = glimpse {
            if glimpse.ambiguous {
                let discriminates = detects.discriminates.clone();
                look.why.push(Why::Alibi { conduct: glimpse.alibi, discriminates });
            }
            let trials: u64 = self.counts.iter().fold(0, |sum, (_, n)| sum.saturating_add(*n));
            if look.in_time < trials {
                look.why.push(Why::TooLate(trials - look.in_time));
            }
            if watch.common_cause.is_some() {
                look.why.extend(outshone(trial, glimpse));
            }
        }
        look
    }

    /// How many trials are known by the deadline with this latency.
    fn in_time(&self, latency: u64) -> u64 {
        let known = |month: u64| i64::try_from(month.saturating_add(latency)).is_ok_and(|known| known <= self.deadline);
        self.counts.iter().filter(|(month, _)| known(*month)).fold(0, |sum, (_, n)| sum.saturating_add(*n))
    }

    /// The months in which a measure is in force.
    fn in_force(&self, measure: MeasureIx) -> Vec<(u64, u64)> {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for phase in self.scene.term.phases.iter().filter(|p| p.measures[measure.0]) {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == phase.first => *last = phase.last,
                _ => runs.push((phase.first, phase.last)),
            }
        }
        runs
    }

    /// The concealment that hides a signature best from a measure.
    fn hidden(&self, way: &Way, measure: MeasureIx, signature: SignatureIx) -> Option<Why> {
        let world = &self.scene.world;
        let works = |c: &&ConcealmentIx| world.works_against(**c, measure) && self.hides(**c, signature);
        let by = way.concealments.iter().filter(works).min_by_key(|c| &world.concealments[c.0].residual)?;
        let cover = &world.concealments[by.0];
        if cover.residual.is_one() {
            return None;
        }
        let notice = cover.needs_notice_days.map(|needs| (needs, world.measures[measure.0].notice_days));
        Some(Why::Hidden { by: *by, residual: cover.residual.clone(), notice })
    }

    /// The concealments that would hide a signature of an activity, used or not, and have not the
    /// notice that they need.
    fn too_slow(&self, activity: ActivityIx, measure: MeasureIx, signature: SignatureIx) -> Vec<Why> {
        let world = &self.scene.world;
        let watch = &world.measures[measure.0];
        let slow = |c: &ConcealmentIx| {
            self.hides(*c, signature)
                && !world.works_against(*c, measure)
                && world.concealments[c.0].against.matches(&watch.id, watch.family, watch.consent)
        };
        let why = |concealment: ConcealmentIx| {
            let needs = world.concealments[concealment.0].needs_notice_days?;
            Some(Why::TooSlow { concealment, needs, gives: watch.notice_days })
        };
        world.applicable(activity).into_iter().filter(slow).filter_map(why).collect()
    }

    fn hides(&self, concealment: ConcealmentIx, signature: SignatureIx) -> bool {
        self.scene.world.concealments[concealment.0].hides.contains(&signature)
    }
}

/// The measure that counts instead of this one, the two being blind together.
fn outshone(trial: &[Glimpse], glimpse: &Glimpse) -> Option<Why> {
    let rival = trial.iter().filter(|g| g.group == glimpse.group && g.latency <= glimpse.latency);
    let best = rival.max_by(|a, b| (&a.sighting, &a.proof).cmp(&(&b.sighting, &b.proof)))?;
    (best.measure != glimpse.measure && best.sighting >= glimpse.sighting && best.proof >= glimpse.proof)
        .then_some(Why::CountsWith(best.measure))
}
