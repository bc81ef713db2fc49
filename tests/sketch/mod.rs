//! Random small regimes with every feature of the format mixed, as TOML.
//!
//! A [`Sketch`] is a regime as its author would write it, entry by entry; references are ids. It is
//! rolled from dice ([`dice`], [`roll`]) with awkward ids ([`awkward`]), written out ([`toml`]), and can be changed in ways
//! whose effect on the verdicts is known ([`change`]). What only a deal needs is in [`deal`].

#![allow(missing_docs, reason = "a test's module")]
#![allow(dead_code, reason = "not every test needs all of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

pub mod awkward;
pub mod change;
pub mod deal;
pub mod dice;
pub mod roll;
pub mod run;
pub mod toml;

pub use roll::{Size, sketches};
pub use run::{each, regime};

/// A whole number, or what the analyst knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    pub low: u64,
    pub high: u64,
}

/// A probability in thousandths, or what the analyst knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub low: u32,
    pub high: u32,
}

impl Share {
    pub const ONE: Share = Share { low: 1000, high: 1000 };
}

/// A selector: its keys with their values as TOML; `{}` if empty. An id or the ids of holdings are
/// kept apart, so that they can be renamed.
#[derive(Debug, Clone, Default)]
pub struct Selector {
    pub ids: Vec<String>,
    pub of: Option<String>,
    pub rest: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone)]
pub struct Sketch {
    pub goal: String,
    /// How the one assumption stands.
    pub holds: &'static str,
    pub signatures: Vec<String>,
    pub holdings: Vec<Holding>,
    pub activities: Vec<Activity>,
    pub concealments: Vec<Concealment>,
    pub measures: Vec<Measure>,
    pub obligations: Vec<Obligation>,
    pub phases: Vec<Phase>,
    pub interests: Vec<deal::Interest>,
}

#[derive(Debug, Clone)]
pub struct Holding {
    pub id: String,
    pub initial: Whole,
    pub site: Option<&'static str>,
    pub range_km: Option<u64>,
    pub signatures: Vec<String>,
}

/// Amounts of holdings.
pub type Amounts = Vec<(String, Whole)>;

#[derive(Debug, Clone, Copy)]
pub enum Rate {
    PerMonth(Whole),
    MonthsBetween(Whole),
}

#[derive(Debug, Clone)]
pub struct Activity {
    pub id: String,
    pub assumed: bool,
    pub conduct: Option<&'static str>,
    pub of: Option<String>,
    pub site: Option<&'static str>,
    pub channel: Option<&'static str>,
    pub range_km: Option<u64>,
    pub uses: Amounts,
    pub makes: Amounts,
    pub needs: Amounts,
    pub units: Whole,
    pub rate: Rate,
    pub total: Option<Whole>,
    pub signatures: Vec<String>,
    pub preparation: Option<(Whole, Vec<String>)>,
}

#[derive(Debug, Clone)]
pub struct Concealment {
    pub id: String,
    pub assumed: bool,
    pub activities: Option<Selector>,
    pub hides: Vec<String>,
    pub residual: Share,
    /// A measure selector: an id of a measure, or other keys.
    pub against: Option<Against>,
    pub needs_notice_days: Option<u64>,
    pub excludes: Vec<String>,
    pub uses: Amounts,
    pub needs: Amounts,
    pub signatures: Vec<String>,
}

#[derive(Debug, Clone)]
pub enum Against {
    Id(String),
    Family(&'static str),
    Consent(bool),
}

#[derive(Debug, Clone)]
pub struct Row {
    pub signature: String,
    pub probability: Share,
    pub place: Option<Selector>,
    pub discriminates: Option<Share>,
}

#[derive(Debug, Clone)]
pub struct Measure {
    pub id: String,
    pub family: &'static str,
    pub consent: bool,
    pub rows: Vec<Row>,
    pub coverage: Share,
    pub invoked: Share,
    pub cued_by: Vec<String>,
    pub latency: Whole,
    pub notice_days: Whole,
    pub common_cause: Option<&'static str>,
    pub burden: deal::Burden,
}

#[derive(Debug, Clone)]
pub enum Duty {
    Prohibits(Vec<Selector>),
    Limits(String, u64),
}

#[derive(Debug, Clone)]
pub struct Obligation {
    pub id: String,
    pub duty: Duty,
    pub significant: u64,
    pub usable_after: Whole,
    pub response: Whole,
    pub goal: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Phase {
    pub id: String,
    pub months: u64,
    pub obligations: Vec<String>,
    pub measures: Vec<String>,
    pub drops_obligations: Vec<String>,
    pub drops_measures: Vec<String>,
    pub bargain: deal::Bargain,
}
