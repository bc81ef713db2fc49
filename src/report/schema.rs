//! The format as a JSON Schema (draft-07), for editors that complete and check TOML.
//!
//! It is written from [`format`](crate::model::format), from which the reader too takes its keys,
//! ranges and defaults. It says nothing of what no schema can: that ids are defined once and
//! references meet one, that `low` is not above `high`, that cues form no cycle.

use crate::model::format::{
    ACTIVITY, ACTIVITY_SELECTOR, AGREEMENT, ASSUMPTION, CONCEALMENT, CONFIDENCE, Default, EXPECT, FILE, Field, HOLDING,
    INTEREST, LIMITS, LONGEST, MEASURE, MEASURE_SELECTOR, Need, OBLIGATION, Others, PHASE, PREPARATION, RANGE, REWARD,
    ROW, Range, Rule, SIGNATURE, Shape, TOLERANCE, Table,
};
use serde_json::{Map, Value, json};

/// Small letters and digits, joined by single `-` or `.`.
const ID: &str = "^[a-z0-9]+([.-][a-z0-9]+)*$";

/// The suffix that ids of preparations have.
const RESERVED: &str = "\\.preparation$";

/// The tables that have a definition of their own. Those with nothing but other keys stand where they are used.
const DEFINED: [&Table; 20] = [
    &AGREEMENT,
    &ASSUMPTION,
    &SIGNATURE,
    &HOLDING,
    &ACTIVITY,
    &PREPARATION,
    &CONCEALMENT,
    &MEASURE,
    &ROW,
    &OBLIGATION,
    &LIMITS,
    &INTEREST,
    &PHASE,
    &TOLERANCE,
    &REWARD,
    &EXPECT,
    &CONFIDENCE,
    &ACTIVITY_SELECTOR,
    &MEASURE_SELECTOR,
    &RANGE,
];

/// The schema, as text that ends in a line break.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema.
pub fn schema() -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".into(), json!("A regime file of regimecheck, format 1"));
    // For Tombi: the files are valid TOML 1.0.
    schema.insert("x-tombi-toml-version".into(), json!("v1.0.0"));
    schema.extend(table(&FILE));
    let mut definitions = Map::new();
    for defined in DEFINED {
        definitions.insert(defined.name.into(), Value::Object(table(defined)));
    }
    // Of the intervals only those that something refers to.
    let used = Value::Object(schema.clone()).to_string() + &Value::Object(definitions.clone()).to_string();
    for number in Number::ALL.into_iter().filter(|n| used.contains(&reference(n.interval()).to_string())) {
        definitions.insert(number.interval().into(), interval(number));
    }
    schema.insert("definitions".into(), Value::Object(definitions));
    Value::Object(schema)
}

/// The kinds of numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Whole,
    FromOne,
    Months,
    MonthsFromOne,
    Any,
    NotNegative,
    Probability,
}

impl Number {
    const ALL: [Number; 7] = [
        Number::Whole,
        Number::FromOne,
        Number::Months,
        Number::MonthsFromOne,
        Number::Any,
        Number::NotNegative,
        Number::Probability,
    ];

    fn whole(least: u64, most: u64) -> Number {
        match (least, most) {
            (0, LONGEST) => Number::Months,
            (_, LONGEST) => Number::MonthsFromOne,
            (0, _) => Number::Whole,
            _ => Number::FromOne,
        }
    }

    fn within(range: Range) -> Number {
        match range {
            Range::Any => Number::Any,
            Range::NotNegative => Number::NotNegative,
            Range::Probability => Number::Probability,
        }
    }

    fn schema(self) -> Value {
        match self {
            Number::Whole => json!({ "type": "integer", "minimum": 0 }),
            Number::FromOne => json!({ "type": "integer", "minimum": 1 }),
            Number::Months => json!({ "type": "integer", "minimum": 0, "maximum": LONGEST }),
            Number::MonthsFromOne => json!({ "type": "integer", "minimum": 1, "maximum": LONGEST }),
            Number::Any => json!({ "type": "number" }),
            Number::NotNegative => json!({ "type": "number", "minimum": 0 }),
            Number::Probability => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        }
    }

    /// The name of the definition of an interval of such numbers.
    fn interval(self) -> &'static str {
        match self {
            Number::Whole => "interval-of-whole-numbers",
            Number::FromOne => "interval-of-whole-numbers-from-1",
            Number::Months => "interval-of-months",
            Number::MonthsFromOne => "interval-of-months-from-1",
            Number::Any => "interval-of-numbers",
            Number::NotNegative => "interval-of-numbers-from-0",
            Number::Probability => "interval-of-probabilities",
        }
    }

    /// A number or an interval.
    fn uncertain(self) -> Value {
        json!({ "anyOf": [self.schema(), reference(self.interval())] })
    }
}

