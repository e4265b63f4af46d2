//! Models in code: small words for what the tests plant.

use std::collections::BTreeMap;

use etched_compiler::model::{Allow, Chain, Field, Hook, Model, Pattern, Relationship, Resource, Scope};

/// A resource `R<n>` in a file of its own, with the REST operations listed.
pub(crate) fn resource(n: usize) -> Resource {
    Resource {
        name: format!("R{n:02}"),
        file_path: format!("schema/r{n:02}.cdt"),
        line: 1,
        operations: Some(["list", "show", "create", "update", "delete"].map(str::to_owned).to_vec()),
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
    resource.middleware.insert(operation.to_owned(), chain);
}

pub(crate) fn field(name: &str, ty: &str, constraints: &[&str]) -> Field {
    Field {
        name: name.to_owned(),
        ty: ty.to_owned(),
        required: true,
        constraints: texts(constraints),
        line: 20,
        ..Field::default()
    }
}

pub(crate) fn hook(event: &str, body: &str) -> Hook {
    Hook { event: event.to_owned(), body: body.to_owned(), line: 30, ..Hook::default() }
}

pub(crate) fn belongs_to(name: &str, target: &str, on_delete: &str) -> Relationship {
    Relationship {
        name: name.to_owned(),
        kind: "belongs_to".to_owned(),
        target: target.to_owned(),
        on_delete: on_delete.to_owned(),
        line: 40,
        ..Relationship::default()
    }
}

pub(crate) fn scope(name: &str, query: &str) -> Scope {
    Scope { name: name.to_owned(), query: query.to_owned(), line: 50, ..Scope::default() }
}

pub(crate) fn allow(pattern: &str) -> Allow {
    Allow { pattern: pattern.to_owned(), reason: "on purpose".to_owned(), line: 3 }
}

pub(crate) fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
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
