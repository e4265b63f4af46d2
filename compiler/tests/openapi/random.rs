//! Documents written from random models, by a writer of this test's own, import to those models.
//!
//! The writer draws how to say each thing among the ways the specification allows: version, notation, spelling of null,
//! references direct or wrapped, parameters inline or shared, keys in any order.

use std::collections::BTreeSet;

use etched_compiler::model::{
    Alternative, Field, FieldExtra, Model, Parameter, Reference, Relationship, Resource, Route, Text,
};
use etched_compiler::openapi::import;

use super::seeded::Random;

/// JSON with keys in order.
#[derive(Clone, Debug)]
enum Json {
    Text(String),
    /// Null, booleans and numbers.
    Bare(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

fn text(text: impl Into<String>) -> Json {
    Json::Text(text.into())
}

fn object<const N: usize>(entries: [(&str, Json); N]) -> Json {
    Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

impl Json {
    fn set(&mut self, key: &str, value: Json) {
        if let Json::Object(entries) = self {
            entries.push((key.to_owned(), value));
        }
    }

    fn shuffled(self, random: &mut Random) -> Json {
        match self {
            Json::Object(mut entries) => {
                for at in (1..entries.len()).rev() {
                    entries.swap(at, random.below(at + 1));
                }
                Json::Object(entries)
            }
            other => other,
        }
    }

    fn json(&self, out: &mut String, spaces: bool) {
        let gap = if spaces { "\n " } else { "" };
        match self {
            Json::Text(text) => out.push_str(&serde_json::to_string(text).expect("text")),
            Json::Bare(text) => out.push_str(text),
            Json::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    out.push_str(gap);
                    item.json(out, spaces);
                }
                out.push(']');
            }
            Json::Object(entries) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    out.push_str(gap);
                    out.push_str(&serde_json::to_string(key).expect("text"));
                    out.push(':');
                    out.push_str(if spaces { " " } else { "" });
                    value.json(out, spaces);
                }
                out.push('}');
            }
        }
    }

    fn yaml(&self, out: &mut String, indent: usize, random: &mut Random) {
        let line = |out: &mut String| {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
        };
        match self {
            Json::List(items) if !items.is_empty() && random.chance(80) => {
                for item in items {
                    line(out);
                    out.push_str("- ");
                    item.yaml(out, indent + 2, random);
                }
            }
            Json::Object(entries) if !entries.is_empty() && random.chance(90) => {
                for (key, value) in entries {
                    line(out);
                    let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !key.is_empty();
                    match random.below(3) {
                        0 if plain => out.push_str(key),
                        1 => out.push_str(&format!("'{}'", key.replace('\'', "''"))),
                        _ => out.push_str(&serde_json::to_string(key).expect("text")),
                    }
                    out.push_str(": ");
                    value.yaml(out, indent + 2, random);
                }
            }
            Json::Text(text) if text.contains('\n') && !text.starts_with([' ', '\n']) && random.chance(50) => {
                out.push_str(if text.ends_with('\n') { "|+" } else { "|-" });
                for part in text.lines() {
                    line(out);
                    out.push_str(part);
                }
            }
            other => other.json(out, false),
        }
    }
}

/// How a document is written.
struct Writer {
    random: Random,
    v31: bool,
}

impl Writer {
    /// Allows null in one of the ways there are.
    fn nullable(&mut self, schema: Json) -> Json {
        let Json::Object(mut entries) = schema else { return schema };
        let null_type = if self.random.chance(70) {
            object([("type", text("null"))])
        } else {
            object([("enum", Json::List(vec![Json::Bare("null".into())]))])
        };
        let at = |entries: &[(String, Json)], name: &str| entries.iter().position(|(key, _)| key == name);
        let type_at = at(&entries, "type").filter(|_| self.v31);
        match (type_at, at(&entries, "enum")) {
            (_, Some(place)) if self.random.chance(50) => {
                if let Json::List(values) = &mut entries[place].1 {
                    values.push(Json::Bare("null".into()));
                }
                Json::Object(entries)
            }
            (Some(place), None) if self.random.chance(60) => {
                let mut types = vec![entries[place].1.clone(), text("null")];
                if self.random.chance(50) {
                    types.reverse();
                }
                entries[place].1 = Json::List(types);
                Json::Object(entries)
            }
            _ if self.v31 && self.random.chance(60) => {
                let mut both = vec![Json::Object(entries), null_type];
                if self.random.chance(50) {
                    both.reverse();
                }
                object([(*self.random.pick(&["anyOf", "oneOf"]), Json::List(both))])
            }
            // Beside a `$ref`, 3.0 ignores it.
            _ if at(&entries, "$ref").is_some() => {
                object([("allOf", Json::List(vec![Json::Object(entries)])), ("nullable", Json::Bare("true".into()))])
            }
            _ => {
                entries.push(("nullable".into(), Json::Bare("true".into())));
                Json::Object(entries)
            }
        }
    }

