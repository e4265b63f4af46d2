//! The members of each record into the image and out of it, by the table of members.

use std::collections::VecDeque;

use etched_core::Rec;
use etched_core::cell::{Id, Opt, Range};
use etched_core::layout::{self as rows, Home, Section, flag};

use super::cells::Celled;
use super::read::Reader;
use super::write::{Writer, run};
use crate::members::*;
use crate::model::{self, Support};

/// A record of the model that has a section of the image.
pub(super) trait Stored: Default {
    /// What is there.
    type Row: Home + Default;
    /// Writes the members.
    fn put<'m>(&'m self, to: &mut Writer<'m>, row: &mut Self::Row);
    /// Reads the members.
    fn get(from: &Reader<'_>, row: Rec<'_, Self::Row>) -> Self;
}

/// The cells of a record that follow from others: those the table of members calls derived, and that no index fills in.
pub(super) trait Derived: Stored {
    /// Notes what the members need to know of the record they are in.
    fn enter<'m>(&'m self, _: &mut Writer<'m>, _at: u32) {}
    /// Writes such cells of the record, behind the members.
    fn derive<'m>(&'m self, _: &mut Writer<'m>, _row: &mut Self::Row, _at: u32) {}

    /// Writes one record.
    fn put_at<'m>(&'m self, to: &mut Writer<'m>, at: u32) {
        self.enter(to, at);
        let mut row = Self::Row::default();
        self.put(to, &mut row);
        self.derive(to, &mut row, at);
        to.out.set(Self::Row::SECTION, at, &row);
    }

    /// Writes records, each behind the one before it.
    fn put_all<'m>(all: &'m [Self], to: &mut Writer<'m>) -> Range<Self::Row> {
        let start = to.out.skip(Self::Row::SECTION, all.len() as u32);
        for (at, record) in (start..).zip(all) {
            record.put_at(to, at);
        }
        run(start, all.len())
    }
}

/// A member in one of the forms, or a part of one.
trait FormCell<M, C>: Set<M> {
    fn put<'m>(value: &'m M, to: &mut Writer<'m>) -> C;
    fn get(from: &Reader<'_>, cell: C) -> M;
}

macro_rules! whole {
    ($($Form:ident)*) => { $(
        impl<M: Celled<C>, C> FormCell<M, C> for $Form
        where
            $Form: Set<M>,
        {
            fn put<'m>(value: &'m M, to: &mut Writer<'m>) -> C {
                value.put(to)
            }
            fn get(from: &Reader<'_>, cell: C) -> M {
                M::get(from, cell)
            }
        }
    )* };
}
whole! { Plain Source Authenticates Security Json Signature Options Meta Deprecated Chains }

macro_rules! parts {
    ($($Form:ident $part:ident: $Cell:ty)*) => { $(
        impl FormCell<Support, $Cell> for $Form {
            fn put<'m>(value: &'m Support, _: &mut Writer<'m>) -> $Cell {
                value.$part
            }
            fn get(_: &Reader<'_>, cell: $Cell) -> Support {
                Support { $part: cell, ..Support::default() }
            }
        }
    )* };
}
parts! { Kept support: u32 Applicable applicable: u32 Wilson wilson: f64 }

/// Sets a member unless there is nothing to set: what only some records have stays away from those that have none.
macro_rules! set {
    ($Form:ident, $record:ident.$member:ident, $value:expr) => {
        let value = $value;
        if says(&value) {
            <$Form as Set<_>>::set(&mut $record.$member, value);
        }
    };
}

