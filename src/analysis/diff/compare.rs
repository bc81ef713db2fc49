//! Which verdicts, confidences and deadlines differ between two drafts that were checked.

use crate::analysis::check::{BothEnds, Checked, Finding, Open, Outcome};
use crate::analysis::essence::Essence;
use crate::analysis::explain::Account;
use crate::model::{ActivityIx, End, ObligationIx, Verdict};
use std::cmp::Ordering;

/// How the new draft stands to the old one, for the verifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Verdict and worst-case confidence are the same at both ends.
    Equivalent,
    /// Better at an end, worse at none.
    Stronger,
    /// Worse at an end, better at none.
    Weaker,
    /// Better at one end, worse at the other.
    Incomparable,
    /// Only the new draft has it.
    Added,
    /// Only the old draft has it.
    Removed,
    /// Something is undecided.
    Undecided,
}

impl Relation {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Relation::Equivalent => "equivalent",
            Relation::Stronger => "stronger",
            Relation::Weaker => "weaker",
            Relation::Incomparable => "incomparable",
            Relation::Added => "added",
            Relation::Removed => "removed",
            Relation::Undecided => "undecided",
        }
    }
}

/// An obligation, or a path of one, in one of the drafts.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What is established.
    pub ends: BothEnds,
    /// The accounts of the best evasions at the adverse and at the favourable end.
    pub accounts: [Option<Account>; 2],
    /// The obligation's place in this draft.
    pub obligation: ObligationIx,
    /// The activity's place in this draft, if it is a path.
    pub path: Option<ActivityIx>,
}

impl Standing {
    fn of(checked: &Checked, obligation: ObligationIx, path: Option<ActivityIx>, ends: &BothEnds) -> Standing {
        let accounts = End::BOTH.map(|end| {
            let evasion = ends.at(end).as_ref().ok()?.evasion.as_ref()?;
            Account::of(checked.scene(end), obligation, path, evasion).ok()
        });
        Standing { ends: ends.clone(), accounts, obligation, path }
    }

    /// What is established at an end, if it is decided.
    pub fn finding(&self, end: End) -> Option<&Finding> {
        self.ends.at(end).as_ref().ok()
    }

    /// The account of the best evasion at an end.
    pub fn account(&self, end: End) -> Option<&Account> {
        let [adverse, favourable] = &self.accounts;
        match end {
            End::Adverse => adverse.as_ref(),
            End::Favourable => favourable.as_ref(),
        }
    }
}

/// An obligation, or a path of one, in both drafts.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The id of the obligation, or of the path's activity.
    pub id: String,
    /// In the old draft, if it has it.
    pub old: Option<Standing>,
    /// In the new draft.
    pub new: Option<Standing>,
    /// How the new stands to the old.
    pub relation: Relation,
    /// Whether a verdict differs at an end, or only one draft has it.
    pub verdict_differs: bool,
    /// Whether verdict, confidence, completion, deadline or month of proof differs at an end.
    pub differs: bool,
    /// The paths; none of a path.
    pub paths: Vec<Compared>,
}

impl Compared {
    /// Whether the verdict has become worse at an end.
    pub fn is_worse(&self) -> bool {
        let worse = |end| match (&self.old, &self.new) {
            (Some(old), Some(new)) => match (old.finding(end), new.finding(end)) {
                (Some(old), Some(new)) => new.verdict > old.verdict,
                _ => false,
            },
            // Without a path it is bound otherwise or cannot happen; without an obligation nobody is bound.
            (Some(old), None) => old.path.is_none(),
            _ => false,
        };
        End::BOTH.into_iter().any(worse) || self.paths.iter().any(Compared::is_worse)
    }

    /// Whether a verdict of it or of one of its paths differs.
    pub fn any_verdict_differs(&self) -> bool {
        self.verdict_differs || self.paths.iter().any(|p| p.verdict_differs)
    }

    /// Why it is not known, if it is not.
    pub fn open(&self) -> Option<&Open> {
        let own = [&self.old, &self.new].into_iter().flatten().find_map(|s| s.ends.open());
        own.or_else(|| self.paths.iter().find_map(Compared::open))
    }
}

/// Compares what is established of two drafts, in the order of the new one; obligations that only
/// the old one has follow.
pub fn compare(old: &Checked, new: &Checked) -> Vec<Compared> {
    let id = |checked: &Checked, o: ObligationIx| checked.regime.obligations[o.0].entry.id.clone();
    let ids = |checked: &Checked| checked.obligations.iter().map(|o| id(checked, o.obligation)).collect::<Vec<_>>();
    let mut all = ids(new);
    all.extend(ids(old).into_iter().filter(|i| !all.contains(i)).collect::<Vec<_>>());
    all.into_iter().map(|id| obligation(old, new, id)).collect()
}

