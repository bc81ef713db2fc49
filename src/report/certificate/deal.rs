//! The claims about a deal, in the index of a certificate and in its guide.

use super::{Names, index, numbers, words};
use crate::analysis::certify::deal::{About, DealClaim, Held, Says};
use crate::analysis::certify::{Certificate, Deal};
use crate::analysis::check::Open;
use crate::model::acceptance::Leeway;
use crate::model::stakes::{Gives, Stake};
use crate::report::{check_json, exactly};
use serde_json::{Map, Value, json};

/// The claims as a list of objects.
pub fn claims(certificate: &Certificate, deal: &Deal, names: &Names) -> Value {
    deal.claims.iter().map(|c| claim(certificate, deal, c, names)).collect()
}

fn claim(certificate: &Certificate, deal: &Deal, claim: &DealClaim, names: &Names) -> Value {
    let mut object = Map::new();
    object.insert("about".into(), json!(about_word(deal, &claim.about)));
    object.insert("obligation".into(), json!(words::obligation(certificate, claim.obligation)));
    object.insert("mode".into(), json!(claim.corner.0.key()));
    object.insert("at".into(), json!(claim.corner.1.word()));
    match &claim.about {
        About::Verdict | About::AtRisk => {}
        About::Stake(place) => stake(&mut object, certificate, deal.stakes.get(*place)),
        About::Tolerance(raised, other) => {
            object.insert("bound".into(), json!(raised.key()));
            object.insert("other_raised".into(), json!(check_json::raised(other)));
        }
    }
    match &claim.grounds {
        Ok(held) => self::held(&mut object, certificate, claim, held, names),
        Err(open) => {
            object.insert("undecided".into(), json!(open.reason()));
            object.insert("fault".into(), json!(matches!(open, Open::Fault(_))));
        }
    }
    Value::Object(object)
}

fn stake(object: &mut Map<String, Value>, certificate: &Certificate, stake: Option<&Stake>) {
    let Some(stake) = stake else { return };
    object.insert("id".into(), json!(stake.id));
    object.insert("phase".into(), json!(certificate.regime.phases.get(stake.phase).map(|p| &p.entry.id)));
    object.insert("month".into(), json!(stake.month));
}

fn held(object: &mut Map<String, Value>, certificate: &Certificate, claim: &DealClaim, held: &Held, names: &Names) {
    let file = |place: &usize| names.plans.get(*place);
    match &held.says {
        Says::Verdict(verdict, as_drafted) => {
            object.insert("verdict".into(), json!(verdict.word()));
            object.insert("as_drafted".into(), json!(as_drafted));
        }
        Says::Standing(standing) => {
            object.insert("standing".into(), json!(standing.word()));
        }
        Says::AtRisk(last, next) => {
            object.insert("collected_until".into(), json!(last));
            object.insert("none_collected_in".into(), json!(next));
        }
        Says::Least(by, below) => {
            let ends = below.iter().skip(1).map(Some).chain([by.as_ref()]);
            let ruled_out = below.iter().zip(ends).zip(&held.plans).map(|((from, to), plan)| {
                json!({
                    "from": exactly::fraction(from), "below": to.map(exactly::fraction), "plan": file(plan),
                })
            });
            object.insert("least".into(), json!(by.as_ref().map(exactly::fraction)));
            object.insert("ruled_out".into(), ruled_out.collect());
        }
    }
    let of = (claim.obligation, None, claim.corner.1);
    let proofs = held.proofs.iter().map(|p| index::proof(certificate, of, p, names));
    object.insert("all_plans".into(), proofs.collect());
    object.insert("plans".into(), held.plans.iter().filter_map(|p| index::plan(certificate, *p, names)).collect());
}

fn about_word(deal: &Deal, about: &About) -> &'static str {
    match about {
        About::Verdict => "verdict",
        About::AtRisk => "value at risk",
        About::Tolerance(..) => "least tolerance",
        About::Stake(place) => match deal.stakes.get(*place).map(|s| &s.gives) {
            Some(Gives::Gate) => "gate",
            _ => "reward",
        },
    }
}

/// The part of the guide about the deal, with a table of its claims.
pub fn guide(certificate: &Certificate, deal: &Deal, names: &Names) -> String {
    let rows: String = deal.claims.iter().map(|c| row(certificate, deal, c, names)).collect();
    include_str!("deal.md").replace("@ROWS@\n", &rows)
}

fn row(certificate: &Certificate, deal: &Deal, claim: &DealClaim, names: &Names) -> String {
    let about = match &claim.about {
        About::Verdict => "verdict".to_owned(),
        About::AtRisk => "value at risk".to_owned(),
        About::Stake(place) => {
            let stake = deal.stakes.get(*place);
            let (id, month) = stake.map_or(("?", 0), |s| (s.id.as_str(), s.month));
            format!("{} `{id}`, month {month}", about_word(deal, &claim.about))
        }
        About::Tolerance(raised, other) => {
            let other = if *other == Leeway::none() { String::new() } else { words::raised(other) };
            format!("least increase of `{}`{other}", raised.key())
        }
    };
    let (says, scripts, plans) = match &claim.grounds {
        Err(_) => ("undecided".to_owned(), String::new(), String::new()),
        Ok(held) => {
            let scripts: Vec<usize> = held.proofs.iter().flat_map(|p| p.scripts.clone()).collect();
            (says(&held.says), numbers(&scripts, &names.scripts), numbers(&held.plans, &names.plans))
        }
    };
    format!(
        "| `{}` | {about} | {}, {} | {says} | {scripts} | {plans} |\n",
        words::obligation(certificate, claim.obligation),
        claim.corner.0.words(),
        claim.corner.1.word()
    )
}

fn says(says: &Says) -> String {
    match says {
        Says::Verdict(verdict, true) => format!("{}, as drafted", verdict.word()),
        Says::Verdict(verdict, false) => verdict.word().to_owned(),
        Says::Standing(standing) => standing.word().to_owned(),
        Says::AtRisk(None, _) => "nothing is collected".to_owned(),
        Says::AtRisk(Some(last), None) => format!("collected until month {last}, the last release"),
        Says::AtRisk(Some(last), Some(next)) => format!("collected until month {last}, not in month {next}"),
        Says::Least(Some(by), _) => exactly::with_decimal(by),
        Says::Least(None, _) => "none is enough".to_owned(),
    }
}
