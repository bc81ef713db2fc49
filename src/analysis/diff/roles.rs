//! What the parts of an entry are for: words, the deal, what is expected, or the verdicts.

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// For readers: nothing is computed from it.
    Words,
    /// For what is accepted and paid, for interests and costs: no verdict as drafted rests on it.
    Deal,
    /// What the author expects of the verdicts: `regimecheck test` compares it.
    Expected,
    /// A verdict may rest on it.
    Verdict,
}

/// What a key of an entry of a kind is for; the empty key is the whole entry.
pub fn role(kind: &str, key: &str) -> Role {
    match (kind, key) {
        ("expect", _) => Role::Expected,
        ("interest", _) => Role::Deal,
        (_, "name" | "text" | "source" | "title") => Role::Words,
        ("phase", "id") => Role::Words,
        ("agreement", "id" | "inspected" | "parties" | "sources") => Role::Words,
        ("obligation", "article") => Role::Words,
        ("obligation", "interests") => Role::Deal,
        ("phase", "tolerance" | "gate" | "rewards") => Role::Deal,
        ("measure", "intrusiveness" | "cost_per_year" | "false_alarms_per_year") => Role::Deal,
        ("activity" | "concealment", "cost") => Role::Deal,
        _ => Role::Verdict,
    }
}

/// Whether a key lists what a phase brings into force or drops.
pub fn is_membership(kind: &str, key: &str) -> bool {
    kind == "phase" && matches!(key, "obligations" | "measures" | "drops_obligations" | "drops_measures")
}
