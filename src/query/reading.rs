//! The four readings of what a plan gives away.

/// What counts, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// Proof by the deadline: the confidence that decides `assured`.
    ProofInTime,
    /// Proof at any time, latency ignored: decides `late`.
    ProofEver,
    /// Sightings by the deadline, explained or not: decides `ambiguous`.
    SightingInTime,
    /// Sightings at any time, latency ignored: decides `uncovered`.
    SightingEver,
}

impl Reading {
    /// All four.
    pub const ALL: [Reading; 4] =
        [Reading::ProofInTime, Reading::ProofEver, Reading::SightingInTime, Reading::SightingEver];

    /// Whether an ambiguous sighting counts by its power to discriminate only.
    pub fn is_proof(self) -> bool {
        matches!(self, Reading::ProofInTime | Reading::ProofEver)
    }

    /// Whether only what is known by the deadline counts.
    pub fn is_in_time(self) -> bool {
        matches!(self, Reading::ProofInTime | Reading::SightingInTime)
    }

    /// The key of this reading in plan files.
    pub fn key(self) -> &'static str {
        match self {
            Reading::ProofInTime => "proof",
            Reading::ProofEver => "proof_ever",
            Reading::SightingInTime => "sighting",
            Reading::SightingEver => "sighting_ever",
        }
    }

    /// The words for this reading in comments and reports.
    pub fn words(self) -> &'static str {
        match self {
            Reading::ProofInTime => "proof by the deadline",
            Reading::ProofEver => "proof at any time",
            Reading::SightingInTime => "sighting by the deadline",
            Reading::SightingEver => "sighting at any time",
        }
    }
}
