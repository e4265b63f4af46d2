//! A whole struct beside its resource.

use std::collections::{BTreeMap, BTreeSet};

use etched_core::Image;
use etched_core::layout as rows;
use etched_core::near::nearest;

use super::expect::{Expected, Marked, Null};
use super::joined::Joined;
use super::leaf::Leaf;
use super::patch::given;
use super::relation::{self, Key, find, object};
use super::{Item, Member, Mismatch, Outcome, Type};
use crate::image;
use crate::model::{Field, Mark, Resource, TypeKind};

/// Checks a struct against the schema in an image.
///
/// A resource that the schema does not have is one mismatch, and nothing else is looked at; otherwise every mismatch
/// is reported. Cost: linear in the fields of the struct and of its resource.
///
/// ```
/// use etched_compiler::bind::{Item, Member, Shape, Type, check};
///
/// let bytes = etched_compiler::compile_str("@strict nullability resource Tag { name: string! }")?;
/// let member = Member {
///     ident: "name".to_owned(),
///     names: vec!["name".to_owned()],
///     path: None,
///     at: "name",
///     ty: Type { at: "i64", shape: Shape::Named("i64".to_owned(), Vec::new()) },
///     holds: None,
///     changes: Vec::new(),
/// };
/// let item = Item {
///     ident: "Tag".to_owned(),
///     ident_at: "Tag",
///     name: "Tag".to_owned(),
///     at: "Tag",
///     inline: Vec::new(),
///     partial: false,
///     wrappers: Vec::new(),
///     types: Default::default(),
///     changes: Vec::new(),
///     skipped: Vec::new(),
///     members: vec![member],
/// };
/// let mismatch = &check(bytes.image(), &item).mismatches[0];
/// assert_eq!(mismatch.at, "i64");
/// assert!(mismatch.message.ends_with("and `i64` holds `int`; write `String`"));
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
#[must_use]
pub fn check<S: Clone + PartialEq>(image: Image<'_>, item: &Item<S>) -> Outcome<S> {
    let mut out = Outcome {
        resource: None,
        file_paths: Vec::new(),
        fields: Vec::new(),
        mismatches: Vec::new(),
        promises: Vec::new(),
    };
    if item.inline.is_empty() {
        let Some(id) = find(image, &item.name) else {
            let message = unknown_resource(image, item);
            out.mismatches.push(Mismatch { at: item.at.clone(), message });
            return out;
        };
        out.resource = Some(id);
        let resource = image::read_resource(image, id);
        seen(&resource, &mut out.file_paths);
        Scope { image, resource: &resource, label: &resource.name, line: resource.line, fields: &resource.fields }
            .check(item, &mut out);
        return out;
    }
    for (path, at) in &item.inline {
        // One struct for several places: what is wrong for all of them is said for the first.
        let said = out.mismatches.len();
        inline(image, item, path, at, &mut out);
        let fresh = out.mismatches.split_off(said);
        let fresh = fresh.into_iter().filter(|fresh| out.mismatches.iter().all(|known| known.at != fresh.at));
        let fresh: Vec<_> = fresh.collect();
        out.mismatches.extend(fresh);
    }
    out
}

/// Notes the file of a resource that is looked at.
pub(super) fn seen(resource: &Resource, file_paths: &mut Vec<String>) {
    let path = resource.file_path.as_str();
    if !path.is_empty() && file_paths.iter().all(|known| known != path) {
        file_paths.push(path.to_owned());
    }
}

/// Rule: the struct's name is the name of a resource; `struct Pots` is wrong where there is `Post`.
fn unknown_resource<S>(image: Image<'_>, item: &Item<S>) -> String {
    let resources = image.rows::<rows::Resource>();
    let near = nearest(&item.name, resources.iter().map(|record| image.str(record.name())));
    // A name in an attribute was meant as a name; a type's name may not have been.
    let help = match (near, item.ident == item.name) {
        _ if resources.is_empty() => "; it has no resources at all".to_owned(),
        (Some(near), true) => {
            format!("; did you mean `{near}`? `#[resource(name = \"{near}\")]` leaves the type its own name")
        }
        (None, true) => "; `#[resource(name = \"…\")]` names the one it stands for".to_owned(),
        (near, false) => suggestion(near),
    };
    format!("the schema has no resource `{}`{help}", item.name)
}

