//! Whether an expectation notices that a draft is another.
//!
//! Little is asked for it: what an expectation states is decided as a claim, without looking for the
//! best evasion; and mutants that come to the same questions are judged once.

use super::judge::states_something;
use super::mutation::Mutation;
use super::score::Fate;
use super::suite::{Case, CaseResult};
use crate::analysis::check::{self, BothEnds, Finding, Open, Options, Outcome};
use crate::analysis::essence::Essence;
use crate::model::term::Term;
use crate::model::variant::TooManyWays;
use crate::model::{End, Exact, Expect, ObligationIx, Regime, Verdict};
use crate::query::{Plan, Question, Reading, Scene};
use crate::replay::{Exposure, replay};
use crate::solve::session;
use crate::verdict::{Claim, Claims, Stop};
use std::cmp::Ordering;
use std::sync::Arc;

/// What is known of a case: the ground on which its mutants are judged.
#[derive(Debug)]
pub struct Ground {
    /// Its regime.
    pub regime: Arc<Regime>,
    /// The obligations with an expectation that passes.
    known: Vec<Known>,
    /// The questions of all obligations that are in force, at both ends.
    essences: Vec<(ObligationIx, Ends)>,
}

#[derive(Debug)]
struct Known {
    obligation: ObligationIx,
    /// What was established.
    ends: BothEnds,
    /// The expectations that pass, by place.
    expects: Vec<usize>,
}

/// The essences of a question at the adverse and at the favourable end.
type Ends = [Result<Essence, TooManyWays>; 2];

/// What mutants come to: those with the same outline are noticed alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Outline(Vec<(ObligationIx, [Option<Essence>; 2])>);

/// A mutant, ready to be judged.
#[derive(Debug, Clone)]
pub enum Ready {
    /// Nothing has to be asked.
    Judged(Fate),
    /// It has to be judged; with what it comes to.
    Open(Outline),
}

impl Ground {
    /// The ground of a case; none if no expectation passes, since then nothing can be noticed.
    pub fn of(case: &Case, result: &CaseResult) -> Option<Ground> {
        let mut known: Vec<Known> = Vec::new();
        let regime = Arc::clone(case.regime.as_ref()?);
        for judged in result.judged.iter().filter(|j| j.judgement.passed()) {
            let Some(ends) = &judged.ends else { continue };
            let Some(expect) = regime.expects.get(judged.expect) else { continue };
            match known.iter_mut().find(|k| k.obligation == expect.obligation) {
                Some(known) => known.expects.push(judged.expect),
                None => {
                    let (obligation, ends) = (expect.obligation, ends.clone());
                    known.push(Known { obligation, ends, expects: vec![judged.expect] });
                }
            }
        }
        if known.is_empty() {
            return None;
        }
        let essences = essences(result.scenes.as_ref()?, &Term::listed(&regime));
        Some(Ground { regime, known, essences })
    }

    /// What can be said of a mutant at once.
    pub fn ready(&self, mutation: &Mutation, options: &Options) -> Ready {
        let (regime, scenes) = mutant(&self.regime, mutation, options);
        let listed = Term::listed(&regime);
        if let Some(known) = self.known.iter().find(|k| !listed.contains(&k.obligation)) {
            return Ready::Judged(Fate::Killed(known.obligation));
        }
        let changed: Vec<_> = essences(&scenes, &listed).into_iter().filter(|e| !self.essences.contains(e)).collect();
        if changed.is_empty() && listed == Term::listed(&self.regime) {
            return Ready::Judged(Fate::Alike);
        }
        let is_changed = |k: &&Known| changed.iter().any(|(o, _)| *o == k.obligation);
        // A plan that is already known may break an expectation without asking the solver.
        for known in self.known.iter().filter(is_changed) {
            if self.expects(known).any(|expect| broken_by_known_plan(expect, &known.ends, &scenes)) {
                return Ready::Judged(Fate::Killed(known.obligation));
            }
        }
        if !self.known.iter().any(|k| is_changed(&k)) {
            return Ready::Judged(Fate::Survived);
        }
        Ready::Open(Outline(changed.into_iter().map(|(o, ends)| (o, ends.map(Result::ok))).collect()))
    }

