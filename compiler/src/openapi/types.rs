//! What values a schema allows, as a type of ours.

use std::collections::HashSet;

use crate::model::{Element, Field, Mark, Scalar, Text, Type, TypeKind};

use super::Import;
use super::load::Version;
use super::node::{At, Map, Node, Value};
use super::nullable;
use super::refs::Target;
use super::wrapped;

/// References into the middle of schemas are written out; deeper chains of them than this become `json`.
const DEEPEST_COPY: usize = 16;

/// Deepest nesting of types, which copies of parts that nest deeply could pass; an export of it is still readable.
const DEEPEST_TYPE: usize = 90;

/// Deepest nesting of types through `allOf`, where each schema starts anew, which bounds the stack.
pub(crate) const DEEPEST_STACK: usize = 160;

/// Keywords that say what values are made of, of which a schema needs no two.
const STRUCTURE: [&str; 8] =
    ["format", "properties", "required", "additionalProperties", "items", "allOf", "anyOf", "oneOf"];

/// A type, and what the words `enum` and `struct` in it stand for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
    pub(crate) values: Vec<Text>,
    pub(crate) fields: Vec<Field>,
    pub(crate) format: String,
}

impl Typed {
    fn of(ty: impl Into<Type>) -> Self {
        Self { ty: ty.into(), ..Self::default() }
    }

    /// Anything at all.
    fn any() -> Self {
        Self::of(Scalar::Json)
    }

    /// An inline struct.
    fn structure(fields: Vec<Field>) -> Self {
        Self { fields, ..Self::of(TypeKind::Struct(Box::default())) }
    }

    /// The type with its null mark, as an element of another.
    fn element(&self) -> Element {
        self.ty.kind().clone().marked(Mark::of(self.nullable))
    }

    /// The type as an element of another one.
    fn wrapped(self, outer: impl FnOnce(Element) -> TypeKind) -> Self {
        Self { ty: outer(self.element()).into(), nullable: false, ..self }
    }
}

impl<'d, 't> Import<'d, 't> {
    /// Returns the type of a schema.
    pub(crate) fn typed(&mut self, node: &'d Node<'t>, at: &At<'_>) -> Typed {
        let mut typed = self.type_of(node, at);
        typed.nullable = nullable::nullable(&self.document, &mut self.nullable, node);
        typed
    }

    fn type_of(&mut self, node: &'d Node<'t>, at: &At<'_>) -> Typed {
        if self.level >= DEEPEST_TYPE || self.stacked >= DEEPEST_STACK {
            self.report.note("type nested deeper than 90 levels", at);
            return Typed::any();
        }
        self.level += 1;
        self.stacked += 1;
        let typed = self.type_of_part(node, at);
        self.stacked -= 1;
        self.level -= 1;
        typed
    }

    fn type_of_part(&mut self, node: &'d Node<'t>, at: &At<'_>) -> Typed {
        let map = match &node.value {
            Value::Map(map) => map,
            _ if node.boolean().is_some() => {
                if !node.is_true() {
                    self.report.note("schema that allows nothing", at);
                }
                return Typed::any();
            }
            _ => {
                self.report.warn(node.line, at, format!("expected a schema, found {}", node.kind()));
                return Typed::any();
            }
        };
        self.leftovers(map, at);
        if let Some(ty) = map.get("x-etched-type").and_then(Node::text) {
            return self.declared_type(ty, map, at);
        }
        self.unread_structure(map, at);
        if let Some(reference) = map.get("$ref").and_then(Node::text) {
            return self.referred_type(reference, node, map, at);
        }
        if let Some(members) = map.get("allOf").and_then(Node::list) {
            return self.combined(node, map, members, at);
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(alternatives) = map.get(key).and_then(Node::list)
                && let Some(typed) = self.alternatives(map, alternatives, &at.to(key))
            {
                return typed;
            }
        }
        if let Some(value) = map.get("const") {
            return self.one_of_values(std::slice::from_ref(value), map);
        }
        if let Some(values) = map.get("enum").and_then(Node::list) {
            return self.one_of_values(values, map);
        }
        match type_names(map).as_slice() {
            [] => self.untyped(map, at),
            [name] => self.named_type(name, node, map, at),
            names => {
                let mut parts: Vec<Typed> = Vec::new();
                for name in names {
                    parts.push(self.named_type(name, node, map, at));
                }
                union(parts)
            }
        }
    }