    fn reference(&mut self, name: &str) -> Json {
        let mut pointer = name.replace('~', "~0").replace('/', "~1");
        if self.random.chance(30) || pointer.contains('%') {
            pointer = pointer.replace('%', "%25").replace('+', "%2B").replace(' ', "%20");
        }
        let reference = object([("$ref", text(format!("#/components/schemas/{pointer}")))]);
        match self.random.below(6) {
            0 => object([("allOf", Json::List(vec![reference])), ("description", text(""))]),
            1 => object([("anyOf", Json::List(vec![reference]))]),
            _ => reference,
        }
    }
}

/// A model under construction.
struct Draw {
    writer: Writer,
    names: Vec<String>,
    /// Named schemas the current one refers to.
    referred: BTreeSet<String>,
}

impl Draw {
    /// Draws a type; `kind` is the relationship a reference in it would be, if any.
    fn typed(&mut self, depth: usize, kind: Option<&str>, found: &mut Vec<(String, String)>) -> (Field, Json) {
        let random = &mut self.writer.random;
        let plain = [
            ("string", "string", ""),
            ("string", "string", "my-own"),
            ("int", "integer", "int64"),
            ("int", "integer", ""),
            ("float", "number", "double"),
            ("bool", "boolean", ""),
            ("uuid", "string", "uuid"),
            ("timestamp", "string", "date-time"),
            ("date", "string", "date"),
            ("email", "string", "email"),
            ("url", "string", "uri"),
            ("decimal", "number", "decimal"),
        ];
        match random.below(if depth > 3 { 5 } else { 10 }) {
            0..=2 => {
                let (ty, name, format) = *random.pick(&plain);
                let mut schema = object([("type", text(name))]);
                if !format.is_empty() {
                    schema.set("format", text(format));
                }
                (
                    Field {
                        ty: ty.into(),
                        extra: FieldExtra { format: format.into(), ..Default::default() }.into(),
                        ..Field::default()
                    },
                    schema,
                )
            }
            3 => {
                let values: Vec<Text> = (0..=random.below(4)).map(|value| format!("v {value}").into()).collect();
                let mut schema = object([("enum", Json::List(values.iter().map(|value| text(&**value)).collect()))]);
                if random.chance(70) {
                    schema.set("type", text("string"));
                }
                (
                    Field {
                        ty: "enum".into(),
                        extra: FieldExtra { values, ..Default::default() }.into(),
                        ..Field::default()
                    },
                    schema,
                )
            }
            4 | 5 => {
                let name = random.pick(&self.names).clone();
                self.referred.insert(name.clone());
                if let Some(kind) = kind {
                    found.push((kind.to_owned(), name.clone()));
                }
                (Field { ty: name.clone().into(), ..Field::default() }, self.writer.reference(&name))
            }
            6 => {
                let kind = kind.map(|kind| if kind == "has_one" { "has_many" } else { kind });
                let (inner, schema) = self.element(depth, kind, found);
                let schema = object([("type", text("array")), ("items", schema)]);
                (Field { ty: format!("array<{}>", inner.ty).into(), ..inner }, schema)
            }
            7 => {
                let (inner, schema) = self.element(depth, None, found);
                let schema = object([("type", text("object")), ("additionalProperties", schema)]);
                (Field { ty: format!("hash<string!,{}>", inner.ty).into(), ..inner }, schema)
            }
            8 => {
                let count = 1 + random.below(3);
                let (mut fields, mut properties, mut required) = (Vec::new(), Json::Object(Vec::new()), Vec::new());
                for at in 0..count {
                    let name = format!("in{at}");
                    let (field, schema) = self.field(&name, depth + 1, None, &mut Vec::new());
                    if field.required {
                        required.push(text(&*name));
                    }
                    properties.set(&name, schema);
                    fields.push(field);
                }
                let mut schema = object([("type", text("object")), ("properties", properties)]);
                if !required.is_empty() {
                    schema.set("required", Json::List(required));
                }
                (
                    Field {
                        ty: "struct".into(),
                        extra: FieldExtra { fields, ..Default::default() }.into(),
                        ..Field::default()
                    },
                    schema,
                )
            }
            _ => {
                let (one, other) = (random.below(self.names.len()), random.below(self.names.len()));
                if one == other {
                    return (Field { ty: "json".into(), ..Field::default() }, object([]));
                }
                let pair = [self.names[one].clone(), self.names[other].clone()];
                let kind = kind.map(|kind| if kind == "has_one" { "one_of" } else { kind });
                let mut alternatives = Vec::new();
                for name in &pair {
                    self.referred.insert(name.clone());
                    found.extend(kind.map(|kind| (kind.to_owned(), name.clone())));
                    alternatives.push(self.writer.reference(name));
                }
                let schema = object([(*self.writer.random.pick(&["anyOf", "oneOf"]), Json::List(alternatives))]);
                (Field { ty: format!("one_of<{}!, {}!>", pair[0], pair[1]).into(), ..Field::default() }, schema)
            }
        }
    }