    /// What becomes of a mutant of which nothing can be said at once: the claims of all expectations
    /// first, and what concerns the best evasion after them.
    pub fn judge(&self, mutation: &Mutation, options: &Options) -> Fate {
        let (_, scenes) = mutant(&self.regime, mutation, options);
        let mut open = None;
        // By obligation, the plans that are known: the best evasions of the draft, and what is found.
        let mut plans: Vec<Vec<Plan>> = self.known.iter().map(|k| plans(&k.ends).cloned().collect()).collect();
        for last in [false, true] {
            for (known, plans) in self.known.iter().zip(&mut plans) {
                let before = self.essences.iter().find(|(o, _)| *o == known.obligation);
                let now = scenes.each_ref().map(|s| Essence::of(s, known.obligation));
                let changed = [0, 1].map(|end: usize| before.is_none_or(|(_, ends)| ends[end] != now[end]));
                for expect in self.expects(known) {
                    match fails(expect, &known.ends, &scenes, changed, last, plans, options) {
                        Ok(true) => return Fate::Killed(known.obligation),
                        Ok(false) => {}
                        Err(why) => open = Some(why),
                    }
                }
            }
        }
        open.map_or(Fate::Survived, Fate::Open)
    }

    fn expects<'a>(&'a self, known: &'a Known) -> impl Iterator<Item = &'a Expect> {
        known.expects.iter().filter_map(|e| self.regime.expects.get(*e)).filter(|e| states_something(e))
    }
}

/// Whether something that an expectation states fails at an end that is changed; with `last`, only
/// what it states of the best evasion.
fn fails(
    expect: &Expect,
    before: &BothEnds,
    scenes: &[Arc<Scene>; 2],
    changed: [bool; 2],
    last: bool,
    plans: &mut Vec<Plan>,
    options: &Options,
) -> Result<bool, Open> {
    let mut open = None;
    for ((end, scene), _) in End::BOTH.into_iter().zip(scenes).zip(changed).filter(|(_, changed)| *changed) {
        let claims = if last { last_claims(expect, end) } else { first_claims(expect, end) };
        match fails_one(scene, expect.obligation, &claims, plans, options) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(why) => open = Some(why),
        }
    }
    let told = expect.adverse.is_some() && expect.favourable.is_some();
    if !last && expect.verdict == Some(Verdict::Contingent) && !told {
        let mut verdicts = Vec::new();
        for ((end, scene), changed) in End::BOTH.into_iter().zip(scenes).zip(changed) {
            verdicts.push(match before.at(end) {
                Ok(finding) if !changed => finding.verdict,
                _ => asked(scene, expect.obligation, plans, options, |claims| claims.verdict())?,
            });
        }
        if verdicts.first() == verdicts.last() {
            return Ok(true);
        }
    }
    open.map_or(Ok(false), Err)
}
fn mutant(regime: &Regime, mutation: &Mutation, options: &Options) -> (Arc<Regime>, [Arc<Scene>; 2]) {
    let regime = Arc::new(mutation.of(regime));
    let scenes = check::scenes(&regime, &Term::of(&regime), options.engine);
    (regime, scenes)
}

fn essences(scenes: &[Arc<Scene>; 2], obligations: &[ObligationIx]) -> Vec<(ObligationIx, Ends)> {
    obligations.iter().map(|o| (*o, scenes.each_ref().map(|s| Essence::of(s, *o)))).collect()
}

/// What an expectation states of an end, but for its best evasion.
fn first_claims(expect: &Expect, end: End) -> Vec<Claim> {
    let at_end = match end {
        End::Adverse => expect.adverse,
        End::Favourable => expect.favourable,
    };
    let of_both = expect.verdict.filter(|v| *v != Verdict::Contingent);
    let mut claims: Vec<Claim> = [at_end, of_both].into_iter().flatten().map(Claim::Verdict).collect();
    if end == End::Adverse {
        claims.extend(expect.at_least.clone().map(Claim::AtLeast));
        claims.extend(expect.at_most.clone().map(Claim::AtMost));
    }
    claims
}

/// What an expectation states of the best evasion at an end.
fn last_claims(expect: &Expect, end: End) -> Vec<Claim> {
    match end {
        End::Adverse => expect.evasion_uses.iter().copied().map(Claim::Uses).collect(),
        End::Favourable => Vec::new(),
    }
}

