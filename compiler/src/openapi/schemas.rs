//! Named schemas to resources, properties to fields, and the references no relationship stands for.

use std::collections::HashSet;

use crate::model::{Field, FieldExtra, Reference, Resource, Scalar, Text, Type, TypeKind};

use super::constraints::{constraints, is_text};
use super::node::{At, Entry, Map, Node, Value, distinct_texts, json_text};
use super::types::type_names;
use super::wrapped::{self, Wrapped};
use super::{Import, edges, keywords, nullable, relations};

impl<'d, 't> Import<'d, 't> {
    /// Makes a resource of each named schema.
    pub(crate) fn resources(&mut self) {
        let Some(schemas) = self.document.schemas else { return };
        let components = At::root("/components/schemas");
        self.in_component = true;
        for entry in schemas.iter() {
            let at = components.to(&entry.key);
            let resource = self.resource(entry, &at);
            self.model.resources.push(resource);
        }
        self.in_component = false;
    }

    fn resource(&mut self, entry: &'d Entry<'t>, at: &At<'_>) -> Resource {
        let mut resource = Resource {
            name: self.document.shown(&entry.key).into(),
            file_path: format!("{}{}", self.document.name, at.pointer()).into(),
            line: entry.line,
            ..Resource::default()
        };
        let referred = edges::referred(&self.document, &entry.node, at, &mut self.report);
        let Some(map) = entry.node.map() else {
            match entry.node.value {
                Value::Bool(_) => resource.meta.push(("type".into(), "\"json\"".into())),
                _ => {
                    let found = entry.node.kind();
                    self.report.warn(entry.line, at, format!("expected a schema, found {found}"));
                    self.report.note("something else where a schema must be", at);
                }
            }
            return resource;
        };
        let said = Wrapped::of(&self.document, map);
        self.overridden(&said, at);
        resource.documentation = said.documentation().into();
        if said.is_true("deprecated") {
            let reason = map.get("x-etched-deprecated").and_then(Node::text).unwrap_or_default();
            resource.deprecated = Some(reason.into());
        }
        if let Some(collected) = self.own_fields(&entry.key, &entry.node, at) {
            resource.fields.clone_from(&collected.fields);
            resource.relationships.clone_from(&collected.relationships);
            if !collected.computed.is_empty() {
                resource.computed_fields.clone_from(&collected.computed);
            }
        }
        for target in map.get("x-etched-relationships").and_then(Node::list).unwrap_or_default() {
            resource.relationships.extend(relations::declared(target));
        }
        resource.meta = self.resource_meta(&said, &entry.node, &resource, at);
        let covered: HashSet<&str> = resource.relationships.iter().map(|to| &*to.target).collect();
        let written = map.get("x-etched-references").and_then(Node::list).unwrap_or_default();
        let mut uncovered = HashSet::new();
        let referred = referred.into_iter().map(|to| self.document.shown(to));
        for to in referred.chain(written.iter().filter_map(Node::text)) {
            if !covered.contains(to) && uncovered.insert(to) {
                self.model.references.push(Reference { from: resource.name.clone(), to: to.into() });
            }
        }
        resource
    }

    /// Returns the fields of an inline object.
    pub(crate) fn struct_fields(&mut self, map: &'d Map<'t>, at: &At<'_>) -> Vec<Field> {
        let mut required = distinct_texts(map.get("required"));
        let mut fields = Vec::new();
        let properties = at.to("properties");
        for entry in map.get("properties").and_then(Node::map).into_iter().flat_map(Map::iter) {
            if let Some(mut field) = self.field(entry, &properties.to(&entry.key)) {
                field.required = required.remove(&*entry.key);
                fields.push(field);
            }
        }
        for _ in required {
            self.report.note("`required` name without a property", at);
        }
        fields
    }

    /// Makes a field of a property.
    pub(crate) fn field(&mut self, entry: &'d Entry<'t>, at: &At<'_>) -> Option<Field> {
        if self.copying > 0 {
            if self.copies == 0 {
                self.report
                    .note("fields of `$ref`s into the middle of schemas, beyond what the document's size allows", at);
                return None;
            }
            self.copies -= 1;
        }
        if !matches!(entry.node.value, Value::Map(_) | Value::Bool(_)) {
            self.report.note("something else where a schema must be", at);
        }
        let typed = self.typed(&entry.node, at);
        if self.copying > 0 {
            self.copies = self.copies.saturating_sub(typed.values.len() / 8);
        }
        let field = Field {
            name: entry.key.to_string().into(),
            nullable: typed.nullable,
            line: entry.line,
            ..Field::default()
        };
        let Some(map) = entry.node.map() else { return Some(Field { ty: typed.ty, ..field }) };
        let said = Wrapped::of(&self.document, map);
        self.overridden(&said, at);
        let mut meta = keywords::extensions(&said);
        if let Some(title) = said.title() {
            meta.push(("title".into(), title.json().into()));
        }
        let default = said.get("default").map(|value| default_text(value, typed.ty.kind()));
        Some(Field {
            constraints: constraints(&said, typed.ty.kind()),
            inherited: map.get("x-etched-inherited").is_some_and(Node::is_true),
            extra: FieldExtra {
                default: default.map(Text::from),
                documentation: said.documentation().into(),
                tags: texts(map.get("x-etched-tags")),
                format: typed.format.into(),
                values: typed.values,
                fields: typed.fields,
                meta,
            }
            .into(),
            ty: typed.ty,
            ..field
        })
    }

