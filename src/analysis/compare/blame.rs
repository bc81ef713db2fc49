//! Blame: the smallest set of differing terms that accounts for a difference, found by taking terms from
//! one draft into the other and confirmed by deciding anew.

use super::court::Court;
use super::state::State;
use crate::analysis::check::{Open, crashed};
use crate::model::{ActivityIx, End};
use crate::solve::session;
use std::collections::BTreeSet;
use std::ops::Range;

/// Mixtures that are decided in search of one smallest set.
const MOST_TRIALS: usize = 600;

/// Terms that account for a difference, by their places among the levers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The terms.
    pub levers: Vec<usize>,
    /// Whether no smaller set does it: every smaller one was tried. Otherwise none of these terms can be
    /// left out.
    pub is_smallest: bool,
}

/// What accounts for how a path stands differently in two drafts.
#[derive(Debug, Clone)]
pub struct Blame {
    /// Taken from the second draft into the first, these make the path stand there as in the second.
    pub enough: Result<Terms, Open>,
    /// Taken from the first into the second, these make the path stand there as in the first.
    pub undoes: Result<Terms, Open>,
}

/// What accounts for how a path stands differently in a run of stretches.
pub fn blame(court: &Court<'_>, activity: ActivityIx, run: &Range<usize>) -> Blame {
    let search = |base| {
        let search = Search { court, base, activity, run: run.clone() };
        session::sharing_a_context(|| search.smallest()).map_err(crashed)?
    };
    let enough = search(0);
    let undoes = search(1);
    Blame { enough, undoes }
}

struct Search<'a> {
    court: &'a Court<'a>,
    /// The draft into which terms are taken.
    base: usize,
    activity: ActivityIx,
    run: Range<usize>,
}

impl Search<'_> {
    fn states(&self, base: usize, taken: &BTreeSet<usize>) -> Result<Vec<State>, Open> {
        let mixture = (base, taken.clone());
        let corners = self.run.clone().flat_map(|stretch| End::BOTH.map(|end| (stretch, end)));
        corners.map(|(stretch, end)| self.court.state(&mixture, self.activity, stretch, end)).collect()
    }

    fn smallest(&self) -> Result<Terms, Open> {
        let wanted = self.states(1 - self.base, &BTreeSet::new())?;
        let does_it = |taken: &BTreeSet<usize>| Ok::<bool, Open>(self.states(self.base, taken)? == wanted);
        let mut relevant = self.relevant();
        if !does_it(&relevant.iter().copied().collect())? {
            relevant = (0..self.court.exchange().levers.len()).collect();
            if !does_it(&relevant.iter().copied().collect())? {
                return Err(Open::Fault("the terms of one draft in the other do not make it the same".to_owned()));
            }
        }
        let mut trials = 0;
        for size in 1..relevant.len() {
            if trials + combinations(relevant.len(), size) > MOST_TRIALS {
                return self.without_any(&relevant);
            }
            let mut chosen: Vec<usize> = (0..size).collect();
            loop {
                trials += 1;
                let taken: BTreeSet<usize> = chosen.iter().map(|c| relevant[*c]).collect();
                if does_it(&taken)? {
                    return Ok(Terms { levers: taken.into_iter().collect(), is_smallest: true });
                }
                if !advance(&mut chosen, relevant.len()) {
                    break;
                }
            }
        }
        Ok(Terms { levers: relevant, is_smallest: true })
    }

    /// A set of which no term can be left out.
    fn without_any(&self, relevant: &[usize]) -> Result<Terms, Open> {
        let wanted = self.states(1 - self.base, &BTreeSet::new())?;
        let mut taken: BTreeSet<usize> = relevant.iter().copied().collect();
        for lever in relevant {
            let mut fewer = taken.clone();
            fewer.remove(lever);
            if self.states(self.base, &fewer)? == wanted {
                taken = fewer;
            }
        }
        Ok(Terms { levers: taken.into_iter().collect(), is_smallest: false })
    }

    /// The terms on which it may rest how the path stands in either draft.
    fn relevant(&self) -> Vec<usize> {
        let none = BTreeSet::new();
        let matters = |lever: &usize| {
            [0, 1].into_iter().any(|base| {
                let with = (base, BTreeSet::from([*lever]));
                !self.court.are_alike(&(base, none.clone()), &with, self.activity)
            })
        };
        (0..self.court.exchange().levers.len()).filter(matters).collect()
    }
}

/// How many sets of `k` of `n` there are; very many if that does not fit.
fn combinations(n: usize, k: usize) -> usize {
    (0..k).fold(1, |all: usize, i| all.saturating_mul(n - i) / (i + 1))
}

/// The next set of places below `n`; false after the last.
fn advance(chosen: &mut [usize], n: usize) -> bool {
    let k = chosen.len();
    for i in (0..k).rev() {
        if chosen[i] < n - k + i {
            chosen[i] += 1;
            for j in i + 1..k {
                chosen[j] = chosen[j - 1] + 1;
            }
            return true;
        }
    }
    false
}

/// The terms of the second draft that change no verdict: with all of them as in the first, every path
/// stands in every stretch as it does.
///
/// # Errors
/// If it can't be decided.
pub fn idle(court: &Court<'_>, activities: &[ActivityIx], stretches: usize) -> Result<Vec<usize>, Open> {
    session::sharing_a_context(|| find_idle(court, activities, stretches)).map_err(crashed)?
}

fn find_idle(court: &Court<'_>, activities: &[ActivityIx], stretches: usize) -> Result<Vec<usize>, Open> {
    let all = |taken: &BTreeSet<usize>| -> Result<Vec<Vec<State>>, Open> {
        activities
            .iter()
            .map(|activity| Search { court, base: 1, activity: *activity, run: 0..stretches }.states(1, taken))
            .collect()
    };
    let mut taken = BTreeSet::new();
    let wanted = all(&taken)?;
    for lever in 0..court.exchange().levers.len() {
        let mut more = taken.clone();
        more.insert(lever);
        let same = activities.iter().all(|a| court.are_alike(&(1, taken.clone()), &(1, more.clone()), *a));
        if same || all(&more)? == wanted {
            taken = more;
        }
    }
    Ok(taken.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_its_turn() {
        let mut chosen = vec![0, 1];
        let mut all = vec![chosen.clone()];
        while advance(&mut chosen, 4) {
            all.push(chosen.clone());
        }
        assert_eq!(all, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
        assert_eq!(all.len(), combinations(4, 2));
    }
}
