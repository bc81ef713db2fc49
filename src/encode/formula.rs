//! Formulas: integer variables with bounds, and clauses of linear inequalities over them.

use num_bigint::BigInt;
use num_traits::Zero;

/// A variable: its place in the formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(pub usize);

/// A sum of multiples of variables and a constant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Linear {
    /// Multiples, none of zero, each variable once.
    pub terms: Vec<(Var, BigInt)>,
    /// The constant.
    pub constant: BigInt,
}

impl Linear {
    /// A constant.
    pub fn of(constant: impl Into<BigInt>) -> Linear {
        Linear { terms: Vec::new(), constant: constant.into() }
    }

    /// A variable.
    pub fn var(var: Var) -> Linear {
        Linear { terms: vec![(var, 1.into())], constant: BigInt::zero() }
    }

    /// Adds a multiple of a variable.
    pub fn add(&mut self, var: Var, by: impl Into<BigInt>) {
        let by = by.into();
        if by.is_zero() {
            return;
        }
        match self.terms.iter().position(|(v, _)| *v == var) {
            Some(place) => {
                self.terms[place].1 += by;
                if self.terms[place].1.is_zero() {
                    self.terms.remove(place);
                }
            }
            None => self.terms.push((var, by)),
        }
    }

    /// Adds a multiple of another sum.
    pub fn add_all(&mut self, other: &Linear, by: impl Into<BigInt>) {
        let by = by.into();
        for (var, n) in &other.terms {
            self.add(*var, n * &by);
        }
        self.constant += &other.constant * by;
    }

    /// self + n * var.
    pub fn plus(mut self, var: Var, n: impl Into<BigInt>) -> Linear {
        self.add(var, n);
        self
    }

    /// self + n * other.
    pub fn plus_all(mut self, other: &Linear, n: impl Into<BigInt>) -> Linear {
        self.add_all(other, n);
        self
    }

    /// self + n.
    pub fn shifted(mut self, n: impl Into<BigInt>) -> Linear {
        self.constant += n.into();
        self
    }

    /// -self.
    pub fn negated(mut self) -> Linear {
        self.terms.iter_mut().for_each(|(_, n)| *n = -std::mem::take(n));
        self.constant = -self.constant;
        self
    }

    /// Its value under an assignment.
    pub fn value(&self, values: &Values) -> BigInt {
        self.terms.iter().fold(self.constant.clone(), |sum, (var, n)| sum + n * &values.0[var.0])
    }
}

/// A clause: at least one of these sums is 0 or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// The alternatives.
    pub any: Vec<Linear>,
    /// What it says, for a reader of the formula.
    pub why: &'static str,
}

/// A variable's name and bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Unique within the formula; of letters, digits and `.-+@~`.
    pub name: String,
    /// Not below this.
    pub low: BigInt,
    /// Not above this, if given.
    pub high: Option<BigInt>,
}

/// A conjunction of clauses over integer variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formula {
    /// The variables.
    pub vars: Vec<Declared>,
    /// The clauses.
    pub constraints: Vec<Constraint>,
}

/// An assignment: a value for each variable, by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values(pub Vec<BigInt>);

impl Formula {
    /// Declares a variable.
    pub fn declare(&mut self, name: String, low: impl Into<BigInt>, high: Option<BigInt>) -> Var {
        self.vars.push(Declared { name, low: low.into(), high });
        Var(self.vars.len() - 1)
    }

    /// Requires a sum to be 0 or more.
    pub fn require(&mut self, sum: Linear, why: &'static str) {
        self.require_any(vec![sum], why);
    }

    /// Requires at least one of some sums to be 0 or more. Constant alternatives are decided here.
    pub fn require_any(&mut self, mut any: Vec<Linear>, why: &'static str) {
        if any.iter().any(|l| l.terms.is_empty() && l.constant >= BigInt::zero()) {
            return;
        }
        any.retain(|l| !l.terms.is_empty());
        self.constraints.push(Constraint { any, why });
    }

    /// Requires two sums to be equal.
    pub fn equate(&mut self, a: &Linear, b: &Linear, why: &'static str) {
        let difference = a.clone().plus_all(b, -1);
        self.require(difference.clone(), why);
        self.require(difference.negated(), why);
    }

    /// Whether an assignment satisfies it: checked against every model the solver returns.
    pub fn holds(&self, values: &Values) -> bool {
        values.0.len() == self.vars.len()
            && self
                .vars
                .iter()
                .zip(&values.0)
                .all(|(v, value)| *value >= v.low && v.high.as_ref().is_none_or(|high| value <= high))
            && self.constraints.iter().all(|c| c.any.iter().any(|l| l.value(values) >= BigInt::zero()))
    }
}
