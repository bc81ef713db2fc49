//! Rewriting expectations in their files.

use crate::analysis::test::amend::{Amendment, Remedy, remedy};
use crate::analysis::test::{Case, Tested, judge, rewrite};
use crate::diagnostic::visible;
use crate::model::read::read;
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

/// What is to be rewritten.
#[derive(Debug, Default)]
pub struct Plan {
    /// Files with their new texts.
    pub rewrites: Vec<Rewrite>,
    /// Why some expectations stay as they are, a line each.
    pub refusals: Vec<String>,
}

/// A file that is to be rewritten.
#[derive(Debug)]
pub struct Rewrite {
    /// The file, without symbolic links.
    path: PathBuf,
    /// Its name in reports.
    pub name: String,
    old: String,
    new: String,
    /// The expectations that it makes hold, by case and place.
    pub expects: Vec<(usize, usize)>,
}

/// An expectation in a file: every case that includes it, with what would make it pass there.
#[derive(Debug)]
struct Site {
    /// Its place among the expectations of the file.
    place: usize,
    line: usize,
    uses: Vec<(usize, usize, Remedy)>,
}

/// The expectations of a file by their first byte.
#[derive(Debug)]
struct Sites<'a> {
    file: &'a SourceFile,
    sites: BTreeMap<usize, Site>,
}

/// Plans the rewriting of every expectation that does not hold, in files under `paths` only.
pub fn plan(cases: &[Case], tested: &Tested, paths: &[PathBuf]) -> Plan {
    let allowed: Vec<PathBuf> = paths.iter().filter_map(|p| fs::canonicalize(p).ok()).collect();
    let mut plan = Plan::default();
    for (path, Sites { file, sites }) in collect(cases, tested) {
        let mut edits = Vec::new();
        let mut expects = Vec::new();
        for site in sites.values() {
            let amendments = match agreed(site) {
                Ok(None) => continue,
                Ok(Some(_)) if !allowed.iter().any(|a| path.starts_with(a)) => {
                    Err("its file is not under the paths that were named".to_owned())
                }
                Ok(Some(amendments)) => Ok(amendments),
                Err(why) => Err(why),
            };
            let made = amendments.and_then(|a| {
                rewrite::edits(&file.text, site.place, a).ok_or_else(|| "it is written in an unusual way".to_owned())
            });
            match made {
                Ok(made) => {
                    edits.extend(made);
                    expects.extend(site.uses.iter().map(|(case, expect, _)| (*case, *expect)));
                }
                Err(why) => {
                    plan.refusals.push(format!(
                        "{}:{}: not updated: {}",
                        visible(&file.name),
                        site.line,
                        visible(&why)
                    ));
                }
            }
        }
        if !edits.is_empty() {
            let new = rewrite::apply(&file.text, &edits);
            plan.rewrites.push(Rewrite { path, name: file.name.clone(), old: file.text.clone(), new, expects });
        }
    }
    plan
}

fn collect<'a>(cases: &'a [Case], tested: &Tested) -> BTreeMap<PathBuf, Sites<'a>> {
    let mut files: BTreeMap<PathBuf, Sites<'a>> = BTreeMap::new();
    for (number, (case, result)) in cases.iter().zip(&tested.cases).enumerate() {
        let Some(regime) = &case.regime else { continue };
        for judged in &result.judged {
            let Some(span) = regime.expects.get(judged.expect).map(|e| e.span) else { continue };
            let Some(file) = case.sources.files.get(span.file) else { continue };
            let Ok(path) = fs::canonicalize(&file.name) else { continue };
            let before =
                regime.expects.iter().filter(|e| e.span.file == span.file && e.span.start < span.start).count();
            let sites = files.entry(path).or_insert_with(|| Sites { file, sites: BTreeMap::new() });
            let line = file.line(span.start);
            let site = sites.sites.entry(span.start).or_insert_with(|| Site { place: before, line, uses: Vec::new() });
            site.uses.push((number, judged.expect, remedy(regime, judged)));
        }
    }
    files
}

