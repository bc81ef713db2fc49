//! Certificates of deals: other solvers agree on plans and choices of the host together, claims rest on
//! all they need, plans are confirmed with what is refused, and tampering shows.

#![allow(clippy::expect_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "what is skipped has to be said")]
#![allow(dead_code, unused_imports, unused_macros, reason = "not every helper of the other tests is needed")]
#![cfg(unix)]

#[path = "cli/run.rs"]
mod run;

mod certificate;

use certificate::{certificate, check, cvc5, files, index, list, root, text, z3};
use num_rational::BigRational;
use num_traits::{One, Zero};
use regimecheck::model::stakes::{Gives, stakes};
use regimecheck::model::term::Term;
use regimecheck::source::Input;
use run::{Run, finish, program, run};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const DEALS: [&str; 16] = [
    "tests/certify_deal/late-ambiguous-or-evadable.toml",
    "tests/certify_deal/late-or-ambiguous.toml",
    "tests/certify_deal/three-steps.toml",
    "tests/certify_deal/two-phases.toml",
    "tests/deals/after-the-phase.toml",
    "tests/deals/choices-by-phase.toml",
    "tests/deals/each.toml",
    "tests/deals/earned-or-advance.toml",
    "tests/deals/ends-differ.toml",
    "tests/deals/gate.toml",
    "tests/deals/not-yet-testable.toml",
    "tests/deals/nothing-to-violate.toml",
    "tests/deals/nothing-tolerated.toml",
    "tests/deals/several-choices.toml",
    "tests/deals/worst-choice.toml",
    "regimes/dprk-missiles/phased.toml",
];

/// A draft as the claims about it need it.
struct Draft {
    /// The months in which each obligation is in force.
    in_force: BTreeMap<String, BTreeSet<u64>>,
    /// The months in which rewards are released.
    releases: BTreeSet<u64>,
}

fn draft(file: &str) -> Draft {
    let loaded = regimecheck::load(&Input::File(root().join(file)), Some(root()));
    let regime = loaded.regime.expect("it is read");
    let term = Term::of(&regime);
    let months = |o: usize| term.phases.iter().filter(move |p| p.obligations[o]).flat_map(|p| p.first..=p.last);
    let in_force = regime.obligations.iter().enumerate().map(|(o, e)| (e.entry.id.clone(), months(o).collect()));
    let stakes = stakes(&regime, &term);
    let releases = stakes.iter().filter(|s| s.gives != Gives::Gate).map(|s| s.month).collect();
    Draft { in_force: in_force.collect(), releases }
}

fn fraction(text: &str) -> BigRational {
    text.parse().expect("it is a fraction")
}

fn plan(folder: &Path, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(name)).expect("it is there")).expect("it is JSON")
}

/// Replays a plan given as a value.
fn replay(file: &str, plan: &Value, more: &[&str]) -> Run {
    let mut args = vec!["replay", file, "-", "--root", "."];
    args.extend(more);
    finish(&mut program(&args), &plan.to_string())
}

/// Whether a plan shows something.
fn shows(plan: &Value, what: &str) -> bool {
    list(plan, "shows").iter().any(|s| s == what)
}

/// A statement of a claim, whose scripts treat exactly these months.
fn proved<'c>(claim: &'c Value, statement: &str, months: &BTreeSet<u64>) -> &'c Value {
    let of = |p: &&Value| text(p, "statement") == statement;
    let proof = list(claim, "all_plans").iter().find(of).unwrap_or_else(|| panic!("no {statement} in {claim}"));
    let ranges = list(proof, "scripts").iter().flat_map(|s| list(s, "completed_months"));
    let month = |m: &Value| m.as_u64().expect("a month");
    let treated: BTreeSet<u64> = ranges.flat_map(|r| month(&r[0])..=month(&r[1])).collect();
    assert_eq!(&treated, months, "{claim}");
    proof
}

