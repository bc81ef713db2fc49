//! A comparison of drafts as JSON; the keys are in `docs/compare.md`.

use super::names::{draft_word, obligation_id, range};
use super::report::Context;
use crate::analysis::Open;
use crate::analysis::compare::blame::Terms;
use crate::analysis::compare::criteria::{Measured, units, value_at_risk};
use crate::analysis::compare::dominance::dominance;
use crate::analysis::compare::weights::{Ranking, Weight};
use crate::analysis::compare::witness::Comes;
use crate::analysis::compare::{Cell, Comparison, Criterion, Fares, Group, Lever, Pair, Place, Run, Target, Witness};
use crate::analysis::deal::damage;
use crate::analysis::deal::interests::{Served, Service};
use crate::analysis::deal::payments::Payment;
use crate::analysis::deal::residual::Reach;
use crate::analysis::deal::tolerance::{Least, Need};
use crate::analysis::deal::{Assessment, CORNERS, Corner, Mode, Obliged};
use crate::model::acceptance::Leeway;
use crate::model::stakes::Gives;
use crate::model::{End, Exact};
use crate::query::Reading;
use crate::report::check_json::{confidence, events, raised, refused};
use crate::report::percent;
use crate::report::provenance::{inputs, tool};
use crate::verdict::Candidate;
use serde_json::{Map, Value, json};

