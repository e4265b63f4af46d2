//! Resources and what they declare.

use std::collections::HashMap;

use super::field::{field, parameters, whole};
use super::route::lowered;
use super::value::{json, text};
use crate::action;
use crate::model::{
    self, Allow, Chain, Computed, Constraint, Function, Hook, Invariant, Key, Nested, Relationship, RelationshipExtra,
    Resource, ResourceExtra, Route, Scope, Validation,
};
use crate::operation;
use crate::source::SourceFile;
use crate::syntax::{self, Mark, RelationKind, Text};

pub(super) fn resource(resource: syntax::Resource<'_>, source: &SourceFile) -> (Resource, Vec<Route>) {
    let line = |span: syntax::Span| source.line(span.start);
    let names = |list: &[syntax::Name<'_>]| list.iter().map(|name| name.text.into()).collect::<Vec<_>>();

    let mut out = Resource {
        name: resource.name.text.into(),
        file_path: source.path().into(),
        line: line(resource.name.span),
        extra: ResourceExtra {
            path: resource.paths.first().map(|(_, segment)| segment.text.as_str().into()).unwrap_or_default(),
            operations: resource
                .operations
                .first()
                .map(|(_, names)| names.iter().map(|name| operation::canonical(name.text).into()).collect()),
            deprecated: resource.deprecated.as_ref().map(|deprecated| deprecated.reason.as_str().into()),
            meta: resource.meta.iter().map(|(key, value)| (key.text.into(), json(value).into())).collect(),
            ..ResourceExtra::default()
        }
        .into(),
        ..Resource::default()
    };
    if let Some((span, list)) = resource.middleware.first() {
        out.shared_middleware = texts(list);
        out.shared_line = line(*span);
    }
    let routes = routes(&resource, &mut out, source);
    let mut fields: HashMap<&str, &syntax::Field<'_>> = HashMap::new();
    for field in &resource.fields {
        fields.entry(field.name.text).or_insert(field);
    }
    out.relationships = resource.relations.iter().map(|relation| relationship(relation, &fields, source)).collect();
    for field in &resource.fields {
        one_of(field, source, &mut out.relationships);
    }

    out.documentation = resource.doc.into();
    out.nested_under.extend(resource.nested.into_iter().map(|nested| Nested {
        parent: nested.parent.text.into(),
        segment: nested.segment.map(|segment| segment.text.into()).unwrap_or_default(),
        line: line(nested.span),
    }));
    out.keys.extend(resource.keys.into_iter().map(|key| Key {
        kind: key.kind.text.into(),
        name: key.name.map(|name| name.text.into()).unwrap_or_default(),
        members: names(&key.members),
        line: line(key.span),
    }));
    if let Some((_, field)) = resource.path_keys.first() {
        out.path_key = field.text.into();
    }
    out.allows.extend(resource.allows.into_iter().map(|allow| Allow {
        pattern: allow.pattern.text.into(),
        reason: allow.reason.text.into(),
        line: line(allow.span),
    }));
    out.fields = resource.fields.into_iter().map(|inner| field(inner, source)).collect();
    out.hooks.extend(resource.hooks.into_iter().map(|hook| Hook {
        event: format!("{}_{}", hook.when, hook.event.text).into(),
        transaction: hook.transaction,
        is_async: hook.is_async,
        body: hook.body.text.into(),
        line: line(hook.span),
        documentation: hook.doc.into(),
        deprecated: hook.deprecated.map(|deprecated| deprecated.reason.into()),
    }));
    out.validations.extend(resource.validations.into_iter().map(|validation| Validation {
        kind: "custom".into(),
        body: validation.body.text.into(),
        line: line(validation.span),
        documentation: validation.doc.into(),
        ..Validation::default()
    }));
    out.constraints.extend(resource.constraints.into_iter().map(|constraint| Constraint {
        name: constraint.name.text.into(),
        operations: names(&constraint.on),
        condition: constraint.condition.into(),
        when: constraint.when.into(),
        error: constraint.error.into(),
        line: line(constraint.span),
        documentation: constraint.doc.into(),
    }));
    out.invariants.extend(resource.invariants.into_iter().map(|invariant| Invariant {
        name: invariant.name.text.into(),
        condition: invariant.condition.into(),
        error: invariant.error.into(),
        line: line(invariant.span),
        documentation: invariant.doc.into(),
    }));
    out.scopes.extend(resource.scopes.into_iter().map(|scope| Scope {
        name: scope.name.text.into(),
        parameters: parameters(&scope.parameters),
        query: scope.body.text.into(),
        line: line(scope.span),
        documentation: scope.doc.into(),
    }));
    out.computed_fields.extend(resource.computed.into_iter().map(|computed| {
        let (ty, nullable) = whole(computed.ty.as_ref());
        Computed {
            name: computed.name.text.into(),
            ty,
            nullable,
            expression: computed.body.text.into(),
            line: line(computed.span),
            documentation: computed.doc.into(),
        }
    }));
    out.functions.extend(resource.functions.into_iter().map(|function| {
        let (returns, nullable) = whole(function.ty.as_ref());
        Function {
            name: function.name.text.into(),
            parameters: parameters(&function.parameters),
            returns,
            nullable,
            body: function.body.text.into(),
            line: line(function.span),
            documentation: function.doc.into(),
        }
    }));
    (out, routes)
}

pub(super) fn texts(list: &[Text]) -> Vec<model::Text> {
    list.iter().map(|item| item.text.as_str().into()).collect()
}

/// Fills in the effective middleware of every operation and returns the declared routes.
fn routes(resource: &syntax::Resource<'_>, out: &mut Resource, source: &SourceFile) -> Vec<Route> {
    let shared = &out.shared_middleware;
    // The shared list, then the operation's own, with the line of the latter.
    let mut on_operation: HashMap<&str, &syntax::On<'_>> = HashMap::new();
    for on in &resource.on {
        on_operation.entry(operation::canonical(on.operation.text)).or_insert(on);
    }
    let own = |operation: &str| {
        let own = on_operation.get(operation).copied();
        let names = shared.iter().cloned().chain(own.iter().flat_map(|on| texts(&on.middleware)));
        Chain { names: names.collect(), line: own.map_or(0, |on| source.line(on.span.start)) }
    };
    let exists =
        |operation: &&str| out.operations.as_ref().is_none_or(|list| list.iter().any(|name| name == *operation));

    let mut middleware: std::collections::BTreeMap<model::Text, Chain> =
        operation::REST.iter().copied().filter(exists).map(|operation| (operation.into(), own(operation))).collect();
    let mut routes = Vec::with_capacity(resource.routes.len());
    let shared_len = shared.len();
    for route in &resource.routes {
        let handler = operation::canonical(route.handler.text);
        let mut chain = own(handler);
        let of_groups = route.group_middleware(&resource.groups).into_iter().map(|item| item.text.as_str().into());
        // Behind the list of the resource, before that of the operation.
        chain.names.splice(shared_len..shared_len, of_groups);
        chain.names.extend(texts(&route.middleware));
        if chain.line == 0 && !route.middleware.is_empty() {
            chain.line = source.line(route.span.start);
        }
        routes.extend(lowered(route, &resource.groups, source, &out.name, chain.names.clone()));
        middleware.insert(handler.into(), chain);
    }
    middleware.retain(|_, chain| !chain.names.is_empty());
    out.middleware = middleware;
    routes
}

fn relationship(
    relation: &syntax::Relation<'_>,
    fields: &HashMap<&str, &syntax::Field<'_>>,
    source: &SourceFile,
) -> Relationship {
    let belongs_to = matches!(relation.kind, RelationKind::Inline | RelationKind::BelongsTo);
    let mut out = Relationship {
        name: relation.name.text.into(),
        kind: match relation.kind {
            RelationKind::Inline | RelationKind::BelongsTo => "belongs_to",
            RelationKind::HasOne => "has_one",
            RelationKind::HasMany if relation.through.is_some() => "has_many_through",
            RelationKind::HasMany => "has_many",
        }
        .into(),
        target: relation.target.text.into(),
        line: source.line(relation.span.start),
        extra: RelationshipExtra {
            through: relation.through.map(|through| through.text.into()).unwrap_or_default(),
            documentation: relation.doc.as_str().into(),
            ..RelationshipExtra::default()
        }
        .into(),
        ..Relationship::default()
    };
    for (key, value) in &relation.options {
        let text = text(value);
        match key.text {
            "foreign_key" => out.foreign_key = text.into(),
            "on_delete" => out.on_delete = action::canonical(&text).into(),
            "on_update" => out.on_update = action::canonical(&text).into(),
            key => out.options.push((key.into(), text.into())),
        }
    }
    if belongs_to && out.foreign_key.is_empty() {
        out.foreign_key = format!("{}_id", relation.name.text).into();
    }
    out.nullable = match relation.kind {
        RelationKind::Inline => relation.mark == Mark::Nullable,
        RelationKind::BelongsTo => nullable_belongs_to(&out, fields),
        RelationKind::HasOne | RelationKind::HasMany => false,
    };
    out
}

/// Adds the relationships of a field that refers to one of several resources: one to each, as imports have them.
fn one_of(field: &syntax::Field<'_>, source: &SourceFile, out: &mut Vec<Relationship>) {
    let syntax::TypeKind::OneOf(targets) = &field.ty.kind else { return };
    out.extend(targets.iter().map(|target| Relationship {
        name: field.name.text.into(),
        kind: "one_of".into(),
        target: target.text.into(),
        nullable: field.ty.mark == Mark::Nullable,
        line: source.line(target.span.start),
        ..Relationship::default()
    }));
}

/// `@belongs_to` carries no null mark: the field that holds its key says, or else what happens on delete.
fn nullable_belongs_to(relation: &Relationship, fields: &HashMap<&str, &syntax::Field<'_>>) -> bool {
    let key = fields.get(relation.foreign_key.as_str());
    key.map_or(relation.on_delete == "set_null", |field| field.ty.mark == Mark::Nullable)
}
