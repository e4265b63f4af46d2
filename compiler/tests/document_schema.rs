//! The JSON Schema: current in `docs`, and true of every document we write and every one we accept.
//!
//! The checker below knows the keywords the schema uses and fails on any other.

use std::path::Path;

use etched_compiler::document::{read_json, schema, write_json};
use serde_json::Value;
use workloads::{Workload, random};

/// Where the schema stands for readers; `ETCHED_BLESS=1` writes it anew.
#[test]
fn the_shipped_schema_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/metadata.schema.json");
    if std::env::var_os("ETCHED_BLESS").is_some() {
        std::fs::write(&path, schema()).expect("the file writes");
    }
    assert!(std::fs::read_to_string(path).unwrap_or_default() == schema(), "run the test with ETCHED_BLESS=1");
}

#[test]
fn the_reference_documents_satisfy_the_schema() {
    let checker = Checker::new();
    for name in ["blog3", "star_50", "chain_50", "rich_50"] {
        let path = format!("{}/../tests/data/metadata/{name}.json", env!("CARGO_MANIFEST_DIR"));
        checker.accepts(name, &std::fs::read_to_string(path).expect("the file is there"));
    }
}

#[test]
fn written_documents_satisfy_the_schema() {
    let checker = Checker::new();
    for seed in 0..100 {
        checker.accepts(&format!("seed {seed}"), &write_json(&random::model(seed, 5)));
    }
    for workload in Workload::ALL {
        let model = read_json(workload.document(20).as_bytes()).expect("it loads").model;
        checker.accepts(workload.name(), &write_json(&model));
    }
}

/// What the schema refuses, the reader refuses: one key of a document is given a value of each kind in turn.
#[test]
fn what_the_schema_refuses_is_refused() {
    let checker = Checker::new();
    let document: Value = serde_json::from_str(&write_json(&random::model(21, 4))).expect("it is JSON");
    let mut paths = Vec::new();
    pointers(&document, String::new(), &mut paths);
    let (mut refused, mut rng) = (0, random::Rng::new(5));
    for _ in 0..2000 {
        let path = rng.pick(&paths);
        if path.starts_with("/dependencies") || path.is_empty() {
            continue;
        }
        for value in [Value::Null, true.into(), (-1).into(), "text".into(), Value::Array(vec![7.into()])] {
            let mut document = document.clone();
            *document.pointer_mut(path).expect("it is there") = value.clone();
            let text = document.to_string();
            if checker.check(&checker.0, &document, "").is_err() {
                refused += 1;
                assert!(read_json(text.as_bytes()).is_err(), "{path} = {value}: the reader accepts it");
            }
        }
    }
    assert!(refused > 1000, "{refused}");
}

fn pointers(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                pointers(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), out);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                pointers(value, format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
    out.push(at);
}

struct Checker(Value);

impl Checker {
    fn new() -> Self {
        Self(serde_json::from_str(&schema()).expect("the schema is JSON"))
    }

    fn accepts(&self, name: &str, text: &str) {
        let document = serde_json::from_str(text).expect("the document is JSON");
        if let Err(error) = self.check(&self.0, &document, "") {
            panic!("{name}: {error}");
        }
    }

    fn check(&self, schema: &Value, value: &Value, path: &str) -> Result<(), String> {
        for (keyword, rule) in schema.as_object().expect("a schema is an object") {
            self.keyword(keyword, rule, schema, value, path)?;
        }
        Ok(())
    }

    fn keyword(&self, keyword: &str, rule: &Value, schema: &Value, value: &Value, path: &str) -> Result<(), String> {
        let texts = |list: &Value| -> Vec<String> {
            list.as_array().into_iter().flatten().map(|text| text.as_str().expect("it is text").to_owned()).collect()
        };
        let fail = |what: &str| Err(format!("{path}: {what}, found {value}"));
        match (keyword, value) {
            ("$schema" | "title" | "description" | "$defs", _) => Ok(()),
            ("$ref", _) => {
                let name = rule.as_str().and_then(|text| text.strip_prefix("#/$defs/")).expect("a local reference");
                self.check(&self.0["$defs"][name], value, path)
            }
            ("anyOf", _) => {
                let ways = rule.as_array().expect("it is a list");
                let errors: Vec<_> = ways.iter().filter_map(|way| self.check(way, value, path).err()).collect();
                if errors.len() < ways.len() { Ok(()) } else { Err(errors.join(" and ")) }
            }
            ("type", _) => {
                let allowed =
                    if rule.is_array() { texts(rule) } else { vec![rule.as_str().expect("it is text").to_owned()] };
                let fits = |ty: &str| match ty {
                    "null" => value.is_null(),
                    "boolean" => value.is_boolean(),
                    "string" => value.is_string(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("unknown type {other}"),
                };
                if allowed.iter().any(|ty| fits(ty)) { Ok(()) } else { fail(&format!("expected {allowed:?}")) }
            }
            ("minimum", Value::Number(number)) if number.as_f64() < rule.as_f64() => fail("too small"),
            ("maximum", Value::Number(number)) if number.as_f64() > rule.as_f64() => fail("too large"),
            ("minItems", Value::Array(list)) if (list.len() as u64) < rule.as_u64().unwrap_or(0) => fail("too short"),
            ("maxItems", Value::Array(list)) if (list.len() as u64) > rule.as_u64().unwrap_or(0) => fail("too long"),
            ("pattern", Value::String(text)) => match rule.as_str() {
                Some(r"^\s*[^\s:]") if text.trim_start().starts_with(|char| char != ':') => Ok(()),
                Some(r"^\s*[^\s:]") => fail("no name"),
                Some("^[0-9a-fA-F]{32}$") if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                    Ok(())
                }
                Some("^[0-9a-fA-F]{32}$") => fail("no digest"),
                _ => panic!("the checker does not know the pattern {rule}"),
            },
            ("enum", Value::String(text)) => {
                if texts(rule).contains(text) {
                    Ok(())
                } else {
                    fail("none of the words")
                }
            }
            ("required", Value::Object(map)) => match texts(rule).iter().find(|key| !map.contains_key(*key)) {
                Some(key) => fail(&format!("missing {key}")),
                None => Ok(()),
            },
            ("items", Value::Array(list)) => {
                list.iter().enumerate().try_for_each(|(at, item)| self.check(rule, item, &format!("{path}[{at}]")))
            }
            ("properties", Value::Object(map)) => map.iter().try_for_each(|(key, value)| match rule.get(key) {
                Some(rule) => self.check(rule, value, &format!("{path}.{key}")),
                None => Ok(()),
            }),
            ("additionalProperties", Value::Object(map)) => {
                assert!(schema.get("properties").is_none(), "the checker knows the two apart only");
                map.iter().try_for_each(|(key, value)| self.check(rule, value, &format!("{path}.{key}")))
            }
            (
                "minimum"
                | "maximum"
                | "minItems"
                | "maxItems"
                | "pattern"
                | "enum"
                | "required"
                | "items"
                | "properties"
                | "additionalProperties",
                _,
            ) => Ok(()),
            (other, _) => panic!("the checker does not know {other}"),
        }
    }
}
