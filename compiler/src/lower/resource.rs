//! Resources and what they declare.

use super::field::{field, parameters, type_text};
use super::value::{json, text};
use crate::model::{
    Allow, Chain, Computed, Constraint, Function, Hook, Invariant, Nested, Relationship, Resource, Route, Scope,
    Validation,
};
use crate::operation;
use crate::source::SourceFile;
use crate::syntax::{self, Mark, RelationKind, Text};

pub(super) fn resource(resource: syntax::Resource<'_>, source: &SourceFile) -> (Resource, Vec<Route>) {
    let line = |span: syntax::Span| source.line(span.start);
    let names = |list: &[syntax::Name<'_>]| list.iter().map(|name| name.text.to_owned()).collect::<Vec<_>>();

    let mut out = Resource {
        name: resource.name.text.to_owned(),
        file_path: source.path().to_owned(),
        line: line(resource.name.span),
        path: resource.paths.first().map(|(_, segment)| segment.text.clone()).unwrap_or_default(),
        operations: resource
            .operations
            .first()
            .map(|(_, names)| names.iter().map(|name| operation::canonical(name.text).to_owned()).collect()),
        deprecated: resource.deprecated.as_ref().map(|deprecated| deprecated.reason.clone()),
        meta: resource.meta.iter().map(|(key, value)| (key.text.to_owned(), json(value))).collect(),
        ..Resource::default()
    };
    if let Some((span, list)) = resource.middleware.first() {
        out.shared_middleware = texts(list);
        out.shared_line = line(*span);
    }
    let routes = routes(&resource, &mut out, source);
    out.relationships = resource.relations.iter().map(|relation| relationship(relation, &resource, source)).collect();

    out.documentation = resource.doc;
    out.nested_under.extend(resource.nested.into_iter().map(|nested| Nested {
        parent: nested.parent.text.to_owned(),
        segment: nested.segment.map(|segment| segment.text).unwrap_or_default(),
        line: line(nested.span),
    }));
    out.allows.extend(resource.allows.into_iter().map(|allow| Allow {
        pattern: allow.pattern.text,
        reason: allow.reason.text,
        line: line(allow.span),
    }));
    out.fields = resource.fields.into_iter().map(|inner| field(inner, source)).collect();
    out.hooks.extend(resource.hooks.into_iter().map(|hook| Hook {
        event: format!("{}_{}", hook.when, hook.event.text),
        transaction: hook.transaction,
        is_async: hook.is_async,
        body: hook.body.text,
        line: line(hook.span),
        documentation: hook.doc,
        deprecated: hook.deprecated.map(|deprecated| deprecated.reason),
    }));
    out.validations.extend(resource.validations.into_iter().map(|validation| Validation {
        kind: "custom".into(),
        body: validation.body.text,
        line: line(validation.span),
        documentation: validation.doc,
        ..Validation::default()
    }));
    out.constraints.extend(resource.constraints.into_iter().map(|constraint| Constraint {
        name: constraint.name.text.to_owned(),
        operations: names(&constraint.on),
        condition: constraint.condition,
        when: constraint.when,
        error: constraint.error,
        line: line(constraint.span),
        documentation: constraint.doc,
    }));
    out.invariants.extend(resource.invariants.into_iter().map(|invariant| Invariant {
        name: invariant.name.text.to_owned(),
        condition: invariant.condition,
        error: invariant.error,
        line: line(invariant.span),
        documentation: invariant.doc,
    }));
    out.scopes.extend(resource.scopes.into_iter().map(|scope| Scope {
        name: scope.name.text.to_owned(),
        parameters: parameters(&scope.parameters),
        query: scope.body.text,
        line: line(scope.span),
        documentation: scope.doc,
    }));
    out.computed_fields.extend(resource.computed.into_iter().map(|computed| {
        let (ty, nullable) = type_text(computed.ty.as_ref());
        Computed {
            name: computed.name.text.to_owned(),
            ty,
            nullable,
            expression: computed.body.text,
            line: line(computed.span),
            documentation: computed.doc,
        }
    }));
    out.functions.extend(resource.functions.into_iter().map(|function| {
        let (returns, nullable) = type_text(function.ty.as_ref());
        Function {
            name: function.name.text.to_owned(),
            parameters: parameters(&function.parameters),
            returns,
            nullable,
            body: function.body.text,
            line: line(function.span),
            documentation: function.doc,
        }
    }));
    (out, routes)
}

fn texts(list: &[Text]) -> Vec<String> {
    list.iter().map(|item| item.text.clone()).collect()
}

/// Fills in the effective middleware of every operation and returns the declared routes.
fn routes(resource: &syntax::Resource<'_>, out: &mut Resource, source: &SourceFile) -> Vec<Route> {
    let shared = &out.shared_middleware;
    // The shared list, then the operation's own, with the line of the latter.
    let own = |operation: &str| {
        let own = resource.on.iter().find(|on| operation::canonical(on.operation.text) == operation);
        let names = shared.iter().cloned().chain(own.iter().flat_map(|on| texts(&on.middleware)));
        Chain { names: names.collect(), line: own.map_or(0, |on| source.line(on.span.start)) }
    };
    let exists =
        |operation: &&str| out.operations.as_ref().is_none_or(|list| list.iter().any(|name| name == *operation));

    let mut middleware: std::collections::BTreeMap<String, Chain> = operation::REST
        .iter()
        .copied()
        .filter(exists)
        .map(|operation| (operation.to_owned(), own(operation)))
        .collect();
    let mut routes = Vec::with_capacity(resource.routes.len());
    for route in &resource.routes {
        let handler = operation::canonical(route.handler.text);
        let mut chain = own(handler);
        chain.names.extend(texts(&route.middleware));
        if chain.line == 0 && !route.middleware.is_empty() {
            chain.line = source.line(route.span.start);
        }
        routes.push(Route {
            method: route.method.text.to_owned(),
            path: route.path.text.clone(),
            handler: format!("{}.{handler}", out.name),
            resource: out.name.clone(),
            operation: handler.to_owned(),
            middleware: chain.names.clone(),
            file_path: source.path().to_owned(),
            line: source.line(route.span.start),
            documentation: route.doc.clone(),
            deprecated: route.deprecated.as_ref().map(|deprecated| deprecated.reason.clone()),
            declared: true,
            ..Route::default()
        });
        middleware.insert(handler.to_owned(), chain);
    }
    middleware.retain(|_, chain| !chain.names.is_empty());
    out.middleware = middleware;
    routes
}

fn relationship(relation: &syntax::Relation<'_>, resource: &syntax::Resource<'_>, source: &SourceFile) -> Relationship {
    let belongs_to = matches!(relation.kind, RelationKind::Inline | RelationKind::BelongsTo);
    let mut out = Relationship {
        name: relation.name.text.to_owned(),
        kind: match relation.kind {
            RelationKind::Inline | RelationKind::BelongsTo => "belongs_to",
            RelationKind::HasOne => "has_one",
            RelationKind::HasMany if relation.through.is_some() => "has_many_through",
            RelationKind::HasMany => "has_many",
        }
        .into(),
        target: relation.target.text.to_owned(),
        through: relation.through.map(|through| through.text.to_owned()).unwrap_or_default(),
        documentation: relation.doc.clone(),
        line: source.line(relation.span.start),
        ..Relationship::default()
    };
    for (key, value) in &relation.options {
        let text = text(value);
        match key.text {
            "foreign_key" => out.foreign_key = text,
            "on_delete" => out.on_delete = text,
            "on_update" => out.on_update = text,
            key => out.options.push((key.to_owned(), text)),
        }
    }
    if belongs_to && out.foreign_key.is_empty() {
        out.foreign_key = format!("{}_id", relation.name.text);
    }
    out.nullable = match relation.kind {
        RelationKind::Inline => relation.mark == Mark::Nullable,
        RelationKind::BelongsTo => nullable_belongs_to(&out, resource),
        RelationKind::HasOne | RelationKind::HasMany => false,
    };
    out
}

/// `@belongs_to` carries no null mark: the field that holds its key says, or else what happens on delete.
fn nullable_belongs_to(relation: &Relationship, resource: &syntax::Resource<'_>) -> bool {
    let key = resource.fields.iter().find(|field| field.name.text == relation.foreign_key);
    key.map_or(relation.on_delete == "set_null", |field| field.ty.mark == Mark::Nullable)
}
