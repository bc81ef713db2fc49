//! The scenario card: an [`Explanation`] as text.

use super::card_looks;
use super::check_text::{confidence, verdict};
use super::names::{self, counted};
use super::percent;
use super::sentence;
use super::style::Style;
use super::table::{Cell, paragraph, table, wrapped};
use crate::analysis::check::{Open, Outcome};
use crate::analysis::explain::{Explanation, Month, Story};
use crate::diagnostic::visible;
use crate::model::{HoldingIx, Verdict};
use crate::query::question::{Keep, Target};
use crate::query::{Due, Question, Reading, Scene};
use num_bigint::BigInt;

/// The whole card.
pub fn render(explanation: &Explanation, file: &str, style: Style) -> String {
    let mut out = heading(explanation, file, style);
    out.push('\n');
    out.push_str(&facts(explanation, style));
    if let Some(story) = &explanation.story {
        let closest = explanation.ends.at(explanation.end()).as_ref().is_ok_and(|f| f.verdict == Verdict::Assured);
        let title =
            if closest { "The plan that comes closest, month by month" } else { "The best evasion, month by month" };
        out.push_str(&format!("\n{}\n\n", style.bold(title)));
        out.push_str(&months(&explanation.scene, &explanation.question, story, style));
        if !story.causes.is_empty() {
            let text = format!("It is not seen better, since {}.", sentence::causes(&explanation.scene, &story.causes));
            out.push('\n');
            out.push_str(&paragraph("", &text, style.width));
        }
        out.push_str(&format!("\n{}\n", style.bold("What could be seen of it")));
        out.push_str(&card_looks::render(explanation, story, style));
    }
    if !explanation.carriers.is_empty() {
        out.push_str(&format!("\n{}\n\n", style.bold("What carries the verdict: the worst case without each measure")));
        out.push_str(&carriers(explanation, style));
    }
    if !explanation.obstacles.is_empty() {
        out.push_str(&format!("\n{}\n\n", style.bold("What stands in the way")));
        for obstacle in &explanation.obstacles {
            out.push_str(&paragraph(
                "- ",
                &sentence::obstacle(&explanation.scene, &explanation.question, obstacle),
                style.width,
            ));
        }
    }
    out
}

fn heading(explanation: &Explanation, file: &str, style: Style) -> String {
    let regime = &explanation.scene.regime;
    let obligation = &regime.obligations[explanation.question.obligation.0];
    let mut text = format!("{}: {}", visible(&obligation.entry.id), visible(obligation.entry.title()));
    if obligation.entry.name.is_none() {
        text = visible(&obligation.entry.id);
    }
    if let Some(path) = explanation.question.path {
        text.push_str(&format!(", the path of {}", names::activity(&explanation.scene, path)));
    }
    let agreement = visible(regime.agreement.title.as_deref().unwrap_or(&regime.agreement.entry.id));
    let end = explanation.end().word();
    let mut out: String = wrapped(&text, style.width).iter().map(|l| format!("{}\n", style.bold(l))).collect();
    out.push_str(&paragraph("", &format!("{agreement} ({}), {end} end", visible(file)), style.width));
    out
}

/// A label and a text, wrapped.
pub(super) fn fact(label: &str, text: &str, style: Style) -> String {
    paragraph(&format!("{label:<17}"), text, style.width)
}

fn facts(explanation: &Explanation, style: Style) -> String {
    let mut out = String::new();
    let cell = verdict(&explanation.ends);
    let label = format!("{:<17}", "verdict");
    out.push_str(&format!("{label}{}\n", style.verdict(explanation.ends.verdict(), &cell.text)));
    let question = &explanation.question;
    out.push_str(&fact("confidence", &confidence(&explanation.ends, &question.goal).text, style));
    match (explanation.ends.at(explanation.end()), &explanation.story) {
        (Err(Open::Undecided(reason)), _) => out.push_str(&fact("undecided", &visible(reason), style)),
        (Err(Open::Fault(what)), _) => out.push_str(&fact("fault", &visible(what), style)),
        (Ok(_), Some(story)) => out.push_str(&dates(question, story, style)),
        (Ok(_), None) => {}
    }
    out
}

