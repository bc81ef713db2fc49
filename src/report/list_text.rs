//! The answer to `list` as text: tables of what is in a regime, then a matrix of what could see what.

use super::list_matrix::{self, Look};
use super::list_words::{activity, concealment, holding, interval, making, months, rate};
use super::names::counted;
use super::percent;
use super::style::Style;
use super::table::{Cell, paragraph, table, wrapped};
use crate::analysis::list::Inventory;
use crate::analysis::list::stakes::Stake;
use crate::diagnostic::visible;
use crate::model::{ActivityIx, Duty, Holds, Interval, MeasureIx, ObligationIx, SignatureIx};

/// What to show.
#[derive(Debug, Clone, Copy)]
pub struct Show<'a> {
    /// The file as it was named.
    pub file: &'a str,
    /// Whether only some obligations were asked for: then what concerns all is left out.
    pub some: bool,
    /// How to show the matrix.
    pub look: Look,
}

/// The whole report.
pub fn render(inventory: &Inventory, show: Show<'_>, style: Style) -> String {
    let agreement = &inventory.regime.agreement;
    let title = agreement.title.as_deref().unwrap_or(&agreement.entry.id);
    let months = counted(inventory.term.months, "month");
    let heading = format!("{}: {}, {months}", visible(show.file), visible(title));
    let mut out: String = wrapped(&heading, style.width).iter().map(|line| format!("{}\n", style.bold(line))).collect();
    let mut parts = vec![assumptions(inventory, style), phases(inventory, style), obligations(inventory, style)];
    if !show.some {
        parts.push(holdings(inventory, style));
        parts.push(activities(inventory, style));
        parts.push(concealments(inventory, style));
    }
    parts.push(measures(inventory, style));
    if !show.some {
        parts.push(interests(inventory, style));
    }
    parts.push(list_matrix::render(inventory, show.look, style));
    for part in parts.into_iter().filter(|p| !p.is_empty()) {
        out.push('\n');
        out.push_str(&part);
    }
    out
}

/// A cell of several items: in one line if there is room, else one a line.
fn items(items: Vec<String>) -> Cell {
    match items.as_slice() {
        [] => Cell::plain("-"),
        [one] => Cell::plain(one.clone()),
        _ => Cell { text: items.join(", "), lines: items, verdict: None },
    }
}

fn section(title: &str, heads: &[&str], rows: &[Vec<Cell>], style: Style) -> String {
    if rows.is_empty() {
        return String::new();
    }
    format!("{}\n{}", style.bold(title), table(heads, rows, style))
}

fn obligation(inventory: &Inventory, obligation: ObligationIx) -> String {
    visible(inventory.regime.obligations.get(obligation.0).map_or("?", |o| &o.entry.id))
}

fn measure(inventory: &Inventory, measure: MeasureIx) -> String {
    visible(inventory.regime.measures.get(measure.0).map_or("?", |m| &m.entry.id))
}

fn signatures(inventory: &Inventory, signatures: &[SignatureIx]) -> Vec<String> {
    signatures.iter().filter_map(|s| inventory.regime.signatures.get(s.0)).map(|s| visible(&s.entry.id)).collect()
}

fn assumptions(inventory: &Inventory, style: Style) -> String {
    let rows: Vec<Vec<Cell>> = inventory
        .assumptions
        .iter()
        .map(|resting| {
            let assumption = &inventory.regime.assumptions[resting.assumption.0];
            let holds = match assumption.holds {
                Holds::True => "holds",
                Holds::False => "does not hold",
                Holds::Unknown => "unknown",
            };
            let on = resting.activities.iter().map(|a| activity(inventory, *a));
            let on = on.chain(resting.concealments.iter().map(|c| concealment(inventory, *c)));
            vec![Cell::plain(visible(&assumption.entry.id)), Cell::plain(holds), items(on.collect())]
        })
        .collect();
    if rows.is_empty() {
        return "no assumptions: nothing rests on an `if`\n".to_owned();
    }
    section("Assumptions", &["assumption", "holds", "what rests on it"], &rows, style)
}

