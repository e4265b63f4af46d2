//! Keywords that limit values, as constraints: `minimum: 5` is `@min(5)`.
//!
//! As in the schema language, `@min` and `@max` bound the value of a number, the length of a text, and the number of
//! items of an array.

use etched_core::scalar::Family;

use crate::model::{FieldConstraint, Literal, TypeKind};

use super::node::{Map, Node, Value};
use super::wrapped::Wrapped;

/// Returns whether the values of a type are texts.
pub(crate) fn is_text(ty: &TypeKind) -> bool {
    let encoded = |family| matches!(family, Family::Bytes | Family::Duration);
    Measure::of(ty) == Some(Measure::Length) || ty.scalar().is_some_and(|scalar| encoded(scalar.family()))
}

/// What a bound is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Value,
    Length,
    Items,
}

impl Measure {
    /// What `@min` and `@max` mean for a type; `None` where they mean nothing.
    fn of(ty: &TypeKind) -> Option<Self> {
        match ty {
            TypeKind::Scalar(scalar, _) => match scalar.family() {
                Family::Int | Family::Real => Some(Self::Value),
                Family::Text | Family::Id | Family::Time => Some(Self::Length),
                // A length in JSON is that of the text which stands for the value.
                Family::Bool | Family::Json | Family::Bytes | Family::Duration => None,
            },
            TypeKind::Array(_) => Some(Self::Items),
            TypeKind::Enum(_) => Some(Self::Length),
            _ => None,
        }
    }
}

/// Returns the keyword that `@min` or `@max` stands for on a type.
pub(crate) fn bound_keyword(ty: &TypeKind, least: bool) -> Option<&'static str> {
    Some(match (Measure::of(ty)?, least) {
        (Measure::Value, true) => "minimum",
        (Measure::Value, false) => "maximum",
        (Measure::Length, true) => "minLength",
        (Measure::Length, false) => "maxLength",
        (Measure::Items, true) => "minItems",
        (Measure::Items, false) => "maxItems",
    })
}

/// Keywords that bound something, with the constraint to use where `@min` and `@max` mean something else.
const BOUNDS: [(&str, &str); 6] = [
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("minItems", "min_items"),
    ("maxItems", "max_items"),
];

/// Keywords with a number, and the constraint each is.
pub(crate) const NUMBERS: [(&str, &str); 3] =
    [("multipleOf", "multiple_of"), ("minProperties", "min_properties"), ("maxProperties", "max_properties")];

/// Keywords that are on or off, and the constraint each is.
pub(crate) const FLAGS: [(&str, &str); 4] = [
    ("uniqueItems", "unique_items"),
    ("readOnly", "read_only"),
    ("writeOnly", "write_only"),
    ("deprecated", "deprecated"),
];

