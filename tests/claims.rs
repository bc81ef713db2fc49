//! Claims about a question agree with the decision of the same question: the shortcut that mutants are
//! judged by is no other judge.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking")]

use num_traits::One;
use regimecheck::model::term::Term;
use regimecheck::model::variant::Listing;
use regimecheck::model::{End, Exact, Verdict};
use regimecheck::query::{Plan, Question, Reading, Scene};
use regimecheck::solve::{Limits, session};
use regimecheck::source::Input;
use regimecheck::verdict::search::slack;
use regimecheck::verdict::{Claim, Claims, Engine, decide};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const VERDICTS: [Verdict; 7] = [
    Verdict::Infeasible,
    Verdict::Assured,
    Verdict::Late,
    Verdict::Ambiguous,
    Verdict::Evadable,
    Verdict::Uncovered,
    Verdict::Contingent,
];

/// The questions of the conformance cases and of the smaller regimes.
fn scenes() -> Vec<(String, Scene)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/conformance", "tests/conformance/random", "regimes/kumchang-ri", "regimes/food-aid"];
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    let mut scenes = Vec::new();
    for file in files {
        let Some(regime) = regimecheck::load(&Input::File(file.clone()), Some(root)).regime else { continue };
        let (regime, name) = (Arc::new(regime), file.file_name().unwrap().to_string_lossy().into_owned());
        let term = Term::of(&regime);
        for end in End::BOTH {
            scenes.push((format!("{name} {end:?}"), Scene::new(&regime, &term, end, Listing::WithoutRefusingGifts)));
        }
    }
    scenes
}

#[test]
fn claims_hold_where_the_decision_says_so_and_nowhere_else() {
    let limits = Limits::default();
    let (mut questions, mut with_evasion, mut not_used, mut ties) = (0, 0, 0, 0);
    for (name, scene) in scenes() {
        for obligation in Term::listed(&scene.regime) {
            let Ok(question) = Question::new(&scene, obligation, None) else { continue };
            let decided = session::in_fresh_context(|| decide(&scene, &question, None, Engine::Cells, &limits));
            let decision = decided.unwrap().unwrap();
            let plans: Vec<Plan> = decision.evasion.iter().map(|e| e.plan.clone()).collect();
            let place = format!("{name} {}", question.id);
            let holds = |claim: &Claim, known: &[Plan]| {
                let ask = || Claims::new(&scene, &question, known, Engine::Cells, &limits).holds(claim);
                session::in_fresh_context(ask).unwrap().unwrap()
            };
            questions += 1;
            for verdict in VERDICTS {
                let expected = verdict == decision.verdict;
                assert_eq!(holds(&Claim::Verdict(verdict), &[]), expected, "{place}: {verdict:?}");
                assert_eq!(holds(&Claim::Verdict(verdict), &plans), expected, "{place}: {verdict:?}, with a plan");
            }
            let ladder = || Claims::new(&scene, &question, &[], Engine::Cells, &limits).verdict();
            assert_eq!(session::in_fresh_context(ladder).unwrap().unwrap(), decision.verdict, "{place}");
            let Some(evasion) = &decision.evasion else {
                // Without a plan there is no confidence, and no bound on it holds.
                assert!(!holds(&Claim::AtLeast(Exact::from_integer(0.into())), &[]), "{place}");
                assert!(!holds(&Claim::AtMost(Exact::one()), &[]), "{place}");
                continue;
            };
            with_evasion += 1;
            let confidence = Exact::one() - evasion.unseen(Reading::ProofInTime).exact().unwrap();
            let more = &confidence + Exact::new(1.into(), 1_000_000.into());
            let less = &confidence - Exact::new(1.into(), 1_000_000.into());
            assert!(holds(&Claim::AtMost(confidence.clone()), &[]), "{place}");
            assert!(holds(&Claim::AtLeast(&confidence - slack()), &[]), "{place}");
            if more <= Exact::one() {
                assert!(!holds(&Claim::AtLeast(more), &[]), "{place}");
            }
            if less >= Exact::from_integer(0.into()) {
                assert!(!holds(&Claim::AtMost(less), &[]), "{place}");
            }
            for act in &question.acts {
                let uses = holds(&Claim::Uses(act.activity), &plans);
                // Where several evasions are equally good, one that uses it is enough.
                assert!(uses || !evasion.plan.uses(act.activity), "{place}: {} is used", act.id);
                not_used += usize::from(!uses);
                if uses && act.units > 0 && !evasion.plan.uses(act.activity) {
                    let path = Question::new(&scene, obligation, Some(act.activity)).unwrap();
                    let decided = session::in_fresh_context(|| decide(&scene, &path, None, Engine::Cells, &limits));
                    let own = decided.unwrap().unwrap().unseen().unwrap().exact().unwrap();
                    assert!(Exact::one() - own <= &confidence + slack(), "{place}: {} is as good", act.id);
                    ties += 1;
                }
            }
        }
    }
    println!(
        "{questions} questions, {with_evasion} with an evasion; {not_used} activities that none uses, {ties} ties"
    );
    assert!(questions > 100 && with_evasion > 80 && not_used > 20 && ties > 0);
}