/// Checks that a claim of a deal rests on all it has to rest on; gives a word for what it says.
fn rests(file: &str, folder: &Path, draft: &Draft, goal: &str, claim: &Value) -> String {
    let months = &draft.in_force[text(claim, "obligation")];
    let plans: Vec<Value> = list(claim, "plans").iter().map(|p| plan(folder, text(p, "file"))).collect();
    let to_goal = |proof: &Value| assert_eq!(text(proof, "at_least"), goal, "{claim}");
    for plan in &plans {
        assert_eq!((&plan["obligation"], &plan["goal"]), (&claim["obligation"], &json!(goal)));
    }
    match text(claim, "about") {
        "verdict" => {
            let verdict = text(claim, "verdict");
            verdict_rests(claim, verdict, months, &plans);
            format!("{verdict}{}", if claim["as_drafted"] == true { " as drafted" } else { "" })
        }
        "gate" | "reward" => {
            let known_by = claim["month"].as_u64().expect("a month") - 1;
            let earlier: BTreeSet<u64> = months.iter().copied().filter(|m| *m <= known_by).collect();
            for plan in &plans {
                assert_eq!(plan["known_by"], known_by, "{claim}");
                assert!(plan["completed_month"].as_u64().is_some_and(|t| t <= known_by), "{claim}");
            }
            match text(claim, "standing") {
                "earned" => {
                    let proof = proved(claim, "proved-in-time", &earlier);
                    to_goal(proof);
                    assert_eq!((&proof["known_by"], &proof["complete_by"]), (&json!(known_by), &json!(known_by)));
                    assert!(plans.iter().any(|p| shows(p, "feasible") && !shows(p, "not-proved-in-time")), "{claim}");
                }
                "pocketable" => assert!(plans.iter().any(|p| shows(p, "not-proved-in-time")), "{claim}"),
                "not yet testable" if earlier.is_empty() => {}
                "not yet testable" => assert_eq!(proved(claim, "no-plan", &earlier)["complete_by"], known_by),
                other => panic!("{other} is no standing"),
            }
            text(claim, "standing").to_owned()
        }
        "value at risk" => {
            let (last, next) = (claim["collected_until"].as_u64(), claim["none_collected_in"].as_u64());
            assert_eq!(next, draft.releases.iter().copied().find(|r| last.is_none_or(|l| *r > l)), "{claim}");
            if let Some(last) = last {
                assert!(draft.releases.contains(&last) && plans[0]["known_by"] == last, "{claim}");
                assert!(shows(&plans[0], "not-proved-in-time"), "{claim}");
            }
            if let Some(next) = next {
                let proof = proved(claim, "proved-in-time", months);
                to_goal(proof);
                assert_eq!((&proof["known_by"], &proof["complete_by"]), (&json!(next), &Value::Null));
            }
            format!("collected {}, {}", last.is_some(), next.is_some())
        }
        "least tolerance" => {
            let (bound, least) = (text(claim, "bound"), claim["least"].as_str());
            let mut from = BigRational::zero();
            for (nr, interval) in list(claim, "ruled_out").iter().enumerate() {
                let plan = plan(folder, text(interval, "plan"));
                assert!(shows(&plan, "not-proved-in-time"), "{claim}");
                assert_eq!(fraction(text(interval, "from")), from, "{claim}");
                from = remains_open(file, &plan, bound, &from, interval["below"].as_str());
                let is_last = nr + 1 == list(claim, "ruled_out").len();
                assert!(!is_last || interval["below"].as_str() == least, "{claim}");
            }
            if let Some(least) = least {
                let proof = proved(claim, "proved-in-time", months);
                to_goal(proof);
                assert_eq!(proof["tolerance_raised"][bound], least, "{claim}");
            }
            format!(
                "least {bound}, {}",
                if claim["other_raised"].is_null() { least.is_some().to_string() } else { "both".into() }
            )
        }
        other => panic!("{other} is not known"),
    }
}

