//! A session with Z3: one fresh context, one solver, formulas in and plain answers out.
//!
//! Z3 reports many mistakes by an error code that its Rust crate does not read; a constraint that
//! was refused would silently be missing. After every call the code is read here, the number of
//! assertions is compared with our own count, and every model is evaluated against the formula
//! before it is believed.

use super::limits::Limits;
use crate::encode::{Constraint, Formula, Linear, Values};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use z3::ast::{Bool, Int};
use z3::{Config, Context, Params, SatResult, Solver};

/// What the solver says of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// These values satisfy it, confirmed by evaluation.
    Sat(Values),
    /// No values do.
    Unsat,
    /// It could not tell, with its reason.
    Unknown(String),
}

/// Z3 did something that it should not do: nothing it said is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It ran out of the memory it may take.
    Memory,
    /// It failed; with what is known of it.
    Solver(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Memory => write!(f, "the solver's memory limit was reached"),
            Fault::Solver(what) => write!(f, "the solver failed: {what}"),
        }
    }
}

impl std::error::Error for Fault {}

/// What was spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Solver calls.
    pub calls: u64,
    /// Z3's resource units.
    pub resources: u64,
}

impl Usage {
    /// Adds what something else spent.
    pub fn add(&mut self, other: Usage) {
        self.calls += other.calls;
        self.resources = self.resources.saturating_add(other.resources);
    }
}

/// A solver that holds one formula.
pub struct Session<'a> {
    limits: &'a Limits,
    formula: Formula,
    solver: Solver,
    vars: Vec<Int>,
    asserted: usize,
    usage: Usage,
    spent_before: u64,
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("asserted", &self.asserted).field("usage", &self.usage).finish_non_exhaustive()
    }
}

/// Why work in a context of its own came to no end.
#[derive(Debug)]
pub enum Crash {
    /// Z3 had no memory left.
    Memory,
    /// A panic, with its payload.
    Panic(Box<dyn Any + Send>),
}

