//! Two models of one application to one, member by member.
//!
//! A member that one source leaves out is the other's. A member of which two sources say different things is an error at
//! the later one's place, with the place of the earlier. Lines and prose are no members: the earlier counts.

use std::collections::HashMap;

use etched_core::hash::hash128;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::model::{
    Chain, Computed, Constraint, Field, Function, Hook, Invariant, Key, Model, Relationship, Resource, Route, Scope,
    Text, Validation,
};

/// Merges `from` into `into`; `place` finds the words of a position.
pub(super) fn merge(into: &mut Model, from: Model, place: &dyn Fn(&str, u32) -> Place, diagnostics: &mut Diagnostics) {
    let mut merge = Merge { place, diagnostics };
    merge.kinds(into, &from);
    application(into, &from);
    let mut known: HashMap<Text, usize> = positions(&into.resources, |resource| resource.name.clone());
    for resource in from.resources {
        match known.get(&resource.name) {
            Some(&at) => merge.resource(&mut into.resources[at], resource),
            None => {
                known.insert(resource.name.clone(), into.resources.len());
                into.resources.push(resource);
            }
        }
    }
    let mut known: HashMap<String, usize> = positions(&into.routes, Route::id);
    for route in from.routes {
        match known.get(&route.id()) {
            Some(&at) => merge.route(&mut into.routes[at], route),
            None => {
                known.insert(route.id(), into.routes.len());
                into.routes.push(route);
            }
        }
    }
    let new = |reference| !into.references.contains(reference);
    let references: Vec<_> = from.references.iter().filter(|reference| new(reference)).cloned().collect();
    into.references.extend(references);
    let files: Vec<_> = from.files.into_iter().filter(|file| !into.files.contains(file)).collect();
    into.files.extend(files);
    into.files.sort_by(|a, b| a.path.cmp(&b.path));
    for (reason, count) in from.not_represented {
        match into.not_represented.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, all)) => *all = all.saturating_add(count),
            None => into.not_represented.push((reason, count)),
        }
    }
}

/// The first source that has an application names it; a hash of the sources is over all of them.
fn application(into: &mut Model, from: &Model) {
    let hash = match (into.application.source_hash.as_str(), from.application.source_hash.as_str()) {
        (one, "") => one.to_owned(),
        ("", other) => other.to_owned(),
        (one, other) => format!("{:032x}", u128::from_be_bytes(hash128(format!("{one} {other}").as_bytes()))),
    };
    let mut kinds = std::mem::take(&mut into.application.kinds);
    kinds.extend(from.application.kinds.iter().filter(|kind| !kinds.contains(kind)).cloned().collect::<Vec<_>>());
    let unnamed = into.application.name.is_empty();
    if unnamed && (!from.application.name.is_empty() || into.application.version.is_empty()) {
        into.application = from.application.clone();
    }
    into.application.kinds = kinds;
    into.application.source_hash = hash.into();
}

fn positions<T, K: std::hash::Hash + Eq>(records: &[T], key: impl Fn(&T) -> K) -> HashMap<K, usize> {
    // Documents may hold a key twice; the first is the one that answers.
    records.iter().enumerate().rev().map(|(at, record)| (key(record), at)).collect()
}

/// What two records are, and where.
struct At<'a> {
    what: &'a str,
    earlier: (&'a str, u32),
    later: (&'a str, u32),
}

struct Merge<'a> {
    place: &'a dyn Fn(&str, u32) -> Place,
    diagnostics: &'a mut Diagnostics,
}

/// Members that give way where they say nothing, and differ otherwise.
macro_rules! members {
    ($self:ident, $at:expr, $into:ident, $from:ident: $($member:ident)*) => {
        $($self.member($at, stringify!($member), &mut $into.$member, $from.$member.clone());)*
    };
}

/// Members of which no value says nothing.
macro_rules! exact {
    ($self:ident, $at:expr, $into:ident, $from:ident: $($member:ident)*) => {
        $(if $into.$member != $from.$member { $self.differ($at, stringify!($member)); })*
    };
}

