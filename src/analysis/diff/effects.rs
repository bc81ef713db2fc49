//! What each change does to the verdicts, found by taking changes back one by one.
//!
//! The new draft is re-checked without a change; if every verdict stays, and what is permitted in each
//! month, the change stays taken back while the next is tried. So what is said to change no verdict does not change one even together:
//! the new draft without all of it has the same verdicts, for every obligation and every path, at
//! both ends. What is left accounts for all differences.

use super::roles::{Role, is_membership, role};
use super::scope;
use super::sheet::{Item, KINDS, Node, Sheet, Value};
use super::terms::{Change, Clause, ORDER, Term};
use crate::analysis::check::Open;
use crate::analysis::judge::{Judge, Judgement, Shift, shifts};
use crate::load;
use crate::model::Regime;
use crate::model::term::Term as Calendar;
use crate::source::Input;
use std::sync::Arc;

/// What a change does to the verdicts of the new draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Not looked into.
    NotAsked,
    /// Nothing is computed from it.
    Words,
    /// No verdict as drafted rests on it; it is part of the deal.
    Deal,
    /// It is what the author expects.
    Expected,
    /// It changes no verdict and no scope, not even together with all others of which this is said.
    None,
    /// It changes no verdict, but what is permitted.
    Scope,
    /// Without it these verdicts would be others: from what they would be to what they are.
    Shifts(Vec<Shift>),
    /// It belongs to an entry that was added or removed, whose effect includes it.
    WithEntry,
    /// Other terms need it, so that it cannot be taken back by itself.
    Needed,
    /// It is not known, for this reason.
    Open(Open),
}

/// Looks into the effect of every change; `progress` hears how many have been done, of how many.
pub fn find(
    terms: &mut [Term],
    old: &Sheet,
    new: (&Sheet, &Regime),
    verdicts: &Judgement,
    judge: &mut Judge,
    mut progress: impl FnMut(usize, usize),
) {
    let old = stripped(old);
    let mut current = stripped(new.0);
    let order = order(terms);
    for (done, (term, clause)) in order.iter().enumerate() {
        progress(done, order.len());
        let effect = match (terms.get(*term), terms.get(*term).and_then(|t| t.clauses.get(*clause))) {
            (Some(term), Some(clause)) => {
                let draft = Draft { old: &old, current: &mut current, regime: new.1, verdicts };
                effect(term, clause, terms, draft, judge)
            }
            _ => continue,
        };
        if let Some(clause) = terms.get_mut(*term).and_then(|t| t.clauses.get_mut(*clause)) {
            clause.effect = effect;
        }
    }
}

/// The order of trial: what was removed before what used it, what was added after what uses it.
fn order(terms: &[Term]) -> Vec<(usize, usize)> {
    let kind = |term: &Term| KINDS.iter().position(|k| *k == term.kind).unwrap_or(0);
    let mut order: Vec<((usize, usize), (usize, usize))> = Vec::new();
    for (place, term) in terms.iter().enumerate() {
        let rank = match term.change {
            Change::Removed => (0, kind(term)),
            Change::Changed => (1, 0),
            Change::Added => (2, KINDS.len() - kind(term)),
        };
        order.extend((0..term.clauses.len()).map(|clause| (rank, (place, clause))));
    }
    order.sort();
    order.into_iter().map(|(_, place)| place).collect()
}

/// The draft with all that has been taken back so far, and what it is measured by.
struct Draft<'a> {
    old: &'a Sheet,
    current: &'a mut Sheet,
    /// The new draft as it is.
    regime: &'a Regime,
    verdicts: &'a Judgement,
}

fn effect(term: &Term, clause: &Clause, terms: &[Term], draft: Draft<'_>, judge: &mut Judge) -> Effect {
    match role(term.kind, &clause.key) {
        Role::Words => return Effect::Words,
        Role::Deal => return Effect::Deal,
        Role::Expected => return Effect::Expected,
        Role::Verdict => {}
    }
    if let Some(member) = &clause.member {
        let entry = |t: &Term| {
            t.change != Change::Changed && t.id == *member && lists_of(t.kind).contains(&clause.key.as_str())
        };
        if terms.iter().any(entry) {
            return Effect::WithEntry;
        }
    }
    let without = taken_back(term, clause, draft.old, draft.current);
    let text = without.written();
    let input = Input::Text { name: "without a change".to_owned(), text };
    let Some(regime) = load(&input, None).regime.map(Arc::new) else {
        return Effect::Needed;
    };
    let calendar = Calendar::of(&regime);
    match shifts(&judge.judge(&regime, &calendar), draft.verdicts) {
        Ok(shifts) if shifts.is_empty() && !scope::changes(&regime, draft.regime).is_empty() => Effect::Scope,
        Ok(shifts) if shifts.is_empty() => {
            *draft.current = without;
            Effect::None
        }
        Ok(shifts) => Effect::Shifts(shifts),
        Err(open) => Effect::Open(open),
    }
}

/// The lists of a phase that name entries of a kind.
fn lists_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "obligation" => &["obligations", "drops_obligations"],
        "measure" => &["measures", "drops_measures"],
        _ => &[],
    }
}

