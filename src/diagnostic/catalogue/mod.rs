//! What each code means: `regimecheck codes` and `docs/codes.md` come from here.

mod doubts;
mod entries;
mod files;
mod findings;
mod numbers;

use super::{Code, quote};
use std::fmt::Write as _;

/// What there is to say about a code.
#[derive(Debug, Clone, Copy)]
pub struct Explanation {
    /// What is wrong.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A case of it.
    pub example: Example,
    /// How to mend it.
    pub mend: &'static str,
}

/// A case of a problem.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A file that has it.
    File(&'static str),
    /// Entries of a file that has it and is otherwise complete.
    Entries(&'static str),
    /// A description, where no text of a file shows it.
    Words(&'static str),
}

const NOTHING: Explanation = Explanation { what: "", why: "", example: Example::Words(""), mend: "" };

/// What there is to say about `code`.
pub fn explain(code: Code) -> Explanation {
    [files::ENTRIES, entries::ENTRIES, numbers::ENTRIES, doubts::ENTRIES, findings::ENTRIES]
        .into_iter()
        .flatten()
        .find(|(c, _)| *c == code)
        .map_or(NOTHING, |(_, explanation)| *explanation)
}

/// The code with this word; otherwise a message that says so and names the nearest.
///
/// # Errors
/// The message, if no code has this word.
pub fn find(word: &str) -> Result<Code, String> {
    Code::of_word(word).ok_or_else(|| {
        let near = Code::ALL
            .iter()
            .map(|c| (strsim::osa_distance(word.get(..64).unwrap_or(word), c.word()), c.word()))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, near)| 3 * distance <= near.len());
        let help = near.map_or_else(
            || "; `regimecheck codes` lists them".to_owned(),
            |(_, near)| format!("; did you mean `{near}`?"),
        );
        format!("unknown code {}{help}", quote(word))
    })
}

/// What `regimecheck codes` prints: everything about `code`, or all codes in a line each.
pub fn render(code: Option<Code>) -> String {
    match code {
        Some(code) => one(code),
        None => list(),
    }
}

fn one(code: Code) -> String {
    let Explanation { what, why, example, mend } = explain(code);
    let mut out = format!("{}[{}]: {what}\n\n{why}\n\n", code.severity().word(), code.word());
    match example {
        Example::File(text) | Example::Entries(text) => {
            out.push_str("Example:\n\n");
            for line in text.lines() {
                let _ = if line.is_empty() { writeln!(out) } else { writeln!(out, "    {line}") };
            }
        }
        Example::Words(text) => {
            let _ = writeln!(out, "Example: {text}");
        }
    }
    let _ = writeln!(out, "\nTo mend it: {mend}");
    out
}

fn list() -> String {
    let width = Code::ALL.iter().map(|c| c.word().len()).max().unwrap_or(0);
    let mut out = String::new();
    for code in Code::ALL {
        let _ = writeln!(out, "{:width$}  {:7}  {}", code.word(), code.severity().word(), explain(*code).what);
    }
    out.push_str("\n`regimecheck codes CODE` says why a problem matters and how to mend it.\n");
    out
}

/// The whole catalogue as `docs/codes.md`.
pub fn markdown() -> String {
    let mut out = String::from(
        "# Errors, warnings and findings\n\n\
         What `regimecheck` may say about the files it reads, by code. `regimecheck codes CODE` prints the same.\n\
         An error stops the run with exit status 2; a warning does not. Findings come from `regimecheck findings`,\n\
         which decides the draft to find them. This page is generated from the\n\
         catalogue in `src/diagnostic/catalogue/`; a test compares the two.\n",
    );
    for code in Code::ALL {
        let Explanation { what, why, example, mend } = explain(*code);
        let _ = write!(out, "\n## `{}`\n\n*{}*: {what}.\n\n{why}\n\n", code.word(), capital(code.severity().word()));
        let _ = match example {
            Example::File(text) | Example::Entries(text) => writeln!(out, "```toml\n{}\n```", text.trim_end()),
            Example::Words(text) => writeln!(out, "Example: {text}"),
        };
        let _ = writeln!(out, "\nTo mend it: {mend}");
    }
    out
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        let mut seen = Vec::new();
        for (code, _) in [files::ENTRIES, entries::ENTRIES, numbers::ENTRIES, doubts::ENTRIES, findings::ENTRIES]
            .into_iter()
            .flatten()
        {
            assert!(!seen.contains(code), "{} is explained twice", code.word());
            seen.push(*code);
        }
        for code in Code::ALL {
            let explanation = explain(*code);
            let (Example::File(example) | Example::Entries(example) | Example::Words(example)) = explanation.example;
            for part in [explanation.what, explanation.why, example, explanation.mend] {
                assert!(!part.is_empty(), "{} is not explained", code.word());
            }
            assert!(!explanation.what.ends_with('.'), "{}", code.word());
        }
    }

    #[test]
    fn an_unknown_code_is_told_apart_from_a_slip() {
        assert_eq!(find("duplicate-id"), Ok(Code::DuplicateId));
        assert_eq!(find("duplicated-id"), Err("unknown code `duplicated-id`; did you mean `duplicate-id`?".to_owned()));
        assert_eq!(find("E0308"), Err("unknown code `E0308`; `regimecheck codes` lists them".to_owned()));
    }
}