/// When a plan is complete, has to be known of and is proved, and with what confidence.
pub(super) fn dates(question: &Question, story: &Story, style: Style) -> String {
    let account = &story.account;
    let takes = match &question.target {
        Target::Count(1) => "1 unit is a violation".to_owned(),
        Target::Count(units) => format!("{units} units are a violation"),
        Target::Stock(_, stock) => format!("a stock of {stock} is a violation"),
    };
    let mut out = fact("complete", &format!("month {} ({takes})", account.completed), style);
    let warning = match question.due {
        Due::By(_) => "whenever it is complete".to_owned(),
        Due::AfterCompletion(0) => "the month of completion".to_owned(),
        Due::AfterCompletion(n) if n > 0 => format!("{} after completion", counted(n.unsigned_abs(), "month")),
        Due::AfterCompletion(n) => format!("{} before completion", counted(n.unsigned_abs(), "month")),
    };
    let none = if account.deadline < 1 { "; before month 1, so no proof can come in time" } else { "" };
    out.push_str(&fact("deadline", &format!("month {}, {warning}{none}", account.deadline), style));
    let proved = match (account.proved, account.margin()) {
        (Some(month), Some(margin)) => {
            let n = counted(margin.unsigned_abs(), "month");
            let relation = match margin {
                0 => "at the deadline".to_owned(),
                1.. => format!("{n} before the deadline"),
                _ => format!("{n} after the deadline"),
            };
            format!("month {month}, {relation}")
        }
        _ => "never".to_owned(),
    };
    out.push_str(&fact("proved", &proved, style));
    let c = |reading| percent::confidence(story.candidate.unseen(reading));
    let by_deadline = format!("proof {}, sighting {}", c(Reading::ProofInTime), c(Reading::SightingInTime));
    out.push_str(&fact("by the deadline", &by_deadline, style));
    out.push_str(&fact(
        "at any time",
        &format!("proof {}, sighting {}", c(Reading::ProofEver), c(Reading::SightingEver)),
        style,
    ));
    out
}

/// What happens, month by month; months in which the same is done stand together.
pub(super) fn months(scene: &Scene, question: &Question, story: &Story, style: Style) -> String {
    let moving = moving(question, story);
    let mut rows: Vec<Row> = Vec::new();
    let mut months = story.months.iter().peekable();
    while let Some(first) = months.next() {
        let mut last = first;
        while let Some(next) = months.next_if(|next| like(first, next, story)) {
            last = next;
        }
        rows.push(Row::of((scene, question), story, (first, last), &moving));
    }
    let count = match question.target {
        Target::Count(_) => "units",
        Target::Stock(..) => "stock",
    };
    let mut heads = vec!["month", "what happens", count, "stocks", "sighted", "proved"];
    if moving.is_empty() {
        heads.remove(3);
    }
    // What is left for what happens when the other columns have what they need.
    let narrow =
        |row: &Row| row.when.len().max(5) + row.count.len().max(5) + row.sighted.len().max(7) + row.proved.len().max(6);
    let stock = |row: &Row| row.stocks.iter().map(String::len).max().unwrap_or(0);
    let taken = rows.iter().map(narrow).max().unwrap_or(0) + rows.iter().map(stock).max().unwrap_or(0).max(6);
    let room = style.width.saturating_sub(taken + 2 * heads.len()).max(30);
    let cells: Vec<Vec<Cell>> = rows.iter().map(|row| row.cells(room, !moving.is_empty())).collect();
    table(&heads, &cells, style)
}

/// A row of the plan.
struct Row {
    when: String,
    what: Vec<String>,
    count: String,
    stocks: Vec<String>,
    sighted: String,
    proved: String,
}

impl Row {
    fn of(
        (scene, question): (&Scene, &Question),
        story: &Story,
        (first, last): (&Month, &Month),
        moving: &[HoldingIx],
    ) -> Row {
        let stocks = last.stocks.iter().filter(|(h, _)| moving.contains(h));
        Row {
            when: match last.month {
                month if month == first.month => month.to_string(),
                month => format!("{}-{month}", first.month),
            },
            what: happens(scene, first, last, story),
            count: last.count.to_string(),
            stocks: stocks.map(|(h, n)| format!("{} {n}", visible(&scene.world.holdings[h.0].id))).collect(),
            sighted: percent::confidence(&last.sighting),
            proved: percent::against(&last.proof, &question.goal),
        }
    }