    /// Counts what a schema says about a structure its values cannot have, or that something else in it decides.
    fn unread_structure(&mut self, map: &'d Map<'t>, at: &At<'_>) {
        if self.report.muted > 0 {
            return;
        }
        // In one pass over the schema: there are many schemas, and most of their keys are others.
        let place = |key: &str| STRUCTURE.iter().chain(&["$ref", "const", "enum"]).position(|known| *known == key);
        let held = map.iter().filter_map(|entry| place(&entry.key)).fold(0_u32, |held, at| held | 1 << at);
        if held & ((1 << STRUCTURE.len()) - 1) == 0 {
            return;
        }
        let has = |key: &str| place(key).is_some_and(|at| held & 1 << at != 0);
        let object = ["properties", "required", "additionalProperties"].as_slice();
        let names = type_names(map);
        let members = map.get("allOf").and_then(Node::list);
        let read: Vec<&str> = match members {
            _ if has("$ref") => vec!["$ref"],
            Some(_) if wrapped::referred(map).is_some() => vec!["allOf"],
            Some(members) => {
                let structural = has("properties") || members.iter().any(wrapped::has_structure);
                // Of an object the rest is counted with its members.
                match (structural, members.iter().any(says_type)) {
                    (true, _) => STRUCTURE.to_vec(),
                    (false, true) => vec!["allOf"],
                    (false, false) => vec!["allOf", "format"],
                }
            }
            None if has("properties") || names == ["object"] => object.to_vec(),
            None if has("anyOf") => vec!["anyOf"],
            None if has("oneOf") => vec!["oneOf"],
            None if has("const") || has("enum") => vec!["format"],
            None if names == ["array"] => vec!["items"],
            None if names.is_empty() && has("additionalProperties") => object.to_vec(),
            None if names.is_empty() && has("items") => vec!["items"],
            None if names.len() > 1 => [object, &["items", "format"]].concat(),
            None => vec!["format"],
        };
        for key in STRUCTURE.iter().filter(|key| has(key) && !read.contains(*key)) {
            self.report.note(format!("`{key}` of a schema that something else decides"), at);
        }
    }

    /// A type text our own export wrote because no keyword says it.
    fn declared_type(&mut self, ty: &str, map: &'d Map<'t>, at: &At<'_>) -> Typed {
        let format = map.get("x-etched-format").and_then(Node::text).unwrap_or_default().to_owned();
        let mut typed = Typed { format, ..Typed::of(ty) };
        let mut inner = map;
        let mut depth = 0;
        while let Some(next) = inner.get("items").or_else(|| inner.get("additionalProperties")).and_then(Node::map)
            && depth < super::node::MAX_DEPTH
        {
            inner = next;
            depth += 1;
        }
        if let Some(values) = inner.get("enum").and_then(Node::list) {
            typed.values = values.iter().filter_map(Node::text).map(Text::from).collect();
        }
        if inner.get("properties").is_some() {
            typed.fields = self.struct_fields(inner, at);
        }
        typed
    }

    fn referred_type(&mut self, reference: &'d str, node: &'d Node<'t>, map: &'d Map<'t>, at: &At<'_>) -> Typed {
        if self.document.version == Version::V30 && map.len() > 1 {
            self.report.note("sibling of `$ref`, which OpenAPI 3.0 ignores", at);
        }
        match self.document.target(reference) {
            Target::Resource(name) => Typed::of(Type::named(&self.document.shown(name).into())),
            Target::Inside { node: target, .. } => {
                if self.copying >= DEEPEST_COPY || self.copies == 0 {
                    self.report
                        .note("`$ref` into the middle of a schema, nested too deep or too often to write out", at);
                    return Typed::any();
                }
                self.copying += 1;
                self.copies -= 1;
                // What is wrong with the target is reported where it stands.
                self.report.muted += 1;
                let typed = self.type_of(target, at);
                self.report.muted -= 1;
                self.copying -= 1;
                typed
            }
            missed => {
                if !self.in_component {
                    self.document.missed(missed, reference, node, at, &mut self.report);
                }
                Typed::any()
            }
        }
    }

