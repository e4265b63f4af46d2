//! Whether a schema allows null, in each of the ways to say so.
//!
//! 3.0 has `nullable: true`; 3.1 has `type: [x, "null"]`, an alternative that is `{type: "null"}`, and `null` among the
//! values of `enum` or as `const`. Documents mix them whatever their version, so each counts in both.

use std::collections::HashMap;

use super::node::{Node, Value};
use super::refs::{Document, Target};

/// Deepest chain of references and combinations looked through.
const DEEPEST: usize = 64;

/// Targets that may be looked at again because an answer hung on one still being looked at.
const REPEATS: usize = 20_000;

/// What is known of one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    NotSaid,
    /// Being looked at.
    Open,
}

impl Answer {
    const fn of(said: Option<bool>) -> Self {
        match said {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::NotSaid,
        }
    }

    const fn said(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::NotSaid | Self::Open => None,
        }
    }
}

/// What is known of the targets of references, by address.
#[derive(Debug)]
pub(crate) struct Known {
    answers: HashMap<usize, Answer>,
    /// How many targets are being looked at.
    open: usize,
    /// The answer being worked out met an open target.
    provisional: bool,
    /// Targets whose answer did, which holds for this question only.
    passing: Vec<usize>,
    repeats: usize,
}

impl Default for Known {
    fn default() -> Self {
        Self { answers: HashMap::new(), open: 0, provisional: false, passing: Vec::new(), repeats: REPEATS }
    }
}

/// Returns whether a schema allows null as far as it says.
pub(crate) fn nullable<'d>(document: &Document<'d, '_>, known: &mut Known, node: &'d Node<'_>) -> bool {
    accepts(document, known, node, 0) == Some(true)
}

/// Returns whether a schema allows nothing but null: the alternative that makes the others nullable.
pub(crate) fn only_null(node: &Node<'_>) -> bool {
    let one = |value: &Node<'_>| value.is_null() || value.text() == Some("null");
    match node.get("type") {
        Some(Node { value: Value::Text(name), .. }) => return name == "null",
        // Written without quotes in YAML.
        Some(Node { value: Value::Null, .. }) => return true,
        Some(Node { value: Value::List(names), .. }) if !names.is_empty() => return names.iter().all(one),
        _ => {}
    }
    node.get("const").is_some_and(Node::is_null)
        || node
            .get("enum")
            .and_then(Node::list)
            .is_some_and(|values| !values.is_empty() && values.iter().all(Node::is_null))
}

/// Returns the alternatives that are not there for null alone, with their places.
///
/// `{type: object, nullable: true}` beside a reference is null as generators for OData write it.
pub(crate) fn real_alternatives<'n, 't>(
    alternatives: &'n [Node<'t>],
) -> impl Iterator<Item = (usize, &'n Node<'t>)> + Clone {
    let referring = alternatives.iter().any(|node| node.get("$ref").is_some());
    let stands_for_null = move |node: &Node<'_>| only_null(node) || (referring && is_nullable_object(node));
    alternatives.iter().enumerate().filter(move |(_, node)| !stands_for_null(node))
}

fn is_nullable_object(node: &Node<'_>) -> bool {
    let said = |key: &str| node.get(key);
    said("nullable").is_some_and(Node::is_true)
        && said("type").is_none_or(|name| name.text() == Some("object"))
        && node.map().is_some_and(|map| map.iter().all(|entry| matches!(&*entry.key, "type" | "nullable")))
}

/// `Some` where the schema says whether null is allowed, `None` where it leaves that open.
fn accepts<'d>(document: &Document<'d, '_>, known: &mut Known, node: &'d Node<'_>, depth: usize) -> Option<bool> {
    // In one pass over the schema: there are many schemas, and most of their keys are others.
    let (mut reference, mut one, mut values, mut ty, mut all_of) = (None, None, None, None, None);
    let mut alternatives = [None; 2];
    for entry in node.map()?.iter() {
        let node = Some(&entry.node);
        match &*entry.key {
            "nullable" if entry.node.is_true() => return Some(true),
            "$ref" => reference = entry.node.text(),
            "const" => one = node,
            "enum" => values = entry.node.list(),
            "type" => ty = node,
            "anyOf" => alternatives[0] = entry.node.list(),
            "oneOf" => alternatives[1] = entry.node.list(),
            "allOf" => all_of = entry.node.list(),
            _ => {}
        }
    }
    if depth > DEEPEST {
        return None;
    }
    let mut said = None;
    if let Some(reference) = reference {
        said = both(said, referred(document, known, reference, depth));
    }
    if let Some(value) = one {
        said = both(said, Some(value.is_null()));
    } else if let Some(values) = values {
        // Beside `type: string` too: the author who lists null means it.
        said = both(said, Some(values.iter().any(Node::is_null)));
    } else {
        match ty.map(|node| &node.value) {
            Some(Value::Text(name)) => said = both(said, Some(name == "null")),
            Some(Value::Null) => said = both(said, Some(true)),
            Some(Value::List(names)) => {
                said = both(said, Some(names.iter().any(|name| name.is_null() || name.text() == Some("null"))));
            }
            _ => {}
        }
    }
    for alternatives in alternatives.into_iter().flatten() {
        let mut any = Some(false);
        for alternative in alternatives {
            match accepts(document, known, alternative, depth + 1) {
                Some(true) => {
                    any = Some(true);
                    break;
                }
                Some(false) => {}
                None => any = None,
            }
        }
        said = both(said, any);
    }
    for member in all_of.unwrap_or_default() {
        said = both(said, accepts(document, known, member, depth + 1));
    }
    said
}

fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one && other),
        (said, None) | (None, said) => said,
    }
}

fn referred<'d>(document: &Document<'d, '_>, known: &mut Known, reference: &str, depth: usize) -> Option<bool> {
    let node = match document.target(reference) {
        Target::Resource(name) => document.schemas?.get(name)?,
        Target::Inside { node, .. } => node,
        Target::Missing | Target::Remote => return None,
    };
    let address = std::ptr::from_ref(node).addr();
    match known.answers.get(&address) {
        Some(Answer::Open) => {
            known.provisional = true;
            return None;
        }
        Some(found) => return found.said(),
        None => {}
    }
    known.answers.insert(address, Answer::Open);
    known.open += 1;
    let before = std::mem::take(&mut known.provisional);
    let found = accepts(document, known, node, depth + 1);
    known.answers.insert(address, Answer::of(found));
    known.open -= 1;
    // "Not said" that hangs on a target further up holds until that one is answered: it may turn out to allow null.
    if found.is_none() && known.provisional {
        known.passing.push(address);
    }
    known.provisional |= before;
    if known.open == 0 {
        known.provisional = false;
        for address in std::mem::take(&mut known.passing) {
            if known.repeats > 0 {
                known.repeats -= 1;
                known.answers.remove(&address);
            }
        }
    }
    found
}
