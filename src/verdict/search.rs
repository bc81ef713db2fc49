//! The search for the plan that gives away least: the solver proposes, the replay confirms, and the
//! bound tightens until the solver finds nothing below it.

use super::stage::{Stage, Stages};
use crate::encode::program::Options;
use crate::encode::{Constraint, Formula, Layout, Linear, Program, Values, Var, layout, placement};
use crate::model::Exact;
use crate::model::acceptance::Refusals;
use crate::model::variant::Listing;
use crate::query::{Plan, Question, Reading, Scene, Unseen};
use crate::replay::{Replayed, replay};
use crate::solve::{Answer, Fault, Limits, Session, Usage};
use num_bigint::BigInt;
use num_traits::{One, Signed};
use std::cmp::Ordering;

/// How questions are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Cells of like months, every completion month of a layout at once.
    Cells,
    /// Month by month, for each completion month by itself: slow and simple.
    Monthly,
}

impl Engine {
    /// How thoroughly it wants the ways to carry out an event to be listed.
    pub fn listing(self) -> Listing {
        match self {
            Engine::Cells => Listing::WithoutRefusingGifts,
            Engine::Monthly => Listing::Every,
        }
    }
}

/// A plan that the replay has confirmed.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What the host refuses meanwhile, where it has the choice.
    pub refusals: Refusals,
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
        match fault {
            Fault::Memory => Stop::Undecided(fault.to_string()),
            Fault::Solver(_) => Stop::Fault(fault.to_string()),
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aim {
    /// The plan that gives away least, to within [`slack`] of its confidence.
    Least,
    /// Any plan whose confidence is below this, decided exactly.
    Below(Exact),
    /// Any plan that leaves no trace.
    Traceless,
    /// Any plan at all, those that are seen for certain included.
    Any,
}

/// A formula without a solution, with what it rules out: the part of a search that a certificate
/// repeats for a reader who does not believe us.
#[derive(Debug, Clone)]
pub struct Step {
    /// The constraints of the layout, and what their variables mean.
    pub program: Program,
    /// The same with the bound and all that was taken out of it.
    pub formula: Formula,
    /// Completion months of the layout that were taken out: steps of their own treat them.
    pub open: Vec<u64>,
}

/// A plan whose confidence is less than 2^-33 (1.2e-10) below that of the plan found is not looked
/// for. No verdict rests on it: where a goal lies within the slack, [`Aim::Below`] decides exactly.
pub fn slack() -> Exact {
    Exact::new(BigInt::one(), BigInt::one() << SLACK_BITS)
}

const SLACK_BITS: u64 = 33;

/// What the constraints that a search adds say.
pub const BOUND: &str = "the bound: it gives away less";
/// The bound where no trace may be left.
pub const NO_TRACE: &str = "the bound: it leaves no trace";
/// A completion month that another step treats.
pub const TAKEN_OUT: &str = "another completion month: this one has a step of its own";
/// A proposal that gives away too much, and with it all that give away at least as much.
pub const REFUTED: &str = "taken out: reckoned exactly, as many trials of each kind give away too much";

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
    /// What established that there is no plan: the formulas without a solution, if they are wanted.
    pub record: Option<Vec<Step>>,
    /// Choices of the host that are left out.
    pub other_than: Vec<Refusals>,
    stages: Stages,
}

/// The state of a search for one aim.
struct Hunt {
    reading: Reading,
    aim: Aim,
    /// A plan is looked for that stays unseen with a greater probability than this.
    above: Option<Unseen>,
    best: Option<Candidate>,
    with_certain: bool,
    left_out_certain: bool,
}

impl<'a> Search<'a> {
    /// A search over the plans of `question`.
    pub fn new(scene: &'a Scene, question: &'a Question, engine: Engine, limits: &'a Limits) -> Self {
        Search {
            scene,
            question,
            engine,
            limits,
            usage: Usage::default(),
            record: None,
            other_than: Vec::new(),
            stages: Stages::default(),
        }
    }