    /// `allOf`: one type with annotations around it, or several structs in one.
    fn combined(&mut self, node: &'d Node<'t>, map: &'d Map<'t>, members: &'d [Node<'t>], at: &At<'_>) -> Typed {
        let here = at.to("allOf");
        if let Some((index, member)) = wrapped::referred(map) {
            for (beside, other) in members.iter().enumerate().filter(|(place, _)| *place != index) {
                if let Some(other) = other.map() {
                    self.leftovers(other, &here.item(beside));
                    for key in ["required", "format"].iter().filter(|key| other.get(key).is_some()) {
                        self.report.note(format!("`{key}` beside a `$ref`"), &here.item(beside));
                    }
                }
            }
            return self.type_of(member, &here.item(index));
        }
        let typed: Vec<(usize, &'d Node<'t>)> =
            members.iter().enumerate().filter(|(_, member)| says_type(member)).collect();
        let own = map.get("properties").is_some();
        if let ([(index, member)], false) = (typed.as_slice(), own) {
            for (place, other) in members.iter().enumerate().filter(|(place, _)| place != index) {
                if let Some(other) = other.map() {
                    self.leftovers(other, &here.item(place));
                }
            }
            return self.type_of(member, &here.item(*index));
        }
        let structural = own || typed.iter().any(|(_, member)| wrapped::has_structure(member));
        if structural {
            self.beside_fields(map, at);
            let fields = self.collected(node, at, false).fields;
            return Typed::structure(fields);
        }
        for (place, member) in members.iter().enumerate() {
            if let Some(member) = member.map() {
                self.leftovers(member, &here.item(place));
            }
        }
        match typed.first() {
            Some((index, member)) => {
                if typed.len() > 1 {
                    self.report.note("`allOf` of several types that are no objects", at);
                }
                self.type_of(member, &here.item(*index))
            }
            None => match type_names(map).as_slice() {
                [name] => self.named_type(name, node, map, at),
                _ => self.untyped(map, at),
            },
        }
    }

    /// `anyOf` and `oneOf`; `None` when the alternatives say nothing about the type.
    fn alternatives(&mut self, map: &'d Map<'t>, alternatives: &'d [Node<'t>], at: &At<'_>) -> Option<Typed> {
        let real: Vec<(usize, &'d Node<'t>)> = nullable::real_alternatives(alternatives).collect();
        if map.get("properties").is_some() || !real.iter().any(|(_, node)| says_type(node)) {
            if map.get("properties").is_none() {
                for (index, node) in &real {
                    self.untaken(node, &at.item(*index));
                }
            }
            // `anyOf: [{}, {type: "null"}]` is any value.
            let any = real.len() == 1 && real.len() < alternatives.len() && map.get("type").is_none();
            return any.then(Typed::any);
        }
        if let [(index, node)] = real.as_slice() {
            return Some(self.type_of(node, &at.item(*index)));
        }
        let mut parts = Vec::with_capacity(real.len());
        for (index, node) in real {
            let at = at.item(index);
            self.unheard(node, "one of several alternatives", &at);
            parts.push(self.typed(node, &at));
        }
        if parts.iter().any(|part| !part.fields.is_empty()) {
            self.report.note("fields of one of several alternatives", at);
        }
        let all_values = parts.iter().all(|part| matches!(part.ty.kind(), TypeKind::Enum(_)));
        for _ in parts.iter().filter(|part| !all_values && !part.values.is_empty()) {
            self.report.note("values of one of several alternatives", at);
        }
        let formats = parts.iter().filter(|part| !part.format.is_empty()).count();
        let typed = if all_values { merged_values(parts) } else { union(parts) };
        for _ in 0..if typed.format.is_empty() { formats } else { 0 } {
            self.report.note("`format` of one of several alternatives", at);
        }
        Some(typed)
    }

    /// `enum` and `const`: texts are an `enum`; other values keep their type, and a constraint lists them.
    fn one_of_values(&mut self, values: &'d [Node<'t>], map: &'d Map<'t>) -> Typed {
        let names = type_names(map);
        let text = |value: &Node<'_>| matches!(value.value, Value::Text(_));
        let all = |test: &dyn Fn(&Node<'_>) -> bool| values.iter().filter(|value| !value.is_null()).all(test);
        if values.iter().any(text) && all(&text) || names == ["string"] && all(&|value| value.scalar().is_some()) {
            let values = values.iter().filter_map(Node::scalar).map(Text::from).collect();
            let format = map.get("format").and_then(Node::text).unwrap_or_default().to_owned();
            return Typed { values, format, ..Typed::of(TypeKind::Enum(Box::default())) };
        }
        let digits = |value: &Node<'_>| value.number().is_some();
        let ty = match names.as_slice() {
            ["integer"] => Scalar::Int,
            ["number"] => Scalar::Float,
            ["boolean"] => Scalar::Bool,
            ["string"] => Scalar::String,
            _ if all(&|value| value.number().is_some_and(|text| !text.contains(['.', 'e', 'E']))) => Scalar::Int,
            _ if all(&digits) => Scalar::Float,
            _ if all(&|value| value.boolean().is_some()) => Scalar::Bool,
            _ => Scalar::Json,
        };
        let ty = if values.iter().all(Node::is_null) && names.is_empty() { Scalar::Json } else { ty };
        let format = map.get("format").and_then(Node::text).unwrap_or_default().to_owned();
        Typed { format, ..Typed::of(ty) }
    }

    fn named_type(&mut self, name: &str, node: &'d Node<'t>, map: &'d Map<'t>, at: &At<'_>) -> Typed {
        let format = map.get("format").and_then(Node::text).unwrap_or_default();
        let with_format = |scalar: Scalar| Typed { format: format.to_owned(), ..Typed::of(scalar) };
        match name {
            "string" => with_format(text_type(format)),
            "integer" => with_format(Scalar::Int),
            "number" => with_format(if format == "decimal" { Scalar::Decimal } else { Scalar::Float }),
            "boolean" => with_format(Scalar::Bool),
            "array" => self.array(map, at),
            "object" => self.object(map, at),
            "file" => with_format(Scalar::String),
            "any" => with_format(Scalar::Json),
            _ => {
                self.report.warn(node.line, at, format!("no type is called {name:?}"));
                self.report.note("type that JSON Schema does not have", at);
                with_format(Scalar::Json)
            }
        }
    }

    fn array(&mut self, map: &'d Map<'t>, at: &At<'_>) -> Typed {
        match map.get("items") {
            Some(items) if items.list().is_none() => {
                let here = at.to("items");
                self.unheard(items, "array items", &here);
                self.typed(items, &here).wrapped(TypeKind::array)
            }
            Some(_) => {
                self.report.note("list of schemas under `items`", at);
                Typed::any().wrapped(TypeKind::array)
            }
            None => Typed::any().wrapped(TypeKind::array),
        }
    }

    fn object(&mut self, map: &'d Map<'t>, at: &At<'_>) -> Typed {
        if map.get("properties").and_then(Node::map).is_some_and(|properties| properties.len() > 0) {
            self.closed(map, at);
            return Typed::structure(self.struct_fields(map, at));
        }
        match map.get("additionalProperties") {
            Some(values) if values.map().is_some_and(|values| values.len() > 0) => {
                let here = at.to("additionalProperties");
                self.unheard(values, "the values of a map", &here);
                let key = TypeKind::from(Scalar::String).marked(Mark::Required);
                self.typed(values, &here).wrapped(|value| TypeKind::hash(key, value))
            }
            _ => Typed::any(),
        }
    }

    /// A schema without `type`: its other keywords say what it is about.
    fn untyped(&mut self, map: &'d Map<'t>, at: &At<'_>) -> Typed {
        let has = |keys: &[&str]| keys.iter().any(|key| map.get(key).is_some());
        if has(&["properties"]) || map.get("additionalProperties").is_some_and(|more| more.map().is_some()) {
            return self.object(map, at);
        }
        if has(&["items"]) {
            return self.array(map, at);
        }
        let format = map.get("format").and_then(Node::text).unwrap_or_default();
        let ty = match format {
            "int32" | "int64" => Scalar::Int,
            "float" | "double" => Scalar::Float,
            _ if has(&["pattern", "minLength", "maxLength"]) || text_type(format) != Scalar::String => {
                text_type(format)
            }
            _ if has(&["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"]) => Scalar::Float,
            _ => Scalar::Json,
        };
        Typed { format: format.to_owned(), ..Typed::of(ty) }
    }
}

