//! The least tolerance: plans that rule out smaller increases, and that none is left at the least.

use super::job::{Done, Job};
use super::{About, Held, Says};
use crate::analysis::certify::{Host, Statement, Terms};
use crate::analysis::check::{Open, Options};
use crate::analysis::deal::tolerance::{self, Raised};
use crate::model::Exact;
use crate::model::acceptance::Leeway;

/// Adds what there is to say: of each bound alone and, where neither is enough, of both.
pub(super) fn least(job: &Job, options: &Options, done: &mut Done) {
    let mut none_is_enough = true;
    for raised in [Raised::Each, Raised::Total] {
        let by = add(job, raised, Leeway::none(), options, done);
        none_is_enough &= matches!(by, Ok(None));
    }
    if !none_is_enough {
        return;
    }
    let any_sum = Leeway { total: None, ..Leeway::none() };
    if let Ok(Some(each)) = add(job, Raised::Each, any_sum, options, done) {
        let with_it = Leeway { each: Some(each), ..Leeway::none() };
        let _ = add(job, Raised::Total, with_it, options, done);
    }
}

/// Adds the claim about one bound, the other being raised as `other` says; gives the least increase.
fn add(job: &Job, raised: Raised, other: Leeway, options: &Options, done: &mut Done) -> Result<Option<Exact>, Open> {
    let held = held(job, raised, &other, options, done);
    let by = match &held {
        Ok(Held { says: Says::Least(by, _), .. }) => Ok(by.clone()),
        Ok(_) => Ok(None),
        Err(open) => Err(open.clone()),
    };
    done.least.push((About::Tolerance(raised, other), held));
    by
}

fn held(job: &Job, raised: Raised, other: &Leeway, options: &Options, done: &mut Done) -> Result<Held, Open> {
    let least = tolerance::least(&job.draft, job.docket.obligation, job.end(), raised, other.clone(), options)?;
    let (mut plans, mut below) = (Vec::new(), Vec::new());
    for refuted in least.below {
        let scene = job.draft.tolerated(&refuted.leeway, job.end(), options.engine);
        let question = job.question(&scene)?;
        let candidate = job.polished((&scene, &question), refuted.candidate, options)?;
        plans.push(job.show((&scene, &question), None, &refuted.leeway, candidate, options, done)?);
        below.push(refuted.from);
    }
    let mut proofs = Vec::new();
    if let Some(by) = &least.by {
        let leeway = raised.by(by, other);
        let scene = job.draft.tolerated(&leeway, job.end(), options.engine);
        let question = job.question(&scene)?;
        let statement = Statement::ProvedInTime(question.goal.clone());
        let terms = Terms { host: Host::Refuses(leeway), ..Terms::default() };
        proofs.push(job.prove((&scene, &question), statement, terms, options, done)?);
    }
    Ok(Held { says: Says::Least(least.by, below), proofs, plans })
}
