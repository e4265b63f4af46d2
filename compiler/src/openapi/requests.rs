//! The second schemas that our own export writes for requests, put back in place of the first before anything is read.

use std::collections::HashMap;

use super::node::{Entry, Node, Value};

const SCHEMAS: &str = "#/components/schemas/";

/// What is required anywhere, beside what a request must give.
const REQUIRED: &str = "x-etched-required";

/// Takes each schema that says whose fields a request sets for that of the resource, and references to it for
/// references to the resource.
pub(crate) fn fold(root: &mut Node<'_>) {
    let schemas = root.get("components").and_then(|components| components.get("schemas")).and_then(Node::map);
    let Some(schemas) = schemas else { return };
    let mut of: HashMap<String, String> = HashMap::new();
    for entry in schemas.iter() {
        if let Some(key) = entry.node.text_at("x-etched-request")
            && key != entry.key
            && schemas.get(key).is_some_and(|first| first.get("x-etched-request").is_none())
            && !of.values().any(|known| known == key)
        {
            of.insert(entry.key.to_string(), key.to_owned());
        }
    }
    if of.is_empty() {
        return;
    }
    let schemas = root.get_mut("components").and_then(|components| components.get_mut("schemas"));
    if let Some(Node { value: Value::Map(schemas), .. }) = schemas {
        schemas.change(|entries| replaced(entries, &of));
    }
    settle(root, &of);
}

/// Puts the second schemas in the places of the first.
fn replaced<'t>(entries: Vec<Entry<'t>>, of: &HashMap<String, String>) -> Vec<Entry<'t>> {
    let (second, mut first): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| of.contains_key(&*entry.key));
    let mut second: HashMap<&str, Node<'t>> =
        second.into_iter().map(|entry| (of[&*entry.key].as_str(), entry.node)).collect();
    for entry in &mut first {
        if let Some(node) = second.remove(&*entry.key) {
            entry.node = node;
        }
    }
    first
}

/// Leads references to the first schemas, and puts back what is required.
fn settle(node: &mut Node<'_>, of: &HashMap<String, String>) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| settle(item, of)),
        Value::Map(map) => {
            if let Some(Value::Text(reference)) = map.get_mut("$ref").map(|node| &mut node.value)
                && let Some(key) = reference.strip_prefix(SCHEMAS).and_then(|key| of.get(key))
            {
                *reference = format!("{SCHEMAS}{key}").into();
            }
            if map.get(REQUIRED).is_some_and(|all| all.list().is_some()) {
                map.change(|mut entries| {
                    entries.retain(|entry| entry.key != "required");
                    for entry in entries.iter_mut().filter(|entry| entry.key == REQUIRED) {
                        entry.key = "required".into();
                    }
                    entries
                });
            }
            map.values_mut().for_each(|node| settle(node, of));
        }
        _ => {}
    }
}
