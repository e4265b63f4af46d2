//! The table of members is whole and true: each member of each record is changed in turn.
//!
//! What means something changes the digest, and nothing else does; every change comes back from the image and from both
//! forms of the document; stripping takes away what the table says; every cell of the layout table is accounted for.

use std::collections::{BTreeMap, BTreeSet};

use etched_compiler::document::{read_json, read_msgpack, write_json, write_msgpack};
use etched_compiler::model::*;
use etched_compiler::{Strip, image};
use etched_core::layout::Section;

/// A value that can be another: of any kind, and never what it was before.
trait Change {
    fn change(&mut self);
}

impl Change for Text {
    fn change(&mut self) {
        *self = format!("{self}X").into();
    }
}

impl Change for Type {
    fn change(&mut self) {
        *self = Type::parse(format!("{self}X").into());
    }
}

impl Change for Vec<FieldConstraint> {
    fn change(&mut self) {
        self.push(FieldConstraint::parse("@unique".into()));
    }
}

impl Change for bool {
    fn change(&mut self) {
        *self = !*self;
    }
}

impl Change for u32 {
    fn change(&mut self) {
        *self += 1;
    }
}

impl Change for f64 {
    fn change(&mut self) {
        *self += 0.125;
    }
}

impl Change for Origin {
    fn change(&mut self) {
        *self = Self::from_number(self.number() + 1);
    }
}

impl Change for Authentication {
    fn change(&mut self) {
        *self = Self::from_number((self.number() + 1) % 3);
    }
}

impl Change for Support {
    fn change(&mut self) {
        self.support.change();
        self.applicable.change();
        self.wilson.change();
    }
}

impl<T: Change + Default> Change for Option<T> {
    fn change(&mut self) {
        self.get_or_insert_default().change();
    }
}

impl Change for Vec<Text> {
    fn change(&mut self) {
        self.push("X".into());
    }
}

impl Change for Vec<(Text, Text)> {
    fn change(&mut self) {
        self.push(("key".into(), "1".into()));
    }
}

impl Change for BTreeMap<Text, Chain> {
    fn change(&mut self) {
        let chain = Chain { names: vec!["auth".into()], line: 7 };
        self.insert(format!("operation{}", self.len()).into(), chain);
    }
}

macro_rules! lists {
    ($($Record:ident)*) => { $(
        impl Change for Vec<$Record> {
            fn change(&mut self) {
                self.push($Record::default());
            }
        }
    )* };
}
lists! {
    Field Relationship Hook Validation Constraint Invariant Scope Computed Function Parameter Nested Key Response Allow Example
    Variant Alternative
}

/// The record of its kind that is changed.
trait Only {
    fn only(model: &mut Model) -> &mut Self;
}

macro_rules! only {
    ($($Record:ident: |$model:ident| $place:expr;)*) => { $(
        impl Only for $Record {
            fn only($model: &mut Model) -> &mut Self {
                &mut $place
            }
        }
    )* };
}
only! {
    Application: |model| model.application;
    Resource: |model| model.resources[0];
    Field: |model| model.resources[0].fields[0];
    Relationship: |model| model.resources[0].relationships[0];
    Hook: |model| model.resources[0].hooks[0];
    Validation: |model| model.resources[0].validations[0];
    Constraint: |model| model.resources[0].constraints[0];
    Invariant: |model| model.resources[0].invariants[0];
    Scope: |model| model.resources[0].scopes[0];
    Computed: |model| model.resources[0].computed_fields[0];
    Function: |model| model.resources[0].functions[0];
    Parameter: |model| model.resources[0].functions[0].parameters[0];
    Nested: |model| model.resources[0].nested_under[0];
    Key: |model| model.resources[0].keys[0];
    Response: |model| model.routes[0].responses[0];
    Allow: |model| model.resources[0].allows[0];
    Route: |model| model.routes[0];
    Pattern: |model| model.patterns[0];
    Example: |model| model.patterns[0].examples[0];
    Variant: |model| model.patterns[0].variants[0];
    Deviation: |model| model.deviations[0];
}

/// A row of the table, with what it does to a model.
struct Row {
    record: &'static str,
    key: &'static str,
    cells: &'static [&'static str],
    strip: &'static str,
    role: &'static str,
    why: &'static str,
    change: fn(&mut Model),
    is_default: fn(&mut Model) -> bool,
}

impl Row {
    /// Whether it is a second key of a member, which its first row changes.
    fn is_again(&self) -> bool {
        self.cells.first() == Some(&"again")
    }

    /// The cells that hold it.
    fn cells(&self) -> impl Iterator<Item = &'static str> {
        let names = self.cells.iter().copied().filter(|name| !matches!(*name, "extra" | "flag" | "again"));
        names.filter(|name| name.bytes().any(|byte| byte.is_ascii_lowercase()))
    }
}

fn is_default<M: Default + PartialEq>(member: &M) -> bool {
    *member == M::default()
}

