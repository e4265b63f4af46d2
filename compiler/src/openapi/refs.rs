//! Where a `$ref` points, within the document: nothing is ever fetched.

use std::borrow::Cow;
use std::collections::HashSet;

use super::load::Version;
use super::node::{At, Entry, Map, Node, Value};
use super::report::Report;

/// References that lead to references; real documents need two.
const LONGEST_CHAIN: usize = 64;

/// A document and its named schemas.
#[derive(Clone, Copy)]
pub(crate) struct Document<'d, 't> {
    pub(crate) name: &'d str,
    pub(crate) version: Version,
    pub(crate) root: &'d Node<'t>,
    /// `components.schemas`.
    pub(crate) schemas: Option<&'d Map<'t>>,
    /// Some schemas say under what name they were exported.
    renamed: bool,
}

/// What a reference leads to.
#[derive(Clone, Copy)]
pub(crate) enum Target<'d, 't> {
    /// A named schema, which is a resource.
    Resource(&'d str),
    /// Something else in the document, and the named schema it is part of, if any.
    Inside { node: &'d Node<'t>, owner: Option<&'d str> },
    /// Nothing in the document.
    Missing,
    /// Another document.
    Remote,
}

impl<'d, 't> Document<'d, 't> {
    pub(crate) fn new(name: &'d str, version: Version, root: &'d Node<'t>) -> Self {
        let schemas = root.get("components").and_then(|components| components.get("schemas")).and_then(Node::map);
        let written = |entry: &'d Entry<'t>| entry.node.text_at("x-etched-name");
        let entries = || schemas.into_iter().flat_map(Map::iter);
        // A name that two schemas would have is nobody's.
        let mut names = HashSet::new();
        let renamed = entries().any(|entry| written(entry).is_some())
            && entries().all(|entry| names.insert(written(entry).unwrap_or(&entry.key)));
        Self { name, version, root, schemas, renamed }
    }

    /// Returns the resource's name of a named schema: its key, unless our own export had to change it.
    pub(crate) fn shown(&self, key: &'d str) -> &'d str {
        let written = || self.schemas?.get(key)?.text_at("x-etched-name");
        if self.renamed { written().unwrap_or(key) } else { key }
    }

    /// Finds what a reference points to.
    pub(crate) fn target(&self, reference: &str) -> Target<'d, 't> {
        let Some(fragment) = reference.strip_prefix('#') else { return Target::Remote };
        let decoded = percent_decoded(fragment);
        match self.pointed(&decoded) {
            // A name may hold `%41` as it stands.
            Target::Missing if decoded != fragment => self.pointed(fragment),
            found => found,
        }
    }

    fn pointed(&self, pointer: &str) -> Target<'d, 't> {
        if pointer.is_empty() {
            return Target::Inside { node: self.root, owner: None };
        }
        let Some(steps) = pointer.strip_prefix('/') else { return Target::Missing };
        if let Some(rest) = steps.strip_prefix("components/schemas/")
            && let Some(schemas) = self.schemas
        {
            let (first, below) = match rest.split_once('/') {
                Some((first, below)) => (first, Some(below)),
                None => (rest, None),
            };
            let Some(entry) = schemas.entry(&unescaped(first)) else { return Target::Missing };
            return match below {
                None => Target::Resource(&entry.key),
                Some(below) => match descend(&entry.node, below) {
                    Some(node) => Target::Inside { node, owner: Some(&entry.key) },
                    None => Target::Missing,
                },
            };
        }
        match descend(self.root, steps) {
            Some(node) => Target::Inside { node, owner: None },
            None => Target::Missing,
        }
    }

    /// Returns the object a reference object stands for, following references to references, and the last reference.
    ///
    /// For parameters, responses, request bodies, path items and headers; a schema keeps its references.
    pub(crate) fn follow(
        &self,
        node: &'d Node<'t>,
        at: &At<'_>,
        report: &mut Report,
        visited: &mut impl FnMut(&'d Node<'t>),
    ) -> Option<(&'d Node<'t>, Option<&'d str>)> {
        let mut seen = HashSet::new();
        let (mut node, mut last) = (node, None);
        while let Some(reference) = node.text_at("$ref") {
            last = Some(reference);
            for beside in node.map().into_iter().flat_map(Map::iter).filter(|entry| entry.key != "$ref") {
                let key = if beside.key.starts_with("x-") { "x-*" } else { &beside.key };
                let known = key == "x-*" || matches!(key, "description" | "summary");
                let key = if known { format!("`{key}`") } else { "key".to_owned() };
                report.note(format!("{key} beside a `$ref`"), at);
            }
            node = match self.target(reference) {
                Target::Resource(name) => self.schemas?.get(name)?,
                Target::Inside { node, .. } => node,
                missed => {
                    self.missed(missed, reference, node, at, report);
                    return None;
                }
            };
            if !seen.insert(std::ptr::from_ref(node)) || seen.len() > LONGEST_CHAIN {
                leads_back(reference, node, at, report);
                return None;
            }
            visited(node);
        }
        Some((node, last))
    }

    /// Returns a path item and those it refers to, in order; what is dangling or leads back is reported.
    pub(crate) fn chain(&self, node: &'d Node<'t>, at: &At<'_>, report: &mut Report) -> Vec<&'d Node<'t>> {
        let mut parts = vec![node];
        let mut node = node;
        while let Some(reference) = node.text_at("$ref") {
            node = match self.target(reference) {
                Target::Resource(name) => match self.schemas.and_then(|schemas| schemas.get(name)) {
                    Some(node) => node,
                    None => return parts,
                },
                Target::Inside { node, .. } => node,
                missed => {
                    self.missed(missed, reference, node, at, report);
                    return parts;
                }
            };
            if parts.len() > LONGEST_CHAIN || parts.iter().any(|part| std::ptr::eq(*part, node)) {
                leads_back(reference, node, at, report);
                return parts;
            }
            parts.push(node);
        }
        parts
    }

    /// Reports a dangling reference.
    pub(crate) fn missed(
        &self,
        target: Target<'_, '_>,
        reference: &str,
        node: &Node<'_>,
        at: &At<'_>,
        report: &mut Report,
    ) {
        let shown = shortened(reference);
        if matches!(target, Target::Remote) {
            report.warn(node.line, at, format!("`$ref` {shown:?} points to another document, which is not fetched"));
            report.note("`$ref` to another document", at);
        } else {
            report.warn(node.line, at, format!("`$ref` {shown:?} points to nothing in {}", self.name));
            report.note("`$ref` to nothing in the document", at);
        }
    }
}

fn leads_back(reference: &str, node: &Node<'_>, at: &At<'_>, report: &mut Report) {
    report.warn(node.line, at, format!("`$ref` {:?} leads back to itself", shortened(reference)));
    report.note("`$ref` that leads back to itself", at);
}

fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(200) {
        Some((at, _)) => Cow::Owned(format!("{}...", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

fn descend<'d, 't>(node: &'d Node<'t>, steps: &str) -> Option<&'d Node<'t>> {
    steps.split('/').try_fold(node, |node, step| match &node.value {
        Value::Map(map) => map.get(&unescaped(step)),
        Value::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

fn unescaped(step: &str) -> Cow<'_, str> {
    if step.contains('~') { Cow::Owned(step.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(step) }
}

fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let pair = bytes.get(at + 1).copied().and_then(hex).zip(bytes.get(at + 2).copied().and_then(hex));
        match pair {
            Some((high, low)) if bytes[at] == b'%' => {
                out.push(high << 4 | low);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}