macro_rules! records {
    ($( $(#[$doc:meta])* $Name:ident $label:literal $(extra $Extra:ident)? {
        $( $(#[$key_doc:meta])* $mode:ident $member:ident $key:literal: $Form:ident [$($cell:ident)*] $strip:ident
            $role:ident $($why:literal)?, )*
    } derived { $( $derived:ident $made_of:literal, )* } )*) => { $(
        impl Stored for model::$Name {
            type Row = rows::$Name;

            fn put<'m>(&'m self, to: &mut Writer<'m>, row: &mut rows::$Name) {
                $(let mut extra: rows::$Extra = self.open(to);)?
                $( records!(@put self to row extra $member $Form $strip [$($cell)*]); )*
                $(
                    // What only some records have is not there where it says nothing.
                    let extra = (extra != rows::$Extra::default()).then_some(extra);
                    row.extra = Opt::from_index(extra.map(|extra| to.out.put(Section::$Extra, &extra)));
                )?
            }

            fn get(from: &Reader<'_>, row: Rec<'_, rows::$Name>) -> Self {
                $(let extra = from.image.extra::<rows::$Extra>(row.extra());)?
                let mut record = Self::default();
                $( records!(@get record from row extra $member $Form [$($cell)*]); )*
                record
            }
        }
    )* };

    (@put $from:ident $to:ident $row:ident $extra:ident $member:ident $Form:ident $strip:ident [again $cell:ident]) => {};
    (@put $from:ident $to:ident $row:ident $extra:ident $member:ident $Form:ident $strip:ident [flag $FLAG:ident]) => {
        if $from.$member {
            $row.flags |= flag::$FLAG;
        }
    };
    (@put $from:ident $to:ident $row:ident $extra:ident $member:ident $Form:ident $strip:ident
        [extra $cell:ident flag $FLAG:ident]) => {
        if let Some(value) = &$from.$member {
            $row.flags |= flag::$FLAG;
            $extra.$cell = <$Form as FormCell<_, _>>::put(value, $to);
        }
    };
    (@put $from:ident $to:ident $row:ident $extra:ident $member:ident $Form:ident $strip:ident
        [$cell:ident flag $FLAG:ident]) => {
        if let Some(value) = &$from.$member {
            $row.flags |= flag::$FLAG;
            $row.$cell = <$Form as FormCell<_, _>>::put(value, $to);
        }
    };
    (@put $from:ident $to:ident $row:ident $extra:ident $member:ident $Form:ident $strip:ident [extra $cell:ident]) => {
        if $to.has(Part::$strip) {
            $extra.$cell = <$Form as FormCell<_, _>>::put(&$from.$member, $to);
        }
    };
    (@put $from:ident $to:ident $row:ident $extra:ident $member:ident $Form:ident $strip:ident [$cell:ident]) => {
        if $to.has(Part::$strip) {
            $row.$cell = <$Form as FormCell<_, _>>::put(&$from.$member, $to);
        }
    };

    (@get $record:ident $from:ident $row:ident $extra:ident $member:ident $Form:ident [again $cell:ident]) => {};
    (@get $record:ident $from:ident $row:ident $extra:ident $member:ident $Form:ident [flag $FLAG:ident]) => {
        $record.$member = $row.flags() & flag::$FLAG != 0;
    };
    (@get $record:ident $from:ident $row:ident $extra:ident $member:ident $Form:ident
        [extra $cell:ident flag $FLAG:ident]) => {
        if $row.flags() & flag::$FLAG != 0 {
            <$Form as Set<_>>::set(
                $record.$member.get_or_insert_default(),
                <$Form as FormCell<_, _>>::get($from, $extra.$cell()),
            );
        }
    };
    (@get $record:ident $from:ident $row:ident $extra:ident $member:ident $Form:ident
        [$cell:ident flag $FLAG:ident]) => {
        if $row.flags() & flag::$FLAG != 0 {
            <$Form as Set<_>>::set(
                $record.$member.get_or_insert_default(),
                <$Form as FormCell<_, _>>::get($from, $row.$cell()),
            );
        }
    };
    (@get $record:ident $from:ident $row:ident $extra:ident $member:ident $Form:ident [extra $cell:ident]) => {
        set!($Form, $record.$member, <$Form as FormCell<_, _>>::get($from, $extra.$cell()));
    };
    (@get $record:ident $from:ident $row:ident $extra:ident $member:ident $Form:ident [$cell:ident]) => {
        set!($Form, $record.$member, <$Form as FormCell<_, _>>::get($from, $row.$cell()));
    };
}

etched_core::members!(records);

/// What stripping may take away.
#[derive(Clone, Copy)]
#[allow(non_camel_case_types, reason = "the words of the table of members")]
pub(super) enum Part {
    kept,
    docs,
    bodies,
    paths,
    quotes,
}