/// Several lists of values in one.
fn merged_values(parts: Vec<Typed>) -> Typed {
    let format = parts.first().map(|part| part.format.clone()).unwrap_or_default();
    let same = parts.iter().all(|part| part.format == format);
    let nullable = parts.iter().any(|part| part.nullable);
    let mut seen = HashSet::new();
    let values = parts.into_iter().flat_map(|part| part.values).filter(|value| seen.insert(value.clone())).collect();
    Typed {
        nullable,
        values,
        format: if same { format } else { String::new() },
        ..Typed::of(TypeKind::Enum(Box::default()))
    }
}

/// Several types in one: equal ones once, and no inline structs or enums, since those need a place of their own.
fn union(parts: Vec<Typed>) -> Typed {
    let nullable = parts.iter().any(|part| part.nullable);
    let mut kinds: Vec<TypeKind> = Vec::new();
    let mut known = HashSet::new();
    let mut format = String::new();
    for part in parts {
        let kind = part.ty.kind().clone().with_innermost(|innermost| match innermost {
            TypeKind::Enum(_) => Scalar::String.into(),
            TypeKind::Struct(_) => Scalar::Json.into(),
            other => other,
        });
        if format.is_empty() && kinds.is_empty() {
            format.clone_from(&part.format);
        } else if format != part.format {
            format.clear();
        }
        if known.insert(kind.clone()) {
            kinds.push(kind);
        }
    }
    let kind = match kinds.len() {
        1 => kinds.remove(0),
        _ => TypeKind::OneOf(kinds.into_iter().map(|kind| kind.marked(Mark::Required)).collect()),
    };
    Typed { nullable, format, ..Typed::of(kind) }
}

