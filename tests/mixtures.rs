//! Terms of one draft taken into another: with all of them it becomes the other draft, with none it stays
//! what it is; and what is said to account for a difference does so when decided anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use regimecheck::analysis::check::Options;
use regimecheck::analysis::compare::court::{Court, Rulings};
use regimecheck::analysis::compare::levers::{Exchange, stretches};
use regimecheck::analysis::compare::union::Union;
use regimecheck::analysis::compare::{Comparison, Worlds, compare};
use regimecheck::analysis::deal::{Draft, Mode};
use regimecheck::model::End;
use regimecheck::source::Input;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn draft(path: &str) -> Draft {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let loaded = regimecheck::load(&Input::File(PathBuf::from(&path)), None);
    Draft::new(path.display().to_string(), loaded.sources, Arc::new(loaded.regime.unwrap()))
}

fn options() -> Options {
    Options { jobs: 2, ..Options::default() }
}

/// Pairs of drafts with phases of other lengths, terms of other lengths, conduct of one's own.
const PAIRS: [[&str; 2]; 4] = [
    ["regimes/dprk-missiles/test-and-export-ban.toml", "regimes/dprk-missiles/phased-with-conversion.toml"],
    ["regimes/dprk-missiles/comprehensive.toml", "regimes/dprk-missiles/quid-pro-quo.toml"],
    ["regimes/new-start/in-force.toml", "regimes/new-start/suspended.toml"],
    ["regimes/agreed-framework/as-signed.toml", "regimes/agreed-framework/with-additional-measures.toml"],
];

fn compared(pair: [&str; 2]) -> Comparison {
    compare(pair.map(draft).to_vec(), Worlds::default(), &options(), |_| {})
}

#[test]
fn all_terms_of_another_draft_make_it_that_draft() {
    let mut looked = 0;
    for pair in PAIRS {
        let comparison = compared(pair);
        let drafts = pair.map(draft);
        let all: Vec<&Draft> = drafts.iter().collect();
        let union = Arc::new(Union::of(&all));
        let cuts = stretches(&all);
        let exchange = Exchange::new(&union, [(0, all[0]), (1, all[1])], &cuts);
        let (options, rulings) = (options(), Rulings::default());
        let court = Court::new(&exchange, &cuts, &options, &rulings);
        let every: BTreeSet<usize> = (0..exchange.levers.len()).collect();
        assert!(!every.is_empty(), "{pair:?} do not differ");
        for row in comparison.rows.iter() {
            let activity = union.activity(&row.activity).unwrap();
            for base in [0, 1] {
                for (taken, becomes) in [(BTreeSet::new(), base), (every.clone(), 1 - base)] {
                    for stretch in 0..cuts.len() {
                        for end in End::BOTH {
                            let mixed = court.state(&(base, taken.clone()), activity, stretch, end).unwrap();
                            let alone = row.at(becomes, stretch, (Mode::Drafted, end)).state;
                            assert_eq!(mixed, alone, "{pair:?} {} {base} {becomes} {stretch} {end:?}", row.activity);
                            looked += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(looked > 500, "only {looked}");
}

#[test]
fn what_is_blamed_accounts_for_the_difference() {
    let mut confirmed = 0;
    for pair in PAIRS {
        let comparison = compared(pair);
        let drafts = pair.map(draft);
        let all: Vec<&Draft> = drafts.iter().collect();
        let union = Arc::new(Union::of(&all));
        let cuts = stretches(&all);
        let exchange = Exchange::new(&union, [(0, all[0]), (1, all[1])], &cuts);
        let (options, rulings) = (options(), Rulings::default());
        let court = Court::new(&exchange, &cuts, &options, &rulings);
        let found = comparison.pairs[0].as_ref().unwrap();
        for matched in &found.paths {
            let row = &comparison.rows[matched.row];
            let activity = union.activity(&row.activity).unwrap();
            for run in &matched.runs[0] {
                let Some(blame) = &run.blame else { continue };
                for (base, terms) in [(0, &blame.enough), (1, &blame.undoes)] {
                    let taken: BTreeSet<usize> = terms.as_ref().unwrap().levers.iter().copied().collect();
                    assert!(!taken.is_empty());
                    let becomes = |taken: &BTreeSet<usize>| {
                        run.stretches.clone().all(|stretch| {
                            End::BOTH.into_iter().all(|end| {
                                let mixed = court.state(&(base, taken.clone()), activity, stretch, end).unwrap();
                                mixed == row.at(1 - base, stretch, (Mode::Drafted, end)).state
                            })
                        })
                    };
                    assert!(becomes(&taken), "{pair:?} {} {terms:?}", row.activity);
                    // None of them can be left out.
                    for term in &taken {
                        let fewer = taken.iter().copied().filter(|t| t != term).collect();
                        assert!(!becomes(&fewer), "{pair:?} {} {terms:?} without {term}", row.activity);
                    }
                    confirmed += 1;
                }
            }
        }
    }
    assert!(confirmed > 20, "only {confirmed}");
}
