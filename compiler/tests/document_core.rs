//! The compatible core of a document: every key of it has the JSON type the reference system reads it into.

use std::path::Path;

use etched_compiler::document::{read_json, read_msgpack, write_json, write_msgpack};
use etched_compiler::model::{Field, Model, Parameter, Resource, ResourceExtra, Scope, Validation};
use etched_compiler::{Sources, compile, image};
use etched_core::{Header, Strip};
use serde_json::{Map, Value};
use workloads::{Workload, random};

/// Record by record, the keys and types of the core; `?` marks keys that may be missing. A type is text, texts, bool,
/// whole (number), number, or one of the records, in a list or by key.
const CORE: &[(&str, &[(&str, &str)])] = &[
    (
        "document",
        &[
            ("version", "text"),
            ("source_hash", "text"),
            ("resources", "[resource]"),
            ("routes", "[route]"),
            ("patterns", "[pattern]"),
            ("dependencies", "graph"),
        ],
    ),
    (
        "resource",
        &[
            ("name", "text"),
            ("documentation?", "text"),
            ("file_path", "text"),
            ("fields", "[field]"),
            ("relationships", "[relationship]"),
            ("hooks", "[hook]"),
            ("validations", "[validation]"),
            ("constraints", "[constraint]"),
            ("middleware?", "{texts}"),
            ("scopes?", "[scope]"),
            ("computed_fields?", "[computed]"),
        ],
    ),
    (
        "field",
        &[
            ("name", "text"),
            ("type", "text"),
            ("nullable", "bool"),
            ("required", "bool"),
            ("default_value?", "text"),
            ("constraints?", "texts"),
            ("documentation?", "text"),
            ("tags?", "texts"),
        ],
    ),
    (
        "relationship",
        &[
            ("name", "text"),
            ("type", "text"),
            ("target_resource", "text"),
            ("foreign_key?", "text"),
            ("through_table?", "text"),
            ("on_delete?", "text"),
            ("on_update?", "text"),
        ],
    ),
    (
        "hook",
        &[
            ("type", "text"),
            ("transaction", "bool"),
            ("async", "bool"),
            ("source_code?", "text"),
            ("line_number", "whole"),
        ],
    ),
    (
        "validation",
        &[("field", "text"), ("type", "text"), ("value?", "text"), ("message?", "text"), ("line_number", "whole")],
    ),
    (
        "constraint",
        &[
            ("name", "text"),
            ("operations", "texts"),
            ("condition", "text"),
            ("when?", "text"),
            ("error", "text"),
            ("line_number", "whole"),
        ],
    ),
    ("scope", &[("name", "text"), ("query", "text"), ("parameters?", "texts"), ("line_number", "whole")]),
    ("computed", &[("name", "text"), ("type", "text"), ("expression", "text"), ("line_number", "whole")]),
    (
        "route",
        &[
            ("method", "text"),
            ("path", "text"),
            ("handler", "text"),
            ("resource", "text"),
            ("operation", "text"),
            ("middleware?", "texts"),
            ("request_body?", "text"),
            ("response_body?", "text"),
        ],
    ),
    (
        "pattern",
        &[
            ("id", "text"),
            ("name", "text"),
            ("category", "text"),
            ("description", "text"),
            ("template", "text"),
            ("examples", "[example]"),
            ("frequency", "whole"),
            ("confidence", "number"),
        ],
    ),
    ("example", &[("resource", "text"), ("file_path", "text"), ("line_number?", "whole"), ("code", "text")]),
    ("graph", &[("nodes", "{node}"), ("edges", "[edge]")]),
    ("node", &[("id", "text"), ("type", "text"), ("name", "text"), ("file_path?", "text")]),
    ("edge", &[("from", "text"), ("to", "text"), ("relationship", "text"), ("weight", "whole")]),
];

