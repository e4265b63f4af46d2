//! Keywords the model has no place for, so that none is dropped unseen.

use crate::model::Text;

use super::Import;
use super::constraints::well_formed;
use super::load::Version;
use super::node::{At, Map, Node, Value};

/// How a keyword of a schema is dealt with.
enum Use {
    /// Read into the model.
    Read,
    /// Known, and counted.
    Counted,
    /// Not known.
    Unknown,
}

fn use_of(keyword: &str) -> Use {
    match keyword {
        "$ref"
        | "type"
        | "format"
        | "nullable"
        | "enum"
        | "const"
        | "properties"
        | "required"
        | "items"
        | "additionalProperties"
        | "allOf"
        | "anyOf"
        | "oneOf"
        | "description"
        | "title"
        | "default"
        | "minimum"
        | "maximum"
        | "exclusiveMinimum"
        | "exclusiveMaximum"
        | "minLength"
        | "maxLength"
        | "minItems"
        | "maxItems"
        | "multipleOf"
        | "minProperties"
        | "maxProperties"
        | "pattern"
        | "uniqueItems"
        | "readOnly"
        | "writeOnly"
        | "deprecated" => Use::Read,
        "example"
        | "examples"
        | "externalDocs"
        | "xml"
        | "discriminator"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "minContains"
        | "maxContains"
        | "patternProperties"
        | "propertyNames"
        | "dependentSchemas"
        | "dependentRequired"
        | "dependencies"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "prefixItems"
        | "additionalItems"
        | "$id"
        | "id"
        | "$schema"
        | "$anchor"
        | "$dynamicRef"
        | "$dynamicAnchor"
        | "$recursiveRef"
        | "$recursiveAnchor"
        | "$defs"
        | "definitions"
        | "$comment"
        | "$vocabulary"
        | "contentEncoding"
        | "contentMediaType"
        | "contentSchema" => Use::Counted,
        _ if keyword.starts_with("x-") => Use::Read,
        _ => Use::Unknown,
    }
}

/// Returns the `x-*` entries of an object as (key, JSON text); those of our own export are read for what they say.
pub(crate) fn extensions(map: &Map<'_>) -> Vec<(Text, Text)> {
    let theirs = map.iter().filter(|entry| entry.key.starts_with("x-") && !entry.key.starts_with("x-etched-"));
    let mut out: Vec<(Text, Text)> = theirs.map(|entry| ((&*entry.key).into(), entry.node.json().into())).collect();
    for pair in map.get("x-etched-meta").and_then(Node::list).unwrap_or_default() {
        if let Some([key, value]) = pair.list()
            && let (Some(key), Some(value)) = (key.text(), value.text())
        {
            out.push((key.into(), value.into()));
        }
    }
    out
}

impl<'d, 't> Import<'d, 't> {
    /// Counts the keywords of a schema that the model has no place for, and those that hold something else than they should.
    pub(crate) fn leftovers(&mut self, map: &'d Map<'t>, at: &At<'_>) {
        for entry in map.iter() {
            let keyword = &*entry.key;
            match use_of(keyword) {
                Use::Read if keyword == "type" => match &entry.node.value {
                    Value::Text(_) => {}
                    Value::List(_) if self.document.version >= Version::V31 => {}
                    Value::List(_) => {
                        self.report.warn(entry.line, at, "a list of types needs OpenAPI 3.1; read as such")
                    }
                    Value::Null => {}
                    _ => {
                        let found = entry.node.kind();
                        self.report.warn(entry.line, at, format!("`type` must be text or a list, found {found}"));
                    }
                },
                Use::Read if keyword == "required" => {
                    if entry.node.list().is_none() {
                        self.report.note("`required` that is no list", at);
                    }
                }
                Use::Read => {
                    let form = match keyword {
                        "enum" | "allOf" | "anyOf" | "oneOf" => entry.node.list().is_some(),
                        "properties" => entry.node.map().is_some(),
                        _ => well_formed(keyword, &entry.node),
                    };
                    if !form {
                        let found = entry.node.kind();
                        self.report.warn(entry.line, at, format!("`{keyword}` cannot be {found}"));
                        self.report.note(format!("`{keyword}` of the wrong kind"), at);
                    }
                }
                // Kept in the metadata of a named schema.
                Use::Counted if keyword == "discriminator" && at.depth() == 1 => {}
                Use::Counted => self.report.note(format!("`{keyword}` of a schema"), at),
                Use::Unknown => self.report.note("keyword of a schema that is not known", &at.to(keyword)),
            }
        }
    }

    /// Counts the keys of an object of the description that are not among those read.
    pub(crate) fn unread(&mut self, map: &Map<'_>, what: &str, read: &[&str], at: &At<'_>) {
        for entry in map.iter() {
            let key = &*entry.key;
            if read.contains(&key) || key.starts_with("x-etched-") {
                continue;
            }
            if key.starts_with("x-") {
                self.report.note(format!("`x-*` of {what}"), &at.to(key));
            } else if KNOWN.contains(&key) {
                self.report.note(format!("`{key}` of {what}"), at);
            } else {
                self.report.note(format!("key of {what} that is not known"), &at.to(key));
            }
        }
    }
}

/// Keys of OpenAPI objects that are named when they are not read; others share one reason, since they may be any text.
const KNOWN: [&str; 43] = [
    "$ref",
    "allowEmptyValue",
    "allowReserved",
    "authorizationUrl",
    "bearerFormat",
    "callbacks",
    "contact",
    "content",
    "deprecated",
    "description",
    "encoding",
    "example",
    "examples",
    "explode",
    "externalDocs",
    "flows",
    "headers",
    "in",
    "jsonSchemaDialect",
    "license",
    "links",
    "name",
    "openIdConnectUrl",
    "openapi",
    "operationId",
    "parameters",
    "pathItems",
    "requestBodies",
    "requestBody",
    "required",
    "responses",
    "schema",
    "scheme",
    "schemas",
    "security",
    "securitySchemes",
    "servers",
    "style",
    "summary",
    "tags",
    "termsOfService",
    "title",
    "webhooks",
];
