//! What a schema says through what is wrapped around it.
//!
//! Documents put constraints and words one level in: into the one alternative beside null, into the members of an
//! `allOf`, into a part of another schema that a `$ref` points to. All of it holds for the value.

use super::node::{Map, Node};
use super::nullable::real_alternatives;
use super::refs::{Document, Target};

/// Layers looked through; a document would have to multiply them to have more.
const MOST: usize = 64;

/// A schema and the schemas it is wrapped around, outermost first; what a named schema says stays with it.
pub(crate) struct Wrapped<'n, 't> {
    outer: &'n Map<'t>,
    inner: Vec<&'n Map<'t>>,
}

impl<'n, 't> Wrapped<'n, 't> {
    /// Looks through a schema of a document.
    pub(crate) fn of(document: &Document<'n, 't>, map: &'n Map<'t>) -> Self {
        let mut out = Self { outer: map, inner: Vec::new() };
        out.look(Some(document), map);
        out
    }

    /// Looks through a schema that is in no document.
    pub(crate) fn alone(map: &'n Map<'t>) -> Self {
        let mut out = Self { outer: map, inner: Vec::new() };
        out.look(None, map);
        out
    }

    fn look(&mut self, document: Option<&Document<'n, 't>>, map: &'n Map<'t>) {
        if !map.iter().any(|entry| matches!(&*entry.key, "$ref" | "allOf" | "anyOf" | "oneOf")) {
            return;
        }
        if let Some(reference) = map.get("$ref").and_then(Node::text)
            && let Some(Target::Inside { node, .. }) = document.map(|document| document.target(reference))
        {
            self.add(document, node);
        }
        for member in map.get("allOf").and_then(Node::list).unwrap_or_default() {
            self.add(document, member);
        }
        for key in ["anyOf", "oneOf"] {
            let mut real = real_alternatives(map.get(key).and_then(Node::list).unwrap_or_default());
            if let (Some((_, one)), None) = (real.next(), real.next()) {
                self.add(document, one);
            }
        }
    }

    fn add(&mut self, document: Option<&Document<'n, 't>>, node: &'n Node<'t>) {
        if let Some(map) = node.map()
            && self.inner.len() < MOST
        {
            self.inner.push(map);
            self.look(document, map);
        }
    }

    /// Returns the schema itself.
    pub(crate) const fn outer(&self) -> &'n Map<'t> {
        self.outer
    }

    /// Returns the layers, outermost first.
    pub(crate) fn layers(&self) -> impl Iterator<Item = &'n Map<'t>> {
        std::iter::once(self.outer).chain(self.inner.iter().copied())
    }

    /// Returns whether it is wrapped around anything.
    pub(crate) fn has_layers(&self) -> bool {
        !self.inner.is_empty()
    }

    /// Returns all values of a key, the outermost first.
    pub(crate) fn all<'k>(&self, key: &'k str) -> impl Iterator<Item = &'n Node<'t>> + use<'_, 'n, 't, 'k> {
        self.layers().filter_map(move |map| map.get(key))
    }

    /// Returns the value of a key; what stands further out overrides.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node<'t>> {
        self.all(key).next()
    }

    /// Returns whether a flag is set anywhere: what a part says holds for the whole.
    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.all(key).any(Node::is_true)
    }

    /// Returns what the schema says about itself, in words.
    pub(crate) fn documentation(&self) -> &'n str {
        let text = |key: &str| self.all(key).filter_map(Node::scalar).find(|text| !text.is_empty());
        text("description").or_else(|| text("title")).unwrap_or_default()
    }

    /// Returns the title, where it is not the documentation.
    pub(crate) fn title(&self) -> Option<&'n Node<'t>> {
        self.get("title").filter(|_| self.get("description").is_some())
    }
}

/// Returns the one reference that `allOf` is about, with its place, when everything beside it only narrows or describes:
/// `[{$ref: Base}, {required: [id]}]` is a `Base`.
pub(crate) fn referred<'n, 't>(map: &'n Map<'t>) -> Option<(usize, &'n Node<'t>)> {
    if ["properties", "items", "anyOf", "oneOf", "x-etched-type"].iter().any(|key| map.get(key).is_some()) {
        return None;
    }
    let mut found: Option<(usize, &'n Node<'t>)> = None;
    for (index, member) in map.get("allOf")?.list()?.iter().enumerate() {
        match (member.get("$ref"), found) {
            (Some(_), None) => found = Some((index, member)),
            (Some(reference), Some((_, held))) if held.get("$ref") == Some(reference) => {}
            (Some(_), Some(_)) => return None,
            (None, _) if has_structure(member) => return None,
            (None, _) => {}
        }
    }
    found
}

/// Returns the reference that a schema is another name of, alone or as the one alternative beside null.
pub(crate) fn alias<'n, 't>(map: &'n Map<'t>) -> Option<&'n Node<'t>> {
    if let Some(reference) = map.get("$ref") {
        return Some(reference);
    }
    let other = ["properties", "allOf", "items", "enum", "const"];
    let list = ["anyOf", "oneOf"].iter().find_map(|key| map.get(key).and_then(Node::list))?;
    let mut real = real_alternatives(list);
    match (real.next(), real.next()) {
        (Some((_, one)), None) if !other.iter().any(|key| map.get(key).is_some()) => one.get("$ref"),
        _ => None,
    }
}

/// Returns whether a schema says what its values are made of.
pub(crate) fn has_structure(node: &Node<'_>) -> bool {
    node.map().is_some_and(|map| {
        map.iter().any(|entry| match &*entry.key {
            "$ref" | "properties" | "items" | "allOf" | "anyOf" | "oneOf" | "x-etched-type" => true,
            "additionalProperties" => entry.node.map().is_some(),
            _ => false,
        })
    })
}
