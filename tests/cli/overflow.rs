//! Numbers at the end of what the format admits, 2^63 - 1 and beyond wherever they are multiplied or
//! added up: the exact answer, by both engines.

use crate::run::{finish, program};
use serde_json::Value;

const MAX: &str = "9223372036854775807";

/// The verdict and confidence at the adverse end, and the events of the evasion as `activity x count`.
fn answer(text: &str, engine: &str) -> (String, Value, Vec<String>) {
    let run = finish(&mut program(&["check", "-", "--format", "json", "--engine", engine]), text);
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:?}\n{text}"));
    let adverse = &report["obligations"][0]["adverse"];
    let event = |e: &Value| format!("{} x {}", e["activity"].as_str().unwrap_or("?"), e["count"]);
    let events = adverse["evasion"]["events"].as_array().map(|events| events.iter().map(event).collect());
    let verdict = adverse["verdict"].as_str().unwrap_or_else(|| panic!("{run:?}")).to_owned();
    (verdict, adverse["confidence"].clone(), events.unwrap_or_default())
}

fn is(text: &str, verdict: &str, confidence: impl Into<Option<f64>>) {
    let confidence = confidence.into().map_or(Value::Null, Value::from);
    // Month by month, a hundred years take minutes.
    let engines: &[&str] = if text.contains("months = 1200") { &["cells"] } else { &["cells", "monthly"] };
    for engine in engines {
        let found = answer(text, engine);
        assert_eq!((found.0.as_str(), &found.1), (verdict, &confidence), "{engine}: {:?}\n{text}", found.2);
    }
}

fn draft(goal: &str, months: u32, probability: &str, rest: &str) -> String {
    format!(
        "format = 1\n[agreement]\nid = \"a\"\ngoal = {goal}\n[[signature]]\nid = \"s\"\n\
         [[measure]]\nid = \"m\"\nfamily = \"other\"\n\
         detects = [{{ signature = \"s\", probability = {probability}, discriminates = 1 }}]\n\
         [[phase]]\nid = \"p\"\nmonths = {months}\nobligations = [\"o\"]\nmeasures = [\"m\"]\n{rest}"
    )
    .replace("MAX", MAX)
}

const BAN: &str = "[[obligation]]\nid = \"o\"\nprohibits = [{ id = \"act\" }]\n";

/// Horizon x rate x units is 2^136, and one event is enough.
#[test]
fn horizon_times_rate_times_units() {
    let act = "[[activity]]\nid = \"act\"\nunits = MAX\nmax_per_month = MAX\ntotal = MAX\nsignatures = [\"s\"]\n";
    for (months, significant) in [(12, "1"), (12, "MAX"), (1200, "MAX"), (12, "9223372036854775806")] {
        let text = draft("0.5", months, "0.5", &format!("{act}{BAN}significant = {significant}\n"));
        is(&text, "assured", 0.5);
    }
    // A twelfth of it a month, rounded down: never enough; rounded up: all months are needed.
    let act = "[[activity]]\nid = \"act\"\nunits = 768614336404564650\nmin_months_between = 1\nsignatures = [\"s\"]\n";
    let text = draft("0.5", 12, "0.5", &format!("{act}{BAN}significant = MAX\n"));
    is(&text, "infeasible", None);
    is(&text.replace("768614336404564650", "768614336404564651"), "assured", 0.999_755_859_375);
}

/// 2^63 - 1 trials in one month: 1 - (1 - 10^-19)^N, with N x 10^-19 = 0.922...
#[test]
fn as_many_trials_as_there_are_numbers() {
    let act = "[[activity]]\nid = \"act\"\nmax_per_month = MAX\nsignatures = [\"s\"]\n";
    for (goal, verdict) in [("0.6024", "assured"), ("0.6025", "evadable")] {
        let text = draft(goal, 1, "1e-19", &format!("{act}{BAN}significant = MAX\n"));
        is(&text, verdict, 0.602_411_291_475);
    }
}

/// A limit of 2^63 - 1 and as much again: the stock counts to 2^64 - 2.
#[test]
fn stocks_beyond_64_bits() {
    let limit = "[[obligation]]\nid = \"o\"\nlimits = { holding = \"h\", at_most = MAX }\nsignificant = MAX\n";
    let make = "[[activity]]\nid = \"act\"\nmakes = { h = MAX }\nmax_per_month = MAX\nsignatures = [\"s\"]\n";
    for (initial, confidence) in [("MAX", 0.5), ("0", 0.75), ("1", 0.75)] {
        let held = format!("[[holding]]\nid = \"h\"\ninitial = {initial}\n");
        is(&draft("0.9", 12, "0.5", &format!("{held}{make}{limit}")), "evadable", confidence);
    }
    // What is made and used in one month passes 2^64 as well.
    let held = "[[holding]]\nid = \"h\"\n[[holding]]\nid = \"other\"\ninitial = MAX\n";
    let swap = "[[activity]]\nid = \"swap\"\nuses = { other = MAX }\nmakes = { h = MAX }\nmax_per_month = MAX\n\
                [[activity]]\nid = \"renew\"\nmakes = { other = MAX }\nmax_per_month = 3\nsignatures = [\"s\"]\n";
    is(&draft("0.9", 1, "0.5", &format!("{held}{swap}{limit}")), "evadable", 0.5);
}

