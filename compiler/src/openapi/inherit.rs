//! Fields of named schemas through `allOf`, whatever order the schemas are in.
//!
//! Fields are collected in two steps. The first is flat: what a schema extends is in it, but an inline object that
//! extends a named schema (`last: {allOf: [{$ref: Event}, ...]}`) has only its own fields, so that no schema needs one
//! that is not finished, but for those that extend themselves. The second gives such objects the fields they inherit,
//! and where they contain themselves, the flat ones.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::model::{Computed, Field, Relationship, Text};

use super::node::{At, Map, Node, distinct_texts};
use super::refs::Target;
use super::types::DEEPEST_STACK;
use super::{Import, nullable, relations, wrapped};

/// Deepest place at which the fields of a further schema are collected: what is inside it needs room of its own.
const DEEPEST_ALL_OF: usize = 60;

/// Fields of a schema, with what it extends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected<'d> {
    pub(crate) fields: Vec<Field>,
    /// Where each name is in `fields`.
    places: HashMap<Text, usize>,
    /// Names that must be given.
    required: HashSet<&'d str>,
    pub(crate) relationships: Vec<Relationship>,
    /// The targets of those that extend.
    extends: HashSet<Text>,
    /// What our own export wrote of computed fields.
    pub(crate) computed: Vec<Computed>,
    /// Some inline object of it lacks what it inherits.
    pending: bool,
}

/// What is known of the fields of named schemas.
#[derive(Debug, Default)]
pub(crate) struct Fields<'d> {
    /// The flat ones; `None` while they are being collected.
    flat: HashMap<&'d str, Option<Rc<Collected<'d>>>>,
    /// Those that are the same wherever they are needed.
    whole: HashMap<&'d str, Rc<Collected<'d>>>,
    /// Named schemas whose inline objects are being given what they inherit.
    open: Vec<&'d str>,
    /// The flat step is under way.
    is_flat: bool,
    /// The flat step met an inline object that inherits.
    pending: bool,
    /// The second step met a schema that contains itself.
    cut: bool,
}