/// The amendments that all cases of an expectation ask for; none if it holds in all of them.
fn agreed(site: &Site) -> Result<Option<&[Amendment]>, String> {
    let first = site.uses.first().map(|(.., remedy)| remedy);
    if let Some(why) =
        site.uses.iter().find_map(|(.., r)| if let Remedy::Impossible(why) = r { Some(why) } else { None })
    {
        return Err(why.clone());
    }
    if site.uses.iter().any(|(.., remedy)| Some(remedy) != first) {
        return Err("the agreements that include it differ in what they would expect".to_owned());
    }
    match first {
        Some(Remedy::Amend(amendments)) => Ok(Some(amendments)),
        _ => Ok(None),
    }
}

/// The expectations that a plan would not make hold after all: there should be none.
pub fn unmended(cases: &[Case], tested: &Tested, plan: &Plan) -> BTreeSet<(usize, usize)> {
    let mut open: BTreeSet<(usize, usize)> = plan.rewrites.iter().flat_map(|r| &r.expects).copied().collect();
    let numbers: BTreeSet<usize> = open.iter().map(|(case, _)| *case).collect();
    for number in numbers {
        let (Some(case), Some(result)) = (cases.get(number), tested.cases.get(number)) else { continue };
        let mut sources = case.sources.clone();
        for file in &mut sources.files {
            let path = fs::canonicalize(&file.name).ok();
            if let Some(rewrite) = plan.rewrites.iter().find(|r| Some(&r.path) == path.as_ref()) {
                *file = SourceFile::new(file.name.clone(), rewrite.new.clone());
            }
        }
        let (Some(regime), _) = read(&sources) else { continue };
        for judged in &result.judged {
            let mended = |e| judge(e, judged.ends.as_ref()).passed();
            if regime.expects.get(judged.expect).is_some_and(mended) {
                open.remove(&(number, judged.expect));
            }
        }
    }
    open
}

impl Rewrite {
    /// The change, as a unified diff.
    pub fn diff(&self) -> String {
        let diff = similar::TextDiff::from_lines(&self.old, &self.new);
        let name = visible(&self.name);
        diff.unified_diff().context_radius(2).header(&name, &name).to_string()
    }

    /// Writes the new text beside the file and puts it in its place.
    ///
    /// # Errors
    /// If that fails, or the file is not what it was when it was read; the file is as it was.
    pub fn write(&self) -> Result<(), String> {
        let failed = |error: io::Error| {
            format!("error: cannot update {}: {}\n", visible(&self.name), error.to_string().to_lowercase())
        };
        let bytes = fs::read(&self.path).map_err(failed)?;
        let mark: &[u8] = if bytes.starts_with(b"\xef\xbb\xbf") { b"\xef\xbb\xbf" } else { b"" };
        if bytes.get(mark.len()..) != Some(self.old.as_bytes()) {
            return Err(format!("error: cannot update {}: it has changed meanwhile\n", visible(&self.name)));
        }
        let beside = self.beside();
        let written = self.write_to(&beside, mark).and_then(|()| fs::rename(&beside, &self.path));
        if written.is_err() {
            // What is left of it is of no use.
            let _ = fs::remove_file(&beside);
        }
        written.map_err(failed)
    }

    fn write_to(&self, beside: &Path, mark: &[u8]) -> io::Result<()> {
        let permissions = fs::metadata(&self.path)?.permissions();
        if permissions.readonly() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(beside)?;
        file.write_all(mark)?;
        file.write_all(self.new.as_bytes())?;
        file.set_permissions(permissions)?;
        file.sync_all()
    }

    /// A hidden name in the same folder.
    fn beside(&self) -> PathBuf {
        let name = self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        self.path.with_file_name(format!(".{name}.{}.new", process::id()))
    }
}
