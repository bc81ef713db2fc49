//! What the z3 crate and Z3 do without a word, pinned against the library that is linked; and that our
//! session does not fall for it. If a test here fails after an update, read `src/solve/session.rs`
//! again before anything else.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test fails by panicking")]

use num_bigint::BigInt;
use regimecheck::analysis::check::{Options, check};
use regimecheck::encode::formula::{Formula, Linear};
use regimecheck::encode::smtlib;
use regimecheck::model::term::Term;
use regimecheck::solve::session::{Crash, in_fresh_context};
use regimecheck::solve::{Answer, Limits, Session, leave_interrupts_alone};
use regimecheck::source::Input;
use regimecheck::verdict::Engine;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use z3::ast::{Ast, Bool, Int, Real};
use z3::{Context, Params, SatResult, Solver};

/// Does something in a context of its own.
fn fresh<R: Send + Sync>(work: impl FnOnce() -> R + Send + Sync) -> R {
    in_fresh_context(work).unwrap_or_else(|crash| match crash {
        Crash::Panic(panic) => std::panic::resume_unwind(panic),
        Crash::Memory => panic!("no memory"),
    })
}

/// Z3's error code after the last call in this thread's context.
fn error_code() -> z3_sys::ErrorCode {
    let context = Context::thread_local();
    // SAFETY: the context is this thread's own and lives for the whole call.
    #[allow(unsafe_code, reason = "the z3 crate gives no access to the error code")]
    unsafe {
        z3_sys::Z3_get_error_code(context.get_z3_context())
    }
}

/// A formula that takes a solver long: so many pigeons, and a hole less.
fn pigeons(count: usize) -> Formula {
    let mut formula = Formula::default();
    let mut sits = Vec::new();
    for pigeon in 0..count {
        let holes: Vec<_> = (1..count).map(|h| formula.declare(format!("p{pigeon}@{h}"), 0, Some(1.into()))).collect();
        let somewhere = holes.iter().fold(Linear::of(-1), |sum, v| sum.plus(*v, 1));
        formula.require(somewhere, "in a hole");
        sits.push(holes);
    }
    for (place, one) in sits.iter().enumerate() {
        for (a, b) in sits.iter().take(place).flat_map(|other| one.iter().zip(other)) {
            formula.require(Linear::of(1).plus(*a, -1).plus(*b, -1), "not both");
        }
    }
    formula
}

// --- assertions that get lost

#[test]
fn a_tracking_literal_used_twice_loses_the_second_assertion() {
    fresh(|| {
        let (solver, x, track) = (Solver::new(), Int::new_const("x"), Bool::new_const("track"));
        solver.assert_and_track(x.gt(Int::from_i64(0)), &track);
        solver.assert_and_track(x.lt(Int::from_i64(0)), &track);
        // The second is refused, and nothing but the error code says so. Sessions use no such literals.
        assert_ne!(error_code(), z3_sys::ErrorCode::Ok);
        assert_eq!(solver.check(), SatResult::Sat);
    });
}

#[test]
fn a_misspelt_parameter_loses_the_first_assertion() {
    fresh(|| {
        let (solver, x, mut params) = (Solver::new(), Int::new_const("x"), Params::new());
        params.set_u32("randm_seed", 1);
        solver.set_params(&params);
        assert_eq!(error_code(), z3_sys::ErrorCode::Ok, "it is only looked at later");
        solver.assert(x.gt(Int::from_i64(0)));
        assert_ne!(error_code(), z3_sys::ErrorCode::Ok, "sessions read the code after every assertion");
        solver.assert(x.lt(Int::from_i64(0)));
        assert_eq!(error_code(), z3_sys::ErrorCode::Ok, "once later calls have gone well, it is forgotten");
        // Sessions compare the number with their own.
        assert_eq!((solver.get_assertions().len(), solver.check()), (1, SatResult::Sat));
    });
}

#[test]
fn a_misspelt_parameter_is_refused_later_with_all_others() {
    fresh(|| {
        let (solver, x, mut params) = (Solver::new(), Int::new_const("x"), Params::new());
        solver.assert(x.gt(Int::from_i64(0)));
        params.set_u32("randm_seed", 1);
        solver.set_params(&params);
        assert_ne!(error_code(), z3_sys::ErrorCode::Ok);
        assert_eq!((solver.get_assertions().len(), solver.check()), (1, SatResult::Sat));
    });
}