/// Checks what the verdict as accepted rests on.
fn verdict_rests(claim: &Value, verdict: &str, months: &BTreeSet<u64>, plans: &[Value]) {
    let some = |what: &str| plans.iter().any(|p| shows(p, what));
    match verdict {
        "infeasible" => assert!(proved(claim, "no-plan", months).get("not_refused").is_none()),
        "assured" => assert!(proved(claim, "proved-in-time", months)["at_least"].is_string() && some("feasible")),
        "late" => assert!(proved(claim, "proved-ever", months)["at_least"].is_string() && some("not-proved-in-time")),
        "ambiguous" => {
            assert!(some("not-proved-ever"), "{claim}");
            let others = &proved(claim, "sighted-in-time", months)["not_refused"];
            let late = list(claim, "all_plans").iter().filter(|p| text(p, "statement") == "proved-ever");
            let choices: Vec<&Value> = late.map(|p| &p["refused"]).collect();
            assert_eq!(others.as_array().into_iter().flatten().collect::<Vec<_>>(), choices, "{claim}");
        }
        "evadable" => {
            proved(claim, "traced", months);
            let both = |choice: &Value| {
                let under = |what: &str| plans.iter().any(|p| p["refused"] == *choice && shows(p, what));
                under("not-proved-ever") && under("not-sighted-in-time")
            };
            assert!(plans.iter().any(|p| both(&p["refused"])), "{claim}");
        }
        "uncovered" => assert!(some("no-trace"), "{claim}"),
        other => panic!("{other} is no verdict at an end"),
    }
}

/// Checks that the choice of a plan stays open to the host from one increase of a bound to another, and
/// not at that; gives that.
fn remains_open(file: &str, plan: &Value, bound: &str, from: &BigRational, to: Option<&str>) -> BigRational {
    let mut plan = plan.clone();
    let mut at = |amount: &BigRational| {
        let other = if bound == "each" { "total" } else { "each" };
        let raised = plan.get("tolerance_raised").map_or(json!("0"), |r| r[other].clone());
        plan["tolerance_raised"] = json!({ bound: amount.to_string(), other: raised });
        replay(file, &plan, &[])
    };
    let Some(to) = to.map(fraction) else {
        for more in [1, 10, 1000] {
            let run = at(&(from + BigRational::from_integer(more.into())));
            assert_eq!(run.status, 0, "{}", run.out);
        }
        return from.clone();
    };
    let near = BigRational::new(999.into(), 1000.into());
    for part in [BigRational::zero(), BigRational::new(1.into(), 2.into()), near] {
        let run = at(&(from + (&to - from) * part));
        assert_eq!(run.status, 0, "{file}: {}{}", run.out, run.err);
    }
    let run = at(&to);
    assert_eq!((run.status, run.out.contains("is refused needlessly")), (1, true), "{file}: {}", run.out);
    to
}

#[test]
fn every_solver_agrees_and_every_claim_rests_on_all_it_needs() {
    let mut said = BTreeSet::new();
    for file in DEALS {
        let (_temporary, folder) = certificate(file, &["--deal"]);
        let (index, draft) = (index(&folder), draft(file));
        let goal = |o: &str| {
            let claim = list(&index, "claims").iter().find(|c| text(c, "obligation") == o);
            claim.map(|c| text(c, "goal").to_owned()).unwrap_or_default()
        };
        for claim in list(&index, "deal") {
            said.insert(rests(file, &folder, &draft, &goal(text(claim, "obligation")), claim));
        }
        for solver in [Some(z3()), cvc5()].into_iter().flatten() {
            let run = check(&folder, &solver);
            assert_eq!(run.status, 0, "{file} by {solver:?}: {}{}", run.out, run.err);
            let scripts = files(&folder).keys().filter(|f| f.ends_with(".smt2")).count();
            assert_eq!(run.out.lines().filter(|l| l.starts_with("unsat ")).count(), scripts, "{}", run.out);
        }
        for name in files(&folder).keys().filter(|f| f.starts_with("plans/")) {
            let path = folder.join(name).display().to_string();
            let run = run(&["replay", file, &path, "--root", "."]);
            assert_eq!(run.status, 0, "{file} {name}: {}{}", run.out, run.err);
            assert!(run.out.contains("figures that the file states are right"), "{}", run.out);
        }
    }
    // Nothing that may be said goes untested.
    for word in [
        "assured",
        "ambiguous",
        "evadable",
        "uncovered",
        "late as drafted",
        "earned",
        "pocketable",
        "not yet testable",
        "collected true, true",
        "collected true, false",
        "collected false, true",
        "least each, true",
        "least each, false",
        "least total, true",
        "least total, false",
        "least each, both",
        "least total, both",
    ] {
        assert!(said.contains(word), "{word} is not among {said:?}");
    }
}