    fn cells(&self, room: usize, stocks: bool) -> Vec<Cell> {
        let happens = if self.what.is_empty() { "-".to_owned() } else { self.what.join(", ") };
        let lines: Vec<String> = self.what.iter().flat_map(|what| wrapped(what, room)).collect();
        let mut cells = vec![
            Cell::plain(self.when.clone()),
            Cell { text: happens, lines, verdict: None },
            Cell::plain(self.count.clone()),
            Cell { text: self.stocks.join(", "), lines: self.stocks.clone(), verdict: None },
            Cell::plain(self.sighted.clone()),
            Cell::plain(self.proved.clone()),
        ];
        if !stocks {
            cells.remove(3);
        }
        cells
    }
}

/// The holdings whose stock changes in the course of a plan.
fn moving(question: &Question, story: &Story) -> Vec<HoldingIx> {
    let moves = |keep: &&Keep| {
        let initial = BigInt::from(keep.initial);
        story.months.iter().any(|m| m.stocks.iter().any(|(h, n)| *h == keep.holding && *n != initial))
    };
    question.keeps.iter().filter(moves).map(|k| k.holding).collect()
}

/// Whether a month can stand in one row with an earlier one: the same is done, and nothing falls due.
fn like(first: &Month, next: &Month, story: &Story) -> bool {
    let due = |month: u64| {
        let account = &story.account;
        month == account.completed || Some(month) == account.proved || i64::try_from(month) == Ok(account.deadline)
    };
    let same = |a: &crate::query::Event, b: &crate::query::Event| {
        a.activity == b.activity && a.concealments == b.concealments && a.count == b.count
    };
    first.phase == next.phase
        && !due(first.month)
        && !due(next.month)
        && first.events.len() == next.events.len()
        && first.events.iter().zip(&next.events).all(|(a, b)| same(a, b))
}

/// What happens in some like months.
fn happens(scene: &Scene, first: &Month, last: &Month, story: &Story) -> Vec<String> {
    let each = if last.month > first.month { " each month" } else { "" };
    let mut what: Vec<String> = first
        .events
        .iter()
        .map(|event| {
            let covers: Vec<String> = event.concealments.iter().map(|c| names::concealment(scene, *c)).collect();
            let under = if covers.is_empty() { String::new() } else { format!(" (under {})", covers.join(" + ")) };
            format!("{}{under}{each}", sentence::counted_events(scene, event.activity, event.count.into()))
        })
        .collect();
    let begins =
        scene.term.phases.len() > 1 && scene.term.phases.get(first.phase).is_some_and(|p| p.first == first.month);
    if let Some(phase) = scene.regime.phases.get(first.phase).filter(|_| begins) {
        what.insert(0, format!("[phase {} begins]", visible(&phase.entry.id)));
    }
    let account = &story.account;
    if first.month == account.completed {
        what.push("[violation complete]".to_owned());
    }
    if Some(first.month) == account.proved {
        what.push("[proved]".to_owned());
    }
    if i64::try_from(first.month) == Ok(account.deadline) {
        what.push("[deadline]".to_owned());
    }
    what
}

fn carriers(explanation: &Explanation, style: Style) -> String {
    let scene = &explanation.scene;
    let rows: Vec<Vec<Cell>> = explanation
        .carriers
        .iter()
        .map(|carrier| {
            let verdict = carrier.without.as_ref().ok().map(|f| f.verdict);
            let carries = match verdict {
                Some(Verdict::Assured) => "no",
                Some(_) => "yes",
                None => "?",
            };
            vec![
                Cell::plain(names::measure(scene, carrier.measure)),
                Cell::plain(verdict.map_or("undecided", |v| v.word())).colored(verdict),
                Cell::plain(worst(&carrier.without, explanation)),
                Cell::plain(carries),
            ]
        })
        .collect();
    table(&["without", "verdict", "confidence", "needed"], &rows, style)
}

fn worst(outcome: &Outcome, explanation: &Explanation) -> String {
    match outcome {
        Ok(f) => f.unseen().map_or_else(|| "-".to_owned(), |u| percent::against(u, &explanation.question.goal)),
        Err(open) => visible(open.reason()),
    }
}