/// What an event and its three concealments use adds up to four times 2^63 - 1. With two of them it is
/// three times as much, which is there; once the sum stopped at 2^64 - 1, and all three were used.
#[test]
fn what_an_event_uses_in_all() {
    let mut rest = String::from(
        "[[holding]]\nid = \"h\"\ninitial = MAX\n\
         [[activity]]\nid = \"make\"\nmakes = { h = MAX }\nmin_months_between = 1\n\
         [[activity]]\nid = \"act\"\nuses = { h = MAX }\nsignatures = [\"s\", \"s1\", \"s2\", \"s3\"]\n",
    );
    for i in 1..=3 {
        rest.push_str(&format!(
            "[[signature]]\nid = \"s{i}\"\n[[concealment]]\nid = \"c{i}\"\nhides = [\"s{i}\"]\nuses = {{ h = MAX }}\n\
             [[measure]]\nid = \"m{i}\"\nfamily = \"other\"\ndetects = [{{ signature = \"s{i}\", probability = 0.5 }}]\n"
        ));
    }
    let measures = "measures = [\"m\", \"m1\", \"m2\", \"m3\"]";
    let text = draft("0.9", 2, "0", &format!("{rest}{BAN}")).replace("measures = [\"m\"]", measures);
    is(&text, "evadable", 0.5);
    // A month more, and it is.
    is(&text.replace("months = 2", "months = 3"), "uncovered", 0.0);
    // The same for what has to be present.
    let needs = text.replace("uses = { h = ", "needs = { h = ");
    is(&needs, "evadable", 0.5);
    is(&needs.replace("months = 2", "months = 3"), "uncovered", 0.0);
}

#[test]
fn the_longest_times_and_what_is_longer() {
    let act = "[[activity]]\nid = \"act\"\nsignatures = [\"s\"]\n";
    let times = "usable_after_months = 1200\nresponse_months = 1200\n";
    let text = draft("0.5", 1200, "0.5", &format!("{act}{BAN}{times}"));
    is(&text, "assured", 0.5);
    let text = text
        .replace("family = \"other\"", "family = \"other\"\nlatency_months = 1200\nnotice_days = MAX")
        .replace("MAX", MAX);
    is(&text, "late", 0.0);
    for (key, value) in [
        ("usable_after_months", "1201"),
        ("response_months", MAX),
        ("latency_months", MAX),
        ("months", MAX),
        ("min_months_between", MAX),
        ("initial", "9223372036854775808"),
        ("significant", "18446744073709551616"),
        ("max_per_month", "1e20"),
    ] {
        let field = format!("{key} = {value}\n");
        let (activity, measure, phase, holding, ban) = match key {
            "min_months_between" | "max_per_month" => (field.as_str(), "", "months = 1\n", "", ""),
            "latency_months" => ("", field.as_str(), "months = 1\n", "", ""),
            "months" => ("", "", field.as_str(), "", ""),
            "initial" => ("", "", "months = 1\n", field.as_str(), ""),
            _ => ("", "", "months = 1\n", "", field.as_str()),
        };
        let text = format!(
            "format = 1\n[agreement]\nid = \"a\"\n[[holding]]\nid = \"h\"\n{holding}[[activity]]\nid = \"act\"\n{activity}\
             [[measure]]\nid = \"m\"\nfamily = \"other\"\n{measure}{BAN}{ban}[[phase]]\nid = \"p\"\n{phase}obligations = [\"o\"]\n"
        );
        let run = finish(&mut program(&["check", "-"]), &text);
        assert_eq!(run.status, 2, "{key}: {run:?}");
        let code = if key == "months" { "horizon-too-long" } else { "number-too-large" };
        assert!(run.err.contains(&format!("error[{code}]")), "{key}: {}", run.err);
    }
}

/// Prices and points have no end either.
#[test]
fn amounts_that_decide_nothing() {
    let act = "[[activity]]\nid = \"act\"\ncost = 9e100\nsignatures = [\"s\"]\n";
    let text = draft("0.5", 12, "0.5", &format!("{act}{BAN}")).replace(
        "family = \"other\"",
        "family = \"other\"\nintrusiveness = 1e100\ncost_per_year = 1e-100\nfalse_alarms_per_year = 1e100",
    );
    is(&text, "assured", 0.5);
}
