//! A script of a certificate: the formula as SMT-LIB, and above it in words what it says.

use super::words;
use crate::analysis::certify::{Certificate, Host, Script, Statement, evidence};
use crate::analysis::replay::choice;
use crate::encode::layout::{Cell, Known, Mark};
use crate::encode::smtlib;
use crate::encode::{Constraint, Var};
use crate::model::acceptance::{Leeway, Refusals, bargains};
use crate::model::term::Term;
use crate::model::{Exact, MeasureIx};
use crate::query::Unseen;
use crate::report::table::wrapped;
use crate::report::{exactly, provenance};
use crate::verdict::Engine;
use crate::verdict::search::{BOUND, REFUTED};
use num_traits::One;
use std::collections::{BTreeMap, BTreeSet};

/// Columns of a line of comment.
const WIDTH: usize = 110;

/// The text of a script; `name` is its file's.
pub fn render(certificate: &Certificate, script: &Script, name: &str) -> String {
    let mut head = Vec::new();
    let mut say = |text: String| head.extend(wrapped(&text, WIDTH));
    let tool = provenance::tool();
    let version = |key: &str| tool.get(key).and_then(|v| v.as_str()).unwrap_or("?").to_owned();
    say(format!(
        "{name}: a script of the certificate for `{}`, written by regimecheck {} with Z3 {}",
        certificate.regime.agreement.entry.id,
        version("version"),
        version("z3")
    ));
    say(String::new());
    say(format!("Claim: {}.", claim(certificate, script)));
    say(format!("This script treats {}.", completion(script)));
    say(match script.statement {
        Statement::NoPlan => "Every such plan would be a solution of the constraints below.".to_owned(),
        _ => "Every such plan that broke the claim would be a solution of the constraints below.".to_owned(),
    });
    say("The answer has to be: unsat.".to_owned());
    head.push(String::new());
    head.extend(months(certificate, script));
    head.push(String::new());
    head.extend(variables(certificate, script));
    head.extend(refusals(certificate, script));
    if script.statement != Statement::NoPlan {
        head.push(String::new());
        head.extend(weights(script));
    }
    head.push(String::new());
    smtlib::script(&script.step.formula, &head, |constraint| note(script, constraint))
}

/// The claim that a script helps to establish, in words.
fn claim(certificate: &Certificate, script: &Script) -> String {
    let (question, terms) = (&script.question, &script.terms);
    let whose = words::plans(certificate, question.obligation, question.path, script.end, terms);
    words::statement(&script.statement, &whose, terms)
}

/// The completion months that a script treats, in words.
fn completion(script: &Script) -> String {
    let (first, last) = script.step.program.layout.range;
    if first == last {
        return format!("plans that complete the violation in month T = {first}");
    }
    let open = &script.step.open;
    let but = match open.len() {
        0 => String::new(),
        _ => {
            let months: Vec<String> = open.iter().map(u64::to_string).collect();
            format!(", but for {}, which scripts of their own treat", crate::report::names::list(&months))
        }
    };
    format!("plans that complete the violation in month T, T = {first} to {last}{but}")
}

fn months(certificate: &Certificate, script: &Script) -> Vec<String> {
    let layout = &script.step.program.layout;
    let mut lines = wrapped(
        "Months. Months that are alike form a cell; for some T a cell may be empty. Events have no order within a cell: \
         that admits more than the plans, and never less.",
        WIDTH,
    );
    let only = (layout.range.0 == layout.range.1).then_some(layout.range.0);
    for (place, cell) in layout.cells.iter().enumerate() {
        let phase = certificate.regime.phases.get(cell.phase).map_or("?", |p| p.entry.id.as_str());
        let mut text = format!("  cell {}: {}, phase `{phase}`", place + 1, span(cell, only));
        text.push_str(if cell.in_force { ", obligation in force" } else { ", obligation not in force" });
        if cell.is_after {
            text.push_str("; after completion, no events");
        }
        if script.statement != Statement::NoPlan {
            text.push_str(&match cell.known {
                Known::Nothing => "; too late to count".to_owned(),
                Known::Within(0) => "; what is known at once counts".to_owned(),
                Known::Within(1) => "; what is known within 1 month counts".to_owned(),
                Known::Within(months) => format!("; what is known within {months} months counts"),
                Known::All => "; everything counts".to_owned(),
            });
        }
        lines.push(text);
    }
    lines
}

