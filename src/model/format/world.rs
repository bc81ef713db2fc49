//! Tables on the world: what there is, what can be done, and how it can be hidden.

use super::selectors::{ACTIVITY_SELECTOR, MEASURE_SELECTOR};
use super::{Default, ENTRY, Field, Kind, Others, Range, Rule, Shape, Table};

/// `[[assumption]]`
pub static ASSUMPTION: Table = Table::new(
    "assumption",
    "Something the analyst assumes of the world. Activities and concealments can rest on it.",
    ENTRY,
    &[Field::new(
        "holds",
        Shape::Holds,
        "Whether it holds. What is \"unknown\" holds at the adverse end and not at the favourable one.",
    )
    .required()],
);

/// `[[signature]]`
pub static SIGNATURE: Table =
    Table::new("signature", "Something that conduct or a holding gives off and that a measure may detect.", ENTRY, &[]);

const IF: Field = Field::new(
    "if",
    Shape::Reference(Kind::Assumption),
    "The assumption under which it exists at all; always if not given.",
);

const SITE: Field = Field::new("site", Shape::Text, "Where it is. Selectors may match on it.");

const ATTRIBUTES: Field = Field::new(
    "attributes",
    Shape::Table(&ATTRIBUTE_VALUES),
    "What else selectors may match on, by name: strings, numbers, truths.",
);

/// `attributes`
static ATTRIBUTE_VALUES: Table = Table::new("attributes", "Attributes by name.", &[], &[]).others(Others::Attributes);

/// `uses`, `makes`, `needs`
static AMOUNTS: Table = Table::new("amounts", "Amounts of holdings, by their ids.", &[], &[]).others(Others::Amounts);

/// `[[holding]]`
pub static HOLDING: Table = Table::new(
    "holding",
    "A stock: missiles, plants, fissile material, food.",
    ENTRY,
    &[
        Field::new("initial", Shape::Count(0), "Stock before month 1.").or_number(0).unit("things"),
        SITE,
        ATTRIBUTES,
        Field::new(
            "signatures",
            Shape::References(Kind::Signature),
            "What it gives off in every month in which it is held.",
        ),
    ],
);

/// `[[activity]]`
pub static ACTIVITY: Table = Table::new(
    "activity",
    "Something the inspected party can do, event by event, permitted or not.",
    ENTRY,
    &[
        IF,
        Field::new("conduct", Shape::Text, "The kind of conduct, such as `flight-test`. Obligations select by it."),
        Field::new(
            "of",
            Shape::Reference(Kind::Holding),
            "The holding it is done with. Selectors look up attributes there that the activity itself lacks.",
        ),
        SITE,
        Field::new("channel", Shape::Text, "The way it goes, such as `sea` or `air`. Selectors may match on it."),
        ATTRIBUTES,
        Field::new("uses", Shape::Table(&AMOUNTS), "What each event consumes.").unit("things per event"),
        Field::new("makes", Shape::Table(&AMOUNTS), "What each event adds.").unit("things per event"),
        Field::new(
            "needs",
            Shape::Table(&AMOUNTS),
            "What has to be there at the end of the month of each event; it is not consumed.",
        )
        .unit("things per event"),
        Field::new("units", Shape::Count(0), "What one event adds to a violation.").or_number(1).unit("units"),
        Field::new(
            "max_per_month",
            Shape::Count(0),
            "The most events in a month. Give this or `min_months_between`, not both.",
        )
        .or_number(1)
        .unit("events per month"),
        Field::new(
            "min_months_between",
            Shape::Count(1),
            "At most one event in any so many months in a row. Give this or `max_per_month`, not both.",
        )
        .unit("months"),
        Field::new("total", Shape::Count(0), "The most events in all; no limit if not given.").unit("events"),
        Field::new("signatures", Shape::References(Kind::Signature), "What each event gives off."),
        Field::new("preparation", Shape::Table(&PREPARATION), PREPARATION.meaning),
        Field::new(
            "cost",
            Shape::Interval(Range::NotNegative),
            "What an event costs the evader, in a currency of the author's choice; it does not enter a verdict.",
        )
        .or_number(0)
        .unit("currency per event"),
    ],
)
.rules(&[Rule::AtMostOne(&["max_per_month", "min_months_between"])]);

/// `preparation` of an activity
pub static PREPARATION: Table = Table::new(
    "preparation",
    "Months of work that have to be done once before the first event, and what they give off.",
    &[],
    &[
        Field::new("months", Shape::Count(0), "How many months of work.").required().unit("months"),
        Field::new("signatures", Shape::References(Kind::Signature), "What each of these months gives off."),
    ],
);

/// `[[concealment]]`
pub static CONCEALMENT: Table = Table::new(
    "concealment",
    "A way to hide events. An event can be covered by any set of concealments that do not exclude each other.",
    ENTRY,
    &[
        IF,
        Field::new("activities", Shape::Table(&ACTIVITY_SELECTOR), "Which activities it can cover.")
            .or(Default::Everything),
        Field::new(
            "hides",
            Shape::References(Kind::Signature),
            "The signatures it hides. It can cover an activity that gives off one of them.",
        )
        .required(),
        Field::new(
            "residual",
            Shape::Interval(Range::Probability),
            "The share of the detection probability that is left: 0 hides completely, 1 not at all.",
        )
        .or_number(0)
        .unit("share"),
        Field::new("against", Shape::Table(&MEASURE_SELECTOR), "The measures it works against.")
            .or(Default::Everything),
        Field::new(
            "needs_notice_days",
            Shape::Whole(0),
            "It works only against measures that give at least so many days' notice; against all if not given.",
        )
        .unit("days"),
        Field::new(
            "excludes",
            Shape::References(Kind::Concealment),
            "Concealments it cannot be combined with; it works both ways.",
        ),
        Field::new("uses", Shape::Table(&AMOUNTS), "What each event that it covers consumes besides.")
            .unit("things per event"),
        Field::new("needs", Shape::Table(&AMOUNTS), "What has to be there besides at each event that it covers.")
            .unit("things per event"),
        Field::new(
            "signatures",
            Shape::References(Kind::Signature),
            "What each event that it covers gives off besides: how the concealment may give itself away.",
        ),
        Field::new(
            "cost",
            Shape::Interval(Range::NotNegative),
            "What it costs the evader for each event, in a currency of the author's choice; it does not enter a verdict.",
        )
        .or_number(0)
        .unit("currency per event"),
    ],
);
