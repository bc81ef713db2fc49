//! The words and letters for what is in a regime and for what a measure could see.

use super::names::counted;
use crate::analysis::list::matrix::{Alibi, Cell, Concealed, Row, Sighting, Subject, Worth};
use crate::analysis::list::{Inventory, Making};
use crate::diagnostic::visible;
use crate::model::{ActivityIx, ConcealmentIx, HoldingIx, Interval, Rate};

/// The letters of the matrix with what they mean, the most telling first.
pub const LETTERS: [(&str, &str); 9] = [
    ("P", "proves: nothing permitted looks the same"),
    ("D", "permitted conduct looks the same; the measure tells them apart with some probability"),
    ("S", "sights only: permitted conduct looks the same, an alibi"),
    ("p", "as P, but cued only: it looks only where another measure has raised suspicion"),
    ("d", "as D, but cued only"),
    ("s", "as S, but cued only"),
    ("c", "would look if it were cued, but nothing in force cues it here"),
    ("o", "could, but is not in force"),
    (".", "blind"),
];

/// The marks beside letters.
pub const MARKS: [(&str, &str); 3] = [
    ("*", "a concealment can lower this, or take it away"),
    ("?", "there are too many ways to conceal it to go through"),
    ("+", "more at the favourable end; the letter is for the adverse end"),
];

/// The letter of a cell.
pub fn letter(cell: &Cell) -> &'static str {
    match cell {
        Cell::Sees(s, _) => match (s.worth, s.cued) {
            (Worth::Proves, false) => "P",
            (Worth::Distinguishes, false) => "D",
            (Worth::Sights, false) => "S",
            (Worth::Proves, true) => "p",
            (Worth::Distinguishes, true) => "d",
            (Worth::Sights, true) => "s",
        },
        Cell::Uncued(_) => "c",
        Cell::NotInForce(_) => "o",
        Cell::Blind => ".",
    }
}

/// The place of a cell among the letters: the less, the more it tells.
pub fn place(cell: &Cell) -> usize {
    LETTERS.iter().position(|(l, _)| *l == letter(cell)).unwrap_or(LETTERS.len())
}

/// The letter with its marks.
pub fn marked(adverse: &Cell, favourable: Option<&Cell>) -> String {
    let mut text = letter(adverse).to_owned();
    match adverse {
        Cell::Sees(_, Concealed::Lowered { .. }) => text.push('*'),
        Cell::Sees(_, Concealed::Unknown) => text.push('?'),
        _ => {}
    }
    // What helps the verifier never takes a sighting away.
    if favourable.is_some_and(|f| place(f) < place(adverse)) {
        text.push('+');
    }
    text
}

/// The word for a cell in JSON.
pub fn state(cell: &Cell) -> &'static str {
    match cell {
        Cell::Sees(s, _) => worth(s.worth),
        Cell::Uncued(_) => "uncued",
        Cell::NotInForce(_) => "not-in-force",
        Cell::Blind => "blind",
    }
}

/// The word for what a sighting is worth in JSON.
pub fn worth(worth: Worth) -> &'static str {
    match worth {
        Worth::Proves => "proves",
        Worth::Distinguishes => "distinguishes",
        Worth::Sights => "sights",
    }
}

/// The words under which a row lists its measures, the most telling first.
pub const GROUPS: [&str; 6] = ["proves", "tells apart", "sights only", "lacks a cue", "not in force", "blind"];

/// The place of a cell among [`GROUPS`].
pub fn group(cell: &Cell) -> usize {
    match cell {
        Cell::Sees(s, _) => match s.worth {
            Worth::Proves => 0,
            Worth::Distinguishes => 1,
            Worth::Sights => 2,
        },
        Cell::Uncued(_) => 3,
        Cell::NotInForce(_) => 4,
        Cell::Blind => 5,
    }
}

/// What there is to say of a cell besides its group.
pub fn remarks(inventory: &Inventory, of: Subject, adverse: &Cell, favourable: Option<&Cell>) -> Vec<String> {
    let mut remarks = Vec::new();
    match adverse {
        Cell::Sees(seen, concealed) => {
            if seen.cued {
                remarks.push("cued only".to_owned());
            }
            remarks.extend(alibi(inventory, of, seen));
            match concealed {
                Concealed::No => {}
                Concealed::Lowered { leaves, by } => {
                    let by: Vec<String> = by.iter().map(|c| concealment(inventory, *c)).collect();
                    let leaves = leaves.map_or("nothing", |w| GROUPS[group_of(w)]);
                    remarks.push(format!("{leaves} under {}", by.join(" with ")));
                }
                Concealed::Unknown => remarks.push("too many ways to conceal it".to_owned()),
            }
        }
        Cell::Uncued(would) | Cell::NotInForce(would) if would.cued => {
            remarks.push(format!("{}, once cued", GROUPS[group_of(would.worth)]));
        }
        Cell::Uncued(would) | Cell::NotInForce(would) => remarks.push(GROUPS[group_of(would.worth)].to_owned()),
        Cell::Blind => {}
    }
    if let Some(favourable) = favourable.filter(|f| place(f) < place(adverse)) {
        let cued = match favourable {
            Cell::Sees(s, _) if s.cued && !matches!(adverse, Cell::Sees(a, _) if a.cued) => ", cued only,",
            _ => "",
        };
        remarks.push(format!("{}{cued} at the favourable end", GROUPS[group(favourable)]));
    }
    remarks
}

