//! Who sees a schema: what responses show and what requests may set are not the same fields.
//!
//! A private field is in no response. Where a request takes a resource whose fields the two see differently, or one that
//! refers to such a resource, the resource has a second schema for requests: private fields are `writeOnly` there, and
//! what the application sets itself is `readOnly` and need not be given. It holds every field, in order, and the import
//! reads it in place of the first.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use crate::model::{Field, Model, Resource};

use super::Left;
use super::object::Json;
use super::schemas::{references, schema};

/// Who sees a schema.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Response,
    Request,
}

/// The key of each resource under `components.schemas`, as one of the two sees it.
pub(super) struct Keys<'m> {
    names: BTreeMap<&'m str, String>,
    pub(super) view: View,
}

impl<'m> Keys<'m> {
    pub(super) fn new(names: BTreeMap<&'m str, String>, view: View) -> Self {
        Self { names, view }
    }
}

impl<'m> Deref for Keys<'m> {
    type Target = BTreeMap<&'m str, String>;
    fn deref(&self) -> &Self::Target {
        &self.names
    }
}

fn has(field: &Field, name: &str) -> bool {
    field.constraints.iter().any(|constraint| constraint.name() == name)
}

/// Returns whether responses do not show a field.
pub(super) fn is_private(field: &Field) -> bool {
    has(field, "private")
}

/// Returns whether the application sets a field itself.
pub(super) fn is_automatic(field: &Field) -> bool {
    has(field, "auto") || has(field, "auto_update")
}

impl View {
    /// Returns whether a field is seen.
    pub(super) fn shows(self, field: &Field) -> bool {
        match self {
            Self::Response => !is_private(field),
            // Nobody can set what only the application may.
            Self::Request => !(is_private(field) && is_automatic(field)),
        }
    }

    /// Returns whether a field must be there.
    pub(super) fn requires(self, field: &Field) -> bool {
        field.required && self.shows(field) && (self == Self::Response || !is_automatic(field))
    }
}

/// Returns whether the two see a resource differently.
fn differs(resource: &Resource) -> bool {
    fn any(fields: &[Field]) -> bool {
        fields.iter().any(|field| is_private(field) || is_automatic(field) || any(&field.fields))
    }
    !resource.computed_fields.is_empty() || any(&resource.fields)
}

/// Returns the keys that requests see; `bodies` are the schemas of request bodies under the keys of responses.
pub(super) fn for_requests<'m>(model: &'m Model, keys: &Keys<'m>, bodies: &[Json], left: &mut Left) -> Keys<'m> {
    let resources: BTreeMap<&str, &Resource> = model.resources.iter().rev().map(|it| (&*keys[&*it.name], it)).collect();
    let mut refers: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let whole = Keys::new(keys.names.clone(), View::Request);
    for (key, resource) in &resources {
        let schema = schema(resource, &[], &whole);
        let mut reached = BTreeSet::new();
        references(&schema, &mut reached);
        refers.insert(key, reached.into_iter().map(str::to_owned).collect());
    }
    // What differs, and what refers to it, until nothing more does.
    let mut referring: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, all) in &refers {
        for to in all {
            referring.entry(to).or_default().push(from);
        }
    }
    let mut differing: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = resources.iter().filter(|(_, resource)| differs(resource)).map(|(key, _)| *key).collect();
    while let Some(key) = open.pop() {
        if differing.insert(key) {
            open.extend(referring.get(key).into_iter().flatten());
        }
    }
    // What requests take, and what that refers to.
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut open = BTreeSet::new();
    bodies.iter().for_each(|body| references(body, &mut open));
    let mut open: Vec<&str> = open.into_iter().collect();
    while let Some(key) = open.pop() {
        if let Some(all) = refers.get(key)
            && let Some((&key, _)) = resources.get_key_value(key)
            && taken.insert(key)
        {
            open.extend(all.iter().map(String::as_str));
        }
    }
    let mut names = keys.names.clone();
    let mut used: BTreeSet<String> = names.values().cloned().collect();
    for (name, key) in &mut names {
        if !differing.contains(key.as_str()) || !taken.contains(key.as_str()) {
            let Some(resource) = resources.get(key.as_str()) else { continue };
            let hidden = resource.fields.iter().filter(|field| is_private(field)).count();
            left.note("private field that no request sets", hidden, name);
            continue;
        }
        let base = format!("{key}Request");
        let mut own = base.clone();
        let mut number = 2;
        while !used.insert(own.clone()) {
            own = format!("{base}{number}");
            number += 1;
        }
        *key = own;
    }
    Keys::new(names, View::Request)
}