/// Whether one of some claims does not hold.
fn fails_one(
    scene: &Scene,
    obligation: ObligationIx,
    claims: &[Claim],
    plans: &mut Vec<Plan>,
    options: &Options,
) -> Result<bool, Open> {
    if claims.is_empty() {
        return Ok(false);
    }
    asked(scene, obligation, plans, options, |asking| {
        let mut open = None;
        for claim in claims {
            match asking.holds(claim) {
                Ok(true) => {}
                Ok(false) => return Ok(true),
                Err(stop) => open = Some(stop),
            }
        }
        open.map_or(Ok(false), Err)
    })
}

/// Asks about an obligation in a solver context of its own.
fn asked<R: Send + Sync>(
    scene: &Scene,
    obligation: ObligationIx,
    plans: &mut Vec<Plan>,
    options: &Options,
    ask: impl FnOnce(&mut Claims<'_>) -> Result<R, Stop> + Send + Sync,
) -> Result<R, Open> {
    let question = Question::new(scene, obligation, None).map_err(|many| Open::Undecided(many.to_string()))?;
    let known: &Vec<Plan> = plans;
    let answer = session::in_fresh_context(|| {
        let mut claims = Claims::new(scene, &question, known, options.engine, &options.limits);
        let answer = ask(&mut claims);
        Ok((answer, claims.into_plans()))
    });
    let (answer, found) = check::open(answer)?;
    for plan in found {
        if !plans.contains(&plan) {
            plans.push(plan);
        }
    }
    check::open(Ok(answer))
}

/// Whether the best evasion of the draft, carried out against the mutant, shows that an expectation
/// does not hold there.
fn broken_by_known_plan(expect: &Expect, ends: &BothEnds, scenes: &[Arc<Scene>; 2]) -> bool {
    End::BOTH.iter().zip(scenes).any(|(end, scene)| {
        let Some(goal) = ends.at(*end).as_ref().ok().map(|f| &f.goal) else { return false };
        let exposures: Vec<Exposure> =
            plans(ends).filter_map(|plan| exposure(scene, expect.obligation, plan)).collect();
        let at_least_as_bad = floor(&exposures, goal);
        let at_end = match end {
            End::Adverse => expect.adverse,
            End::Favourable => expect.favourable,
        };
        let of_both = expect.verdict.filter(|v| *v != Verdict::Contingent);
        let verdict = [at_end, of_both].into_iter().flatten().any(|v| Some(v) < at_least_as_bad);
        let too_low = |bound: &Exact| {
            exposures.iter().any(|e| e.unseen(Reading::ProofInTime).confidence_against(bound) == Some(Ordering::Less))
        };
        verdict || (*end == End::Adverse && expect.at_least.as_ref().is_some_and(too_low))
    })
}

/// The best evasions of a draft at both ends.
fn plans(ends: &BothEnds) -> impl Iterator<Item = &Plan> {
    let findings = [&ends.adverse, &ends.favourable].into_iter().filter_map(|o: &Outcome| o.as_ref().ok());
    findings.filter_map(|f: &Finding| f.evasion.as_ref()).map(|e| &e.plan)
}

/// What a plan gives away in a scene, if it violates the obligation there.
fn exposure(scene: &Scene, obligation: ObligationIx, plan: &Plan) -> Option<Exposure> {
    let question = Question::new(scene, obligation, None).ok()?;
    Some(replay(scene, &question, plan).ok()?.exposure)
}

/// A verdict such that, given these plans, none better can hold; none without a plan.
fn floor(exposures: &[Exposure], goal: &Exact) -> Option<Verdict> {
    if exposures.is_empty() {
        return None;
    }
    let below =
        |reading: Reading| exposures.iter().any(|e| e.unseen(reading).confidence_against(goal) == Some(Ordering::Less));
    let steps = [
        (Verdict::Late, below(Reading::ProofInTime)),
        (Verdict::Ambiguous, below(Reading::ProofEver)),
        (Verdict::Evadable, below(Reading::SightingInTime)),
        (Verdict::Uncovered, exposures.iter().any(|e| e.unseen(Reading::SightingEver).is_whole())),
    ];
    let climbed = steps.iter().take_while(|(_, holds)| *holds).last();
    Some(climbed.map_or(Verdict::Assured, |(verdict, _)| *verdict))
}