#[test]
fn a_choice_that_the_host_may_not_make_is_refused() {
    let file = "tests/deals/several-choices.toml";
    let (_temporary, folder) = certificate(file, &["--deal"]);
    let plan = plan(&folder, "plans/002-test-ban-adverse-accepted.json");
    assert_eq!(replay(file, &plan, &[]).status, 0);
    let phase = |measures: &[&str]| json!([{ "phase": "only", "measures": measures }]);
    for (refused, says) in [
        (json!([]), "comes to 6, which is above the `total`, 3"),
        (phase(&["inspection"]), "comes to 4, which is above the `total`, 3"),
        (phase(&["portal", "overflight"]), "`overflight` is refused needlessly in phase `only`"),
    ] {
        let mut tampered = plan.clone();
        tampered["refused"] = refused;
        let run = replay(file, &tampered, &[]);
        let out = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((run.status, out.contains(says)), (1, true), "{}{}", run.out, run.err);
        let json: Value = serde_json::from_str(&replay(file, &tampered, &["--format", "json"]).out).expect("JSON");
        assert_eq!(json["feasible"], false);
        assert!(text(&json, "why_not").contains(says), "{json}");
    }
    // Another choice is one, but comes to something else.
    let mut other = plan.clone();
    other["refused"] = phase(&["inspection", "overflight"]);
    let run = replay(file, &other, &[]);
    assert_eq!((run.status, run.out.contains("not confirmed")), (1, true), "{}", run.out);
    // As drafted the figures are others.
    let mut drafted = plan.clone();
    drafted.as_object_mut().expect("an object").remove("refused");
    assert_eq!(replay(file, &drafted, &[]).status, 1);
    // Raised so that all is accepted, nothing may be refused.
    let mut raised = plan;
    raised["tolerance_raised"] = json!({ "total": 3 });
    let run = replay(file, &raised, &[]);
    assert_eq!((run.status, run.out.contains("refused needlessly")), (1, true), "{}", run.out);
}

#[test]
fn every_rule_of_the_tolerance_has_its_words() {
    let event = json!([{ "activity": "flight-test", "month": 1 }]);
    for (file, refused, says) in [
        ("each", json!([]), "`portal` is not refused in phase `only`, but its intrusiveness, 3, is over `each`, 2"),
        ("each", json!([{ "phase": "only", "measures": ["satellite"] }]), "it is no measure that needs consent"),
        ("each", json!([{ "phase": "only", "measures": ["portal", "inspection"] }]), "there is no `total`"),
        (
            "in-force-counts",
            json!([{ "phase": "first", "measures": ["portal"] }]),
            "a phase without `tolerance` accepts everything",
        ),
    ] {
        let file = format!("tests/deals/{file}.toml");
        let run = replay(&file, &json!({ "refused": refused, "events": event }), &["--format", "json"]);
        assert!(run.out.contains(says) && run.status == 1, "{file}: {}{}", run.out, run.err);
    }
    // In force in another phase only; and in a phase without a tolerance.
    let file = "regimes/dprk-missiles/phased.toml";
    for (phase, measure, says) in [
        ("tests-and-exports", "short-notice-inspection", "is not in force in that phase"),
        ("tests-and-exports", "no-such-measure", "there is no measure `no-such-measure`"),
        ("no-such-phase", "short-notice-inspection", "there is no phase `no-such-phase`"),
    ] {
        let plan = json!({ "refused": [{ "phase": phase, "measures": [measure] }], "events": [] });
        let run = replay(file, &plan, &["--obligation", "no-tests", "--format", "json"]);
        assert!(format!("{}{}", run.out, run.err).contains(says), "{}{}", run.out, run.err);
    }
}

