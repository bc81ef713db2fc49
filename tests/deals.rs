//! Deals: what the host accepts, what it is paid, whose interests are served. Whoever answers these
//! questions is compared with the oracle over random small deals and over the cases worked by hand.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking")]

mod deal_tool;
mod oracle;
mod sketch;

use num_rational::BigRational;
use num_traits::Signed;
use oracle::deal::{self, DealAnswers, Kind, enumerated, json};
use regimecheck::model::{End, Regime};
use sketch::{Size, Sketch};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Someone's answers about a deal at one end, in the order of the oracle's; none if the deal is too
/// large for them.
type Says<'a> = &'a (dyn Fn(&Regime, End) -> Result<Option<DealAnswers>, String> + Sync);

/// How often something was compared that a deal can do.
#[derive(Debug, Default)]
struct Shares {
    ends: usize,
    too_large: usize,
    kinds: BTreeMap<&'static str, usize>,
    several_choices: usize,
    worse_as_accepted: usize,
    something_at_risk: usize,
    paid_until_proof: usize,
    exposed_for_a_part: usize,
}

impl Shares {
    fn count(&mut self, answers: &DealAnswers) {
        self.ends += 1;
        let drafted = &answers.drafted;
        for rested in drafted.rewards.iter().chain(&drafted.gates) {
            *self.kinds.entry(rested.kind().word()).or_default() += 1;
        }
        self.several_choices += usize::from(answers.choices.iter().any(|sets| sets.len() > 1));
        self.worse_as_accepted += usize::from(drafted.obligations != answers.accepted.obligations);
        let none = BigRational::default();
        let paid = |o: &deal::ObligationAnswer| o.at_risk.values().any(|v| *v > none);
        self.something_at_risk += usize::from(drafted.obligations.iter().any(paid));
        self.paid_until_proof += usize::from(drafted.obligations.iter().any(|o| paid(o) && o.proved_by.is_some()));
        let exposures = drafted.interests.iter().zip(&answers.baseline);
        self.exposed_for_a_part += exposures.filter(|(i, all)| 0 < i.exposure && i.exposure < all.exposure).count();
    }

    /// Enough was compared, and each thing in at least one of 50.
    fn assert_good(&self, ends: usize) {
        println!("{self:?}");
        assert!(self.ends >= ends, "{self:?}");
        let kinds = [Kind::Advance, Kind::Earned, Kind::NotYetTestable, Kind::Pocketable];
        let kinds = kinds.map(|kind| self.kinds.get(kind.word()).copied().unwrap_or(0));
        let others = [
            self.several_choices,
            self.worse_as_accepted,
            self.something_at_risk,
            self.paid_until_proof,
            self.exposed_for_a_part,
        ];
        assert!(kinds.iter().chain(&others).all(|n| n * 50 >= self.ends), "{self:?}");
    }
}

/// Checks that someone says of a deal what the oracle says, at both ends; deals too large for one of
/// them are counted, not judged.
fn agree(sketch: &Sketch, says: Says<'_>, shares: &Mutex<Shares>) -> Result<(), String> {
    let regime = sketch::regime(sketch)?;
    for end in End::BOTH {
        let found = says(&regime, end)?;
        let (Some(mut found), Ok(expected)) = (found, deal::answers(&regime, end, 4_000)) else {
            shares.lock().map_err(|e| e.to_string())?.too_large += 1;
            continue;
        };
        // What a reward rests on by default has no order of its own.
        let expected = in_order(expected);
        found = in_order(found);
        settle(&mut found, &expected);
        let mut wrong = Vec::new();
        json::differences(end.word(), &json::deal(&found), &json::deal(&expected), &mut wrong);
        if found != expected {
            return Err(format!(
                "{}\n{found:#?}\nexpected {expected:#?}\nin short:\n{}",
                wrong.join("\n"),
                wrong.join("\n")
            ));
        }
        shares.lock().map_err(|e| e.to_string())?.count(&expected);
    }
    Ok(())
}

/// The answers with what each reward and gate rests on in the order of ids.
fn in_order(mut answers: DealAnswers) -> DealAnswers {
    for answers in [&mut answers.drafted, &mut answers.accepted] {
        for rested in answers.rewards.iter_mut().chain(&mut answers.gates) {
            rested.verified.sort_by(|a, b| a.obligation.cmp(&b.obligation));
        }
    }
    answers
}

