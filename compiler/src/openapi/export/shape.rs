//! Types to schemas, and what the import will make of them, so that only what it cannot see is written beside.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::{Field, FieldConstraint, Literal, Mark, Scalar, Text, Type, TypeKind};
use crate::openapi::constraints::{FLAGS, NUMBERS, bound_keyword, constraints};
use crate::openapi::types::text_type;
use crate::openapi::wrapped::Wrapped;

use super::object::{Json, Object, boolean, list, null, number, raw, text, texts};
use super::view::{Keys, View};

/// Deepest nesting of type arguments that is written out.
const DEEPEST: usize = 24;

/// A schema, and how the import reads it.
pub(super) struct Shape {
    pub(super) schema: Object,
    pub(super) ty: TypeKind,
    pub(super) format: String,
}

/// What the words `enum` and `struct` in a type stand for.
#[derive(Clone, Copy)]
pub(super) struct Parts<'m> {
    pub(super) values: &'m [Text],
    pub(super) fields: &'m [Field],
    pub(super) format: &'m str,
}

impl Parts<'_> {
    /// None: a type that says everything itself.
    pub(super) const NONE: Self = Self { values: &[], fields: &[], format: "" };
}

impl Shape {
    fn new(ty: TypeKind) -> Self {
        Self { schema: Object::default(), ty, format: String::new() }
    }

    /// Returns whether the import reads another type than this one, or another format.
    pub(super) fn differs(&self, ty: &Type, format: &str) -> bool {
        self.ty.to_string() != **ty || self.format != format
    }
}

/// Returns the schema of a type.
pub(super) fn shape(keys: &Keys<'_>, ty: &Type, nullable: bool, parts: Parts<'_>) -> Shape {
    nested(keys, ty.kind(), nullable, parts, 0)
}

