//! The work on one obligation in one corner: everything about it that is claimed of the deal.

use super::{About, Held, is_drafted, least, paid, verdict};
use crate::analysis::certify::evidence::{self, Settled};
use crate::analysis::certify::{Certificate, Exhibit, Grounds, Host, Proof, Script, Shows, Statement, Terms};
use crate::analysis::check::{Open, Options, open};
use crate::analysis::deal::study::Docket;
use crate::analysis::deal::{Corner, Draft, Mode, damage};
use crate::analysis::explain::Account;
use crate::model::acceptance::Leeway;
use crate::model::{End, Verdict};
use crate::query::{Question, Scene};
use crate::solve::{Usage, session};
use crate::verdict::{Candidate, Search, Step, Stop, stage};
use std::sync::Arc;

/// An obligation in a corner.
pub(super) struct Job {
    pub draft: Draft,
    pub docket: Docket,
    pub corner: Corner,
    /// Whether it is assured as drafted at this end.
    pub was_assured: bool,
}

/// What is established, scripts and plans counted by themselves.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// The verdict with what it rests on; none as drafted, where it is another's to say.
    pub verdict: Option<Result<Grounds, Open>>,
    /// How well compliance is known by months.
    pub known: Vec<(u64, Result<Held, Open>)>,
    /// What a violator can collect.
    pub risk: Option<Result<Held, Open>>,
    /// What it takes to be assured as accepted.
    pub least: Vec<(About, Result<Held, Open>)>,
    scripts: Vec<Script>,
    plans: Vec<Exhibit>,
    usage: Usage,
}

impl Job {
    pub(super) fn new(draft: &Draft, docket: Docket, corner: Corner, certificate: &Certificate) -> Job {
        let was_assured = is_drafted(certificate, docket.obligation, corner.1, Verdict::Assured);
        Job { draft: draft.clone(), docket, corner, was_assured }
    }

    pub(super) fn work(&self, options: &Options) -> Done {
        if let Some(rehearse) = options.rehearse {
            rehearse(&self.draft.regime.obligations[self.docket.obligation.0].entry.id);
        }
        let mut done = Done::default();
        if self.corner.0 == Mode::Accepted {
            let verdict = verdict::verdict(self, options, &mut done);
            let is_lost = verdict.as_ref().is_ok_and(|g| g.verdict > Verdict::Assured) && self.was_assured;
            done.verdict = Some(verdict);
            if is_lost {
                least::least(self, options, &mut done);
            }
        }
        for month in &self.docket.known_by {
            let known = paid::known(self, *month, options, &mut done);
            done.known.push((*month, known));
        }
        done.risk = Some(paid::risk(self, options, &mut done));
        done
    }

    pub(super) fn end(&self) -> End {
        self.corner.1
    }

    /// What the host may do here, accepting no more than the draft says.
    pub(super) fn host(&self) -> Host {
        match self.corner.0 {
            Mode::Drafted => Host::Accepts,
            Mode::Accepted => Host::Refuses(Leeway::none()),
        }
    }

    pub(super) fn question(&self, scene: &Scene) -> Result<Question, Open> {
        Question::new(scene, self.docket.obligation, None).map_err(|many| Open::Undecided(many.to_string()))
    }

    /// Establishes a statement about all plans of a question.
    pub(super) fn prove(
        &self,
        (scene, question): (&Scene, &Question),
        statement: Statement,
        terms: Terms,
        options: &Options,
        done: &mut Done,
    ) -> Result<Proof, Open> {
        let work = || {
            let mut search = Search::new(scene, question, options.engine, &options.limits);
            match evidence::settle(&mut search, &statement)? {
                Settled::Holds(steps) => Ok((steps, search.usage)),
                Settled::Broken(_) => Err(Stop::Fault("a plan breaks what was established of all".to_owned())),
            }
        };
        let (steps, usage) = open(session::in_fresh_context(work))?;
        done.usage.add(usage);
        Ok(self.file(&Arc::new(question.clone()), statement, terms, steps, done))
    }

    /// Puts the steps of a proof among the scripts.
    pub(super) fn file(
        &self,
        question: &Arc<Question>,
        statement: Statement,
        terms: Terms,
        steps: Vec<Step>,
        done: &mut Done,
    ) -> Proof {
        let first = done.scripts.len();
        let (end, about) = (self.end(), (&statement, &terms));
        done.scripts.extend(steps.into_iter().map(|step| Script {
            question: Arc::clone(question),
            end,
            statement: about.0.clone(),
            terms: about.1.clone(),
            step,
        }));
        Proof { statement, terms, scripts: (first..done.scripts.len()).collect() }
    }

    /// Puts a plan among the exhibits; `leeway` is what the host accepts on top of what the draft says.
    pub(super) fn show(
        &self,
        (scene, question): (&Scene, &Question),
        known_by: Option<u64>,
        leeway: &Leeway,
        candidate: Candidate,
        options: &Options,
        done: &mut Done,
    ) -> Result<usize, Open> {
        let account = |candidate: &Candidate| {
            let stage = stage::of(scene, question, &candidate.refusals, options.engine)?;
            Ok(Account::in_question(stage.scene(), stage.question(), candidate))
        };
        let account = account(&candidate).map_err(crate::analysis::check::stopped)?;
        let shown = |what: &Shows| what.is_shown(&candidate, &question.goal) == Some(true);
        let is_accepted = self.corner.0 == Mode::Accepted;
        done.plans.push(Exhibit {
            obligation: self.docket.obligation,
            path: None,
            end: self.end(),
            known_by,
            refused: is_accepted
                .then(|| (damage::refused_with(&self.draft, &candidate.refusals, leeway), leeway.clone())),
            account: Some(account),
            shows: Shows::ALL.into_iter().filter(|what| shown(what)).collect(),
            candidate,
        });
        Ok(done.plans.len() - 1)
    }

    /// A plan without what it does not need.
    pub(super) fn polished(
        &self,
        (scene, question): (&Scene, &Question),
        candidate: Candidate,
        options: &Options,
    ) -> Result<Candidate, Open> {
        let search = Search::new(scene, question, options.engine, &options.limits);
        evidence::polished(&search, candidate).map_err(crate::analysis::check::stopped)
    }
}

impl Done {
    pub(super) fn spent(&mut self, usage: Usage) {
        self.usage.add(usage);
    }

    /// The same with scripts and plans counted within the certificate, to which they go.
    pub(super) fn within(mut self, certificate: &mut Certificate) -> Done {
        let (scripts, plans) = (certificate.scripts.len(), certificate.plans.len());
        let count = |proofs: &mut Vec<Proof>, shown: &mut Vec<usize>| {
            proofs.iter_mut().flat_map(|p| &mut p.scripts).for_each(|s| *s += scripts);
            shown.iter_mut().for_each(|p| *p += plans);
        };
        if let Some(Ok(grounds)) = &mut self.verdict {
            count(&mut grounds.proofs, &mut grounds.plans);
        }
        let least = self.least.iter_mut().map(|(_, held)| held);
        let known = self.known.iter_mut().map(|(_, held)| held);
        for held in least.chain(known).chain(&mut self.risk).filter_map(|h| h.as_mut().ok()) {
            count(&mut held.proofs, &mut held.plans);
        }
        certificate.scripts.append(&mut self.scripts);
        certificate.plans.append(&mut self.plans);
        certificate.usage.add(self.usage);
        self
    }
}
