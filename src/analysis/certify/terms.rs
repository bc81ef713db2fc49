//! The terms of a statement about plans: what the host may refuse meanwhile, and by when a violation
//! has to be complete and known of.

use crate::model::acceptance::{Leeway, Refusals};

/// What the host refuses while the plans are carried out of which something is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Host {
    /// Nothing: the draft as drafted.
    #[default]
    Accepts,
    /// Whatever it may, accepting so much more than the draft says.
    Refuses(Leeway),
    /// Whatever it may, but for these choices.
    RefusesOther(Vec<Refusals>),
    /// These, and what has to be refused, where they matter.
    RefusesJust(Refusals),
}

/// What the host refuses, and by when things count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The month by whose end a violation has to be complete, if not any month of the term.
    pub complete_by: Option<u64>,
    /// The month by whose end it has to be known of, if not its own deadline.
    pub known_by: Option<u64>,
    /// What the host refuses.
    pub host: Host,
}
