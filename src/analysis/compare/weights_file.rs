//! Reading a file of weights.

use super::weights::Weight;
use crate::analysis::deal::{Corner, Mode};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::End;
use crate::model::read::{DecimalFault, Suggestions, decimal};
use crate::source::{SourceFile, Span};
use num_traits::Signed;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// What a file of weights says.
#[derive(Debug, Clone)]
pub struct Weights {
    /// The corner by whose figures drafts are ranked: as drafted at the adverse end if not stated.
    pub corner: Corner,
    /// The weights, in file order.
    pub weights: Vec<Weight>,
}

/// Reads a file of weights, which is the one with this index among those that are shown. `keys` are those
/// of what can be given a weight.
///
/// # Errors
/// With everything that is wrong with it.
pub fn read(file: &SourceFile, index: usize, keys: &[String]) -> Result<Weights, Vec<Diagnostic>> {
    let mut reader = Reader { index, text: &file.text, problems: Vec::new() };
    let weights = reader.weights(keys);
    match reader.problems.is_empty() {
        true => Ok(weights),
        false => Err(reader.problems),
    }
}

struct Reader<'t> {
    index: usize,
    text: &'t str,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span { file: self.index, start: range.start, end: range.end }
    }

    fn weights(&mut self, keys: &[String]) -> Weights {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let span = self.span(error.span().unwrap_or(0..0));
            let problem = Diagnostic::new(Code::TomlSyntax, error.message().to_owned());
            self.problems.push(problem.primary(span, "not TOML"));
        }
        let (mut mode, mut end) = (Mode::Drafted, End::Adverse);
        let mut rows: Vec<(String, Range<usize>, DeValue<'_>, Range<usize>)> = Vec::new();
        let mut found = false;
        for (key, value) in table.get_ref().iter() {
            let (name, at): (&str, _) = (key.get_ref(), key.span());
            match (name, value.get_ref()) {
                ("mode", value_of) => {
                    let words = [("as drafted", Mode::Drafted), ("as accepted", Mode::Accepted)];
                    mode = self.word(value_of, value.span(), &words).unwrap_or(mode);
                }
                ("end", value_of) => {
                    let words = End::BOTH.map(|e| (e.word(), e));
                    end = self.word(value_of, value.span(), &words).unwrap_or(end);
                }
                ("weights", DeValue::Table(table)) => {
                    found = true;
                    for (key, value) in table.iter() {
                        let name: &str = key.get_ref();
                        rows.push((name.to_owned(), key.span(), value.get_ref().clone(), value.span()));
                    }
                }
                ("weights", _) => self.wrong(value.span(), "a table of weights"),
                _ => {
                    let known = ["mode", "end", "weights"];
                    let help = match Suggestions::default().nearest(name, known) {
                        Some(near) => format!("did you mean {}?", quote(near)),
                        None => "known: `mode`, `end`, `weights`".to_owned(),
                    };
                    let problem = Diagnostic::new(Code::UnknownKey, format!("there is no key {}", quote(name)));
                    self.problems.push(problem.primary(self.span(at), "no such key").help(help));
                }
            }
        }
        if !found && self.problems.is_empty() {
            let problem = Diagnostic::new(Code::MissingKey, "the file has no table `weights`");
            let help = "add `[weights]`, with lines such as `cost = 1`";
            self.problems.push(problem.primary(self.span(0..0), "no weights").help(help));
        }
        let weights = rows.into_iter().filter_map(|row| self.weight(row, keys)).collect();
        Weights { corner: (mode, end), weights }
    }

    fn weight(
        &mut self,
        (key, at, value, range): (String, Range<usize>, DeValue<'_>, Range<usize>),
        known: &[String],
    ) -> Option<Weight> {
        if !known.contains(&key) {
            let keys: Vec<&str> = known.iter().map(String::as_str).collect();
            let help = match Suggestions::default().nearest(&key, keys.iter().copied()) {
                Some(near) => format!("did you mean {}?", quote(near)),
                None => format!("known: {}", keys.iter().map(|k| quote(k)).collect::<Vec<_>>().join(", ")),
            };
            let problem = Diagnostic::new(Code::UnknownKey, format!("nothing is called {}", quote(&key)));
            self.problems.push(problem.primary(self.span(at), "no such criterion").help(help));
            return None;
        }
        let text = match &value {
            DeValue::Integer(_) | DeValue::Float(_) => {
                self.text.get(range.clone()).unwrap_or_default().replace('_', "")
            }
            _ => {
                self.wrong(range, "a number");
                return None;
            }
        };
        match decimal(&text) {
            Ok(weight) if !weight.is_negative() => Some(Weight { key, weight }),
            Ok(_) => {
                let problem = Diagnostic::new(Code::NegativeNumber, "a weight is below zero");
                let help = "less is better by every criterion: state 0 or more";
                self.problems.push(problem.primary(self.span(range), "below zero").help(help));
                None
            }
            Err(fault) => {
                let (code, what) = match fault {
                    DecimalFault::NotANumber => (Code::NotANumber, "this is no number to reckon with"),
                    DecimalFault::TooManyDigits | DecimalFault::Exponent => {
                        (Code::NumberTooLong, "the number is too long")
                    }
                };
                self.problems.push(
                    Diagnostic::new(code, what)
                        .primary(self.span(range), "not a weight")
                        .help("write a decimal number"),
                );
                None
            }
        }
    }

    fn word<T: Copy>(&mut self, value: &DeValue<'_>, range: Range<usize>, words: &[(&str, T)]) -> Option<T> {
        let known = || words.iter().map(|(w, _)| quote(w)).collect::<Vec<_>>().join(" or ");
        let DeValue::String(text) = value else {
            self.wrong(range, &known());
            return None;
        };
        let text: &str = text;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let problem = Diagnostic::new(Code::UnknownWord, format!("{} is none of the words", quote(text)));
            self.problems.push(problem.primary(self.span(range), "unknown word").help(format!("write {}", known())));
        }
        found
    }

    fn wrong(&mut self, range: Range<usize>, wanted: &str) {
        let problem = Diagnostic::new(Code::WrongType, "a value of the wrong type");
        let span = self.span(range);
        self.problems.push(problem.primary(span, "wrong type").help(format!("this has to be {wanted}")));
    }
}
