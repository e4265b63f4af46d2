//! Resources to named schemas.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::{
    Computed, Field, FieldConstraint, FieldExtra, Mark, Model, Relationship, Resource, Scalar, Text, Type, TypeKind,
};
use crate::openapi::edges::{Holds, holds};
use crate::openapi::node::{Map, Node, Value};

use super::Left;
use super::object::{Json, Object, boolean, list, raw, text, texts};
use super::shape::{Parts, limit, meta, properties, property, related, required, shape};
use super::view::Keys;

/// Entries of `meta` that an import makes of keywords, and that become keywords again.
const KEYWORDS: [&str; 9] = [
    "type",
    "values",
    "format",
    "constraints",
    "nullable",
    "default",
    "title",
    "discriminator",
    "additional_properties",
];

/// Returns the schemas of responses, then those that requests see otherwise.
pub(super) fn schemas(model: &Model, keys: &Keys<'_>, requests: &Keys<'_>, left: &mut Left) -> Json {
    let mut references: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for reference in &model.references {
        references.entry(&reference.from).or_default().push(&reference.to);
    }
    let mut out = Object::default();
    let mut written = BTreeSet::new();
    let mut taken = Vec::new();
    for resource in &model.resources {
        if !written.insert(&*resource.name) {
            left.note("second resource of the same name", 1, &resource.name);
            continue;
        }
        let referred = references.get(&*resource.name).map(Vec::as_slice).unwrap_or_default();
        let (key, request) = (&keys[&*resource.name], &requests[&*resource.name]);
        if key == request {
            out.set(key, schema(resource, referred, keys));
        } else {
            // What it refers to beside its fields is in the other.
            out.set(key, schema(resource, &[], keys));
            let mut other = Object::from(schema(resource, referred, requests));
            other.set("x-etched-request", text(&**key));
            taken.push((request, other.done()));
        }
        behaviour(resource, left);
    }
    for (key, schema) in taken {
        out.set(key, schema);
    }
    out.done()
}

/// Counts what a schema has no place for.
fn behaviour(resource: &Resource, left: &mut Left) {
    let name = &resource.name;
    left.note("hook", resource.hooks.len(), name);
    left.note("validation", resource.validations.len(), name);
    left.note("constraint over several fields", resource.constraints.len(), name);
    left.note("invariant", resource.invariants.len(), name);
    left.note("scope", resource.scopes.len(), name);
    left.note("expression of a computed field", resource.computed_fields.len(), name);
    left.note("function", resource.functions.len(), name);
    left.note("nesting (part of the paths)", resource.nested_under.len(), name);
    left.note("key or index over members", resource.keys.len(), name);
    left.note("key in paths (part of the paths)", usize::from(!resource.path_key.is_empty()), name);
    left.note("path segment (part of the paths)", usize::from(!resource.path.is_empty()), name);
    left.note("list of operations (they are the routes)", usize::from(resource.operations.is_some()), name);
    left.note("acknowledged finding", resource.allows.len(), name);
}

