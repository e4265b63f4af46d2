//! Which named schemas a property refers to, and how.

use std::collections::HashSet;

use crate::model::{Relationship, RelationshipExtra, Text};

use super::node::{MAX_DEPTH, Node};
use super::nullable::real_alternatives;
use super::refs::{Document, Target};
use super::types::says_type;
use super::wrapped;

/// Returns the relationships of a property as (kind, target): directly `has_one`, in an array `has_many`, as one of
/// several alternatives `one_of`. A single alternative beside null, and `allOf` around a single reference, are direct.
pub(crate) fn of<'d>(document: &Document<'d, '_>, property: &Node<'_>) -> Vec<(&'static str, &'d str)> {
    let mut found = Found::default();
    walk(document, property, "has_one", &mut found, 0);
    found.list
}

#[derive(Default)]
struct Found<'d> {
    list: Vec<(&'static str, &'d str)>,
    targets: HashSet<&'d str>,
}

fn walk<'d>(document: &Document<'d, '_>, node: &Node<'_>, kind: &'static str, found: &mut Found<'d>, depth: usize) {
    let Some(map) = node.map() else { return };
    if depth > MAX_DEPTH {
        return;
    }
    if let Some(reference) = map.get("$ref").and_then(Node::text) {
        if let Target::Resource(name) = document.target(reference)
            && found.targets.insert(name)
        {
            found.list.push((kind, name));
        }
        return;
    }
    if let Some(members) = map.get("allOf").and_then(Node::list) {
        // Annotations around one reference; anything more is an inline object.
        if let Some((_, member)) = wrapped::referred(map) {
            walk(document, member, kind, found, depth + 1);
            return;
        }
        let mut structural = members.iter().filter(|member| says_type(member));
        if let (Some(member), None, None) = (structural.next(), structural.next(), map.get("properties")) {
            walk(document, member, kind, found, depth + 1);
        }
        return;
    }
    for key in ["anyOf", "oneOf"] {
        let Some(alternatives) = map.get(key).and_then(Node::list) else { continue };
        let real = real_alternatives(alternatives);
        let kind = if kind == "has_one" && real.clone().count() > 1 { "one_of" } else { kind };
        for (_, alternative) in real {
            walk(document, alternative, kind, found, depth + 1);
        }
    }
    if let Some(items) = map.get("items") {
        walk(document, items, if kind == "has_one" { "has_many" } else { kind }, found, depth + 1);
    }
}

/// Reads a relationship our own export wrote out.
pub(crate) fn declared(node: &Node<'_>) -> Option<Relationship> {
    let text = |key: &str| Text::from(node.text_at(key).unwrap_or_default());
    let options = node.get("options").and_then(Node::list).unwrap_or_default().iter();
    let pair = |node: &Node<'_>| match node.list()? {
        [key, value] => Some((key.text()?.into(), value.text()?.into())),
        _ => None,
    };
    Some(Relationship {
        name: node.text_at("name")?.into(),
        kind: text("kind"),
        target: node.text_at("target")?.into(),
        foreign_key: text("foreign_key"),
        line: node.line,
        nullable: node.get("nullable").is_some_and(Node::is_true),
        extra: RelationshipExtra {
            through: text("through"),
            on_delete: text("on_delete"),
            on_update: text("on_update"),
            documentation: text("documentation"),
            options: options.filter_map(pair).collect(),
        }
        .into(),
    })
}
