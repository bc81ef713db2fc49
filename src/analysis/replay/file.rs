//! Reading a plan file: JSON as `certify` writes it, as `check` prints an evasion, or by hand.

use super::stated::{Figure, Stated};
use super::written::{fraction, product};
use crate::analysis::certify::Shows;
use crate::diagnostic::{Code, Diagnostic, excerpt, quote};
use crate::model::acceptance::Leeway;
use crate::model::read::{DecimalFault, Suggestions, decimal};
use crate::model::{End, Exact, Verdict};
use crate::query::{Reading, Unseen};
use crate::source::json::{Field, Item, Json, parse};
use crate::source::{SourceFile, Span};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive};

/// An id in a plan file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The id.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Some equal events as the file states them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What is done.
    pub activity: Word,
    /// How it is concealed.
    pub concealments: Vec<Word>,
    /// The month.
    pub month: u64,
    /// How many times.
    pub count: u64,
}

/// What the host refuses in a phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The phase.
    pub phase: Word,
    /// The measures.
    pub measures: Vec<Word>,
}

/// What a plan file says.
#[derive(Debug, Clone, Default)]
pub struct PlanFile {
    /// The agreement that it is a plan against.
    pub agreement: Option<Word>,
    /// The obligation that it violates.
    pub obligation: Option<Word>,
    /// The path that it keeps to.
    pub path: Option<Word>,
    /// The end of the uncertainty at which it is a plan.
    pub at: Option<End>,
    /// The month by which it has to be known of, if that is fixed.
    pub known_by: Option<u64>,
    /// What the host refuses meanwhile; none: the plan is one as drafted.
    pub refused: Option<Vec<Refused>>,
    /// How much more the host accepts than the draft says, and where that stands.
    pub raised: Option<(Leeway, Span)>,
    /// Its events.
    pub events: Vec<Line>,
    /// Figures that it states.
    pub stated: Vec<Stated>,
}

/// The keys of a plan.
const KEYS: [&str; 23] = [
    "format",
    "tool",
    "inputs",
    "agreement",
    "obligation",
    "path",
    "at",
    "known_by",
    "refused",
    "tolerance_raised",
    "shows",
    "verdict",
    "goal",
    "completed_month",
    "deadline",
    "month_of_proof",
    "margin_months",
    "confidence",
    "confidence_ever",
    "sighting_confidence",
    "sighting_confidence_ever",
    "unseen",
    "events",
];

/// The keys of an event.
const EVENT: [&str; 4] = ["activity", "concealments", "month", "count"];

/// The keys of what is refused in a phase.
const REFUSED: [&str; 2] = ["phase", "measures"];

/// The keys of how much more is accepted.
const RAISED: [&str; 2] = ["each", "total"];

/// Reads a plan file, which is the one with this index among those that are shown.
///
/// # Errors
/// With every problem that the file has.
pub fn read(file: &SourceFile, index: usize) -> Result<PlanFile, Vec<Diagnostic>> {
    let mut reader = Reader { file, index, problems: Vec::new(), suggestions: Suggestions::default() };
    let plan = match parse(&file.text) {
        Ok(item) => reader.plan(&item),
        Err(fault) => {
            let span = reader.span(&fault.span);
            let problem = Diagnostic::new(Code::JsonSyntax, format!("{} is not valid JSON", quote(&file.name)));
            reader.problems.push(problem.primary(span, fault.what));
            PlanFile::default()
        }
    };
    if reader.problems.is_empty() { Ok(plan) } else { Err(reader.problems) }
}

struct Reader<'f> {
    file: &'f SourceFile,
    index: usize,
    problems: Vec<Diagnostic>,
    suggestions: Suggestions,
}

