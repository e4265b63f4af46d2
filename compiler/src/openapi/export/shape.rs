//! Type texts to schemas, and what the import will make of them, so that only what it cannot see is written beside.

use std::collections::BTreeMap;

use crate::model::{Field, Text};
use crate::openapi::constraints::{FLAGS, NUMBERS, bound_keyword, constraints};
use crate::openapi::types::text_type;

use super::object::{Json, Object, boolean, list, null, number, raw, text, texts};

/// Deepest nesting of type arguments that is written out.
const DEEPEST: usize = 24;

/// Names of the resources, and the key each has under `components.schemas`.
pub(super) type Keys<'m> = BTreeMap<&'m str, String>;

/// A schema, and how the import reads it.
pub(super) struct Shape {
    pub(super) schema: Object,
    pub(super) ty: String,
    pub(super) format: String,
}

/// What the words in a type text stand for.
#[derive(Clone, Copy)]
pub(super) struct Parts<'m> {
    pub(super) values: &'m [Text],
    pub(super) fields: &'m [Field],
    pub(super) format: &'m str,
}

impl Shape {
    fn new(ty: &str) -> Self {
        Self { schema: Object::default(), ty: ty.to_owned(), format: String::new() }
    }
}

/// Returns the schema of a type text.
pub(super) fn shape(keys: &Keys<'_>, ty: &str, nullable: bool, parts: Parts<'_>) -> Shape {
    nested(keys, ty, nullable, parts, 0)
}

fn nested(keys: &Keys<'_>, ty: &str, nullable: bool, parts: Parts<'_>, depth: usize) -> Shape {
    let mut out = Shape::new(ty);
    let name = |name: &str| if nullable { list([text(name), text("null")]) } else { text(name) };
    let (base, arguments) = arguments(ty);
    if depth > DEEPEST {
        return any(nullable);
    }
    if let Some(schema_type) = scalar(base)
        && !ty.ends_with('>')
    {
        let implied = implied_format(base);
        let format = if parts.format.is_empty() { implied } else { parts.format };
        out.schema.set("type", name(schema_type));
        out.schema.text("format", format);
        out.ty = match schema_type {
            "string" => text_type(format),
            "integer" => "int",
            "boolean" => "bool",
            _ if format == "decimal" => "decimal",
            _ => "float",
        }
        .to_owned();
        format.clone_into(&mut out.format);
        if let ("string", Some(length)) = (base, arguments.filter(|length| length.parse::<u32>().is_ok())) {
            out.schema.set("maxLength", number(length));
        }
        return out;
    }
    if let Some(key) = keys.get(ty) {
        let mut reference = Object::default();
        reference.set("$ref", text(format!("#/components/schemas/{key}")));
        if nullable {
            out.schema.set("anyOf", list([reference.done(), null_type()]));
        } else {
            out.schema = reference;
        }
        return out;
    }
    match ty {
        "enum" => {
            out.schema.set("type", name("string"));
            out.schema.text("format", parts.format);
            let values = parts.values.iter().map(|value| text(value.as_str()));
            out.schema.set("enum", list(values.chain(nullable.then(null))));
            parts.format.clone_into(&mut out.format);
            if parts.values.is_empty() {
                // An empty list of values allows nothing.
                out.schema = Object::default();
                out.schema.set("type", name("string"));
                "string".clone_into(&mut out.ty);
            }
            return out;
        }
        "struct" => {
            out.schema.set("type", name("object"));
            let (properties, required) = properties(keys, parts.fields.iter());
            if properties.is_empty() {
                "json".clone_into(&mut out.ty);
            }
            out.schema.set("properties", properties.done());
            if !required.is_empty() {
                out.schema.set("required", texts(required));
            }
            return out;
        }
        "json" => return any(nullable),
        _ => {}
    }
    let inner = ty.strip_suffix('>').and_then(|ty| ty.split_once('<'));
    match inner {
        Some(("array", items)) => {
            let (items, may) = unmarked(items);
            let inner = nested(keys, items, may, parts, depth + 1);
            out.ty = format!("array<{}{}>", inner.ty, mark(may));
            out.format = inner.format;
            out.schema.set("type", name("array"));
            out.schema.set("items", inner.schema.done());
        }
        Some(("hash", arguments)) if arguments.starts_with("string!, ") => {
            let (values, may) = unmarked(&arguments["string!, ".len()..]);
            let inner = nested(keys, values, may, parts, depth + 1);
            let free = inner.schema.is_empty();
            out.ty = if free { "json".to_owned() } else { format!("hash<string!, {}{}>", inner.ty, mark(may)) };
            out.format = if free { String::new() } else { inner.format };
            out.schema.set("type", name("object"));
            out.schema.set("additionalProperties", inner.schema.done());
        }
        Some(("one_of", members)) => {
            let (mut alternatives, mut read, mut formats) = (Vec::new(), Vec::new(), Vec::new());
            let bare = Parts { values: &[], fields: &[], format: "" };
            for member in split(members) {
                let (member, may) = unmarked(member);
                let inner = nested(keys, member, may, bare, depth + 1);
                let ty = format!("{}!", inner.ty);
                if !read.contains(&ty) {
                    read.push(ty);
                }
                formats.push(inner.format);
                alternatives.push(inner.schema.done());
            }
            if nullable {
                alternatives.push(null_type());
            }
            formats.dedup();
            if let ([format], true) = (formats.as_slice(), read.len() > 1) {
                out.format.clone_from(format);
            }
            out.ty = format!("one_of<{}>", read.join(", "));
            out.schema.set("anyOf", list(alternatives));
        }
        _ => return any(nullable),
    }
    out
}