/// Returns the entries of `type` apart from `null`.
pub(crate) fn type_names<'n>(map: &'n Map<'_>) -> Vec<&'n str> {
    match map.get("type") {
        Some(Node { value: Value::Text(name), .. }) if name != "null" => vec![name],
        Some(Node { value: Value::List(names), .. }) => {
            let mut distinct: Vec<&str> = Vec::new();
            for name in names.iter().filter_map(Node::text).filter(|name| *name != "null") {
                if !distinct.contains(&name) && distinct.len() < 8 {
                    distinct.push(name);
                }
            }
            distinct
        }
        _ => Vec::new(),
    }
}

/// Returns our type for texts of a format; the format is kept beside it.
pub(crate) fn text_type(format: &str) -> Scalar {
    match format {
        "uuid" => Scalar::Uuid,
        "ulid" => Scalar::Ulid,
        "date-time" => Scalar::Timestamp,
        "date" => Scalar::Date,
        "time" => Scalar::Time,
        "email" | "idn-email" => Scalar::Email,
        "uri" | "url" | "iri" => Scalar::Url,
        "decimal" => Scalar::Decimal,
        "byte" => Scalar::Bytes,
        "duration" => Scalar::Duration,
        "phone" => Scalar::Phone,
        "text" => Scalar::Text,
        "markdown" => Scalar::Markdown,
        _ => Scalar::String,
    }
}

/// Returns whether a schema says what values it allows, and is more than an annotation or a list of required names.
pub(crate) fn says_type(node: &Node<'_>) -> bool {
    node.map().is_some_and(|map| {
        map.iter().any(|entry| {
            matches!(
                &*entry.key,
                "$ref"
                    | "type"
                    | "properties"
                    | "items"
                    | "additionalProperties"
                    | "allOf"
                    | "anyOf"
                    | "oneOf"
                    | "enum"
                    | "const"
                    | "format"
                    | "pattern"
                    | "x-etched-type"
            )
        })
    })
}
