//! What the reference system's compiler writes to disk, which is not what that system reads.
//!
//! | there | here |
//! |---|---|
//! | resource `line`, `computed`, `middleware` (a list, for every operation) | `line_number`, `computed_fields`, `shared_middleware` |
//! | field `default`, constraints without `@`, types `enum[a\|b]`, `struct{a: int!}` | `default_value`, `@unique`, `enum` with `values`, `struct` with `fields` |
//! | relationship `type` (the target), `kind`, `through` | `target_resource`, `type`, `through_table` |
//! | hook `timing`, `event`, `has_transaction`, `has_async` | `type`, `transaction`, `async` |
//! | validation `name`, `condition`, `error` | a block: `documentation`, `source_code`, `message` |
//! | constraint `on`; scope `arguments`, `condition`; computed `body` | `operations`; `parameters`, `query`; `expression` |
//! | pattern `occurrences`, without `id` | `frequency` |
//! | route `description` | `documentation` |
//!
//! The keys are aliases, each in its record; where both are there, ours wins. What an alias cannot do is done at the
//! end, when the keys have told what document it is.

use std::collections::BTreeMap;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::record::{Normal as _, push};
use super::shared;
use super::value::Texts;
use crate::model::{Chain, Field, Model, Resource, Text};
use crate::operation;

/// Structs in structs that are followed; what is deeper stays the text it is.
const MAX_DEPTH: usize = 16;

/// Whether a key adds to what the key it stands for has already: a hook's event has two parts.
pub(super) fn joins(record: &str, key: &str) -> bool {
    record == "hook" && matches!(key, "timing" | "event")
}

/// Notes what a key that was read tells; a `description` may be anybody's.
pub(super) fn tells(key: &str) {
    if key != "description" {
        shared::set_dialect();
    }
}

/// Middleware by operation, or a list that is under the operation of no name.
pub(super) struct Lists(pub(super) Vec<(Text, Vec<Text>)>);

impl<'de> Deserialize<'de> for Lists {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Lists;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Lists, A::Error> {
                let mut lists = Vec::new();
                let mut seen = std::collections::BTreeSet::new();
                while let Some(key) = map.next_key::<Text>()? {
                    if !seen.insert(key.clone()) {
                        return Err(serde::de::Error::custom(format_args!("duplicate key `{key}`")));
                    }
                    let Texts(names) = map.next_value::<Option<Texts>>()?.unwrap_or_default();
                    push(&mut lists, (key, names));
                }
                Ok(Lists(lists))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Lists, A::Error> {
                shared::set_dialect();
                let Texts(names) = Texts::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))?;
                Ok(Lists(vec![(Text::EMPTY, names)]))
            }
        }

        from.deserialize_any(Either)
    }
}

/// Gives a list of middleware, which is for every operation, to each of them.
pub(super) fn share(resource: &mut Resource) {
    if !shared::is_dialect() || !resource.middleware.contains_key("") {
        return;
    }
    let Some(Chain { names, .. }) = resource.middleware.remove("") else { return };
    let rest = || operation::REST.iter().map(|name| shared::text(name)).collect();
    let operations: Vec<Text> = resource.operations.clone().unwrap_or_else(rest);
    let chains = operations.into_iter().map(|operation| (operation, Chain { names: names.clone(), line: 0 }));
    let chains: BTreeMap<Text, Chain> = chains.collect();
    resource.middleware.extend(chains);
    resource.shared_middleware = names;
}

/// Makes ours what single records could not.
pub(super) fn normalise(model: &mut Model) {
    for resource in &mut model.resources {
        resource.fields.iter_mut().for_each(|one| field(one, 0));
    }
    let chains: BTreeMap<&Text, &BTreeMap<Text, Chain>> =
        model.resources.iter().map(|resource| (&resource.name, &resource.middleware)).collect();
    for route in &mut model.routes {
        if route.operation.is_empty() {
            route.operation = route_operation(&route.handler);
        }
        // Its routes have the resource's list, and those that are written by hand leave it out.
        if route.middleware.is_empty()
            && let Some(chain) = chains.get(&route.resource).and_then(|chains| chains.get(route.operation.as_str()))
        {
            route.middleware = chain.names.clone();
        }
    }
}

/// The REST operation that a handler is named after: `list` of `Index`, `show` of `Post.show`.
fn route_operation(handler: &str) -> Text {
    let name = handler.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let name = if name == "index" { "list" } else { operation::canonical(&name) };
    if operation::REST.contains(&name) { name.into() } else { Text::EMPTY }
}

fn field(field: &mut Field, depth: usize) {
    for constraint in &mut field.constraints {
        if constraint.starts_with(char::is_alphabetic) {
            *constraint = format!("@{constraint}").into();
        }
    }
    if let Some((start, values, end)) = between(&field.ty, "enum[", ']') {
        let ty = format!("{start}enum{end}");
        field.values = values.split('|').map(|value| value.trim().into()).collect();
        field.ty = ty.into();
    } else if depth < MAX_DEPTH
        && let Some((start, inner, end)) = between(&field.ty, "struct{", '}')
    {
        let ty = format!("{start}struct{end}");
        let fields: Vec<Field> = parts(inner).into_iter().filter_map(|part| member(part, depth)).collect();
        field.fields = fields;
        field.ty = ty.into();
    }
}

/// A field of a struct: `name: type!`.
fn member(text: &str, depth: usize) -> Option<Field> {
    let (name, ty) = text.split_once(':')?;
    let mut inner = Field { name: name.trim().into(), ty: ty.trim().into(), ..Field::default() };
    inner.settle(|_| false);
    field(&mut inner, depth + 1);
    Some(inner)
}

/// What precedes `open`, what is up to the bracket that closes it, and what follows that.
fn between<'t>(text: &'t str, open: &str, close: char) -> Option<(&'t str, &'t str, &'t str)> {
    let at = text.find(open)?;
    let rest = &text[at + open.len()..];
    let mut depth = 0;
    for (end, c) in rest.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            c if c == close && depth == 0 => return Some((&text[..at], &rest[..end], &rest[end + c.len_utf8()..])),
            ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The parts between commas that are in no brackets.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '[' | '{' | '<' | '(' => depth += 1,
            ']' | '}' | '>' | ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
