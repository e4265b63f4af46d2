//! The keys of the records, by the table of members, and what else a record of an older document needs.

use serde::de::MapAccess;
use serde::ser::{SerializeStruct, Serializer};

use super::form::Form;
use super::record::{Key, Mode, Normal, Record, Written, place, read};
use super::{dialect, shared};
use crate::action;
use crate::members::*;
use crate::model::{self, Text, Type};

macro_rules! records {
    ($home:ident $( #[doc = $doc:literal] $Name:ident $label:literal $(extra $Extra:ident)? {
        $( #[doc = $key_doc:literal] $mode:ident $member:ident $key:literal: $Form:ident [$($cell:ident)*]
            $strip:ident $role:ident $($why:literal)?, )*
    } derived { $( $derived:ident $made_of:literal, )* } )*) => { $(
        impl Record for $home::$Name {
            const NAME: &'static str = $label;
            const DOC: &'static str = $doc;
            const KEYS: &'static [&'static str] = &[$($key),*];
            const NEEDED: u64 = 0 $(| records!(@needed $mode) << place(Self::KEYS, $key))*;

            fn keys() -> Vec<Key> {
                let keys = [$( records!(
                    @key $mode $key $key_doc, shape::<$Form, _, _>(|record: &Self| &record.$member)
                ) ),*];
                keys.into_iter().flatten().collect()
            }

            fn place(key: &str) -> Option<usize> {
                match key {
                    $( $key => records!(@place $mode $key), )*
                    _ => None,
                }
            }

            fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, map: &mut A) -> Result<(), A::Error> {
                $(
                    if at == const { place(Self::KEYS, $key) } {
                        if let Some(value) = read::<$Form, _, A>(map, records!(@mode $mode))?
                            && is_set::<$Form, _>(&value)
                        {
                            <$Form as Set<_>>::set(&mut self.$member, value);
                        }
                        return Ok(());
                    }
                )*
                Ok(())
            }

            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let shown = [$( records!(@shown $mode $Form &self.$member) ),*];
                let mut record = to.serialize_struct($label, shown.iter().filter(|shown| **shown).count())?;
                let mut shown = shown.into_iter();
                $(
                    if shown.next() == Some(true) {
                        record.serialize_field($key, &Written::<$Form, _>::new(&self.$member))?;
                    }
                )*
                record.end()
            }
        }
    )* };

    (@needed need) => { 1 };
    (@needed $mode:ident) => { 0 };
    (@place top $key:literal) => { None };
    (@place $mode:ident $key:literal) => { Some(const { place(Self::KEYS, $key) }) };
    (@key top $name:literal $doc:literal, $shape:expr) => { None };
    (@key $mode:ident $name:literal $doc:literal, $shape:expr) => {
        Some(Key { name: $name, doc: $doc, mode: records!(@mode $mode), shape: $shape })
    };
    (@mode need) => { Mode::Need };
    (@mode keep) => { Mode::Keep };
    (@mode $opt:ident) => { Mode::Opt };
    (@shown top $Form:ident $member:expr) => { false };
    (@shown need $Form:ident $member:expr) => { true };
    (@shown keep $Form:ident $member:expr) => { true };
    (@shown $opt:ident $Form:ident $member:expr) => { <$Form as Form<_>>::says($member) };
}

etched_core::members!(records model);

/// Whether a value that was read is worth setting: what only some records have stays away from those that have none.
fn is_set<F: Set<M>, M: Default + PartialEq>(value: &M) -> bool {
    F::ALWAYS || says(value)
}

/// What the JSON Schema says of a member.
fn shape<F: Form<M>, R, M>(_: impl Fn(&R) -> &M) -> String {
    F::shape()
}

/// What an import could not represent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Omission {
    pub(super) reason: Text,
    pub(super) count: u32,
}

/// The records that are in documents only.
mod only {
    pub(super) use super::Omission;
    pub(super) use crate::model::Reference;
}

records! { only
    /// A reference between two resources that no relationship stands for.
    Reference "reference" {
        /// Resource that refers.
        need from "from": Plain [] kept means,
        /// Resource referred to.
        need to "to": Plain [] kept means,
    } derived {}

    /// What an import could not represent.
    Omission "omission" {
        /// Reason.
        need reason "reason": Plain [] kept means,
        /// How often.
        keep count "count": Plain [] kept means,
    } derived {}
}

/// Takes the null mark off a type: `string!` is required, `string?` may be null, `string` leaves both as they are.
fn take_mark(ty: &mut Type, nullable: &mut bool, required: Option<&mut bool>) {
    let text = ty.as_str();
    let Some(mark) = text.trim_end().chars().next_back().filter(|mark| matches!(mark, '!' | '?')) else {
        return;
    };
    *nullable = mark == '?';
    if let Some(required) = required {
        *required = mark == '!';
    }
    *ty = shared::ty(&shared::text(text.trim_end_matches(['!', '?', ' ', '\t'])));
}

impl Normal for model::Resource {
    const OTHER: &'static [(&'static str, &'static str)] = &[("line", "line_number"), ("computed", "computed_fields")];

    fn settle(&mut self, has: impl Fn(&str) -> bool) {
        dialect::share(self);
        // Lines are of the lists that are there.
        if !has("middleware") && has("middleware_lines") {
            self.middleware.clear();
        }
    }
}