fn nested(keys: &Keys<'_>, ty: &TypeKind, nullable: bool, parts: Parts<'_>, depth: usize) -> Shape {
    let mut out = Shape::new(ty.clone());
    let name = |name: &str| if nullable { list([text(name), text("null")]) } else { text(name) };
    if depth > DEEPEST {
        return any(nullable);
    }
    match ty {
        TypeKind::Scalar(scalar, arguments) => {
            let Some((schema_type, implied)) = keywords(*scalar) else { return any(nullable) };
            let implied = width_format(*scalar, arguments).unwrap_or(implied);
            let format = if parts.format.is_empty() { implied } else { parts.format };
            out.schema.set("type", name(schema_type));
            out.schema.text("format", format);
            out.ty = match schema_type {
                "string" => text_type(format),
                "integer" => Scalar::Int,
                "boolean" => Scalar::Bool,
                _ if format == "decimal" => Scalar::Decimal,
                _ => Scalar::Float,
            }
            .into();
            format.clone_into(&mut out.format);
            if let (Scalar::String, [length]) = (scalar, &**arguments)
                && length.parse::<u32>().is_ok()
            {
                out.schema.set("maxLength", number(length.as_str()));
            }
        }
        TypeKind::Resource(named) | TypeKind::Foreign(named) => {
            let Some(key) = keys.get(named.as_str()) else { return any(nullable) };
            let mut reference = Object::default();
            reference.set("$ref", text(format!("#/components/schemas/{key}")));
            if nullable {
                out.schema.set("anyOf", list([reference.done(), null_type()]));
            } else {
                out.schema = reference;
            }
        }
        TypeKind::Enum(own) if own.is_empty() => {
            out.schema.set("type", name("string"));
            out.schema.text("format", parts.format);
            let values = parts.values.iter().map(|value| text(value.as_str()));
            out.schema.set("enum", list(values.chain(nullable.then(null))));
            parts.format.clone_into(&mut out.format);
            if parts.values.is_empty() {
                // An empty list of values allows nothing.
                out.schema = Object::default();
                out.schema.set("type", name("string"));
                out.ty = Scalar::String.into();
            }
        }
        TypeKind::Struct(own) if own.is_empty() => {
            out.schema.set("type", name("object"));
            let properties = properties(keys, parts.fields.iter());
            if properties.is_empty() {
                out.ty = Scalar::Json.into();
            }
            out.schema.set("properties", properties.done());
            required(&mut out.schema, keys.view, parts.fields);
        }
        // Bodies and parameters, which have no field beside them; the type is kept beside the schema.
        TypeKind::Enum(own) => {
            out.schema.set("type", name("string"));
            let values = own.iter().map(|value| text(value.as_str()));
            out.schema.set("enum", list(values.chain(nullable.then(null))));
            out.ty = TypeKind::Foreign(Text::EMPTY);
        }
        TypeKind::Struct(own) => {
            out.schema.set("type", name("object"));
            let mut properties = Object::default();
            for (field, element) in own {
                let mut inner = nested(keys, &element.kind, element.nullable(), Parts::NONE, depth + 1);
                if inner.ty != element.kind {
                    inner.schema.put("x-etched-type", text(element.kind.to_string()));
                }
                properties.put(field, inner.schema.done());
            }
            out.schema.set("properties", properties.done());
            let needed = own.iter().filter(|(_, element)| !element.nullable());
            out.schema.set("required", texts(needed.map(|(field, _)| &**field)));
            out.ty = TypeKind::Foreign(Text::EMPTY);
        }
        TypeKind::Array(item) => {
            let inner = nested(keys, &item.kind, item.nullable(), parts, depth + 1);
            out.ty = TypeKind::array(inner.ty.marked(Mark::of(item.nullable())));
            out.format = inner.format;
            out.schema.set("type", name("array"));
            out.schema.set("items", inner.schema.done());
        }
        TypeKind::Hash(pair) if pair.0.mark == Mark::Required && pair.0.kind == Scalar::String.into() => {
            let (key, value) = &**pair;
            let inner = nested(keys, &value.kind, value.nullable(), parts, depth + 1);
            if inner.schema.is_empty() {
                out.ty = Scalar::Json.into();
            } else {
                out.ty = TypeKind::hash(key.clone(), inner.ty.marked(Mark::of(value.nullable())));
                out.format = inner.format;
            }
            out.schema.set("type", name("object"));
            out.schema.set("additionalProperties", inner.schema.done());
        }
        TypeKind::OneOf(members) => {
            let (mut alternatives, mut read, mut formats) = (Vec::new(), Vec::new(), Vec::new());
            let mut known = HashSet::new();
            for member in members {
                let inner = nested(keys, &member.kind, member.nullable(), Parts::NONE, depth + 1);
                let element = inner.ty.marked(Mark::Required);
                if known.insert(element.clone()) {
                    read.push(element);
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
            out.ty = TypeKind::OneOf(read.into());
            out.schema.set("anyOf", list(alternatives));
        }
        TypeKind::Hash(_) | TypeKind::Open(_) => return any(nullable),
    }
    out
}

fn any(nullable: bool) -> Shape {
    let mut out = Shape::new(Scalar::Json.into());
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

/// Returns the properties of fields.
pub(super) fn properties<'m>(keys: &Keys<'_>, fields: impl Iterator<Item = &'m Field>) -> Object {
    let mut out = Object::default();
    let mut known = HashSet::new();
    for field in fields.filter(|field| keys.view.shows(field)) {
        if known.insert(&*field.name) {
            out.set(&field.name, property(keys, field));
        }
    }
    out
}

/// Adds the names of the fields that must be given; of all that are required anywhere, where those are others.
pub(super) fn required(schema: &mut Object, view: View, fields: &[Field]) {
    let names = |is: &dyn Fn(&Field) -> bool| {
        let mut seen = BTreeSet::new();
        let all = fields.iter().filter(|field| is(field) && seen.insert(&*field.name));
        all.map(|field| &*field.name).collect::<Vec<&str>>()
    };
    let given = names(&|field| view.requires(field));
    if view == View::Request {
        let all = names(&|field| field.required && view.shows(field));
        if all != given {
            schema.set("x-etched-required", texts(all));
        }
    }
    if !given.is_empty() {
        schema.set("required", texts(given));
    }
}

/// Returns the schema of a field.
pub(super) fn property(keys: &Keys<'_>, field: &Field) -> Json {
    // A field taken over from another schema brings no reference of its own.
    let none = Keys::new(BTreeMap::new(), keys.view);
    let keys = if field.inherited { &none } else { keys };
    let parts = Parts { values: &field.values, fields: &field.fields, format: &field.format };
    let shape = shape(keys, &field.ty, field.nullable, parts);
    let differs = shape.differs(&field.ty, &field.format);
    let Shape { mut schema, .. } = shape;
    if differs {
        schema.put("x-etched-type", text(&*field.ty));
        schema.text("x-etched-format", &field.format);
    }
    schema.text("description", &field.documentation);
    if let Some(default) = &field.default {
        schema.put("default", raw(default));
    }
    limit(&mut schema, field.ty.kind(), field.nullable, &field.constraints);
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
pub(super) fn limit(schema: &mut Object, ty: &TypeKind, nullable: bool, written: &[FieldConstraint]) {
    let mut keywords = Object::default();
    for constraint in written {
        let number = match constraint.arguments() {
            [Literal::Number(number)] => Some(number),
            _ => None,
        };
        let bound = |keyword: Option<&str>| keyword.map(str::to_owned).zip(number.map(|number| raw(number)));
        let keyword = match (constraint.name(), constraint.arguments()) {
            ("min", _) => bound(bound_keyword(ty, true)),
            ("max", _) => bound(bound_keyword(ty, false)),
            ("minimum", _) => bound(Some("minimum")),
            ("maximum", _) => bound(Some("maximum")),
            ("min_length", _) => bound(Some("minLength")),
            ("max_length", _) => bound(Some("maxLength")),
            ("min_items", _) => bound(Some("minItems")),
            ("max_items", _) => bound(Some("maxItems")),
            ("exclusive_min", _) => bound(Some("exclusiveMinimum")),
            ("exclusive_max", _) => bound(Some("exclusiveMaximum")),
            ("pattern", [Literal::Regex(regex)]) => {
                let inside = regex.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
                inside.map(|pattern| ("pattern".to_owned(), text(pattern.replace("\\/", "/"))))
            }
            ("one_of", [Literal::List(values)]) if !matches!(ty, TypeKind::Enum(_)) => {
                let values = values.iter().map(|value| raw(&value.to_json()));
                Some(("enum".to_owned(), list(values.chain(nullable.then(null)))))
            }
            ("private", []) => Some(("writeOnly".to_owned(), boolean(true))),
            ("auto" | "auto_update", []) => Some(("readOnly".to_owned(), boolean(true))),
            (name, arguments) => {
                let number = NUMBERS.iter().find(|(_, held)| *held == name).map(|(keyword, _)| *keyword);
                let flag = FLAGS.iter().find(|(_, held)| *held == name && arguments.is_empty());
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
    let same = constraints(&Wrapped::alone(&map), ty) == written;
    for entry in map.iter() {
        schema.set(&entry.key, entry.node.clone());
    }
    if !same {
        schema.set("x-etched-constraints", texts(written.iter().map(|constraint| &**constraint)));
    }
}

/// Adds the relationships that the import derives from a field of this type: their kinds by their targets.
pub(super) fn related<'t>(
    keys: &Keys<'_>,
    ty: &'t TypeKind,
    kind: &'static str,
    out: &mut HashMap<&'t str, &'static str>,
) {
    match ty {
        TypeKind::Resource(name) | TypeKind::Foreign(name) if keys.contains_key(name.as_str()) => {
            out.entry(name).or_insert(kind);
        }
        TypeKind::Array(item) => {
            related(keys, &item.kind, if kind == "has_one" { "has_many" } else { kind }, out);
        }
        TypeKind::OneOf(members) => {
            for member in members {
                related(keys, &member.kind, if kind == "has_one" { "one_of" } else { kind }, out);
            }
        }
        _ => {}
    }
}

/// Returns the `format` that OpenAPI has for a stated width.
fn width_format(scalar: Scalar, arguments: &[Text]) -> Option<&'static str> {
    let [width] = arguments else { return None };
    Some(match (scalar, width.as_str()) {
        (Scalar::Int, "8") => "int8",
        (Scalar::Int, "16") => "int16",
        (Scalar::Int, "32") => "int32",
        (Scalar::Int, "64") => "int64",
        (Scalar::Float, "32") => "float",
        (Scalar::Float, "64") => "double",
        _ => return None,
    })
}

/// Returns the `type` of a scalar and the `format` that goes without saying; `None` where any value will do.
fn keywords(scalar: Scalar) -> Option<(&'static str, &'static str)> {
    Some(match scalar {
        Scalar::Json => return None,
        Scalar::Int => ("integer", ""),
        Scalar::Float => ("number", ""),
        Scalar::Bool => ("boolean", ""),
        Scalar::String => ("string", ""),
        Scalar::Timestamp => ("string", "date-time"),
        Scalar::Url => ("string", "uri"),
        Scalar::Bytes => ("string", "byte"),
        scalar => ("string", scalar.name()),
    })
}
