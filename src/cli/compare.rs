//! `compare`: drafts side by side.

use super::args::{CompareArgs, CompareFormat};
use super::output::{self, Broken};
use super::progress::Meter;
use super::status::Status;
use super::{fault, input, interrupt, solving};
use crate::analysis::Open;
use crate::analysis::compare::dominance::dominance;
use crate::analysis::compare::weights::{Ranking, aspects, keys, rank};
use crate::analysis::compare::weights_file::{self, Weights};
use crate::analysis::compare::{Comparison, Group, Step, WorldDifference, Worlds, compare, worlds};
use crate::analysis::deal::Draft;
use crate::diagnostic::{Diagnostic, quote, visible};
use crate::report::compare::{self as report, Context, draft_word};
use crate::source::{SourceFile, SourceSet, alone};
use std::path::Path;
use std::sync::atomic::Ordering;

/// Worlds' differences that are named one by one.
const MOST_DIFFERENCES: usize = 10;

/// Runs the command.
pub fn run(args: &CompareArgs) -> Status {
    let options = match solving::begin(&args.solving) {
        Ok(options) => options,
        Err(status) => return status,
    };
    let Prepared { drafts, worlds, requirements, weights } = match prepare(args) {
        Ok(prepared) => prepared,
        Err(status) => return status,
    };
    let mut meter = Meter::new(!args.quiet);
    let comparison = interrupt::deciding(|| {
        compare(drafts, worlds, &options, |step| {
            let (Step::Drafts(progress) | Step::Pairs(progress)) = step;
            meter.show(progress);
        })
    });
    meter.clear();
    let mut status = Status::Holds;
    if let Some(open) = comparison.open() {
        status.worsen(match open {
            Open::Undecided(_) => Status::Undecided,
            Open::Fault(what) => {
                output::err(&fault::message(what));
                Status::Fault
            }
        });
    }
    if options.limits.stop.load(Ordering::Relaxed) {
        status.worsen(Status::Interrupted);
    }
    let ranking = match weights.as_ref().map(|weights| weigh(weights, &comparison)) {
        Some(Ok(ranking)) => Some(ranking),
        Some(Err(ended)) => {
            status.worsen(ended);
            None
        }
        None => None,
    };
    let all: Vec<Group> = Group::WORDS.iter().map(|(_, group)| *group).collect();
    let groups = if args.criteria.is_empty() { &all } else { &args.criteria };
    let mut required = Vec::new();
    for (text, one, other) in requirements {
        let holds = dominance(&comparison, one, other, groups).holds();
        match holds {
            Some(true) => {}
            Some(false) => status.worsen(Status::Fails),
            None => status.worsen(Status::Undecided),
        }
        required.push((text, holds));
    }
    if args.quiet {
        return status;
    }
    let context = Context {
        groups,
        ranking: ranking.as_ref().zip(weights.as_ref()).map(|(ranking, w)| (ranking, w.weights.as_slice())),
        required: &required,
    };
    let text = match args.format {
        CompareFormat::Text => report::text(&comparison, context, output::style(args.reading.color)),
        CompareFormat::Markdown => report::markdown(&comparison, context),
        CompareFormat::Csv => report::csv::render(&comparison),
        CompareFormat::Json => {
            serde_json::to_string_pretty(&report::json::object(&comparison, context)).unwrap_or_default() + "\n"
        }
    };
    if let Err(Broken) = output::out(&text) {
        status.worsen(Status::Bad);
    }
    status
}

/// Requirements: as they were written, and which draft has to dominate which.
type Requirements = Vec<(String, usize, usize)>;

/// What a comparison begins with.
struct Prepared {
    drafts: Vec<Draft>,
    worlds: Worlds,
    requirements: Requirements,
    weights: Option<Weights>,
}

/// Everything that has to be in order before anything is decided; all that is wrong is said at once.
fn prepare(args: &CompareArgs) -> Result<Prepared, Status> {
    let read = |file: &Path| {
        let read = input::read(file, &args.reading, args.quiet)?;
        Ok(Draft::new(file.display().to_string(), read.sources, read.regime))
    };
    if args.files.iter().filter(|f| f.as_os_str() == "-").count() > 1 {
        output::err("error: more than one draft is standard input\n  help: name files for the others\n");
        return Err(Status::Bad);
    }
    let drafts: Vec<Result<Draft, Status>> = args.files.iter().map(|file| read(file)).collect();
    let drafts = drafts.into_iter().collect::<Result<Vec<Draft>, Status>>()?;
    let mut bad = false;
    let mut requirements = Vec::new();
    for text in &args.require {
        match requirement(text, &drafts) {
            Ok((one, other)) => requirements.push((text.clone(), one, other)),
            Err(message) => {
                output::err(&message);
                bad = true;
            }
        }
    }
    let mut worlds = Worlds::default();
    for (place, draft) in drafts.iter().enumerate().skip(1) {
        let found = self::worlds([(0, &drafts[0]), (place, draft)]);
        if !found.differences.is_empty() && !args.different_worlds {
            refuse(&drafts, place, &found.differences);
            bad = true;
        }
        worlds.differences.extend(found.differences);
        for brought in found.brought {
            let same = |b: &&crate::analysis::compare::Brought| {
                (b.draft, b.kind, &b.id) == (brought.draft, brought.kind, &brought.id)
            };
            if worlds.brought.iter().find(same).is_none() {
                worlds.brought.push(brought);
            }
        }
    }
    match weights(args, &drafts) {
        Ok(weights) if !bad => Ok(Prepared { drafts, worlds, requirements, weights }),
        _ => Err(Status::Bad),
    }
}

