//! The format as data: the fields of every kind of table, once, for whoever has to know them.
//!
//! The reader takes from here which keys there are, which have to be there, within which range
//! their numbers lie and what stands in for those that are missing; the schema for editors is
//! written from here. So neither can fall behind the other. What a field means in full:
//! `docs/format.md`.

mod selectors;
mod terms;
mod verification;
mod world;

pub use selectors::{ACTIVITY_SELECTOR, MEASURE_SELECTOR, RANGE};
pub use terms::{AGREEMENT, CONFIDENCE, EXPECT, INTEREST, LIMITS, OBLIGATION, PHASE, REWARD, TOLERANCE};
pub use verification::{MEASURE, ROW};
pub use world::{ACTIVITY, ASSUMPTION, CONCEALMENT, HOLDING, PREPARATION, SIGNATURE};

use super::entries::{Family, Verdict};

/// The kinds of entries that have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the words of the format")]
pub enum Kind {
    Assumption,
    Signature,
    Holding,
    Activity,
    Concealment,
    Measure,
    Obligation,
    Interest,
    Phase,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 9] = [
        Kind::Assumption,
        Kind::Signature,
        Kind::Holding,
        Kind::Activity,
        Kind::Concealment,
        Kind::Measure,
        Kind::Obligation,
        Kind::Interest,
        Kind::Phase,
    ];

    /// Its key in a file.
    pub fn word(self) -> &'static str {
        self.table().name
    }

    /// The fields of its entries.
    pub fn table(self) -> &'static Table {
        match self {
            Kind::Assumption => &ASSUMPTION,
            Kind::Signature => &SIGNATURE,
            Kind::Holding => &HOLDING,
            Kind::Activity => &ACTIVITY,
            Kind::Concealment => &CONCEALMENT,
            Kind::Measure => &MEASURE,
            Kind::Obligation => &OBLIGATION,
            Kind::Interest => &INTEREST,
            Kind::Phase => &PHASE,
        }
    }
}

/// Which numbers make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Any.
    Any,
    /// Zero or more.
    NotNegative,
    /// From zero to one.
    Probability,
}

/// The most months that anything can take: the longest term.
pub const LONGEST: u64 = 1200;

/// A closed list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// The families of measures.
    Families,
    /// The verdicts.
    Verdicts,
    /// The verdicts at one end of the uncertainty: `contingent` is what two different ends make.
    VerdictsAtAnEnd,
}

impl Words {
    /// The words, in the order in which messages list them.
    pub fn list(self) -> Vec<&'static str> {
        match self {
            Words::Families => Family::WORDS.iter().map(|(word, _)| *word).collect(),
            Words::Verdicts => Verdict::WORDS.iter().map(|(word, _)| *word).collect(),
            Words::VerdictsAtAnEnd => verdicts_at_an_end().iter().map(|(word, _)| *word).collect(),
        }
    }
}

/// The verdicts at one end of the uncertainty, with their words.
pub fn verdicts_at_an_end() -> Vec<(&'static str, Verdict)> {
    Verdict::WORDS.into_iter().filter(|(_, verdict)| *verdict != Verdict::Contingent).collect()
}

/// What a field's value has to be.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// The number of the format: 1.
    Format,
    /// An id that is defined here.
    Id,
    /// A string.
    Text,
    /// A list of strings.
    Texts,
    /// A string, or a list of strings.
    TextOrTexts,
    /// `true` or `false`.
    Truth,
    /// `true`, `false` or `"unknown"`.
    Holds,
    /// One of some words.
    Word(Words),
    /// One of some words, or a list of them.
    WordOrWords(Words),
    /// A plain number.
    Number(Range),
    /// A number or an interval.
    Interval(Range),
    /// A plain whole number of at least this.
    Whole(u64),
    /// A whole number of at least this, or an interval of them.
    Count(u64),
    /// The id of an entry of some kind.
    Reference(Kind),
    /// A list of ids of entries of some kind.
    References(Kind),
    /// A table.
    Table(&'static Table),
    /// A list of tables.
    Tables(&'static Table),
}

/// What stands in for a field that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Default {
    /// A number, as the fraction of two.
    Number(u32, u32),
    /// `true` or `false`.
    Truth(bool),
    /// A selector without keys, which matches all.
    Everything,
}

/// Whether a field has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It has to be there.
    Required,
    /// It may be missing, which then says something of its own.
    Optional,
    /// It may be missing, and then this stands in for it.
    Or(Default),
}

/// A field of a table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key.
    pub key: &'static str,
    /// What its value has to be.
    pub shape: Shape,
    /// Whether it has to be there.
    pub need: Need,
    /// The unit of its numbers, if they have one.
    pub unit: Option<&'static str>,
    /// What it says, in one or two sentences.
    pub meaning: &'static str,
}

