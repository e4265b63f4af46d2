//! Random documents, read here once more: plainly, slowly, and from the specification alone.

use std::collections::{BTreeMap, BTreeSet};

use etched_compiler::openapi::import;
use serde_json::{Map, Value, json};

use super::seeded::Random;
use super::{field, resource, route};

const NAMES: [(&str, &str); 8] = [
    ("Movie", "movies"),
    ("Status", "statuses"),
    ("Person", "people"),
    ("Hero", "heroes"),
    ("Box", "boxes"),
    ("Category", "categories"),
    ("Child", "children"),
    ("Analysis", "analyses"),
];

/// A keyword that bounds, and whether more of it allows less.
const BOUNDS: [(&str, &str, bool); 6] = [
    ("string", "minLength", true),
    ("string", "maxLength", false),
    ("integer", "minimum", true),
    ("integer", "maximum", false),
    ("array", "minItems", true),
    ("array", "maxItems", false),
];

fn narrowing(random: &mut Random, ty: &str) -> Value {
    let mut out = Map::new();
    for (of, keyword, _) in BOUNDS {
        if of == ty && random.chance(40) {
            out.insert(keyword.to_owned(), json!(random.below(50)));
        }
    }
    for flag in ["readOnly", "writeOnly", "deprecated"] {
        if random.chance(15) {
            out.insert(flag.to_owned(), json!(true));
        }
    }
    if random.chance(30) {
        out.insert("description".to_owned(), json!(format!("d{}", random.below(100))));
    }
    Value::Object(out)
}

/// A schema of one simple type, in wrappers.
fn simple(random: &mut Random, ty: &str, depth: usize) -> Value {
    let mut core = narrowing(random, ty);
    core["type"] = json!(ty);
    if ty == "array" {
        core["items"] = json!({"type": "string"});
    }
    let mut out = core;
    for _ in 0..depth {
        let mut outer = narrowing(random, ty);
        match random.below(4) {
            0 => outer["allOf"] = json!([out]),
            1 => outer["allOf"] = json!([narrowing(random, ty), out, narrowing(random, ty)]),
            2 => outer["anyOf"] = json!([out, {"type": "null"}]),
            _ => outer["oneOf"] = json!([{"type": "null"}, out]),
        }
        out = outer;
    }
    out
}

fn document(random: &mut Random) -> Value {
    let count = 2 + random.below(NAMES.len() - 1);
    let mut schemas = Map::new();
    for (at, (own_name, _)) in NAMES.iter().enumerate().take(count) {
        let mut own = json!({"type": "object", "properties": {}});
        for place in 0..1 + random.below(4) {
            let ty = ["string", "integer", "array"][random.below(3)];
            // Some names are shared, so that fields override each other.
            let name = if random.chance(30) { format!("shared{place}") } else { format!("f{at}_{place}") };
            let depth = random.below(4);
            own["properties"][name.as_str()] = simple(random, ty, depth);
            if random.chance(40) {
                let required = own["required"].as_array().cloned().unwrap_or_default();
                own["required"] = required.into_iter().chain([json!(name)]).collect();
            }
        }
        let mut schema = own;
        // Bases are before and after what extends them.
        if at + 1 < count && random.chance(50) {
            let base = at + 1 + random.below(count - at - 1);
            let base = json!({"$ref": format!("#/components/schemas/{}", NAMES[base].0)});
            schema = if random.chance(50) {
                json!({"allOf": [base, schema]})
            } else {
                schema["allOf"] = json!([base]);
                schema
            };
        }
        schemas.insert((*own_name).to_owned(), schema);
    }
    let mut paths = Map::new();
    for at in 0..6 {
        let mut path = String::new();
        for _ in 0..1 + random.below(3) {
            let (one, many) = NAMES[random.below(NAMES.len())];
            path.push_str(&format!("/{many}"));
            if random.chance(70) {
                path.push_str(&format!("/{{{}{}}}", one.to_lowercase(), path.len()));
            }
        }
        if random.chance(30) && path.ends_with('}') {
            path.push_str(["/cancel", ":archive"][random.below(2)]);
        }
        let mut operation = json!({"operationId": format!("o{at}"), "responses": {}});
        for status in ["200", "204", "default"] {
            if random.chance(50) {
                let name = NAMES[random.below(count)].0;
                let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
                operation["responses"][status] = match status {
                    "204" => json!({"description": "none"}),
                    _ => json!({"description": "d", "content": content}),
                };
            }
        }
        let method = ["get", "post", "delete"][random.below(3)];
        paths.insert(path, json!({ method: operation }));
    }
    json!({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths, "components": {"schemas": schemas}})
}

/// The properties of a schema, and the names it requires: those of what it extends, overridden by its own.
fn properties(document: &Value, schema: &Value) -> (BTreeMap<String, Value>, BTreeSet<String>) {
    let (mut own, mut found, mut required) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    if let Some(reference) = schema["$ref"].as_str() {
        return properties(document, document.pointer(&reference[1..]).expect("a target"));
    }
    for member in schema["allOf"].as_array().into_iter().flatten() {
        let (more, names) = properties(document, member);
        let into = if member["$ref"].is_string() { &mut found } else { &mut own };
        into.extend(more);
        required.extend(names);
    }
    let of = |value: &Value| value.as_object().cloned().unwrap_or_default();
    own.extend(of(&schema["properties"]));
    found.extend(own);
    required.extend(schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()));
    (found, required)
}

