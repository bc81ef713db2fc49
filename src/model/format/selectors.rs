//! Tables that select: which activities, holdings or measures are meant.

use super::{Field, Others, Range, Rule, Shape, Table, Words};

/// A selector on activities, and on holdings where a measure looks at them.
pub static ACTIVITY_SELECTOR: Table = Table::new(
    "selector",
    "Which activities are meant: every key has to match, and without keys all match. Other keys are names of attributes.",
    &[],
    &[
        Field::new("id", Shape::TextOrTexts, "One of these ids."),
        Field::new("conduct", Shape::TextOrTexts, "One of these kinds of conduct."),
        Field::new("of", Shape::TextOrTexts, "Done with one of these holdings."),
        Field::new("site", Shape::TextOrTexts, "At one of these sites."),
        Field::new("channel", Shape::TextOrTexts, "By one of these channels."),
    ],
)
.others(Others::Tests);

/// A selector on measures.
pub static MEASURE_SELECTOR: Table = Table::new(
    "measure-selector",
    "Which measures are meant: every key has to match, and without keys all match.",
    &[],
    &[
        Field::new("id", Shape::TextOrTexts, "One of these ids."),
        Field::new("family", Shape::WordOrWords(Words::Families), "One of these families."),
        Field::new("consent", Shape::Truth, "Whether the host has to consent."),
    ],
);

/// What a numerical attribute has to be.
pub static RANGE: Table = Table::new(
    "range",
    "Between which bounds a numerical attribute lies; at least one is given.",
    &[],
    &[
        Field::new("over", Shape::Number(Range::Any), "Greater than this."),
        Field::new("at_least", Shape::Number(Range::Any), "This or more."),
        Field::new("under", Shape::Number(Range::Any), "Less than this."),
        Field::new("at_most", Shape::Number(Range::Any), "This or less."),
    ],
)
.rules(&[Rule::AtLeastOne(&["over", "at_least", "under", "at_most"])]);
