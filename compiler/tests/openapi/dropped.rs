//! Nothing is dropped unseen: every key of a document is read or counted.
//!
//! A key that is counted is missed when it is gone; one that is read makes a difference by what it holds, too. Of one
//! that is counted as a whole nothing below is looked at.

use etched_compiler::model::Model;
use etched_compiler::openapi::{NotRepresented, Warning, import};
use serde_json::{Map, Value, json};

use super::document;
use super::seeded::Random;

type Outcome = Option<(Model, Vec<NotRepresented>, Vec<Warning>)>;

fn outcome(document: &Value) -> Outcome {
    // On one line, so that no place moves when a key goes.
    let imported = import("d", document.to_string().as_bytes()).ok()?;
    Some((imported.model, imported.report, imported.warnings))
}

fn at<'v>(document: &'v mut Value, path: &[Step]) -> &'v mut Value {
    path.iter().fold(document, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Index(index) => &mut value[*index],
    })
}

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

/// Walks a document and collects the keys that neither their absence nor another value tells from.
fn unseen(document: &Value, base: &Outcome, path: &mut Vec<Step>, found: &mut Vec<String>) {
    let mut copy = document.clone();
    let here = at(&mut copy, path).clone();
    match here {
        Value::Object(map) => {
            for (key, value) in &map {
                let mut without = document.clone();
                at(&mut without, path).as_object_mut().expect("an object").remove(key);
                let mut changed = document.clone();
                let other = if value.is_number() { json!("zz") } else { json!(7) };
                at(&mut changed, path)[key.as_str()] = other;
                let is_read = outcome(&changed) != *base;
                if !is_read && outcome(&without) == *base {
                    let shown = path.iter().map(|step| match step {
                        Step::Key(key) => format!("/{key}"),
                        Step::Index(index) => format!("/{index}"),
                    });
                    found.push(format!("{}/{key}", shown.collect::<String>()));
                }
                // Another container of the same kind changes nothing where the key is counted as a whole.
                let mut similar = document.clone();
                at(&mut similar, path)[key.as_str()] = match value {
                    Value::Array(_) => json!([{ "x-other": 1 }]),
                    _ => json!({ "other": { "x-other": 1 } }),
                };
                if (value.is_object() || value.is_array()) && outcome(&similar) != *base {
                    path.push(Step::Key(key.clone()));
                    unseen(document, base, path, found);
                    path.pop();
                }
            }
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                path.push(Step::Index(index));
                unseen(document, base, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

fn assert_seen(name: &str, document: &Value) {
    let base = outcome(document);
    assert!(base.is_some(), "{name}: {document:#}");
    let mut found = Vec::new();
    unseen(document, &base, &mut Vec::new(), &mut found);
    assert_eq!(found, Vec::<String>::new(), "{name}: {document:#}");
}

/// What the specification lets a key hold.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    True,
    Number,
    Texts,
    Any,
    One(&'static str),
    List(&'static str),
    Named(&'static str),
}
use Holds::{Any, List, Named, Number, One, Text, Texts, True};

/// The objects of OpenAPI 3.1.1 and their keys.
fn keys(object: &str) -> &'static [(&'static str, Holds)] {
    match object {
        "info" => &[
            ("summary", Text),
            ("description", Text),
            ("termsOfService", Text),
            ("contact", Any),
            ("license", Any),
            ("x-info", Any),
        ],
        "server" => &[("url", Text), ("description", Text), ("variables", Named("variable")), ("x-server", Any)],
        "variable" => &[("default", Text), ("enum", Texts), ("description", Text)],
        "tag" => &[("name", Text), ("description", Text), ("externalDocs", Any), ("x-tag", Any)],
        "path" => &[
            ("summary", Text),
            ("description", Text),
            ("servers", List("server")),
            ("parameters", List("parameter")),
            ("get", One("operation")),
            ("post", One("operation")),
            ("x-path", Any),
        ],
        "operation" => &[
            ("tags", Texts),
            ("summary", Text),
            ("description", Text),
            ("externalDocs", Any),
            ("operationId", Text),
            ("parameters", List("parameter")),
            ("requestBody", One("body")),
            ("responses", Named("response")),
            ("callbacks", Any),
            ("deprecated", True),
            ("servers", List("server")),
            ("x-operation", Any),
        ],
        "parameter" => &[
            ("description", Text),
            ("required", True),
            ("deprecated", True),
            ("allowEmptyValue", True),
            ("style", Text),
            ("explode", True),
            ("allowReserved", True),
            ("schema", One("schema")),
            ("example", Any),
            ("examples", Any),
            ("x-parameter", Any),
        ],
        "body" => &[("description", Text), ("content", Named("media")), ("required", True), ("x-body", Any)],
        "response" => {
            &[("description", Text), ("headers", Any), ("content", Named("media")), ("links", Any), ("x-response", Any)]
        }
        "media" => {
            &[("schema", One("schema")), ("example", Any), ("examples", Any), ("encoding", Any), ("x-media", Any)]
        }
        "schema" => &[
            ("type", Text),
            ("format", Text),
            ("description", Text),
            ("title", Text),
            ("default", Text),
            ("nullable", True),
            ("readOnly", True),
            ("writeOnly", True),
            ("deprecated", True),
            ("example", Any),
            ("examples", Any),
            ("externalDocs", Any),
            ("xml", Any),
            ("discriminator", Any),
            ("enum", Texts),
            ("const", Text),
            ("minimum", Number),
            ("maxLength", Number),
            ("maxItems", Number),
            ("minProperties", Number),
            ("pattern", Text),
            ("uniqueItems", True),
            ("multipleOf", Number),
            ("required", Texts),
            ("properties", Named("schema")),
            ("additionalProperties", One("schema")),
            ("items", One("schema")),
            ("allOf", List("schema")),
            ("anyOf", List("schema")),
            ("oneOf", List("schema")),
            ("not", Any),
            ("if", Any),
            ("prefixItems", Any),
            ("$defs", Any),
            ("$comment", Text),
            ("contentMediaType", Text),
            ("x-schema", Any),
        ],
        other => panic!("{other}"),
    }
}

fn object(random: &mut Random, kind: &'static str, depth: usize) -> Value {
    roomy_object(random, kind, depth, false)
}

/// Draws an object; a schema may have properties where there is room for them.
fn roomy_object(random: &mut Random, kind: &'static str, depth: usize, roomy: bool) -> Value {
    let mut out = Map::new();
    let percent = if kind == "schema" { 9 } else { 35 };
    // What a schema's values are made of is said by one keyword or by none.
    let structures =
        ["$ref", "properties", "additionalProperties", "items", "allOf", "anyOf", "oneOf", "enum", "const", ""];
    let mut structure = structures[random.below(structures.len())];
    // What is inside an object that has no place for fields is counted with the object.
    if kind == "schema" && structure == "properties" && !roomy {
        structure = "";
    }
    if kind == "schema" && structure == "$ref" {
        let name = ["A", "B", "C"][random.below(3)];
        out.insert("$ref".to_owned(), json!(format!("#/components/schemas/{name}")));
    }
    for (key, holds) in keys(kind) {
        let structural = matches!(holds, One(_) | List(_) | Named(_));
        let wanted =
            if kind == "schema" && structures.contains(key) { structure == *key } else { random.chance(percent) };
        if wanted && !(structural && depth == 0) {
            let below = match (holds, roomy) {
                (Named("schema"), true) => Value::Object(
                    ["a", "b"]
                        .iter()
                        .map(|name| ((*name).to_owned(), roomy_object(random, "schema", depth - 1, true)))
                        .collect(),
                ),
                _ => value(random, *holds, depth.saturating_sub(1)),
            };
            out.insert((*key).to_owned(), below);
        }
    }
    if kind == "parameter" {
        out.insert("name".to_owned(), json!(format!("p{}", random.below(1000))));
        out.insert("in".to_owned(), json!(["query", "header", "cookie"][random.below(3)]));
    }
    if out.contains_key("type") {
        let simple = ["string", "integer", "boolean"][random.below(3)];
        let ty = match structure {
            "properties" | "additionalProperties" => "object",
            "items" => "array",
            "$ref" | "allOf" | "anyOf" | "oneOf" => "",
            _ => simple,
        };
        if ty.is_empty() {
            out.remove("type")
        } else {
            out.insert("type".to_owned(), json!(ty))
        };
    }
    Value::Object(out)
}

fn value(random: &mut Random, holds: Holds, depth: usize) -> Value {
    let word = |random: &mut Random| format!("w{}", random.below(1000));
    match holds {
        Text => json!(word(random)),
        True => json!(true),
        Number => json!(random.below(1000)),
        Texts => json!([word(random), word(random)]),
        Any => json!({ "k": word(random) }),
        One(kind) => object(random, kind, depth),
        List(kind) => (0..1 + random.below(2)).map(|_| object(random, kind, depth)).collect(),
        Named(kind) => {
            let names = match kind {
                "response" => &["200", "404", "default"][..],
                "media" => &["application/json", "text/plain"],
                _ => &["a", "b"],
            };
            let names = names.iter().filter(|_| random.chance(70)).collect::<Vec<_>>();
            Value::Object(names.into_iter().map(|name| ((*name).to_owned(), object(random, kind, depth))).collect())
        }
    }
}

#[test]
fn random_documents() {
    for seed in 0..40 {
        let mut random = Random(seed);
        let mut info = object(&mut random, "info", 1);
        info["title"] = json!("T");
        info["version"] = json!("1");
        let schemas: Map<String, Value> = ["A", "B", "C"]
            .iter()
            .map(|name| ((*name).to_owned(), roomy_object(&mut random, "schema", 3, true)))
            .collect();
        let document = json!({
            "openapi": "3.1.0",
            "info": info,
            "servers": value(&mut random, List("server"), 1),
            "tags": value(&mut random, List("tag"), 1),
            "x-top": 1,
            "paths": { "/a/{id}": object(&mut random, "path", 4), "/b": object(&mut random, "path", 4) },
            "components": {
                "schemas": schemas,
                "parameters": { "P": object(&mut random, "parameter", 2) },
                "responses": { "R": object(&mut random, "response", 3) },
                "requestBodies": { "Q": object(&mut random, "body", 3) },
                "headers": { "H": { "description": "d" } },
                "examples": { "E": { "value": 1 } },
            },
        });
        assert_seen(&format!("seed {seed}"), &document);
    }
}

/// Parts of the real documents: single schemas and single paths.
#[test]
fn real_documents() {
    for name in ["museum.yaml", "openai.json"] {
        let bytes = document(name);
        let Ok(whole) = serde_json::from_slice::<Value>(&bytes) else { continue };
        let mut random = Random(5);
        for (under, count) in [("schemas", 25), ("paths", 8)] {
            let parts = if under == "paths" { &whole["paths"] } else { &whole["components"]["schemas"] };
            let parts: Vec<_> = parts
                .as_object()
                .expect("an object")
                .iter()
                .filter(|(_, part)| part.to_string().len() < 3000)
                .collect();
            for _ in 0..count {
                let (key, part) = parts[random.below(parts.len())];
                let part = json!({ key: part });
                let document = match under {
                    "paths" => json!({"openapi": "3.0.3", "paths": part}),
                    _ => json!({"openapi": "3.0.3", "components": {"schemas": part}}),
                };
                assert_seen(&format!("{name} {key}"), &document);
            }
        }
    }
}
