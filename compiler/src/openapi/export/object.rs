//! Builds and writes the JSON of an export, keys in the order they are put.

use std::borrow::Cow;

use crate::openapi::json;
use crate::openapi::node::{Entry, Map, Node, Value, json_text};

/// A JSON value of an export.
pub(super) type Json = Node<'static>;

/// An object under construction.
#[derive(Debug, Default)]
pub(super) struct Object {
    entries: Vec<Entry<'static>>,
}

pub(super) fn text(text: impl Into<String>) -> Json {
    Node { line: 0, value: Value::Text(Cow::Owned(text.into())) }
}

pub(super) fn number(digits: impl Into<String>) -> Json {
    Node { line: 0, value: Value::Number(Cow::Owned(digits.into())) }
}

pub(super) fn boolean(value: bool) -> Json {
    Node { line: 0, value: Value::Bool(value) }
}

pub(super) fn null() -> Json {
    Node { line: 0, value: Value::Null }
}

pub(super) fn list(items: impl IntoIterator<Item = Json>) -> Json {
    Node { line: 0, value: Value::List(items.into_iter().collect()) }
}

pub(super) fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Json {
    list(items.into_iter().map(text))
}

/// Reads JSON text of a model; text that is no JSON stays text.
pub(super) fn raw(source: &str) -> Json {
    match json::read(source) {
        Ok(tree) => owned(&tree.root),
        Err(_) => text(source),
    }
}

fn owned(node: &Node<'_>) -> Json {
    let value = match &node.value {
        Value::Null => Value::Null,
        Value::Bool(value) => Value::Bool(*value),
        Value::Number(digits) => Value::Number(Cow::Owned(digits.to_string())),
        Value::Text(text) => Value::Text(Cow::Owned(text.to_string())),
        // Only YAML has these, and what is written here was read as JSON.
        Value::Spelled(spelled) => Value::Text(Cow::Owned(spelled.source.to_string())),
        Value::List(items) => Value::List(items.iter().map(owned).collect()),
        Value::Map(map) => {
            let mut out = Object::default();
            // What was read has each key once.
            for entry in map.iter() {
                out.set(&entry.key, owned(&entry.node));
            }
            return out.done();
        }
    };
    Node { line: 0, value }
}

impl From<Json> for Object {
    /// Takes an object up again; anything else is an empty one.
    fn from(node: Json) -> Self {
        let Value::Map(map) = node.value else { return Self::default() };
        Self { entries: map.iter().cloned().collect() }
    }
}

impl Object {
    /// Adds a key, unless the object has it.
    pub(super) fn put(&mut self, key: &str, node: Json) {
        if !self.has(key) {
            self.set(key, node);
        }
    }

    /// Adds a key that the object cannot have yet.
    pub(super) fn set(&mut self, key: &str, node: Json) {
        self.entries.push(Entry { key: Cow::Owned(key.to_owned()), line: 0, node });
    }

    /// Adds a text unless it is empty.
    pub(super) fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.put(key, text(value));
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn map(self) -> Map<'static> {
        Map::new(self.entries, &mut Vec::new())
    }

    pub(super) fn done(self) -> Json {
        Node { line: 0, value: Value::Map(Box::new(self.map())) }
    }

    pub(super) fn append(&mut self, other: Self) {
        for entry in other.entries {
            if !self.has(&entry.key) {
                self.entries.push(entry);
            }
        }
    }
}

/// Appends a value as indented JSON.
pub(super) fn write(node: &Json, indent: usize, out: &mut String) {
    let line = |out: &mut String, indent: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", indent));
    };
    match &node.value {
        Value::List(items) if !items.is_empty() => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                line(out, indent + 1);
                write(item, indent + 1, out);
            }
            line(out, indent);
            out.push(']');
        }
        Value::Map(map) if map.len() > 0 => {
            out.push('{');
            for (place, entry) in map.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                line(out, indent + 1);
                out.push_str(&json_text(&entry.key));
                out.push_str(": ");
                write(&entry.node, indent + 1, out);
            }
            line(out, indent);
            out.push('}');
        }
        _ => node.write_json(out),
    }
}