    /// An element of an array or map, its null mark in the type.
    fn element(&mut self, depth: usize, kind: Option<&str>, found: &mut Vec<(String, String)>) -> (Field, Json) {
        let (mut field, mut schema) = self.typed(depth + 1, kind, found);
        // Any value at all cannot be told from any value or null, and an empty object is any value in a map.
        if field.ty == "json" {
            (field, schema) = (Field { ty: "bool".into(), ..Field::default() }, object([("type", text("boolean"))]));
        }
        let nullable = self.writer.random.chance(25);
        if nullable {
            schema = self.writer.nullable(schema);
        }
        field.ty = format!("{}{}", field.ty, if nullable { '?' } else { '!' }).into();
        (field, schema)
    }

    fn field(
        &mut self,
        name: &str,
        depth: usize,
        kind: Option<&str>,
        found: &mut Vec<(String, String)>,
    ) -> (Field, Json) {
        let (mut field, mut schema) = self.typed(depth, kind, found);
        field.name = name.into();
        field.nullable = field.ty != "json" && self.writer.random.chance(30);
        if field.nullable {
            schema = self.writer.nullable(schema);
        }
        field.required = self.writer.random.chance(40);
        let bare = matches!(&schema, Json::Object(entries) if entries.iter().all(|(key, _)| key != "$ref" && key != "description"));
        if bare && self.writer.random.chance(30) {
            field.documentation = format!("About {name}\n\n\"quoted\" # and: more\n").into();
            schema.set("description", text(&*field.documentation));
        }
        if bare && self.writer.random.chance(15) {
            field.constraints.push("@read_only".into());
            schema.set("readOnly", Json::Bare("true".into()));
        }
        if bare && self.writer.random.chance(15) {
            // Data, whatever it looks like.
            let data = object([("$ref", text("#/components/schemas/R0"))]);
            let key = if self.writer.random.chance(50) { "example" } else { "x-example" };
            schema.set(key, data);
        }
        (field, schema.shuffled(&mut self.writer.random))
    }
}

/// What must come out, as text: every part of the model that the document says.
fn shown(model: &Model) -> String {
    let mut out = String::new();
    for resource in &model.resources {
        out.push_str(&format!("{}\n", resource.name));
        resource.fields.iter().for_each(|inner| shown_field(inner, 2, &mut out));
        for to in &resource.relationships {
            out.push_str(&format!("  -> {} {} {}\n", to.name, to.kind, to.target));
        }
    }
    let references: BTreeSet<&Reference> = model.references.iter().collect();
    assert_eq!(references.len(), model.references.len(), "each reference once");
    for reference in references {
        out.push_str(&format!("{} .. {}\n", reference.from, reference.to));
    }
    for route in &model.routes {
        out.push_str(&format!(
            "{} {} {} {} {}",
            route.method, route.path, route.handler, route.request_body, route.response_body
        ));
        for parameter in &route.parameters {
            let required = parameter.required;
            out.push_str(&format!(" {}:{}:{}:{required}", parameter.location, parameter.name, parameter.ty));
        }
        assert_eq!(route.middleware, [""; 0], "security is no middleware");
        out.push_str(&format!(" {:?} {:?}\n", route.tags, route.security));
    }
    out
}