/// How a schema refers to the one whose fields it has too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inherits {
    /// `Dog: {allOf: [{$ref: Pet}]}`.
    Extends,
    /// `Hound: {$ref: Dog}`.
    Alias,
    /// An inline object.
    Inline,
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
    /// Returns the fields and relationships of a named schema.
    pub(crate) fn own_fields(&mut self, name: &'d str, node: &'d Node<'t>, at: &At<'_>) -> Option<Rc<Collected<'d>>> {
        let flat = self.flat_fields(name, node, at)?;
        Some(if flat.pending { self.whole_fields(name, node, at) } else { flat })
    }

    /// Returns the fields of a named schema that another one needs.
    fn named_fields(&mut self, name: &'d str, node: &'d Node<'t>, at: &At<'_>) -> Option<Rc<Collected<'d>>> {
        let flat = self.flat_fields(name, node, at)?;
        if !flat.pending {
            return Some(flat);
        }
        if self.fields.is_flat {
            self.fields.pending = true;
            return Some(flat);
        }
        if self.fields.open.contains(&name) {
            self.fields.cut = true;
            return Some(flat);
        }
        Some(self.whole_fields(name, node, at))
    }

    /// The first step; `None` for a schema that extends itself.
    fn flat_fields(&mut self, name: &'d str, node: &'d Node<'t>, at: &At<'_>) -> Option<Rc<Collected<'d>>> {
        if let Some(done) = self.fields.flat.get(name) {
            return done.clone();
        }
        if self.stacked >= DEEPEST_ALL_OF {
            self.report.note("`allOf` through more than 60 levels", at);
            return None;
        }
        self.fields.flat.insert(name, None);
        let outer = (std::mem::replace(&mut self.fields.is_flat, true), std::mem::take(&mut self.fields.pending));
        let muted = std::mem::take(&mut self.report.muted);
        let mut collected = self.of_component(node, at);
        self.report.muted = muted;
        collected.pending = self.fields.pending;
        (self.fields.is_flat, self.fields.pending) = outer;
        let collected = Rc::new(collected);
        self.fields.flat.insert(name, Some(Rc::clone(&collected)));
        Some(collected)
    }

    /// The second step.
    fn whole_fields(&mut self, name: &'d str, node: &'d Node<'t>, at: &At<'_>) -> Rc<Collected<'d>> {
        if let Some(done) = self.fields.whole.get(name) {
            return Rc::clone(done);
        }
        if self.stacked >= DEEPEST_ALL_OF {
            self.report.insist("`allOf` through more than 60 levels", at);
            return Rc::default();
        }
        let outer = std::mem::take(&mut self.fields.cut);
        self.fields.open.push(name);
        // All but what is inherited was reported by the first step.
        self.report.muted += 1;
        let collected = Rc::new(self.of_component(node, at));
        self.report.muted -= 1;
        self.fields.open.pop();
        if !self.fields.cut {
            // Whoever asks, it is this; what met itself depends on where it began.
            self.fields.whole.insert(name, Rc::clone(&collected));
        } else if self.fields.open.is_empty() {
            self.report.insist("inline object that inherits from a schema it is part of", at);
        }
        self.fields.cut = outer || (self.fields.cut && !self.fields.open.is_empty());
        collected
    }

    /// Collects a named schema from its own place, wherever it is needed.
    fn of_component(&mut self, node: &'d Node<'t>, at: &At<'_>) -> Collected<'d> {
        self.stacked += 1;
        let level = std::mem::take(&mut self.level);
        let component = std::mem::replace(&mut self.in_component, true);
        let collected = self.collected(node, at, true);
        self.in_component = component;
        self.level = level;
        self.stacked -= 1;
        collected
    }

    /// Collects the fields of a schema from its `allOf` and its `properties`; `named` for one whose edges count.
    pub(crate) fn collected(&mut self, node: &'d Node<'t>, at: &At<'_>, named: bool) -> Collected<'d> {
        let mut out = Collected::default();
        let alias = node.map().filter(|_| named).and_then(wrapped::alias).and_then(Node::text);
        if let Some(reference) = alias {
            self.inherit(reference, node, at, Inherits::Alias, &mut out);
        }
        self.collect(node, at, named, &mut out);
        let mut missing = 0;
        for name in &out.required {
            match out.places.get(*name) {
                Some(&place) => out.fields[place].required = true,
                None => missing += 1,
            }
        }
        // An inline object that inherits is complete in the second step.
        let complete = !(out.pending && self.fields.is_flat);
        for _ in 0..if complete { missing } else { 0 } {
            let reason = "`required` name without a property";
            if out.pending { self.report.insist(reason, at) } else { self.report.note(reason, at) }
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
        self.leftovers(map, at);
        // Kept of the schema itself, and of an inline object counted as of any other.
        if map.get("additionalProperties").is_some() && !(named && at.depth() == 1) {
            self.closed(map, at);
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
                    let how = if named { Inherits::Extends } else { Inherits::Inline };
                    self.inherit(reference, member, &at, how, out);
                }
                self.collect(member, &at, named, out);
            }
        }
        for key in ["anyOf", "oneOf"] {
            // One alternative beside null is the schema itself.
            let mut real = nullable::real_alternatives(map.get(key).and_then(Node::list).unwrap_or_default());
            if let (Some((index, one)), None) = (real.next(), real.next())
                && one.get("properties").is_some()
            {
                self.collect(one, &at.to(key).item(index), named, out);
            }
        }
        self.properties(map, at, named, out);
    }

    fn properties(&mut self, map: &'d Map<'t>, at: &At<'_>, named: bool, out: &mut Collected<'d>) {
        let Some(properties) = map.get("properties") else { return };
        let at = at.to("properties");
        let Some(properties) = properties.map() else {
            let message = format!("`properties` must be an object, found {}", properties.kind());
            self.report.warn(properties.line, &at, message);
            return;
        };
        for entry in properties.iter() {
            let at = at.to(&entry.key);
            if let Some(relationship) = entry.node.get("x-etched-relationship") {
                let declared = relations::declared(relationship);
                out.extends.extend(declared.iter().filter(|to| to.kind == "extends").map(|to| to.target.clone()));
                out.relationships.extend(declared);
                continue;
            }
            let Some(field) = self.field(entry, &at) else { continue };
            if named && entry.node.get("x-etched-computed").is_some_and(Node::is_true) {
                out.computed.push(Computed {
                    name: field.name,
                    ty: field.ty,
                    nullable: field.nullable,
                    documentation: field.extra.documentation.clone(),
                    line: entry.line,
                    ..Computed::default()
                });
                continue;
            }
            if named {
                let last = out.relationships.iter().rev().take_while(|held| held.name == field.name);
                let mut known: HashSet<Text> = last.map(|held| held.target.clone()).collect();
                for (kind, target) in relations::of(&self.document, &entry.node) {
                    let target = Text::from(self.document.shown(target));
                    if known.insert(target.clone()) {
                        out.relationships.push(Relationship {
                            name: field.name.clone(),
                            kind: kind.into(),
                            target,
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

    /// Takes over the fields of the schema that a reference leads to.
    fn inherit(
        &mut self,
        reference: &'d str,
        member: &'d Node<'t>,
        at: &At<'_>,
        how: Inherits,
        out: &mut Collected<'d>,
    ) {
        let (name, node) = match self.document.target(reference) {
            Target::Resource(name) => (name, self.document.schemas.and_then(|schemas| schemas.get(name))),
            Target::Inside { node, .. } => {
                if self.copies > 0 && self.copying < 8 {
                    self.copying += 1;
                    self.copies -= 1;
                    self.report.muted += 1;
                    self.collect(node, at, false, out);
                    self.report.muted -= 1;
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
        if how == Inherits::Extends && out.extends.insert(shown.into()) {
            out.relationships.push(Relationship {
                name: shown.into(),
                kind: "extends".into(),
                target: shown.into(),
                line: member.line,
                ..Relationship::default()
            });
        }
        if how == Inherits::Inline {
            out.pending = true;
            if self.fields.is_flat {
                self.fields.pending = true;
                return;
            }
        }
        let components = At::root("/components/schemas");
        let Some(inherited) = self.named_fields(name, node, &components.to(name)) else {
            let reason = if how == Inherits::Alias { "`$ref`" } else { "`allOf`" };
            self.report.note(format!("{reason} that leads back to itself"), at);
            return;
        };
        for field in &inherited.fields {
            let weight = weight(field);
            if self.copies < weight {
                self.report.insist("inherited fields beyond what the document's size allows", at);
                return;
            }
            self.copies -= weight;
            out.add(Field { inherited: true, ..field.clone() });
        }
    }
}
