//! The parameters of paths, with the types of the fields they stand for.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use etched_core::template::Template;

use super::derive::{nested_key, own_key};
use crate::model::{Field, Model, Parameter, Resource, Text, Type, TypeKind};

/// Relationships that are followed from one primary key to the next.
const MAX_STEPS: u32 = 8;

/// Puts the parameters of each route's path before those it declares; the type it declares wins.
pub(super) fn add(model: &mut Model) {
    let keys = Keys::of(&model.resources);
    let (location, id) = (Text::from("path"), Text::from("id"));
    for route in &mut model.routes {
        let Ok(template) = Template::parse(&route.path) else { continue };
        let own = keys.by_name.get(route.resource.as_str()).copied();
        let count = template.parameters().count();
        if count > 0 {
            let mut found = Vec::with_capacity(count + route.parameters.len());
            for name in template.parameters() {
                let declared = route.parameters.iter().find(|known| known.location == "path" && known.name == name);
                found.push(declared.cloned().unwrap_or_else(|| {
                    let (name, ty) = keys.parameter(own, name, &id);
                    Parameter { name, location: location.clone(), ty, required: true, ..Parameter::default() }
                }));
            }
            found.extend(route.parameters.iter().filter(|parameter| parameter.location != "path").cloned());
            route.parameters = found;
        }
    }
}

/// What the names of parameters stand for.
struct Keys<'m> {
    by_name: HashMap<&'m str, &'m Resource>,
    /// What routes of a resource ask of it, found when the first of them asks.
    own: RefCell<HashMap<&'m str, Rc<Own<'m>>>>,
    /// Of the parameters in paths nested under a resource, the type; none where two resources have one of that name.
    nested: HashMap<Text, Type>,
}

/// The key of a resource, and its fields by name.
struct Own<'m> {
    parameter: &'m str,
    key: Type,
    fields: OnceCell<HashMap<&'m str, &'m Field>>,
}

impl<'m> Keys<'m> {
    fn of(resources: &'m [Resource]) -> Self {
        let mut keys =
            Self { by_name: HashMap::with_capacity(resources.len()), nested: HashMap::new(), own: RefCell::default() };
        for resource in resources {
            keys.by_name.entry(&resource.name).or_insert(resource);
        }
        for resource in resources {
            let ty = keys.key(resource, MAX_STEPS);
            match keys.nested.entry(nested_key(resource).into()) {
                Entry::Vacant(entry) => drop(entry.insert(ty)),
                Entry::Occupied(mut entry) if *entry.get() != ty => drop(entry.insert(Type::EMPTY)),
                Entry::Occupied(_) => {}
            }
        }
        keys
    }

    /// Returns the name and the type of a parameter in the path of a route that serves a resource: its key, its field, or
    /// else the key of another resource; no type where nothing tells.
    ///
    /// Names are shared: each place of a resource that nests deep has all those above it.
    fn parameter(&self, own: Option<&'m Resource>, name: &str, id: &Text) -> (Text, Type) {
        if let Some(resource) = own {
            let own = self.own(resource);
            if name == own.parameter {
                let shared = if resource.path_key.is_empty() { id } else { &resource.path_key };
                return (shared.clone(), own.key.clone());
            }
            if let Some(field) = own.fields.get_or_init(|| by_name(resource)).get(name) {
                return (field.name.clone(), whole(field));
            }
        }
        match self.nested.get_key_value(name) {
            Some((name, ty)) => (name.clone(), ty.clone()),
            None => (name.into(), Type::EMPTY),
        }
    }

    fn own(&self, resource: &'m Resource) -> Rc<Own<'m>> {
        let own = || {
            let (parameter, key) = (own_key(resource), self.key(resource, MAX_STEPS));
            Rc::new(Own { parameter, key, fields: OnceCell::new() })
        };
        Rc::clone(self.own.borrow_mut().entry(&resource.name).or_insert_with(own))
    }

    /// Returns the type of what stands for a resource in paths.
    fn key(&self, resource: &Resource, steps: u32) -> Type {
        let field = |name: &str| resource.fields.iter().find(|field| field.name == name);
        if !resource.path_key.is_empty() {
            return field(&resource.path_key).map(whole).unwrap_or_default();
        }
        self.primary_key(resource, steps)
    }

    /// Returns the type of a primary key that is a relationship, by name or by its foreign key: that of the other side.
    fn target(&self, resource: &Resource, member: &str, steps: u32) -> Type {
        let relationship = resource.relationships.iter().find(|one| one.name == member || one.foreign_key == member);
        let target = relationship.and_then(|relationship| self.by_name.get(relationship.target.as_str()));
        match (target, steps.checked_sub(1)) {
            (Some(target), Some(steps)) => self.primary_key(target, steps),
            _ => Type::EMPTY,
        }
    }

    /// Returns the type of the primary key, whatever stands for the resource in paths.
    fn primary_key(&self, resource: &Resource, steps: u32) -> Type {
        let field = |name: &str| resource.fields.iter().find(|field| field.name == name);
        match primary(resource).as_slice() {
            [] => field("id").map(whole).unwrap_or_default(),
            [one] => field(one).map(whole).unwrap_or_else(|| self.target(resource, one, steps)),
            _ => Type::EMPTY,
        }
    }
}

fn by_name(resource: &Resource) -> HashMap<&str, &Field> {
    // Of two with one name, which documents may have, the first.
    resource.fields.iter().rev().map(|field| (field.name.as_str(), field)).collect()
}

/// Returns the members of the primary key, as they are declared.
fn primary(resource: &Resource) -> Vec<&str> {
    if let Some(key) = resource.keys.iter().find(|key| key.kind == "primary") {
        return key.members.iter().map(|member| &**member).collect();
    }
    let is_primary = |field: &&Field| field.constraints.iter().any(|constraint| constraint.name() == "primary");
    let fields = resource.fields.iter().filter(is_primary).map(|field| &*field.name);
    let relationships = resource
        .relationships
        .iter()
        .filter(|relationship| relationship.options.iter().any(|(key, value)| key == "primary" && value == "true"));
    fields.chain(relationships.map(|relationship| &*relationship.name)).collect()
}

/// Returns the type of a field in full: the values of an enum are beside it.
fn whole(field: &Field) -> Type {
    match field.ty.kind() {
        TypeKind::Enum(values) if values.is_empty() => TypeKind::Enum(field.values.iter().cloned().collect()).into(),
        TypeKind::Struct(fields) if fields.is_empty() => Type::EMPTY,
        _ => field.ty.clone(),
    }
}