/// The months of a cell: numbers, or sums with T.
fn span(cell: &Cell, only: Option<u64>) -> String {
    let shown = |mark: Mark| match (only, mark.slope, mark.offset) {
        (Some(t), _, _) => mark.at(t).to_string(),
        (None, 0, n) => n.to_string(),
        (None, _, 0) => "T".to_owned(),
        (None, _, n) if n < 0 => format!("T - {}", n.unsigned_abs()),
        (None, _, n) => format!("T + {n}"),
    };
    let (first, last) = (shown(Mark { offset: cell.from.offset.saturating_add(1), ..cell.from }), shown(cell.to));
    if first == last { format!("month {first}") } else { format!("months {first} to {last}") }
}

fn variables(certificate: &Certificate, script: &Script) -> Vec<String> {
    let (program, question) = (&script.step.program, &script.question);
    let mut lines = wrapped(
        "Variables. |T|: the completion month; |A@N|: events of activity A in cell N; |A+C@N|: the same under concealment C, by its number; \
         |H~N|: stock of holding H at the end of cell N; |H~held@N|: months of cell N in which H is held, at least; \
         |H~held@N~A|: events of A in those months; |A~start@N|: a month of cell N, counted from 1, before which A has no event.",
        WIDTH,
    );
    let mut covers = BTreeSet::new();
    for column in &program.columns {
        let variant = question.acts.get(column.act).and_then(|a| a.variants.get(column.variant));
        covers.extend(variant.into_iter().flat_map(|v| &v.way.concealments).map(|c| c.0));
    }
    for cover in covers {
        let id = certificate.regime.concealments.get(cover).map_or("?", |c| c.entry.id.as_str());
        lines.push(format!("  concealment {cover}: `{id}`"));
    }
    if certificate.engine == Engine::Cells {
        lines.extend(indented(
            "left out: ways to carry out an event that are no harder to see than another and take no less",
        ));
    }
    let left_out: Vec<&str> = question.acts.iter().filter(|a| a.barred).map(|a| a.id.as_str()).collect();
    if !left_out.is_empty() {
        let ids: Vec<String> = left_out.iter().map(|id| format!("`{id}`")).collect();
        lines.extend(indented(&format!("left out, being other paths: {}", crate::report::names::list(&ids))));
    }
    if program.left_out_certain {
        lines.extend(indented(
            "left out, being seen for certain: events and months of holding that put a plan above every bound",
        ));
    }
    lines
}

/// What the host has to refuse, and its choice where it has one that matters.
fn refusals(certificate: &Certificate, script: &Script) -> Vec<String> {
    let none = Leeway::none();
    let leeway = match &script.terms.host {
        Host::Accepts => return Vec::new(),
        Host::Refuses(leeway) => leeway,
        Host::RefusesOther(_) | Host::RefusesJust(_) => &none,
    };
    let bargains = bargains(&certificate.regime, &Term::of(&certificate.regime), leeway);
    let forced = Refusals { phases: bargains.into_iter().map(|b| b.forced).collect() };
    let mut lines = vec![String::new()];
    if !forced.is_empty() {
        let forced = choice::words(&certificate.regime, &forced);
        lines.extend(wrapped(&format!("Refused in any case, being over `each`: {forced}."), WIDTH));
    }
    let program = &script.step.program;
    if program.refusals.is_empty() && program.relieved.is_empty() {
        lines.extend(wrapped("The host has no choice here that could matter, or none is left to it.", WIDTH));
        return lines;
    }
    lines.extend(wrapped(
        "The host's choice. |M~refused~P|: 1 if the host refuses measure M in phase number P, else 0; it may choose so that \
         what it accepts is within the total and nothing refused could be taken back. |...~relief...|: events, or months of \
         holding, that give away no more than is seen if the host refuses certain measures; above 0 only if it does:",
        WIDTH,
    ));
    let mut by_refused: BTreeMap<(usize, &[MeasureIx]), Vec<Var>> = BTreeMap::new();
    for (phase, refused, var) in &program.relieved {
        by_refused.entry((*phase, refused)).or_default().push(*var);
    }
    for ((phase, refused), vars) in by_refused {
        let ids: Vec<String> = refused.iter().map(|m| format!("`{}`", script.question.measure_id(*m))).collect();
        let phase = certificate.regime.phases.get(phase).map_or("?", |p| p.entry.id.as_str());
        let vars = names(script, vars.into_iter());
        lines.extend(indented(&format!("{} in phase `{phase}`: {vars}", ids.join(" and "))));
    }
    lines
}

