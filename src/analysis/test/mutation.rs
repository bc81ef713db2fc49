//! The catalogue of mutations: one term, measure, row or concealment of a draft dropped or weakened.
//!
//! A mutation keeps every place: what is dropped stays in its list without effect, so that what was
//! established of the draft can be compared with what holds of the mutant.

use crate::model::selector::ActivitySelector;
use crate::model::term::Term;
use crate::model::{ConcealmentIx, Duty, Exact, MeasureIx, ObligationIx, Regime};
use crate::source::Span;
use num_bigint::BigInt;
use num_traits::Zero;

/// Months by which a report or a response is made slower.
pub const SLOWER: u64 = 3;

/// Days of notice that a measure is made to give in addition.
pub const NOTICE: u64 = 30;

/// What is done to a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// No phase lists an obligation.
    DropObligation(ObligationIx),
    /// An obligation prohibits one selector less.
    DropProhibition(ObligationIx, usize),
    /// Twice the amount counts as significant.
    DoubleSignificant(ObligationIx),
    /// A response takes some months more.
    SlowResponse(ObligationIx),
    /// An obligation that a later phase drops stays in force.
    KeepObligation(ObligationIx),
    /// No phase lists a measure.
    DropMeasure(MeasureIx),
    /// A measure that a later phase drops stays in force.
    KeepMeasure(MeasureIx),
    /// Half the coverage.
    HalveCoverage(MeasureIx),
    /// A measure reports some months later.
    SlowMeasure(MeasureIx),
    /// A measure gives some days more notice.
    MoreNotice(MeasureIx),
    /// A measure looks without waiting for its cues.
    DropCue(MeasureIx),
    /// A measure fails independently of those that share its cause.
    DropCommonCause(MeasureIx),
    /// A measure detects one signature less.
    DropRow(MeasureIx, usize),
    /// A row looks at all conduct.
    DropPlace(MeasureIx, usize),
    /// A row no longer tells prohibited conduct from permitted conduct.
    DropDiscrimination(MeasureIx, usize),
    /// A concealment is not to be had.
    DropConcealment(ConcealmentIx),
}

/// A change of a draft, and where the entry that it changes stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mutation {
    /// What is done.
    pub change: Change,
    /// Where the entry's id, or the row, is written; for what a phase lists or drops, the phase's id.
    pub span: Span,
}

impl Change {
    /// Its word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Change::DropObligation(_) => "drop-obligation",
            Change::DropProhibition(..) => "drop-prohibition",
            Change::DoubleSignificant(_) => "double-significant",
            Change::SlowResponse(_) => "slow-response",
            Change::KeepObligation(_) => "keep-obligation",
            Change::DropMeasure(_) => "drop-measure",
            Change::KeepMeasure(_) => "keep-measure",
            Change::HalveCoverage(_) => "halve-coverage",
            Change::SlowMeasure(_) => "slow-measure",
            Change::MoreNotice(_) => "more-notice",
            Change::DropCue(_) => "drop-cue",
            Change::DropCommonCause(_) => "drop-common-cause",
            Change::DropRow(..) => "drop-row",
            Change::DropPlace(..) => "drop-where",
            Change::DropDiscrimination(..) => "drop-discriminates",
            Change::DropConcealment(_) => "drop-concealment",
        }
    }
}

/// All mutations of a regime: those of its obligations, of its measures, of its concealments, each in
/// file order. What no phase lists is left alone.
pub fn all(regime: &Regime) -> Vec<Mutation> {
    let mut found = Vec::new();
    obligations(regime, &mut found);
    measures(regime, &mut found);
    for (place, concealment) in regime.concealments.iter().enumerate() {
        let change = Change::DropConcealment(ConcealmentIx(place));
        found.push(Mutation { change, span: concealment.entry.span });
    }
    found
}

