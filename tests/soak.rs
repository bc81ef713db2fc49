//! The property tests over many more regimes: `make soak`, or as many as `REGIMECHECK_SOAK` says.
//! They are other regimes each time, unless `REGIMECHECK_SEED` names the seed that a run printed.

mod agreement;
mod oracle;
mod sketch;
mod tool;

use agreement::{Shares, agree};
use regimecheck::verdict::Engine;
use sketch::Size;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

/// Without `REGIMECHECK_SOAK`, a handful, so that this file cannot go stale.
const FEW: u32 = 50;

#[test]
fn the_tool_agrees_with_the_oracle_at_length() {
    let asked = std::env::var("REGIMECHECK_SOAK").ok();
    let cases: u32 = asked.as_ref().map_or(FEW, |n| n.parse().expect("REGIMECHECK_SOAK is a number of regimes"));
    let seed = std::env::var("REGIMECHECK_SEED").unwrap_or_else(|_| match asked {
        None => "few".to_owned(),
        Some(_) => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()).to_string(),
    });
    println!("REGIMECHECK_SEED={seed}");
    let shares = Mutex::new(Shares::default());
    for (size, name, of_ten) in [
        (Size::SMALL, "s", 2),
        (Size::LONG, "l", 2),
        (Size::WIDE, "w", 2),
        (Size::DEEP, "d", 2),
        (Size::MATERIAL, "m", 2),
    ] {
        sketch::each(size, &format!("{seed}{name}"), (cases * of_ten).div_ceil(10), |sketch| {
            agree(sketch, Engine::Cells, &shares)
        });
    }
    let shares = shares.into_inner().unwrap();
    println!("{shares:?}");
    assert!(shares.regimes * 100 >= cases as usize * 95, "{shares:?}");
}