fn shown_field(field: &Field, indent: usize, out: &mut String) {
    let Field { name, ty, nullable, required, constraints, inherited, extra, .. } = field;
    let FieldExtra { documentation, format, values, fields, .. } = &**extra;
    out.push_str(&" ".repeat(indent));
    out.push_str(&format!(
        "{name}: {ty} null={nullable} req={required} {constraints:?} {documentation:?} {format:?} {values:?} inh={inherited}\n"
    ));
    fields.iter().for_each(|inner| shown_field(inner, indent + 2, out));
}

impl Draw {
    fn resource(&mut self, at: usize, model: &mut Model) -> Json {
        self.referred.clear();
        let name = self.names[at].clone();
        let mut resource = Resource { name: name.clone().into(), ..Resource::default() };
        let mut all_of = Vec::new();
        if at > 0 && self.writer.random.chance(30) {
            let base = &model.resources[self.writer.random.below(at)];
            let inherited = base.fields.iter().cloned().map(|field| Field { inherited: true, ..field });
            resource.fields.extend(inherited);
            resource.relationships.push(Relationship {
                name: base.name.clone(),
                kind: "extends".into(),
                target: base.name.clone(),
                ..Relationship::default()
            });
            let pointer = base.name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
            all_of.push(object([("$ref", text(format!("#/components/schemas/{pointer}")))]));
        }
        let (mut properties, mut required) = (Json::Object(Vec::new()), Vec::new());
        for place in 0..self.writer.random.below(5) {
            let name = format!("{at}@{place}");
            let mut found = Vec::new();
            let (field, schema) = self.field(&name, 0, Some("has_one"), &mut found);
            if field.required {
                required.push(text(&*name));
            }
            properties.set(&name, schema);
            for (kind, target) in found {
                let known = |to: &Relationship| to.name == name && to.target == target;
                if !resource.relationships.iter().any(known) {
                    resource.relationships.push(Relationship {
                        name: name.clone().into(),
                        kind: kind.into(),
                        target: target.into(),
                        ..Relationship::default()
                    });
                }
            }
            resource.fields.push(field);
        }
        let mut own = object([("type", text("object")), ("properties", properties)]);
        if !required.is_empty() {
            own.set("required", Json::List(required));
        }
        let own = own.shuffled(&mut self.writer.random);
        let covered: BTreeSet<&str> = resource.relationships.iter().map(|to| &*to.target).collect();
        for to in self.referred.iter().filter(|to| !covered.contains(&***to)) {
            model.references.push(Reference { from: name.clone().into(), to: to.clone().into() });
        }
        model.resources.push(resource);
        if all_of.is_empty() {
            return own;
        }
        if self.writer.random.chance(50) {
            all_of.push(own);
            return object([("allOf", Json::List(all_of))]);
        }
        let mut own = own;
        own.set("allOf", Json::List(all_of));
        own.shuffled(&mut self.writer.random)
    }

