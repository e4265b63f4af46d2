//! From the records of a document to those of the model.

use std::collections::BTreeMap;

use super::shape::Real;
use super::value::{Text, Texts, join};
use super::{shared, wire};
use crate::model;

/// Takes the null mark off a type: `string!` is required, `string?` may be null, `string` leaves both as they are.
fn take_mark(ty: Text<'_>, nullable: &mut bool, required: Option<&mut bool>) -> model::Type {
    let Some(mark) = ty.trim_end().chars().next_back().filter(|mark| matches!(mark, '!' | '?')) else {
        return shared::ty(&ty);
    };
    *nullable = mark == '?';
    if let Some(required) = required {
        *required = mark == '!';
    }
    shared::ty(&shared::text(ty.trim_end_matches(['!', '?', ' ', '\t'])))
}

impl From<wire::Resource<'_>> for model::Resource {
    fn from(from: wire::Resource<'_>) -> Self {
        let mut middleware: BTreeMap<model::Text, model::Chain> = (from.middleware.0.into_iter())
            .map(|(operation, names)| (operation.into_owned(), model::Chain { names: names.into_owned(), line: 0 }))
            .collect();
        for (operation, line) in from.middleware_lines.0 {
            if let Some(chain) = middleware.get_mut(&*operation) {
                chain.line = line;
            }
        }
        Self {
            name: from.name.into_owned(),
            documentation: from.documentation.into_owned(),
            file_path: from.file_path.into_owned(),
            line: from.line,
            fields: from.fields.into_owned(),
            relationships: from.relationships.into_owned(),
            extra: model::ResourceExtra {
                path: from.path.into_owned(),
                operations: from.operations.map(Texts::into_owned),
                nested_under: from.nested_under.into_owned(),
                shared_middleware: from.shared_middleware.into_owned(),
                shared_line: from.shared_line,
                middleware,
                deprecated: from.deprecated.0.map(Text::into_owned),
                meta: from.meta.into_owned(),
                allows: from.allows.into_owned(),
                hooks: from.hooks.into_owned(),
                validations: from.validations.into_owned(),
                constraints: from.constraints.into_owned(),
                invariants: from.invariants.into_owned(),
                scopes: from.scopes.into_owned(),
                computed_fields: from.computed_fields.into_owned(),
                functions: from.functions.into_owned(),
            }
            .into(),
        }
    }
}

impl From<wire::Field<'_>> for model::Field {
    fn from(from: wire::Field<'_>) -> Self {
        let (mut nullable, mut required) = (from.nullable, from.required);
        let ty = take_mark(from.ty, &mut nullable, Some(&mut required));
        if (nullable, required) != (from.nullable, from.required) {
            shared::mark();
        }
        Self {
            name: from.name.into_owned(),
            ty,
            nullable,
            required,
            inherited: from.inherited,
            constraints: from.constraints.into_owned().iter().map(shared::constraint).collect(),
            line: from.line,
            extra: model::FieldExtra {
                default: join(from.default, from.default_text),
                documentation: from.documentation.into_owned(),
                tags: from.tags.into_owned(),
                format: from.format.into_owned(),
                values: from.values.into_owned(),
                fields: from.fields.into_owned(),
                meta: from.meta.into_owned(),
            }
            .into(),
        }
    }
}

/// Adds what stands under `application` to what stands at the top.
pub(super) fn apply(to: &mut model::Application, from: wire::Application<'_>) {
    let wire::Application { name, documentation, route_prefix, file_path, line, options } = from;
    to.name = name.into_owned();
    to.documentation = documentation.into_owned();
    to.route_prefix = route_prefix.into_owned();
    to.file_path = file_path.into_owned();
    to.line = line;
    to.options = options.into_owned();
}

impl From<wire::Relationship<'_>> for model::Relationship {
    fn from(from: wire::Relationship<'_>) -> Self {
        Self {
            name: from.name.into_owned(),
            kind: from.kind.into_owned(),
            target: from.target.into_owned(),
            foreign_key: from.foreign_key.into_owned(),
            line: from.line,
            nullable: from.nullable,
            extra: model::RelationshipExtra {
                through: from.through.into_owned(),
                on_delete: from.on_delete.into_owned(),
                on_update: from.on_update.into_owned(),
                documentation: from.documentation.into_owned(),
                options: from.options.into_owned(),
            }
            .into(),
        }
    }
}

impl From<wire::Hook<'_>> for model::Hook {
    fn from(from: wire::Hook<'_>) -> Self {
        Self {
            event: from.event.into_owned(),
            transaction: from.transaction,
            is_async: from.is_async,
            body: from.body.into_owned(),
            line: from.line,
            documentation: from.documentation.into_owned(),
            deprecated: from.deprecated.0.map(Text::into_owned),
        }
    }
}

impl From<wire::Validation<'_>> for model::Validation {
    fn from(from: wire::Validation<'_>) -> Self {
        Self {
            field: from.field.into_owned(),
            kind: from.kind.into_owned(),
            value: join(from.value, from.value_text).unwrap_or_default(),
            message: from.message.into_owned(),
            body: from.body.into_owned(),
            line: from.line,
            documentation: from.documentation.into_owned(),
        }
    }
}

impl From<wire::Constraint<'_>> for model::Constraint {
    fn from(from: wire::Constraint<'_>) -> Self {
        Self {
            name: from.name.into_owned(),
            operations: from.operations.into_owned(),
            condition: from.condition.into_owned(),
            when: from.when.into_owned(),
            error: from.error.into_owned(),
            line: from.line,
            documentation: from.documentation.into_owned(),
        }
    }
}