fn phases(inventory: &Inventory, style: Style) -> String {
    let mut out = format!("{}\n", style.bold("Phases and what is in force in them"));
    for (place, (phase, in_force)) in inventory.regime.phases.iter().zip(&inventory.term.phases).enumerate() {
        let months = if in_force.first == in_force.last {
            format!("month {}", in_force.first)
        } else {
            format!("months {} to {}", in_force.first, in_force.last)
        };
        let id = format!("{} {}", place + 1, visible(&phase.entry.id));
        out.push_str(&format!("{}: {months}\n", style.bold(&id)));
        let held =
            |flags: &[bool]| flags.iter().enumerate().filter(|(_, f)| **f).map(|(place, _)| place).collect::<Vec<_>>();
        let obligations =
            held(&in_force.obligations).into_iter().map(|o| obligation(inventory, ObligationIx(o))).collect();
        let measures = held(&in_force.measures).into_iter().map(|m| measure(inventory, MeasureIx(m))).collect();
        let gate = phase.gate.iter().map(|o| obligation(inventory, *o)).collect();
        let rewards = phase.rewards.iter().map(|r| visible(&r.entry.id)).collect();
        line(&mut out, "obligations", Some(obligations), style);
        line(&mut out, "measures", Some(measures), style);
        line(&mut out, "gate", (!phase.gate.is_empty()).then_some(gate), style);
        line(&mut out, "rewards", (!phase.rewards.is_empty()).then_some(rewards), style);
    }
    out
}

/// A labelled line of items under a heading; nothing if there is no such line.
fn line(out: &mut String, label: &str, items: Option<Vec<String>>, style: Style) {
    if let Some(items) = items {
        let text = if items.is_empty() { "none".to_owned() } else { items.join(", ") };
        out.push_str(&paragraph(&format!("  {label:<12} "), &text, style.width));
    }
}

fn obligations(inventory: &Inventory, style: Style) -> String {
    let mut out = String::new();
    for scope in &inventory.obligations {
        let o = &inventory.regime.obligations[scope.obligation.0];
        let article = o.article.as_deref().map(|a| format!(" (article {})", visible(a))).unwrap_or_default();
        out.push_str(&format!("{}{article}\n", style.bold(&visible(&o.entry.id))));
        let goal = o.goal.as_ref().unwrap_or(&inventory.regime.agreement.goal);
        let duty = match &o.duty {
            Duty::Prohibits(_) => format!("prohibits conduct; {} to be significant", counted(o.significant, "unit")),
            Duty::Limits { holding: h, at_most } => {
                format!("limits {} to {at_most}; {} more to be significant", holding(inventory, *h), o.significant)
            }
        };
        let times = format!(
            "usable after {}, response takes {}, goal {}",
            months(&o.usable_after_months),
            months(&o.response_months),
            percent::exact(goal)
        );
        let ids = scope.phases.iter().filter_map(|p| inventory.regime.phases.get(*p)).map(|p| visible(&p.entry.id));
        let in_force: Vec<String> = ids.collect();
        let activities = |list: &[ActivityIx]| list.iter().map(|a| activity(inventory, *a)).collect::<Vec<_>>();
        line(&mut out, "duty", Some(vec![duty]), style);
        line(&mut out, "times", Some(vec![times]), style);
        let never = vec!["in no phase".to_owned()];
        line(&mut out, "in force", Some(if in_force.is_empty() { never } else { in_force }), style);
        line(&mut out, "paths", Some(activities(&scope.paths)), style);
        line(&mut out, "leads up", (!scope.leads_up.is_empty()).then(|| activities(&scope.leads_up)), style);
    }
    if out.is_empty() {
        return "no obligations\n".to_owned();
    }
    format!("{}\n{out}", style.bold("Obligations and their paths"))
}

fn holdings(inventory: &Inventory, style: Style) -> String {
    let rows: Vec<Vec<Cell>> = inventory
        .holdings
        .iter()
        .map(|stock| {
            let h = &inventory.regime.holdings[stock.holding.0];
            let made = stock.made_by.iter().map(|m| making(inventory, m));
            let taken = stock.used_by.iter().chain(&stock.needed_by).map(|a| activity(inventory, *a));
            let taken = taken.chain(stock.concealments.iter().map(|c| concealment(inventory, *c)));
            vec![
                Cell::plain(visible(&h.entry.id)),
                Cell::plain(interval(&h.initial)),
                items(made.collect()),
                items(taken.collect()),
            ]
        })
        .collect();
    section("Holdings", &["holding", "stock", "rate of making", "used or needed by"], &rows, style)
}

