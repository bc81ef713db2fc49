//! Tables on verification: what looks, at what, and how well.

use super::selectors::ACTIVITY_SELECTOR;
use super::{Default, ENTRY, Field, Kind, Range, Shape, Table, Words};

/// `[[measure]]`
pub static MEASURE: Table = Table::new(
    "measure",
    "A means of verification: satellites, portal monitoring, a challenge inspection.",
    ENTRY,
    &[
        Field::new("family", Shape::Word(Words::Families), "What kind of measure it is.").required(),
        Field::new("detects", Shape::Tables(&ROW), "What it detects, one row for each signature and place."),
        Field::new(
            "coverage",
            Shape::Interval(Range::Probability),
            "The share of the conduct that it covers; it multiplies the probabilities of all rows.",
        )
        .or_number(1)
        .unit("share"),
        Field::new(
            "invoked",
            Shape::Interval(Range::Probability),
            "The probability that a right is used when there is cause; it multiplies the probabilities of all rows.",
        )
        .or_number(1)
        .unit("probability"),
        Field::new(
            "cued_by",
            Shape::References(Kind::Measure),
            "It looks only where one of these has raised suspicion; everywhere if not given.",
        ),
        Field::new("latency_months", Shape::Count(0), "Months from a sighting to knowing of it.")
            .or_number(0)
            .unit("months"),
        Field::new("notice_days", Shape::Count(0), "Notice that the host gets.").or_number(0).unit("days"),
        Field::new(
            "common_cause",
            Shape::Text,
            "What blinds it, such as `weather`. Measures with the same cause count once in a trial, by the best.",
        ),
        Field::new("consent", Shape::Truth, "Whether the host has to consent.").or(Default::Truth(false)),
        Field::new(
            "intrusiveness",
            Shape::Number(Range::NotNegative),
            "How intrusive the host finds it, on a scale of the author's choice that `tolerance` shares.",
        )
        .or_number(0)
        .unit("points"),
        Field::new(
            "cost_per_year",
            Shape::Number(Range::NotNegative),
            "What it costs, in a currency of the author's choice.",
        )
        .or_number(0)
        .unit("currency per year"),
        Field::new("false_alarms_per_year", Shape::Number(Range::NotNegative), "How many false alarms are expected.")
            .or_number(0)
            .unit("false alarms per year"),
    ],
);

/// A row of `detects`
pub static ROW: Table = Table::new(
    "row",
    "A signature that a measure detects, how surely, and where.",
    &[],
    &[
        Field::new("signature", Shape::Reference(Kind::Signature), "The signature.").required(),
        Field::new(
            "probability",
            Shape::Interval(Range::Probability),
            "The probability of a sighting in one trial, that is of one event or one month of a holding, before coverage, invocation and concealment.",
        )
        .required()
        .unit("probability"),
        Field::new("where", Shape::Table(&ACTIVITY_SELECTOR), "The conduct or the holdings it looks at.")
            .or(Default::Everything),
        Field::new(
            "discriminates",
            Shape::Interval(Range::Probability),
            "The probability that a sighting tells prohibited conduct from permitted conduct that looks the same.",
        )
        .or_number(0)
        .unit("probability"),
    ],
);
