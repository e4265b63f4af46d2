//! Keywords the model has no place for, so that none is dropped unseen.

use crate::model::Text;

use super::Import;
use super::constraints::well_formed;
use super::load::Version;
use super::node::{At, Map, Node, Value};
use super::wrapped::Wrapped;

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
        | "oneOf" => Use::Read,
        _ if is_said_beside_the_type(keyword) => Use::Read,
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

/// Returns whether a keyword says something that a field has room for, and that the type does not say.
fn is_said_beside_the_type(keyword: &str) -> bool {
    matches!(
        keyword,
        "description"
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
            | "deprecated"
    )
}

/// Returns the `x-*` entries of a schema as (key, JSON text); those of our own export are read for what they say.
pub(crate) fn extensions(schema: &Wrapped<'_, '_>) -> Vec<(Text, Text)> {
    let mut out: Vec<(Text, Text)> = Vec::new();
    for map in schema.layers() {
        for entry in map.iter().filter(|entry| is_extension(&entry.key)) {
            if !out.iter().any(|(key, _)| *key == *entry.key) {
                out.push(((&*entry.key).into(), entry.node.json().into()));
            }
        }
    }
    for pair in schema.outer().get("x-etched-meta").and_then(Node::list).unwrap_or_default() {
        if let Some([key, value]) = pair.list()
            && let (Some(key), Some(value)) = (key.text(), value.text())
        {
            out.push((key.into(), value.into()));
        }
    }
    out
}

/// Returns whether a key is an extension of somebody else.
fn is_extension(key: &str) -> bool {
    key.starts_with("x-") && !key.starts_with("x-etched-")
}

impl<'d, 't> Import<'d, 't> {
    /// Counts the keywords of a schema that the model has no place for, and those that hold something else than they should.
    ///
    /// Each schema once, however often it is read.
    pub(crate) fn leftovers(&mut self, map: &'d Map<'t>, at: &At<'_>) {
        if self.report.muted > 0 || !self.reported.insert(std::ptr::from_ref(map).addr()) {
            return;
        }
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
                        "description" | "title" | "format" | "$ref" => entry.node.scalar().is_some(),
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

    /// Counts what the layers of a schema say that one further out overrides.
    pub(crate) fn overridden(&mut self, schema: &Wrapped<'d, 't>, at: &At<'_>) {
        if self.report.muted > 0 || !schema.has_layers() {
            return;
        }
        for key in ["description", "title", "default", "enum", "const"] {
            for _ in schema.all(key).skip(1) {
                self.report.note(format!("`{key}` inside one that overrides it"), at);
            }
        }
        let mut seen = std::collections::HashSet::new();
        for entry in schema.layers().flat_map(Map::iter).filter(|entry| is_extension(&entry.key)) {
            if !seen.insert(&*entry.key) {
                self.report.note("`x-*` inside one that overrides it", at);
            }
        }
    }

    /// Counts what a schema says in a place that has room for its type alone.
    pub(crate) fn unheard(&mut self, node: &'d Node<'t>, place: &str, at: &At<'_>) {
        let Some(map) = node.map().filter(|_| self.report.muted == 0) else { return };
        for entry in Wrapped::of(&self.document, map).layers().flat_map(Map::iter) {
            if is_said_beside_the_type(&entry.key) {
                self.report.note(format!("`{}` of {place}", entry.key), at);
            } else if is_extension(&entry.key) {
                self.report.note(format!("`x-*` of {place}"), at);
            }
        }
    }

    /// Counts all that an alternative says of which nothing is taken over.
    pub(crate) fn untaken(&mut self, node: &'d Node<'t>, at: &At<'_>) {
        let Some(map) = node.map().filter(|_| self.report.muted == 0) else { return };
        self.leftovers(map, at);
        self.unheard(node, "an alternative that is not taken over", at);
        for entry in map.iter() {
            let key = &*entry.key;
            if matches!(use_of(key), Use::Read) && !is_said_beside_the_type(key) && !is_extension(key) {
                self.report.note(format!("`{key}` of an alternative that is not taken over"), at);
            }
            let below = at.to(key);
            if matches!(key, "allOf" | "anyOf" | "oneOf") {
                for (index, member) in entry.node.list().unwrap_or_default().iter().enumerate() {
                    self.untaken(member, &below.item(index));
                }
            } else if matches!(key, "items" | "additionalProperties") {
                self.untaken(&entry.node, &below);
            }
        }
    }

    /// Counts an inline object's word on properties it does not name.
    pub(crate) fn closed(&mut self, map: &'d Map<'t>, at: &At<'_>) {
        let more = map.get("additionalProperties").filter(|more| !more.is_true());
        if let Some(more) = more.filter(|more| more.map().is_none_or(|more| more.len() > 0)) {
            self.report.note("`additionalProperties` beside `properties` of an inline object", at);
            self.untaken(more, &at.to("additionalProperties"));
        }
    }

    /// Counts the keys of an object of the description that are not among those read.
    pub(crate) fn unread(&mut self, map: &Map<'_>, what: &str, read: &[&str], at: &At<'_>) {
        for entry in map.iter() {
            let key = &*entry.key;
            if key.starts_with("x-etched-") {
                continue;
            }
            if read.contains(&key) {
                if !has_form(key, &entry.node) {
                    let found = entry.node.kind();
                    self.report.warn(entry.line, &at.to(key), format!("`{key}` of {what} cannot be {found}"));
                    self.report.note(format!("`{key}` of the wrong kind"), &at.to(key));
                }
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

/// Returns whether the value of a key that is read is of the kind that the key asks for; lists and objects that the import
/// walks say so themselves.
fn has_form(key: &str, node: &Node<'_>) -> bool {
    match key {
        "operationId" | "summary" | "description" | "name" | "in" | "title" | "version" | "url" | "scheme"
        | "style" => node.scalar().is_some(),
        "required" | "deprecated" | "explode" => node.boolean().is_some(),
        "tags" | "servers" => node.list().is_some(),
        "content" | "variables" => node.map().is_some(),
        "schema" => node.map().is_some() || node.boolean().is_some(),
        _ => true,
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