/// The comparison as one object.
pub fn object(comparison: &Comparison, context: Context<'_>) -> Value {
    let drafts = comparison.drafts.iter().enumerate().map(|(place, d)| draft(comparison, place, d));
    let stretches = comparison.stretches.iter().map(|(first, last)| json!({ "first": first, "last": last }));
    json!({
        "format": 1,
        "tool": tool(),
        "drafts": drafts.collect::<Vec<_>>(),
        "months": stretches.collect::<Vec<_>>(),
        "brought": comparison.brought.iter().map(|b| json!({
            "draft": draft_word(b.draft), "kind": b.kind, "id": b.id, "place": place(comparison, Some(&b.place)),
        })).collect::<Vec<_>>(),
        "world_differences": comparison.differences.iter().map(|d| json!({
            "kind": d.kind, "id": d.id, "key": d.key, "says": d.says,
            "places": d.places.iter().map(|p| place(comparison, p.as_ref())).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "paths": comparison.rows.iter().map(|row| json!({
            "activity": row.activity,
            "name": row.name,
            "baseline": "out of scope",
            "drafts": (0..comparison.drafts.len()).map(|draft| (0..comparison.stretches.len())
                .map(|s| corners(|corner| cell(comparison, draft, row.at(draft, s, corner), corner)))
                .collect::<Vec<_>>()).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "pairs": comparison.pairs.iter().map(|p| match p {
            Ok(found) => pair(comparison, found),
            Err(open) => json!({ "undecided": open.reason() }),
        }).collect::<Vec<_>>(),
        "targets": comparison.targets.iter().map(|t| target(comparison, t)).collect::<Vec<_>>(),
        "criteria": comparison.criteria.iter().map(|c| criterion(comparison, c)).collect::<Vec<_>>(),
        "dominance": dominances(comparison, context.groups),
        "required": context.required.iter().map(|(text, holds)| json!({ "text": text, "holds": holds })).collect::<Vec<_>>(),
        "ranking": context.ranking.map(|(ranking, weights)| self::ranking(ranking, weights)),
    })
}

/// A value for each mode and end.
fn corners(of: impl Fn(Corner) -> Value) -> Value {
    let ends = |mode: Mode| {
        let at = |end: End| (end.word().to_owned(), of((mode, end)));
        Value::Object(End::BOTH.into_iter().map(at).collect::<Map<_, _>>())
    };
    Value::Object(Mode::BOTH.into_iter().map(|mode| (mode.key().to_owned(), ends(mode))).collect())
}

fn place(comparison: &Comparison, place: Option<&Place>) -> Value {
    let Some(Place { draft, span }) = place else { return Value::Null };
    let file = comparison.drafts.get(*draft).and_then(|d| d.draft.sources.files.get(span.file));
    file.map_or(Value::Null, |file| json!({ "file": file.name, "line": file.line(span.start) }))
}

fn draft(comparison: &Comparison, place: usize, assessment: &Assessment) -> Value {
    let draft = &assessment.draft;
    let phases = draft.regime.phases.iter().zip(&draft.term.phases).zip(&assessment.burdens);
    json!({
        "draft": draft_word(place),
        "file": draft.name,
        "agreement": draft.regime.agreement.entry.id,
        "title": draft.regime.agreement.title,
        "inputs": inputs(&draft.sources),
        "months": draft.term.months,
        "phases": phases.map(|((phase, in_force), burden)| json!({
            "id": phase.entry.id,
            "title": phase.title,
            "first": in_force.first,
            "last": in_force.last,
            "burden": {
                "measures": burden.measures,
                "consent": burden.consent.iter().map(|m| &draft.regime.measures[m.0].entry.id).collect::<Vec<_>>(),
                "intrusiveness": exact(&burden.intrusiveness),
                "greatest_intrusiveness": exact(&burden.greatest),
                "cost_per_year": exact(&burden.cost_per_year),
                "false_alarms_per_year": exact(&burden.false_alarms_per_year),
            },
        })).collect::<Vec<_>>(),
        "obligations": assessment.obligations.iter().map(|o| obligation(comparison, assessment, o)).collect::<Vec<_>>(),
        "payments": (0..assessment.payments[0].len()).map(|p| payment(assessment, p)).collect::<Vec<_>>(),
        "interests": (0..draft.regime.interests.len()).map(|i| interest(assessment, i)).collect::<Vec<_>>(),
        "breakouts": assessment.breakouts.iter().enumerate().map(|(nr, b)| {
            let target = comparison.targets.get(nr % comparison.targets.len().max(1));
            let ends = End::BOTH.into_iter().zip(&b.ends).map(|(end, reached)| {
                let reached = match reached {
                    Ok(all) => all.iter().map(|r| json!({
                        "months": r.months,
                        "lawful": reach(&r.lawful),
                        "undetected": reach(&r.undetected),
                    })).collect(),
                    Err(open) => json!({ "undecided": open.reason() }),
                };
                (end.word().to_owned(), reached)
            });
            json!({
                "phase": draft.regime.phases.get(b.phase).map(|p| &p.entry.id),
                "month": draft.term.phases.get(b.phase).map(|p| p.last),
                "target": target.map(|t| &t.label),
                "ends": Value::Object(ends.collect()),
            })
        }).collect::<Vec<_>>(),
    })
}

fn reach(reach: &Result<Reach, Open>) -> Value {
    match reach {
        Err(open) => json!({ "undecided": open.reason() }),
        Ok(reach) => json!({
            "amount": u64::try_from(reach.amount).unwrap_or(u64::MAX),
            "at_least": reach.at_least,
            "events": reach.plan.iter().map(|deed| json!({
                "activity": deed.activity, "concealments": deed.concealments, "month": deed.month, "count": deed.count,
            })).collect::<Vec<_>>(),
        }),
    }
}

fn obligation(comparison: &Comparison, assessment: &Assessment, obliged: &Obliged) -> Value {
    let regime = &assessment.draft.regime;
    let verdict = |corner: Corner| match &obliged.at(corner).whole {
        Err(open) => json!({ "verdict": "undecided", "reason": open.reason() }),
        Ok(finding) => json!({
            "verdict": finding.verdict.word(),
            "confidence": finding.unseen().map_or(Value::Null, confidence),
            "refused": finding.evasion.as_ref().filter(|_| corner.0 == Mode::Accepted)
                .map(|e| refused(regime, &damage::refused(&assessment.draft, &e.refusals))),
            "evasion": finding.evasion.as_ref().map(|e| candidate(assessment, corner, e, None, &Leeway::none())),
        }),
    };
    let risk = |corner: Corner| {
        let collector = match &obliged.at(corner).collector {
            Err(open) => return json!({ "undecided": open.reason() }),
            Ok(collector) => collector.as_ref(),
        };
        let by_unit = |reversible: bool| {
            let amount = |unit: String| {
                let value = value_at_risk(assessment, obliged.obligation, &unit, reversible, corner);
                (unit, value.map_or(Value::Null, |v| exact(&v)))
            };
            Value::Object(units(&comparison.drafts).into_iter().map(amount).collect())
        };
        json!({
            "at_risk": by_unit(false),
            "reversible": by_unit(true),
            "proved": collector.and_then(|c| c.proved),
            "evasion": collector
                .map(|c| candidate(assessment, corner, &c.candidate, Some(c.release), &Leeway::none())),
        })
    };
    let ends = |of: &dyn Fn(usize) -> Value| {
        Value::Object(End::BOTH.into_iter().enumerate().map(|(n, end)| (end.word().to_owned(), of(n))).collect())
    };
    json!({
        "id": obligation_id(regime, obliged.obligation),
        "verdicts": corners(verdict),
        "value_at_risk": corners(risk),
        "damage": ends(&|n| match &obliged.damage[n] {
            None => Value::Null,
            Some(Err(open)) => json!({ "undecided": open.reason() }),
            Some(Ok(damage)) => json!({
                "verdict": damage.verdict.word(),
                "refused": refused(regime, &damage.refused),
                "by": damage.by.iter().map(|m| &regime.measures[m.0].entry.id).collect::<Vec<_>>(),
            }),
        }),
        "least_tolerance": ends(&|n| match &obliged.need[n] {
            None => Value::Null,
            Some(Err(open)) => json!({ "undecided": open.reason() }),
            Some(Ok(need)) => self::need(assessment, n, need),
        }),
    })
}

fn need(assessment: &Assessment, end: usize, need: &Need) -> Value {
    let corner = CORNERS[2 + end];
    let least = |least: &Least| {
        json!({
            "by": least.by.as_ref().map(exact),
            "below": least.below.iter().map(|r| json!({
                "from": exact(&r.from), "evasion": candidate(assessment, corner, &r.candidate, None, &r.leeway),
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "each": least(&need.each),
        "total": least(&need.total),
        "both": need.both.as_ref().map(|(each, total)| json!({ "each": exact(each), "total": exact(total) })),
    })
}

/// A plan with what it comes to, as `replay` reads it. With `known_by`, its confidence is that of the end
/// of that month; `leeway` is what the host accepts on top of what the draft says.
fn candidate(
    assessment: &Assessment,
    corner: Corner,
    candidate: &Candidate,
    known_by: Option<u64>,
    leeway: &Leeway,
) -> Value {
    let (scene, draft) = (assessment.scene(corner), &assessment.draft);
    let is_accepted = corner.0 == Mode::Accepted;
    let mut object = Map::new();
    object.insert("at".into(), json!(corner.1.word()));
    object.insert("completed_month".into(), json!(candidate.replayed.course.completed));
    object.insert("known_by".into(), json!(known_by));
    object.insert("confidence".into(), confidence(candidate.unseen(Reading::ProofInTime)));
    let all = is_accepted.then(|| refused(&draft.regime, &damage::refused_with(draft, &candidate.refusals, leeway)));
    object.insert("refused".into(), all.unwrap_or(Value::Null));
    object.insert("tolerance_raised".into(), raised(leeway).filter(|_| is_accepted).unwrap_or(Value::Null));
    object.insert("events".into(), events(scene, candidate.plan.events()));
    Value::Object(object)
}

fn payment(assessment: &Assessment, place: usize) -> Value {
    let regime = &assessment.draft.regime;
    let Some(Payment { stake, .. }) = assessment.payments[0].get(place) else { return Value::Null };
    let (kind, value, unit, reversible) = match &stake.gives {
        Gives::Gate => ("gate", Value::Null, None, None),
        Gives::Reward { value, unit, reversible } => ("reward", exact(value), unit.clone(), Some(*reversible)),
    };
    let standing = |corner: Corner| {
        let Some(payment) = assessment.payments[crate::analysis::deal::interests::place(corner)].get(place) else {
            return Value::Null;
        };
        json!({
            "standing": payment.standing().word(),
            "rests_on": payment.grounds.iter().map(|g| json!({
                "obligation": obligation_id(regime, g.obligation),
                "standing": g.standing.word(),
                "confidence": g.candidate.as_ref().map(|c| confidence(c.unseen(Reading::ProofInTime))),
                "plan": g.candidate.as_ref()
                    .map(|c| candidate(assessment, corner, c, Some(stake.known_by()), &Leeway::none())),
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "kind": kind,
        "id": stake.id,
        "phase": regime.phases.get(stake.phase).map(|p| &p.entry.id),
        "month": stake.month,
        "value": value,
        "unit": unit,
        "reversible": reversible,
        "standing": corners(standing),
    })
}

fn interest(assessment: &Assessment, place: usize) -> Value {
    let regime = &assessment.draft.regime;
    let (Some(interest), Some(services)) = (regime.interests.get(place), assessment.interests.get(place)) else {
        return Value::Null;
    };
    let service = |service: &Service| {
        json!({
            "exposure": if service.is_open() { Value::Null } else { json!(service.exposure()) },
            "by_phase": service.exposed,
            "served_from": service.served_from,
            "paid_by_then": service.served_from.map(|month| super::names::paid_by(assessment, month)
                .into_iter().map(|(unit, value)| (unit, exact(&value))).collect::<Map<_, _>>()),
            "activities": service.activities.iter().map(|(activity, served)| json!({
                "activity": regime.activities[activity.0].entry.id,
                "exposure": service.exposure_to(*activity, &assessment.draft),
                "by_phase": served.iter().map(|s| match s {
                    Served::Absent => json!("absent"),
                    Served::OutOfScope => json!("out of scope"),
                    Served::Judged(verdict, _) => json!(verdict.word()),
                    Served::Open => json!("undecided"),
                }).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "id": interest.entry.id,
        "name": interest.entry.name,
        "party": interest.party,
        "served": corners(|corner| service(&services[crate::analysis::deal::interests::place(corner)])),
    })
}

fn cell(comparison: &Comparison, draft: usize, cell: &Cell, corner: Corner) -> Value {
    let Some(assessment) = comparison.drafts.get(draft) else { return Value::Null };
    let evasion = cell.finding.as_ref().and_then(|f| f.evasion.as_ref());
    json!({
        "state": cell.state.word(),
        "obligation": cell.obligation.map(|o| obligation_id(&assessment.draft.regime, o)),
        "confidence": evasion.map(|e| confidence(e.unseen(Reading::ProofInTime))),
        "evasion": evasion.map(|e| candidate(assessment, corner, e, None, &Leeway::none())),
    })
}

fn pair(comparison: &Comparison, pair: &Pair) -> Value {
    let run = |run: &Run| {
        let months = comparison.stretches.get(run.stretches.clone()).unwrap_or_default();
        json!({
            "first": months.first().map(|m| m.0),
            "last": months.last().map(|m| m.1),
            "relation": run.relation.word(),
            "witnesses": run.witnesses.iter().flatten().map(|w| witness(comparison, w)).collect::<Vec<_>>(),
            "blame": run.blame.as_ref().map(|b| json!({
                "enough": terms(pair, &b.enough), "undoes": terms(pair, &b.undoes),
            })),
        })
    };
    let paths = pair.paths.iter().map(|matched| {
        let mode = |n: usize| {
            json!({
                "relation": matched.relations[n].word(),
                "months": matched.runs[n].iter().map(run).collect::<Vec<_>>(),
            })
        };
        json!({
            "activity": comparison.rows[matched.row].activity,
            Mode::Drafted.key(): mode(0),
            Mode::Accepted.key(): mode(1),
        })
    });
    let idle = match &pair.idle {
        None => Value::Null,
        Some(Ok(idle)) => json!(idle),
        Some(Err(open)) => json!({ "undecided": open.reason() }),
    };
    json!({
        "drafts": pair.drafts.map(draft_word),
        "paths": paths.collect::<Vec<_>>(),
        "terms": pair.levers.iter().map(|l| lever(comparison, l)).collect::<Vec<_>>(),
        "terms_that_change_no_verdict": idle,
    })
}

fn lever(comparison: &Comparison, lever: &Lever) -> Value {
    json!({
        "kind": lever.kind,
        "id": lever.id,
        "key": lever.key,
        "says": lever.says,
        "places": lever.places.iter().map(|p| place(comparison, p.as_ref())).collect::<Vec<_>>(),
    })
}

fn terms(pair: &Pair, terms: &Result<Terms, Open>) -> Value {
    match terms {
        Err(open) => json!({ "undecided": open.reason() }),
        Ok(terms) => json!({
            "terms": terms.levers,
            "words": terms.levers.iter().filter_map(|l| pair.levers.get(*l))
                .map(super::names::lever).collect::<Vec<_>>(),
            "is_smallest": terms.is_smallest,
        }),
    }
}

fn witness(comparison: &Comparison, witness: &Witness) -> Value {
    let comes = |comes: &Comes| {
        json!({
            "completed_month": comes.completed,
            "deadline": comes.deadline,
            "confidence": confidence(&comes.unseen),
            "month_of_proof": comes.proved,
        })
    };
    let written = comparison.drafts.get(witness.written_in);
    let id = |draft: usize, o| comparison.drafts.get(draft).map(|d| obligation_id(&d.draft.regime, o));
    json!({
        "leaves": draft_word(witness.leaves),
        "closes": draft_word(witness.closes),
        "mode": witness.corner.0.key(),
        "end": witness.corner.1.word(),
        "is_closed": witness.is_closed,
        "events": written.map(|d| events(d.scene(witness.corner), witness.plan.events())),
        "left": witness.left.as_ref().map(|(o, c)| json!({
            "obligation": id(witness.leaves, *o), "comes_to": comes(c),
        })),
        "closed": match &witness.closed {
            Fares::Seen(o, c) => json!({ "obligation": id(witness.closes, *o), "comes_to": comes(c) }),
            Fares::NoPlan(why) => json!({ "no_plan": why }),
            Fares::NoViolation => json!({ "no_plan": "part of it is legal there: it is no violation" }),
        },
    })
}

fn target(comparison: &Comparison, target: &Target) -> Value {
    json!({
        "id": target.id,
        "label": target.label,
        "name": target.name,
        "significant": target.significant,
        "at_most": target.at_most,
        "obligations": target.obligations.iter().map(|(draft, o)| json!({
            "draft": draft_word(*draft),
            "id": comparison.drafts.get(*draft).map(|d| obligation_id(&d.draft.regime, *o)),
        })).collect::<Vec<_>>(),
    })
}

fn criterion(comparison: &Comparison, criterion: &Criterion) -> Value {
    let (what, of) = match &criterion.measured {
        Measured::Path(row, stretch) => {
            let months = comparison.stretches.get(*stretch).copied().unwrap_or_default();
            ("path", json!({ "activity": comparison.rows[*row].activity, "months": range(months) }))
        }
        Measured::Exposure(id) => ("exposure", json!({ "interest": id })),
        Measured::AtRisk(unit) => ("at_risk", json!({ "unit": unit })),
        Measured::Unearned(unit) => ("unearned", json!({ "unit": unit })),
        Measured::Reach(target, months, undetected) => (
            "reach",
            json!({
                "target": comparison.targets.get(*target).map(|t| &t.label),
                "months": months,
                "undetected": undetected,
            }),
        ),
        Measured::GreatestIntrusiveness => ("greatest_intrusiveness", Value::Null),
        Measured::Intrusiveness => ("intrusiveness", Value::Null),
        Measured::Cost => ("cost", Value::Null),
        Measured::FalseAlarms => ("false_alarms", Value::Null),
    };
    json!({
        "group": criterion.group().word(),
        "what": what,
        "of": of,
        "mode": criterion.corner.map(|c| c.0.key()),
        "end": criterion.corner.map(|c| c.1.word()),
        "figures": criterion.figures.iter().map(|f| f.as_ref().map_or(Value::Null, exact)).collect::<Vec<_>>(),
    })
}

fn ranking(ranking: &Ranking, weights: &[Weight]) -> Value {
    let rows = weights.iter().zip(&ranking.shares).zip(&ranking.sensitivity);
    json!({
        "order": ranking.order.iter().map(|d| draft_word(*d)).collect::<Vec<_>>(),
        "scores": ranking.scores.iter().map(exact).collect::<Vec<_>>(),
        "weights": rows.map(|((weight, shares), sensitivity)| json!({
            "key": weight.key,
            "weight": exact(&weight.weight),
            "shares": shares.iter().map(exact).collect::<Vec<_>>(),
            "holds_above": sensitivity.from.as_ref().map(exact),
            "holds_below": sensitivity.to.as_ref().map(exact),
        })).collect::<Vec<_>>(),
    })
}

fn dominances(comparison: &Comparison, groups: &[Group]) -> Value {
    let count = comparison.drafts.len();
    let pairs = (0..count).flat_map(|one| (0..count).filter(move |other| *other != one).map(move |other| (one, other)));
    pairs
        .map(|(one, other)| {
            let found = dominance(comparison, one, other, groups);
            json!({
                "draft": draft_word(one),
                "over": draft_word(other),
                "holds": found.holds(),
                "better": found.better,
                "worse": found.worse,
                "undecided": found.open,
                "equal": found.equal,
            })
        })
        .collect()
}

/// An exact number as JSON: a number if its decimals are few, rounded to twelve otherwise.
pub fn exact(n: &Exact) -> Value {
    percent::decimal(n).trim_start_matches('~').parse::<f64>().map_or(Value::Null, |n| json!(n))
}
