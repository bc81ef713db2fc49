//! The entries of a regime file, one type each. Field meanings: `docs/format.md`.

use super::ids::*;
use super::number::{Exact, Interval};
use super::selector::{ActivitySelector, MeasureSelector};
use crate::source::Span;
use std::collections::BTreeMap;

/// A draft agreement with the world it is meant for: everything its files say.
///
/// INVARIANT: ids are unique within their kind; cues form no cycle; `excludes` is symmetric; there is
/// at least one phase. Every index is in range of the [`World`](super::world::World): a holding or an
/// activity that is named may be a preparation's, which only the world writes out.
#[derive(Debug, Clone)]
pub struct Regime {
    /// The `[agreement]` table.
    pub agreement: Agreement,
    /// What may or may not hold, in file order (as all lists here).
    pub assumptions: Vec<Assumption>,
    /// What conduct can give off.
    pub signatures: Vec<Signature>,
    /// Stocks.
    pub holdings: Vec<Holding>,
    /// What the inspected party can do.
    pub activities: Vec<Activity>,
    /// How it can hide what it does.
    pub concealments: Vec<Concealment>,
    /// What the verifier looks with.
    pub measures: Vec<Measure>,
    /// What the agreement prohibits or limits.
    pub obligations: Vec<Obligation>,
    /// Whose interests are at stake.
    pub interests: Vec<Interest>,
    /// The phases, in the order in which they follow each other.
    pub phases: Vec<Phase>,
    /// What the author expects the verdicts to be.
    pub expects: Vec<Expect>,
}

/// What every entry may carry besides its own fields, and where it stands.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The id, unique within its kind.
    pub id: String,
    /// A name for reports.
    pub name: Option<String>,
    /// Free text.
    pub text: Option<String>,
    /// Where its figures come from, one or more.
    pub source: Vec<String>,
    /// Where the id is written.
    pub span: Span,
}

impl Entry {
    /// The name for reports: `name` if given, else the id.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

/// The `[agreement]` table.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// Id and free text.
    pub entry: Entry,
    /// Title of the draft.
    pub title: Option<String>,
    /// Required detection probability, unless an obligation states its own; 0.9 if not given.
    pub goal: Exact,
    /// The party whose conduct is verified.
    pub inspected: Option<String>,
    /// The parties.
    pub parties: Vec<String>,
    /// Texts that the draft rests on.
    pub sources: Vec<String>,
}

/// Whether an assumption holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It holds.
    True,
    /// It does not.
    False,
    /// The analyst does not know: it holds at the adverse end only.
    Unknown,
}

/// Something the analyst assumes of the world.
#[derive(Debug, Clone)]
pub struct Assumption {
    /// Id and free text.
    pub entry: Entry,
    /// Whether it holds.
    pub holds: Holds,
}

/// Something that conduct gives off and that a measure may detect.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Id and free text.
    pub entry: Entry,
}

/// An attribute's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A word.
    Text(String),
    /// A number, such as a range in kilometres.
    Number(Exact),
    /// Yes or no.
    Truth(bool),
}

/// Attributes by name.
pub type Attributes = BTreeMap<String, Value>;

/// A stock: missiles, plants, fissile material, food.
#[derive(Debug, Clone)]
pub struct Holding {
    /// Id and free text.
    pub entry: Entry,
    /// Stock before month 1.
    pub initial: Interval<u64>,
    /// Where it is kept.
    pub site: Option<String>,
    /// What selectors may match on.
    pub attributes: Attributes,
    /// Given off in every month in which it is held.
    pub signatures: Vec<SignatureIx>,
}

/// An amount of a holding per event.
pub type Amounts = Vec<(HoldingIx, Interval<u64>)>;

/// How often an activity can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rate {
    /// At most so many events in each month.
    PerMonth(Interval<u64>),
    /// At most one event in any so many months in a row; at least 1.
    MonthsBetween(Interval<u64>),
}

/// Months of preparation that an activity needs once.
#[derive(Debug, Clone)]
pub struct Preparation {
    /// How many months.
    pub months: Interval<u64>,
    /// Given off in each of them.
    pub signatures: Vec<SignatureIx>,
}