/// Checks a value against a type, and counts the keys it finds.
fn check(value: &Value, ty: &str, path: &str, found: &mut usize) {
    let is = match ty {
        "text" => value.is_string(),
        "bool" => value.is_boolean(),
        "whole" => value.is_u64(),
        "number" => value.is_number(),
        "texts" => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
        _ => true,
    };
    assert!(is, "{path} is {value}, and the core has {ty} there");
    if let Some(record) = ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let list = value.as_array().unwrap_or_else(|| panic!("{path} is {value} and no list"));
        list.iter().enumerate().for_each(|(at, one)| check(one, record, &format!("{path}[{at}]"), found));
    } else if let Some(record) = ty.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let map = value.as_object().unwrap_or_else(|| panic!("{path} is {value} and no object"));
        map.iter().for_each(|(key, one)| check(one, record, &format!("{path}.{key}"), found));
    } else if let Some((_, keys)) = CORE.iter().find(|(record, _)| *record == ty) {
        let map: &Map<String, Value> = value.as_object().unwrap_or_else(|| panic!("{path} is {value} and no object"));
        for (key, ty) in *keys {
            let optional = key.ends_with('?');
            let key = key.trim_end_matches('?');
            match map.get(key) {
                Some(value) => {
                    *found += 1;
                    check(value, ty, &format!("{path}.{key}"), found);
                }
                None => assert!(optional, "{path} has no {key}"),
            }
        }
    }
}

/// Writes a model, checks the core, and reads it back with the same digest.
fn holds(model: &Model, name: &str) -> usize {
    let json = write_json(model);
    let value: Value = serde_json::from_str(&json).expect("it is JSON");
    let packed: Value = rmp_serde::from_slice(&write_msgpack(model)).expect("it is MessagePack");
    let mut found = 0;
    check(&value, "document", name, &mut found);
    check(&packed, "document", name, &mut found);
    let digest = |model: &Model| {
        let bytes = image::write(model, Strip::NONE).expect("the model has an image");
        Header::read(&bytes.records, bytes.strings.len()).expect("it was written").digest
    };
    for read in [read_json(json.as_bytes()), read_msgpack(&write_msgpack(model))] {
        let read = read.unwrap_or_else(|error| panic!("{name}: {error}")).model;
        assert_eq!(read, *model, "{name}");
        assert_eq!(digest(&read), digest(model), "{name}");
    }
    found
}

#[test]
fn what_is_written_is_of_the_types_of_the_core() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for schema in ["../schema", "../cli/tests/data/blog"] {
        let model = compile(&Sources::read(root.join(schema))).unwrap_or_else(|errors| panic!("{errors}")).model;
        assert!(holds(&model, schema) > 200, "{schema}");
    }
    for workload in [Workload::Star, Workload::Chain, Workload::Rich] {
        let text = workload.document(20);
        holds(&read_json(text.as_bytes()).expect("it reads").model, "a workload");
    }
    for seed in 0..100 {
        holds(&random::model(seed, 6), &format!("seed {seed}"));
    }
}

/// What a default says, as a document has it: `default_value`, and `default_text` where that would mean another.
#[test]
fn a_default_is_a_text_and_keeps_its_value() {
    for (json, value, exact) in [
        ("\"draft\"", "draft", None),
        ("\"\"", "", None),
        ("0", "0", None),
        ("1.50", "1.50", None),
        ("true", "true", None),
        ("null", "null", None),
        ("[1,\"a\",{\"b\":null}]", "[1,\"a\",{\"b\":null}]", None),
        // Texts that read as something else.
        ("\"true\"", "true", Some("\"true\"")),
        ("\"1.50\"", "1.50", Some("\"1.50\"")),
        ("\"null\"", "null", Some("\"null\"")),
        ("\"[]\"", "[]", Some("\"[]\"")),
        ("\"\\\"quoted\\\"\"", "\"quoted\"", Some("\"\\\"quoted\\\"\"")),
        ("\"\\u0041\"", "A", Some("\"\\u0041\"")),
    ] {
        let mut field = Field { name: "a".into(), ty: "string".into(), ..Field::default() };
        field.default = Some(json.into());
        let validation = Validation { kind: "min".into(), value: json.into(), ..Validation::default() };
        let mut resource = Resource { name: "A".into(), fields: vec![field], ..Resource::default() };
        resource.validations.push(validation);
        let model = Model { resources: vec![resource], ..Model::default() };
        holds(&model, json);
        let written: Value = serde_json::from_str(&write_json(&model)).expect("it is JSON");
        let [field, validation] = ["fields", "validations"].map(|list| &written["resources"][0][list][0]);
        let shown = |record: &Value, keys: [&str; 2]| keys.map(|key| record[key].as_str().map(str::to_owned));
        let expected = [Some(value.to_owned()), exact.map(str::to_owned)];
        assert_eq!(shown(field, ["default_value", "default_text"]), expected, "{json}");
        assert_eq!(shown(validation, ["value", "value_text"]), expected, "{json}");
    }
}