    fn route(&mut self, path: &str, method: &str, model: &mut Model, shared: &mut Vec<(String, Json)>) -> Json {
        let mut route = Route { method: method.to_uppercase().into(), path: path.into(), ..Route::default() };
        route.handler = format!("{method} {path}").into();
        let mut operation = object([("operationId", text(&*route.handler))]);
        let mut parameters = Vec::new();
        for at in 0..self.writer.random.below(3) {
            let random = &mut self.writer.random;
            let location = *random.pick(&["query", "header", "cookie"]);
            let (ty, name) = *random.pick(&[("int", "integer"), ("string", "string"), ("array<bool!>", "array")]);
            let parameter = Parameter {
                name: format!("q{at}").into(),
                location: location.into(),
                ty: ty.into(),
                required: random.chance(50),
                ..Parameter::default()
            };
            let mut schema = object([("type", text(name))]);
            if name == "array" {
                schema.set("items", object([("type", text("boolean"))]));
            }
            let mut written = object([("name", text(&*parameter.name)), ("in", text(location))]);
            if parameter.required {
                written.set("required", Json::Bare("true".into()));
            }
            if random.chance(70) {
                written.set("schema", schema);
            } else {
                written.set("content", object([("application/json", object([("schema", schema)]))]));
            }
            if random.chance(40) {
                let key = format!("P{}", shared.len());
                let reference = text(format!("#/components/parameters/{key}"));
                shared.push((key, written));
                written = object([("$ref", reference)]);
            }
            parameters.push(written);
            route.parameters.push(parameter);
        }
        if !parameters.is_empty() {
            operation.set("parameters", Json::List(parameters));
        }
        for request in [true, false] {
            if self.writer.random.chance(40) {
                continue;
            }
            let name = self.writer.random.pick(&self.names).clone();
            let (mut ty, mut schema) = (name.clone(), self.writer.reference(&name));
            if self.writer.random.chance(40) {
                ty = format!("array<{name}!>");
                schema = object([("type", text("array")), ("items", schema)]);
            }
            let content = object([("application/json", object([("schema", schema)]))]);
            if request {
                route.request_body = ty.into();
                operation.set("requestBody", object([("content", content)]));
            } else {
                route.response_body = ty.into();
                let status = *self.writer.random.pick(&["200", "201", "2XX", "default"]);
                let response = object([("description", text("d")), ("content", content)]);
                operation
                    .set("responses", object([("404", object([("description", text("no"))])), (status, response)]));
            }
        }
        if self.writer.random.chance(40) {
            route.tags = vec!["a tag".into()];
            operation.set("tags", Json::List(vec![text("a tag")]));
        }
        if self.writer.random.chance(40) {
            let (mut alternatives, mut written) = (Vec::new(), Vec::new());
            for _ in 0..self.writer.random.below(4) {
                let (mut requirements, mut schemes) = (Vec::new(), Json::Object(Vec::new()));
                for scheme in ["scheme", "oauth", "key"] {
                    if self.writer.random.chance(40) {
                        let scopes = &["read", "write:pets", "https://e.com/a(b,c)"][..self.writer.random.below(4)];
                        requirements.push(Alternative::requirement(scheme, scopes.iter().copied()));
                        schemes.set(scheme, Json::List(scopes.iter().map(|scope| text(*scope)).collect()));
                    }
                }
                alternatives.push(Alternative { requirements });
                written.push(schemes);
            }
            route.security = alternatives;
            operation.set("security", Json::List(written));
        }
        model.routes.push(route);
        operation.shuffled(&mut self.writer.random)
    }
}

#[test]
fn random_models_come_back() {
    let all = ["R0", "R1", "Größe", "a b", "x/y", "p~q", "100%", "+1", "dotted.name", "kebab-name", "_", "R2"];
    for seed in 0..250 {
        let mut random = Random(seed);
        let v31 = random.chance(50);
        let names = all[..1 + random.below(all.len())].iter().map(|name| (*name).to_owned()).collect();
        let mut draw = Draw { writer: Writer { random, v31 }, names, referred: BTreeSet::new() };
        let mut expected = Model::default();
        let (mut schemas, mut paths, mut shared) = (Json::Object(Vec::new()), Json::Object(Vec::new()), Vec::new());
        for at in 0..draw.names.len() {
            let schema = draw.resource(at, &mut expected);
            schemas.set(&draw.names[at], schema);
        }
        for at in 0..draw.writer.random.below(4) {
            let path = format!("/p{at}/{{id}}");
            let mut item = Json::Object(Vec::new());
            for method in ["get", "post", "delete"] {
                if draw.writer.random.chance(50) {
                    item.set(method, draw.route(&path, method, &mut expected, &mut shared));
                }
            }
            paths.set(&path, item);
        }
        let mut random = draw.writer.random;
        let bearer = || object([("type", text("http")), ("scheme", text("bearer"))]);
        let scheme = object([("scheme", bearer()), ("oauth", bearer()), ("key", bearer())]);
        let components =
            object([("schemas", schemas), ("parameters", Json::Object(shared)), ("securitySchemes", scheme)]);
        let document = object([
            ("openapi", text(if v31 { "3.1.0" } else { "3.0.3" })),
            ("info", object([("title", text("T")), ("version", text("1"))])),
            ("paths", paths),
            ("components", components.shuffled(&mut random)),
        ])
        .shuffled(&mut random);
        let mut written = String::new();
        match random.below(3) {
            0 => document.json(&mut written, false),
            1 => document.json(&mut written, true),
            _ => document.yaml(&mut written, 0, &mut random),
        }
        let imported =
            import("random", written.as_bytes()).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{written}"));
        assert_eq!(imported.warnings, [], "seed {seed}\n{written}");
        assert_eq!(shown(&imported.model), shown(&expected), "seed {seed}\n{written}");
        // And once more through our own export.
        let again =
            import("again", etched_compiler::openapi::export(&imported.model).text.as_bytes()).expect("readable");
        assert_eq!(shown(&again.model), shown(&expected), "seed {seed}, exported");
    }
}