fn obligations(regime: &Regime, found: &mut Vec<Mutation>) {
    let listed = Term::listed(regime);
    for (place, obligation) in regime.obligations.iter().enumerate() {
        let ix = ObligationIx(place);
        if !listed.contains(&ix) {
            continue;
        }
        // What the phases say is a term of the draft, wherever the obligation itself stands.
        let mut push_at = |change, span| found.push(Mutation { change, span });
        if let Some(phase) = regime.phases.iter().find(|p| p.obligations.contains(&ix)) {
            push_at(Change::DropObligation(ix), phase.entry.span);
        }
        if let Some(phase) = regime.phases.iter().find(|p| p.drops_obligations.contains(&ix)) {
            push_at(Change::KeepObligation(ix), phase.entry.span);
        }
        let mut push = |change| push_at(change, obligation.entry.span);
        if let Duty::Prohibits(selectors) = &obligation.duty
            && selectors.len() > 1
        {
            (0..selectors.len()).for_each(|selector| push(Change::DropProhibition(ix, selector)));
        }
        if obligation.significant > 0 {
            push(Change::DoubleSignificant(ix));
        }
        push(Change::SlowResponse(ix));
    }
}

fn measures(regime: &Regime, found: &mut Vec<Mutation>) {
    let notice_matters = regime.concealments.iter().any(|c| c.needs_notice_days.is_some());
    for (place, measure) in regime.measures.iter().enumerate() {
        let ix = MeasureIx(place);
        let Some(phase) = regime.phases.iter().find(|p| p.measures.contains(&ix)) else { continue };
        found.push(Mutation { change: Change::DropMeasure(ix), span: phase.entry.span });
        if let Some(phase) = regime.phases.iter().find(|p| p.drops_measures.contains(&ix)) {
            found.push(Mutation { change: Change::KeepMeasure(ix), span: phase.entry.span });
        }
        let mut push = |change| found.push(Mutation { change, span: measure.entry.span });
        if !measure.coverage.high.is_zero() {
            push(Change::HalveCoverage(ix));
        }
        push(Change::SlowMeasure(ix));
        if notice_matters {
            push(Change::MoreNotice(ix));
        }
        if !measure.cued_by.is_empty() {
            push(Change::DropCue(ix));
        }
        let cause = measure.common_cause.as_ref();
        if cause.is_some() && regime.measures.iter().filter(|m| m.common_cause.as_ref() == cause).count() > 1 {
            push(Change::DropCommonCause(ix));
        }
        for (row, detects) in measure.detects.iter().enumerate() {
            let mut push = |change| found.push(Mutation { change, span: detects.span });
            if measure.detects.len() > 1 {
                push(Change::DropRow(ix, row));
            }
            if !detects.place.keys.is_empty() {
                push(Change::DropPlace(ix, row));
            }
            if !detects.discriminates.high.is_zero() {
                push(Change::DropDiscrimination(ix, row));
            }
        }
    }
}

impl Mutation {
    /// The mutant: the regime with this change.
    pub fn of(&self, regime: &Regime) -> Regime {
        let mut mutant = regime.clone();
        self.change_terms(&mut mutant);
        self.change_measures(&mut mutant);
        if let Change::DropConcealment(ix) = self.change
            && let Some(concealment) = mutant.concealments.get_mut(ix.0)
        {
            // What hides nothing applies to nothing.
            concealment.hides.clear();
        }
        mutant
    }

    fn change_terms(&self, mutant: &mut Regime) {
        match self.change {
            Change::DropObligation(ix) => mutant.phases.iter_mut().for_each(|p| p.obligations.retain(|o| *o != ix)),
            Change::KeepObligation(ix) => {
                mutant.phases.iter_mut().for_each(|p| p.drops_obligations.retain(|o| *o != ix));
            }
            Change::DropMeasure(ix) => mutant.phases.iter_mut().for_each(|p| p.measures.retain(|m| *m != ix)),
            Change::KeepMeasure(ix) => mutant.phases.iter_mut().for_each(|p| p.drops_measures.retain(|m| *m != ix)),
            _ => {}
        }
        let ix = match self.change {
            Change::DropProhibition(ix, _) | Change::DoubleSignificant(ix) | Change::SlowResponse(ix) => ix,
            _ => return,
        };
        let Some(obligation) = mutant.obligations.get_mut(ix.0) else { return };
        match self.change {
            Change::DropProhibition(_, place) => {
                if let Duty::Prohibits(selectors) = &mut obligation.duty
                    && place < selectors.len()
                {
                    selectors.remove(place);
                }
            }
            Change::DoubleSignificant(_) => obligation.significant = obligation.significant.saturating_mul(2),
            _ => {
                let months = &mut obligation.response_months;
                months.low = months.low.saturating_add(SLOWER);
                months.high = months.high.saturating_add(SLOWER);
            }
        }
    }

