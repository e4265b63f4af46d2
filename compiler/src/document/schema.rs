//! The JSON Schema of a document, from the same table as its reading and writing.

use std::fmt::Write as _;

use super::digest::Digest;
use super::form::Plainly;
use super::graph;
use super::members::Omission;
use super::record::{Mode, Record};
use super::value::{Json, Map, Shape, Texts, or_null};
use crate::model::{self, Text};

/// Returns the JSON Schema (draft 2020-12) of a metadata document, with a line break at its end.
///
/// It says what is accepted; what is written is the same without the nulls.
#[must_use]
pub fn schema() -> String {
    let mut text = String::from(
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"etched metadata document","type":"object","#,
    );
    text.push_str(r#""required":["resources"],"properties":{"#);
    let top = [
        ("version", "Version of the application's interface.", <Text as Shape>::shape()),
        ("generated", "When an older document was written; ignored.", "{}".to_owned()),
        ("source_hash", "Hash of what the document was made from.", <Text as Shape>::shape()),
        ("resources", "Resources, in declaration order.", Vec::<model::Resource>::shape()),
        ("routes", "Routes, in declaration order.", Vec::<model::Route>::shape()),
        ("patterns", "Patterns; none means that they are discovered.", Vec::<model::Pattern>::shape()),
        ("dependencies", "The dependency graph; ignored when reading.", r##"{"$ref":"#/$defs/graph"}"##.to_owned()),
        ("application", "What the application directive says.", r##"{"$ref":"#/$defs/application"}"##.to_owned()),
        ("files", "Schema files; missing where they are those that resources and routes name.", Texts::shape()),
        ("file_digests", "Hashes of schema files that are known, by path.", Map::<Digest>::shape()),
        ("references", "References that no relationship stands for.", Vec::<model::Reference>::shape()),
        ("deviations", "Places where a pattern is absent.", Vec::<model::Deviation>::shape()),
        ("coverage", "Distinct resources that use a pattern, per category.", Map::<u32>::shape()),
        ("not_represented", "What an import could not represent.", Vec::<Omission>::shape()),
    ];
    for (at, (name, doc, shape)) in top.iter().enumerate() {
        property(&mut text, at, name, doc, &or_null(shape));
    }
    text.push_str(r#"},"$defs":{"#);
    let records = [
        record::<model::Resource>(),
        record::<model::Field>(),
        record::<model::Relationship>(),
        record::<model::Hook>(),
        record::<model::Validation>(),
        record::<model::Constraint>(),
        record::<model::Invariant>(),
        record::<model::Scope>(),
        record::<model::Computed>(),
        record::<model::Function>(),
        record::<model::Parameter>(),
        record::<model::Nested>(),
        record::<model::Key>(),
        record::<model::Response>(),
        record::<model::Allow>(),
        record::<model::Route>(),
        record::<model::Pattern>(),
        record::<model::Example>(),
        record::<model::Variant>(),
        graph::DEFINITIONS.join(","),
        record::<model::Application>(),
        record::<model::Reference>(),
        record::<model::Deviation>(),
        record::<Omission>(),
    ];
    text.push_str(&records.join(","));
    text.push_str("}}");
    let value = Json::parse(&text).expect("the parts are JSON");
    let mut pretty = serde_json::to_string_pretty(&value).expect("a schema is text keys and plain values");
    pretty.push('\n');
    pretty
}

fn quoted(text: &str) -> String {
    Json::Text(text.trim().to_owned()).to_text()
}

fn property(text: &mut String, at: usize, name: &str, doc: &str, shape: &str) {
    let comma = if at == 0 { "" } else { "," };
    let rest = shape.strip_prefix('{').expect("a shape is an object");
    let between = if rest == "}" { "" } else { "," };
    let written = write!(text, r#"{comma}{}:{{"description":{}{between}{rest}"#, quoted(name), quoted(doc));
    written.expect("a text takes all of it");
}

fn record<R: Record>() -> String {
    let keys = R::keys();
    let required: Vec<_> = keys.iter().filter(|key| key.mode == Mode::Need).map(|key| quoted(key.name)).collect();
    let mut text = format!(r#"{}:{{"description":{},"#, quoted(R::NAME), quoted(R::DOC));
    text.push_str(if R::from_text("name").is_some() {
        r#""type":["object","string"],"pattern":"^\\s*[^\\s:]""#
    } else {
        r#""type":"object""#
    });
    if !required.is_empty() {
        write!(text, r#","required":[{}]"#, required.join(",")).expect("a text takes all of it");
    }
    text.push_str(r#","properties":{"#);
    for (at, key) in keys.iter().enumerate() {
        let shape = if key.mode == Mode::Need { key.shape.clone() } else { or_null(&key.shape) };
        property(&mut text, at, key.name, key.doc, &shape);
    }
    text.push_str("}}");
    text
}
