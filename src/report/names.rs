//! Names of things for reports, safe to print.

use crate::diagnostic::visible;
use crate::model::{ActivityIx, ConcealmentIx, HoldingIx, MeasureIx};
use crate::query::Scene;

/// The name of an activity; a preparation is called after what it prepares.
pub fn activity(scene: &Scene, activity: ActivityIx) -> String {
    match scene.regime.activities.get(activity.0) {
        Some(a) => visible(a.entry.title()),
        None => match scene.world.activities.get(activity.0).and_then(|a| a.prepares) {
            Some(prepared) => format!("preparation of {}", self::activity(scene, prepared)),
            None => "?".to_owned(),
        },
    }
}

/// The name of a concealment.
pub fn concealment(scene: &Scene, concealment: ConcealmentIx) -> String {
    visible(scene.regime.concealments.get(concealment.0).map_or("?", |c| c.entry.title()))
}

/// A name as it stands in a list: in quotes if it could be taken for several.
fn apart(name: &str) -> String {
    let name = visible(name);
    if name.contains([',', ';']) || name.contains(" and ") { format!("\"{name}\"") } else { name }
}

/// The name of a measure.
pub fn measure(scene: &Scene, measure: MeasureIx) -> String {
    apart(scene.regime.measures.get(measure.0).map_or("?", |m| m.entry.title()))
}

/// The name of a holding; that of a preparation is called after what it prepares.
pub fn holding(scene: &Scene, holding: HoldingIx) -> String {
    match scene.regime.holdings.get(holding.0) {
        Some(h) => visible(h.entry.title()),
        None => scene.world.holdings.get(holding.0).map_or_else(|| "?".to_owned(), |h| visible(&h.id)),
    }
}

/// Words in a row: `a`, `a and b`, `a, b and c`.
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A number with its noun: `1 month`, `2 months`.
pub fn counted(n: impl Into<u128>, noun: &str) -> String {
    let n: u128 = n.into();
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Months in words: `month 3`, `months 3 and 7`, `months 1 to 6`, `17 months between 2 and 60`.
pub fn months(months: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for month in months {
        match runs.last_mut() {
            Some((_, last)) if *month <= *last + 1 => *last = *month,
            _ => runs.push((*month, *month)),
        }
    }
    let words = runs.iter().flat_map(|(first, last)| match last - first {
        0 => vec![first.to_string()],
        1 => vec![first.to_string(), last.to_string()],
        _ => vec![format!("{first} to {last}")],
    });
    let words: Vec<String> = words.collect();
    match (runs.as_slice(), words.len()) {
        ([], _) => "no month".to_owned(),
        ([(first, last)], _) if first == last => format!("month {first}"),
        ([(first, _), .., (_, last)], 6..) => {
            let count: u64 = runs.iter().map(|(f, l)| l - f + 1).sum();
            format!("{count} months between {first} and {last}")
        }
        _ => format!("months {}", list(&words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_words() {
        assert_eq!(months(&[3]), "month 3");
        assert_eq!(months(&[3, 7]), "months 3 and 7");
        assert_eq!(months(&[1, 2, 3, 9]), "months 1 to 3 and 9");
        assert_eq!(months(&[1, 3, 5, 7, 9, 11, 13]), "7 months between 1 and 13");
    }
}
