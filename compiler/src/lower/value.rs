//! Values as text.

use crate::diagnostic::json_string;
use crate::lex::is_identifier;
use crate::syntax::{Value, ValueKind};

/// Returns a value as JSON; a call such as `now()` and a regex become strings.
pub(crate) fn json(value: &Value<'_>) -> String {
    let mut out = String::new();
    write(&mut out, value, true);
    out
}

/// Returns a value as schema text in canonical form.
pub(super) fn canonical(value: &Value<'_>) -> String {
    let mut out = String::new();
    write(&mut out, value, false);
    out
}

/// Returns a value as plain text: a string without its quotes, anything else in canonical form.
pub(crate) fn text(value: &Value<'_>) -> String {
    match &value.kind {
        ValueKind::String(text) => text.clone(),
        _ => canonical(value),
    }
}

fn write(out: &mut String, value: &Value<'_>, as_json: bool) {
    match &value.kind {
        ValueKind::String(text) => json_string(out, text),
        ValueKind::Number(text) => out.push_str(text),
        ValueKind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        ValueKind::Null => out.push_str("null"),
        ValueKind::Regex(text) | ValueKind::Ident(text) if as_json => json_string(out, text),
        ValueKind::Regex(text) | ValueKind::Ident(text) => out.push_str(text),
        ValueKind::Call(name) if as_json => json_string(out, &format!("{name}()")),
        ValueKind::Call(name) => {
            out.push_str(name);
            out.push_str("()");
        }
        ValueKind::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(out, index, as_json);
                write(out, item, as_json);
            }
            out.push(']');
        }
        ValueKind::Map(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                separate(out, index, as_json);
                if as_json || !is_identifier(&key.text) {
                    json_string(out, &key.text);
                } else {
                    out.push_str(&key.text);
                }
                out.push_str(if as_json { ":" } else { ": " });
                write(out, value, as_json);
            }
            out.push('}');
        }
    }
}

fn separate(out: &mut String, index: usize, as_json: bool) {
    if index > 0 {
        out.push_str(if as_json { "," } else { ", " });
    }
}