pub(super) fn schema(resource: &Resource, referred: &[&str], keys: &Keys<'_>) -> Json {
    let mut out = Object::default();
    let said = |key: &str| resource.meta.iter().find(|(held, _)| held == key).map(|(_, value)| &**value);
    let named = |key: &str| Some(raw(said(key)?)).and_then(|node| node.text().map(str::to_owned));
    if keys[&*resource.name] != resource.name {
        out.set("x-etched-name", text(&*resource.name));
    }
    let extends: Vec<&Relationship> = resource.relationships.iter().filter(|to| is_plain_extends(to, keys)).collect();
    let mut body = Object::default();
    let own = |field: &&Field| !field.inherited || extends.is_empty();
    let inherited = resource.fields.iter().position(|field| !own(&field)).unwrap_or(0);
    let (before, after) = resource.fields.split_at(inherited);
    if !extends.is_empty() {
        // Fields that preceded the inherited ones do so again.
        let early = properties(keys, before.iter());
        let early = (!early.is_empty()).then(|| {
            let mut part = Object::default();
            part.set("properties", early.done());
            part.done()
        });
        let references = extends.iter().map(|to| {
            let mut reference = Object::default();
            reference.set("$ref", text(format!("#/components/schemas/{}", keys[&*to.target])));
            reference.done()
        });
        body.set("allOf", list(early.into_iter().chain(references)));
    }
    let mut held = properties(keys, if extends.is_empty() { &resource.fields } else { after }.iter().filter(own));
    let mut beside = Vec::new();
    let mut taken: HashSet<&str> = resource.fields.iter().filter(own).map(|field| &*field.name).collect();
    let mut derived = Derived::new(resource);
    let hidden = resource.fields.iter().filter(|field| !keys.view.shows(field));
    let hidden: HashSet<&str> = hidden.map(|field| &*field.name).collect();
    for to in resource.relationships.iter().filter(|to| !is_plain_extends(to, keys)) {
        if derived.holds(to, keys) || hidden.contains(&*to.name) {
            continue;
        }
        if !keys.contains_key(&*to.target) || !taken.insert(&to.name) {
            beside.push(relationship(to));
        } else {
            held.set(&to.name, relation_property(to, keys));
        }
    }
    for field in &resource.computed_fields {
        if !held.has(&field.name) {
            held.set(&field.name, computed(field, keys));
        }
    }
    let typed = named("type").map(Type::from);
    let nullable = said("nullable") == Some("true");
    // `Hound: {$ref: Dog}` has the fields of a dog without writing them.
    let alias =
        typed.as_deref().is_some_and(|ty| keys.contains_key(ty)) && resource.fields.iter().all(|it| it.inherited);
    if alias {
        held = Object::default();
    }
    let constraints = raw(said("constraints").unwrap_or("[]"));
    let constraints = constraints.list().unwrap_or_default().iter().filter_map(Node::text);
    let constraints: Vec<FieldConstraint> = constraints.map(FieldConstraint::from).collect();
    let object = !held.is_empty() || !extends.is_empty() || typed.is_none();
    if object {
        // What extends a text is none.
        if !held.is_empty() || extends.is_empty() || nullable {
            body.put("type", if nullable { texts(["object", "null"]) } else { text("object") });
        }
        if !held.is_empty() {
            body.set("properties", held.done());
        }
        required(&mut body, keys.view, &resource.fields);
        if let Some(more) = said("additional_properties") {
            let more = raw(more);
            let value = match more.text() {
                Some(ty) => shape(keys, &ty.into(), false, Parts::NONE).schema.done(),
                None => more,
            };
            body.set("additionalProperties", value);
        }
        limit(&mut body, Type::from(Scalar::Json).kind(), nullable, &constraints);
    } else if let Some(ty) = &typed {
        let values = raw(said("values").unwrap_or("[]"));
        let values: Vec<Text> =
            values.list().unwrap_or_default().iter().filter_map(Node::text).map(Text::from).collect();
        let format = named("format").unwrap_or_default();
        let parts = Parts { values: &values, fields: &[], format: &format };
        let shape = shape(keys, ty, nullable, parts);
        let differs = shape.differs(ty, &format);
        body.append(shape.schema);
        if differs {
            body.put("x-etched-type", text(&**ty));
            body.text("x-etched-format", &format);
        }
        limit(&mut body, ty.kind(), nullable, &constraints);
    }
    out.append(body);
    out.text("description", &resource.documentation);
    if let Some(reason) = &resource.deprecated {
        out.put("deprecated", boolean(true));
        out.text("x-etched-deprecated", reason);
    }
    if !beside.is_empty() {
        out.set("x-etched-relationships", list(beside));
    }
    for key in ["default", "discriminator"] {
        if let Some(value) = said(key) {
            out.put(key, raw(value));
        }
    }
    let others: Vec<_> =
        resource.meta.iter().filter(|(key, _)| !KEYWORDS.contains(&&**key) || key == "title").cloned().collect();
    meta(&mut out, &others, if resource.documentation.is_empty() { &[] } else { &["title"] });
    let schema = out.done();
    let mut reached = BTreeSet::new();
    references(&schema, &mut reached);
    let unreached: Vec<&str> =
        referred.iter().copied().filter(|to| keys.get(to).is_none_or(|key| !reached.contains(&**key))).collect();
    if unreached.is_empty() {
        return schema;
    }
    let mut out = Object::from(schema);
    out.set("x-etched-references", texts(unreached));
    out.done()
}

