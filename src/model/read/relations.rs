//! What concerns several entries: exclusions work both ways, cues form no cycle.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::entries::Regime;
use crate::model::ids::ConcealmentIx;

/// The most measures of a cycle that a message names.
const NAMED: usize = 8;

/// Settles what single entries cannot.
pub(super) fn settle(regime: &mut Regime, cx: &mut Context<'_>) {
    exclude_both_ways(regime);
    refuse_cycles_of_cues(regime, cx);
}

/// Makes `excludes` symmetric, each list in file order.
fn exclude_both_ways(regime: &mut Regime) {
    let pairs: Vec<(usize, usize)> =
        regime.concealments.iter().enumerate().flat_map(|(a, c)| c.excludes.iter().map(move |b| (b.0, a))).collect();
    for (a, b) in pairs {
        if let Some(concealment) = regime.concealments.get_mut(a) {
            concealment.excludes.push(ConcealmentIx(b));
        }
    }
    for concealment in &mut regime.concealments {
        concealment.excludes.sort_unstable();
        concealment.excludes.dedup();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Reports every cycle that a walk along the cues meets.
fn refuse_cycles_of_cues(regime: &Regime, cx: &mut Context<'_>) {
    let mut marks = vec![Mark::New; regime.measures.len()];
    for start in 0..regime.measures.len() {
        if marks.get(start) != Some(&Mark::New) {
            continue;
        }
        // The walk from `start`: each measure with the number of its cues already followed.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        set(&mut marks, start, Mark::Open);
        while let Some((at, followed)) = path.last_mut() {
            let at = *at;
            let cue = regime.measures.get(at).and_then(|m| m.cued_by.get(*followed)).map(|m| m.0);
            *followed += 1;
            match cue {
                None => {
                    set(&mut marks, at, Mark::Done);
                    path.pop();
                }
                Some(cue) => match marks.get(cue) {
                    Some(Mark::New) => {
                        set(&mut marks, cue, Mark::Open);
                        path.push((cue, 0));
                    }
                    Some(Mark::Open) => {
                        let cycle: Vec<usize> = path.iter().map(|(m, _)| *m).skip_while(|m| *m != cue).collect();
                        report(&cycle, regime, cx);
                    }
                    Some(Mark::Done) | None => {}
                },
            }
        }
    }
}

fn set(marks: &mut [Mark], at: usize, mark: Mark) {
    if let Some(place) = marks.get_mut(at) {
        *place = mark;
    }
}

fn report(cycle: &[usize], regime: &Regime, cx: &mut Context<'_>) {
    let measures: Vec<_> = cycle.iter().filter_map(|m| regime.measures.get(*m)).collect();
    let Some(first) = measures.first() else {
        return;
    };
    let mut chain: Vec<String> = measures.iter().take(NAMED).map(|m| quote(&m.entry.id)).collect();
    if measures.len() > NAMED {
        chain.push("…".to_owned());
    }
    chain.push(quote(&first.entry.id));
    let message = if measures.len() == 1 {
        format!("the measure {} is cued by itself", quote(&first.entry.id))
    } else {
        format!("the cues form a cycle: {}", chain.join(" is cued by "))
    };
    let mut problem =
        Diagnostic::new(Code::CyclicCues, message).primary(first.entry.span, "looks only where it has looked already");
    for measure in measures.iter().skip(1).take(NAMED - 1) {
        problem = problem.secondary(measure.entry.span, "part of the cycle");
    }
    cx.report(problem.help("let one of them look without a cue: remove its `cued_by`"));
}