fn group_of(worth: Worth) -> usize {
    match worth {
        Worth::Proves => 0,
        Worth::Distinguishes => 1,
        Worth::Sights => 2,
    }
}

/// What explains a sighting.
fn alibi(inventory: &Inventory, of: Subject, seen: &Sighting) -> Option<String> {
    seen.alibi.map(|alibi| match (alibi, of) {
        (Alibi::Activity(a), Subject::Path(b) | Subject::Preparation(b) | Subject::LeadUp(b)) if a == b => {
            "it is permitted itself".to_owned()
        }
        (Alibi::Activity(a), _) => format!("{} looks the same", activity(inventory, a)),
        (Alibi::MayBeHeld, _) => "some may be held".to_owned(),
    })
}

/// The id of an activity, preparations included.
pub fn activity(inventory: &Inventory, activity: ActivityIx) -> String {
    visible(inventory.worlds[0].activities.get(activity.0).map_or("?", |a| &a.id))
}

/// The id of a holding, preparations included.
pub fn holding(inventory: &Inventory, holding: HoldingIx) -> String {
    visible(inventory.worlds[0].holdings.get(holding.0).map_or("?", |h| &h.id))
}

/// The id of a concealment.
pub fn concealment(inventory: &Inventory, concealment: ConcealmentIx) -> String {
    visible(inventory.regime.concealments.get(concealment.0).map_or("?", |c| &c.entry.id))
}

/// What a row is about, in a few words.
pub fn subject(inventory: &Inventory, row: &Row) -> String {
    let mut text = match row.subject {
        Subject::Path(a) => activity(inventory, a),
        Subject::Preparation(_) => "  its preparation".to_owned(),
        Subject::LeadUp(a) => format!("leads up: {}", activity(inventory, a)),
        Subject::Held(h) => format!("held: {}", holding(inventory, h)),
    };
    if row.favourable.is_empty() && !row.phases.is_empty() {
        text.push_str(" (adverse end only)");
    }
    text
}

/// A number, or an interval as `1 to 3`.
pub fn interval<T: std::fmt::Display + PartialEq>(interval: &Interval<T>) -> String {
    if interval.low == interval.high {
        interval.low.to_string()
    } else {
        format!("{} to {}", interval.low, interval.high)
    }
}

/// How often: `2 a month`, `1 in 3 to 12 months`.
pub fn rate(rate: &Rate) -> String {
    match rate {
        Rate::PerMonth(n) => format!("{} a month", interval(n)),
        Rate::MonthsBetween(n) if n.high == 1 => "1 a month".to_owned(),
        Rate::MonthsBetween(n) => format!("1 in {} months", interval(n)),
    }
}

/// Months, or an interval of them: `1 month`, `3 to 6 months`.
pub fn months(n: &Interval<u64>) -> String {
    if n.low == n.high { counted(n.low, "month") } else { format!("{} months", interval(n)) }
}

/// How much of a holding is made how often: `15 to 30 a month by A`, `2 in 6 months by A, 4 times at most`.
pub fn making(inventory: &Inventory, making: &Making) -> String {
    let amount = &making.amount;
    let often = match &making.rate {
        Rate::PerMonth(n) => {
            let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
            let made = Interval { low: product(amount.low, n.low), high: product(amount.high, n.high) };
            format!("{} a month", interval(&made))
        }
        Rate::MonthsBetween(n) if n.high == 1 => format!("{} a month", interval(amount)),
        Rate::MonthsBetween(n) => format!("{} in {} months", interval(amount), interval(n)),
    };
    let mut text = format!("{often} by {}", activity(inventory, making.activity));
    if let Some(total) = &making.total {
        let times =
            if total.low == total.high { counted(total.low, "time") } else { format!("{} times", interval(total)) };
        text.push_str(&format!(", {times} at most"));
    }
    text
}
