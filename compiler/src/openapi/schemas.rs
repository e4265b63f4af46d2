//! Named schemas to resources: fields through `allOf`, relationships, and the references no relationship stands for.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::model::{Field, FieldExtra, Reference, Relationship, Resource, Scalar, Text};

use super::constraints::constraints;
use super::node::{At, Entry, Map, Node, Value, distinct_texts};
use super::refs::Target;
use super::types::{DEEPEST_STACK, type_names};
use super::{Import, edges, keywords, nullable, relations};

/// Deepest place at which the fields of a further schema are collected: what is inside it needs room of its own.
const DEEPEST_ALL_OF: usize = 60;

/// Fields of a schema, with what it extends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected<'d> {
    pub(crate) fields: Vec<Field>,
    /// Where each name stands in `fields`.
    places: HashMap<Text, usize>,
    /// Names that must be given.
    required: HashSet<&'d str>,
    pub(crate) relationships: Vec<Relationship>,
}

impl Collected<'_> {
    /// Adds a field; the schema's own comes before an inherited one of the same name.
    fn add(&mut self, field: Field) {
        match self.places.get(&field.name) {
            Some(&place) => {
                let held = &mut self.fields[place];
                let required = held.required || field.required;
                if held.inherited && !field.inherited {
                    *held = field;
                }
                held.required = required;
            }
            None => {
                self.places.insert(field.name.clone(), self.fields.len());
                self.fields.push(field);
            }
        }
    }
}

