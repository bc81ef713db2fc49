//! What changed in the terms: entries added and removed, and of changed ones the values, place by
//! place.

use super::effects::Effect;
use super::roles::is_membership;
use super::sheet::{Item, KINDS, Node, Sheet, Value};
use crate::source::Span;

/// What happened to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Only the new draft has it.
    Added,
    /// Only the old draft has it.
    Removed,
    /// Both have it, not with the same values.
    Changed,
}

impl Change {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Changed => "changed",
        }
    }
}

/// An entry that differs.
#[derive(Debug, Clone)]
pub struct Term {
    /// The word for its kind.
    pub kind: &'static str,
    /// Its id; of an expectation, its obligation.
    pub id: String,
    /// What happened to it.
    pub change: Change,
    /// Where the old draft states it.
    pub old: Option<Span>,
    /// Where the new draft states it.
    pub new: Option<Span>,
    /// What differs, each part with an effect of its own; of an entry added or removed one part.
    pub clauses: Vec<Clause>,
}

/// A part of an entry that differs and can be taken back by itself.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The key; empty for a whole entry.
    pub key: String,
    /// What came into the list or left it, if the clause is about one member of a phase's list.
    pub member: Option<String>,
    /// The values that differ.
    pub fields: Vec<Field>,
    /// What it does to the verdicts.
    pub effect: Effect,
}

/// A value that differs.
#[derive(Debug, Clone)]
pub struct Field {
    /// Where in the entry: keys, with what is meant of a list in brackets.
    pub path: String,
    /// What the old draft states; none if nothing.
    pub old: Option<Stated>,
    /// What the new draft states.
    pub new: Option<Stated>,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Stated {
    /// The value for a reader.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Stated {
    fn of(node: &Node) -> Stated {
        Stated { text: node.shown(), span: node.span }
    }
}

/// The key of the clause that states another order of the phases.
pub const ORDER: &str = "order of phases";

/// The entries that differ, kind by kind: those of the new draft in file order, then those removed.
pub fn compare(old: &Sheet, new: &Sheet) -> Vec<Term> {
    let mut terms = Vec::new();
    for (kind, word) in KINDS.iter().enumerate() {
        if *word == "agreement" {
            terms.extend(agreement(kind, old, new));
            continue;
        }
        for item in new.of_kind(kind) {
            match old.find(kind, &item.id) {
                Some(before) => terms.extend(changed(before, item)),
                None => terms.push(whole(item, Change::Added)),
            }
        }
        let removed = old.of_kind(kind).filter(|item| new.find(kind, &item.id).is_none());
        terms.extend(removed.map(|item| whole(item, Change::Removed)));
    }
    terms
}

/// The one agreement of each draft, whatever its id; and the order of the phases.
fn agreement(kind: usize, old: &Sheet, new: &Sheet) -> Option<Term> {
    let (before, after) = (old.of_kind(kind).next()?, new.of_kind(kind).next()?);
    let mut term = changed(before, after).unwrap_or_else(|| Term {
        kind: after.kind(),
        id: after.id.clone(),
        change: Change::Changed,
        old: Some(before.span),
        new: Some(after.span),
        clauses: Vec::new(),
    });
    if before.id != after.id {
        let stated = |item: &Item| Some(Stated { text: format!("\"{}\"", item.id), span: item.span });
        let field = Field { path: "id".to_owned(), old: stated(before), new: stated(after) };
        term.clauses.insert(0, clause("id", None, vec![field]));
    }
    let [one, other] = [(old, new), (new, old)].map(|(sheet, other)| common_phases(sheet, other));
    let ids = |items: &[&Item]| items.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
    if let (Some(first), Some(second)) = (one.first(), other.first())
        && ids(&one) != ids(&other)
    {
        let stated = |items: &[&Item], at: &Item| Some(Stated { text: ids(items).join(", "), span: at.span });
        let field = Field { path: ORDER.to_owned(), old: stated(&one, first), new: stated(&other, second) };
        term.clauses.push(clause(ORDER, None, vec![field]));
    }
    (!term.clauses.is_empty()).then_some(term)
}

fn common_phases<'s>(sheet: &'s Sheet, other: &Sheet) -> Vec<&'s Item> {
    let Some(kind) = KINDS.iter().position(|k| *k == "phase") else { return Vec::new() };
    sheet.of_kind(kind).filter(|i| other.find(kind, &i.id).is_some()).collect()
}

fn clause(key: &str, member: Option<String>, fields: Vec<Field>) -> Clause {
    Clause { key: key.to_owned(), member, fields, effect: Effect::NotAsked }
}

fn whole(item: &Item, change: Change) -> Term {
    let field = |(key, node): &(String, Node)| {
        let stated = Some(Stated::of(node));
        match change {
            Change::Removed => Field { path: key.clone(), old: stated, new: None },
            Change::Added | Change::Changed => Field { path: key.clone(), old: None, new: stated },
        }
    };
    let is_new = change != Change::Removed;
    Term {
        kind: item.kind(),
        id: item.id.clone(),
        change,
        old: (!is_new).then_some(item.span),
        new: is_new.then_some(item.span),
        clauses: vec![clause("", None, item.keys.iter().map(field).collect())],
    }
}

