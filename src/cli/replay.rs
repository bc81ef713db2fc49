//! `replay`: what a plan comes to, without a solver.

use super::args::{self, Format, ReplayArgs};
use super::input;
use super::output::{self, Broken};
use super::status::Status;
use crate::analysis::check::paths;
use crate::analysis::replay::file::{self, PlanFile, Word};
use crate::analysis::replay::{self, Finding, Outcome};
use crate::diagnostic::{Code, Diagnostic, quote, visible};
use crate::model::read::Suggestions;
use crate::model::term::Term;
use crate::model::variant::Listing;
use crate::model::{ActivityIx, End, ObligationIx, Verdict};
use crate::query::{Question, Scene};
use crate::report::replay_text::Show;
use crate::report::{provenance, replay_json, replay_text};
use crate::source::{SourceSet, alone};
use std::sync::Arc;

/// Runs the command.
pub fn run(args: &ReplayArgs) -> Status {
    let (text, mut status) = match report(args) {
        Ok(report) => report,
        Err(status) => return status,
    };
    if let Err(Broken) = output::out(&text) {
        status.worsen(Status::Bad);
    }
    status
}

fn report(args: &ReplayArgs) -> Result<(String, Status), Status> {
    if args.file.as_os_str() == "-" && args.plan.as_os_str() == "-" {
        output::err(
            "error: the regime and the plan cannot both be read from standard input\n  help: name a file for one of them\n",
        );
        return Err(Status::Bad);
    }
    let name = args.file.display().to_string();
    let input::Read { regime, sources } = input::read(&args.file, &args.reading, false)?;
    let mut replaying = Replaying { args, name, sources };
    let plan_file = replaying.plan_file()?;
    let agreement = &regime.agreement.entry.id;
    if let Some(word) = plan_file.agreement.as_ref().filter(|a| a.text != *agreement) {
        let message = format!("the plan is for the agreement {}, this is {}", quote(&word.text), quote(agreement));
        let problem = Diagnostic::new(Code::UnknownReference, message).primary(word.span, "another agreement");
        return Err(
            replaying.refuse(vec![problem.help("name the regime file of that agreement, or take this line out")])
        );
    }
    let end = match args.at {
        Some(args::End::Adverse) => End::Adverse,
        Some(args::End::Favourable) => End::Favourable,
        None => plan_file.at.unwrap_or(End::Adverse),
    };
    let drafted = Term::of(&regime);
    let choice = replay::choice(&regime, &drafted, &plan_file).map_err(|problems| replaying.refuse(problems))?;
    let term = drafted.without(&choice.refusals);
    let scenes = End::BOTH.map(|end| Arc::new(Scene::new(&regime, &term, end, Listing::WithoutRefusingGifts)));
    let scene = Arc::clone(if end == End::Adverse { &scenes[0] } else { &scenes[1] });
    let obligation = replaying.obligation(&scene, &plan_file)?;
    let path = replaying.path(&scenes, obligation, &plan_file)?;
    let question = Question::new(&scene, obligation, path).map_err(|many| {
        output::err(&format!("error: {}: {}\n", visible(&replaying.name), visible(&many.to_string())));
        Status::Undecided
    })?;
    let question = match plan_file.known_by {
        Some(month) => question.known_by(month),
        None => question,
    };
    let plan = replay::plan(&scene, &plan_file).map_err(|problems| replaying.refuse(problems))?;
    // Asked about something else than the file is about, its figures are not those of the answer.
    let is_its_own =
        plan_file.at.is_none_or(|at| at == end) && plan_file.obligation.as_ref().is_none_or(|o| o.text == question.id);
    let stated = if is_its_own { plan_file.stated } else { Vec::new() };
    let outcome = replay::evaluate(&scene, &question, plan, choice, stated);
    Ok((replaying.text(&scene, &question, &outcome), judged(&outcome)))
}

/// The regime's name and files, the plan's file last.
struct Replaying<'a> {
    args: &'a ReplayArgs,
    name: String,
    sources: SourceSet,
}

