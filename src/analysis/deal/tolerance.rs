//! The least tolerance: how much more intrusion a host has to accept for an obligation to be assured.
//!
//! A choice of the host, with the evasion that it permits, stays open to it while the tolerance grows,
//! up to the point at which something that it refuses could be taken back. There the next question is
//! asked. So each witness rules out every increase from its own to the next, and the last question,
//! which has no evasion, shows that its increase is enough.

use super::draft::Draft;
use super::study::find;
use crate::analysis::check::{Open, Options};
use crate::model::acceptance::{Bargain, Leeway, Refusals};
use crate::model::{End, Exact, MeasureIx, ObligationIx};
use crate::query::{Question, Reading};
use crate::verdict::{Aim, Candidate};
use num_traits::Zero;

/// Which bound of the tolerance is raised, by the same amount in every phase that has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raised {
    /// The greatest intrusiveness of a single measure.
    Each,
    /// The greatest sum.
    Total,
}

impl Raised {
    /// The key of the bound in a tolerance.
    pub fn key(self) -> &'static str {
        match self {
            Raised::Each => "each",
            Raised::Total => "total",
        }
    }

    /// The same leeway with this bound raised by this.
    #[must_use]
    pub fn by(self, amount: &Exact, leeway: &Leeway) -> Leeway {
        let amount = Some(amount.clone());
        match self {
            Raised::Each => Leeway { each: amount, total: leeway.total.clone() },
            Raised::Total => Leeway { each: leeway.each.clone(), total: amount },
        }
    }
}

/// An evasion that some choice of the host permits.
#[derive(Debug, Clone)]
pub struct Refuted {
    /// The increase from which on it is shown: up to the next one's.
    pub from: Exact,
    /// What is accepted then on top of what the draft says.
    pub leeway: Leeway,
    /// The plan, with what the host chooses to refuse.
    pub candidate: Candidate,
}

/// The least increase, with what shows that no smaller one is enough.
#[derive(Debug, Clone)]
pub struct Least {
    /// The increase; none if none is enough.
    pub by: Option<Exact>,
    /// Evasions that rule out smaller increases, in order.
    pub below: Vec<Refuted>,
}

/// What it takes for an obligation to be assured as accepted.
#[derive(Debug, Clone)]
pub struct Need {
    /// `each` raised alone.
    pub each: Least,
    /// `total` raised alone.
    pub total: Least,
    /// Both, where neither alone is enough: the least increase of `each` with which some increase of
    /// `total` is enough, and the least of `total` with it.
    pub both: Option<(Exact, Exact)>,
}

/// The least increases for an obligation that is assured as drafted and not as accepted.
///
/// # Errors
/// If it can't be decided.
pub fn need(draft: &Draft, obligation: ObligationIx, end: End, options: &Options) -> Result<Need, Open> {
    let ask = Ask { draft, obligation, end, options };
    let each = ask.least(Raised::Each, Leeway::none())?;
    let total = ask.least(Raised::Total, Leeway::none())?;
    let both = match (&each.by, &total.by) {
        (None, None) => ask.both()?,
        _ => None,
    };
    Ok(Need { each, total, both })
}

/// The least increase of one bound that is enough, `leeway` saying how the other is raised.
///
/// # Errors
/// If it can't be decided.
pub fn least(
    draft: &Draft,
    obligation: ObligationIx,
    end: End,
    raised: Raised,
    leeway: Leeway,
    options: &Options,
) -> Result<Least, Open> {
    Ask { draft, obligation, end, options }.least(raised, leeway)
}

struct Ask<'a> {
    draft: &'a Draft,
    obligation: ObligationIx,
    end: End,
    options: &'a Options,
}

impl Ask<'_> {
    fn both(&self) -> Result<Option<(Exact, Exact)>, Open> {
        let Some(each) = self.least(Raised::Each, Leeway { total: None, ..Leeway::none() })?.by else {
            return Ok(None);
        };
        let total = self.least(Raised::Total, Leeway { each: Some(each.clone()), ..Leeway::none() })?;
        Ok(total.by.map(|total| (each, total)))
    }

    /// The least increase of one bound, the other being as `leeway` says.
    fn least(&self, raised: Raised, other: Leeway) -> Result<Least, Open> {
        let mut by = Exact::zero();
        let mut below = Vec::new();
        loop {
            let leeway = raised.by(&by, &other);
            let scene = self.draft.tolerated(&leeway, self.end, self.options.engine);
            let question =
                Question::new(&scene, self.obligation, None).map_err(|many| Open::Undecided(many.to_string()))?;
            let aim = Aim::Below(question.goal.clone());
            let Some(found) = find(&scene, &question, Reading::ProofInTime, &aim, self.options)? else {
                return Ok(Least { by: Some(by), below });
            };
            let next = self.next(raised, &scene.bargains, &found.refusals);
            below.push(Refuted { from: by, leeway, candidate: found });
            match next {
                Some(next) => by = next,
                None => return Ok(Least { by: None, below }),
            }
        }
    }

    /// The increase at which a choice of the host is no longer open to it; none if it always is.
    fn next(&self, raised: Raised, bargains: &[Bargain], refusals: &Refusals) -> Option<Exact> {
        let phases = self.draft.regime.phases.iter().zip(bargains).enumerate();
        let ends = phases.filter_map(|(place, (phase, bargain))| {
            let tolerance = phase.tolerance.as_ref()?;
            // Where the choice makes no difference, the host makes some choice.
            let chosen = refusals.phases.get(place).filter(|r| !r.is_empty()).cloned();
            let chosen = chosen.unwrap_or_else(|| bargain.some_choice());
            let accepted = bargain.accepted(&chosen);
            match raised {
                Raised::Total => {
                    let least = bargain.open.iter().filter(|(m, _)| chosen.contains(m)).map(|(_, n)| n).min()?;
                    Some(accepted + least - tolerance.total.as_ref()?)
                }
                Raised::Each => {
                    let each = tolerance.each.as_ref()?;
                    let fits = |n: &&Exact| bargain.total.as_ref().is_none_or(|total| &accepted + *n <= *total);
                    let forced = bargain.forced.iter().map(|m| self.intrusiveness(*m));
                    Some(forced.filter(fits).min()? - each)
                }
            }
        });
        ends.min()
    }

    fn intrusiveness(&self, measure: MeasureIx) -> &Exact {
        &self.draft.regime.measures[measure.0].intrusiveness
    }
}
