//! `Serialize` on handles gives the records of the metadata document, key by key and in its order.

use std::path::{Path, PathBuf};

use etched::Registry;
use etched_compiler::model::Model;
use etched_compiler::{Sources, compile, document, image, patterns};
use serde_json::value::RawValue;

#[derive(serde::Deserialize)]
struct Records<'a> {
    #[serde(borrow)]
    resources: Vec<&'a RawValue>,
    #[serde(borrow)]
    routes: Vec<&'a RawValue>,
    #[serde(borrow)]
    patterns: Vec<&'a RawValue>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn check(name: &str, model: &Model) {
    let text = document::write_json(model);
    let records: Records<'_> = serde_json::from_str(&text).unwrap();
    let bytes = image::write(model, etched::Strip::NONE).expect("the model has an image");
    let registry = Registry::from_trusted_parts(bytes.records, bytes.strings);
    assert_eq!(records.resources.len(), registry.resources().len(), "{name}");
    for (record, handle) in records.resources.iter().zip(registry.resources()) {
        assert_eq!(record.get(), serde_json::to_string(&handle).unwrap(), "{name}");
    }
    assert_eq!(records.routes.len(), registry.routes().len(), "{name}");
    for (record, handle) in records.routes.iter().zip(registry.routes()) {
        assert_eq!(record.get(), serde_json::to_string(&handle).unwrap(), "{name}");
    }
    assert_eq!(records.patterns.len(), registry.patterns().len(), "{name}");
    for (record, handle) in records.patterns.iter().zip(registry.patterns()) {
        assert_eq!(record.get(), serde_json::to_string(&handle).unwrap(), "{name}");
    }
}

#[test]
fn schemas() {
    for directory in ["schema", "cli/tests/data/blog"] {
        check(directory, &compile(&Sources::read(root().join(directory))).unwrap().model);
    }
}

#[test]
fn documents() {
    for entry in std::fs::read_dir(root().join("tests/data/metadata")).unwrap() {
        let path = entry.unwrap().path();
        let mut model = document::read_json(&std::fs::read(&path).unwrap()).unwrap().model;
        check(&path.display().to_string(), &model);
        patterns::discover(&mut model);
        check(&path.display().to_string(), &model);
    }
    let odd = br#"{"resources": [{"name": "Odd", "deprecated": true, "meta": {"a": [1, {"b": null}]},
        "fields": [{"name": "x", "type": "decimal", "default_text": "1.50", "default_value": 1.5},
                   {"name": "y", "type": "string?", "default_text": "null", "meta": [["k", "1.0"], ["k", "2"]]},
                   {"name": "z", "type": "json", "default_value": {"b": 1, "a": [true, -3, 2.5e10]}}],
        "validations": [{"field": "x", "type": "min", "value": 3, "message": "m"}]}],
        "routes": [{"method": "GET", "path": "/odd", "deprecated": "use /even", "tags": ["a"],
                    "parameters": [{"name": "q", "in": "query", "type": "string", "required": true}]}]}"#;
    check("odd", &document::read_json(odd).unwrap().model);
}