    /// The scene and the question in which a candidate's plan is replayed.
    ///
    /// # Errors
    /// If an activity has too many ways to be concealed.
    pub fn stage(&self, refusals: &Refusals) -> Result<Stage<'a>, Stop> {
        self.stages.of(self.scene, self.question, refusals, self.engine)
    }

    /// Confirms a plan by replay, the host refusing these; `None` if it is no plan.
    ///
    /// # Errors
    /// If an activity has too many ways to be concealed.
    pub fn confirm(&self, plan: Plan, refusals: &Refusals) -> Result<Option<Candidate>, Stop> {
        let stage = self.stage(refusals)?;
        let replayed = replay(stage.scene(), stage.question(), &plan).ok();
        Ok(replayed.map(|replayed| Candidate { refusals: refusals.clone(), plan, replayed }))
    }

    /// Looks for a plan; `None` if it is established that there is none. For [`Aim::Least`] plans
    /// already known (`seeds`) save work.
    ///
    /// # Errors
    /// If it can't be decided.
    pub fn find(&mut self, reading: Reading, aim: &Aim, seeds: &[Candidate]) -> Result<Option<Candidate>, Stop> {
        let mut hunt = Hunt::new(reading, aim);
        for seed in seeds {
            hunt.offer(seed)?;
        }
        let layouts: Vec<Layout> = match self.engine {
            Engine::Cells => layout::layouts(self.question, reading),
            Engine::Monthly => {
                layout::candidates(self.question).map(|t| layout::monthly(self.question, reading, t)).collect()
            }
        };
        let passes: &[bool] = match aim {
            Aim::Least => &[false, true],
            Aim::Below(_) | Aim::Traceless => &[false],
            Aim::Any => &[true],
        };
        for with_certain in passes {
            if *with_certain && *aim == Aim::Least && (hunt.best.is_some() || !hunt.left_out_certain) {
                break;
            }
            hunt.with_certain = *with_certain;
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
            every_choice: !self.other_than.is_empty(),
        };
        let program = Program::new(self.question, layout.clone(), options);
        hunt.left_out_certain |= program.left_out_certain;
        let limits = self.limits;
        let mut session = Session::new(&program.formula, limits)?;
        for choice in &self.other_than {
            session.require(program.otherwise(self.question, choice))?;
        }
        let result = self.tighten(hunt, &program, &mut session, monthly);
        self.usage.add(session.usage());
        let formula = session.into_formula();
        let mut open = result?;
        open.sort_unstable();
        // A single month whose promise has no schedule was not refuted: its months are looked at below.
        let refuted = open.is_empty() || program.completed.is_some();
        if let Some(record) = self.record.as_mut().filter(|_| refuted && !hunt.is_over()) {
            record.push(Step { program, formula, open: open.clone() });
        }
        // A better bound found meanwhile may settle them without looking at single months.
        for completed in open {
            if hunt.is_over() {
                break;
            }
            let one = layout.only(completed);
            let next =
                if one == *layout || monthly { layout::monthly(self.question, hunt.reading, completed) } else { one };
            self.explore(hunt, &next)?;
        }
        Ok(())
    }

    /// Tightens the bound until nothing is left below it. Gives back the completion months left open,
    /// because what the formula promises for them has no schedule that is as good.
    fn tighten(
        &mut self,
        hunt: &mut Hunt,
        program: &Program,
        session: &mut Session<'_>,
        monthly: bool,
    ) -> Result<Vec<u64>, Stop> {
        if let Some(bound) = hunt.bound(program) {
            session.require(bound)?;
        }
        let (mut exclusions, mut open) = (0, Vec::new());
        loop {
            if self.usage.calls + session.usage().calls >= self.limits.calls {
                return Err(Stop::Undecided(format!("the limit of {} solver calls was reached", self.limits.calls)));
            }
            let values = match session.check()? {
                Answer::Unsat => return Ok(open),
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
                return Ok(Vec::new());
            }
            if !kept {
                if monthly {
                    return Err(Stop::Fault("the replay refutes a plan of a month-by-month formula".to_owned()));
                }
                let completed = program.completed(&values);
                open.push(completed);
                let Some(var) = program.completed else { return Ok(open) };
                session.require(without(var, completed))?;
            }
            if let Some(bound) = hunt.bound(program) {
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
        let refusals = program.refusals(self.question, values);
        let (first, last) = program.layout.range;
        let mut months = vec![completed, last, first];
        months.dedup();
        for month in months {
            let plan = match monthly {
                true => placement::read_off(self.question, program, values, month),
                false => placement::place(self.question, program, values, month),
            };
            let Some(plan) = plan else { continue };
            let Some(candidate) = self.confirm(plan, &refusals)? else { continue };
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
    fn new(reading: Reading, aim: &Aim) -> Hunt {
        let above = match aim {
            Aim::Below(goal) => Some(Unseen::of(&(Exact::one() - goal))),
            Aim::Least | Aim::Traceless | Aim::Any => None,
        };
        Hunt { reading, aim: aim.clone(), above, best: None, with_certain: false, left_out_certain: false }
    }

    /// Whether nothing better can be asked for.
    fn is_over(&self) -> bool {
        match (&self.aim, &self.best) {
            (_, None) => false,
            (Aim::Least, Some(_)) => self.with_certain || self.above.as_ref().is_some_and(Unseen::is_whole),
            (Aim::Below(_) | Aim::Traceless | Aim::Any, Some(_)) => true,
        }
    }

    /// Whether a plan that stays unseen with this probability is what is looked for.
    fn wants(&self, unseen: &Unseen) -> Result<bool, Stop> {
        match (&self.aim, &self.above) {
            (Aim::Traceless, _) => Ok(unseen.is_whole()),
            (_, None) => Ok(true),
            (_, Some(above)) => is_greater(unseen, above),
        }
    }

    /// Takes a confirmed plan if it is what is looked for, or better than the one at hand.
    fn offer(&mut self, candidate: &Candidate) -> Result<(), Stop> {
        let unseen = candidate.unseen(self.reading);
        let take = match (&self.aim, &self.best) {
            (Aim::Least, Some(best)) => is_greater(unseen, best.unseen(self.reading))?,
            _ => self.wants(unseen)?,
        };
        if take {
            self.best = Some(candidate.clone());
            if self.aim == Aim::Least {
                // Where nothing can lie above the slack, nothing is looked for.
                self.above = Some(unseen.raised(&slack()).map_or_else(Unseen::whole, |u| Unseen::of(&u)));
            }
        }
        Ok(())
    }

    /// The constraint that leaves only what is looked for, and by rounding a little more.
    fn bound(&self, program: &Program) -> Option<Constraint> {
        if self.aim == Aim::Traceless {
            let none = program.weights.trials().negated();
            return Some(Constraint { any: vec![none], why: NO_TRACE });
        }
        // A plan above the mark weighs less than the mark; so does the sum of its rounded weights.
        let most = self.above.as_ref()?.weight(program.weights.bits)?.high;
        let room = program.weights.sum().negated().shifted(most - 1);
        Some(Constraint { any: vec![room], why: BOUND })
    }
}

fn is_greater(one: &Unseen, other: &Unseen) -> Result<bool, Stop> {
    let order = one.compare(other).map(|o| o == Ordering::Greater);
    order.ok_or_else(|| Stop::Undecided("two confidences are too close to be told apart".to_owned()))
}

/// Leaves out one completion month.
fn without(completed: Var, month: u64) -> Constraint {
    let earlier = Linear::var(completed).negated().shifted(BigInt::from(month) - 1);
    let later = Linear::var(completed).shifted(-BigInt::from(month) - 1);
    Constraint { any: vec![earlier, later], why: TAKEN_OUT }
}

/// Leaves out every plan with at least as many trials of each class: it gives away at least as much.
fn exclusion(program: &Program, counts: &[BigInt]) -> Constraint {
    let fewer = program.weights.classes().zip(counts).filter(|(_, n)| n.is_positive());
    let any = fewer.map(|(class, n)| class.count.clone().negated().shifted(n - 1)).collect();
    Constraint { any, why: REFUTED }
}

/// Bits of weights such that rounding every trial of a plan down stays below the slack, for plans
/// of ordinary size; for greater ones some proposals are refuted and excluded.
fn bits(question: &Question) -> u64 {
    let months = question.horizon.max(2);
    SLACK_BITS + 64 - u64::from((months * 4).leading_zeros())
}