impl<'f> Reader<'f> {
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span { file: self.index, start: range.start, end: range.end }
    }

    fn written(&self, item: &Item) -> String {
        quote(self.file.text.get(item.span.clone()).unwrap_or_default())
    }

    fn report(&mut self, code: Code, message: String, item: &Item, label: impl Into<String>, help: Option<String>) {
        let span = self.span(&item.span);
        self.problems.push(Diagnostic::new(code, message).primary(span, label).maybe_help(help));
    }

    fn wrong_type(&mut self, key: &str, wanted: &str, item: &Item) {
        let found = kind(&item.value);
        self.report(
            Code::WrongType,
            format!("`{key}` must be {wanted}, found {found}"),
            item,
            format!("not {wanted}"),
            None,
        );
    }

    /// The fields of an object that is called `what`; keys that are not among `keys` are reported.
    fn fields<'i>(&mut self, item: &'i Item, what: &str, keys: &[&'static str]) -> Option<&'i [Field]> {
        let Json::Object(fields) = &item.value else {
            self.report(
                Code::WrongType,
                format!("{what} must be an object, found {}", kind(&item.value)),
                item,
                "not an object",
                None,
            );
            return None;
        };
        for field in fields.iter().filter(|f| !keys.contains(&f.key.as_str())) {
            let near = self.suggestions.nearest(&field.key, keys.iter().copied());
            let help = near
                .map_or_else(|| format!("the keys are {}", keys.join(", ")), |near| format!("did you mean `{near}`?"));
            let span = self.span(&field.place);
            self.problems.push(
                Diagnostic::new(Code::UnknownKey, format!("unknown key {} in {what}", quote(&field.key)))
                    .primary(span, "not a key of it")
                    .help(help),
            );
        }
        Some(fields)
    }

    fn plan(&mut self, item: &Item) -> PlanFile {
        let mut plan = PlanFile::default();
        if let Json::Object(fields) = &item.value
            && let Some(report) =
                fields.iter().find(|f| ["obligations", "evasion", "adverse"].contains(&f.key.as_str()))
        {
            let span = self.span(&report.place);
            self.problems.push(
                Diagnostic::new(Code::UnknownKey, format!("unknown key `{}` in a plan", report.key))
                    .primary(span, "this is a report, not a plan")
                    .help("take the object after `\"evasion\":` out of the report, and name its obligation with `--obligation`"),
            );
            return plan;
        }
        let Some(fields) = self.fields(item, "a plan", &KEYS) else { return plan };
        for field in fields {
            let (key, value) = (field.key.as_str(), &field.item);
            match key {
                "format" => self.format(value),
                "agreement" => plan.agreement = self.word(key, value),
                "obligation" => plan.obligation = self.word(key, value),
                "path" if value.value != Json::Null => plan.path = self.word(key, value),
                "at" => plan.at = self.choice(key, value, &End::BOTH.map(|e| (e.word(), e))),
                "known_by" if value.value == Json::Null => {}
                "known_by" => plan.known_by = self.natural(key, value),
                "refused" if value.value == Json::Null => {}
                "refused" => plan.refused = Some(self.refused(value)),
                "tolerance_raised" if value.value == Json::Null => {}
                "tolerance_raised" => plan.raised = Some((self.raised(value), self.span(&value.span))),
                "events" => plan.events = self.events(value),
                _ => self.figures(key, value, &mut plan.stated),
            }
        }
        if !fields.iter().any(|f| f.key == "events") {
            self.report(Code::MissingKey, "a plan must have `events`".to_owned(), item, "no `events` in it", None);
        }
        plan
    }

    fn format(&mut self, item: &Item) {
        match &item.value {
            Json::Number(n) if n == "1" => {}
            Json::Number(_) => {
                let message = format!("unknown format {}", self.written(item));
                self.report(Code::UnknownFormat, message, item, "only format 1 is known", None);
            }
            _ => self.wrong_type("format", "a number", item),
        }
    }

    fn word(&mut self, key: &str, item: &Item) -> Option<Word> {
        match &item.value {
            Json::Text(text) => Some(Word { text: text.clone(), span: self.span(&item.span) }),
            _ => {
                self.wrong_type(key, "a string", item);
                None
            }
        }
    }

    fn choice<T: Copy>(&mut self, key: &str, item: &Item, choices: &[(&'static str, T)]) -> Option<T> {
        let word = self.word(key, item)?;
        let found = choices.iter().find(|(name, _)| *name == word.text).map(|(_, value)| *value);
        if found.is_none() {
            let near = self.suggestions.nearest(&word.text, choices.iter().map(|(name, _)| *name));
            let all: Vec<String> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
            let help =
                near.map_or_else(|| format!("it may be {}", all.join(", ")), |near| format!("did you mean `{near}`?"));
            let message = format!("unknown word {} for `{key}`", quote(&word.text));
            self.report(Code::UnknownWord, message, item, "not one of the words", Some(help));
        }
        found
    }

    fn refused(&mut self, item: &Item) -> Vec<Refused> {
        let Json::List(items) = &item.value else {
            self.wrong_type("refused", "a list", item);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.refused_in_phase(item)).collect()
    }

    fn refused_in_phase(&mut self, item: &Item) -> Option<Refused> {
        let fields = self.fields(item, "a refusal", &REFUSED)?;
        let get = |key: &str| fields.iter().find(|f| f.key == key).map(|f| &f.item);
        for key in REFUSED {
            if get(key).is_none() {
                let (message, label) = (format!("a refusal must have `{key}`"), format!("no `{key}` in it"));
                self.report(Code::MissingKey, message, item, label, None);
            }
        }
        let phase = get("phase").and_then(|p| self.word("phase", p));
        let measures = get("measures").map(|m| self.words("measures", m)).unwrap_or_default();
        Some(Refused { phase: phase?, measures })
    }

    fn raised(&mut self, item: &Item) -> Leeway {
        let mut leeway = Leeway::none();
        for field in self.fields(item, "`tolerance_raised`", &RAISED).into_iter().flatten() {
            let amount = match &field.item.value {
                Json::Null => None,
                Json::Text(text) => {
                    let fraction = fraction(text);
                    if fraction.is_none() {
                        self.wrong_type(&field.key, "a number or a fraction", &field.item);
                    }
                    fraction
                }
                _ => self.number(&field.key, &field.item),
            };
            if amount.as_ref().is_some_and(Signed::is_negative) {
                let message = format!("`{}` must not be negative, found {}", field.key, self.written(&field.item));
                self.report(Code::NegativeNumber, message, &field.item, "below 0", None);
            }
            match field.key.as_str() {
                "each" => leeway.each = amount,
                _ => leeway.total = amount,
            }
        }
        leeway
    }

    fn words(&mut self, key: &str, item: &Item) -> Vec<Word> {
        match &item.value {
            Json::List(items) => items.iter().filter_map(|i| self.word(key, i)).collect(),
            _ => {
                self.wrong_type(key, "a list of ids", item);
                Vec::new()
            }
        }
    }

    fn events(&mut self, item: &Item) -> Vec<Line> {
        let Json::List(items) = &item.value else {
            self.wrong_type("events", "a list", item);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.event(item)).collect()
    }

    fn event(&mut self, item: &Item) -> Option<Line> {
        let fields = self.fields(item, "an event", &EVENT)?;
        let get = |key: &str| fields.iter().find(|f| f.key == key).map(|f| &f.item);
        for key in ["activity", "month"] {
            if get(key).is_none() {
                self.report(
                    Code::MissingKey,
                    format!("an event must have `{key}`"),
                    item,
                    format!("no `{key}` in it"),
                    None,
                );
            }
        }
        let activity = get("activity").and_then(|a| self.word("activity", a));
        let concealments = get("concealments").map(|c| self.words("concealments", c)).unwrap_or_default();
        let month = get("month").and_then(|m| self.natural("month", m));
        let count = get("count").map_or(Some(1), |c| self.natural("count", c));
        Some(Line { activity: activity?, concealments, month: month?, count: count? })
    }

    /// A number, exactly as written.
    fn number(&mut self, key: &str, item: &Item) -> Option<Exact> {
        let Json::Number(text) = &item.value else {
            self.wrong_type(key, "a number", item);
            return None;
        };
        match decimal(text) {
            Ok(number) => Some(number),
            Err(fault) => {
                let written = self.written(item);
                let (what, label) = match fault {
                    DecimalFault::TooManyDigits => ("has too many digits", "more than anybody can mean"),
                    DecimalFault::Exponent => ("has too large an exponent", "larger than anybody can mean"),
                    DecimalFault::NotANumber => ("is not a number", "not a number"),
                };
                self.report(Code::NumberTooLong, format!("`{key}` {what}: {written}"), item, label, None);
                None
            }
        }
    }

    fn whole(&mut self, key: &str, item: &Item) -> Option<BigInt> {
        let number = self.number(key, item)?;
        let written = self.written(item);
        if !number.is_integer() {
            self.report(
                Code::NotWhole,
                format!("`{key}` must be a whole number, found {written}"),
                item,
                "a fraction",
                None,
            );
            return None;
        }
        let number = number.to_integer();
        if number.abs() > BigInt::from(i64::MAX) {
            let message = format!("`{key}` is too large: {written}");
            self.report(Code::NumberTooLarge, message, item, "beyond what can be counted", None);
            return None;
        }
        Some(number)
    }

    fn natural(&mut self, key: &str, item: &Item) -> Option<u64> {
        let number = self.whole(key, item)?;
        if number.is_negative() {
            let message = format!("`{key}` must not be negative, found {}", self.written(item));
            self.report(Code::NegativeNumber, message, item, "below 0", None);
        }
        number.to_u64()
    }

    fn probability(&mut self, key: &str, item: &Item) -> Option<Exact> {
        let number = self.number(key, item)?;
        if number.is_negative() || number > Exact::one() {
            let message = format!("`{key}` must lie between 0 and 1, found {}", self.written(item));
            self.report(Code::NotAProbability, message, item, "not a probability", None);
            return None;
        }
        Some(number)
    }

    /// Figures that the replay can confirm or not.
    fn figures(&mut self, key: &str, item: &Item, stated: &mut Vec<Stated>) {
        let confidence = |reading| move |p| Figure::Confidence(reading, p);
        let figure = match key {
            "confidence" => self.probability(key, item).map(confidence(Reading::ProofInTime)),
            "confidence_ever" => self.probability(key, item).map(confidence(Reading::ProofEver)),
            "sighting_confidence" => self.probability(key, item).map(confidence(Reading::SightingInTime)),
            "sighting_confidence_ever" => self.probability(key, item).map(confidence(Reading::SightingEver)),
            "completed_month" => self.natural(key, item).map(Figure::Completed),
            "deadline" => self.whole(key, item).and_then(|n| n.to_i64()).map(Figure::Deadline),
            "month_of_proof" if item.value == Json::Null => Some(Figure::Proved(None)),
            "month_of_proof" => self.natural(key, item).map(|n| Figure::Proved(Some(n))),
            "margin_months" if item.value == Json::Null => Some(Figure::Margin(None)),
            "margin_months" => self.whole(key, item).and_then(|n| n.to_i64()).map(|n| Figure::Margin(Some(n))),
            "verdict" => self.choice(key, item, &Verdict::WORDS).map(Figure::Verdict),
            "goal" => match &item.value {
                Json::Number(_) => self.probability(key, item).map(Figure::Goal),
                _ => self.product(key, item).and_then(|p| p.exact()).map(Figure::Goal),
            },
            "shows" => return self.shows(item, stated),
            "unseen" => return self.unseen(item, stated),
            _ => None,
        };
        if let Some(figure) = figure {
            stated.push(Stated { key: key.to_owned(), span: self.span(&item.span), written: self.plain(item), figure });
        }
    }

    fn plain(&self, item: &Item) -> String {
        excerpt(self.file.text.get(item.span.clone()).unwrap_or_default())
    }

    fn shows(&mut self, item: &Item, stated: &mut Vec<Stated>) {
        let Json::List(items) = &item.value else { return self.wrong_type("shows", "a list of words", item) };
        for item in items {
            if let Some(shows) = self.choice("shows", item, &Shows::ALL.map(|s| (s.word(), s))) {
                let (span, written) = (self.span(&item.span), self.plain(item));
                stated.push(Stated { key: "shows".to_owned(), span, written, figure: Figure::Shows(shows) });
            }
        }
    }

    fn unseen(&mut self, item: &Item, stated: &mut Vec<Stated>) {
        let Some(fields) = self.fields(item, "`unseen`", &Reading::ALL.map(Reading::key)) else { return };
        for field in fields {
            let Some(reading) = Reading::ALL.into_iter().find(|r| r.key() == field.key) else { continue };
            let key = format!("unseen.{}", field.key);
            if let Some(product) = self.product(&key, &field.item) {
                let (span, written) = (self.span(&field.item.span), self.plain(&field.item));
                stated.push(Stated { key, span, written, figure: Figure::Unseen(reading, product) });
            }
        }
    }

    /// A probability written as a product of powers of fractions, such as `(9/10)^22 * 1/2`.
    fn product(&mut self, key: &str, item: &Item) -> Option<Unseen> {
        let word = self.word(key, item)?;
        let product = product(&word.text);
        if product.is_none() {
            self.report(
                Code::WrongType,
                format!(
                    "`{key}` must be a probability as a fraction or a product of powers of fractions, found {}",
                    self.written(item)
                ),
                item,
                "not such a product",
                Some("write it like `9/10` or `(9/10)^22 * 1/2`".to_owned()),
            );
        }
        product
    }
}

fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "`null`",
        Json::Truth(true) => "`true`",
        Json::Truth(false) => "`false`",
        Json::Number(_) => "a number",
        Json::Text(_) => "a string",
        Json::List(_) => "a list",
        Json::Object(_) => "an object",
    }
}