/// Rule: `inline` is the path of a field with fields of its own; `inline = "Order.number"` is wrong for a `string!`.
fn inline<S: Clone + PartialEq>(image: Image<'_>, item: &Item<S>, path: &str, at: &S, out: &mut Outcome<S>) {
    let mut wrong = |message| out.mismatches.push(Mismatch { at: at.clone(), message });
    let mut steps = path.split('.');
    let name = steps.next().unwrap_or_default();
    let Some(id) = find(image, name) else {
        let resources = image.rows::<rows::Resource>();
        let near = nearest(name, resources.iter().map(|record| image.str(record.name())));
        return wrong(format!("the schema has no resource `{name}`{}", suggestion(near)));
    };
    let resource = image::read_resource(image, id);
    seen(&resource, &mut out.file_paths);
    let mut label = resource.name.clone();
    let mut line = resource.line;
    let mut fields = resource.fields.as_slice();
    let mut deeper = false;
    for step in steps {
        let Some(field) = fields.iter().find(|field| field.name == step) else {
            let near = nearest(step, fields.iter().map(|field| field.name.as_str()));
            return wrong(format!("`{label}`{} has no field `{step}`{}", place(&resource, line), suggestion(near)));
        };
        label = format!("{label}.{step}").into();
        (line, fields, deeper) = (field.line, field.fields.as_slice(), is_struct(field));
        if !deeper {
            let written = written(field);
            return wrong(format!("`{label}` is `{written}`{}, not an inline struct", place(&resource, line)));
        }
    }
    if !deeper {
        return wrong("expected the path of a field that is an inline struct, such as `Order.totals`".to_owned());
    }
    Scope { image, resource: &resource, label: &label, line, fields }.check(item, out);
}

pub(super) fn suggestion(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// Returns where a line of the resource's file is, to follow a name.
pub(super) fn place(resource: &Resource, line: u32) -> String {
    match resource.file_path.as_str() {
        "" => String::new(),
        path => format!(" ({path}:{line})"),
    }
}

/// Returns a field's type as the schema writes it.
pub(super) fn written(field: &Field) -> String {
    format!("{}{}", field.whole_type(), Mark::of(field.nullable))
}

/// Returns whether a field is an inline struct, or a list or hash of them.
pub(super) fn is_struct(field: &Field) -> bool {
    matches!(field.ty.kind().innermost(), TypeKind::Struct(_))
}

/// How a type is compared with what the schema has for it.
type Check<'c, S> = dyn FnMut(&mut Leaf<'_, S>, Null, &Type<S>) + 'c;

/// What a struct is checked against: a resource, or an inline struct of one.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) image: Image<'a>,
    pub(super) resource: &'a Resource,
    pub(super) label: &'a str,
    pub(super) line: u32,
    pub(super) fields: &'a [Field],
}