#[test]
fn what_is_wrong_with_a_refusal_is_pointed_out() {
    let file = "tests/deals/several-choices.toml";
    for (key, value, says) in [
        ("refused", json!(3), "`refused` must be a list, found a number"),
        ("refused", json!(["portal"]), "a refusal must be an object"),
        ("refused", json!([{ "phase": "only" }]), "a refusal must have `measures`"),
        ("refused", json!([{ "phase": "only", "measures": "portal" }]), "`measures` must be a list of ids"),
        ("refused", json!([{ "phase": "only", "measures": [], "all": true }]), "unknown key `all` in a refusal"),
        ("known_by", json!(-1), "`known_by` must not be negative"),
        ("tolerance_raised", json!({ "total": 1 }), "a plan with `tolerance_raised` must have `refused`"),
        ("tolerance_raised", json!({ "total": "1/0" }), "`total` must be a number or a fraction"),
        ("tolerance_raised", json!({ "total": -1 }), "`total` must not be negative"),
        ("tolerance_raised", json!({ "totl": 1 }), "unknown key `totl`"),
    ] {
        let mut plan = json!({ "events": [{ "activity": "flight-test", "month": 1 }] });
        plan[key] = value;
        let run = replay(file, &plan, &[]);
        assert_eq!((run.status, run.err.contains(says)), (2, true), "{plan}: {}{}", run.out, run.err);
    }
}

#[test]
fn the_same_bytes_whatever_the_jobs() {
    let file = "regimes/dprk-missiles/comprehensive.toml";
    let (_one, first) = certificate(file, &["--deal", "--jobs", "1"]);
    let (_other, second) = certificate(file, &["--deal", "--jobs", "4"]);
    let (expected, found) = (files(&first), files(&second));
    assert!(expected.len() > 100 && expected.keys().any(|k| k.contains("accepted")));
    assert!(expected == found, "{:?}", expected.iter().find(|(name, text)| found.get(*name) != Some(text)));
}

#[test]
fn without_the_flag_everything_stays_as_it_is() {
    let file = "tests/deals/several-choices.toml";
    let ((_one, plain), (_other, deal)) = (certificate(file, &[]), certificate(file, &["--deal"]));
    let (plain, deal) = (files(&plain), files(&deal));
    assert!(!plain.keys().any(|name| name.contains("accepted")) && !plain["index.json"].contains("\"deal\""));
    let shared = |name: &&String| name.starts_with("scripts/") || name.starts_with("plans/");
    for name in plain.keys().filter(shared) {
        assert_eq!(plain[name], deal[name], "{name}");
    }
}

#[test]
fn a_deal_of_one_obligation_may_be_asked_for() {
    let file = "regimes/dprk-missiles/phased.toml";
    let (_temporary, folder) = certificate(file, &["--deal", "--obligation", "plant-idle"]);
    let index = index(&folder);
    let about: BTreeSet<&str> = list(&index, "deal").iter().map(|c| text(c, "about")).collect();
    assert_eq!(about, BTreeSet::from(["verdict", "gate", "reward", "value at risk", "least tolerance"]));
    assert!(list(&index, "deal").iter().all(|c| text(c, "obligation") == "plant-idle"));
}