/// Counts a field with what is inside it, so that copies of it can be bounded.
fn weight(field: &Field) -> usize {
    1 + field.values.len() / 8 + field.fields.iter().map(weight).sum::<usize>()
}

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
        resource.documentation = documentation(map).into();
        if map.get("deprecated").is_some_and(Node::is_true) {
            let reason = map.get("x-etched-deprecated").and_then(Node::text).unwrap_or_default();
            resource.deprecated = Some(reason.into());
        }
        let (fields, relationships) = self.own_fields(&entry.key, &entry.node, at);
        resource.fields = fields;
        resource.relationships = relationships;
        for target in map.get("x-etched-relationships").and_then(Node::list).unwrap_or_default() {
            resource.relationships.extend(relations::declared(target));
        }
        resource.meta = self.resource_meta(map, &entry.node, &resource, at);
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

    /// Returns a named schema's fields and relationships, collecting them unless another schema already asked.
    fn own_fields(&mut self, name: &'d str, node: &'d Node<'t>, at: &At<'_>) -> (Vec<Field>, Vec<Relationship>) {
        let collected = self.named_fields(name, node, at);
        match collected {
            Some(collected) => (collected.fields.clone(), collected.relationships.clone()),
            None => (Vec::new(), Vec::new()),
        }
    }

    fn named_fields(&mut self, name: &'d str, node: &'d Node<'t>, at: &At<'_>) -> Option<Rc<Collected<'d>>> {
        if let Some(done) = self.collected.get(name) {
            // `None` while it is being collected: its `allOf` leads back to itself.
            return done.clone();
        }
        if self.stacked >= DEEPEST_ALL_OF {
            self.report.note("`allOf` through more than 60 levels", at);
            return None;
        }
        self.collected.insert(name, None);
        self.stacked += 1;
        let level = std::mem::take(&mut self.level);
        let (component, muted) =
            (std::mem::replace(&mut self.in_component, true), std::mem::take(&mut self.report.muted));
        let collected = Rc::new(self.collected(node, at, true));
        self.in_component = component;
        self.report.muted = muted;
        self.level = level;
        self.stacked -= 1;
        self.collected.insert(name, Some(Rc::clone(&collected)));
        Some(collected)
    }

    /// Collects the fields of a schema from its `allOf` and its `properties`; `named` for one whose edges count.
    pub(crate) fn collected(&mut self, node: &'d Node<'t>, at: &At<'_>, named: bool) -> Collected<'d> {
        let mut out = Collected::default();
        self.collect(node, at, named, &mut out);
        let mut missing = 0;
        for name in &out.required {
            match out.places.get(*name) {
                Some(&place) => out.fields[place].required = true,
                None => missing += 1,
            }
        }
        for _ in 0..missing {
            self.report.note("`required` name without a property", at);
        }
        out
    }

    fn collect(&mut self, node: &'d Node<'t>, at: &At<'_>, named: bool, out: &mut Collected<'d>) {
        if self.stacked >= DEEPEST_STACK {
            self.report.note("type nested too deep through `allOf`", at);
            return;
        }
        self.stacked += 1;
        self.collect_part(node, at, named, out);
        self.stacked -= 1;
    }

    fn collect_part(&mut self, node: &'d Node<'t>, at: &At<'_>, named: bool, out: &mut Collected<'d>) {
        let Some(map) = node.map() else { return };
        if named {
            self.leftovers(map, at);
        }
        out.required.extend(distinct_texts(map.get("required")));
        if let Some(all_of) = map.get("allOf") {
            let at = at.to("allOf");
            if all_of.list().is_none() {
                self.report.warn(all_of.line, &at, format!("`allOf` must be a list, found {}", all_of.kind()));
            }
            for (index, member) in all_of.list().unwrap_or_default().iter().enumerate() {
                let at = at.item(index);
                if let Some(reference) = member.text_at("$ref") {
                    self.inherit(reference, member, &at, named, out);
                }
                self.collect(member, &at, named, out);
            }
        }
        for key in ["anyOf", "oneOf"] {
            // One alternative beside null is the schema itself.
            let alternatives = map.get(key).and_then(Node::list).unwrap_or_default();
            let mut real = alternatives.iter().enumerate().filter(|(_, node)| !nullable::only_null(node));
            if let (Some((index, one)), None) = (real.next(), real.next())
                && one.get("properties").is_some()
            {
                self.collect(one, &at.to(key).item(index), named, out);
            }
        }
        let Some(properties) = map.get("properties") else { return };
        let at = at.to("properties");
        let Some(properties) = properties.map() else {
            self.report.warn(
                properties.line,
                &at,
                format!("`properties` must be an object, found {}", properties.kind()),
            );
            return;
        };
        for entry in properties.iter() {
            let at = at.to(&entry.key);
            if let Some(relationship) = entry.node.get("x-etched-relationship") {
                out.relationships.extend(relations::declared(relationship));
                continue;
            }
            let Some(field) = self.field(entry, &at) else { continue };
            if named {
                for (kind, target) in relations::of(&self.document, &entry.node) {
                    let target = self.document.shown(target);
                    let known = |held: &Relationship| held.name == field.name && held.target == target;
                    if !out.relationships.iter().rev().take_while(|held| held.name == field.name).any(known) {
                        out.relationships.push(Relationship {
                            name: field.name.clone(),
                            kind: kind.into(),
                            target: target.into(),
                            line: entry.line,
                            nullable: field.nullable,
                            ..Relationship::default()
                        });
                    }
                }
            }
            out.add(field);
        }
    }

    /// Takes over the fields of a named schema that a member of `allOf` refers to.
    fn inherit(&mut self, reference: &'d str, member: &'d Node<'t>, at: &At<'_>, named: bool, out: &mut Collected<'d>) {
        let (name, node) = match self.document.target(reference) {
            Target::Resource(name) => (name, self.document.schemas.and_then(|schemas| schemas.get(name))),
            Target::Inside { node, .. } => {
                if self.copies > 0 && self.copying < 8 {
                    self.copying += 1;
                    self.copies -= 1;
                    self.collect(node, at, false, out);
                    self.copying -= 1;
                }
                return;
            }
            missed => {
                if !self.in_component {
                    self.document.missed(missed, reference, member, at, &mut self.report);
                }
                return;
            }
        };
        let Some(node) = node else { return };
        let shown = self.document.shown(name);
        if named && !out.relationships.iter().any(|held| held.kind == "extends" && held.target == shown) {
            out.relationships.push(Relationship {
                name: shown.into(),
                kind: "extends".into(),
                target: shown.into(),
                line: member.line,
                ..Relationship::default()
            });
        }
        let components = At::root("/components/schemas");
        let Some(inherited) = self.named_fields(name, node, &components.to(name)) else {
            self.report.note("`allOf` that leads back to itself", at);
            return;
        };
        for field in &inherited.fields {
            let weight = weight(field);
            if self.copies < weight {
                self.report.note("inherited fields beyond what the document's size allows", at);
                return;
            }
            self.copies -= weight;
            out.add(Field { inherited: true, ..field.clone() });
        }
    }

    /// Returns the fields of an inline object.
    pub(crate) fn struct_fields(&mut self, map: &'d Map<'t>, at: &At<'_>) -> Vec<Field> {
        let mut out = Collected { required: distinct_texts(map.get("required")), ..Collected::default() };
        let at = at.to("properties");
        for entry in map.get("properties").and_then(Node::map).into_iter().flat_map(Map::iter) {
            if let Some(mut field) = self.field(entry, &at.to(&entry.key)) {
                field.required = out.required.contains(&*entry.key);
                out.fields.push(field);
            }
        }
        out.fields
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
        if let Value::Null | Value::Text(_) | Value::Number(_) | Value::List(_) = entry.node.value {
            self.report.note("something else where a schema must be", at);
        }
        let typed = self.typed(&entry.node, at);
        let empty = Map::default();
        let map = entry.node.map().unwrap_or(&empty);
        if self.copying > 0 {
            self.copies = self.copies.saturating_sub(typed.values.len() / 8);
        }
        let mut meta = keywords::extensions(map);
        if let Some(title) = map.get("title").filter(|_| map.get("description").is_some()) {
            meta.push(("title".into(), title.json().into()));
        }
        Some(Field {
            name: entry.key.to_string().into(),
            constraints: constraints(map, typed.ty.kind()),
            ty: typed.ty,
            nullable: typed.nullable,
            line: entry.line,
            inherited: map.get("x-etched-inherited").is_some_and(Node::is_true),
            extra: FieldExtra {
                default: map.get("default").map(|value| value.json().into()),
                documentation: documentation(map).into(),
                tags: texts(map.get("x-etched-tags")),
                format: typed.format.into(),
                values: typed.values,
                fields: typed.fields,
                meta,
            }
            .into(),
            ..Field::default()
        })
    }

    /// What a named schema says beside its fields; its type, if it is no plain object.
    fn resource_meta(
        &mut self,
        map: &'d Map<'t>,
        node: &'d Node<'t>,
        resource: &Resource,
        at: &At<'_>,
    ) -> Vec<(Text, Text)> {
        let mut meta = keywords::extensions(map);
        let mut push = |key: &str, value: String| meta.push((key.into(), value.into()));
        if let Some(title) = map.get("title").filter(|_| map.get("description").is_some()) {
            push("title", title.json());
        }
        if let Some(discriminator) = map.get("discriminator") {
            push("discriminator", discriminator.json());
        }
        if let Some(default) = map.get("default") {
            push("default", default.json());
        }
        if nullable::nullable(&self.document, &mut self.nullable, node) {
            push("nullable", "true".to_owned());
        }
        let extends = resource.relationships.iter().any(|to| to.kind == "extends");
        if !resource.fields.is_empty() || extends || map.get("properties").is_some() {
            if let Some(more) = map.get("additionalProperties") {
                let text = if more.map().is_some() {
                    super::node::json_text(&self.typed(more, &at.to("additionalProperties")).ty)
                } else {
                    more.json()
                };
                push("additional_properties", text);
            }
        } else {
            self.report.muted += 1;
            let typed = self.typed(node, at);
            self.report.muted -= 1;
            let bare = typed.ty.kind().scalar() == Some(Scalar::Json) && type_names(map) == ["object"];
            if !bare {
                push("type", super::node::json_text(&typed.ty));
            }
            if !typed.values.is_empty() {
                let values: Vec<String> = typed.values.iter().map(|value| super::node::json_text(value)).collect();
                push("values", format!("[{}]", values.join(",")));
            }
            if !typed.fields.is_empty() {
                self.report.note("fields of the items or values of a named schema", at);
            }
            if !typed.format.is_empty() {
                push("format", super::node::json_text(&typed.format));
            }
            let constraints = constraints(map, typed.ty.kind());
            let constraints = constraints.iter().filter(|constraint| constraint.name() != "deprecated");
            let constraints: Vec<String> = constraints.map(|text| super::node::json_text(text)).collect();
            if !constraints.is_empty() {
                push("constraints", format!("[{}]", constraints.join(",")));
            }
        }
        meta
    }
}

/// Returns what a schema says about itself.
pub(crate) fn documentation<'n>(map: &'n Map<'_>) -> &'n str {
    map.get("description").or_else(|| map.get("title")).and_then(Node::text).unwrap_or_default()
}

/// Returns the texts of a list.
pub(crate) fn texts(node: Option<&Node<'_>>) -> Vec<Text> {
    node.and_then(Node::list).unwrap_or_default().iter().filter_map(Node::scalar).map(Text::from).collect()
}
