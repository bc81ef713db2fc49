//! Warnings: what is legal but doubtful.

use super::context::Context;
use super::names::Kind;
use super::view::View;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::entries::{Duty, Measure, Regime, Value};
use crate::model::ids::{MeasureIx, ObligationIx, SignatureIx};
use crate::model::selector::{ActivitySelector, Key, MeasureSelector, Test};
use std::collections::HashSet;

/// The most rows of a measure that a warning shows.
const ROWS: usize = 3;

/// Finds all doubts, unless an error may be what is behind them.
pub(super) fn find(regime: &Regime, cx: &mut Context<'_>) {
    if cx.problems.iter().any(|d| blurs(d.code)) {
        return;
    }
    unused(cx);
    unlisted(regime, cx);
    dropped(regime, cx);
    let view = View::of(regime);
    selectors(regime, &view, cx);
    for measure in &regime.measures {
        blind(measure, regime, &view, cx);
    }
}

/// Whether a problem leaves a gap that other entries may seem to have a fault by.
fn blurs(code: Code) -> bool {
    matches!(
        code,
        Code::WrongType
            | Code::MissingKey
            | Code::UnknownKey
            | Code::UnknownWord
            | Code::UnknownReference
            | Code::UnknownSelectorKey
            | Code::InvalidId
            | Code::ReservedId
            | Code::DuplicateId
            | Code::NoPhase
    )
}

fn unused(cx: &mut Context<'_>) {
    let kinds = [
        (Kind::Assumption, Code::UnusedAssumption, "name it in the `if` of an activity or a concealment, or remove it"),
        (Kind::Signature, Code::UnusedSignature, "let an activity or a holding give it off, or remove it"),
        (Kind::Holding, Code::UnusedHolding, "let an activity use, make or need it, or remove it"),
    ];
    for (kind, code, help) in kinds {
        for (id, span) in cx.names.unused(kind) {
            let word = kind.word();
            cx.report(
                Diagnostic::new(code, format!("nothing refers to the {word} {}", quote(id)))
                    .primary(span, "never used")
                    .help(help),
            );
        }
    }
}

fn unlisted(regime: &Regime, cx: &mut Context<'_>) {
    let listed: HashSet<ObligationIx> = regime.phases.iter().flat_map(|p| p.obligations.iter().copied()).collect();
    for (place, obligation) in regime.obligations.iter().enumerate() {
        if !listed.contains(&ObligationIx(place)) {
            cx.report(
                Diagnostic::new(
                    Code::UnlistedObligation,
                    format!("no phase lists the obligation {}", quote(&obligation.entry.id)),
                )
                .primary(obligation.entry.span, "never in force")
                .help("add it to the `obligations` of a phase"),
            );
        }
    }
}

fn dropped(regime: &Regime, cx: &mut Context<'_>) {
    let mut obligations: HashSet<ObligationIx> = HashSet::new();
    let mut measures: HashSet<MeasureIx> = HashSet::new();
    let mut drops = std::mem::take(&mut cx.drops).into_iter().peekable();
    for (place, phase) in regime.phases.iter().enumerate() {
        while let Some(drop) = drops.next_if(|d| d.phase == place) {
            let in_force = match drop.kind {
                Kind::Obligation => obligations.contains(&ObligationIx(drop.index)),
                _ => measures.contains(&MeasureIx(drop.index)),
            };
            if !in_force {
                let dropped = cx.quoted(drop.span).replace('"', "");
                cx.report(
                    Diagnostic::new(
                        Code::DropsNotInForce,
                        format!(
                            "phase {} drops the {} {dropped}, which is not in force",
                            quote(&phase.entry.id),
                            drop.kind.word()
                        ),
                    )
                    .primary(drop.span, "not in force when this phase begins"),
                );
            }
        }
        // What a phase both lists and drops is not in force in it.
        obligations.extend(&phase.obligations);
        measures.extend(&phase.measures);
        for obligation in &phase.drops_obligations {
            obligations.remove(obligation);
        }
        for measure in &phase.drops_measures {
            measures.remove(measure);
        }
    }
}