/// Documents that have a default as the value it is, as ours once did, and as texts of the reference compiler.
#[test]
fn a_default_is_read_however_it_was_written() {
    for (written, json) in [
        ("0", Some("0")),
        ("1.5", Some("1.5")),
        ("true", Some("true")),
        ("null", None),
        (r#"{"b": [1, 2]}"#, Some(r#"{"b":[1,2]}"#)),
        (r#""draft""#, Some("\"draft\"")),
        (r#""0""#, Some("0")),
        (r#""false""#, Some("false")),
        (r#""null""#, Some("null")),
        (r#""\"quoted\"""#, Some("\"quoted\"")),
        (r#""now()""#, Some("\"now()\"")),
    ] {
        let text = format!(
            r#"{{"resources":[{{"name":"A","fields":[{{"name":"a","type":"x","default_value":{written}}}]}}]}}"#
        );
        let model = read_json(text.as_bytes()).unwrap_or_else(|error| panic!("{written}: {error}")).model;
        assert_eq!(model.resources[0].fields[0].default.as_deref(), json, "{written}");
    }
}

#[test]
fn parameters_of_a_scope_are_texts_and_keep_what_they_say() {
    let parameter = |name: &str, ty: &str, nullable, required| Parameter {
        name: name.into(),
        ty: ty.into(),
        nullable,
        required,
        ..Parameter::default()
    };
    let documented = Parameter { documentation: "How many.".into(), ..parameter("days", "int", false, true) };
    for (parameters, texts, whole) in [
        (vec![parameter("days", "int", false, true)], vec!["days: int!"], true),
        (
            vec![parameter("a", "array<string!>", true, false), parameter("b", "", false, false)],
            vec!["a: array<string!>?", "b"],
            true,
        ),
        (vec![parameter("a", "int", false, false)], vec!["a: int"], true),
        (vec![documented], vec!["days: int!"], false),
        (vec![parameter("a", "int", true, true)], vec!["a: int"], false),
        (vec![parameter("a:b", "int", false, true)], vec!["a:b: int!"], false),
        (vec![parameter("", "int", false, true)], vec!["_: int!"], false),
        (vec![parameter("a", "", false, true)], vec!["a: !"], false),
        (vec![], vec![], true),
    ] {
        let scope = Scope { name: "s".into(), parameters, ..Scope::default() };
        let extra = ResourceExtra { scopes: vec![scope], ..ResourceExtra::default() };
        let resource = Resource { name: "A".into(), extra: extra.into(), ..Resource::default() };
        let model = Model { resources: vec![resource], ..Model::default() };
        holds(&model, &texts.join(", "));
        let written: Value = serde_json::from_str(&write_json(&model)).expect("it is JSON");
        let scope = &written["resources"][0]["scopes"][0];
        let shown: Vec<&str> = scope["parameters"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(shown, texts);
        assert_eq!(scope.get("parameter_records").is_none(), whole, "{texts:?}");
    }
}