thread_local! {
    /// Whether this thread is at work in a context that is to be shared.
    static SHARED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` in a fresh Z3 context that all questions within share: making a context takes longer
/// than deciding a small question. In its end its memory is given back.
///
/// # Errors
/// If the work panics outside of a question, or Z3 has no memory left for a context.
pub fn sharing_a_context<R: Send + Sync>(work: impl FnOnce() -> R + Send + Sync) -> Result<R, Crash> {
    in_fresh_context(|| {
        let before = SHARED.replace(true);
        let result = catch_unwind(AssertUnwindSafe(work));
        SHARED.set(before);
        match result {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Runs `work` in a fresh Z3 context of its own, or in the one that is shared here; its memory is given
/// back in the end.
///
/// # Errors
/// If the work panics, or Z3 has no memory left for a context.
pub fn in_fresh_context<R: Send + Sync>(work: impl FnOnce() -> R + Send + Sync) -> Result<R, Crash> {
    if SHARED.get() {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        return outcome.map_err(crash);
    }
    // A panic must not pass through z3, which would keep the context of a thread that goes on.
    let within = || catch_unwind(AssertUnwindSafe(work)).map_err(SendPanic);
    let outcome = catch_unwind(AssertUnwindSafe(|| z3::with_z3_config(&Config::new(), within)));
    let panic = match outcome {
        Ok(Ok(result)) => return Ok(result),
        Ok(Err(SendPanic(panic))) | Err(panic) => panic,
    };
    Err(crash(panic))
}

fn crash(panic: Box<dyn Any + Send>) -> Crash {
    if memory_was_lacking(&*panic) { Crash::Memory } else { Crash::Panic(panic) }
}

/// Megabytes that Z3 may take; 0: no limit.
static MEMORY: AtomicU32 = AtomicU32::new(0);

/// Limits the memory that Z3 may take, all questions together, in megabytes; to be called before the
/// first session. What does not fit is undecided.
pub fn limit_memory(megabytes: u32) {
    MEMORY.store(megabytes, Ordering::Relaxed);
    z3::set_global_param("memory_max_size", &megabytes.to_string());
}

/// Whether a panic came of a limit of memory: Z3 then gives no term, or no context, and its crate
/// unwraps what is not there. (Nothing else does so: this program's own code may not unwrap. What Z3
/// has taken says nothing, since it has given back what was in its hands.)
fn memory_was_lacking(panic: &(dyn Any + Send)) -> bool {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    MEMORY.load(Ordering::Relaxed) > 0 && text.is_some_and(|t| t.contains("`Option::unwrap()` on a `None` value"))
}

/// A panic's payload on its way out of z3's closure, which asks for `Sync`.
struct SendPanic(Box<dyn Any + Send>);

// SAFETY: the payload is moved out by value on the same thread and never shared.
#[allow(unsafe_code, reason = "z3::with_z3_config asks for a result that is Sync, a panic's payload is only Send")]
unsafe impl Sync for SendPanic {}

impl<'a> Session<'a> {
    /// A session that holds `formula`, in the context of this thread.
    ///
    /// # Errors
    /// If Z3 refuses any part of it.
    pub fn new(formula: &Formula, limits: &'a Limits) -> Result<Session<'a>, Fault> {
        let solver = Solver::new();
        healthy()?;
        let mut params = Params::new();
        params.set_u32("random_seed", 0);
        params.set_u32("rlimit", limits.resources);
        solver.set_params(&params);
        healthy()?;
        let mut session = Session {
            limits,
            formula: Formula { vars: Vec::new(), constraints: Vec::new() },
            solver,
            vars: Vec::with_capacity(formula.vars.len()),
            asserted: 0,
            usage: Usage::default(),
            spent_before: 0,
        };
        let mut names = BTreeSet::new();
        for declared in &formula.vars {
            if !names.insert(declared.name.as_str()) {
                // Z3 would take them for one variable.
                return Err(Fault::Solver(format!("two variables are called {}", declared.name)));
            }
            let var = Int::new_const(declared.name.as_str());
            session.assert(&var.ge(number(&declared.low)?))?;
            if let Some(high) = &declared.high {
                session.assert(&var.le(number(high)?))?;
            }
            session.vars.push(var);
        }
        session.formula.vars.clone_from(&formula.vars);
        for constraint in &formula.constraints {
            session.require(constraint.clone())?;
        }
        Ok(session)
    }

    /// Adds a constraint.
    ///
    /// # Errors
    /// If Z3 refuses it.
    pub fn require(&mut self, constraint: Constraint) -> Result<(), Fault> {
        let alternatives: Vec<Bool> =
            constraint.any.iter().map(|l| self.at_least_zero(l)).collect::<Result<_, Fault>>()?;
        let clause = match alternatives.as_slice() {
            [] => Bool::from_bool(false),
            [one] => one.clone(),
            _ => Bool::or(&alternatives),
        };
        self.assert(&clause)?;
        self.formula.constraints.push(constraint);
        Ok(())
    }

    /// Asks whether the formula can be satisfied.
    ///
    /// # Errors
    /// If Z3 fails, or returns a model that does not satisfy the formula.
    pub fn check(&mut self) -> Result<Answer, Fault> {
        match self.limits.left() {
            Err(reason) => return Ok(Answer::Unknown(reason.to_owned())),
            Ok(None) => {}
            Ok(Some(left)) => {
                let mut params = Params::new();
                params.set_u32("timeout", u32::try_from(left.as_millis()).unwrap_or(u32::MAX).max(1));
                self.solver.set_params(&params);
                healthy()?;
            }
        }
        let held = self.solver.get_assertions().len();
        if held != self.asserted {
            return Err(Fault::Solver(format!("it holds {held} assertions of {}", self.asserted)));
        }
        let result = self.solver.check();
        // At once: every further call, even one for statistics, clears the code.
        let health = healthy();
        self.usage.calls += 1;
        self.count_resources();
        health?;
        match result {
            SatResult::Unsat => Ok(Answer::Unsat),
            SatResult::Unknown => {
                let reason = self.solver.get_reason_unknown().unwrap_or_else(|| "no reason given".to_owned());
                Ok(Answer::Unknown(match self.limits.left() {
                    Err(limit) => limit.to_owned(),
                    Ok(_) => plain_reason(&reason),
                }))
            }
            SatResult::Sat => {
                let values = self.values()?;
                if self.formula.holds(&values) {
                    Ok(Answer::Sat(values))
                } else {
                    Err(Fault::Solver("its model does not satisfy the formula".to_owned()))
                }
            }
        }
    }

    /// All that was required in this session.
    pub fn into_formula(self) -> Formula {
        self.formula
    }

    /// What was spent in this session.
    pub fn usage(&self) -> Usage {
        self.usage
    }

    fn assert(&mut self, clause: &Bool) -> Result<(), Fault> {
        self.solver.assert(clause);
        self.asserted += 1;
        healthy()
    }

    fn at_least_zero(&self, linear: &Linear) -> Result<Bool, Fault> {
        let mut terms = Vec::with_capacity(linear.terms.len());
        for (var, n) in &linear.terms {
            let var = self.vars[var.0].clone();
            terms.push(if n.is_one() { var } else { Int::mul(&[number(n)?, var]) });
        }
        let right = number(&-&linear.constant)?;
        Ok(match terms.as_slice() {
            [] => number(&BigInt::zero())?.ge(right),
            [one] => one.ge(right),
            _ => Int::add(&terms).ge(right),
        })
    }

    fn values(&self) -> Result<Values, Fault> {
        let Some(model) = self.solver.get_model() else {
            healthy()?;
            return Err(Fault::Solver("it gives no model".to_owned()));
        };
        let value = |var: &Int| {
            let value = model.eval(var, true)?;
            match value.as_i64() {
                Some(n) => Some(BigInt::from(n)),
                None => integer(&value.to_string()),
            }
        };
        let values: Option<Vec<BigInt>> = self.vars.iter().map(value).collect();
        match values {
            Some(values) => Ok(Values(values)),
            None => {
                healthy()?;
                Err(Fault::Solver("a value of its model is not an integer".to_owned()))
            }
        }
    }

    fn count_resources(&mut self) {
        let statistics = self.solver.get_statistics();
        if let Some(z3::StatisticsValue::UInt(count)) = statistics.value("rlimit count") {
            let count = u64::from(count);
            self.usage.resources += count.saturating_sub(self.spent_before);
            self.spent_before = count;
        }
    }
}

/// An integer for Z3.
fn number(n: &BigInt) -> Result<Int, Fault> {
    match i64::try_from(n) {
        Ok(small) => Ok(Int::from_i64(small)),
        Err(_) => Int::from_str(&n.to_string()).map_err(|()| Fault::Solver(format!("it does not read the number {n}"))),
    }
}

/// Reads an integer as Z3 prints it: `5` or `(- 5)`.
fn integer(text: &str) -> Option<BigInt> {
    match text.strip_prefix("(- ").and_then(|t| t.strip_suffix(')')) {
        Some(digits) => digits.parse::<BigInt>().ok().map(|n| -n),
        None => text.parse().ok(),
    }
}

fn plain_reason(reason: &str) -> String {
    let limit = ["resource", "rlimit", "canceled"].iter().any(|w| reason.contains(w));
    if limit {
        format!("the solver's resource limit was reached ({reason})")
    } else if reason.contains("memory") {
        format!("the solver's memory limit was reached ({reason})")
    } else {
        format!("the solver could not tell ({reason})")
    }
}

/// Reads and reports Z3's error code, which its crate ignores.
fn healthy() -> Result<(), Fault> {
    let context = Context::thread_local();
    let context = context.get_z3_context();
    // SAFETY: the context is this thread's own and lives for the whole call.
    #[allow(unsafe_code, reason = "the z3 crate gives no access to the error code")]
    let code = unsafe { z3_sys::Z3_get_error_code(context) };
    match code {
        z3_sys::ErrorCode::Ok => Ok(()),
        z3_sys::ErrorCode::MemoutFail => Err(Fault::Memory),
        code => Err(Fault::Solver(format!("error code {code:?}"))),
    }
}