fn weights(script: &Script) -> Vec<String> {
    let weights = &script.step.program.weights;
    let bits = weights.bits;
    let mut lines = wrapped(
        &format!(
            "Weights. A trial that stays unseen with probability q weighs -ln(q). Trials are independent, so a plan stays \
             unseen with probability exp(-w), w being the sum of its weights. Here weights are integers in units of 2^-{bits}: \
             those of trials are rounded down, so that the sum of a plan is never above its true weight, and the bound \
             is rounded up. What stays below the true bound stays below it in integers, too."
        ),
        WIDTH,
    );
    for class in weights.classes() {
        let by = names(script, class.count.terms.iter().map(|(var, _)| *var));
        let text = format!("q = {}: {}, for each of {by}", exactly::fraction(&class.unseen), class.weight);
        lines.extend(indented(&text));
    }
    if weights.classes().next().is_none() {
        lines.push("  No trial can be seen.".to_owned());
    }
    let bound = match script.statement.at_least() {
        None => "Bound: no trace, so no trial that can be seen.".to_owned(),
        Some(goal) => {
            let unseen = Exact::one() - goal;
            match Unseen::of(&unseen).weight(bits) {
                Some(weight) => format!(
                    "Bound: a confidence below {} means a probability above {} to stay unseen, so a weight below \
                     -ln of it, which is at most {} units: the sum is at most one less.",
                    exactly::fraction(goal),
                    exactly::fraction(&unseen),
                    weight.high
                ),
                None => "Bound: none, since any doubt is below certainty.".to_owned(),
            }
        }
    };
    lines.extend(wrapped(&bound, WIDTH));
    lines
}

fn indented(text: &str) -> impl Iterator<Item = String> {
    wrapped(text, WIDTH - 2).into_iter().map(|line| format!("  {line}"))
}

fn names(script: &Script, vars: impl Iterator<Item = Var>) -> String {
    let declared = &script.step.formula.vars;
    let names: Vec<String> = vars.filter_map(|v| declared.get(v.0)).map(smtlib::name).collect();
    names.join(" ")
}

/// What a constraint that was added in the course of the search rests on.
fn note(script: &Script, constraint: &Constraint) -> Vec<String> {
    if constraint.why == BOUND && constraint.any.iter().all(|l| l.terms.is_empty()) {
        return vec!["nothing can be seen, so nothing is weighed".to_owned()];
    }
    if constraint.why != REFUTED {
        return Vec::new();
    }
    // Each alternative says: fewer than n trials of a class.
    let mut product = Unseen::whole();
    for fewer in &constraint.any {
        let class = script.step.program.weights.classes().find(|c| c.count.clone().negated().terms == fewer.terms);
        if let (Some(class), Ok(n)) = (class, u128::try_from(fewer.constant.clone() + 1)) {
            product.times(&class.unseen, n);
        }
    }
    let most = script.statement.at_least().map(|goal| exactly::fraction(&(Exact::one() - goal))).unwrap_or_default();
    wrapped(&format!("{} is not above {most}", exactly::probability(&product)), WIDTH)
}

/// The completion months that a script treats, as ranges.
pub fn treated(script: &Script) -> Vec<(u64, u64)> {
    evidence::months(&script.step)
}