impl Merge<'_> {
    fn differ(&mut self, at: &At<'_>, member: &str) {
        self.report(at, &format!("`{}` differs", member.replace('_', " ")));
    }

    fn report(&mut self, at: &At<'_>, how: &str) {
        let place = |(path, line): (&str, u32)| (self.place)(path, line);
        let message = format!("two sources say different things of {}: {how}", at.what);
        let diagnostic = Diagnostic::new(&code::SOURCES_DIFFER, place(at.later), message);
        self.diagnostics.push(diagnostic.relate("the other is", place(at.earlier)));
    }

    fn member<T: PartialEq + Default>(&mut self, at: &At<'_>, member: &str, into: &mut T, from: T) {
        let nothing = T::default();
        if from == nothing || *into == from {
            return;
        }
        if *into == nothing {
            *into = from;
        } else {
            self.differ(at, member);
        }
    }

    /// What a middleware does is one thing, whoever says it.
    fn kinds(&mut self, into: &Model, from: &Model) {
        let (into, from) = (&into.application, &from.application);
        for (middleware, does) in &from.kinds {
            if into.kinds.iter().any(|(known, other)| known == middleware && other != does) {
                let what = format!("the middleware `{middleware}`");
                let (earlier, later) = ((&*into.file_path, into.line), (&*from.file_path, from.line));
                self.differ(&At { what: &what, earlier, later }, "middleware_kind");
            }
        }
    }

    fn resource(&mut self, into: &mut Resource, from: Resource) {
        let files = (into.file_path.clone(), from.file_path.clone());
        let what = format!("`{}`", from.name);
        let at = &At { what: &what, earlier: (&files.0, into.line), later: (&files.1, from.line) };
        prose(&mut into.documentation, &from.documentation);
        self.list(at, &mut into.fields, from.fields.clone(), Self::field);
        self.list(at, &mut into.relationships, from.relationships.clone(), Self::relationship);
        if *from.extra == Default::default() {
            return;
        }
        members!(self, at, into, from: path path_key operations shared_middleware deprecated);
        into.shared_line = if into.shared_line == 0 { from.shared_line } else { into.shared_line };
        for nested in &from.nested_under {
            match into.nested_under.iter().find(|known| known.parent == nested.parent) {
                Some(known) if known.segment != nested.segment => self.differ(at, "nested_under"),
                Some(_) => {}
                None => into.nested_under.push(nested.clone()),
            }
        }
        for (operation, chain) in &from.middleware {
            let Chain { names, .. } = into.middleware.entry(operation.clone()).or_insert_with(|| chain.clone());
            if *names != chain.names {
                self.differ(at, "middleware");
            }
        }
        self.pairs(at, &mut into.meta, &from.meta);
        self.list(at, &mut into.keys, from.keys.clone(), Self::unplaced);
        let new = |allow: &&_| !into.allows.contains(allow);
        let allows: Vec<_> = from.allows.iter().filter(new).cloned().collect();
        into.allows.extend(allows);
        self.list(at, &mut into.hooks, from.hooks.clone(), Self::unplaced);
        self.list(at, &mut into.validations, from.validations.clone(), Self::unplaced);
        self.list(at, &mut into.constraints, from.constraints.clone(), Self::unplaced);
        self.list(at, &mut into.invariants, from.invariants.clone(), Self::unplaced);
        self.list(at, &mut into.scopes, from.scopes.clone(), Self::unplaced);
        self.list(at, &mut into.computed_fields, from.computed_fields.clone(), Self::unplaced);
        self.list(at, &mut into.functions, from.functions.clone(), Self::unplaced);
    }

    /// Merges records by what tells them from each other.
    fn list<T: Keyed>(&mut self, at: &At<'_>, into: &mut Vec<T>, from: Vec<T>, one: fn(&mut Self, &At<'_>, &mut T, T)) {
        let mut known = positions(into, Keyed::key);
        for record in from {
            match known.get(&record.key()) {
                Some(&index) => {
                    let shown = record.shown();
                    let what = format!("{}.{shown}`", at.what.trim_end_matches('`'));
                    let earlier = (at.earlier.0, into[index].line());
                    let at = At { what: &what, earlier, later: (at.later.0, record.line()) };
                    one(self, &at, &mut into[index], record);
                }
                None => {
                    known.insert(record.key(), into.len());
                    into.push(record);
                }
            }
        }
    }

    /// Records that are the same or are not: what is in them is one statement.
    fn unplaced<T: Keyed>(&mut self, at: &At<'_>, into: &mut T, from: T) {
        if into.bare() != from.bare() {
            self.differ(at, T::WHAT);
        }
    }

    fn field(&mut self, at: &At<'_>, into: &mut Field, from: Field) {
        if into.ty != from.ty {
            self.report(at, &format!("its type is `{}` there and `{}` here", into.ty, from.ty));
        }
        exact!(self, at, into, from: nullable required);
        members!(self, at, into, from: constraints);
        into.inherited &= from.inherited;
        if *from.extra == Default::default() {
            return;
        }
        members!(self, at, into, from: default tags format values);
        prose(&mut into.documentation, &from.documentation.clone());
        self.pairs(at, &mut into.meta, &from.meta);
        self.list(at, &mut into.fields, from.fields.clone(), Self::field);
    }

    fn relationship(&mut self, at: &At<'_>, into: &mut Relationship, from: Relationship) {
        exact!(self, at, into, from: kind target nullable);
        members!(self, at, into, from: foreign_key);
        if *from.extra == Default::default() {
            return;
        }
        members!(self, at, into, from: through on_delete on_update);
        prose(&mut into.documentation, &from.documentation.clone());
        self.pairs(at, &mut into.options, &from.options);
    }

    fn route(&mut self, into: &mut Route, from: Route) {
        let files = (into.file_path.clone(), from.file_path.clone());
        let what = format!("`{}`", from.id());
        let at = &At { what: &what, earlier: (&files.0, into.line), later: (&files.1, from.line) };
        members!(self, at, into, from: handler resource operation middleware authentication);
        into.declared |= from.declared;
        if *from.extra == Default::default() {
            return;
        }
        members!(self, at, into, from: request_body response_body tags deprecated security);
        prose(&mut into.documentation, &from.documentation.clone());
        into.own_middleware = into.own_middleware.max(from.own_middleware);
        for response in &from.responses {
            match into.responses.iter_mut().find(|known| known.status == response.status) {
                Some(known) => {
                    prose(&mut known.documentation, &response.documentation);
                    if known.body != response.body {
                        self.differ(at, &format!("response {}", response.status));
                    }
                }
                None => into.responses.push(response.clone()),
            }
        }
        into.responses.sort_by_key(|response| response.status);
        for parameter in &from.parameters {
            let same = |known: &&mut _| {
                let known: &crate::model::Parameter = known;
                (&known.name, &known.location) == (&parameter.name, &parameter.location)
            };
            match into.parameters.iter_mut().find(same) {
                Some(known)
                    if (&known.ty, known.nullable, known.required)
                        != (&parameter.ty, parameter.nullable, parameter.required) =>
                {
                    self.differ(at, &format!("parameter {}", parameter.name));
                }
                Some(_) => {}
                None => into.parameters.push(parameter.clone()),
            }
        }
    }

    /// Merges keys with values.
    fn pairs(&mut self, at: &At<'_>, into: &mut Vec<(Text, Text)>, from: &[(Text, Text)]) {
        for (key, value) in from {
            match into.iter().find(|(known, _)| known == key) {
                Some((_, known)) if known != value => self.differ(at, key),
                Some(_) => {}
                None => into.push((key.clone(), value.clone())),
            }
        }
    }
}