impl Normal for model::Field {
    const OTHER: &'static [(&'static str, &'static str)] = &[("default", "default_value")];

    fn settle(&mut self, has: impl Fn(&str) -> bool) {
        let said = (self.nullable, self.required);
        take_mark(&mut self.ty, &mut self.nullable, Some(&mut self.required));
        let otherwise = |key, now, said| has(key) && now != said;
        if otherwise("nullable", self.nullable, said.0) || otherwise("required", self.required, said.1) {
            shared::mark();
        }
    }
}

impl Normal for model::Relationship {
    const OTHER: &'static [(&'static str, &'static str)] = &[("kind", "target_resource"), ("through", "through_table")];

    fn settle(&mut self, has: impl Fn(&str) -> bool) {
        if has("kind") && !has("target_resource") {
            // There `type` is the target.
            std::mem::swap(&mut self.kind, &mut self.target);
        }
        let canonical = |action: &Text| shared::text(action::canonical(action));
        if action::is_other_name(&self.on_delete) {
            self.on_delete = canonical(&self.on_delete);
        }
        if action::is_other_name(&self.on_update) {
            self.on_update = canonical(&self.on_update);
        }
    }
}

impl Normal for model::Hook {
    const OTHER: &'static [(&'static str, &'static str)] = &[
        ("timing", "type"),
        ("event", "type"),
        ("has_transaction", "transaction"),
        ("has_async", "async"),
        ("line", "line_number"),
    ];

    fn read_other<'de, A: MapAccess<'de>>(&mut self, key: &str, ours: usize, map: &mut A) -> Result<(), A::Error> {
        let mut text = || map.next_value::<Option<Text>>().map(Option::unwrap_or_default);
        // `before` and `create`, in any order.
        match key {
            "timing" => self.event = shared::text(&format!("{}_{}", text()?, self.event)),
            "event" => self.event = shared::text(&format!("{}{}", self.event, text()?)),
            _ => self.read(ours, map)?,
        }
        Ok(())
    }
}

impl Normal for model::Validation {
    const OTHER: &'static [(&'static str, &'static str)] =
        &[("name", "type"), ("condition", "source_code"), ("error", "message"), ("line", "line_number")];

    fn settle(&mut self, has: impl Fn(&str) -> bool) {
        if has("name") && !has("type") {
            // A condition under a name is a block, and its name all that documents it.
            self.documentation = std::mem::replace(&mut self.kind, shared::text("custom"));
        }
    }
}

impl Normal for model::Constraint {
    const OTHER: &'static [(&'static str, &'static str)] = &[("on", "operations"), ("line", "line_number")];
}

impl Normal for model::Scope {
    const OTHER: &'static [(&'static str, &'static str)] =
        &[("arguments", "parameters"), ("condition", "query"), ("line", "line_number")];
}

impl Normal for model::Pattern {
    const OTHER: &'static [(&'static str, &'static str)] = &[("occurrences", "frequency")];

    fn settle(&mut self, has: impl Fn(&str) -> bool) {
        if !has("occurrences") {
            return;
        }
        if !has("confidence") {
            self.confidence = crate::patterns::confidence(self.frequency);
        }
        if self.category.is_empty() {
            self.category = shared::text("general");
        }
    }
}

impl Normal for model::Computed {
    const OTHER: &'static [(&'static str, &'static str)] = &[("body", "expression"), ("line", "line_number")];

    fn settle(&mut self, _: impl Fn(&str) -> bool) {
        take_mark(&mut self.ty, &mut self.nullable, None);
    }
}

impl Normal for model::Function {
    fn settle(&mut self, _: impl Fn(&str) -> bool) {
        take_mark(&mut self.returns, &mut self.nullable, None);
    }
}

impl Normal for model::Parameter {
    fn from_text(text: &str) -> Option<Self> {
        let (name, ty) = text.split_once(':').unwrap_or((text, ""));
        // A text of no bytes would make a record of fifty.
        if name.trim().is_empty() {
            return None;
        }
        let mut parameter =
            Self { name: shared::text(name.trim()), ty: shared::ty(&shared::text(ty.trim())), ..Self::default() };
        parameter.settle(|_| false);
        Some(parameter)
    }

    fn settle(&mut self, _: impl Fn(&str) -> bool) {
        take_mark(&mut self.ty, &mut self.nullable, Some(&mut self.required));
    }
}

impl Normal for model::Route {
    const OTHER: &'static [(&'static str, &'static str)] = &[("description", "documentation")];

    fn start() -> Self {
        Self { declared: true, ..Self::default() }
    }

    fn settle(&mut self, has: impl Fn(&str) -> bool) {
        if !has("authentication") {
            self.authentication = self.told();
        }
        if self.method.bytes().any(|byte| byte.is_ascii_lowercase()) {
            self.method = shared::text(&self.method.to_ascii_uppercase());
        }
    }
}

macro_rules! as_they_are {
    ($($Record:path)*) => { $( impl Normal for $Record {} )* };
}
as_they_are! {
    model::Application model::Invariant model::Nested model::Key model::Response model::Allow model::Example model::Variant model::Deviation
    model::Reference Omission
}
