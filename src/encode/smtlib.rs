//! Formulas as SMT-LIB 2 scripts, for any solver of linear integer arithmetic.

use super::formula::{Constraint, Declared, Formula, Linear};
use num_bigint::BigInt;
use num_traits::{One, Signed};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The script that asks whether `formula` has a solution, with `head` on top, line by line as
/// comments. Each constraint stands below what it says; `note` may add lines to that. A constraint
/// that says the same as an earlier one is left out.
pub fn script(formula: &Formula, head: &[String], note: impl Fn(&Constraint) -> Vec<String>) -> String {
    let mut out = String::new();
    head.iter().for_each(|line| comment(&mut out, line));
    out.push_str("(set-logic QF_LIA)\n");
    for var in &formula.vars {
        let _ = writeln!(out, "(declare-const {} Int)", name(var));
    }
    comment(&mut out, "bounds of the variables");
    for var in &formula.vars {
        let _ = writeln!(out, "(assert (>= {} {}))", name(var), number(&var.low));
        if let Some(high) = &var.high {
            let _ = writeln!(out, "(assert (<= {} {}))", name(var), number(high));
        }
    }
    let mut seen = BTreeSet::new();
    let mut said = "";
    for constraint in &formula.constraints {
        let clause = clause(formula, constraint);
        if !seen.insert(clause.clone()) {
            continue;
        }
        let notes = note(constraint);
        if constraint.why != said || !notes.is_empty() {
            comment(&mut out, constraint.why);
            said = constraint.why;
        }
        notes.iter().for_each(|line| comment(&mut out, line));
        let _ = writeln!(out, "(assert {clause})");
    }
    out.push_str("(check-sat)\n");
    out
}

/// The name of a variable as scripts write it.
pub fn name(var: &Declared) -> String {
    format!("|{}|", var.name)
}

/// A line of comment; whatever would end it is taken out.
fn comment(out: &mut String, line: &str) {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    out.push_str(format!("; {line}").trim_end());
    out.push('\n');
}

/// At least one of the sums is 0 or more.
fn clause(formula: &Formula, constraint: &Constraint) -> String {
    let alternatives: Vec<String> = constraint.any.iter().map(|l| at_least_zero(formula, l)).collect();
    match alternatives.as_slice() {
        [] => "false".to_owned(),
        [one] => one.clone(),
        _ => format!("(or {})", alternatives.join(" ")),
    }
}

fn at_least_zero(formula: &Formula, linear: &Linear) -> String {
    let terms: Vec<String> = linear
        .terms
        .iter()
        .map(|(var, n)| {
            let var = formula.vars.get(var.0).map_or_else(|| "|?|".to_owned(), name);
            if n.is_one() { var } else { format!("(* {} {var})", number(n)) }
        })
        .collect();
    let right = number(&-&linear.constant);
    match terms.as_slice() {
        [] => format!("(>= 0 {right})"),
        [one] => format!("(>= {one} {right})"),
        _ => format!("(>= (+ {}) {right})", terms.join(" ")),
    }
}

fn number(n: &BigInt) -> String {
    if n.is_negative() { format!("(- {})", n.magnitude()) } else { n.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_written_out() {
        let mut formula = Formula::default();
        let x = formula.declare("x@1".into(), 0, Some(9.into()));
        let y = formula.declare("y~1".into(), 1, None);
        formula.require(Linear::of(5).plus(x, 1).plus(y, -3), "first");
        formula.require_any(vec![Linear::of(-1).plus(x, 1), Linear::var(y)], "second");
        formula.require(Linear::of(5).plus(x, 1).plus(y, -3), "first once more");
        formula.require(Linear::of(-1), "never");
        let head = vec!["two\nlines".to_owned()];
        assert_eq!(
            script(&formula, &head, |c| if c.why == "second" { vec!["a note".into()] } else { Vec::new() }),
            "; two lines\n(set-logic QF_LIA)\n(declare-const |x@1| Int)\n(declare-const |y~1| Int)\n\
             ; bounds of the variables\n(assert (>= |x@1| 0))\n(assert (<= |x@1| 9))\n(assert (>= |y~1| 1))\n\
             ; first\n(assert (>= (+ |x@1| (* (- 3) |y~1|)) (- 5)))\n\
             ; second\n; a note\n(assert (or (>= |x@1| 1) (>= |y~1| 0)))\n\
             ; never\n(assert false)\n(check-sat)\n"
        );
    }
}
