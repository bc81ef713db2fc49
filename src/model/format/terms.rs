//! Tables on the terms of the agreement: obligations, phases, whose interests, what is expected.

use super::selectors::ACTIVITY_SELECTOR;
use super::{Default, ENTRY, Field, Kind, NOTES, Range, Rule, Shape, Table, Words};

/// `[agreement]`
pub static AGREEMENT: Table = Table::new(
    "agreement",
    "The draft as a whole. It stands in one file only.",
    ENTRY,
    &[
        Field::new("title", Shape::Text, "The title of the draft."),
        Field::new(
            "goal",
            Shape::Number(Range::Probability),
            "The required detection probability, unless an obligation states its own.",
        )
        .or(Default::Number(9, 10))
        .unit("probability"),
        Field::new("inspected", Shape::Text, "The party whose conduct is verified."),
        Field::new("parties", Shape::Texts, "The parties."),
        Field::new("sources", Shape::Texts, "The texts that the draft rests on."),
    ],
);

/// `[[obligation]]`
pub static OBLIGATION: Table = Table::new(
    "obligation",
    "An article of the agreement: what it prohibits or limits, and what a violation would mean.",
    ENTRY,
    &[
        Field::new("article", Shape::Text, "The article of the text in which it stands."),
        Field::new(
            "prohibits",
            Shape::Tables(&ACTIVITY_SELECTOR),
            "The conduct that is prohibited: whatever one of these selectors matches. Give this or `limits`.",
        ),
        Field::new("limits", Shape::Table(&LIMITS), "The holding that is limited. Give this or `prohibits`."),
        Field::new(
            "significant",
            Shape::Whole(0),
            "The militarily significant amount: a violation is complete when so many units, or so much stock over the limit, are reached.",
        )
        .or_number(1)
        .unit("units"),
        Field::new(
            "usable_after_months",
            Shape::Count(0),
            "Months from completion until the violation can be used.",
        )
        .or_number(0)
        .unit("months"),
        Field::new("response_months", Shape::Count(0), "Months that a response takes.").or_number(0).unit("months"),
        Field::new(
            "goal",
            Shape::Number(Range::Probability),
            "The required detection probability; that of the agreement if not given.",
        )
        .unit("probability"),
        Field::new("interests", Shape::Texts, "The interests that it serves."),
    ],
)
.rules(&[Rule::ExactlyOne(&["prohibits", "limits"])]);

/// `limits` of an obligation
pub static LIMITS: Table = Table::new(
    "limits",
    "A limit on a stock.",
    &[],
    &[
        Field::new("holding", Shape::Reference(Kind::Holding), "The holding.").required(),
        Field::new("at_most", Shape::Whole(0), "The greatest permitted stock.").required().unit("things"),
    ],
);

/// `[[interest]]`
pub static INTEREST: Table = Table::new(
    "interest",
    "What a party is concerned with. Its exposure is what the agreement leaves out or does not assure.",
    ENTRY,
    &[
        Field::new("party", Shape::Text, "Whose interest it is."),
        Field::new("concerns", Shape::Tables(&ACTIVITY_SELECTOR), "The conduct it is concerned with."),
    ],
);

/// `[[phase]]`
pub static PHASE: Table = Table::new(
    "phase",
    "A phase of the agreement. Each adds to what is in force and drops from it; they follow each other as they stand.",
    ENTRY,
    &[
        Field::new("title", Shape::Text, "A title for reports."),
        Field::new("months", Shape::Whole(1), "How long it lasts.").required().unit("months"),
        Field::new("obligations", Shape::References(Kind::Obligation), "The obligations that come into force with it."),
        Field::new("measures", Shape::References(Kind::Measure), "The measures that come into force with it."),
        Field::new("drops_obligations", Shape::References(Kind::Obligation), "The obligations that end before it."),
        Field::new("drops_measures", Shape::References(Kind::Measure), "The measures that end before it."),
        Field::new("tolerance", Shape::Table(&TOLERANCE), TOLERANCE.meaning),
        Field::new("gate", Shape::References(Kind::Obligation), "The obligations to be verified before it begins."),
        Field::new("rewards", Shape::Tables(&REWARD), "What the other side gives in it."),
    ],
);

/// `tolerance` of a phase
pub static TOLERANCE: Table = Table::new(
    "tolerance",
    "The intrusion that the host accepts in a phase; all of it if not given.",
    &[],
    &[
        Field::new(
            "each",
            Shape::Number(Range::NotNegative),
            "The intrusiveness of the most intrusive single measure it accepts; any if not given.",
        )
        .unit("points"),
        Field::new(
            "total",
            Shape::Number(Range::NotNegative),
            "The greatest sum of intrusiveness it accepts; any if not given.",
        )
        .unit("points"),
    ],
);

/// A row of `rewards`
pub static REWARD: Table = Table::new(
    "reward",
    "What the other side gives, when, and on what it rests.",
    ENTRY,
    &[
        Field::new("value", Shape::Number(Range::NotNegative), "How much it is, in `unit`.")
            .required()
            .unit("the reward's unit"),
        Field::new("unit", Shape::Text, "The unit of the value. Values of different units are not added up."),
        Field::new("reversible", Shape::Truth, "Whether it can be taken back.").or(Default::Truth(false)),
        Field::new("after_months", Shape::Whole(0), "Months after the beginning of the phase.")
            .or_number(0)
            .unit("months"),
        Field::new(
            "verified",
            Shape::References(Kind::Obligation),
            "The obligations that have to be verified first: whatever is in force the month before if not given, and none, `[]`, for an advance.",
        ),
    ],
);

/// `[[expect]]`
pub static EXPECT: Table = Table::new(
    "expect",
    "What the author expects of an obligation. `regimecheck test` compares it with what is found.",
    NOTES,
    &[
        Field::new("obligation", Shape::Reference(Kind::Obligation), "The obligation.").required(),
        Field::new(
            "verdict",
            Shape::Word(Words::Verdicts),
            "The expected verdict; `contingent` where the ends differ.",
        ),
        Field::new("adverse", Shape::Word(Words::VerdictsAtAnEnd), "The expected verdict at the adverse end."),
        Field::new("favourable", Shape::Word(Words::VerdictsAtAnEnd), "The expected verdict at the favourable end."),
        Field::new("confidence", Shape::Table(&CONFIDENCE), CONFIDENCE.meaning),
        Field::new(
            "evasion_uses",
            Shape::References(Kind::Activity),
            "Activities that the best evasion at the adverse end has to use.",
        ),
    ],
);

/// `confidence` of an expectation
pub static CONFIDENCE: Table = Table::new(
    "confidence",
    "Between which bounds the worst-case confidence at the adverse end lies.",
    &[],
    &[
        Field::new("at_least", Shape::Number(Range::Probability), "It is at least this.").unit("probability"),
        Field::new("at_most", Shape::Number(Range::Probability), "It is at most this.").unit("probability"),
    ],
);