impl Field {
    /// A field that may be missing.
    const fn new(key: &'static str, shape: Shape, meaning: &'static str) -> Field {
        Field { key, shape, need: Need::Optional, unit: None, meaning }
    }

    /// It has to be there.
    const fn required(self) -> Field {
        Field { need: Need::Required, ..self }
    }

    /// It may be missing, and then this stands in for it.
    const fn or(self, default: Default) -> Field {
        Field { need: Need::Or(default), ..self }
    }

    /// It may be missing, and then this whole number stands in for it.
    const fn or_number(self, number: u32) -> Field {
        self.or(Default::Number(number, 1))
    }

    /// The most that a whole number in it can be.
    pub fn most(&self) -> u64 {
        match (self.shape, self.unit) {
            (Shape::Count(_), Some("months")) => LONGEST,
            _ => u64::MAX,
        }
    }

    /// The unit of its numbers.
    const fn unit(self, unit: &'static str) -> Field {
        Field { unit: Some(unit), ..self }
    }
}

/// What keys a table may have besides those of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// None.
    Refused,
    /// Names of attributes, each with a string, a number or a truth.
    Attributes,
    /// Names of attributes, each with what it has to be: a value, a list of values, or a range.
    Tests,
    /// Ids of holdings, each with a whole number or an interval of them.
    Amounts,
}

/// What concerns several fields of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// At most one of these keys.
    AtMostOne(&'static [&'static str]),
    /// One of these keys and no more.
    ExactlyOne(&'static [&'static str]),
    /// One of these keys or more.
    AtLeastOne(&'static [&'static str]),
}

/// A kind of table.
#[derive(Debug)]
pub struct Table {
    /// What it is called.
    pub name: &'static str,
    /// What it describes, in one or two sentences.
    pub meaning: &'static str,
    /// The fields that it shares with other kinds.
    pub common: &'static [Field],
    /// Its own fields.
    pub own: &'static [Field],
    /// What keys it may have besides.
    pub others: Others,
    /// What concerns several fields.
    pub rules: &'static [Rule],
}

impl Table {
    /// A table of fields and no other keys.
    const fn new(name: &'static str, meaning: &'static str, common: &'static [Field], own: &'static [Field]) -> Table {
        Table { name, meaning, common, own, others: Others::Refused, rules: &[] }
    }

    /// What concerns several of its fields.
    const fn rules(self, rules: &'static [Rule]) -> Table {
        Table { rules, ..self }
    }

    /// What keys it may have besides.
    const fn others(self, others: Others) -> Table {
        Table { others, ..self }
    }

    /// All its fields.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.common.iter().chain(self.own)
    }

    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.fields().map(|field| field.key)
    }

    /// The field with this key, if it has one.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.key == key)
    }
}

const NAME: Field = Field::new("name", Shape::Text, "A name for reports; the id if not given.");
const TEXT: Field = Field::new("text", Shape::Text, "Free text.");
const SOURCE: Field =
    Field::new("source", Shape::TextOrTexts, "Where the figures come from, or that they are assumptions; one or more.");

/// What every entry may carry, and its id.
const ENTRY: &[Field] = &[
    Field::new(
        "id",
        Shape::Id,
        "The id by which others refer to it: small letters and digits, joined by single `-` or `.`.",
    )
    .required(),
    NAME,
    TEXT,
    SOURCE,
];

/// What an entry without an id may carry.
const NOTES: &[Field] = &[NAME, TEXT, SOURCE];

/// A file.
pub static FILE: Table = Table::new(
    "file",
    "A file of a regime: a draft arms-control agreement, the world it is meant for, or a part of either.",
    &[],
    &[
        Field::new("format", Shape::Format, "The number of the format.").required(),
        Field::new(
            "include",
            Shape::Texts,
            "Files to read first, relative to this one. Each is read once; lists of the same kind are joined.",
        ),
        Field::new("agreement", Shape::Table(&AGREEMENT), AGREEMENT.meaning),
        Field::new("assumption", Shape::Tables(&ASSUMPTION), ASSUMPTION.meaning),
        Field::new("signature", Shape::Tables(&SIGNATURE), SIGNATURE.meaning),
        Field::new("holding", Shape::Tables(&HOLDING), HOLDING.meaning),
        Field::new("activity", Shape::Tables(&ACTIVITY), ACTIVITY.meaning),
        Field::new("concealment", Shape::Tables(&CONCEALMENT), CONCEALMENT.meaning),
        Field::new("measure", Shape::Tables(&MEASURE), MEASURE.meaning),
        Field::new("obligation", Shape::Tables(&OBLIGATION), OBLIGATION.meaning),
        Field::new("interest", Shape::Tables(&INTEREST), INTEREST.meaning),
        Field::new("phase", Shape::Tables(&PHASE), PHASE.meaning),
        Field::new("expect", Shape::Tables(&EXPECT), EXPECT.meaning),
    ],
);
