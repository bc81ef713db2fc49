//! The answer to `list` as JSON.

use super::check_json::number;
use super::list_words::{state, worth};
use super::provenance::tool;
use crate::analysis::list::matrix::{Alibi, Cell, Cells, Concealed, Row, Sighting, Subject};
use crate::analysis::list::{Inventory, Scope};
use crate::model::{
    ActivityIx, Amounts, ConcealmentIx, Duty, Exact, HoldingIx, Holds, Interval, MeasureIx, ObligationIx, Rate,
    SignatureIx,
};
use serde_json::{Map, Value, json};

/// The answer as one object; `inputs` are the files read, as other commands state them.
pub fn object(inventory: &Inventory, file: &str, inputs: Value, by_phase: bool) -> Value {
    let ids = Ids { inventory };
    let regime = &inventory.regime;
    json!({
        "format": 1,
        "agreement": regime.agreement.entry.id,
        "title": regime.agreement.title,
        "file": file,
        "inputs": inputs,
        "tool": tool(),
        "months": inventory.term.months,
        "goal": number(&regime.agreement.goal),
        "assumptions": assumptions(&ids),
        "phases": phases(&ids),
        "obligations": inventory.obligations.iter().map(|scope| obligation(&ids, scope)).collect::<Value>(),
        "holdings": holdings(&ids),
        "activities": activities(&ids),
        "concealments": concealments(&ids),
        "measures": measures(&ids),
        "signatures": signatures(&ids),
        "interests": interests(&ids),
        "matrix": inventory.obligations.iter().map(|scope| matrix(&ids, scope, by_phase)).collect::<Value>(),
    })
}

/// The ids of things by their places.
struct Ids<'a> {
    inventory: &'a Inventory,
}

impl Ids<'_> {
    fn activity(&self, ix: ActivityIx) -> Option<&str> {
        self.inventory.worlds[0].activities.get(ix.0).map(|a| a.id.as_str())
    }

    fn holding(&self, ix: HoldingIx) -> Option<&str> {
        self.inventory.worlds[0].holdings.get(ix.0).map(|h| h.id.as_str())
    }

    fn concealment(&self, ix: ConcealmentIx) -> Option<&str> {
        self.inventory.regime.concealments.get(ix.0).map(|c| c.entry.id.as_str())
    }

    fn measure(&self, ix: MeasureIx) -> Option<&str> {
        self.inventory.regime.measures.get(ix.0).map(|m| m.entry.id.as_str())
    }

    fn obligation(&self, ix: ObligationIx) -> Option<&str> {
        self.inventory.regime.obligations.get(ix.0).map(|o| o.entry.id.as_str())
    }

    fn phase(&self, place: usize) -> Option<&str> {
        self.inventory.regime.phases.get(place).map(|p| p.entry.id.as_str())
    }

    fn signature(&self, ix: SignatureIx) -> Option<&str> {
        self.inventory.regime.signatures.get(ix.0).map(|s| s.entry.id.as_str())
    }

    fn activities(&self, of: &[ActivityIx]) -> Value {
        of.iter().map(|a| self.activity(*a)).collect()
    }

    fn holdings(&self, of: &[HoldingIx]) -> Value {
        of.iter().map(|h| self.holding(*h)).collect()
    }

    fn concealments(&self, of: &[ConcealmentIx]) -> Value {
        of.iter().map(|c| self.concealment(*c)).collect()
    }

    fn measures(&self, of: &[MeasureIx]) -> Value {
        of.iter().map(|m| self.measure(*m)).collect()
    }

    fn obligations(&self, of: &[ObligationIx]) -> Value {
        of.iter().map(|o| self.obligation(*o)).collect()
    }

    fn signatures(&self, of: &[SignatureIx]) -> Value {
        of.iter().map(|s| self.signature(*s)).collect()
    }

    fn amounts(&self, of: &Amounts) -> Value {
        let amounts = of.iter().filter_map(|(h, n)| Some((self.holding(*h)?.to_owned(), whole(n))));
        Value::Object(amounts.collect())
    }
}