/// What is in the record that only some have, before the members do.
trait Open<E> {
    fn open(&self, to: &Writer<'_>) -> E;
}

impl Open<rows::FieldExtra> for model::Field {
    fn open(&self, to: &Writer<'_>) -> rows::FieldExtra {
        rows::FieldExtra { parent: Opt::from_index(to.fields.parent), ..rows::FieldExtra::default() }
    }
}

impl Open<rows::RouteExtra> for model::Route {
    fn open(&self, _: &Writer<'_>) -> rows::RouteExtra {
        rows::RouteExtra::default()
    }
}

/// Fields that are still to be written.
#[derive(Default)]
pub(super) struct Fields<'m> {
    /// Where they go, and the field of whose struct they are.
    waiting: VecDeque<(u32, Option<u32>, &'m [model::Field])>,
    /// The field being written.
    at: Option<u32>,
    /// The field of whose struct it is one.
    parent: Option<u32>,
}

impl Derived for model::Application {}

impl Derived for model::Resource {
    fn enter<'m>(&'m self, to: &mut Writer<'m>, at: u32) {
        to.resource_index = at;
        to.first_hook = None;
    }
}

impl Derived for model::Field {
    fn derive<'m>(&'m self, to: &mut Writer<'m>, row: &mut rows::Field, at: u32) {
        row.resource = Id::new(to.resource_index);
        to.types.get_mut(self.ty.base()).expect("every type was collected").push(at);
    }

    /// Writes the fields of a resource, level by level, so that the fields of one struct are in one run.
    fn put_all<'m>(all: &'m [Self], to: &mut Writer<'m>) -> Range<rows::Field> {
        let start = to.out.skip(Section::Field, all.len() as u32);
        to.fields.waiting.push_back((start, to.fields.at, all));
        if to.fields.at.is_none() {
            while let Some((start, parent, fields)) = to.fields.waiting.pop_front() {
                to.fields.parent = parent;
                for (at, field) in (start..).zip(fields) {
                    to.fields.at = Some(at);
                    field.put_at(to, at);
                }
            }
            to.fields = Fields::default();
        }
        run(start, all.len())
    }
}

impl Derived for model::Relationship {
    fn derive<'m>(&'m self, to: &mut Writer<'m>, row: &mut rows::Relationship, _: u32) {
        row.resource = Id::new(to.resource_index);
        row.target = self.target.put(to);
    }
}

impl Derived for model::Hook {
    fn derive<'m>(&'m self, to: &mut Writer<'m>, row: &mut rows::Hook, at: u32) {
        let graph = to.graph;
        let first = *to.first_hook.get_or_insert(at);
        row.resource = Id::new(to.resource_index);
        row.calls = to.pool.list(&graph.hook_calls[to.resource_index as usize][(at - first) as usize]);
    }
}

macro_rules! of_a_resource {
    ($($Name:ident)*) => { $(
        impl Derived for model::$Name {
            fn derive<'m>(&'m self, to: &mut Writer<'m>, row: &mut rows::$Name, _: u32) {
                row.resource = Id::new(to.resource_index);
            }
        }
    )* };
}
of_a_resource! { Validation Constraint Invariant Scope Computed Function }

impl Derived for model::Parameter {}
impl Derived for model::Nested {}
impl Derived for model::Key {}
impl Derived for model::Response {}
impl Derived for model::Allow {}

impl Derived for model::Route {
    fn derive<'m>(&'m self, to: &mut Writer<'m>, row: &mut rows::Route, _: u32) {
        row.resource = self.resource.put(to);
    }
}

impl Derived for model::Pattern {
    fn enter<'m>(&'m self, to: &mut Writer<'m>, _: u32) {
        to.quotes_bodies = quotes_bodies(&self.id);
    }
}

impl Derived for model::Example {}
impl Derived for model::Variant {}
impl Derived for model::Deviation {}

/// Whether examples and template of a pattern may quote a body: those of ids that are known not to are kept.
fn quotes_bodies(id: &str) -> bool {
    const PLAIN: [&str; 7] =
        ["middleware/", "security/", "field/", "type/", "relationship/", "operations/", "every/field/"];
    !(PLAIN.iter().any(|start| id.starts_with(start)) || (id.starts_with("with/") && id.contains("/field/")))
}