/// Confidences within 1e-9 of the oracle's, which a search may leave, are taken for the oracle's.
fn settle(found: &mut DealAnswers, expected: &DealAnswers) {
    let slack = BigRational::new(1.into(), 1_000_000_000.into());
    for (found, expected) in [(&mut found.drafted, &expected.drafted), (&mut found.accepted, &expected.accepted)] {
        for (found, expected) in found.confidences_mut().into_iter().zip(expected.confidences()) {
            if let (Some(f), Some(e)) = (&*found, expected)
                && (f - e).abs() <= slack
            {
                *found = Some(e.clone());
            }
        }
    }
}

/// Checks that someone gives the answers worked by hand, to at least so many of them.
fn agree_with_cases(says: Says<'_>, at_least: usize) {
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for case in json::cases() {
        for (end, expected) in &case.expected {
            let Some(mut found) = says(&case.regime, *end).unwrap_or_else(|e| panic!("{}: {e}", case.name)) else {
                continue;
            };
            if let Ok(oracle) = deal::answers(&case.regime, *end, 10_000) {
                settle(&mut found, &oracle);
            }
            json::differences(&format!("{} {}", case.name, end.word()), &json::deal(&found), expected, &mut wrong);
            compared += 1;
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared >= at_least, "only {compared} compared");
}

/// Who lists every plan, and lets the host accept measures in every order.
fn by_enumeration(regime: &Regime, end: End) -> Result<Option<DealAnswers>, String> {
    Ok(enumerated::answers(regime, end, 1_500))
}

#[test]
fn the_oracle_agrees_with_enumeration() {
    let shares = Mutex::new(Shares::default());
    sketch::each(Size::TINY_DEAL, "enumerated", 450, |sketch| agree(sketch, &by_enumeration, &shares));
    shares.into_inner().unwrap().assert_good(700);
}

/// Of each figure, before and after: whether the second is no better for the verifier.
fn no_better(drafted: &deal::Answers, accepted: &deal::Answers) -> bool {
    let confidences = drafted.confidences().into_iter().zip(accepted.confidences()).all(|(a, b)| b <= a);
    let obligations = (drafted.obligations.iter().zip(&accepted.obligations)).all(|(a, b)| {
        let later = match (a.proved_by, b.proved_by) {
            (Some(a), Some(b)) => a <= b,
            (None, Some(_)) => false,
            (_, None) => true,
        };
        later && a.verdict <= b.verdict && a.at_risk.iter().all(|(unit, value)| b.at_risk[unit] >= *value)
    });
    let interests = (drafted.interests.iter().zip(&accepted.interests))
        .all(|(a, b)| a.exposure <= b.exposure && a.threatened <= b.threatened);
    confidences && obligations && interests
}

/// Over deals of the size that the tool is compared with; the oracle can judge nearly all of them.
#[test]
fn a_refusal_never_helps_the_verifier_and_no_agreement_is_no_better() {
    let shares = Mutex::new(Shares::default());
    let judge = |sketch: &Sketch| {
        let regime = sketch::regime(sketch)?;
        for end in End::BOTH {
            let Ok(answers) = deal::answers(&regime, end, 4_000) else { continue };
            let exposed = answers.baseline.iter().zip(&answers.accepted.interests);
            if !no_better(&answers.drafted, &answers.accepted)
                || exposed.into_iter().any(|(nothing, accepted)| nothing.exposure < accepted.exposure)
            {
                return Err(format!("{} end: {answers:#?}", end.word()));
            }
            shares.lock().map_err(|e| e.to_string())?.count(&answers);
        }
        Ok(())
    };
    sketch::each(Size::DEAL, "deal", 250, judge);
    sketch::each(Size::LONG_DEAL, "long deal", 60, judge);
    shares.into_inner().unwrap().assert_good(610);
}

#[test]
fn enumeration_gives_the_answers_worked_by_hand() {
    agree_with_cases(&by_enumeration, 40);
}

#[test]
fn the_tool_agrees_with_the_oracle() {
    let shares = Mutex::new(Shares::default());
    sketch::each(Size::DEAL, "tool", 220, |sketch| agree(sketch, &deal_tool::says, &shares));
    sketch::each(Size::LONG_DEAL, "tool, long", 60, |sketch| agree(sketch, &deal_tool::says, &shares));
    shares.into_inner().unwrap().assert_good(540);
}

#[test]
fn the_tool_gives_the_answers_worked_by_hand() {
    agree_with_cases(&deal_tool::says, 40);
}