fn whole(n: &Interval<u64>) -> Value {
    json!({ "low": n.low, "high": n.high })
}

fn share(n: &Interval<Exact>) -> Value {
    json!({ "low": number(&n.low), "high": number(&n.high) })
}

/// The two keys of a rate, the other one null.
fn rate(object: &mut Map<String, Value>, rate: &Rate) {
    let (month, between) = match rate {
        Rate::PerMonth(n) => (whole(n), Value::Null),
        Rate::MonthsBetween(n) => (Value::Null, whole(n)),
    };
    object.insert("max_per_month".into(), month);
    object.insert("min_months_between".into(), between);
}

fn with(value: Value, more: impl FnOnce(&mut Map<String, Value>)) -> Value {
    match value {
        Value::Object(mut object) => {
            more(&mut object);
            Value::Object(object)
        }
        other => other,
    }
}

fn assumptions(ids: &Ids<'_>) -> Value {
    let rows = ids.inventory.assumptions.iter().map(|resting| {
        let assumption = &ids.inventory.regime.assumptions[resting.assumption.0];
        let holds = match assumption.holds {
            Holds::True => json!(true),
            Holds::False => json!(false),
            Holds::Unknown => json!("unknown"),
        };
        json!({
            "id": assumption.entry.id,
            "name": assumption.entry.name,
            "holds": holds,
            "activities": ids.activities(&resting.activities),
            "concealments": ids.concealments(&resting.concealments),
        })
    });
    rows.collect()
}

fn phases(ids: &Ids<'_>) -> Value {
    let phases = ids.inventory.regime.phases.iter().zip(&ids.inventory.term.phases).map(|(phase, in_force)| {
        let held = |flags: &[bool]| -> Vec<usize> {
            flags.iter().enumerate().filter(|(_, f)| **f).map(|(place, _)| place).collect()
        };
        json!({
            "id": phase.entry.id,
            "title": phase.title,
            "first_month": in_force.first,
            "last_month": in_force.last,
            "obligations": held(&in_force.obligations).into_iter().map(|o| ids.obligation(ObligationIx(o))).collect::<Value>(),
            "measures": held(&in_force.measures).into_iter().map(|m| ids.measure(MeasureIx(m))).collect::<Value>(),
            "gate": ids.obligations(&phase.gate),
            "rewards": phase.rewards.iter().map(|r| json!(r.entry.id)).collect::<Value>(),
        })
    });
    phases.collect()
}

fn obligation(ids: &Ids<'_>, scope: &Scope) -> Value {
    let o = &ids.inventory.regime.obligations[scope.obligation.0];
    let limits = match &o.duty {
        Duty::Prohibits(_) => Value::Null,
        Duty::Limits { holding, at_most } => json!({ "holding": ids.holding(*holding), "at_most": at_most }),
    };
    json!({
        "id": o.entry.id,
        "name": o.entry.name,
        "article": o.article,
        "limits": limits,
        "significant": o.significant,
        "usable_after_months": whole(&o.usable_after_months),
        "response_months": whole(&o.response_months),
        "goal": number(o.goal.as_ref().unwrap_or(&ids.inventory.regime.agreement.goal)),
        "phases": scope.phases.iter().map(|p| ids.phase(*p)).collect::<Value>(),
        "paths": ids.activities(&scope.paths),
        "leads_up": ids.activities(&scope.leads_up),
        "holdings": ids.holdings(&scope.holdings),
    })
}

fn holdings(ids: &Ids<'_>) -> Value {
    let rows = ids.inventory.holdings.iter().map(|stock| {
        let h = &ids.inventory.regime.holdings[stock.holding.0];
        let made_by = stock.made_by.iter().map(|making| {
            let of = json!({ "activity": ids.activity(making.activity), "amount": whole(&making.amount) });
            with(of, |object| {
                rate(object, &making.rate);
                object.insert("total".into(), making.total.as_ref().map_or(Value::Null, whole));
            })
        });
        json!({
            "id": h.entry.id,
            "name": h.entry.name,
            "initial": whole(&h.initial),
            "site": h.site,
            "signatures": ids.signatures(&h.signatures),
            "made_by": made_by.collect::<Value>(),
            "used_by": ids.activities(&stock.used_by),
            "needed_by": ids.activities(&stock.needed_by),
            "concealments": ids.concealments(&stock.concealments),
            "limited_by": ids.obligations(&stock.limited_by),
        })
    });
    rows.collect()
}

