//! The entries of all files by kind, and their ids.

use super::context::{Context, Node, key_span, node};
use super::names::{Kind, check_id};
use super::syntax::Document;
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::model::format::FILE;
use crate::source::{Span, head_len};
use toml::de::{DeTable, DeValue};

/// The entries of all files, in the order of the files.
#[derive(Default)]
pub(super) struct Entries<'t> {
    kinds: [Vec<Node<'t>>; 9],
    /// The first `[agreement]`.
    pub agreement: Option<Node<'t>>,
    /// The `[[expect]]` tables.
    pub expects: Vec<Node<'t>>,
}

impl<'t> Entries<'t> {
    /// The entries of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = Node<'t>> {
        self.kinds[kind as usize].iter().copied()
    }
}

/// Collects the entries and registers their ids and the names of attributes.
pub(super) fn gather<'t>(documents: &'t [Document<'t>], cx: &mut Context<'t>) -> Entries<'t> {
    let mut entries = Entries::default();
    for document in documents {
        format(document, cx);
        for (key, value) in document.table.iter() {
            let value = node(document.file, value);
            let name: &str = key.get_ref();
            if let Some(kind) = Kind::ALL.into_iter().find(|k| k.word() == name) {
                tables(name, value, &mut entries.kinds[kind as usize], cx);
            } else if name == "expect" {
                tables(name, value, &mut entries.expects, cx);
            } else if name == "agreement" {
                agreement(value, &mut entries, cx);
            } else if name == "include" {
                include(value, cx);
            } else if FILE.field(name).is_none() {
                let near = cx.nearest(name, FILE.keys());
                cx.report(
                    Diagnostic::new(Code::UnknownKey, format!("unknown key {}", quote(name)))
                        .primary(key_span(document.file, key), "not in the format")
                        .maybe_help(near),
                );
            }
        }
    }
    for kind in Kind::ALL {
        for (index, entry) in entries.kinds[kind as usize].iter().enumerate() {
            define(kind, index, *entry, cx);
        }
    }
    for entry in entries.of(Kind::Activity).filter(|e| e.get("preparation").is_some()) {
        if let Some(DeValue::String(id)) = entry.get("id").map(|id| id.value) {
            cx.names.prepare(id);
        }
    }
    for entry in entries.of(Kind::Activity).chain(entries.of(Kind::Holding)) {
        if let Some(attributes) = entry.get("attributes").and_then(Node::table) {
            cx.attributes.extend(attributes.keys().map(|k| -> &'t str { k.get_ref() }));
        }
    }
    entries
}

/// Checks that a file states format 1.
fn format(document: &Document<'_>, cx: &mut Context<'_>) {
    let Some(value) = document.table.get("format").map(|v| node(document.file, v)) else {
        let start = Span { file: document.file, start: 0, end: 0 };
        let name = cx.sources.files.get(document.file).map(|f| quote(&f.name)).unwrap_or_default();
        cx.report(
            Diagnostic::new(Code::MissingFormat, format!("{name} does not state its format"))
                .primary(start, "expected `format = 1`")
                .help("write `format = 1` on top of the file"),
        );
        return;
    };
    match value.value {
        DeValue::Integer(number) if number.as_str() == "1" => {}
        DeValue::Integer(_) => {
            let found = cx.quoted(value.span);
            cx.report(
                Diagnostic::new(Code::UnknownFormat, format!("unknown format {found}"))
                    .primary(value.span, "this program reads format 1")
                    .help("write `format = 1`, or use a newer program"),
            );
        }
        _ => cx.report(
            Diagnostic::new(Code::WrongType, format!("`format` must be a whole number, found {}", value.kind()))
                .primary(value.span, format!("found {}", value.kind()))
                .help("write `format = 1`"),
        ),
    }
}

/// Refuses `[include]` and its like. Files are included by what stands above the first table; what
/// is wrong with that has been reported when it was read.
fn include(value: Node<'_>, cx: &mut Context<'_>) {
    let head = cx.sources.files.get(value.span.file).map_or(0, |file| head_len(&file.text));
    if value.span.start >= head {
        cx.report(
            Diagnostic::new(Code::WrongType, "`include` must be a list of paths, found a table")
                .primary(value.span, "found a table")
                .help("write `include = [\"world.toml\"]` above the first `[table]`"),
        );
    }
}

/// Adds the tables of a list.
fn tables<'t>(name: &str, value: Node<'t>, into: &mut Vec<Node<'t>>, cx: &mut Context<'t>) {
    let Some(items) = value.items() else {
        cx.report(
            Diagnostic::new(Code::WrongType, format!("`{name}` must be a list of tables, found {}", value.kind()))
                .primary(value.span, format!("found {}", value.kind()))
                .help(format!("write `[[{name}]]` above each entry")),
        );
        return;
    };
    for item in items {
        if item.table().is_some() {
            into.push(item);
        } else {
            cx.report(
                Diagnostic::new(
                    Code::WrongType,
                    format!("an entry of `{name}` must be a table, found {}", item.kind()),
                )
                .primary(item.span, format!("found {}", item.kind()))
                .help(format!("write `[[{name}]]` above each entry")),
            );
        }
    }
}

fn agreement<'t>(value: Node<'t>, entries: &mut Entries<'t>, cx: &mut Context<'t>) {
    if value.table().is_none() {
        cx.report(
            Diagnostic::new(Code::WrongType, format!("`agreement` must be a table, found {}", value.kind()))
                .primary(value.span, format!("found {}", value.kind()))
                .help("write `[agreement]`, once"),
        );
    }
    match entries.agreement {
        None => entries.agreement = Some(value),
        Some(first) => cx.report(
            Diagnostic::new(Code::DuplicateAgreement, "`[agreement]` stands in two files")
                .primary(value.span, "stands again here")
                .secondary(first.span, "stands first here")
                .help("keep one of them: a regime is one draft agreement"),
        ),
    }
}

/// Registers the id of an entry.
fn define<'t>(kind: Kind, index: usize, entry: Node<'t>, cx: &mut Context<'t>) {
    let word = kind.word();
    let Some(value) = entry.get("id") else {
        let near =
            entry.table().and_then(|t: &'t DeTable<'t>| t.keys().find(|k| k.get_ref().eq_ignore_ascii_case("id")));
        cx.report(
            Diagnostic::new(Code::MissingKey, format!("this {word} has no `id`"))
                .primary(near.map_or(entry.span, |k| key_span(entry.span.file, k)), "`id` is missing")
                .help(format!("add `id = \"...\"`; other entries refer to the {word} by it")),
        );
        return;
    };
    let DeValue::String(id) = value.value else {
        cx.report(
            Diagnostic::new(
                Code::WrongType,
                format!("the `id` of this {word} must be a string, found {}", value.kind()),
            )
            .primary(value.span, format!("found {}", value.kind())),
        );
        return;
    };
    check_id(id, value.span, cx);
    if let Some(first) = cx.names.define(kind, id, index, value.span) {
        cx.report(
            Diagnostic::new(Code::DuplicateId, format!("the {word} {} is defined twice", quote(id)))
                .primary(value.span, "defined again here")
                .secondary(first, "defined here")
                .help("give one of them another id"),
        );
    }
}
