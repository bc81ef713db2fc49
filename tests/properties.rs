//! Random small regimes: the tool against the independent oracle.

mod agreement;
mod oracle;
mod sketch;
mod tool;

use agreement::{Shares, agree};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use regimecheck::verdict::Engine;
use sketch::Size;
use std::sync::Mutex;

/// Small regimes, and some with long terms and some with many ways to go about it: 2,000 and more.
#[test]
fn the_tool_agrees_with_the_oracle() {
    let shares = Mutex::new(Shares::default());
    for (size, seed, cases) in [
        (Size::SMALL, "small", 1_300),
        (Size::LONG, "long", 250),
        (Size::WIDE, "wide", 100),
        (Size::DEEP, "deep", 250),
        (Size::MATERIAL, "material", 150),
    ] {
        sketch::each(size, seed, cases, |sketch| agree(sketch, Engine::Cells, &shares));
    }
    shares.into_inner().unwrap().assert_good(2_000);
}

/// The engine that is there to check the other is checked as well.
#[test]
fn the_monthly_engine_agrees_with_the_oracle() {
    let shares = Mutex::new(Shares::default());
    sketch::each(Size::SMALL, "monthly", 200, |sketch| agree(sketch, Engine::Monthly, &shares));
    assert!(shares.into_inner().unwrap().regimes >= 190);
}

/// A goal that the worst case just reaches is reached, by both; one that is higher by 1e-99 is not.
#[test]
fn a_goal_reached_exactly_is_reached() {
    let reached = Mutex::new(0);
    sketch::each(Size::SMALL, "exact", 300, |sketch| {
        let Ok(judged) = oracle::judge(&sketch::regime(sketch)?, 4_000) else { return Ok(()) };
        let Some(decimal) = judged.iter().find_map(|o| o.adverse.confidence.as_ref().and_then(decimal)) else {
            return Ok(());
        };
        let shares = Mutex::new(Shares::default());
        agree(&sketch.with_goal(&decimal), Engine::Cells, &shares)?;
        agree(&sketch.with_goal(&format!("{decimal:0<100}1")), Engine::Cells, &shares)?;
        *reached.lock().map_err(|e| e.to_string())? += 1;
        Ok(())
    });
    let reached = reached.into_inner().unwrap();
    assert!(reached >= 60, "only {reached} goals to reach");
}

/// A probability as a decimal, if it takes no more than 90 digits and is neither 0 nor 1.
fn decimal(p: &BigRational) -> Option<String> {
    let scaled = p * BigRational::from_integer(BigInt::from(10).pow(90));
    let digits = scaled.is_integer().then(|| format!("{:0>90}", scaled.to_integer()))?;
    (p.is_positive() && digits.len() == 90).then(|| format!("0.{}", digits.trim_end_matches('0')))
}