macro_rules! table {
    ($( $(#[$doc:meta])* $Name:ident $label:literal $(extra $Extra:ident)? {
        $( $(#[$key_doc:meta])* $mode:ident $member:ident $key:literal: $Form:ident [$($cell:ident)*] $strip:ident
            $role:ident $($why:literal)?, )*
    } derived { $( $derived:ident $made_of:literal, )* } )*) => {
        fn rows() -> Vec<Row> {
            vec![$($( Row {
                record: stringify!($Name),
                key: $key,
                cells: &[$(stringify!($cell)),*],
                strip: stringify!($strip),
                role: stringify!($role),
                why: concat!($($why)?),
                change: |model| $Name::only(model).$member.change(),
                is_default: |model| is_default(&$Name::only(model).$member),
            } ),*),*]
        }

        /// Of each record its section, that of what only some have, and the cells that are no members.
        fn records() -> Vec<(Section, Option<Section>, Vec<&'static str>)> {
            vec![$( (
                Section::$Name,
                [$(Section::$Extra)?].first().copied(),
                vec![$(stringify!($derived)),*],
            ) ),*]
        }
    };
}
etched_core::members!(table);

/// A model in which every member of every record says something.
fn whole() -> Model {
    let mut resource = Resource { name: "Order".into(), ..Resource::default() };
    resource.fields.change();
    resource.relationships.change();
    resource.hooks.change();
    resource.validations.change();
    resource.constraints.change();
    resource.invariants.change();
    resource.scopes.change();
    resource.computed_fields.change();
    resource.functions = vec![Function { parameters: vec![Parameter::default()], ..Function::default() }];
    resource.nested_under.change();
    resource.keys.change();
    resource.allows.change();
    // The deviation is of the first of these, and then of the second.
    let users = ["UserX", "UserXX"].map(|name| Resource { name: name.into(), ..Resource::default() });
    let mut model = Model {
        resources: [resource].into_iter().chain(users).collect(),
        routes: vec![Route {
            extra: RouteExtra { responses: vec![Response::default()], ..RouteExtra::default() }.into(),
            ..Route::default()
        }],
        patterns: vec![Pattern {
            examples: vec![Example::default()],
            variants: vec![Variant::default()],
            ..Pattern::default()
        }],
        deviations: vec![Deviation { resource: "User".into(), ..Deviation::default() }],
        ..Model::default()
    };
    for row in rows().iter().filter(|row| !row.is_again()) {
        let is_named = matches!((row.record, row.key), ("Resource", "name") | ("Deviation", "resource"));
        if is_named || (row.is_default)(&mut model) {
            (row.change)(&mut model);
        }
    }
    model
}

fn digest(model: &Model) -> [u8; 16] {
    image::write(model, Strip::NONE).expect("the model has an image").image().digest()
}

#[test]
fn what_means_something_changes_the_digest_and_nothing_else_does() {
    let base = whole();
    for row in rows() {
        let mut changed = base.clone();
        (row.change)(&mut changed);
        assert_ne!(changed, base, "{}.{}", row.record, row.key);
        let is_changed = digest(&changed) != digest(&base);
        let means = match row.role {
            "means" => true,
            "place" | "found" => false,
            "aside" => {
                assert!(!row.why.is_empty(), "{}.{} gives no reason", row.record, row.key);
                false
            }
            // What its first row says, which is in the table, too.
            "also" => continue,
            other => panic!("no role {other}"),
        };
        assert_eq!(is_changed, means, "{}.{}", row.record, row.key);
    }
}

/// The roles, by another list than the table's: a member is part of the hash unless it is one of these.
#[test]
fn what_means_nothing_is_known() {
    let places = ["file_path", "line_number", "shared_middleware_line"];
    let found = ["Pattern", "Example", "Variant", "Deviation"];
    let aside = ["Application.source_hash", "Resource.source", "Route.derived", "Route.own_middleware", "Route.source"];
    let again = ["default_text", "value_text", "middleware_lines", "parameter_records"];
    for row in rows() {
        let name = format!("{}.{}", row.record, row.key);
        let expected = match row.record {
            _ if places.contains(&row.key) => "place",
            record if found.contains(&record) => "found",
            _ if aside.contains(&name.as_str()) => "aside",
            _ if again.contains(&row.key) => "also",
            _ => "means",
        };
        assert_eq!(row.role, expected, "{name}");
    }
}

#[test]
fn every_change_comes_back() {
    let base = whole();
    for row in rows() {
        let mut changed = base.clone();
        (row.change)(&mut changed);
        let place = format!("{}.{}", row.record, row.key);
        let bytes = image::write(&changed, Strip::NONE).expect("the model has an image");
        assert_ne!(bytes, image::write(&base, Strip::NONE).expect("the model has an image"), "{place}");
        assert_eq!(image::read(bytes.image()), changed, "{place}");
        let json = write_json(&changed);
        assert_ne!(json, write_json(&base), "{place}");
        assert_eq!(read_json(json.as_bytes()).expect("it was written").model, changed, "{place}");
        assert_eq!(read_msgpack(&write_msgpack(&changed)).expect("it was written").model, changed, "{place}");
    }
}

#[test]
fn stripping_takes_away_what_the_table_says() {
    let mut base = whole();
    let strip = Strip::NONE.docs(true).bodies(true).paths(true);
    let mut left = image::read(image::write(&base, strip).expect("the model has an image").image());
    for row in rows().iter().filter(|row| !row.is_again()) {
        let place = format!("{}.{}", row.record, row.key);
        assert!(!(row.is_default)(&mut base), "{place} says nothing");
        assert_eq!((row.is_default)(&mut left), row.strip != "kept", "{place}");
    }
}

#[test]
fn every_cell_is_a_member_or_derived() {
    let rows = rows();
    for (section, extra, derived) in records() {
        let extras = extra.into_iter().flat_map(|extra| extra.cells());
        let known: BTreeSet<&str> = section.cells().iter().chain(extras).map(|cell| cell.name).collect();
        let members = rows.iter().filter(|row| row.record == section.name()).flat_map(Row::cells);
        let named: BTreeSet<&str> = members.chain(derived).collect();
        assert_eq!(named, known, "{}", section.name());
    }
}

#[test]
fn a_key_stands_once_in_a_record() {
    let mut seen = BTreeSet::new();
    for row in rows() {
        assert!(seen.insert((row.record, row.key)), "{}.{} is there twice", row.record, row.key);
    }
    assert!(seen.len() > 100, "the table is walked");
}