#[test]
fn a_text_that_does_not_parse_asserts_nothing() {
    fresh(|| {
        let solver = Solver::new();
        solver.from_string("(declare-const x Int) (assert (> x 0)) (assert (< x 0)");
        assert_eq!(error_code(), z3_sys::ErrorCode::ParserError);
        assert_eq!((solver.get_assertions().len(), solver.check()), (0, SatResult::Sat));
    });
}

#[test]
fn two_variables_of_one_name_are_one_to_z3_and_refused_by_a_session() {
    fresh(|| {
        assert!(Int::new_const("x") == Int::new_const("x"));
        let mut formula = Formula::default();
        let (one, other) = (formula.declare("x@1".into(), 0, None), formula.declare("x@1".into(), 0, None));
        formula.require(Linear::of(-1).plus(one, 1), "at least 1");
        formula.require(Linear::of(0).plus(other, -1), "at most 0");
        let fault = Session::new(&formula, &Limits::default()).unwrap_err();
        assert!(fault.to_string().contains("two variables are called x@1"), "{fault}");
    });
}

#[test]
fn ids_that_look_like_variables_are_told_apart() {
    // Once `plant.held` was both an activity and the months in which `plant` is held, and only the
    // engine of months was wrong.
    let text = |id: &str| {
        format!(
            "format = 1\n[agreement]\nid = \"a\"\ngoal = 0.3\n[[signature]]\nid = \"s\"\n\
             [[holding]]\nid = \"plant\"\nsignatures = [\"s\"]\n\
             [[activity]]\nid = \"plant.start\"\nmakes = {{ plant = 1 }}\ntotal = 1\n\
             [[activity]]\nid = \"{id}\"\nneeds = {{ plant = 1 }}\nmax_per_month = 5\n\
             [[measure]]\nid = \"m\"\nfamily = \"other\"\n\
             detects = [{{ signature = \"s\", probability = 0.02, discriminates = 1 }}]\n\
             [[obligation]]\nid = \"o\"\nprohibits = [{{ id = \"{id}\" }}]\nsignificant = 50\n\
             [[phase]]\nid = \"p\"\nmonths = 24\nobligations = [\"o\"]\nmeasures = [\"m\"]\n"
        )
    };
    let answers: Vec<String> = ["plant.held", "plant.held-1", "use"]
        .iter()
        .flat_map(|id| [Engine::Cells, Engine::Monthly].map(|engine| (id, engine)))
        .map(|(id, engine)| {
            let loaded = regimecheck::load(&Input::Text { name: "a".into(), text: text(id) }, None);
            let regime = Arc::new(loaded.regime.unwrap());
            let options = Options { engine, jobs: 1, ..Options::default() };
            let checked = check(&regime, &Term::of(&regime), &options, |_| {});
            let finding = checked.obligations[0].whole.adverse.as_ref().unwrap().clone();
            format!("{} {}", finding.verdict.word(), finding.unseen().unwrap().confidence(12))
        })
        .collect();
    // Held for the ten months of use: 1 - 0.98^10.
    assert!(answers.iter().all(|a| a == "evadable 0.182927193112"), "{answers:?}");
}

// --- interrupts and limits

#[test]
fn an_interrupt_stops_the_check_that_runs_and_no_other() {
    fresh(|| {
        let context = Context::thread_local();
        let limits = Limits::default();
        context.interrupt();
        let mut session = Session::new(&pigeons(7), &limits).unwrap();
        assert_eq!(session.check(), Ok(Answer::Unsat), "one that comes before a check is lost");
        let handle = context.handle();
        let mut session = Session::new(&pigeons(14), &limits).unwrap();
        let answer = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(300));
                handle.interrupt();
            });
            session.check()
        });
        let Ok(Answer::Unknown(reason)) = answer else { panic!("{answer:?}") };
        assert!(reason.contains("interrupted"), "{reason}");
        let mut session = Session::new(&pigeons(7), &limits).unwrap();
        assert_eq!(session.check(), Ok(Answer::Unsat), "it does not stick to the context");
    });
}