/// Something the inspected party can do, event by event.
#[derive(Debug, Clone)]
pub struct Activity {
    /// Id and free text.
    pub entry: Entry,
    /// The assumption under which it exists at all.
    pub condition: Option<AssumptionIx>,
    /// The kind of conduct, for selectors.
    pub conduct: Option<String>,
    /// The holding it is done with, for selectors.
    pub of: Option<HoldingIx>,
    /// Where it is done.
    pub site: Option<String>,
    /// The way it goes, such as sea or air.
    pub channel: Option<String>,
    /// What selectors may match on.
    pub attributes: Attributes,
    /// Consumed by each event.
    pub uses: Amounts,
    /// Added by each event.
    pub makes: Amounts,
    /// Present at each event, not consumed.
    pub needs: Amounts,
    /// What one event adds to a violation.
    pub units: Interval<u64>,
    /// How often.
    pub rate: Rate,
    /// At most so many events in all.
    pub total: Option<Interval<u64>>,
    /// Given off by each event.
    pub signatures: Vec<SignatureIx>,
    /// What has to go before.
    pub preparation: Option<Preparation>,
    /// Cost of an event to the evader; does not enter a verdict.
    pub cost: Interval<Exact>,
}

/// A way to hide events.
#[derive(Debug, Clone)]
pub struct Concealment {
    /// Id and free text.
    pub entry: Entry,
    /// The assumption under which it exists at all.
    pub condition: Option<AssumptionIx>,
    /// Which activities it can cover.
    pub activities: ActivitySelector,
    /// What it hides.
    pub hides: Vec<SignatureIx>,
    /// The share of the detection probability that is left.
    pub residual: Interval<Exact>,
    /// The measures it works against.
    pub against: MeasureSelector,
    /// It works only against measures that give at least so many days' notice.
    pub needs_notice_days: Option<u64>,
    /// Concealments it cannot be combined with (both ways).
    pub excludes: Vec<ConcealmentIx>,
    /// Consumed for each event that it covers.
    pub uses: Amounts,
    /// Present for each event that it covers.
    pub needs: Amounts,
    /// Given off for each event that it covers.
    pub signatures: Vec<SignatureIx>,
    /// Cost per event to the evader; does not enter a verdict.
    pub cost: Interval<Exact>,
}

/// The families of measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the words of the format, explained in docs/format.md")]
pub enum Family {
    NationalTechnicalMeans,
    DataExchange,
    Notification,
    RemoteMonitoring,
    Portal,
    OnSite,
    Overflight,
    Interdiction,
    AidMonitoring,
    HumanSource,
    Other,
}

impl Family {
    /// All families with their words in files and reports.
    pub const WORDS: [(&'static str, Family); 11] = [
        ("national-technical-means", Family::NationalTechnicalMeans),
        ("data-exchange", Family::DataExchange),
        ("notification", Family::Notification),
        ("remote-monitoring", Family::RemoteMonitoring),
        ("portal", Family::Portal),
        ("on-site", Family::OnSite),
        ("overflight", Family::Overflight),
        ("interdiction", Family::Interdiction),
        ("aid-monitoring", Family::AidMonitoring),
        ("human-source", Family::HumanSource),
        ("other", Family::Other),
    ];

    /// The word for this family in files and reports.
    pub fn word(self) -> &'static str {
        Family::WORDS.iter().find(|(_, f)| *f == self).map_or("other", |(w, _)| w)
    }
}

/// A row of a measure: what it detects, how surely, and where.
#[derive(Debug, Clone)]
pub struct Detects {
    /// The signature it detects.
    pub signature: SignatureIx,
    /// Probability of a sighting in one trial, before coverage, invocation and concealment.
    pub probability: Interval<Exact>,
    /// The conduct it looks at.
    pub place: ActivitySelector,
    /// Probability that a sighting tells prohibited conduct from permitted conduct that looks alike.
    pub discriminates: Interval<Exact>,
    /// Where the row stands in its file.
    pub span: Span,
}

/// A means of verification.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Id and free text.
    pub entry: Entry,
    /// What kind of measure.
    pub family: Family,
    /// What it detects.
    pub detects: Vec<Detects>,
    /// Share of the conduct that it covers.
    pub coverage: Interval<Exact>,
    /// Probability that a right is used.
    pub invoked: Interval<Exact>,
    /// It looks only where one of these has raised suspicion; empty: everywhere.
    pub cued_by: Vec<MeasureIx>,
    /// Months from a sighting to knowing of it.
    pub latency_months: Interval<u64>,
    /// Notice that the host gets, in days.
    pub notice_days: Interval<u64>,
    /// What blinds it together with other measures of the same cause.
    pub common_cause: Option<String>,
    /// Whether the host has to consent.
    pub consent: bool,
    /// How intrusive the host finds it.
    pub intrusiveness: Exact,
    /// Cost per year.
    pub cost_per_year: Exact,
    /// False alarms expected per year.
    pub false_alarms_per_year: Exact,
}

/// What an obligation is about.
#[derive(Debug, Clone)]
pub enum Duty {
    /// Conduct matched by any of these is prohibited.
    Prohibits(Vec<ActivitySelector>),
    /// The stock of a holding is limited.
    Limits {
        /// The holding.
        holding: HoldingIx,
        /// The greatest permitted stock.
        at_most: u64,
    },
}