fn any(nullable: bool) -> Shape {
    let mut out = Shape::new("json");
    if nullable {
        out.schema.set("anyOf", list([Object::default().done(), null_type()]));
    }
    out
}

fn null_type() -> Json {
    let mut out = Object::default();
    out.set("type", text("null"));
    out.done()
}

/// Returns the properties of fields, and the names that must be given.
pub(super) fn properties<'m>(keys: &Keys<'_>, fields: impl Iterator<Item = &'m Field>) -> (Object, Vec<&'m str>) {
    let mut out = Object::default();
    let mut required = Vec::new();
    for field in fields {
        if !out.has(&field.name) {
            out.set(&field.name, property(keys, field));
            if field.required {
                required.push(&*field.name);
            }
        }
    }
    (out, required)
}

/// Returns the schema of a field.
pub(super) fn property(keys: &Keys<'_>, field: &Field) -> Json {
    // A field taken over from another schema brings no reference of its own.
    let (none, keys) = (Keys::new(), keys);
    let keys = if field.inherited { &none } else { keys };
    let parts = Parts { values: &field.values, fields: &field.fields, format: &field.format };
    let Shape { mut schema, ty, format } = shape(keys, &field.ty, field.nullable, parts);
    if ty != field.ty || format != field.format {
        schema.put("x-etched-type", text(&*field.ty));
        schema.text("x-etched-format", &field.format);
    }
    schema.text("description", &field.documentation);
    if let Some(default) = &field.default {
        schema.put("default", raw(default));
    }
    limit(&mut schema, &field.ty, field.nullable, &field.constraints);
    if field.inherited {
        schema.put("x-etched-inherited", boolean(true));
    }
    if !field.tags.is_empty() {
        schema.put("x-etched-tags", texts(field.tags.iter().map(|tag| &**tag)));
    }
    meta(&mut schema, &field.meta, if field.documentation.is_empty() { &[] } else { &["title"] });
    schema.done()
}

/// Adds `meta` entries: `x-*` and the named keywords as they are, others in `x-etched-meta`.
pub(super) fn meta(schema: &mut Object, meta: &[(Text, Text)], keywords: &[&str]) {
    let mut others = Vec::new();
    for (key, value) in meta {
        if (key.starts_with("x-") && !key.starts_with("x-etched-") || keywords.contains(&&**key)) && !schema.has(key) {
            schema.set(key, raw(value));
        } else {
            others.push(list([text(&**key), text(&**value)]));
        }
    }
    if !others.is_empty() {
        schema.put("x-etched-meta", list(others));
    }
}