fn activities(ids: &Ids<'_>) -> Value {
    let rows = ids.inventory.activities.iter().map(|doing| {
        let a = &ids.inventory.regime.activities[doing.activity.0];
        let preparation = a.preparation.as_ref().map_or(
            Value::Null,
            |p| json!({ "months": whole(&p.months), "signatures": ids.signatures(&p.signatures) }),
        );
        let condition = a.condition.and_then(|c| ids.inventory.regime.assumptions.get(c.0)).map(|c| &c.entry.id);
        let object = json!({
            "id": a.entry.id,
            "name": a.entry.name,
            "if": condition,
            "conduct": a.conduct,
            "of": a.of.and_then(|h| ids.holding(h)),
            "site": a.site,
            "channel": a.channel,
            "units": whole(&a.units),
        });
        with(object, |object| {
            rate(object, &a.rate);
            object.insert("total".into(), a.total.as_ref().map_or(Value::Null, whole));
            object.insert("uses".into(), ids.amounts(&a.uses));
            object.insert("makes".into(), ids.amounts(&a.makes));
            object.insert("needs".into(), ids.amounts(&a.needs));
            object.insert("signatures".into(), ids.signatures(&a.signatures));
            object.insert("preparation".into(), preparation);
            object.insert("concealments".into(), ids.concealments(&doing.concealments));
            object.insert("path_of".into(), ids.obligations(&doing.path_of));
        })
    });
    rows.collect()
}

fn interests(ids: &Ids<'_>) -> Value {
    let stakes = ids.inventory.stakes.iter().filter_map(|stake| {
        let interest = ids.inventory.regime.interests.get(stake.interest)?;
        let (all, unbound) = (ids.activities(&stake.activities), ids.activities(&stake.unbound));
        Some(json!({ "id": interest.entry.id, "party": interest.party, "activities": all, "unbound": unbound }))
    });
    stakes.collect()
}

fn concealments(ids: &Ids<'_>) -> Value {
    let regime = &ids.inventory.regime;
    let rows = regime.concealments.iter().zip(&ids.inventory.covers).map(|(c, covers)| {
        json!({
            "id": c.entry.id,
            "name": c.entry.name,
            "if": c.condition.and_then(|a| regime.assumptions.get(a.0)).map(|a| &a.entry.id),
            "hides": ids.signatures(&c.hides),
            "residual": share(&c.residual),
            "needs_notice_days": c.needs_notice_days,
            "excludes": ids.concealments(&c.excludes),
            "covers": ids.activities(covers),
            "uses": ids.amounts(&c.uses),
            "needs": ids.amounts(&c.needs),
            "signatures": ids.signatures(&c.signatures),
        })
    });
    rows.collect()
}

fn measures(ids: &Ids<'_>) -> Value {
    let phases = &ids.inventory.term.phases;
    let rows = ids.inventory.regime.measures.iter().enumerate().map(|(place, m)| {
        let in_force = phases.iter().enumerate().filter(|(_, p)| p.measures[place]);
        json!({
            "id": m.entry.id,
            "name": m.entry.name,
            "family": m.family.word(),
            "consent": m.consent,
            "latency_months": whole(&m.latency_months),
            "notice_days": whole(&m.notice_days),
            "coverage": share(&m.coverage),
            "invoked": share(&m.invoked),
            "cued_by": ids.measures(&m.cued_by),
            "common_cause": m.common_cause,
            "phases": in_force.map(|(p, _)| ids.phase(p)).collect::<Value>(),
        })
    });
    rows.collect()
}

