//! What can be reached after a walk-out: cases worked by hand, and both engines agree.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sketch;

use regimecheck::analysis::check::Options;
use regimecheck::analysis::deal::residual::{MONTHS, WalkOut};
use regimecheck::model::term::Term;
use regimecheck::model::{End, ObligationIx, Regime};
use regimecheck::source::Input;
use regimecheck::verdict::Engine;
use sketch::Size;
use std::sync::Arc;

fn options(engine: Engine) -> Options {
    Options { engine, jobs: 1, ..Options::default() }
}

/// The lawful and the undetected amounts within 3, 6 and 12 months after each phase.
fn amounts(regime: &Arc<Regime>, obligation: ObligationIx, end: End, engine: Engine) -> Vec<(Vec<u128>, Vec<u128>)> {
    let (term, options) = (Term::of(regime), options(engine));
    (0..term.phases.len())
        .map(|phase| {
            let walk_out = WalkOut::new(regime, &term, phase, end, &options).unwrap();
            let found = walk_out.residuals(obligation, &options).unwrap();
            assert_eq!(found.iter().map(|r| r.months).collect::<Vec<_>>(), MONTHS);
            let lawful = found.iter().map(|r| r.lawful.as_ref().unwrap().amount).collect();
            (lawful, found.iter().map(|r| r.undetected.as_ref().unwrap().amount).collect())
        })
        .collect()
}

fn regime(text: &str) -> Arc<Regime> {
    let input = Input::Text { name: "case".to_owned(), text: format!("format = 1\n{text}") };
    let loaded = regimecheck::load(&input, None);
    Arc::new(loaded.regime.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics)))
}

/// A world with 10 missiles in store; 1 can be made and 4 moved to launchers in a month.
const WORLD: &str = r#"
signature = [{ id = "smoke" }]
holding = [{ id = "stored", initial = 10 }, { id = "deployed" }]
[[activity]]
id = "make"
conduct = "make"
makes = { stored = 1 }
signatures = ["smoke"]
[[activity]]
id = "deploy"
uses = { stored = 1 }
makes = { deployed = 1 }
max_per_month = 4
[[measure]]
id = "satellite"
family = "national-technical-means"
detects = [{ signature = "smoke", probability = 0.5 }]
"#;

fn case(obligations: &str, listed: &str) -> Arc<Regime> {
    regime(&format!(
        "{WORLD}{obligations}\n[[phase]]\nid = \"term\"\nmonths = 6\nobligations = [{listed}]\nmeasures = [\"satellite\"]\n\
         [agreement]\nid = \"case\"\ngoal = 0.9\n"
    ))
}

const LIMIT: &str = "[[obligation]]\nid = \"limit\"\nlimits = { holding = \"deployed\", at_most = 3 }\n";
const BAN: &str = "[[obligation]]\nid = \"ban\"\nprohibits = [{ conduct = \"make\" }]\n";

#[test]
fn a_limit_binds_up_to_the_walk_out_and_not_after() {
    // 3 may be deployed by then; afterwards 4 a month, of 10 in store and one made in each of 6 + 3 months:
    // 3 + 12 = 15; after 6 months 10 + 6 + 6 = 22 of which 3 + 24 could be moved; after 12 months 10 + 18.
    let regime = case(LIMIT, "\"limit\"");
    let expected = vec![15, 22, 28];
    let found = amounts(&regime, ObligationIx(0), End::Adverse, Engine::Cells);
    assert_eq!(found[0].0, expected);
    // A move leaves no trace: undetected, all is on launchers by then but for what is yet to be made.
    assert_eq!(found[0].1, [19, 22, 28]);
}

#[test]
fn what_is_banned_is_made_only_after_the_walk_out_unless_it_stays_below_the_goal() {
    // Lawful: 10 from the beginning, then 1 a month. The limit is not in force, and counts as a target.
    let regime = case(&format!("{LIMIT}{BAN}"), "\"ban\"");
    let found = amounts(&regime, ObligationIx(0), End::Adverse, Engine::Cells);
    assert_eq!(found[0].0, [13, 16, 22]);
    // Three made are proved with 1 - 1/8 < 0.9, four with more.
    assert_eq!(found[0].1, [16, 19, 25]);
    // The ban's own target are the events after the walk-out.
    let found = amounts(&regime, ObligationIx(1), End::Adverse, Engine::Cells);
    assert_eq!(found[0], (vec![3, 6, 12], vec![3, 6, 12]));
}

#[test]
fn a_stock_above_its_limit_from_the_beginning_is_not_lawful() {
    let text = WORLD.replace("{ id = \"deployed\" }", "{ id = \"deployed\", initial = 5 }");
    let regime = regime(&format!(
        "{text}{LIMIT}\n[[phase]]\nid = \"term\"\nmonths = 6\nobligations = [\"limit\"]\n[agreement]\nid = \"case\"\n"
    ));
    let found = amounts(&regime, ObligationIx(0), End::Adverse, Engine::Cells);
    // Nothing brings it down, so that there is no lawful way at all; nobody looks, so that all goes unseen.
    assert_eq!(found[0].0, [0, 0, 0]);
    assert_eq!(found[0].1, [24, 27, 33]);
}

#[test]
fn both_engines_reach_the_same() {
    sketch::each(Size::SMALL, "walk-outs", 60, |sketch| {
        let regime = Arc::new(sketch::regime(sketch)?);
        for obligation in Term::listed(&regime) {
            for end in End::BOTH {
                let [cells, monthly] =
                    [Engine::Cells, Engine::Monthly].map(|engine| amounts(&regime, obligation, end, engine));
                if cells != monthly {
                    return Err(format!("{obligation:?} {end:?}: {cells:?}, month by month {monthly:?}"));
                }
            }
        }
        Ok(())
    });
}
