//! The search for the plan that gives away least: the solver proposes, the replay confirms, and the
//! bound tightens until the solver finds nothing below it.

use crate::encode::program::Options;
use crate::encode::{Constraint, Layout, Linear, Program, Values, layout, placement};
use crate::model::Exact;
use crate::query::{Plan, Question, Reading, Scene, Unseen};
use crate::replay::{Replayed, replay};
use crate::solve::{Answer, Fault, Limits, Session, Usage};
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};
use std::cmp::Ordering;

/// How questions are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Cells of like months, every completion month of a layout at once.
    Cells,
    /// Month by month, for each completion month by itself: slow and simple.
    Monthly,
}

/// A plan that the replay has confirmed.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The plan.
    pub plan: Plan,
    /// What it comes to.
    pub replayed: Replayed,
}

impl Candidate {
    /// The probability that it stays unseen in a reading.
    pub fn unseen(&self, reading: Reading) -> &Unseen {
        self.replayed.exposure.unseen(reading)
    }
}

/// Why a question stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// A limit was reached or the solver could not tell.
    Undecided(String),
    /// The solver and the replay contradict each other, or the solver failed.
    Fault(String),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Fault(fault.to_string())
    }
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aim {
    /// The plan that gives away least, to within [`SLACK`] of its weight.
    Least,
    /// Any plan whose confidence is below this, decided exactly.
    Below(Exact),
    /// Any plan that leaves no trace.
    Traceless,
}

/// A plan whose weight -ln(unseen) is less than 2^-32 below that of the plan found is not looked
/// for: it changes the confidence by less than 2.4e-10. No verdict rests on it: where a goal lies
/// within the slack, [`Aim::Below`] decides exactly.
pub const SLACK: u64 = 32;

/// Refuted proposals of one layout before the question is given up.
const MOST_EXCLUSIONS: usize = 2_000;

/// A search over the plans of one question.
#[derive(Debug)]
pub struct Search<'a> {
    /// The scene of the question.
    pub scene: &'a Scene,
    /// The question.
    pub question: &'a Question,
    /// The encoding.
    pub engine: Engine,
    /// What may be spent.
    pub limits: &'a Limits,
    /// What was spent.
    pub usage: Usage,
}

/// The state of a search for one aim.
struct Hunt {
    reading: Reading,
    aim: Aim,
    best: Option<Candidate>,
    with_certain: bool,
    left_out_certain: bool,
}

impl<'a> Search<'a> {
    /// A search over the plans of `question`.
    pub fn new(scene: &'a Scene, question: &'a Question, engine: Engine, limits: &'a Limits) -> Self {
        Search { scene, question, engine, limits, usage: Usage::default() }
    }

    /// Looks for a plan; `None` if it is established that there is none. For [`Aim::Least`] plans
    /// already known (`seeds`) save work.
    ///
    /// # Errors
    /// If it can't be decided.
    pub fn find(&mut self, reading: Reading, aim: &Aim, seeds: &[Candidate]) -> Result<Option<Candidate>, Stop> {
        let mut hunt =
            Hunt { reading, aim: aim.clone(), best: None, with_certain: false, left_out_certain: false };
        for seed in seeds {
            hunt.offer(seed)?;
        }
        let layouts: Vec<Layout> = match self.engine {
            Engine::Cells => layout::layouts(self.question, reading),
            Engine::Monthly => {
                layout::candidates(self.question).map(|t| layout::monthly(self.question, reading, t)).collect()
            }
        };
        for with_certain in [false, true] {
            if with_certain && (hunt.best.is_some() || !hunt.left_out_certain || *aim != Aim::Least) {
                break;
            }
            hunt.with_certain = with_certain;
            for layout in layouts.iter().rev() {
                if hunt.is_over() {
                    break;
                }
                self.explore(&mut hunt, layout)?;
            }
        }
        Ok(hunt.best)
    }

    /// Looks through the plans of one layout.
    fn explore(&mut self, hunt: &mut Hunt, layout: &Layout) -> Result<(), Stop> {
        let monthly = layout.cells.iter().all(|c| c.is_after || c.is_month());
        let options = Options {
            reading: hunt.reading,
            bits: bits(self.question),
            with_certain: hunt.with_certain,
            prune: self.engine == Engine::Cells,
        };
        let program = Program::new(self.question, layout.clone(), options);
        hunt.left_out_certain |= program.left_out_certain;
        let limits = self.limits;
        let mut session = Session::new(&program.formula, limits)?;
        let result = self.tighten(hunt, &program, &mut session, monthly);
        self.usage.add(session.usage());
        result
    }

