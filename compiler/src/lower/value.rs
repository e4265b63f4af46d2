//! Values as literals of the model.

use crate::model::Literal;
use crate::syntax::{Value, ValueKind};

/// Returns a value as a literal.
pub(crate) fn literal(value: &Value<'_>) -> Literal {
    match &value.kind {
        ValueKind::String(text) => Literal::String(text.as_str().into()),
        ValueKind::Number(text) => Literal::Number(text.as_str().into()),
        ValueKind::Duration(text) => Literal::Duration(text.as_str().into()),
        ValueKind::Bool(value) => Literal::Bool(*value),
        ValueKind::Null => Literal::Null,
        ValueKind::Regex(text) => Literal::Regex((*text).into()),
        ValueKind::Ident(text) => Literal::Name((*text).into()),
        ValueKind::Call(name) => Literal::Call((*name).into()),
        ValueKind::List(items) => Literal::List(items.iter().map(literal).collect()),
        ValueKind::Map(entries) => {
            Literal::Map(entries.iter().map(|(key, value)| (key.text.as_str().into(), literal(value))).collect())
        }
    }
}

/// Returns a value as JSON; a call such as `now()` and a regex become strings.
pub(super) fn json(value: &Value<'_>) -> String {
    literal(value).to_json()
}

/// Returns a value as plain text: a string without its quotes, anything else in canonical form.
pub(crate) fn text(value: &Value<'_>) -> String {
    match &value.kind {
        ValueKind::String(text) => text.clone(),
        _ => literal(value).to_string(),
    }
}
