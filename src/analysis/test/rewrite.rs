//! The text of a file with some fields of an expectation changed, and all else as it was: comments,
//! order, spaces and line ends.

use super::amend::Amendment;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A stretch of a text that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go; none for an insertion.
    pub range: Range<usize>,
    /// What takes their place.
    pub text: String,
}

/// The text with these edits, which must not overlap; those at the same place follow each other.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|e| e.range.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for edit in sorted {
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = at.max(edit.range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The edits that carry out amendments of the expectation at `place` among those of a file; none if the
/// text has no such expectation or field.
pub fn edits(text: &str, place: usize, amendments: &[Amendment]) -> Option<Vec<Edit>> {
    let (root, _) = DeTable::parse_recoverable(text);
    let DeValue::Array(expects) = root.get_ref().get("expect")?.get_ref() else { return None };
    let expect = expects.get(place)?;
    let DeValue::Table(table) = expect.get_ref() else { return None };
    let inline = text.get(expect.span().start..).is_some_and(|t| t.starts_with('{'));
    let writer = Writer { text, table, inline };
    let mut edits = Vec::new();
    for amendment in amendments {
        writer.amend(amendment, &mut edits)?;
    }
    Some(edits)
}

struct Writer<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    /// Whether the expectation is written between braces.
    inline: bool,
}