fn prose(into: &mut Text, from: &Text) {
    if into.is_empty() {
        into.clone_from(from);
    }
}

/// A record of a resource: what tells it from others, and where it is.
trait Keyed: Clone + PartialEq {
    /// What it is called in messages.
    const WHAT: &'static str;
    fn key(&self) -> String;
    /// What it is called by.
    fn shown(&self) -> &str;
    fn line(&self) -> u32;
    /// It without its place and its prose.
    fn bare(&self) -> Self;
}

macro_rules! keyed {
    ($($type:ident $what:literal $shown:ident [$($key:ident)*] { $($prose:ident)* })*) => {$(
        impl Keyed for $type {
            const WHAT: &'static str = $what;
            fn key(&self) -> String {
                [$(self.$key.as_str()),*].join("\0")
            }
            fn shown(&self) -> &str {
                &self.$shown
            }
            fn line(&self) -> u32 {
                self.line
            }
            fn bare(&self) -> Self {
                let mut bare = self.clone();
                bare.line = 0;
                $(bare.$prose = Text::EMPTY;)*
                bare
            }
        }
    )*};
}

/// A key is its kind and what it is over.
impl Keyed for Key {
    const WHAT: &'static str = "key";
    fn key(&self) -> String {
        format!("{}\0{}", self.kind, self.members.join("\0"))
    }
    fn shown(&self) -> &str {
        &self.kind
    }
    fn line(&self) -> u32 {
        self.line
    }
    fn bare(&self) -> Self {
        Self { line: 0, ..self.clone() }
    }
}

/// A relationship is its name; to one of several resources there are as many of one name.
impl Keyed for Relationship {
    const WHAT: &'static str = "relationship";
    fn key(&self) -> String {
        let target = if self.kind == "one_of" { self.target.as_str() } else { "" };
        [self.name.as_str(), target].join("\0")
    }
    fn shown(&self) -> &str {
        &self.name
    }
    fn line(&self) -> u32 {
        self.line
    }
    fn bare(&self) -> Self {
        Self { line: 0, ..self.clone() }
    }
}

keyed! {
    Field "field" name [name] { }
    Hook "hook" event [event body] { documentation }
    Validation "validation" field [field kind value body] { documentation }
    Constraint "constraint" name [name] { documentation }
    Invariant "invariant" name [name] { documentation }
    Scope "scope" name [name] { documentation }
    Computed "computed field" name [name] { documentation }
    Function "function" name [name] { documentation }
}
