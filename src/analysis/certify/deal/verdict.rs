//! The verdict as accepted: the worst over the host's choices.

use super::job::{Done, Job};
use super::{Held, Says};
use crate::analysis::certify::evidence::{self, Settled};
use crate::analysis::certify::{Certificate, Grounds, Host, Statement, Terms};
use crate::analysis::check::{Open, Options, ask, open};
use crate::model::acceptance::{Leeway, Refusals};
use crate::model::{End, ObligationIx, Verdict};
use crate::query::Question;
use crate::solve::{Usage, session};
use crate::verdict::{Decision, Search, Step, Stop};
use std::sync::Arc;

/// Choices of the host that are looked at one by one.
const MOST_CHOICES: usize = 1_000;

/// A statement with its terms, the question about whose plans it is if not the job's, and its steps.
type Said = (Statement, Terms, Option<Question>, Vec<Step>);

/// Decides the verdict, and gathers what it rests on.
pub(super) fn verdict(job: &Job, options: &Options, done: &mut Done) -> Result<Grounds, Open> {
    let scene = &job.docket.scene;
    let (outcome, decision) = ask(scene, job.docket.obligation, None, None, None, options);
    outcome?;
    let decision = decision.ok_or_else(|| Open::Fault("a verdict without a decision".to_owned()))?;
    done.spent(decision.usage);
    let question = Arc::new(job.question(scene)?);
    let gathered = session::in_fresh_context(|| {
        let mut search = Search::new(scene, &question, options.engine, &options.limits);
        let (said, plans) = (said(job, &mut search, &decision)?, evidence::plans(&mut search, &decision)?);
        Ok((said, plans, search.usage))
    });
    let (said, plans, usage) = open(gathered)?;
    done.spent(usage);
    let mut proofs = Vec::new();
    for (statement, terms, settled, steps) in said {
        let question = settled.map_or_else(|| Arc::clone(&question), Arc::new);
        proofs.push(job.file(&question, statement, terms, steps, done));
    }
    let mut shown = Vec::new();
    for (candidate, _) in plans {
        shown.push(job.show((scene, &question), None, &Leeway::none(), candidate, options, done)?);
    }
    Ok(Grounds { verdict: decision.verdict, proofs, plans: shown, missing: None })
}

/// What is said of all plans, with the formulas without a solution that establish it.
fn said(job: &Job, search: &mut Search<'_>, decision: &Decision) -> Result<Vec<Said>, Stop> {
    let mut all = Vec::new();
    let by_choice = decision.verdict == Verdict::Ambiguous && !search.question.bargains.is_empty();
    for statement in evidence::statements(decision, &search.question.goal) {
        match statement {
            Statement::SightedInTime(_) if by_choice => all.extend(choice_by_choice(search, &statement)?),
            _ => {
                let steps = evidence::establish(search, &statement)?;
                all.push((statement, Terms { host: job.host(), ..Terms::default() }, None, steps));
            }
        }
    }
    Ok(all)
}

/// Under each choice of the host every plan is proved at some time, or every plan is sighted in time: the
/// choices of the first kind one by one, all others together.
fn choice_by_choice(search: &mut Search<'_>, sighted: &Statement) -> Result<Vec<Said>, Stop> {
    let (question, goal) = (search.question, search.question.goal.clone());
    let mut proved: Vec<Said> = Vec::new();
    let mut choices: Vec<Refusals> = Vec::new();
    loop {
        search.other_than.clone_from(&choices);
        let settled = evidence::settle(search, sighted);
        search.other_than.clear();
        let found = match settled? {
            Settled::Broken(found) => found,
            Settled::Holds(steps) => {
                let host = match choices.is_empty() {
                    true => Host::Refuses(Leeway::none()),
                    false => Host::RefusesOther(choices),
                };
                proved.push((sighted.clone(), Terms { host, ..Terms::default() }, None, steps));
                return Ok(proved);
            }
        };
        let stage = search.stage(&found.refusals)?;
        let mut usage = Usage::default();
        let steps = {
            let mut search = Search::new(stage.scene(), stage.question(), search.engine, search.limits);
            let steps = evidence::establish(&mut search, &Statement::ProvedEver(goal.clone()));
            usage.add(search.usage);
            steps?
        };
        search.usage.add(usage);
        let choice = question.what_matters(&found.refusals);
        let terms = Terms { host: Host::RefusesJust(choice.clone()), ..Terms::default() };
        proved.push((Statement::ProvedEver(goal.clone()), terms, Some(stage.question().clone()), steps));
        choices.push(choice);
        if choices.len() > MOST_CHOICES {
            return Err(Stop::Undecided("the host has too many choices to look at one by one".to_owned()));
        }
    }
}

/// The claim: where nothing that may be refused matters, what holds as drafted holds as accepted.
pub(super) fn claimed(
    certificate: &Certificate,
    obligation: ObligationIx,
    end: End,
    is_same: bool,
    answer: &Result<Done, Open>,
) -> Result<Held, Open> {
    let mine = |c: &&crate::analysis::certify::Claim| c.obligation == obligation && c.path.is_none() && c.end == end;
    let drafted = certificate.claims.iter().find(mine).filter(|_| is_same);
    let missing = || Err(Open::Fault("a verdict got lost".to_owned()));
    let grounds = match drafted {
        Some(claim) => claim.grounds.clone(),
        None => answer.as_ref().map_err(Clone::clone)?.verdict.clone().unwrap_or_else(missing),
    };
    let Grounds { verdict, proofs, plans, .. } = grounds?;
    Ok(Held { says: Says::Verdict(verdict, is_same), proofs, plans })
}
