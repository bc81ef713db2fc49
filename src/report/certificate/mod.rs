//! Certificates as files: scripts, plans, an index, a guide and a program that checks them.

mod deal;
mod index;
pub mod plan;
mod script;
mod words;

use crate::analysis::certify::{Certificate, Claim};
use crate::report::provenance;
use crate::source::{SourceSet, sha256};
use std::path::{Component, Path};

/// A file of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path within the folder, `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether it can be run.
    pub is_program: bool,
}

/// The paths of scripts and plans, by place.
#[derive(Debug)]
pub struct Names {
    scripts: Vec<String>,
    plans: Vec<String>,
}

/// The files of a certificate, in the order of their paths; the list of their digests last.
pub fn files(certificate: &Certificate, sources: &SourceSet) -> Vec<File> {
    let names = names(certificate);
    let mut files = Vec::new();
    let mut file = |path: &str, text: String, is_program| files.push(File { path: path.to_owned(), text, is_program });
    for (script, path) in certificate.scripts.iter().zip(&names.scripts) {
        file(path, script::render(certificate, script, path), false);
    }
    for (exhibit, path) in certificate.plans.iter().zip(&names.plans) {
        file(path, pretty(&plan::object(certificate, exhibit, inputs(sources))), false);
    }
    file("index.json", pretty(&index::object(certificate, sources, &names)), false);
    file("README.md", guide(certificate, &names), false);
    let program = include_str!("check.sh").replace("@SCRIPTS@", &names.scripts.len().to_string());
    file("check.sh", program, true);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let sums = files.iter().map(|f| format!("{}  {}\n", sha256(f.text.as_bytes()), f.path)).collect();
    files.push(File { path: "SHA256SUMS".to_owned(), text: sums, is_program: false });
    files
}

fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The most characters of an id in the name of a file.
const ID: usize = 40;

fn names(certificate: &Certificate) -> Names {
    let digits = certificate.scripts.len().max(certificate.plans.len()).to_string().len().max(3);
    let cut = |id: &str| id.chars().take(ID).collect::<String>();
    let of = |obligation, path: Option<_>| {
        let path = path.map(|p| format!("-{}", cut(words::activity(certificate, p)))).unwrap_or_default();
        format!("{}{path}", cut(words::obligation(certificate, obligation)))
    };
    let scripts = certificate.scripts.iter().enumerate().map(|(place, script)| {
        let (number, of) = (place + 1, of(script.question.obligation, script.question.path));
        format!(
            "scripts/{number:0digits$}-{of}-{}-{}.smt2",
            script.end.word(),
            words::label(&script.statement, &script.terms)
        )
    });
    let plans = certificate.plans.iter().enumerate().map(|(place, exhibit)| {
        let accepted = if exhibit.refused.is_some() { "-accepted" } else { "" };
        let by = exhibit.known_by.map(|month| format!("-by-{month}")).unwrap_or_default();
        let (of, end) = (of(exhibit.obligation, exhibit.path), exhibit.end.word());
        format!("plans/{:0digits$}-{of}-{end}{accepted}{by}.json", place + 1)
    });
    Names { scripts: scripts.collect(), plans: plans.collect() }
}

fn guide(certificate: &Certificate, names: &Names) -> String {
    let mut claims =
        String::from("| obligation | path | end | verdict | scripts | plans |\n|---|---|---|---|---|---|\n");
    for claim in &certificate.claims {
        claims.push_str(&row(certificate, claim, names));
    }
    let deal = certificate.deal.as_ref().map(|deal| deal::guide(certificate, deal, names)).unwrap_or_default();
    include_str!("guide.md")
        .replace("@DEAL@\n", &deal)
        .replace("@AGREEMENT@", &certificate.regime.agreement.entry.id)
        .replace("@CLAIMS@\n", &claims)
}

/// The numbers of files, by their places: `003 to 005`.
fn numbers(places: &[usize], names: &[String]) -> String {
    let number = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.split('-').next().unwrap_or_default().to_owned()
    };
    let numbers: Vec<String> = places.iter().filter_map(|p| names.get(*p)).map(number).collect();
    match numbers.as_slice() {
        [] => String::new(),
        [first, .., last] if places.windows(2).all(|w| matches!(w, [a, b] if a + 1 == *b)) => {
            format!("{first} to {last}")
        }
        _ => numbers.join(", "),
    }
}

fn row(certificate: &Certificate, claim: &Claim, names: &Names) -> String {
    let (verdict, scripts, plans) = match &claim.grounds {
        Ok(grounds) => {
            let scripts: Vec<usize> = grounds.proofs.iter().flat_map(|p| p.scripts.clone()).collect();
            (grounds.verdict.word(), numbers(&scripts, &names.scripts), numbers(&grounds.plans, &names.plans))
        }
        Err(_) => ("undecided", String::new(), String::new()),
    };
    let path = claim.path.map(|p| format!("`{}`", words::activity(certificate, p))).unwrap_or_default();
    format!(
        "| `{}` | {path} | {} | {verdict} | {scripts} | {plans} |\n",
        words::obligation(certificate, claim.obligation),
        claim.end.word()
    )
}

/// The files that were read, by their places relative to the folder of the first.
fn inputs(sources: &SourceSet) -> serde_json::Value {
    let mut inputs = provenance::inputs(sources);
    let top = sources.files.first().map_or("", |f| f.name.as_str());
    for input in inputs.as_array_mut().into_iter().flatten() {
        if let Some(serde_json::Value::String(name)) = input.get_mut("file") {
            *name = relative(name, top);
        }
    }
    inputs
}

/// The path `name` as seen from the folder of the file `top`: the same wherever both lie.
fn relative(name: &str, top: &str) -> String {
    let folder: Vec<Component<'_>> = Path::new(top).parent().map(|p| p.components().collect()).unwrap_or_default();
    let parts: Vec<Component<'_>> = Path::new(name).components().collect();
    let folder: Vec<_> = folder.into_iter().filter(|c| *c != Component::CurDir).collect();
    let parts: Vec<_> = parts.into_iter().filter(|c| *c != Component::CurDir).collect();
    let common = folder.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = folder.iter().skip(common).map(|_| "..".to_owned());
    let down = parts.iter().skip(common).map(|c| c.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<String>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_named_as_seen_from_the_first() {
        for (name, top, expected) in [
            ("a/b/top.toml", "a/b/top.toml", "top.toml"),
            ("a/w.toml", "a/b/top.toml", "../w.toml"),
            ("../w.toml", "top.toml", "../w.toml"),
            ("../w.toml", "../x/top.toml", "../w.toml"),
            ("/a/b/w.toml", "/a/b/top.toml", "w.toml"),
            ("./w.toml", "./top.toml", "w.toml"),
            ("<standard input>", "<standard input>", "<standard input>"),
        ] {
            assert_eq!(relative(name, top), expected, "{name} from {top}");
        }
    }
}
