//! The main causes that a plan is not proved in time: what stands between the measures and it.

use super::look::{Look, Showing, Why};
use crate::model::{ActivityIx, ConcealmentIx, Exact, MeasureIx};
use num_traits::Zero;

/// A cause, with the measures that it takes effect on.
#[derive(Debug, Clone)]
pub struct Cause {
    /// What it is.
    pub kind: Kind,
    /// The measures, in file order.
    pub measures: Vec<MeasureIx>,
    /// What it takes away: probabilities of detection, summed over trials; for ranking only.
    pub loss: Exact,
}

/// What kind of cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A concealment hides the conduct.
    Hidden {
        /// The concealment.
        by: ConcealmentIx,
        /// Whether it works thanks to the notice that the measures give.
        by_notice: bool,
    },
    /// The measures wait for others to raise suspicion.
    Uncued,
    /// Permitted conduct looks the same.
    Alibi(Option<ActivityIx>),
    /// What is seen is known only after the deadline.
    TooLate,
    /// The measures are part of the agreement, but not in force in these months.
    NotInForce,
}

/// The most causes that are named.
const MOST: usize = 3;

/// The main causes, the most costly first: those that take away at least a quarter of what the first
/// does.
pub fn causes(showings: &[Showing]) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for showing in showings {
        for look in &showing.looks {
            for (kind, loss) in losses(look, showing.trials) {
                add(&mut causes, kind, look.measure, loss);
            }
        }
    }
    causes.sort_by(|a, b| b.loss.cmp(&a.loss));
    let least = causes.first().map(|c| &c.loss / Exact::from_integer(4.into())).unwrap_or_default();
    causes.retain(|c| c.loss >= least);
    causes.truncate(MOST);
    for cause in &mut causes {
        cause.measures.sort_unstable();
    }
    causes
}

fn add(causes: &mut Vec<Cause>, kind: Kind, measure: MeasureIx, loss: Exact) {
    if loss.is_zero() {
        return;
    }
    match causes.iter_mut().find(|c| c.kind == kind) {
        Some(cause) => {
            cause.loss += loss;
            if !cause.measures.contains(&measure) {
                cause.measures.push(measure);
            }
        }
        None => causes.push(Cause { kind, measures: vec![measure], loss }),
    }
}

/// What is lost on the way from what the row could see to what it proves in time.
fn losses(look: &Look, trials: u64) -> Vec<(Kind, Exact)> {
    let all = Exact::from_integer(trials.into());
    let mut losses = Vec::new();
    let mut left = look.could.clone();
    for why in &look.why {
        match why {
            Why::Elsewhere | Why::Powerless | Why::CountsWith(_) => return Vec::new(),
            Why::NotInForce(months) if months.is_empty() => return Vec::new(),
            Why::NotInForce(_) => return vec![(Kind::NotInForce, &left * &all)],
            Why::TooSlow { .. } => {}
            Why::Hidden { by, residual, notice } => {
                let seen = &left * residual;
                losses.push((Kind::Hidden { by: *by, by_notice: notice.is_some() }, (&left - &seen) * &all));
                left = seen;
            }
            Why::Cued { suspicion, .. } => {
                let seen = &left * suspicion;
                losses.push((Kind::Uncued, (&left - &seen) * &all));
                left = seen;
            }
            Why::Alibi { conduct, .. } => {
                losses.push((Kind::Alibi(*conduct), (&left - &look.proof) * &all));
                left = look.proof.clone();
            }
            Why::TooLate(late) => losses.push((Kind::TooLate, &left * Exact::from_integer((*late).into()))),
        }
    }
    losses
}