/// Everything that holds for a value of a schema: its own keywords and those of what it is wrapped around, outermost first.
fn facts(schema: &Value, out: &mut Vec<Map<String, Value>>) {
    out.push(schema.as_object().expect("an object").clone());
    for key in ["allOf", "anyOf", "oneOf"] {
        for member in schema[key].as_array().into_iter().flatten().filter(|member| member["type"] != "null") {
            facts(member, out);
        }
    }
}

/// The constraints of a property, as keywords.
fn constraints(schema: &Value) -> BTreeSet<String> {
    let mut layers = Vec::new();
    facts(schema, &mut layers);
    let mut out = BTreeSet::new();
    for (_, keyword, least) in BOUNDS {
        let values = layers.iter().filter_map(|layer| layer.get(keyword)?.as_u64());
        if let Some(value) = if least { values.max() } else { values.min() } {
            out.insert(format!("{keyword} {value}"));
        }
    }
    for flag in ["readOnly", "writeOnly", "deprecated"] {
        if layers.iter().any(|layer| layer.get(flag) == Some(&json!(true))) {
            out.insert(flag.to_owned());
        }
    }
    out
}

/// A constraint of the model as the keyword it is on a type.
fn keyword(constraint: &str, ty: &str) -> String {
    let (name, argument) = constraint.split_once('(').unwrap_or((constraint, ""));
    let of = |string: &str, int: &str, array: &str| match ty.split('<').next() {
        Some("string") => string.to_owned(),
        Some("int") => int.to_owned(),
        _ => array.to_owned(),
    };
    let name = match name {
        "@min" => of("minLength", "minimum", "minItems"),
        "@max" => of("maxLength", "maximum", "maxItems"),
        "@read_only" => "readOnly".to_owned(),
        "@write_only" => "writeOnly".to_owned(),
        "@deprecated" => "deprecated".to_owned(),
        other => other.to_owned(),
    };
    if argument.is_empty() { name } else { format!("{name} {}", argument.trim_end_matches(')')) }
}

/// Who owns a path: the last collection of it, if that has a schema; else what is answered.
fn owner(document: &Value, path: &str, operation: &Value) -> String {
    let declared = |name: &str| !document["components"]["schemas"][name].is_null();
    let plain = path.replace(":archive", "");
    let last = plain.split('/').rfind(|part| !part.starts_with('{') && *part != "cancel").expect("a segment");
    let (one, _) = NAMES.iter().find(|(_, many)| *many == last).expect("a collection");
    if declared(one) {
        return (*one).to_owned();
    }
    let answers = answer(operation);
    answers.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The reference an operation answers with.
fn answer(operation: &Value) -> String {
    let responses = &operation["responses"];
    let of =
        |status: &str| responses[status]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap_or_default();
    let success = ["200", "204"].iter().any(|status| !responses[*status].is_null());
    if success { of("200") } else { of("default") }.to_owned()
}

#[test]
fn two_readings_agree() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let document = document(&mut random);
        let imported = import("d", document.to_string().as_bytes()).expect("readable");
        let model = &imported.model;
        for (name, schema) in document["components"]["schemas"].as_object().expect("an object") {
            let (expected, required) = properties(&document, schema);
            let fields = &resource(model, name).fields;
            let found: BTreeSet<String> = fields.iter().map(|field| field.name.to_string()).collect();
            assert_eq!(found, expected.keys().cloned().collect(), "seed {seed} {name}\n{document:#}");
            for (key, schema) in &expected {
                let field = field(model, name, key);
                let place = format!("seed {seed} {name}.{key} {schema}");
                assert_eq!(field.required, required.contains(key), "{place}");
                let ty = field.ty.to_string();
                let found: BTreeSet<String> =
                    field.constraints.iter().map(|one| keyword(&one.to_string(), &ty)).collect();
                assert_eq!(found, constraints(schema), "{place}");
                let mut layers = Vec::new();
                facts(schema, &mut layers);
                let words = layers.iter().find_map(|layer| layer.get("description")?.as_str()).unwrap_or_default();
                assert_eq!(&*field.documentation, words, "{place}");
            }
        }
        for (path, item) in document["paths"].as_object().expect("an object") {
            for (method, operation) in item.as_object().expect("an object") {
                let found = route(model, &method.to_uppercase(), path);
                assert_eq!(
                    &*found.resource,
                    owner(&document, path, operation),
                    "seed {seed} {method} {path}\n{operation:#}"
                );
                let body = answer(operation);
                assert_eq!(
                    found.response_body.to_string(),
                    body.rsplit('/').next().unwrap_or_default(),
                    "seed {seed} {path}"
                );
            }
        }
    }
}