/// An article of the agreement.
#[derive(Debug, Clone)]
pub struct Obligation {
    /// Id and free text.
    pub entry: Entry,
    /// The article of the text it stands in.
    pub article: Option<String>,
    /// What it prohibits or limits.
    pub duty: Duty,
    /// The militarily significant amount.
    pub significant: u64,
    /// Months from completion until the violation can be used.
    pub usable_after_months: Interval<u64>,
    /// Months that a response takes.
    pub response_months: Interval<u64>,
    /// Required detection probability; the agreement's if not given.
    pub goal: Option<Exact>,
    /// Names of interests that it serves.
    pub interests: Vec<String>,
}

/// What a party is concerned with.
#[derive(Debug, Clone)]
pub struct Interest {
    /// Id and free text.
    pub entry: Entry,
    /// Whose interest.
    pub party: Option<String>,
    /// The conduct it is concerned with.
    pub concerns: Vec<ActivitySelector>,
}

/// What intrusion the host accepts in a phase.
#[derive(Debug, Clone)]
pub struct Tolerance {
    /// The most intrusive single measure it accepts; any if not given.
    pub each: Option<Exact>,
    /// The greatest sum of intrusiveness it accepts; any if not given.
    pub total: Option<Exact>,
}

/// What the other side gives.
#[derive(Debug, Clone)]
pub struct Reward {
    /// Id and free text.
    pub entry: Entry,
    /// Amount.
    pub value: Exact,
    /// Unit of the amount.
    pub unit: Option<String>,
    /// Whether it can be taken back.
    pub reversible: bool,
    /// Months after the beginning of its phase.
    pub after_months: u64,
    /// What has to be verified first; `None`: whatever is in force the month before.
    pub verified: Option<Vec<ObligationIx>>,
}

/// A phase of the agreement.
#[derive(Debug, Clone)]
pub struct Phase {
    /// Id and free text.
    pub entry: Entry,
    /// Title for reports.
    pub title: Option<String>,
    /// Length in months, at least 1.
    pub months: u64,
    /// Obligations that come into force with it.
    pub obligations: Vec<ObligationIx>,
    /// Measures that come into force with it.
    pub measures: Vec<MeasureIx>,
    /// Obligations that end before it.
    pub drops_obligations: Vec<ObligationIx>,
    /// Measures that end before it.
    pub drops_measures: Vec<MeasureIx>,
    /// What the host accepts; `None`: everything.
    pub tolerance: Option<Tolerance>,
    /// What has to be verified before it begins.
    pub gate: Vec<ObligationIx>,
    /// What the other side gives in it.
    pub rewards: Vec<Reward>,
}

/// The words for verdicts, best for the verifier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No plan commits this violation: nothing was verified.
    Infeasible,
    /// Every plan is proved to the goal by the deadline.
    Assured,
    /// Every plan is proved to the goal, some only after the deadline.
    Late,
    /// Every plan is sighted to the goal by the deadline, but permitted conduct explains some of it.
    Ambiguous,
    /// Some plan stays below the goal.
    Evadable,
    /// Some plan leaves no trace at all.
    Uncovered,
    /// The verdicts at the two ends of the uncertainty differ.
    Contingent,
}

impl Verdict {
    /// All verdicts with their words.
    pub const WORDS: [(&'static str, Verdict); 7] = [
        ("infeasible", Verdict::Infeasible),
        ("assured", Verdict::Assured),
        ("late", Verdict::Late),
        ("ambiguous", Verdict::Ambiguous),
        ("evadable", Verdict::Evadable),
        ("uncovered", Verdict::Uncovered),
        ("contingent", Verdict::Contingent),
    ];

    /// The word for this verdict in files and reports.
    pub fn word(self) -> &'static str {
        Verdict::WORDS.iter().find(|(_, v)| *v == self).map_or("contingent", |(w, _)| w)
    }
}

/// What the author expects of an obligation.
#[derive(Debug, Clone)]
pub struct Expect {
    /// The obligation.
    pub obligation: ObligationIx,
    /// The expected verdict, `contingent` included.
    pub verdict: Option<Verdict>,
    /// The expected verdict at the adverse end.
    pub adverse: Option<Verdict>,
    /// The expected verdict at the favourable end.
    pub favourable: Option<Verdict>,
    /// The worst-case confidence at the adverse end is at least this.
    pub at_least: Option<Exact>,
    /// The worst-case confidence at the adverse end is at most this.
    pub at_most: Option<Exact>,
    /// Activities that the best evasion at the adverse end uses.
    pub evasion_uses: Vec<ActivityIx>,
    /// Where it stands.
    pub span: Span,
}