/// Says how the world of a draft differs from that of the first.
fn refuse(drafts: &[Draft], place: usize, differences: &[WorldDifference]) {
    let names = [0, place].map(|d| format!("{} ({})", draft_word(d), visible(&drafts[d].name)));
    let mut message = format!("error: {} and {} are made for different worlds\n", names[0], names[1]);
    for difference in differences.iter().take(MOST_DIFFERENCES) {
        let key = difference.key.as_ref().map(|k| format!(": {}", visible(k))).unwrap_or_default();
        message.push_str(&format!("  {} {}{key}\n", difference.kind, quote(&difference.id)));
        for (side, draft) in [0, place].into_iter().enumerate() {
            let word = draft_word(draft);
            let at = difference.places[side].map(|p| {
                let file = drafts[draft].sources.files.get(p.span.file);
                file.map_or_else(String::new, |f| format!(" ({}:{})", visible(&f.name), f.line(p.span.start)))
            });
            let says = match (&difference.says[side], &difference.key, difference.places[side]) {
                (Some(says), _, _) => visible(says),
                (None, Some(_), _) => "does not state it".to_owned(),
                (None, None, Some(_)) => "has it".to_owned(),
                (None, None, None) => "does not have it".to_owned(),
            };
            message.push_str(&format!("    {word}: {says}{}\n", at.unwrap_or_default()));
        }
    }
    if differences.len() > MOST_DIFFERENCES {
        message.push_str(&format!("  and {} more\n", differences.len() - MOST_DIFFERENCES));
    }
    message.push_str(
        "  help: let both include the same world, or put what a draft brings into its own file; \
         `--different-worlds` compares them all the same\n",
    );
    output::err(&message);
}

/// The drafts of a requirement such as `B>=A`.
fn requirement(text: &str, drafts: &[Draft]) -> Result<(usize, usize), String> {
    let help = "write two drafts with `>=` between them, such as `B>=A`";
    let Some((one, other)) = text.split_once(">=") else {
        return Err(format!("error: {} is no requirement\n  help: {help}\n", quote(text)));
    };
    let find = |word: &str| {
        let word = word.trim();
        let fits = |(place, draft): &(usize, &Draft)| {
            let file = Path::new(&draft.name);
            word == draft_word(*place)
                || word == draft.name
                || word == draft.regime.agreement.entry.id
                || file.file_name().is_some_and(|n| n == word)
                || file.file_stem().is_some_and(|n| n == word)
        };
        let found: Vec<usize> = drafts.iter().enumerate().filter(fits).map(|(place, _)| place).collect();
        match found.as_slice() {
            [one] => Ok(*one),
            [] => {
                let known: Vec<String> = drafts
                    .iter()
                    .enumerate()
                    .map(|(p, d)| format!("{} or {}", draft_word(p), quote(&d.regime.agreement.entry.id)))
                    .collect();
                Err(format!(
                    "error: {}: there is no draft {}\n  help: the drafts are {}\n",
                    quote(text),
                    quote(word),
                    known.join(", ")
                ))
            }
            _ => Err(format!(
                "error: {}: {} could be several drafts\n  help: name them by their letters\n",
                quote(text),
                quote(word)
            )),
        }
    };
    Ok((find(one)?, find(other)?))
}

/// Reads the file of weights, if there is one.
fn weights(args: &CompareArgs, drafts: &[Draft]) -> Result<Option<Weights>, Status> {
    let Some(file) = &args.weights else { return Ok(None) };
    let show = |problems: Vec<Diagnostic>, source: SourceFile| {
        let sources = SourceSet { files: vec![source], order: vec![0], complete: true };
        input::show(&problems, &sources, &args.reading);
        Status::Bad
    };
    let source = alone(file, 0).map_err(|(source, problem)| show(vec![problem], source))?;
    let known = keys(&drafts.iter().collect::<Vec<_>>());
    weights_file::read(&source, 0, &known).map(Some).map_err(|problems| show(problems, source))
}

/// The ranking by weights.
fn weigh(weights: &Weights, comparison: &Comparison) -> Result<Ranking, Status> {
    let known = aspects(comparison, weights.corner);
    rank(&known, &weights.weights, comparison.drafts.len()).map_err(|key| {
        output::err(&format!("error: {} is not known of every draft: no ranking\n", quote(&key)));
        Status::Undecided
    })
}
