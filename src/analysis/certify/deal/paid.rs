//! What is paid: whether compliance is known by the month before something is given for it, and how long
//! a violator can go on collecting.

use super::job::{Done, Job};
use super::{Held, Says};
use crate::analysis::certify::{Statement, Terms};
use crate::analysis::check::{Open, Options, ask};
use crate::analysis::deal::payments::{self, Standing};
use crate::analysis::deal::study::{collector, complete_and_known_by, unproved};
use crate::model::acceptance::Leeway;
use crate::model::stakes::Stake;

/// How well compliance is known by the end of a month, with what that rests on.
pub(super) fn known(job: &Job, month: u64, options: &Options, done: &mut Done) -> Result<Held, Open> {
    let scene = &job.docket.scene;
    let question = complete_and_known_by(job.question(scene)?, month);
    let asked = (scene.as_ref(), &question);
    let terms = Terms { complete_by: Some(month), known_by: Some(month), host: job.host() };
    let Some(candidate) = unproved(&job.docket, month, options)? else {
        let proof = job.prove(asked, Statement::NoPlan, terms, options, done)?;
        return Ok(Held { says: Says::Standing(Standing::NotYetTestable), proofs: vec![proof], plans: Vec::new() });
    };
    let standing = payments::standing(&candidate, &question.goal);
    let proofs = match &standing {
        Standing::Open(open) => return Err(open.clone()),
        Standing::Pocketable => Vec::new(),
        _ => {
            let statement = Statement::ProvedInTime(question.goal.clone());
            vec![job.prove(asked, statement, terms, options, done)?]
        }
    };
    let candidate = job.polished(asked, candidate, options)?;
    let plan = job.show(asked, Some(month), &Leeway::none(), candidate, options, done)?;
    Ok(Held { says: Says::Standing(standing), proofs, plans: vec![plan] })
}

/// The claim about something that is given.
pub(super) fn standing(answer: Option<&Result<Done, Open>>, stake: &Stake) -> Result<Held, Open> {
    let Some(answer) = answer else {
        // No phase lists the obligation: nobody can violate it.
        return Ok(Held { says: Says::Standing(Standing::NotYetTestable), proofs: Vec::new(), plans: Vec::new() });
    };
    let done = answer.as_ref().map_err(Clone::clone)?;
    let known = done.known.iter().find(|(month, _)| *month == stake.known_by());
    known.map_or_else(|| Err(Open::Fault("a standing got lost".to_owned())), |(_, held)| held.clone())
}

/// The last release that some violator collects, and that none collects at the next.
pub(super) fn risk(job: &Job, options: &Options, done: &mut Done) -> Result<Held, Open> {
    let (scene, docket) = (&job.docket.scene, &job.docket);
    if docket.releases.is_empty() {
        return Ok(Held { says: Says::AtRisk(None, None), proofs: Vec::new(), plans: Vec::new() });
    }
    let (whole, _) = ask(scene, docket.obligation, None, None, None, options);
    let collector = collector(docket, &whole, options)?;
    let last = collector.as_ref().map(|c| c.release);
    let next = docket.releases.iter().copied().find(|r| last.is_none_or(|last| *r > last));
    let question = job.question(scene)?;
    let (mut proofs, mut plans) = (Vec::new(), Vec::new());
    if let Some(collector) = collector {
        let question = question.clone().known_by(collector.release);
        let asked = (scene.as_ref(), &question);
        let candidate = job.polished(asked, collector.candidate, options)?;
        plans.push(job.show(asked, Some(collector.release), &Leeway::none(), candidate, options, done)?);
    }
    if let Some(next) = next {
        let question = question.known_by(next);
        let statement = Statement::ProvedInTime(question.goal.clone());
        let terms = Terms { complete_by: None, known_by: Some(next), host: job.host() };
        proofs.push(job.prove((scene, &question), statement, terms, options, done)?);
    }
    Ok(Held { says: Says::AtRisk(last, next), proofs, plans })
}