fn signatures(ids: &Ids<'_>) -> Value {
    let rows = ids.inventory.signatures.iter().map(|trace| {
        json!({
            "id": ids.signature(trace.signature),
            "activities": ids.activities(&trace.activities),
            "holdings": ids.holdings(&trace.holdings),
            "concealments": ids.concealments(&trace.concealments),
            "hidden_by": ids.concealments(&trace.hidden_by),
            "detected_by": ids.measures(&trace.detected_by),
        })
    });
    rows.collect()
}

fn matrix(ids: &Ids<'_>, scope: &Scope, by_phase: bool) -> Value {
    let rows = scope.rows.iter().map(|row| {
        let (kind, id) = match row.subject {
            Subject::Path(a) => ("path", ids.activity(a)),
            Subject::Preparation(a) => ("preparation", ids.activity(a)),
            Subject::LeadUp(a) => ("lead-up", ids.activity(a)),
            Subject::Held(h) => ("held", ids.holding(h)),
        };
        let object = json!({
            "kind": kind,
            "id": id,
            "phases": row.phases.iter().map(|p| ids.phase(*p)).collect::<Value>(),
            "measures": cells(ids, &Row::ever(&row.adverse), Some(&Row::ever(&row.favourable))),
        });
        with(object, |object| {
            if by_phase {
                object.insert("by_phase".into(), phase_cells(ids, row));
            }
        })
    });
    json!({ "obligation": ids.obligation(scope.obligation), "rows": rows.collect::<Value>() })
}

fn phase_cells(ids: &Ids<'_>, row: &Row) -> Value {
    let at = |cells: &[Cells], place: usize| cells.get(place).map(|c| c.to_vec());
    let phases = row.phases.iter().enumerate().filter_map(|(place, phase)| {
        let favourable = at(&row.favourable, place);
        let measures = cells(ids, &at(&row.adverse, place)?, favourable.as_deref());
        Some(json!({ "phase": ids.phase(*phase), "measures": measures }))
    });
    phases.collect()
}

fn cells(ids: &Ids<'_>, adverse: &[Cell], favourable: Option<&[Cell]>) -> Value {
    let cells = adverse.iter().enumerate().map(|(place, at_worst)| {
        let at_best = favourable.and_then(|f| f.get(place));
        json!({
            "measure": ids.measure(MeasureIx(place)),
            "adverse": cell(ids, at_worst),
            "favourable": at_best.map_or(Value::Null, |c| cell(ids, c)),
        })
    });
    cells.collect()
}

/// A state, with what stands behind it.
fn cell(ids: &Ids<'_>, cell: &Cell) -> Value {
    let mut object = Map::new();
    object.insert("state".into(), json!(state(cell)));
    match cell {
        Cell::Sees(seen, concealed) => {
            sighting(ids, &mut object, seen);
            object.insert("concealed".into(), conceal(ids, concealed));
        }
        Cell::Uncued(would) | Cell::NotInForce(would) => {
            object.insert("would".into(), json!(worth(would.worth)));
            sighting(ids, &mut object, would);
        }
        Cell::Blind => {}
    }
    Value::Object(object)
}

fn sighting(ids: &Ids<'_>, object: &mut Map<String, Value>, seen: &Sighting) {
    object.insert("cued".into(), json!(seen.cued));
    let alibi = match seen.alibi {
        None => Value::Null,
        Some(Alibi::Activity(a)) => json!({ "activity": ids.activity(a) }),
        Some(Alibi::MayBeHeld) => json!({ "may_be_held": true }),
    };
    object.insert("alibi".into(), alibi);
    object.insert("sighting".into(), number(&seen.sighting));
    object.insert("proof".into(), number(&seen.proof));
}

fn conceal(ids: &Ids<'_>, concealed: &Concealed) -> Value {
    match concealed {
        Concealed::No => Value::Null,
        Concealed::Lowered { leaves, by } => {
            json!({ "leaves": leaves.map_or("blind", worth), "by": ids.concealments(by) })
        }
        Concealed::Unknown => json!({ "leaves": "unknown", "by": [] }),
    }
}