#[test]
fn the_limit_of_resources_holds_beside_that_of_time() {
    for until in [None, Some(Instant::now() + Duration::from_secs(600))] {
        let answer = fresh(move || {
            let limits = Limits { resources: 1000, until, ..Limits::default() };
            Session::new(&pigeons(12), &limits).unwrap().check()
        });
        let Ok(Answer::Unknown(reason)) = answer else { panic!("{answer:?}") };
        assert!(reason.contains("resource limit"), "{reason}");
    }
}

#[test]
fn a_limit_of_time_that_is_over_is_not_begun() {
    let answer = fresh(|| {
        let limits = Limits { until: Some(Instant::now()), ..Limits::default() };
        let mut session = Session::new(&pigeons(12), &limits).unwrap();
        (session.check(), session.usage().calls)
    });
    assert_eq!(answer, (Ok(Answer::Unknown("the time limit was reached".to_owned())), 0));
}

/// Set for the program that [`interrupt_in_a_child`] starts: whether Z3 is told to leave interrupts alone.
const CHILD: &str = "SOLVER_TRAPS_CHILD";

/// In the child: listens for Ctrl-C and asks something long.
#[test]
fn child_that_is_interrupted() {
    static HEARD: AtomicBool = AtomicBool::new(false);
    let Ok(mode) = std::env::var(CHILD) else { return };
    if mode == "leave" {
        leave_interrupts_alone();
    }
    ctrlc::set_handler(|| HEARD.store(true, Ordering::Relaxed)).unwrap();
    let answer = fresh(|| {
        let limits = Limits { until: Some(Instant::now() + Duration::from_secs(4)), ..Limits::default() };
        let mut session = Session::new(&pigeons(14), &limits).unwrap();
        println!("begins");
        session.check()
    });
    println!("heard {} answer {answer:?}", HEARD.load(Ordering::Relaxed));
}

/// What a program says that is sent Ctrl-C in the middle of a check.
#[cfg(unix)]
fn interrupt_in_a_child(mode: &str) -> String {
    use std::io::{BufRead, BufReader, Read};
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child_that_is_interrupted", "--exact", "--nocapture"])
        .env(CHILD, mode)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("begins") {
        line.clear();
        assert!(out.read_line(&mut line).unwrap() > 0, "the child never began");
    }
    std::thread::sleep(Duration::from_millis(500));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    child.wait().unwrap();
    rest
}

#[cfg(unix)]
#[test]
fn z3_takes_ctrl_c_for_itself_unless_told_to_leave_it_alone() {
    // By default the check is cancelled, and our own handler never hears of it.
    let taken = interrupt_in_a_child("default");
    assert!(taken.contains("heard false answer Ok(Unknown(\"the solver could not tell (interrupted"), "{taken}");
    // Told to, it leaves the signal to us and goes on to its limit of time.
    let left = interrupt_in_a_child("leave");
    assert!(left.contains("heard true answer Ok(Unknown(\"the time limit was reached"), "{left}");
}

#[test]
fn a_global_parameter_that_does_not_exist_is_ignored() {
    assert!(z3::get_global_param("ctrl_c").is_some());
    assert_eq!(z3::get_global_param("ctrlc"), None);
}

// --- numbers and terms

#[test]
fn equals_signs_compare_terms_and_not_values() {
    fresh(|| {
        let (x, three) = (Int::new_const("x"), Int::from_i64(3));
        let sum = Int::add(&[Int::from_i64(1), Int::from_i64(2)]);
        assert!(sum != three, "`==` is about how a term is written");
        assert!(sum.simplify() == three);
        assert_eq!(sum.eq(&three).simplify().as_bool(), Some(true), "`.eq` makes a term");
        assert_eq!(x.eq(&three).as_bool(), None);
    });
}

#[test]
fn the_remainder_takes_the_sign_of_the_divisor() {
    fresh(|| {
        let value = |i: Int| i.simplify().as_i64().unwrap();
        let (seven, three) = (Int::from_i64(7), Int::from_i64(-3));
        assert_eq!(value(&seven % &three), -1, "`%` is `rem`");
        assert_eq!(value(seven.modulo(&three)), 1);
        assert_eq!(value(seven.div(three)), -2);
    });
}