#[test]
fn what_is_undecided_is_said() {
    let temporary = tempfile::tempdir().expect("there is room");
    let folder = temporary.path().join("certificate");
    let run = certificate::certify("regimes/dprk-missiles/phased.toml", &folder, &["--deal", "--resources", "10"]);
    assert_eq!(run.status, 3, "{}{}", run.out, run.err);
    let index = index(&folder);
    let open: Vec<&Value> = list(&index, "deal").iter().filter(|c| c.get("undecided").is_some()).collect();
    assert!(!open.is_empty() && open.iter().all(|c| text(c, "undecided").contains("resource limit")), "{open:?}");
    assert_eq!(check(&folder, &z3()).status, 0, "the others are certified");
}

/// The plans of a draft in a comparison, with their obligations.
fn plans_of(draft: &Value) -> Vec<(String, Value)> {
    let corners = |value: &Value| -> Vec<Value> {
        let modes = ["as_drafted", "as_accepted"].map(|mode| value[mode].clone());
        modes.iter().flat_map(|m| ["adverse", "favourable"].map(|end| m[end].clone())).collect()
    };
    let mut plans = Vec::new();
    for obligation in list(draft, "obligations") {
        let id = text(obligation, "id").to_owned();
        let mut add = |plan: &Value| plans.push((id.clone(), plan.clone()));
        corners(&obligation["verdicts"]).iter().for_each(|v| add(&v["evasion"]));
        corners(&obligation["value_at_risk"]).iter().for_each(|v| add(&v["evasion"]));
        for need in ["adverse", "favourable"].map(|end| &obligation["least_tolerance"][end]) {
            let bounds = ["each", "total"].map(|bound| need[bound]["below"].clone());
            bounds.iter().flat_map(|b| b.as_array().cloned().unwrap_or_default()).for_each(|r| add(&r["evasion"]));
        }
    }
    for standing in list(draft, "payments").iter().flat_map(|p| corners(&p["standing"])) {
        plans.extend(list(&standing, "rests_on").iter().map(|g| (text(g, "obligation").to_owned(), g["plan"].clone())));
    }
    plans.retain(|(_, plan)| !plan.is_null());
    plans
}

#[test]
fn the_evasions_of_a_comparison_are_plan_files() {
    let dprk = ["regimes/dprk-missiles/phased.toml", "regimes/dprk-missiles/comprehensive.toml"];
    let steps = ["tests/certify_deal/three-steps.toml"; 2];
    let mut drafts = Vec::new();
    for pair in [dprk, steps] {
        let run = run(&["compare", pair[0], pair[1], "--format", "json"]);
        assert_eq!(run.status, 0, "{}", run.err);
        let comparison: Value = serde_json::from_str(&run.out).expect("it is JSON");
        drafts.extend(pair.into_iter().zip(list(&comparison, "drafts").clone()));
    }
    let (mut kinds, mut count) = (BTreeSet::new(), 0);
    for (file, draft) in &drafts {
        let mut seen: Vec<(String, Value)> = Vec::new();
        for (obligation, plan) in plans_of(draft) {
            if seen.contains(&(obligation.clone(), plan.clone())) {
                continue;
            }
            let run = replay(file, &plan, &["--obligation", &obligation]);
            assert_eq!(run.status, 0, "{file} {obligation} {plan}: {}{}", run.out, run.err);
            assert!(run.out.contains("The 2 figures that the file states are right"), "{}", run.out);
            for key in ["known_by", "tolerance_raised"] {
                kinds.extend(plan.get(key).map(|_| key.to_owned()));
            }
            kinds.extend(plan["refused"].as_array().map(|r| format!("refused, {}", r.is_empty())));
            seen.push((obligation, plan));
        }
        count += seen.len();
    }
    assert!(count > 100, "{count}");
    let expected = ["known_by", "refused, false", "tolerance_raised"];
    assert!(expected.iter().all(|k| kinds.contains(*k)), "{kinds:?}");
}
