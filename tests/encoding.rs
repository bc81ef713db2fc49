//! The encoding may only err in the evader's favour: every plan that the replay accepts satisfies
//! the formula of its completion month, with no more weight than it really has. And layouts say of
//! every month what is true of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use regimecheck::analysis::check::{Options, check};
use regimecheck::encode::program::{self, Program};
use regimecheck::encode::{Constraint, Layout, Linear, layout};
use regimecheck::model::term::Term;
use regimecheck::model::variant::Listing;
use regimecheck::model::{End, Regime};
use regimecheck::query::{Event, Plan, Question, Reading, Scene};
use regimecheck::replay::{Replayed, replay};
use regimecheck::solve::{Answer, Limits, Session, session};
use regimecheck::source::Input;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn regimes() -> Vec<(String, Arc<Regime>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = ["tests/conformance", "tests/conformance/random"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    let read = |file: PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        (name, Arc::new(regimecheck::load(&Input::File(file), Some(root)).regime.unwrap()))
    };
    files.into_iter().map(read).collect()
}

/// A small generator of its own: the same plans on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

/// A plan changed at random.
fn changed(scene: &Scene, question: &Question, plan: &Plan, dice: &mut Dice) -> Plan {
    let mut events = plan.events().to_vec();
    match (dice.roll(4), events.len()) {
        (0, n) if n > 0 => {
            events.remove(dice.roll(n));
        }
        (1, n) if n > 0 => {
            let event = &mut events[dice.roll(n)];
            event.month = 1 + dice.roll(question.horizon as usize) as u64;
        }
        (2, n) if n > 0 => events[dice.roll(n)].count += 1,
        _ => {
            let act = &question.acts[dice.roll(question.acts.len())];
            let variants = scene.variants[act.activity.0].as_ref().unwrap();
            let concealments = variants[dice.roll(variants.len())].way.concealments.clone();
            let month = 1 + dice.roll(question.horizon as usize) as u64;
            events.push(Event { month, activity: act.activity, concealments, count: 1 });
        }
    }
    Plan::new(events)
}

/// Whether the formula of a layout admits a plan with a weight that is not above the plan's own.
fn admits(question: &Question, layout: &Layout, reading: Reading, plan: &Plan, replayed: &Replayed) -> bool {
    let options = program::Options { reading, bits: 40, with_certain: true, prune: false, every_choice: false };
    let program = Program::new(question, layout.clone(), options);
    let mut constraints = Vec::new();
    let mut equal = |sum: Linear| {
        constraints.push(Constraint { any: vec![sum.clone()], why: "" });
        constraints.push(Constraint { any: vec![sum.negated()], why: "" });
    };
    let t = replayed.course.completed;
    if let Some(var) = program.completed {
        equal(Linear::var(var).shifted(-(t as i64)));
    }
    for column in &program.columns {
        let act = &question.acts[column.act];
        let cell = &program.layout.cells[column.cell];
        let within = |e: &&Event| {
            (e.month as i64) > cell.from.at(t)
                && (e.month as i64) <= cell.to.at(t)
                && e.activity == act.activity
                && e.concealments == act.variants[column.variant].way.concealments
        };
        let count: u64 = plan.events().iter().filter(within).map(|e| e.count).sum();
        equal(Linear::var(column.var).shifted(-(count as i64)));
    }
    if let Some(weight) = replayed.exposure.unseen(reading).weight(40) {
        let room = program.weights.sum().negated().shifted(weight.high);
        constraints.push(Constraint { any: vec![room], why: "" });
    }
    let limits = Limits::default();
    let mut session = Session::new(&program.formula, &limits).unwrap();
    constraints.into_iter().for_each(|c| session.require(c).unwrap());
    matches!(session.check().unwrap(), Answer::Sat(_))
}