#[test]
fn fractions_beyond_64_bits_have_no_value_in_the_crate() {
    fresh(|| {
        let fits = Real::from_rational_str("1", "4611686018427387904").unwrap();
        assert_eq!(fits.as_rational(), Some((1, 1 << 62)));
        let tiny = Real::from_rational_str("1", "92233720368547758080").unwrap();
        assert_eq!(tiny.as_rational(), None);
        assert_eq!(tiny.to_string(), "(/ 1.0 92233720368547758080.0)");
    });
}

#[test]
fn a_session_gives_integers_of_any_size_exactly() {
    for text in ["-170141183460469231731687303715884105729", "9223372036854775808", "-9223372036854775809", "7"] {
        let number: BigInt = text.parse().unwrap();
        let answer = fresh(|| {
            let mut formula = Formula::default();
            let x = formula.declare("x".into(), number.clone(), Some(number.clone()));
            formula.require(Linear::var(x).shifted(-number.clone()), "equal");
            Session::new(&formula, &Limits::default()).unwrap().check()
        });
        let Ok(Answer::Sat(values)) = answer else { panic!("{answer:?}") };
        assert_eq!(values.0, [number]);
    }
}

#[test]
fn a_model_says_nothing_of_what_does_not_matter_until_asked_to_make_it_up() {
    fresh(|| {
        let (solver, x, other) = (Solver::new(), Int::new_const("x"), Int::new_const("other"));
        solver.assert(x.gt(Int::from_i64(0)));
        assert_eq!(solver.check(), SatResult::Sat);
        let model = solver.get_model().unwrap();
        assert_eq!(model.eval(&other, false).unwrap().as_i64(), None);
        assert_eq!(model.eval(&other, true).unwrap().as_i64(), Some(0));
        assert_eq!(model.eval(&other, false).unwrap().as_i64(), Some(0), "what was made up is there to stay");
    });
    // A session evaluates its formula under what it reads, so what was made up does no harm.
    let answer = fresh(|| {
        let mut formula = Formula::default();
        formula.declare("free".into(), 3, Some(5.into()));
        Session::new(&formula, &Limits::default()).unwrap().check()
    });
    let Ok(Answer::Sat(values)) = answer else { panic!("{answer:?}") };
    assert!((BigInt::from(3)..=BigInt::from(5)).contains(&values.0[0]));
}

#[test]
fn a_clause_without_alternatives_is_false() {
    let answer = fresh(|| {
        let mut formula = Formula::default();
        formula.declare("x".into(), 0, None);
        formula.require_any(Vec::new(), "never");
        Session::new(&formula, &Limits::default()).unwrap().check()
    });
    assert_eq!(answer, Ok(Answer::Unsat));
    // Of no terms the crate makes one that is right and does not read back.
    fresh(|| {
        let none = Bool::and(&[] as &[Bool]);
        assert_eq!((none.simplify().as_bool(), none.to_string().as_str()), (Some(true), "and"));
    });
}

#[test]
fn a_name_that_z3_cannot_take_is_a_crash_of_that_question_alone() {
    let crash = in_fresh_context(|| {
        let mut formula = Formula::default();
        formula.declare("a\0b".into(), 0, None);
        Session::new(&formula, &Limits::default()).map(|_| ()).is_ok()
    });
    assert!(matches!(crash, Err(Crash::Panic(_))), "{crash:?}");
    assert_eq!(fresh(|| Session::new(&pigeons(5), &Limits::default()).unwrap().check()), Ok(Answer::Unsat));
}

#[test]
fn a_script_asks_what_a_session_asks() {
    for (formula, expected) in [(pigeons(6), SatResult::Unsat), (Formula::default(), SatResult::Sat)] {
        let script = smtlib::script(&formula, &["a test".to_owned()], |_| Vec::new());
        let answer = fresh(|| {
            let solver = Solver::new();
            solver.from_string(script.clone());
            (error_code(), solver.check())
        });
        assert_eq!(answer, (z3_sys::ErrorCode::Ok, expected));
    }
}
