//! Which named schemas a schema refers to, anywhere inside it.
//!
//! A `$ref` counts where a schema may stand, by the keywords of every draft that OpenAPI 3 documents are written in.
//! What is data (`x-*`, `example`, `examples`, `default`, `enum`, `const`) is not looked into, and neither is
//! `discriminator.mapping`, whose values are not `$ref`s.

use std::collections::HashSet;

use super::node::{At, Node, Value};
use super::refs::{Document, Target};
use super::report::Report;

/// What a keyword of a schema holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A schema, or a list of them.
    Schema,
    /// Schemas under names.
    Named,
    /// No schema.
    Data,
}

/// Returns what a keyword of a schema holds.
pub(crate) fn holds(keyword: &str) -> Holds {
    match keyword {
        "items"
        | "additionalItems"
        | "prefixItems"
        | "contains"
        | "unevaluatedItems"
        | "additionalProperties"
        | "propertyNames"
        | "unevaluatedProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contentSchema"
        | "allOf"
        | "anyOf"
        | "oneOf" => Holds::Schema,
        "properties" | "patternProperties" | "dependentSchemas" | "dependencies" | "$defs" | "definitions" => {
            Holds::Named
        }
        _ => Holds::Data,
    }
}

/// Returns the distinct named schemas a schema refers to, in document order; reports references that lead nowhere.
pub(crate) fn referred<'d, 't>(
    document: &Document<'d, 't>,
    schema: &'d Node<'t>,
    at: &At<'_>,
    report: &mut Report,
) -> Vec<&'d str> {
    let mut found = Found { document, report, names: Vec::new(), seen: HashSet::new(), open: Vec::new(), root: schema };
    found.schema(schema, at);
    found.names
}

struct Found<'a, 'd, 't> {
    document: &'a Document<'d, 't>,
    report: &'a mut Report,
    names: Vec<&'d str>,
    seen: HashSet<&'d str>,
    /// The schemas around the one it is at.
    open: Vec<&'d Node<'t>>,
    /// The schema whose references are looked for.
    root: &'d Node<'t>,
}

impl<'d, 't> Found<'_, 'd, 't> {
    fn schema(&mut self, node: &'d Node<'t>, at: &At<'_>) {
        self.open.push(node);
        self.inside(node, at);
        self.open.pop();
    }

    fn inside(&mut self, node: &'d Node<'t>, at: &At<'_>) {
        match &node.value {
            Value::Map(map) => {
                for entry in map.iter() {
                    let here = at.to(&entry.key);
                    match holds(&entry.key) {
                        Holds::Schema => self.schema(&entry.node, &here),
                        Holds::Named => {
                            for named in entry.node.map().into_iter().flat_map(super::node::Map::iter) {
                                self.schema(&named.node, &here.to(&named.key));
                            }
                        }
                        Holds::Data if entry.key == "$ref" => self.reference(&entry.node, &here),
                        Holds::Data => {}
                    }
                }
            }
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.schema(item, &at.item(index));
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, node: &Node<'_>, at: &At<'_>) {
        let Some(reference) = node.text() else {
            self.report.warn(node.line, at, format!("`$ref` must be text, found {}", node.kind()));
            return;
        };
        match self.document.target(reference) {
            // A schema that uses its own `$defs` refers to itself only where a part of it contains itself.
            Target::Inside { node: part, owner: Some(name) } if self.is_own(name) => {
                if self.open.iter().any(|open| std::ptr::eq(*open, part)) && self.seen.insert(name) {
                    self.names.push(name);
                }
            }
            Target::Resource(name) | Target::Inside { owner: Some(name), .. } => {
                if self.seen.insert(name) {
                    self.names.push(name);
                }
            }
            Target::Inside { owner: None, .. } => {}
            missed => self.document.missed(missed, reference, node, at, self.report),
        }
    }

    fn is_own(&self, name: &str) -> bool {
        let schema = self.document.schemas.and_then(|schemas| schemas.get(name));
        schema.is_some_and(|schema| std::ptr::eq(schema, self.root))
    }
}