/// Returns the constraints of a schema whose type is `ty`, in an order that does not depend on the document.
///
/// Of several bounds of one kind the strictest counts; patterns and the like all hold.
pub(crate) fn constraints(schema: &Wrapped<'_, '_>, ty: &TypeKind) -> Vec<FieldConstraint> {
    if let Some(written) = schema.get("x-etched-constraints").and_then(Node::list) {
        return written.iter().filter_map(Node::text).map(FieldConstraint::from).collect();
    }
    if !schema.layers().flat_map(Map::iter).any(|entry| limits(&entry.key)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut number = |name: &str, number: &str| {
        out.push(FieldConstraint::new(name, vec![Literal::Number(number.into())]));
    };
    for (keyword, other) in BOUNDS {
        let Some((bound, exclusive)) = strictest(schema, keyword) else { continue };
        let least = keyword.starts_with("min");
        if exclusive {
            number(if least { "exclusive_min" } else { "exclusive_max" }, bound);
        } else if bound_keyword(ty, least) == Some(keyword) {
            number(if least { "min" } else { "max" }, bound);
        } else {
            number(other, bound);
        }
    }
    for (keyword, name) in [("exclusiveMinimum", "exclusive_min"), ("exclusiveMaximum", "exclusive_max")] {
        if let Some((bound, _)) = strictest(schema, keyword) {
            number(name, bound);
        }
    }
    for (keyword, name) in NUMBERS {
        if keyword == "multipleOf" {
            schema.all(keyword).filter_map(Node::number).for_each(|bound| number(name, bound));
        } else if let Some((bound, _)) = strictest(schema, keyword) {
            number(name, bound);
        }
    }
    for pattern in schema.all("pattern").filter_map(Node::text) {
        let regex = format!("/{}/", slashes_escaped(pattern));
        out.push(FieldConstraint::new("pattern", vec![Literal::Regex(regex.into())]));
    }
    for (keyword, name) in FLAGS {
        if schema.is_true(keyword) {
            out.push(FieldConstraint::new(name, Vec::new()));
        }
    }
    if !matches!(ty, TypeKind::Enum(_)) {
        let listed = schema.layers().find_map(|map| map.get("enum").and_then(Node::list));
        if let Some(values) = listed.or_else(|| schema.get("const").map(std::slice::from_ref)) {
            let real: Vec<Literal> = values.iter().filter(|value| !value.is_null()).map(literal).collect();
            if !real.is_empty() {
                out.push(FieldConstraint::new("one_of", vec![Literal::List(real)]));
            }
        }
    }
    let mut distinct = Vec::with_capacity(out.len());
    for constraint in out {
        if !distinct.contains(&constraint) {
            distinct.push(constraint);
        }
    }
    distinct
}

/// Returns whether a keyword may be a constraint; most schemas have none that is.
fn limits(keyword: &str) -> bool {
    let listed = || BOUNDS.iter().chain(&NUMBERS).chain(&FLAGS).any(|(name, _)| *name == keyword);
    match keyword {
        "type" | "$ref" | "description" | "title" | "default" | "items" | "anyOf" | "oneOf" | "allOf" => false,
        "exclusiveMinimum" | "exclusiveMaximum" | "pattern" | "enum" | "const" => true,
        _ => listed(),
    }
}

/// Returns the strictest number that a keyword gives, and whether 3.0's `exclusiveMinimum: true` is said of it.
fn strictest<'n>(schema: &Wrapped<'n, '_>, keyword: &str) -> Option<(&'n str, bool)> {
    let least = keyword.starts_with("min") || keyword == "exclusiveMinimum";
    let flag = match keyword {
        "minimum" => "exclusiveMinimum",
        "maximum" => "exclusiveMaximum",
        _ => "",
    };
    let mut best: Option<(&str, bool)> = None;
    for map in schema.layers() {
        let Some(number) = map.get(keyword).and_then(Node::number) else { continue };
        let exclusive = map.get(flag).is_some_and(Node::is_true);
        let better = best.is_none_or(|(held, held_exclusive)| match compared(number, held) {
            std::cmp::Ordering::Equal => exclusive && !held_exclusive,
            order => least == order.is_gt(),
        });
        if better {
            best = Some((number, exclusive));
        }
    }
    best
}

/// Compares two numbers by their digits' value; those that no float tells apart are equal.
fn compared(one: &str, other: &str) -> std::cmp::Ordering {
    let value = |digits: &str| digits.parse::<f64>().unwrap_or_default();
    value(one).total_cmp(&value(other))
}

/// Returns a value of a document as a literal.
fn literal(node: &Node<'_>) -> Literal {
    match &node.value {
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Bool(*value),
        Value::Number(text) => Literal::Number((&**text).into()),
        Value::Text(text) => Literal::String((&**text).into()),
        Value::Spelled(spelled) => match node.boolean() {
            Some(value) => Literal::Bool(value),
            None => Literal::Number(node.number().unwrap_or(&spelled.source).into()),
        },
        Value::List(items) => Literal::List(items.iter().map(literal).collect()),
        Value::Map(map) => Literal::Map(map.iter().map(|entry| ((&*entry.key).into(), literal(&entry.node))).collect()),
    }
}

/// Returns whether the value of a keyword of this module has the kind the keyword asks for.
pub(crate) fn well_formed(keyword: &str, node: &Node<'_>) -> bool {
    match keyword {
        "exclusiveMinimum" | "exclusiveMaximum" => node.number().is_some() || node.boolean().is_some(),
        "pattern" => node.text().is_some(),
        _ if FLAGS.iter().any(|(name, _)| *name == keyword) || keyword == "nullable" => node.boolean().is_some(),
        _ if NUMBERS.iter().any(|(name, _)| *name == keyword) || BOUNDS.iter().any(|(name, _)| *name == keyword) => {
            node.number().is_some()
        }
        _ => true,
    }
}

/// Escapes the slashes of a regular expression that are not yet escaped, so that it stands between slashes.
fn slashes_escaped(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut escaped = false;
    for part in pattern.chars() {
        if part == '/' && !escaped {
            out.push('\\');
        }
        escaped = part == '\\' && !escaped;
        out.push(part);
    }
    out
}
