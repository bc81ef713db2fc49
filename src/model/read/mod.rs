//! Reading: from the text of the files to a [`Regime`].
//!
//! `syntax` parses each file into a table with places; `gather` collects the entries of all
//! files by kind and registers their ids; then one module per kind reads its entries through
//! `fields::Fields`, which knows from [`format`](super::format) which keys there are and reports
//! the others. At last `relations` checks what concerns several entries, and `doubts` what is
//! legal but doubtful.
//!
//! INVARIANT: a problem never stops the reading; whatever could be wrong elsewhere is looked at too.

mod activity;
mod agreement;
mod amounts;
mod concealment;
mod context;
mod decimal;
mod doubts;
mod expect;
mod fields;
mod gather;
mod holding;
mod measure;
mod names;
mod numbers;
mod obligation;
mod phase;
mod relations;
mod selectors;
mod simple;
mod suggest;
mod syntax;
mod values;
mod view;

pub(crate) use decimal::{Fault as DecimalFault, float as decimal};
pub(crate) use suggest::Budget as Suggestions;

use super::entries::Regime;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::SourceSet;
use context::Context;
use names::Kind;

/// Reads the files; the regime if there is no error, and every problem of all files.
///
/// Where a file could not be read or is not TOML, problems that the lost part may explain, such as
/// unknown references, are not reported.
pub fn read(sources: &SourceSet) -> (Option<Regime>, Vec<Diagnostic>) {
    let parsed = syntax::parse(sources);
    let whole = sources.complete && parsed.problems.is_empty();
    let mut cx = Context::new(sources);
    let entries = gather::gather(&parsed.documents, &mut cx);
    let regime = build(&entries, &mut cx);
    doubts::find(&regime, &mut cx);
    let mut problems = std::mem::take(&mut cx.problems);
    if !whole {
        problems.retain(|d| d.severity == Severity::Error && reliable(d, &parsed, sources));
    }
    problems.extend(parsed.problems);
    let sound = sources.complete && !problems.iter().any(Diagnostic::is_error);
    (sound.then_some(regime), problems)
}

/// Reads all entries; where there are problems, what it returns has gaps.
fn build<'t>(entries: &gather::Entries<'t>, cx: &mut Context<'t>) -> Regime {
    let mut regime = Regime {
        agreement: agreement::read(entries, cx),
        assumptions: entries.of(Kind::Assumption).map(|n| simple::assumption(n, cx)).collect(),
        signatures: entries.of(Kind::Signature).map(|n| simple::signature(n, cx)).collect(),
        holdings: entries.of(Kind::Holding).map(|n| holding::read(n, cx)).collect(),
        activities: entries.of(Kind::Activity).map(|n| activity::read(n, cx)).collect(),
        concealments: entries.of(Kind::Concealment).enumerate().map(|(i, n)| concealment::read(i, n, cx)).collect(),
        measures: entries.of(Kind::Measure).map(|n| measure::read(n, cx)).collect(),
        obligations: entries.of(Kind::Obligation).map(|n| obligation::read(n, cx)).collect(),
        interests: entries.of(Kind::Interest).map(|n| simple::interest(n, cx)).collect(),
        phases: phase::read_all(entries, cx),
        expects: entries.expects.iter().map(|n| expect::read(*n, cx)).collect(),
    };
    relations::settle(&mut regime, cx);
    regime
}

/// Whether a problem stands although some text was lost.
fn reliable(problem: &Diagnostic, parsed: &syntax::Parsed<'_>, sources: &SourceSet) -> bool {
    let needs_all = matches!(
        problem.code,
        Code::MissingFormat
            | Code::MissingAgreement
            | Code::NoPhase
            | Code::MissingKey
            | Code::UnknownReference
            | Code::UnknownSelectorKey
            | Code::ProhibitsOrLimits
    );
    let Some(span) = problem.span() else {
        return !needs_all;
    };
    let line = |at: usize| sources.files.get(span.file).map(|f| f.line(at));
    let broken = parsed.problems.iter().filter_map(Diagnostic::span).filter(|s| s.file == span.file);
    !needs_all && span.end > 0 && broken.into_iter().all(|s| line(s.start) != line(span.start))
}