fn activities(inventory: &Inventory, style: Style) -> String {
    let rows: Vec<Vec<Cell>> = inventory
        .activities
        .iter()
        .map(|doing| {
            let a = &inventory.regime.activities[doing.activity.0];
            let mut often = vec![rate(&a.rate)];
            often.extend(a.total.as_ref().map(|total| format!("{} in all", interval(total))));
            let mut gives = signatures(inventory, &a.signatures);
            if let Some(preparation) = &a.preparation {
                often.push(format!("after {}", months(&preparation.months)));
                let seen = signatures(inventory, &preparation.signatures);
                gives.extend(seen.iter().map(|s| format!("{s} (before)")));
            }
            let bans: Vec<String> = doing.path_of.iter().map(|o| obligation(inventory, *o)).collect();
            vec![
                Cell::plain(visible(&a.entry.id)),
                items(often),
                items(gives),
                if bans.is_empty() { Cell::plain("none") } else { items(bans) },
            ]
        })
        .collect();
    section("Activities", &["activity", "at most", "gives off", "path of"], &rows, style)
}

fn concealments(inventory: &Inventory, style: Style) -> String {
    let rows: Vec<Vec<Cell>> = inventory
        .regime
        .concealments
        .iter()
        .zip(&inventory.covers)
        .map(|(c, covers)| {
            let covers = covers.iter().map(|a| activity(inventory, *a)).collect();
            let residual = Interval { low: percent::exact(&c.residual.low), high: percent::exact(&c.residual.high) };
            vec![
                Cell::plain(visible(&c.entry.id)),
                items(signatures(inventory, &c.hides)),
                Cell::plain(interval(&residual)),
                items(covers),
                items(signatures(inventory, &c.signatures)),
            ]
        })
        .collect();
    section("Concealments", &["concealment", "hides", "leaves", "covers", "gives off"], &rows, style)
}

fn measures(inventory: &Inventory, style: Style) -> String {
    let rows: Vec<Vec<Cell>> = inventory
        .regime
        .measures
        .iter()
        .enumerate()
        .map(|(place, m)| {
            let phases = inventory.term.phases.iter().enumerate().filter(|(_, p)| p.measures[place]);
            let in_force: Vec<String> = phases.map(|(phase, _)| (phase + 1).to_string()).collect();
            let in_force = match in_force.len() {
                0 => Cell::plain("never"),
                n if n == inventory.term.phases.len() => Cell::plain("always"),
                _ => Cell::plain(in_force.join(", ")),
            };
            vec![
                Cell::plain(format!("{} {}", place + 1, visible(&m.entry.id))),
                Cell::plain(m.family.word()),
                Cell::plain(if m.consent { "yes" } else { "no" }),
                Cell::plain(interval(&m.latency_months)),
                items(m.cued_by.iter().map(|c| measure(inventory, *c)).collect()),
                in_force,
            ]
        })
        .collect();
    section(
        "Measures (latency in months, phases by number)",
        &["measure", "family", "consent", "latency", "cued by", "in force"],
        &rows,
        style,
    )
}

fn interests(inventory: &Inventory, style: Style) -> String {
    let names = |activities: &[ActivityIx]| items(activities.iter().map(|a| activity(inventory, *a)).collect());
    let row = |stake: &Stake| {
        let interest = inventory.regime.interests.get(stake.interest)?;
        Some(vec![
            Cell::plain(visible(&interest.entry.id)),
            Cell::plain(interest.party.as_deref().map_or_else(|| "-".to_owned(), visible)),
            names(&stake.activities),
            names(&stake.unbound),
        ])
    };
    let rows: Vec<Vec<Cell>> = inventory.stakes.iter().filter_map(row).collect();
    section("Interests", &["interest", "party", "concerned with", "that no obligation binds"], &rows, style)
}