    fn change_measures(&self, mutant: &mut Regime) {
        let (ix, row) = match self.change {
            Change::HalveCoverage(ix) | Change::SlowMeasure(ix) | Change::MoreNotice(ix) => (ix, None),
            Change::DropCue(ix) | Change::DropCommonCause(ix) => (ix, None),
            Change::DropRow(ix, row) | Change::DropPlace(ix, row) => (ix, Some(row)),
            Change::DropDiscrimination(ix, row) => (ix, Some(row)),
            _ => return,
        };
        let Some(measure) = mutant.measures.get_mut(ix.0) else { return };
        let row = row.and_then(|r| measure.detects.get_mut(r));
        let zero = || Exact::from_integer(BigInt::zero());
        match (self.change, row) {
            (Change::HalveCoverage(_), _) => {
                let half = Exact::new(1.into(), 2.into());
                measure.coverage.low *= &half;
                measure.coverage.high *= &half;
            }
            (Change::SlowMeasure(_), _) => {
                let months = &mut measure.latency_months;
                months.low = months.low.saturating_add(SLOWER);
                months.high = months.high.saturating_add(SLOWER);
            }
            (Change::MoreNotice(_), _) => {
                let days = &mut measure.notice_days;
                days.low = days.low.saturating_add(NOTICE);
                days.high = days.high.saturating_add(NOTICE);
            }
            (Change::DropCue(_), _) => measure.cued_by.clear(),
            (Change::DropCommonCause(_), _) => measure.common_cause = None,
            (Change::DropRow(..), Some(row)) => {
                // A row of probability 0 sees nothing, alibis included.
                row.probability.low = zero();
                row.probability.high = zero();
            }
            (Change::DropPlace(..), Some(row)) => row.place = ActivitySelector::all(),
            (Change::DropDiscrimination(..), Some(row)) => {
                row.discriminates.low = zero();
                row.discriminates.high = zero();
            }
            _ => {}
        }
    }

    /// What it does, in words that follow the name of the entry.
    pub fn words(&self, regime: &Regime) -> String {
        let obligation = |ix: ObligationIx| id(regime.obligations.get(ix.0).map(|o| &o.entry.id));
        let measure = |ix: MeasureIx| id(regime.measures.get(ix.0).map(|m| &m.entry.id));
        let row = |ix: MeasureIx, row: usize| {
            let signature = regime.measures.get(ix.0).and_then(|m| m.detects.get(row)).map(|r| r.signature);
            let signature = signature.and_then(|s| regime.signatures.get(s.0)).map(|s| &s.entry.id);
            format!("{}, row {} ({})", measure(ix), row + 1, id(signature))
        };
        match self.change {
            Change::DropObligation(ix) => format!("{} is in no phase", obligation(ix)),
            Change::DropProhibition(ix, n) => format!("{} without its prohibition {}", obligation(ix), n + 1),
            Change::DoubleSignificant(ix) => {
                let amount = regime.obligations.get(ix.0).map_or(0, |o| o.significant.saturating_mul(2));
                format!("{} with {amount} as the significant amount", obligation(ix))
            }
            Change::SlowResponse(ix) => format!("{} with {SLOWER} more months for a response", obligation(ix)),
            Change::KeepObligation(ix) => format!("{} stays in force", obligation(ix)),
            Change::DropMeasure(ix) => format!("{} is in no phase", measure(ix)),
            Change::KeepMeasure(ix) => format!("{} stays in force", measure(ix)),
            Change::HalveCoverage(ix) => format!("{} with half its coverage", measure(ix)),
            Change::SlowMeasure(ix) => format!("{} reports {SLOWER} months later", measure(ix)),
            Change::MoreNotice(ix) => format!("{} gives {NOTICE} days more notice", measure(ix)),
            Change::DropCue(ix) => format!("{} looks without a cue", measure(ix)),
            Change::DropCommonCause(ix) => format!("{} without its common cause", measure(ix)),
            Change::DropRow(ix, n) => format!("{} sees nothing", row(ix, n)),
            Change::DropPlace(ix, n) => format!("{} looks everywhere", row(ix, n)),
            Change::DropDiscrimination(ix, n) => format!("{} tells nothing apart", row(ix, n)),
            Change::DropConcealment(ix) => {
                format!("{} is not to be had", id(regime.concealments.get(ix.0).map(|c| &c.entry.id)))
            }
        }
    }
}

fn id(id: Option<&String>) -> String {
    format!("`{}`", id.map_or("?", String::as_str))
}
