//! The keys of each record.
//!
//! `keep`: always written; `opt`: left out when it says nothing. Keys and their order are those of the document
//! writer; a test compares the two over whole documents.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::{Deprecated, Empty, JsonText, Meta, Options};
use crate::handle::{
    Allow, Category, Chain, Computed, Constraint, Deviation, Example, Field, Function, Hook, Invariant, Nested,
    Parameter, Pattern, Relationship, Resource, Route, Scope, Validation,
};
use crate::list::List;

macro_rules! records {
    ($($Name:ident |$h:ident| { $($mode:ident $key:literal: $value:expr,)* })*) => { $(
        impl Serialize for $Name<'_> {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let $h = *self;
                let len = 0 $(+ usize::from(records!(@shown $mode &$value)))*;
                let mut record = to.serialize_struct(stringify!($Name), len)?;
                $(
                    let value = $value;
                    if records!(@shown $mode &value) {
                        record.serialize_field($key, &value)?;
                    } else {
                        record.skip_field($key)?;
                    }
                )*
                record.end()
            }
        }
    )* };
    (@shown keep $value:expr) => { true };
    (@shown opt $value:expr) => { !Empty::is_nothing($value) };
}

records! {
    Resource |it| {
        keep "name": it.name(),
        opt "documentation": it.documentation(),
        keep "file_path": it.location().file,
        opt "line_number": it.location().line,
        keep "fields": it.fields(),
        keep "relationships": it.relationships(),
        keep "hooks": it.hooks(),
        keep "validations": it.validations(),
        keep "constraints": it.constraints(),
        opt "middleware": Chains(it.chains()),
        opt "scopes": it.scopes(),
        opt "computed_fields": it.computed(),
        opt "functions": it.functions(),
        opt "operations": it.operations(),
        opt "nested_under": it.nested(),
        opt "shared_middleware": it.shared_middleware(),
        opt "shared_middleware_line": it.shared_middleware_line(),
        opt "middleware_lines": ChainLines(it.chains()),
        opt "invariants": it.invariants(),
        opt "path": it.path(),
        opt "deprecated": Deprecated(it.deprecated()),
        opt "meta": Meta(it.meta()),
        opt "allows": it.allows(),
    }

    Field |it| {
        keep "name": it.name(),
        keep "type": it.ty(),
        keep "nullable": it.nullable(),
        keep "required": it.required(),
        opt "default_value": JsonText::value(it.default_value()),
        opt "default_text": JsonText::text(it.default_value()),
        opt "constraints": it.constraints(),
        opt "documentation": it.documentation(),
        opt "tags": it.tags(),
        opt "line_number": it.location().line,
        opt "format": it.format(),
        opt "values": it.values(),
        opt "fields": it.fields(),
        opt "inherited": it.inherited(),
        opt "meta": Meta(it.meta()),
    }

    Relationship |it| {
        keep "name": it.name(),
        keep "type": it.kind(),
        keep "target_resource": it.target_name(),
        opt "foreign_key": it.foreign_key(),
        opt "through_table": it.through(),
        opt "on_delete": it.on_delete(),
        opt "on_update": it.on_update(),
        opt "documentation": it.documentation(),
        opt "line_number": it.location().line,
        opt "nullable": it.nullable(),
        opt "options": Options(it.options()),
    }

    Hook |it| {
        keep "type": it.event(),
        keep "transaction": it.transaction(),
        keep "async": it.is_async(),
        opt "source_code": it.source_code(),
        keep "line_number": it.location().line,
        opt "documentation": it.documentation(),
        opt "deprecated": Deprecated(it.deprecated()),
    }

    Validation |it| {
        keep "field": it.field(),
        keep "type": it.kind(),
        opt "value": JsonText::value(it.value()),
        opt "value_text": JsonText::text(it.value()),
        opt "message": it.message(),
        keep "line_number": it.location().line,
        opt "source_code": it.source_code(),
        opt "documentation": it.documentation(),
    }

    Constraint |it| {
        keep "name": it.name(),
        keep "operations": it.operations(),
        keep "condition": it.condition(),
        opt "when": it.when(),
        keep "error": it.error(),
        keep "line_number": it.location().line,
        opt "documentation": it.documentation(),
    }

    Invariant |it| {
        keep "name": it.name(),
        keep "condition": it.condition(),
        keep "error": it.error(),
        keep "line_number": it.location().line,
        opt "documentation": it.documentation(),
    }

    Scope |it| {
        keep "name": it.name(),
        keep "query": it.query().unwrap_or_default(),
        opt "parameters": it.parameters(),
        keep "line_number": it.location().line,
        opt "documentation": it.documentation(),
    }

    Computed |it| {
        keep "name": it.name(),
        keep "type": it.ty(),
        keep "expression": it.expression().unwrap_or_default(),
        keep "line_number": it.location().line,
        opt "nullable": it.nullable(),
        opt "documentation": it.documentation(),
    }

    Function |it| {
        keep "name": it.name(),
        opt "parameters": it.parameters(),
        opt "returns": it.returns(),
        opt "nullable": it.nullable(),
        opt "source_code": it.source_code(),
        keep "line_number": it.location().line,
        opt "documentation": it.documentation(),
    }

    Parameter |it| {
        keep "name": it.name(),
        opt "in": it.location(),
        opt "type": it.ty(),
        opt "nullable": it.nullable(),
        opt "required": it.required(),
        opt "documentation": it.documentation(),
    }

    Nested |it| {
        keep "resource": it.parent(),
        opt "segment": it.segment(),
        opt "line_number": it.line(),
    }

    Allow |it| {
        keep "pattern": it.pattern(),
        opt "reason": it.reason(),
        opt "line_number": it.line(),
    }

    Route |it| {
        keep "method": it.method(),
        keep "path": it.path(),
        keep "handler": it.handler(),
        keep "resource": it.resource_name(),
        keep "operation": it.operation(),
        opt "middleware": it.middleware(),
        opt "request_body": it.request_body(),
        opt "response_body": it.response_body(),
        opt "file_path": it.location().file,
        opt "line_number": it.location().line,
        opt "documentation": it.documentation(),
        opt "parameters": it.parameters(),
        opt "tags": it.tags(),
        opt "deprecated": Deprecated(it.deprecated()),
        opt "derived": !it.declared(),
    }

    Pattern |it| {
        keep "id": it.id(),
        keep "name": it.name(),
        keep "category": it.category(),
        keep "description": it.description().unwrap_or_default(),
        keep "template": it.template(),
        keep "examples": it.examples(),
        keep "frequency": it.frequency(),
        keep "confidence": it.confidence(),
        opt "support": it.support().map(|(support, _)| support),
        opt "applicable": it.support().map(|(_, applicable)| applicable),
        opt "wilson": it.wilson(),
    }

    Example |it| {
        keep "resource": it.resource(),
        keep "file_path": it.location().file,
        opt "line_number": it.location().line,
        keep "code": it.code(),
    }

    Category |it| {
        keep "name": it.name(),
        keep "covered": it.covered(),
        keep "patterns": it.patterns().len(),
    }

    Deviation |it| {
        keep "pattern": it.pattern(),
        keep "subject": it.subject(),
        opt "resource": it.resource().map(Resource::name),
        keep "support": it.support().0,
        keep "applicable": it.support().1,
        keep "wilson": it.wilson(),
        opt "rival": it.rival(),
        keep "template": it.template(),
        keep "file_path": it.location().file,
        opt "line_number": it.location().line,
    }
}

/// Effective middleware: an object of lists by operation.
#[derive(Clone, Copy)]
struct Chains<'r>(List<'r, Chain<'r>>);

impl Empty for Chains<'_> {
    fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Chains<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|chain| (chain.operation(), chain.names())))
    }
}

/// Lines of the `@on` lists: an object of numbers by operation, those that have one.
#[derive(Clone, Copy)]
struct ChainLines<'r>(List<'r, Chain<'r>>);

impl Empty for ChainLines<'_> {
    fn is_nothing(&self) -> bool {
        self.0.iter().all(|chain| chain.line() == 0)
    }
}

impl Serialize for ChainLines<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let lines = self.0.iter().filter(|chain| chain.line() != 0);
        let mut map = to.serialize_map(Some(lines.clone().count()))?;
        for chain in lines {
            map.serialize_entry(chain.operation(), &chain.line())?;
        }
        map.end()
    }
}
