//! Models in code: small words for what the tests plant.

use std::collections::BTreeMap;

use etched_compiler::model::{
    Allow, Chain, Field, FieldConstraint, Hook, Model, Pattern, Relationship, RelationshipExtra, Resource,
    ResourceExtra, Scope, Text,
};

/// A resource `R<n>` in a file of its own, with the REST operations listed.
pub(crate) fn resource(n: usize) -> Resource {
    Resource {
        name: format!("R{n:02}").into(),
        file_path: format!("schema/r{n:02}.cdt").into(),
        line: 1,
        extra: ResourceExtra {
            operations: Some(["list", "show", "create", "update", "delete"].map(Into::into).to_vec()),
            ..Default::default()
        }
        .into(),
        ..Resource::default()
    }
}

pub(crate) fn model(resources: impl IntoIterator<Item = Resource>) -> Model {
    Model { resources: resources.into_iter().collect(), ..Model::default() }
}

/// `n` resources, each changed by `change`.
pub(crate) fn resources(n: usize, change: impl Fn(usize, &mut Resource)) -> Model {
    model((0..n).map(|at| {
        let mut resource = resource(at);
        change(at, &mut resource);
        resource
    }))
}

pub(crate) fn on(resource: &mut Resource, operation: &str, names: &[&str]) {
    let chain = Chain { names: texts(names), line: 10 };
    resource.middleware.insert(operation.into(), chain);
}

pub(crate) fn field(name: &str, ty: &str, constraints: &[&str]) -> Field {
    Field {
        name: name.into(),
        ty: ty.into(),
        required: true,
        constraints: constraints.iter().copied().map(FieldConstraint::from).collect(),
        line: 20,
        ..Field::default()
    }
}

pub(crate) fn hook(event: &str, body: &str) -> Hook {
    Hook { event: event.into(), body: body.into(), line: 30, ..Hook::default() }
}

pub(crate) fn belongs_to(name: &str, target: &str, on_delete: &str) -> Relationship {
    Relationship {
        name: name.into(),
        kind: "belongs_to".into(),
        target: target.into(),
        line: 40,
        extra: RelationshipExtra { on_delete: on_delete.into(), ..Default::default() }.into(),
        ..Relationship::default()
    }
}

pub(crate) fn scope(name: &str, query: &str) -> Scope {
    Scope { name: name.into(), query: query.into(), line: 50, ..Scope::default() }
}

pub(crate) fn allow(pattern: &str) -> Allow {
    Allow { pattern: pattern.into(), reason: "on purpose".into(), line: 3 }
}

pub(crate) fn texts(texts: &[&str]) -> Vec<Text> {
    texts.iter().map(|text| (*text).into()).collect()
}

pub(crate) fn by_id(model: &Model) -> BTreeMap<&str, &Pattern> {
    model.patterns.iter().map(|pattern| (pattern.id.as_str(), pattern)).collect()
}

/// `pattern subject file:line` of every deviation.
pub(crate) fn deviations(model: &Model) -> Vec<String> {
    let line = |one: &etched_compiler::model::Deviation| {
        format!("{} {} {}:{}", one.pattern, one.subject, one.file_path, one.line)
    };
    model.deviations.iter().map(line).collect()
}