impl Writer<'_> {
    fn amend(&self, amendment: &Amendment, edits: &mut Vec<Edit>) -> Option<()> {
        match amendment {
            Amendment::Set(key, value) => match self.table.get(*key) {
                Some(old) => edits.push(Edit { range: old.span(), text: value.clone() }),
                None => edits.push(self.addition(key, value)?),
            },
            Amendment::SetBound(key, value) => {
                let DeValue::Table(bounds) = self.table.get("confidence")?.get_ref() else { return None };
                edits.push(Edit { range: bounds.get(*key)?.span(), text: value.clone() });
            }
            Amendment::Strike(key, places) => {
                let DeValue::Array(items) = self.table.get(*key)?.get_ref() else { return None };
                let spans: Vec<Range<usize>> = items.iter().map(Spanned::span).collect();
                self.strike(&spans, places, edits);
            }
            Amendment::Remove(key) => {
                let (key, value) = self.table.iter().find(|(k, _)| k.get_ref() == *key)?;
                match value.get_ref() {
                    // A table without braces: its fields stand on lines of their own.
                    DeValue::Table(fields) if !self.at(value.span().start, '{') => {
                        let lines = fields.iter().map(|(k, v)| self.lines(k.span().start..v.span().end));
                        edits.extend(lines.map(|range| Edit { range, text: String::new() }));
                    }
                    _ => {
                        let whole = key.span().start..value.span().end;
                        let range = if self.inline { self.with_comma(whole) } else { self.lines(whole) };
                        edits.push(Edit { range, text: String::new() });
                    }
                }
            }
        }
        Some(())
    }

    /// A field after the verdict, or else after the obligation.
    fn addition(&self, key: &str, value: &str) -> Option<Edit> {
        let before = self.table.get("verdict").or_else(|| self.table.get("obligation"))?.span();
        if self.inline {
            return Some(Edit { range: before.end..before.end, text: format!(", {key} = {value}") });
        }
        let line = self.lines(before);
        let written = self.text.get(line.clone())?;
        let body = written.trim_end_matches(['\n', '\r']);
        let line_end = if written.ends_with("\r\n") { "\r\n" } else { "\n" };
        let indent: String = body.chars().take_while(|c| *c == ' ' || *c == '\t').collect();
        let at = line.start + body.len();
        Some(Edit { range: at..at, text: format!("{line_end}{indent}{key} = {value}") })
    }

    /// Strikes items of a list, not all of them, with the commas that they no longer need. Comments stay.
    fn strike(&self, spans: &[Range<usize>], places: &[usize], edits: &mut Vec<Edit>) {
        let last_kept = (0..spans.len()).rev().find(|place| !places.contains(place)).unwrap_or(0);
        let bare = |range: &Range<usize>| self.text.get(range.clone()).is_some_and(|t| !t.contains('#'));
        let mut cut = |range: Range<usize>| edits.push(Edit { range, text: String::new() });
        if let (Some(kept), Some(last)) = (spans.get(last_kept), spans.last())
            && last_kept + 1 < spans.len()
            && bare(&(kept.end..last.end))
        {
            cut(kept.end..last.end);
        }
        for place in places {
            let Some(span) = spans.get(*place) else { continue };
            let previous = spans.get(last_kept).filter(|_| *place > last_kept).map(|kept| kept.end);
            if previous.is_some_and(|end| bare(&(end..spans.last().map_or(end, |s| s.end)))) {
                continue;
            }
            match spans.get(place + 1) {
                Some(next) if bare(&(span.end..next.start)) => cut(span.start..next.start),
                _ => cut(self.with_comma_after(span.clone())),
            }
        }
    }

    /// The whole lines of a stretch, the last line break included.
    fn lines(&self, range: Range<usize>) -> Range<usize> {
        let start = self.text.get(..range.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let rest = self.text.get(range.end..).unwrap_or_default();
        let end = rest.find('\n').map_or(self.text.len(), |n| range.end + n + 1);
        start..end
    }

    /// A field of an inline table with one comma: the one after it, or else the one before it.
    fn with_comma(&self, range: Range<usize>) -> Range<usize> {
        let with_next = self.with_comma_after(range.clone());
        if with_next != range {
            return with_next;
        }
        let before = self.text.get(..range.start).unwrap_or_default().trim_end();
        range.start.min(before.strip_suffix(',').map_or(range.start, |b| b.trim_end().len()))..range.end
    }

    /// A stretch with the comma after it and the spaces that follow, if there is one.
    fn with_comma_after(&self, range: Range<usize>) -> Range<usize> {
        let after = self.text.get(range.end..).unwrap_or_default();
        match after.trim_start().strip_prefix(',') {
            Some(rest) => range.start..self.text.len() - rest.trim_start_matches([' ', '\t']).len(),
            None => range,
        }
    }

    fn at(&self, place: usize, wanted: char) -> bool {
        self.text.get(place..).is_some_and(|t| t.starts_with(wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str, place: usize, amendments: &[Amendment]) -> String {
        apply(text, &edits(text, place, amendments).unwrap())
    }

    fn set(key: &'static str, value: &str) -> Amendment {
        Amendment::Set(key, value.to_owned())
    }

    #[test]
    fn only_what_is_amended_changes() {
        let text = "# top\r\n[[expect]]\r\n  obligation = \"a\" # who\r\n  verdict   =  \"late\"   # why\r\n\
                    confidence = { at_least = 0.90, at_most = 1 } # bounds\r\nevasion_uses = [\"x\"]\r\n\r\n# end\r\n";
        let amendments = [
            set("verdict", "\"contingent\""),
            set("adverse", "\"late\""),
            set("favourable", "\"assured\""),
            Amendment::SetBound("at_least", "0.85".to_owned()),
            Amendment::Remove("evasion_uses"),
        ];
        let wanted = "# top\r\n[[expect]]\r\n  obligation = \"a\" # who\r\n  verdict   =  \"contingent\"   # why\r\n  \
                      adverse = \"late\"\r\n  favourable = \"assured\"\r\nconfidence = { at_least = 0.85, at_most = 1 } \
                      # bounds\r\n\r\n# end\r\n";
        assert_eq!(changed(text, 0, &amendments), wanted);
    }

    #[test]
    fn items_are_struck_with_their_commas() {
        let list = |items: &str| format!("[[expect]]\nobligation = \"a\"\nevasion_uses = [{items}]\n");
        let strike = |places: &[usize]| vec![Amendment::Strike("evasion_uses", places.to_vec())];
        let text = list("\"x\", \"y\",\n \"z\"");
        assert_eq!(changed(&text, 0, &strike(&[0])), list("\"y\",\n \"z\""));
        assert_eq!(changed(&text, 0, &strike(&[1])), list("\"x\", \"z\""));
        assert_eq!(changed(&text, 0, &strike(&[0, 1])), list("\"z\""));
        assert_eq!(changed(&text, 0, &strike(&[0, 2])), list("\"y\""));
        assert_eq!(changed(&text, 0, &strike(&[1, 2])), list("\"x\""));
        let text = list("\"x\", # one\n \"y\", # two\n \"z\", # three\n");
        assert_eq!(changed(&text, 0, &strike(&[1])), list("\"x\", # one\n # two\n \"z\", # three\n"));
        assert_eq!(changed(&text, 0, &strike(&[2])), list("\"x\", # one\n \"y\", # two\n # three\n"));
    }

    #[test]
    fn other_ways_to_write_an_expectation() {
        let text =
            "expect = [{ obligation = \"a\" }, { obligation = \"b\", verdict = \"late\", evasion_uses = [\"x\"] }]\n";
        let wanted =
            "expect = [{ obligation = \"a\", verdict = \"late\" }, { obligation = \"b\", verdict = \"assured\" }]\n";
        let first = edits(text, 0, &[set("verdict", "\"late\"")]).unwrap();
        let second = edits(text, 1, &[set("verdict", "\"assured\""), Amendment::Remove("evasion_uses")]).unwrap();
        assert_eq!(apply(text, &[first, second].concat()), wanted);
        let dotted = "[[expect]]\nobligation = \"a\"\nconfidence.at_least = 0.5\nconfidence.at_most = 0.6\n";
        let wanted = "[[expect]]\nobligation = \"a\"\nverdict = \"infeasible\"\n";
        let amendments = [Amendment::Remove("confidence"), set("verdict", "\"infeasible\"")];
        assert_eq!(changed(dotted, 0, &amendments), wanted);
    }
}