impl Scope<'_> {
    fn check<S: Clone>(&self, item: &Item<S>, out: &mut Outcome<S>) {
        for (name, at) in &item.changes {
            self.change(name, at, self.label, self.line, out);
        }
        let mut bound: BTreeMap<&str, &Member<S>> = BTreeMap::new();
        // A schema field that a misspelt member was surely meant for is not also missing: one mistake, one message.
        let mut meant: BTreeSet<String> = item.skipped.iter().cloned().collect();
        for member in &item.members {
            if let Some((path, at)) = &member.path {
                if let Some(other) = bound.insert(path, member) {
                    self.twice(path, other, member, out);
                }
                self.joined(path, at, member, item, out);
                continue;
            }
            let found = member.names.iter().find(|name| self.has(name)).map(String::as_str);
            let Some(name) = found else {
                self.unknown(member, item, &mut meant, out);
                continue;
            };
            if let Some(other) = bound.insert(name, member) {
                self.twice(name, other, member, out);
                continue;
            }
            out.fields.push(name.to_owned());
            self.member(name, member, item, &Joined::default(), out);
        }
        if !item.partial {
            self.missing(item, |name| bound.contains_key(name) || meant.contains(name), out);
        }
    }

    /// Rule: no two fields of the struct are one of the schema.
    fn twice<S: Clone>(&self, name: &str, first: &Member<S>, second: &Member<S>, out: &mut Outcome<S>) {
        let label = self.label;
        let message = format!("`{label}.{name}` is bound twice, to `{}` and to `{}`", first.ident, second.ident);
        out.mismatches.push(Mismatch { at: second.at.clone(), message });
    }

    /// Returns whether the schema has a field, a computed field, a relationship or a foreign key of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let whole = self.whole();
        let fields = self.fields.iter().map(|field| field.name.as_str());
        let computed = whole.into_iter().flat_map(|resource| &resource.computed_fields);
        let related = || whole.into_iter().flat_map(|resource| &resource.relationships);
        let keys = related().filter(|related| related.kind == "belongs_to").map(|related| related.foreign_key.as_str());
        fields
            .chain(computed.map(|computed| computed.name.as_str()))
            .chain(related().map(|related| related.name.as_str()))
            .chain(keys)
            .filter(|name| !name.is_empty())
    }

    /// Returns the resource, unless this is an inline struct, which has fields only.
    pub(super) fn whole(&self) -> Option<&Resource> {
        (self.label == self.resource.name).then_some(self.resource)
    }

    /// Compares a member with what the schema has of that name, reached by way of `joined`.
    pub(super) fn member<S: Clone>(
        &self,
        name: &str,
        member: &Member<S>,
        item: &Item<S>,
        joined: &Joined,
        out: &mut Outcome<S>,
    ) {
        let label = format!("{}.{name}", self.label);
        let whole = self.whole();
        let mut leaf = |of: &str, written: &str, line: u32, null: Null, check: &mut Check<'_, S>| {
            for (name, at) in &member.changes {
                self.change(name, at, &label, line, out);
            }
            let place = match (of, place(self.resource, line)) {
                ("", place) => place,
                (of, place) => format!(" ({of}{})", place.replacen(" (", ", ", 1).trim_end_matches(')')),
            };
            let place = joined.behind(place);
            let (ty, null) = given(&item.wrappers, &member.ty, joined.null(null));
            let mut leaf = Leaf {
                label: &label,
                written,
                place: &place,
                part: "",
                holds: member.holds.as_ref(),
                types: &item.types,
                mismatches: &mut out.mismatches,
                promises: &mut out.promises,
            };
            check(&mut leaf, null, ty);
        };
        let related = || whole.into_iter().flat_map(|resource| &resource.relationships);
        if let Some(field) = self.fields.iter().find(|field| field.name == name) {
            let marked = Marked::of(field);
            leaf("", &written(field), field.line, marked.null, &mut |leaf, null, ty| {
                leaf.marked(&Marked { null, ..marked.clone() }, ty);
            });
        } else if let Some(computed) =
            whole.into_iter().flat_map(|resource| &resource.computed_fields).find(|computed| computed.name == name)
        {
            let expected = Expected::of(computed.ty.kind(), &[]);
            let written = format!("{}{}", computed.ty, if computed.nullable { '?' } else { '!' });
            leaf("", &written, computed.line, Null::of(computed.nullable), &mut |leaf, null, ty| {
                leaf.marked(&Marked { element: None, expected: expected.clone(), null }, ty);
            });
        } else if let Some(related) = related().find(|related| related.name == name) {
            let written = relation::written(related);
            leaf("", &written, related.line, Null::of(related.nullable), &mut |leaf, null, ty| {
                object(leaf, self.image, related, null, ty);
            });
        } else if let Some(related) =
            related().find(|related| related.kind == "belongs_to" && related.foreign_key == name)
        {
            let key = Key::of(self.image, related);
            let of = format!("the key of `{}`", related.name);
            let written = key.written(related.nullable);
            leaf(&of, &written, related.line, Null::of(related.nullable), &mut |leaf, null, ty| {
                key.check(leaf, null, ty);
            });
        }
    }

    /// Rule: every field of the struct is one of the schema; `titel` is wrong where there is `title`.
    fn unknown<S: Clone>(
        &self,
        member: &Member<S>,
        item: &Item<S>,
        meant: &mut BTreeSet<String>,
        out: &mut Outcome<S>,
    ) {
        let name = member.names.last().map_or("", String::as_str);
        let taken = |known: &&str| !item.members.iter().any(|other| other.names.iter().any(|name| name == known));
        let near = nearest(name, self.names().filter(taken));
        if let Some(near) = near {
            meant.insert(near.to_owned());
        }
        let help = near.map_or_else(|| ";".to_owned(), |near| format!("; did you mean `{near}`?"));
        let message = format!(
            "`{}`{} has no field `{name}`{help} `#[field(skip)]` keeps it out of the comparison",
            self.label,
            place(self.resource, self.line)
        );
        out.mismatches.push(Mismatch { at: member.at.clone(), message });
    }

    /// Rule: a struct that is not partial has every field of the resource; relationships may stay away, because what
    /// they lead to is elsewhere.
    fn missing<S: Clone>(&self, item: &Item<S>, bound: impl Fn(&str) -> bool, out: &mut Outcome<S>) {
        const SHOWN: usize = 5;
        let missing: Vec<&Field> = self.fields.iter().filter(|field| !bound(&field.name)).collect();
        if missing.is_empty() {
            return;
        }
        let name = |field: &&Field| {
            let place = place(self.resource, field.line);
            format!("`{}: {}`{place}", field.name, written(field))
        };
        let mut list = missing.iter().take(SHOWN).map(name).collect::<Vec<_>>().join(", ");
        if missing.len() > SHOWN {
            list.push_str(&format!(" and {} more", missing.len() - SHOWN));
        }
        let them = if missing.len() == 1 { "it" } else { "them" };
        let message =
            format!("the struct leaves out {list} of `{}`; add {them}, or say `#[resource(partial)]`", self.label);
        out.mismatches.push(Mismatch { at: item.ident_at.clone(), message });
    }

    /// Rule: what a declared resource is, its file says; `#[field(min = 5)]` would say it a second time.
    fn change<S: Clone>(&self, name: &str, at: &S, label: &str, line: u32, out: &mut Outcome<S>) {
        let place = match self.resource.file_path.as_str() {
            "" => "the schema".to_owned(),
            path => format!("{path}:{line}"),
        };
        let message = format!("`{name}` here would change `{label}`, which {place} declares; write `@{name}` there");
        out.mismatches.push(Mismatch { at: at.clone(), message });
    }
}