    fn tighten(
        &mut self,
        hunt: &mut Hunt,
        program: &Program,
        session: &mut Session<'_>,
        monthly: bool,
    ) -> Result<(), Stop> {
        if let Some(bound) = hunt.bound(program)? {
            session.require(bound)?;
        }
        let mut exclusions = 0;
        loop {
            if self.usage.calls + session.usage().calls >= self.limits.calls {
                return Err(Stop::Undecided(format!("the limit of {} solver calls was reached", self.limits.calls)));
            }
            let values = match session.check()? {
                Answer::Unsat => return Ok(()),
                Answer::Unknown(reason) => return Err(Stop::Undecided(reason)),
                Answer::Sat(values) => values,
            };
            let counts = program.counts(&values);
            let promised = program.weights.unseen(&counts);
            if !hunt.wants(&promised)? {
                exclusions += 1;
                if exclusions > MOST_EXCLUSIONS {
                    return Err(Stop::Undecided("too many plans lie too close to the bound".to_owned()));
                }
                session.require(exclusion(program, &counts))?;
                continue;
            }
            let kept = self.realise(hunt, program, &values, &promised, monthly)?;
            if hunt.is_over() {
                return Ok(());
            }
            if !kept {
                let completed = program.completed(&values);
                if monthly {
                    return Err(Stop::Fault("the replay refutes a plan of a month-by-month formula".to_owned()));
                }
                let exact = layout::monthly(self.question, hunt.reading, completed);
                self.explore(hunt, &exact)?;
                if hunt.is_over() {
                    return Ok(());
                }
                match program.completed {
                    None => return Ok(()),
                    Some(var) => {
                        let t = BigInt::from(completed);
                        let earlier = Linear::var(var).negated().shifted(&t - 1);
                        let later = Linear::var(var).shifted(-t - 1);
                        session.require(Constraint { any: vec![earlier, later], why: "completion month done" })?;
                    }
                }
            }
            if let Some(bound) = hunt.bound(program)? {
                session.require(bound)?;
            }
        }
    }

    /// Turns an assignment into plans; whether one of them is as good as promised.
    fn realise(
        &self,
        hunt: &mut Hunt,
        program: &Program,
        values: &Values,
        promised: &Unseen,
        monthly: bool,
    ) -> Result<bool, Stop> {
        let completed = program.completed(values);
        let (first, last) = program.layout.range;
        let mut months = vec![completed, last, first];
        months.dedup();
        for month in months {
            let plan = match monthly {
                true => placement::read_off(self.question, program, values, month),
                false => placement::place(self.question, program, values, month),
            };
            let Some(plan) = plan else { continue };
            let Ok(replayed) = replay(self.scene, self.question, &plan) else { continue };
            let candidate = Candidate { plan, replayed };
            hunt.offer(&candidate)?;
            let order = candidate.unseen(hunt.reading).compare(promised);
            if hunt.with_certain || matches!(order, Some(Ordering::Equal | Ordering::Greater)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Hunt {
    /// Whether nothing better can be asked for.
    fn is_over(&self) -> bool {
        match (&self.aim, &self.best) {
            (_, None) => false,
            (Aim::Least, Some(best)) => self.with_certain || best.unseen(self.reading).is_whole(),
            (Aim::Below(_) | Aim::Traceless, Some(_)) => true,
        }
    }

    /// Whether a plan that stays unseen with this probability is what is looked for.
    fn wants(&self, unseen: &Unseen) -> Result<bool, Stop> {
        let order = match &self.aim {
            Aim::Traceless => return Ok(unseen.is_whole()),
            Aim::Below(goal) => unseen.confidence_against(goal).map(|o| o == Ordering::Less),
            Aim::Least => match &self.best {
                None => return Ok(true),
                Some(best) => unseen.compare(best.unseen(self.reading)).map(|o| o == Ordering::Greater),
            },
        };
        order.ok_or_else(|| Stop::Undecided("two confidences are too close to be told apart".to_owned()))
    }

    /// Takes a confirmed plan if it is what is looked for.
    fn offer(&mut self, candidate: &Candidate) -> Result<(), Stop> {
        if self.wants(candidate.unseen(self.reading))? {
            self.best = Some(candidate.clone());
        }
        Ok(())
    }

    /// The constraint that leaves only what is looked for, and by rounding a little more.
    fn bound(&self, program: &Program) -> Result<Option<Constraint>, Stop> {
        let bits = program.weights.bits;
        let most = match &self.aim {
            Aim::Traceless => {
                let none = program.weights.trials().negated();
                return Ok(Some(Constraint { any: vec![none], why: "no trace" }));
            }
            Aim::Below(goal) => Unseen::of(&(Exact::one() - goal)).weight(bits).map(|w| w.high),
            Aim::Least => match &self.best {
                None => None,
                Some(best) => {
                    best.unseen(self.reading).weight(bits).map(|w| w.high - (BigInt::one() << (bits - SLACK)))
                }
            },
        };
        let Some(most) = most else { return Ok(None) };
        if most.is_negative() || (most.is_zero() && matches!(self.aim, Aim::Below(_))) {
            // No plan gives away less than nothing.
            return Ok(Some(Constraint { any: vec![], why: "nothing is below" }));
        }
        let room = program.weights.sum().negated().shifted(most - 1);
        Ok(Some(Constraint { any: vec![room], why: "gives away less" }))
    }
}

/// Leaves out every plan with at least as many trials of each class: it gives away at least as much.
fn exclusion(program: &Program, counts: &[BigInt]) -> Constraint {
    let fewer = program.weights.classes().zip(counts).filter(|(_, n)| n.is_positive());
    let any = fewer.map(|(class, n)| class.count.clone().negated().shifted(n - 1)).collect();
    Constraint { any, why: "refuted: the replay gives it away" }
}

/// Bits of weights such that rounding every trial of a plan down stays below the slack, for plans
/// of ordinary size; for greater ones some proposals are refuted and excluded.
fn bits(question: &Question) -> u64 {
    let months = question.horizon.max(2);
    SLACK + 64 - u64::from((months * 4).leading_zeros())
}