impl Replaying<'_> {
    /// Shows what is wrong with the plan file.
    fn refuse(&self, mut problems: Vec<Diagnostic>) -> Status {
        crate::diagnostic::sort(&mut problems);
        input::show(&problems, &self.sources, &self.args.reading);
        Status::Bad
    }

    fn plan_file(&mut self) -> Result<PlanFile, Status> {
        let index = self.sources.files.len();
        match alone(&self.args.plan, index) {
            Ok(file) => {
                let plan = file::read(&file, index);
                self.sources.files.push(file);
                plan.map_err(|problems| self.refuse(problems))
            }
            Err((file, problem)) => {
                self.sources.files.push(file);
                Err(self.refuse(vec![problem]))
            }
        }
    }

    /// The obligation that the arguments name, or the file, or the only one there is.
    fn obligation(&self, scene: &Scene, plan: &PlanFile) -> Result<ObligationIx, Status> {
        let listed = Term::listed(&scene.regime);
        let ids: Vec<&str> = listed.iter().map(|o| scene.regime.obligations[o.0].entry.id.as_str()).collect();
        let found = |id: &str| ids.iter().position(|i| *i == id).and_then(|place| listed.get(place)).copied();
        match (&self.args.obligation, &plan.obligation, listed.as_slice()) {
            (Some(id), _, _) => input::obligation(&self.name, &scene.regime, &listed, id).map_err(|message| {
                output::err(&message);
                Status::Bad
            }),
            (None, Some(word), _) => found(&word.text).ok_or_else(|| self.unknown("obligation in force", &ids, word)),
            (None, None, [only]) => Ok(*only),
            (None, None, _) => {
                let known: Vec<String> = ids.iter().take(20).map(|id| quote(id)).collect();
                output::err(&format!(
                    "error: {}: the plan does not say which obligation it violates\n  help: name it with `--obligation`; known: {}\n",
                    visible(self.sources.files.last().map_or("?", |f| &f.name)),
                    known.join(", ")
                ));
                Err(Status::Bad)
            }
        }
    }

    fn path(
        &self,
        scenes: &[Arc<Scene>; 2],
        obligation: ObligationIx,
        plan: &PlanFile,
    ) -> Result<Option<ActivityIx>, Status> {
        let Some(word) = plan.path.as_ref().filter(|_| self.args.obligation.is_none()) else { return Ok(None) };
        let world = &scenes[0].world;
        let paths = paths(&scenes[0].regime, scenes, obligation);
        let ids: Vec<&str> = paths.iter().filter_map(|p| world.activities.get(p.0)).map(|a| a.id.as_str()).collect();
        let found = ids.iter().position(|id| *id == word.text).and_then(|place| paths.get(place));
        found.map(|path| Some(*path)).ok_or_else(|| self.unknown("path of this obligation", &ids, word))
    }

    fn unknown(&self, kind: &str, ids: &[&str], word: &Word) -> Status {
        self.refuse(vec![replay::unknown(kind, ids, word, &mut Suggestions::default())])
    }

    fn text(&self, scene: &Scene, question: &Question, outcome: &Outcome) -> String {
        let Some((plan, files)) = self.sources.files.split_last() else { return String::new() };
        let show = Show { file: &self.name, plan };
        match self.args.format {
            Format::Text => replay_text::render(scene, question, outcome, show, output::style(self.args.reading.color)),
            Format::Json => {
                let inputs = SourceSet { files: files.to_vec(), ..self.sources.clone() };
                let object = replay_json::object(scene, question, outcome, show, provenance::inputs(&inputs));
                format!("{}\n", serde_json::to_string_pretty(&object).unwrap_or_default())
            }
        }
    }
}

/// How it ended: a violation with the figures that the file states, or not.
fn judged(outcome: &Outcome) -> Status {
    let has = |wanted: fn(&Finding) -> bool| outcome.stated.iter().any(|(_, f)| wanted(f));
    match (&outcome.story, outcome.alone) {
        (Err(_), _) => Status::Fails,
        (Ok(_), _) if has(|f| matches!(f, Finding::Wrong(_))) => Status::Fails,
        (Ok(_), None) => Status::Undecided,
        (Ok(_), Some(Verdict::Infeasible | Verdict::Contingent)) => Status::Fault,
        (Ok(_), Some(_)) if has(|f| *f == Finding::Open) => Status::Undecided,
        (Ok(_), Some(_)) => Status::Holds,
    }
}