/// Collects the keys of the named schemas that a schema refers to, where the import looks for references.
pub(super) fn references<'s>(schema: &'s Json, out: &mut BTreeSet<&'s str>) {
    match &schema.value {
        Value::Map(map) => {
            for entry in map.iter() {
                match holds(&entry.key) {
                    Holds::Schema => references(&entry.node, out),
                    Holds::Named => {
                        for named in entry.node.map().into_iter().flat_map(Map::iter) {
                            references(&named.node, out);
                        }
                    }
                    Holds::Data if entry.key == "$ref" => {
                        let key = entry.node.text().and_then(|text| text.strip_prefix("#/components/schemas/"));
                        out.extend(key);
                    }
                    Holds::Data => {}
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| references(item, out)),
        _ => {}
    }
}

/// A property that the application works out.
fn computed(field: &Computed, keys: &Keys<'_>) -> Json {
    let shown = Field {
        ty: field.ty.clone(),
        nullable: field.nullable,
        extra: FieldExtra { documentation: field.documentation.clone(), ..FieldExtra::default() }.into(),
        ..Field::default()
    };
    // It is no relationship.
    let none = Keys::new(BTreeMap::new(), keys.view);
    let mut out = Object::from(property(&none, &shown));
    out.put("readOnly", boolean(true));
    out.set("x-etched-computed", boolean(true));
    out.done()
}

fn is_plain_extends(to: &Relationship, keys: &Keys<'_>) -> bool {
    to.kind == "extends" && to.name == to.target && keys.contains_key(&*to.target) && is_bare(to)
}

/// Returns whether a relationship says no more than that it exists.
fn is_bare(to: &Relationship) -> bool {
    [&to.foreign_key, &to.through, &to.on_delete, &to.on_update, &to.documentation].iter().all(|text| text.is_empty())
        && to.options.is_empty()
}

/// The relationships that the import makes of the fields of a resource.
struct Derived<'r> {
    fields: HashMap<&'r str, &'r Field>,
    /// Kinds by targets, for the fields that were asked for.
    related: HashMap<&'r str, HashMap<&'r str, &'static str>>,
}

impl<'r> Derived<'r> {
    fn new(resource: &'r Resource) -> Self {
        // Of several fields of one name the first counts.
        let own = resource.fields.iter().rev().filter(|field| !field.inherited);
        Self { fields: own.map(|field| (&*field.name, field)).collect(), related: HashMap::new() }
    }

    /// Returns whether the import makes this relationship of the field of the same name.
    fn holds(&mut self, to: &'r Relationship, keys: &Keys<'_>) -> bool {
        let Some(field) = self.fields.get(&*to.name) else { return false };
        let related = self.related.entry(&to.name).or_insert_with(|| {
            let mut found = HashMap::new();
            related(keys, field.ty.kind(), "has_one", &mut found);
            found
        });
        is_bare(to) && to.nullable == field.nullable && related.get(&*to.target).is_some_and(|kind| *kind == &*to.kind)
    }
}

/// A property that stands for a relationship without a field, as the schema language has them.
fn relation_property(to: &Relationship, keys: &Keys<'_>) -> Json {
    let one = TypeKind::named(&to.target);
    let ty = if to.kind.contains("many") { TypeKind::array(one.marked(Mark::Required)) } else { one };
    let mut out = shape(keys, &ty.into(), to.nullable, Parts::NONE).schema;
    out.text("description", &to.documentation);
    out.set("x-etched-relationship", relationship(to));
    out.done()
}

fn relationship(to: &Relationship) -> Json {
    let mut out = Object::default();
    out.set("name", text(&*to.name));
    out.set("kind", text(&*to.kind));
    out.set("target", text(&*to.target));
    out.text("foreign_key", &to.foreign_key);
    out.text("through", &to.through);
    out.text("on_delete", &to.on_delete);
    out.text("on_update", &to.on_update);
    out.text("documentation", &to.documentation);
    if to.nullable {
        out.set("nullable", boolean(true));
    }
    if !to.options.is_empty() {
        out.set("options", list(to.options.iter().map(|(key, value)| list([text(&**key), text(&**value)]))));
    }
    out.done()
}
