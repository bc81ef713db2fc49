//! JSON with places: every value knows where it stands, so that a problem can be shown there.

use std::collections::BTreeSet;
use std::ops::Range;

/// A value and the bytes where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub value: Json,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A number, as written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Item>),
    /// An object; no key stands in it twice.
    Object(Vec<Field>),
}

/// A key of an object with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Range<usize>,
    /// Its value.
    pub item: Item,
}

/// Why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub span: Range<usize>,
    /// What is wrong there.
    pub what: String,
}

/// The deepest nesting that is read.
pub const DEPTH: usize = 32;

/// Reads one value, which has to be all there is.
///
/// # Errors
/// If the text is not JSON, is nested deeper than [`DEPTH`], or has a key twice in one object.
pub fn parse(text: &str) -> Result<Item, Fault> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    parser.space();
    let item = parser.value()?;
    parser.space();
    match parser.peek() {
        None => Ok(item),
        Some(_) => Err(parser.unexpected("the end of the file")),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn take(&mut self, c: char) -> bool {
        let taken = self.peek() == Some(c);
        if taken {
            self.at += c.len_utf8();
        }
        taken
    }

    /// The fault of something else standing here than `wanted`.
    fn unexpected(&self, wanted: &str) -> Fault {
        let end = self.peek().map_or(self.at, |c| self.at + c.len_utf8());
        let what = match self.peek() {
            None => format!("the file ends here, {wanted} was expected: it may be cut off"),
            Some(_) => format!("{wanted} was expected here"),
        };
        Fault { span: self.at..end, what }
    }

    fn value(&mut self) -> Result<Item, Fault> {
        let start = self.at;
        let value = match self.peek() {
            Some('{') => self.nested(Self::object)?,
            Some('[') => self.nested(Self::list)?,
            Some('"') => Json::Text(self.string()?),
            Some('-' | '0'..='9') => Json::Number(self.number()?),
            Some('a'..='z' | 'A'..='Z') => self.word()?,
            _ => return Err(self.unexpected("a value")),
        };
        Ok(Item { value, span: start..self.at })
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Result<Json, Fault>) -> Result<Json, Fault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Fault { span: self.at..self.at + 1, what: format!("nested deeper than {DEPTH}") });
        }
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn list(&mut self) -> Result<Json, Fault> {
        let mut items = Vec::new();
        self.space();
        if self.take(']') {
            return Ok(Json::List(items));
        }
        loop {
            self.space();
            items.push(self.value()?);
            self.space();
            if self.take(']') {
                return Ok(Json::List(items));
            }
            if !self.take(',') {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
    }

    fn object(&mut self) -> Result<Json, Fault> {
        let mut fields = Vec::new();
        let mut keys = BTreeSet::new();
        self.space();
        if self.take('}') {
            return Ok(Json::Object(fields));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some('"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let key = self.string()?;
            let place = start..self.at;
            if !keys.insert(key.clone()) {
                return Err(Fault { span: place, what: "this key stands twice in the same object".to_owned() });
            }
            self.space();
            if !self.take(':') {
                return Err(self.unexpected("`:`"));
            }
            self.space();
            let item = self.value()?;
            fields.push(Field { key, place, item });
            self.space();
            if self.take('}') {
                return Ok(Json::Object(fields));
            }
            if !self.take(',') {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
    }

    fn word(&mut self) -> Result<Json, Fault> {
        let rest = self.rest();
        let word = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let value = match word {
            "null" => Json::Null,
            "true" => Json::Truth(true),
            "false" => Json::Truth(false),
            _ => {
                let what = "a value was expected here; text stands in double quotes".to_owned();
                return Err(Fault { span: self.at..self.at + word.len(), what });
            }
        };
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<String, Fault> {
        let rest = self.rest();
        let length = rest.len()
            - rest
                .trim_start_matches(['+', '-', '.', 'e', 'E', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
                .len();
        let text = rest.get(..length).unwrap_or_default().to_owned();
        let span = self.at..self.at + length;
        if !is_number(&text) {
            return Err(Fault { span, what: "this is not written as numbers are in JSON".to_owned() });
        }
        self.at = span.end;
        Ok(text)
    }

    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        while let Some(c) = self.peek() {
            let here = self.at;
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(out),
                '\\' => match self.escape() {
                    Some(c) => out.push(c),
                    None => return Err(Fault { span: here..self.at, what: "no escape begins like this".to_owned() }),
                },
                c if c < ' ' => {
                    let what = "a string ends in the line in which it begins, and has no control characters".to_owned();
                    return Err(Fault { span: here..self.at, what });
                }
                c => out.push(c),
            }
        }
        let what = "the file ends within this string: it may be cut off".to_owned();
        Err(Fault { span: start..self.text.len(), what })
    }

    /// The character of an escape, after its backslash.
    fn escape(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let high = self.hex()?;
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high);
                }
                if !(self.take('\\') && self.take('u')) {
                    return None;
                }
                let low = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                return char::from_u32(0x10000 + ((high - 0xd800) << 10) + low);
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(value)
    }
}

/// Whether this is a number by the grammar of JSON.
fn is_number(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (Range<usize>, String) {
        let fault = parse(text).unwrap_err();
        (fault.span, fault.what)
    }

    #[test]
    fn values_know_their_places() {
        let item = parse(" {\"a\": [1, -2.5e3, true, null, \"\\u00e9\\ud83d\\ude00\\n\"]}\n").unwrap();
        let Json::Object(fields) = &item.value else { panic!() };
        assert_eq!((item.span, fields[0].key.as_str(), fields[0].place.clone()), (1..55, "a", 2..5));
        let Json::List(items) = &fields[0].item.value else { panic!() };
        assert_eq!(items[1], Item { value: Json::Number("-2.5e3".into()), span: 11..17 });
        assert_eq!(items[4].value, Json::Text("é\u{1f600}\n".into()));
    }

    #[test]
    fn what_is_not_json_is_refused_where_it_goes_wrong() {
        assert_eq!(fault("{\"a\": 1,}").0, 8..9);
        assert_eq!(fault("{\"a\": 1, \"a\": 2}").0, 9..12);
        assert_eq!(fault("[1 2]").1, "`,` or `]` was expected here");
        assert!(fault("[1, 2").1.contains("cut off"));
        assert!(fault("{\"a\": \"b").1.contains("cut off"));
        assert!(fault("").1.contains("cut off"));
        assert_eq!(fault("[01]").0, 1..3);
        assert_eq!(fault("[nul]").0, 1..4);
        assert_eq!(fault("[\"\\ud800\"]").0, 2..8);
        assert_eq!(fault("1 2").0, 2..3);
        assert_eq!(fault("{a: 1}").1, "a key in double quotes was expected here");
        assert!(fault(&"[".repeat(100_000)).1.contains("nested deeper"));
        for text in ["-", ".5", "1.", "1e", "+1", "1e+", "--1", "\u{feff}"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