fn obligation(old: &Checked, new: &Checked, id: String) -> Compared {
    let result = |checked: &Checked| {
        checked.obligations.iter().position(|o| checked.regime.obligations[o.obligation.0].entry.id == id)
    };
    let [before, after] = [old, new].map(|c| result(c).map(|place| &c.obligations[place]));
    let standing = |c: &Checked, r: Option<&crate::analysis::check::ObligationResult>| {
        r.map(|r| Standing::of(c, r.obligation, None, &r.whole))
    };
    // Where the questions are the same, another plan may have been found, but it means nothing.
    let same = match (before, after) {
        (Some(before), Some(after)) => End::BOTH.into_iter().all(|end| {
            let one = Essence::of(old.scene(end), before.obligation);
            let other = Essence::of(new.scene(end), after.obligation);
            matches!((one, other), (Ok(one), Ok(other)) if one == other)
        }),
        _ => false,
    };
    let mut compared = pair(id.clone(), standing(old, before), standing(new, after), same);
    if let (Some(before), Some(after)) = (before, after) {
        let name = |c: &Checked, a: ActivityIx| c.regime.activities[a.0].entry.id.clone();
        let mut activities: Vec<String> = after.paths.iter().map(|p| name(new, p.activity)).collect();
        let gone = before.paths.iter().map(|p| name(old, p.activity)).filter(|a| !activities.contains(a));
        let gone: Vec<String> = gone.collect();
        activities.extend(gone);
        compared.paths = activities
            .into_iter()
            .map(|activity| {
                let path = |c: &Checked, r: &crate::analysis::check::ObligationResult| {
                    let found = r.paths.iter().find(|p| name(c, p.activity) == activity)?;
                    Some(Standing::of(c, r.obligation, Some(found.activity), &found.ends))
                };
                pair(activity.clone(), path(old, before), path(new, after), same)
            })
            .collect();
    }
    compared
}

fn pair(id: String, old: Option<Standing>, new: Option<Standing>, same: bool) -> Compared {
    let relation = match (&old, &new) {
        (Some(_), None) => Relation::Removed,
        (None, _) => Relation::Added,
        (Some(old), Some(new)) => relation(&old.ends, &new.ends),
    };
    let (mut verdict_differs, mut differs) = (true, true);
    if let (Some(one), None) | (None, Some(one)) = (&old, &new)
        && one.path.is_some()
    {
        // What is no path cannot be taken.
        let idle = |end| one.finding(end).is_some_and(|f| f.verdict == Verdict::Infeasible);
        verdict_differs = !End::BOTH.into_iter().all(idle);
        differs = verdict_differs;
    } else if let (Some(old), Some(new)) = (&old, &new) {
        let verdict = |s: &Standing, end| s.finding(end).map(|f| f.verdict);
        let figures = |s: &Standing, end| s.account(end).map(|a| (a.completed, a.deadline, a.proved));
        verdict_differs = End::BOTH.into_iter().any(|end| verdict(old, end) != verdict(new, end));
        let figures_differ = !same && End::BOTH.into_iter().any(|end| figures(old, end) != figures(new, end));
        differs = verdict_differs || relation != Relation::Equivalent || figures_differ;
    }
    Compared { id, old, new, relation, verdict_differs, differs, paths: Vec::new() }
}

fn relation(old: &BothEnds, new: &BothEnds) -> Relation {
    let orders = End::BOTH.map(|end| order(old.at(end), new.at(end)));
    let [Some(adverse), Some(favourable)] = orders else { return Relation::Undecided };
    match (adverse, favourable) {
        (Ordering::Equal, Ordering::Equal) => Relation::Equivalent,
        (Ordering::Less | Ordering::Equal, Ordering::Less | Ordering::Equal) => Relation::Stronger,
        (Ordering::Greater | Ordering::Equal, Ordering::Greater | Ordering::Equal) => Relation::Weaker,
        _ => Relation::Incomparable,
    }
}

/// Whether the new is less evadable, equally or more: by the verdict, then by the confidence.
fn order(old: &Outcome, new: &Outcome) -> Option<Ordering> {
    let (old, new) = (old.as_ref().ok()?, new.as_ref().ok()?);
    match new.verdict.cmp(&old.verdict) {
        Ordering::Equal => {}
        other => return Some(other),
    }
    match (new.unseen(), old.unseen()) {
        (Some(new), Some(old)) => new.compare(old),
        _ => Some(Ordering::Equal),
    }
}

/// The verdict of a standing for both ends together; none while it is undecided.
pub fn verdict(standing: Option<&Standing>) -> Option<Verdict> {
    standing.and_then(|s| s.ends.verdict())
}