fn interval(number: Number) -> Value {
    let end = |meaning: &str| {
        let mut end = Map::new();
        end.insert("description".into(), json!(meaning));
        extend(&mut end, number.schema());
        end
    };
    json!({
        "description": "An interval: the analyst does not know it better than that.",
        "type": "object",
        "properties": { "low": end("The least value."), "high": end("The greatest value; not below `low`.") },
        "required": ["low", "high"],
        "additionalProperties": false,
    })
}

fn table(table: &Table) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("description".into(), json!(table.meaning));
    schema.insert("type".into(), json!("object"));
    let properties: Map<String, Value> =
        table.fields().map(|field| (field.key.to_owned(), Value::Object(property(field)))).collect();
    if !properties.is_empty() {
        schema.insert("properties".into(), Value::Object(properties));
    }
    let required: Vec<&str> = table.fields().filter(|f| f.need == Need::Required).map(|f| f.key).collect();
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema.insert("additionalProperties".into(), others(table.others));
    for rule in table.rules {
        let each = |keys: &[&str]| -> Vec<Value> { keys.iter().map(|key| json!({ "required": [key] })).collect() };
        match rule {
            Rule::AtMostOne(keys) => schema.insert("not".into(), json!({ "required": keys })),
            Rule::ExactlyOne(keys) => schema.insert("oneOf".into(), json!(each(keys))),
            Rule::AtLeastOne(keys) => schema.insert("anyOf".into(), json!(each(keys))),
        };
    }
    schema
}

fn others(others: Others) -> Value {
    let value = json!({ "type": ["string", "number", "boolean"] });
    match others {
        Others::Refused => json!(false),
        Others::Attributes => value,
        Others::Tests => json!({
            "description": "What an attribute has to be: this, one of these, or within a range.",
            "anyOf": [value, { "type": "array", "items": value }, reference(RANGE.name)],
        }),
        Others::Amounts => Number::Whole.uncertain(),
    }
}

fn property(field: &Field) -> Map<String, Value> {
    let mut property = Map::new();
    property.insert("description".into(), json!(description(field)));
    if let Some(unit) = field.unit {
        property.insert("x-unit".into(), json!(unit));
    }
    if let Need::Or(default) = field.need {
        property.insert("default".into(), self::default(default));
    }
    extend(&mut property, shape(field));
    property
}

/// What a field says, its unit, and what stands in for it: editors show this and little else.
fn description(field: &Field) -> String {
    let mut text = field.meaning.to_owned();
    if let Some(unit) = field.unit {
        text.push_str(&format!(" Unit: {unit}."));
    }
    if let Need::Or(default) = field.need {
        let default = match default {
            Default::Everything => "all".to_owned(),
            other => self::default(other).to_string(),
        };
        text.push_str(&format!(" Default: {default}."));
    }
    text
}

fn default(default: Default) -> Value {
    match default {
        Default::Number(above, below) if below != 0 && above % below == 0 => json!(above / below),
        Default::Number(above, below) => json!(f64::from(above) / f64::from(below)),
        Default::Truth(truth) => json!(truth),
        Default::Everything => json!({}),
    }
}

fn shape(field: &Field) -> Value {
    let id = || json!({ "type": "string", "pattern": ID });
    let words = |words: crate::model::format::Words| json!({ "enum": words.list() });
    match field.shape {
        Shape::Format => json!({ "const": 1 }),
        Shape::Id => json!({ "type": "string", "pattern": ID, "not": { "pattern": RESERVED } }),
        Shape::Text => json!({ "type": "string" }),
        Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::TextOrTexts => {
            json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        Shape::Truth => json!({ "type": "boolean" }),
        Shape::Holds => json!({ "enum": [true, false, "unknown"] }),
        Shape::Word(list) => words(list),
        Shape::WordOrWords(list) => json!({ "anyOf": [words(list), { "type": "array", "items": words(list) }] }),
        Shape::Number(range) => Number::within(range).schema(),
        Shape::Interval(range) => Number::within(range).uncertain(),
        Shape::Whole(least) => Number::whole(least, field.most()).schema(),
        Shape::Count(least) => Number::whole(least, field.most()).uncertain(),
        Shape::Reference(_) => id(),
        Shape::References(_) => json!({ "type": "array", "items": id() }),
        // Beside `$ref` nothing else counts in draft-07.
        Shape::Table(table) if is_defined(table) => json!({ "allOf": [reference(table.name)] }),
        Shape::Table(table) => json!({ "type": "object", "additionalProperties": others(table.others) }),
        Shape::Tables(table) => json!({ "type": "array", "items": reference(table.name) }),
    }
}

fn is_defined(table: &Table) -> bool {
    DEFINED.iter().any(|defined| defined.name == table.name)
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn extend(map: &mut Map<String, Value>, with: Value) {
    if let Value::Object(with) = with {
        map.extend(with);
    }
}
