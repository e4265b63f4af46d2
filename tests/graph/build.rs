//! Small applications, made by hand.

use etched::Registry;
use etched_compiler::image;
use etched_compiler::model::{Chain, Hook, Model, Relationship, RelationshipExtra, Resource, Route};

/// Returns the registry of a model.
pub(crate) fn registry(model: &Model) -> Registry {
    let bytes = image::write(model, etched::Strip::NONE).expect("the model has an image");
    Registry::from_trusted_parts(bytes.records, bytes.strings)
}

/// Returns a resource with relationships written as `kind name Target [key [on_delete]]`, `-` for no key.
pub(crate) fn resource(name: &str, relationships: &[&str]) -> Resource {
    Resource {
        name: name.into(),
        file_path: format!("schema/{}.cdt", name.to_lowercase()).into(),
        line: 1,
        relationships: relationships.iter().zip(2..).map(|(text, line)| relationship(text, line)).collect(),
        ..Resource::default()
    }
}

fn relationship(text: &str, line: u32) -> Relationship {
    let parts: Vec<&str> = text.split(' ').collect();
    let part = |at: usize| parts.get(at).filter(|part| **part != "-").map_or("", |part| part).to_owned();
    Relationship {
        kind: part(0).into(),
        name: part(1).into(),
        target: part(2).into(),
        foreign_key: part(3).into(),
        line,
        extra: RelationshipExtra { on_delete: part(4).into(), ..Default::default() }.into(),
        ..Relationship::default()
    }
}

/// Gives a resource the effective middleware of an operation, declared on a line.
pub(crate) fn on(resource: &mut Resource, operation: &str, line: u32, names: &[&str]) {
    let names = names.iter().map(|name| (*name).into()).collect();
    resource.middleware.insert(operation.into(), Chain { names, line });
}

/// Gives a resource a hook.
pub(crate) fn hook(resource: &mut Resource, event: &str, body: &str) {
    resource.hooks.push(Hook { event: event.into(), body: body.into(), line: 20, ..Hook::default() });
}

/// Returns a route of a resource: `GET /posts/:id show`.
pub(crate) fn route(resource: &Resource, text: &str) -> Route {
    let parts: Vec<&str> = text.split(' ').collect();
    Route {
        method: parts[0].into(),
        path: parts[1].into(),
        operation: parts[2].into(),
        handler: format!("{}.{}", resource.name, parts[2]).into(),
        resource: resource.name.clone(),
        middleware: resource.middleware.get(parts[2]).map_or_else(Vec::new, |chain| chain.names.clone()),
        file_path: resource.file_path.clone(),
        line: resource.line,
        ..Route::default()
    }
}

/// Returns the model of some resources.
pub(crate) fn model(resources: Vec<Resource>) -> Model {
    Model { resources, ..Model::default() }
}

/// Returns the registry of resources given as (name, relationships).
pub(crate) fn of(resources: &[(&str, &[&str])]) -> Registry {
    registry(&model(resources.iter().map(|(name, relationships)| resource(name, relationships)).collect()))
}

/// Comment -> Post -> User, with middleware, routes and a hook.
pub(crate) fn blog() -> Registry {
    let mut post = resource("Post", &["belongs_to author User author_id cascade", "has_many comments Comment post_id"]);
    for operation in ["create", "update", "delete", "list"] {
        let names: &[&str] = if operation == "create" { &["auth", "rate_limit(5/hour)"] } else { &["auth"] };
        on(&mut post, operation, 9, names);
    }
    let comment =
        resource("Comment", &["belongs_to post Post post_id cascade", "belongs_to author User author_id restrict"]);
    let user = resource("User", &[]);
    let routes = vec![
        route(&comment, "GET /comments list"),
        route(&post, "GET /posts list"),
        route(&post, "PUT /posts/:id update"),
        route(&post, "PATCH /posts/:id update"),
        route(&user, "GET /users/:id show"),
    ];
    registry(&Model { routes, ..model(vec![comment, post, user]) })
}

/// Returns the ids and distances of an answer.
pub(crate) fn reached(registry: &Registry, answer: &etched::Dependencies) -> Vec<(String, u32)> {
    answer.nodes(registry).map(|reached| (reached.node.id(), reached.distance)).collect()
}

/// Returns the ids of an answer.
pub(crate) fn ids(registry: &Registry, answer: &etched::Dependencies) -> Vec<String> {
    answer.nodes(registry).map(|reached| reached.node.id()).collect()
}

/// Returns the edges of an answer as `from -kind-> to`.
pub(crate) fn edges(registry: &Registry, answer: &etched::Dependencies) -> Vec<String> {
    answer.edges(registry).map(|edge| format!("{} -{}-> {}", edge.from(), edge.kind(), edge.to())).collect()
}