/// Adds the keywords of constraints; the constraints themselves too, if the keywords do not read back as the same.
pub(super) fn limit(schema: &mut Object, ty: &str, nullable: bool, written: &[Text]) {
    let mut keywords = Object::default();
    for constraint in written {
        let (name, argument) = constraint.split_once('(').unwrap_or((constraint, ""));
        let argument = argument.strip_suffix(')').unwrap_or(argument);
        let digits = || Some(raw(argument)).filter(|node| node.number().is_some());
        let bound = |keyword: Option<&str>| keyword.map(str::to_owned).zip(digits());
        let keyword = match name {
            "@min" => bound(bound_keyword(ty, true)),
            "@max" => bound(bound_keyword(ty, false)),
            "@minimum" => bound(Some("minimum")),
            "@maximum" => bound(Some("maximum")),
            "@min_length" => bound(Some("minLength")),
            "@max_length" => bound(Some("maxLength")),
            "@min_items" => bound(Some("minItems")),
            "@max_items" => bound(Some("maxItems")),
            "@exclusive_min" => bound(Some("exclusiveMinimum")),
            "@exclusive_max" => bound(Some("exclusiveMaximum")),
            "@pattern" => {
                let inside = argument.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
                inside.map(|pattern| ("pattern".to_owned(), text(pattern.replace("\\/", "/"))))
            }
            "@one_of" if !ty.ends_with("enum") => raw(argument).list().map(|values| {
                let values = values.iter().cloned().chain(nullable.then(null));
                ("enum".to_owned(), list(values))
            }),
            _ => {
                let number = NUMBERS.iter().find(|(_, held)| *held == name).map(|(keyword, _)| *keyword);
                let flag = FLAGS.iter().find(|(_, held)| *held == name && argument.is_empty());
                bound(number).or_else(|| flag.map(|(keyword, _)| ((*keyword).to_owned(), boolean(true))))
            }
        };
        if let Some((keyword, value)) = keyword {
            keywords.put(&keyword, value);
        }
    }
    schema.append(keywords);
    let taken = std::mem::take(schema);
    let map = taken.map();
    let same = constraints(&map, ty) == written;
    for entry in map.iter() {
        schema.set(&entry.key, entry.node.clone());
    }
    if !same {
        schema.set("x-etched-constraints", texts(written.iter().map(|constraint| &**constraint)));
    }
}

/// Returns the relationships that the import derives from a field of this type, as (kind, target).
pub(super) fn related<'t>(keys: &Keys<'_>, ty: &'t str, kind: &'static str, out: &mut Vec<(&'static str, &'t str)>) {
    if scalar(arguments(ty).0).is_some() && !ty.ends_with('>') {
        return;
    }
    if keys.contains_key(ty) {
        if !out.iter().any(|(_, target)| *target == ty) {
            out.push((kind, ty));
        }
        return;
    }
    match ty.strip_suffix('>').and_then(|ty| ty.split_once('<')) {
        Some(("array", items)) => {
            related(keys, unmarked(items).0, if kind == "has_one" { "has_many" } else { kind }, out)
        }
        Some(("one_of", members)) => {
            for member in split(members) {
                related(keys, unmarked(member).0, if kind == "has_one" { "one_of" } else { kind }, out);
            }
        }
        _ => {}
    }
}

/// Splits `string(50)` into its name and its argument.
fn arguments(ty: &str) -> (&str, Option<&str>) {
    match ty.strip_suffix(')').and_then(|ty| ty.split_once('(')) {
        Some((base, arguments)) => (base, Some(arguments)),
        None => (ty, None),
    }
}

fn scalar(base: &str) -> Option<&'static str> {
    Some(match base {
        "string" | "text" | "markdown" | "uuid" | "ulid" | "email" | "url" | "phone" | "date" | "time"
        | "timestamp" | "datetime" | "decimal" => "string",
        "int" | "integer" => "integer",
        "float" => "number",
        "bool" | "boolean" => "boolean",
        _ => return None,
    })
}

fn implied_format(base: &str) -> &str {
    match base {
        "timestamp" | "datetime" => "date-time",
        "url" => "uri",
        "string" | "int" | "integer" | "float" | "bool" | "boolean" => "",
        same => same,
    }
}

const fn mark(nullable: bool) -> char {
    if nullable { '?' } else { '!' }
}

/// Takes the null mark off an element; one without a mark is required.
fn unmarked(ty: &str) -> (&str, bool) {
    match ty.strip_suffix('?') {
        Some(ty) => (ty, true),
        None => (ty.strip_suffix('!').unwrap_or(ty), false),
    }
}

/// Splits type arguments at the commas outside of nested ones.
fn split(arguments: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, part) in arguments.char_indices() {
        match part {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(arguments[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(arguments[from..].trim());
    parts
}