impl From<wire::Invariant<'_>> for model::Invariant {
    fn from(from: wire::Invariant<'_>) -> Self {
        Self {
            name: from.name.into_owned(),
            condition: from.condition.into_owned(),
            error: from.error.into_owned(),
            line: from.line,
            documentation: from.documentation.into_owned(),
        }
    }
}

impl From<wire::Scope<'_>> for model::Scope {
    fn from(from: wire::Scope<'_>) -> Self {
        Self {
            name: from.name.into_owned(),
            parameters: from.parameters.into_owned(),
            query: from.query.into_owned(),
            line: from.line,
            documentation: from.documentation.into_owned(),
        }
    }
}

impl From<wire::Computed<'_>> for model::Computed {
    fn from(from: wire::Computed<'_>) -> Self {
        let mut nullable = from.nullable;
        Self {
            name: from.name.into_owned(),
            ty: take_mark(from.ty, &mut nullable, None),
            nullable,
            expression: from.expression.into_owned(),
            line: from.line,
            documentation: from.documentation.into_owned(),
        }
    }
}

impl From<wire::Function<'_>> for model::Function {
    fn from(from: wire::Function<'_>) -> Self {
        let mut nullable = from.nullable;
        Self {
            name: from.name.into_owned(),
            parameters: from.parameters.into_owned(),
            returns: take_mark(from.returns, &mut nullable, None),
            nullable,
            body: from.body.into_owned(),
            line: from.line,
            documentation: from.documentation.into_owned(),
        }
    }
}

impl From<wire::Parameter<'_>> for model::Parameter {
    fn from(from: wire::Parameter<'_>) -> Self {
        let (mut nullable, mut required) = (from.nullable, from.required);
        Self {
            name: from.name.into_owned(),
            location: from.location.into_owned(),
            ty: take_mark(from.ty, &mut nullable, Some(&mut required)),
            nullable,
            required,
            documentation: from.documentation.into_owned(),
        }
    }
}

impl From<wire::Nested<'_>> for model::Nested {
    fn from(from: wire::Nested<'_>) -> Self {
        Self { parent: from.parent.into_owned(), segment: from.segment.into_owned(), line: from.line }
    }
}

impl From<wire::Allow<'_>> for model::Allow {
    fn from(from: wire::Allow<'_>) -> Self {
        Self { pattern: from.pattern.into_owned(), reason: from.reason.into_owned(), line: from.line }
    }
}

impl From<wire::Route<'_>> for model::Route {
    fn from(from: wire::Route<'_>) -> Self {
        let method = from.method.into_owned();
        let is_upper = !method.bytes().any(|byte| byte.is_ascii_lowercase());
        Self {
            method: if is_upper { method } else { shared::text(&method.to_ascii_uppercase()) },
            path: from.path.into_owned(),
            handler: from.handler.into_owned(),
            resource: from.resource.into_owned(),
            operation: from.operation.into_owned(),
            middleware: from.middleware.into_owned(),
            file_path: from.file_path.into_owned(),
            line: from.line,
            declared: !from.derived,
            extra: model::RouteExtra {
                request_body: shared::ty(&from.request_body),
                response_body: shared::ty(&from.response_body),
                documentation: from.documentation.into_owned(),
                parameters: from.parameters.into_owned(),
                tags: from.tags.into_owned(),
                deprecated: from.deprecated.0.map(Text::into_owned),
            }
            .into(),
        }
    }
}

impl From<wire::Pattern<'_>> for model::Pattern {
    fn from(from: wire::Pattern<'_>) -> Self {
        let known = from.support.is_some() || from.applicable.is_some() || from.wilson.is_some();
        Self {
            id: from.id.into_owned(),
            name: from.name.into_owned(),
            category: from.category.into_owned(),
            description: from.description.into_owned(),
            template: from.template.into_owned(),
            examples: from.examples.into_owned(),
            frequency: from.frequency,
            confidence: from.confidence.0,
            support: known.then(|| model::Support {
                support: from.support.unwrap_or(0),
                applicable: from.applicable.unwrap_or(0),
                wilson: from.wilson.map_or(0.0, |Real(wilson)| wilson),
            }),
        }
    }
}

impl From<wire::Example<'_>> for model::Example {
    fn from(from: wire::Example<'_>) -> Self {
        Self {
            resource: from.resource.into_owned(),
            file_path: from.file_path.into_owned(),
            line: from.line,
            code: from.code.into_owned(),
        }
    }
}

impl From<wire::Deviation<'_>> for model::Deviation {
    fn from(from: wire::Deviation<'_>) -> Self {
        Self {
            pattern: from.pattern.into_owned(),
            subject: from.subject.into_owned(),
            resource: from.resource.into_owned(),
            support: model::Support { support: from.support, applicable: from.applicable, wilson: from.wilson.0 },
            rival: from.rival.into_owned(),
            template: from.template.into_owned(),
            file_path: from.file_path.into_owned(),
            line: from.line,
        }
    }
}

impl From<wire::Reference<'_>> for model::Reference {
    fn from(from: wire::Reference<'_>) -> Self {
        Self { from: from.from.into_owned(), to: from.to.into_owned() }
    }
}

impl From<wire::NotRepresented<'_>> for (model::Text, u32) {
    fn from(from: wire::NotRepresented<'_>) -> Self {
        (from.reason.into_owned(), from.count)
    }
}