fn changed(before: &Item, after: &Item) -> Option<Term> {
    let gone = before.keys.iter().filter(|(key, _)| after.get(key).is_none());
    let keys: Vec<&String> = after.keys.iter().chain(gone).map(|(key, _)| key).collect();
    let mut clauses = Vec::new();
    if let Some(id) = &before.alias_of {
        let stated = |id: &str, span| Some(Stated { text: format!("\"{id}\""), span });
        let field = Field { path: "id".to_owned(), old: stated(id, before.span), new: stated(&after.id, after.span) };
        clauses.push(clause("id", None, vec![field]));
    }
    for key in keys {
        let mut fields = Vec::new();
        either(key, before.get(key), after.get(key), &mut fields);
        if is_membership(after.kind(), key) {
            for field in fields {
                let member = field.new.as_ref().or(field.old.as_ref()).map(|s| s.text.trim_matches('"').to_owned());
                clauses.push(clause(key, member, vec![field]));
            }
        } else if !fields.is_empty() {
            clauses.push(clause(key, None, fields));
        }
    }
    (!clauses.is_empty()).then(|| Term {
        kind: after.kind(),
        id: after.id.clone(),
        change: Change::Changed,
        old: Some(before.span),
        new: Some(after.span),
        clauses,
    })
}

/// Compares two values, either of which may be missing; a missing list is an empty one.
fn either(path: &str, old: Option<&Node>, new: Option<&Node>, out: &mut Vec<Field>) {
    match (old, new) {
        (Some(old), Some(new)) => both(path, old, new, out),
        (Some(Node { value: Value::List(list), .. }), None) => lists(path, &list.iter().collect::<Vec<_>>(), &[], out),
        (None, Some(Node { value: Value::List(list), .. })) => lists(path, &[], &list.iter().collect::<Vec<_>>(), out),
        (None, None) => {}
        (old, new) => out.push(Field { path: path.to_owned(), old: old.map(Stated::of), new: new.map(Stated::of) }),
    }
}

fn both(path: &str, old: &Node, new: &Node, out: &mut Vec<Field>) {
    if old.means_the_same(new) {
        return;
    }
    match (&old.value, &new.value) {
        (Value::Table(a), Value::Table(b)) if old.interval().is_none() && new.interval().is_none() => {
            let gone = a.iter().filter(|(key, _)| new.get(key).is_none());
            for (key, _) in b.iter().chain(gone) {
                either(&format!("{path}.{key}"), old.get(key), new.get(key), out);
            }
        }
        (Value::List(a), Value::List(b)) => {
            lists(path, &a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>(), out);
        }
        _ => out.push(Field { path: path.to_owned(), old: Some(Stated::of(old)), new: Some(Stated::of(new)) }),
    }
}

/// Compares two lists whatever their order: what is the same is left out, what is recognisably the
/// same thing is compared, the rest came or went.
fn lists(path: &str, old: &[&Node], new: &[&Node], out: &mut Vec<Field>) {
    let mut old: Vec<&Node> = old.to_vec();
    let mut rest: Vec<&Node> = Vec::new();
    for node in new {
        match old.iter().position(|o| o.means_the_same(node)) {
            Some(place) => drop(old.remove(place)),
            None => rest.push(node),
        }
    }
    for strictly in [true, false] {
        let mut unknown = Vec::new();
        for node in std::mem::take(&mut rest) {
            match old.iter().position(|o| is_about_the_same(o, node, strictly)) {
                Some(place) => both(&format!("{path}[{}]", label(node)), old.remove(place), node, out),
                None => unknown.push(node),
            }
        }
        rest = unknown;
    }
    if let ([one @ Node { value: Value::Table(_), .. }], [other @ Node { value: Value::Table(_), .. }]) =
        (old.as_slice(), rest.as_slice())
        && label(one).is_empty()
    {
        return both(path, one, other, out);
    }
    let gone = |node: &Node| Field { path: path.to_owned(), old: Some(Stated::of(node)), new: None };
    let came = |node: &Node| Field { path: path.to_owned(), old: None, new: Some(Stated::of(node)) };
    out.extend(old.into_iter().map(gone));
    out.extend(rest.into_iter().map(came));
}

/// Whether two tables of a list are about the same thing: a reward with the same id, a row for the
/// same signature and, strictly, the same place.
fn is_about_the_same(one: &Node, other: &Node, strictly: bool) -> bool {
    let same = |key: &str| match (one.get(key), other.get(key)) {
        (Some(a), Some(b)) => a.means_the_same(b),
        (None, None) => true,
        _ => false,
    };
    let label_of = label(one);
    !label_of.is_empty() && label_of == label(other) && (!strictly || same("where"))
}

/// What a table of a list is known by: its id or its signature.
fn label(node: &Node) -> String {
    let text = |key: &str| match node.get(key).map(|n| &n.value) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    text("id").or_else(|| text("signature")).unwrap_or_default()
}