    /// What a named schema says beside its fields; its type, if it is no plain object.
    fn resource_meta(
        &mut self,
        said: &Wrapped<'d, 't>,
        node: &'d Node<'t>,
        resource: &Resource,
        at: &At<'_>,
    ) -> Vec<(Text, Text)> {
        let mut meta = keywords::extensions(said);
        let mut push = |key: &str, value: String| meta.push((key.into(), value.into()));
        let map = said.outer();
        if let Some(title) = said.title() {
            push("title", title.json());
        }
        if let Some(discriminator) = map.get("discriminator") {
            push("discriminator", discriminator.json());
        }
        if nullable::nullable(&self.document, &mut self.nullable, node) {
            push("nullable", "true".to_owned());
        }
        let extends = resource.relationships.iter().any(|to| to.kind == "extends");
        let alias = wrapped::alias(map).is_some();
        let mut ty = Type::from(Scalar::Json);
        if !alias && (!resource.fields.is_empty() || extends || map.get("properties").is_some()) {
            if let Some(more) = map.get("additionalProperties") {
                let text = if more.map().is_some() {
                    let here = at.to("additionalProperties");
                    self.unheard(more, "the values of a map", &here);
                    json_text(&self.typed(more, &here).ty)
                } else {
                    more.json()
                };
                push("additional_properties", text);
            }
            self.beside_fields(map, at);
        } else {
            let typed = self.typed(node, at);
            let bare = typed.ty.kind().scalar() == Some(Scalar::Json) && type_names(map) == ["object"];
            if !bare {
                push("type", json_text(&typed.ty));
            }
            if !typed.values.is_empty() {
                let values: Vec<String> = typed.values.iter().map(|value| json_text(value)).collect();
                push("values", format!("[{}]", values.join(",")));
            }
            if !typed.fields.is_empty() {
                self.report.note("fields of the items or values of a named schema", at);
            }
            if !typed.format.is_empty() {
                push("format", json_text(&typed.format));
            }
            ty = typed.ty;
        }
        if let Some(default) = said.get("default") {
            push("default", default_text(default, ty.kind()));
        }
        let constraints = constraints(said, ty.kind());
        let constraints = constraints.iter().filter(|constraint| constraint.name() != "deprecated");
        let constraints: Vec<String> = constraints.map(|text| json_text(text)).collect();
        if !constraints.is_empty() {
            push("constraints", format!("[{}]", constraints.join(",")));
        }
        meta
    }

    /// Counts what a schema with fields says about values that are no objects, in itself and in members of its `allOf`.
    pub(crate) fn beside_fields(&mut self, map: &'d Map<'t>, at: &At<'_>) {
        if self.report.muted > 0 {
            return;
        }
        for key in ["anyOf", "oneOf"] {
            let alternatives = map.get(key).and_then(Node::list).unwrap_or_default();
            let mut real = nullable::real_alternatives(alternatives);
            let first = real.next();
            // One with properties beside null was collected.
            match (first, real.next()) {
                (Some((index, one)), None) if one.get("properties").is_some() => {
                    let at = at.to(key);
                    one.map().into_iter().for_each(|one| self.beside_fields(one, &at.item(index)));
                }
                (Some(_), _) => {
                    let at = at.to(key);
                    for (index, one) in nullable::real_alternatives(alternatives) {
                        self.report.note("alternatives beside `properties`", &at.item(index));
                        self.untaken(one, &at.item(index));
                    }
                }
                (None, _) => {}
            }
        }
        for key in ["items", "format"] {
            if map.get(key).is_some() {
                self.report.note(format!("`{key}` of an object"), at);
            }
        }
        let members = at.to("allOf");
        for (index, member) in map.get("allOf").and_then(Node::list).unwrap_or_default().iter().enumerate() {
            member.map().into_iter().for_each(|member| self.beside_fields(member, &members.item(index)));
        }
    }
}

/// Returns a default as JSON; of a text, what its author wrote without quotes.
fn default_text(value: &Node<'_>, ty: &TypeKind) -> String {
    match value.scalar() {
        Some(text) if is_text(ty) => json_text(text),
        _ => value.json(),
    }
}

/// Returns the texts of a list.
pub(crate) fn texts(node: Option<&Node<'_>>) -> Vec<Text> {
    node.and_then(Node::list).unwrap_or_default().iter().filter_map(Node::scalar).map(Text::from).collect()
}