/// The sheet without what no verdict rests on.
fn stripped(sheet: &Sheet) -> Sheet {
    let keep = |item: &&Item| role(item.kind(), "") == Role::Verdict;
    let strip = |item: &Item| {
        let keys = item.keys.iter().filter(|(key, _)| role(item.kind(), key) == Role::Verdict).cloned().collect();
        Item { keys, ..item.clone() }
    };
    Sheet { items: sheet.items.iter().filter(keep).map(strip).collect() }
}

/// The sheet with a change taken back.
fn taken_back(term: &Term, clause: &Clause, old: &Sheet, current: &Sheet) -> Sheet {
    let mut sheet = current.clone();
    let kind = KINDS.iter().position(|k| *k == term.kind).unwrap_or(0);
    match term.change {
        Change::Added => {
            sheet.items.retain(|i| i.kind != kind || i.id != term.id);
            for item in phases(&mut sheet) {
                lists_of(term.kind).iter().for_each(|key| remove(item, key, &term.id));
            }
        }
        Change::Removed => {
            if let Some(item) = old.find(kind, &term.id) {
                insert(&mut sheet, old, item.clone());
            }
            for item in phases(&mut sheet) {
                for key in lists_of(term.kind) {
                    let before = old.find(item.kind, &item.id).and_then(|i| i.get(key));
                    if before.is_some_and(|list| list.texts().contains(&term.id.as_str())) {
                        add(item, key, &term.id);
                    }
                }
            }
        }
        Change::Changed if clause.key == ORDER => reorder(&mut sheet, old),
        Change::Changed => {
            // The agreement is one and the same, whatever its id.
            let same = |i: &Item| i.kind == kind && (i.id == term.id || term.kind == "agreement");
            let before = old.items.iter().find(|i| same(i));
            if let Some(item) = sheet.items.iter_mut().find(|i| same(i)) {
                match &clause.member {
                    Some(member) if is_membership(term.kind, &clause.key) => {
                        let was = before
                            .and_then(|b| b.get(&clause.key))
                            .is_some_and(|n| n.texts().contains(&member.as_str()));
                        if was { add(item, &clause.key, member) } else { remove(item, &clause.key, member) }
                    }
                    _ => put(item, &clause.key, before.and_then(|b| b.get(&clause.key)).cloned()),
                }
            }
        }
    }
    sheet
}

fn phases(sheet: &mut Sheet) -> impl Iterator<Item = &mut Item> {
    sheet.items.iter_mut().filter(|i| i.kind() == "phase")
}

/// Puts an entry in, a phase behind the one that it followed.
fn insert(sheet: &mut Sheet, old: &Sheet, item: Item) {
    let before = old.of_kind(item.kind).take_while(|i| i.id != item.id).map(|i| i.id.clone()).collect::<Vec<_>>();
    let behind = before.iter().rev().find_map(|id| sheet.items.iter().position(|i| i.kind == item.kind && i.id == *id));
    let first = sheet.items.iter().position(|i| i.kind >= item.kind).unwrap_or(sheet.items.len());
    sheet.items.insert(behind.map_or(first, |p| p + 1), item);
}

/// Puts the phases that both drafts have into the order of the old one, in the places they have.
fn reorder(sheet: &mut Sheet, old: &Sheet) {
    let Some(kind) = KINDS.iter().position(|k| *k == "phase") else { return };
    let places: Vec<usize> = (0..sheet.items.len())
        .filter(|p| sheet.items.get(*p).is_some_and(|i| i.kind == kind && old.find(kind, &i.id).is_some()))
        .collect();
    let common = old.of_kind(kind).filter_map(|i| sheet.find(kind, &i.id).cloned());
    let common: Vec<Item> = common.collect();
    for (place, item) in places.into_iter().zip(common) {
        if let Some(slot) = sheet.items.get_mut(place) {
            *slot = item;
        }
    }
}

fn put(item: &mut Item, key: &str, node: Option<Node>) {
    let place = item.keys.iter().position(|(k, _)| k == key);
    match (place.and_then(|p| item.keys.get_mut(p)), node) {
        (Some(slot), Some(node)) => slot.1 = node,
        (Some(_), None) => item.keys.retain(|(k, _)| k != key),
        (None, Some(node)) => item.keys.push((key.to_owned(), node)),
        (None, None) => {}
    }
}

fn add(item: &mut Item, key: &str, member: &str) {
    if item.get(key).is_some_and(|n| n.texts().contains(&member)) {
        return;
    }
    let span = item.span;
    let node = Node { value: Value::Text(member.to_owned()), span };
    match item.keys.iter_mut().find(|(k, _)| k == key) {
        Some((_, Node { value: Value::List(list), .. })) => list.push(node),
        _ => put(item, key, Some(Node { value: Value::List(vec![node]), span })),
    }
}

fn remove(item: &mut Item, key: &str, member: &str) {
    if let Some((_, Node { value: Value::List(list), .. })) = item.keys.iter_mut().find(|(k, _)| k == key) {
        list.retain(|n| !matches!(&n.value, Value::Text(text) if text == member));
    }
}