fn selectors(regime: &Regime, view: &View<'_>, cx: &mut Context<'_>) {
    for concealment in &regime.concealments {
        activities("activities", &concealment.activities, view, cx);
        against(&concealment.against, regime, cx);
    }
    for row in regime.measures.iter().flat_map(|m| &m.detects) {
        let found = view.any_activity(&row.place) || view.any_holding(&row.place);
        judge("where", &row.place, found, view, cx);
    }
    for obligation in &regime.obligations {
        if let Duty::Prohibits(selectors) = &obligation.duty {
            selectors.iter().for_each(|s| activities("prohibits", s, view, cx));
        }
    }
    for selector in regime.interests.iter().flat_map(|i| &i.concerns) {
        activities("concerns", selector, view, cx);
    }
}

fn activities(key: &str, selector: &ActivitySelector, view: &View<'_>, cx: &mut Context<'_>) {
    let found = view.any_activity(selector);
    judge(key, selector, found, view, cx);
}

/// Warns of a selector on activities that matches nothing, or names what does not exist.
fn judge(key: &str, selector: &ActivitySelector, found: bool, view: &View<'_>, cx: &mut Context<'_>) {
    let Some(span) = selector.span else {
        return;
    };
    let mut strangers = Vec::new();
    for (what, test) in &selector.keys {
        let kind = match what {
            Key::Id => Kind::Activity,
            Key::Of => Kind::Holding,
            _ => continue,
        };
        if let Test::AnyOf(values) = test {
            strangers.extend(values.iter().filter_map(|value| match value {
                Value::Text(id) if !cx.names.has(kind, id) => Some((kind, id)),
                _ => None,
            }));
        }
    }
    if let Some((kind, id)) = strangers.first().copied() {
        let near = cx.nearest_id(kind, id);
        let message = if found {
            format!("the selector `{key}` names {}, which is no {}", quote(id), kind.word())
        } else {
            format!("the selector `{key}` matches nothing: {} is no {}", quote(id), kind.word())
        };
        cx.report(Diagnostic::new(Code::SelectorMatchesNothing, message).primary(span, "").maybe_help(near));
    } else if !found {
        let help = view.unmet(selector).map(|(name, values)| {
            if values.is_empty() {
                format!("no activity has {name}")
            } else {
                format!("the activities have {name} {}", values.iter().map(|v| quote(v)).collect::<Vec<_>>().join(", "))
            }
        });
        let what = if key == "where" { "no activity and no holding is like this" } else { "no activity is like this" };
        cx.report(
            Diagnostic::new(Code::SelectorMatchesNothing, format!("the selector `{key}` matches nothing"))
                .primary(span, what)
                .maybe_help(help),
        );
    }
}

/// Warns of a selector on measures that matches nothing, or names what does not exist.
fn against(selector: &MeasureSelector, regime: &Regime, cx: &mut Context<'_>) {
    let Some(span) = selector.span else {
        return;
    };
    let stranger = selector.id.iter().flatten().find(|id| !cx.names.has(Kind::Measure, id));
    let problem = if let Some(id) = stranger {
        let near = cx.nearest_id(Kind::Measure, id);
        Diagnostic::new(
            Code::SelectorMatchesNothing,
            format!("the selector `against` names {}, which is no measure", quote(id)),
        )
        .primary(span, "")
        .maybe_help(near)
    } else if regime.measures.iter().any(|m| selector.matches(&m.entry.id, m.family, m.consent)) {
        return;
    } else {
        Diagnostic::new(Code::SelectorMatchesNothing, "the selector `against` matches nothing")
            .primary(span, "no measure is like this")
    };
    cx.report(problem);
}

/// Warns of a measure none of whose rows can ever see anything.
fn blind(measure: &Measure, regime: &Regime, view: &View<'_>, cx: &mut Context<'_>) {
    if measure.detects.iter().any(|row| view.gives_off(row.signature, &row.place)) {
        return;
    }
    let id =
        |signature: SignatureIx| regime.signatures.get(signature.0).map(|s| quote(&s.entry.id)).unwrap_or_default();
    let message = format!("the measure {} detects nothing that is given off", quote(&measure.entry.id));
    let mut problem = Diagnostic::new(Code::MeasureDetectsNothing, message).primary(measure.entry.span, "");
    for row in measure.detects.iter().take(ROWS) {
        let text = if view.gives_off(row.signature, &ActivitySelector::all()) {
            format!("nothing that `where` matches gives off {}", id(row.signature))
        } else {
            format!("nothing gives off {}", id(row.signature))
        };
        problem = problem.secondary(row.span, text);
    }
    if measure.detects.is_empty() {
        problem = problem.help("add `detects = [{ signature = \"...\", probability = 0.9 }]`");
    }
    cx.report(problem);
}