#[test]
fn formulas_admit_every_plan() {
    let mut tried = 0;
    for (name, regime) in regimes() {
        let term = Term::of(&regime);
        let options = Options { paths: false, ..Options::default() };
        let checked = check(&regime, &term, &options, |_| {});
        let scene = Scene::new(&regime, &term, End::Adverse, Listing::Every);
        for result in &checked.obligations {
            let Some(evasion) = result.whole.adverse.as_ref().unwrap().evasion.as_ref() else { continue };
            let question = Question::new(&scene, result.obligation, None).unwrap();
            if question.acts.is_empty() {
                continue;
            }
            let mut dice = Dice(result.obligation.0 as u64 + name.len() as u64);
            let mut plan = evasion.plan.clone();
            for step in 0..40 {
                let next = if step == 0 { plan.clone() } else { changed(&scene, &question, &plan, &mut dice) };
                let Ok(replayed) = replay(&scene, &question, &next) else { continue };
                plan = next;
                let reading = Reading::ALL[step % 4];
                let t = replayed.course.completed;
                let mut layouts: Vec<Layout> = layout::layouts(&question, reading)
                    .into_iter()
                    .filter(|l| l.range.0 <= t && t <= l.range.1)
                    .collect();
                assert_eq!(layouts.len(), 1, "{name}: month {t} lies in one layout");
                layouts.push(layouts[0].only(t));
                layouts.push(layout::monthly(&question, reading, t));
                for layout in layouts {
                    let admitted =
                        session::in_fresh_context(|| admits(&question, &layout, reading, &plan, &replayed)).unwrap();
                    assert!(admitted, "{name} {}: {reading:?} {:?} leaves out {plan:?}", question.id, layout.range);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 2_000, "only {tried} plans tried");
}

#[test]
fn layouts_tell_the_truth_of_every_month() {
    for (name, regime) in regimes() {
        let scene = Scene::new(&regime, &Term::of(&regime), End::Adverse, Listing::Every);
        for obligation in Term::listed(&regime) {
            let question = Question::new(&scene, obligation, None).unwrap();
            for reading in Reading::ALL {
                let layouts = layout::layouts(&question, reading);
                for t in layout::candidates(&question) {
                    let place = format!("{name} {} {reading:?} T={t}", question.id);
                    let of_t: Vec<_> = layouts.iter().filter(|l| l.range.0 <= t && t <= l.range.1).collect();
                    assert_eq!(of_t.len(), 1, "{place}");
                    let mut month = 0;
                    for cell in &of_t[0].cells {
                        assert_eq!(cell.from.at(t).max(0), month, "{place}: a gap");
                        for m in cell.from.at(t) + 1..=cell.to.at(t) {
                            check_month(&question, reading, t, m as u64, cell, &place);
                        }
                        month = cell.to.at(t);
                    }
                    assert!(month >= t as i64, "{place}: ends in month {month}");
                }
            }
        }
    }
}

fn check_month(question: &Question, reading: Reading, t: u64, month: u64, cell: &layout::Cell, place: &str) {
    assert_eq!(cell.in_force, question.in_force(month), "{place} month {month}");
    assert_eq!(cell.is_completion, month == t, "{place} month {month}");
    assert_eq!(cell.is_after, month > t, "{place} month {month}");
    let phase = question.phase_of(month);
    let left = question.deadline(t) - month as i64;
    let trials = question.acts.iter().flat_map(|a| a.variants.iter().map(|v| &v.trials));
    for trials in trials.chain(question.keeps.iter().map(|k| k.trials.as_ref())) {
        let truth = match (reading.is_in_time(), u64::try_from(left)) {
            (true, Err(_)) => None,
            (true, Ok(left)) => trials[phase].unseen(reading, Some(left)),
            (false, _) => trials[phase].unseen(reading, None),
        };
        let told = match cell.known {
            layout::Known::Nothing => None,
            layout::Known::Within(left) => trials[cell.phase].unseen(reading, Some(left)),
            layout::Known::All => trials[cell.phase].unseen(reading, None),
        };
        assert_eq!(truth, told, "{place} month {month}");
    }
}
