//! Where the middleware of a route comes from.

use etched::graph::Why;
use etched::{GraphError, Registry};
use etched_compiler::model::{Model, Resource, Text};

use crate::build::{model, on, registry, resource, route};

fn post() -> Resource {
    let mut post = resource("Post", &[]);
    post.shared_middleware = vec!["auth".into()];
    post.shared_line = 3;
    on(&mut post, "create", 7, &["auth", "rate_limit(5/hour)", "auth"]);
    on(&mut post, "show", 0, &["auth"]);
    post
}

fn show(why: &Why<'_>) -> Vec<String> {
    why.middleware().iter().map(|line| format!("{} {} {}", line.name, line.source.name(), line.location)).collect()
}

fn asked(registry: &Registry, method: &str, path: &str) -> Vec<String> {
    show(&registry.why(method, path).unwrap())
}

#[test]
fn from_the_resource_the_operation_or_the_route() {
    let post = post();
    let mut own = route(&post, "POST /posts/:id/publish publish");
    (own.declared, own.line, own.middleware) = (true, 11, vec!["auth".into(), "admin".into()]);
    let routes = vec![route(&post, "POST /posts create"), route(&post, "GET /posts/:id show"), own];
    let registry = registry(&Model { routes, ..model(vec![post]) });
    assert_eq!(
        asked(&registry, "post", "/posts"),
        [
            "auth resource schema/post.cdt:3",
            "rate_limit(5/hour) operation schema/post.cdt:7",
            // The same name again is the operation's own.
            "auth operation schema/post.cdt:7",
        ]
    );
    assert_eq!(asked(&registry, "GET", "/posts/:id"), ["auth resource schema/post.cdt:3"]);
    assert_eq!(
        asked(&registry, "POST", "/posts/:id/publish"),
        ["auth resource schema/post.cdt:3", "admin route schema/post.cdt:11"]
    );
}

#[test]
fn a_declared_route_runs_what_its_operation_does_and_then_its_own() {
    let cases: [(&str, &[&str]); 7] = [
        ("@on go: [owner]\n  @route POST \"/go\" -> go", &["owner operation 3"]),
        ("@route POST \"/go\" -> go [audit]", &["audit route 3"]),
        (
            "@on go: [owner]\n  @route POST \"/go\" -> go [audit, owner]",
            &["owner operation 3", "audit route 4", "owner route 4"],
        ),
        ("@route POST \"/go\" -> go [audit]\n  @on go: [owner]", &["owner operation 4", "audit route 3"]),
        // Lines do not tell them apart.
        ("@on go: [owner] @route POST \"/go\" -> go [audit]", &["owner operation 3", "audit route 3"]),
        (
            "@middleware [auth]\n  @on go: [owner]\n  @route POST \"/go\" -> go [auth]",
            &["auth resource 3", "owner operation 4", "auth route 5"],
        ),
        ("@middleware [auth]\n  @route POST \"/go\" -> go", &["auth resource 3"]),
    ];
    for (members, expected) in cases {
        let text = format!("resource Post {{\n  name: string!\n  {members}\n}}");
        let compiled = etched_compiler::compile_str(&text).unwrap_or_else(|errors| panic!("{errors}"));
        let read_back = etched_compiler::image::read(compiled.image());
        for registry in [Registry::from_bytes(&compiled.to_file()).unwrap(), registry(&read_back)] {
            let expected = expected.iter().map(|line| {
                let (start, at) = line.rsplit_once(' ').unwrap();
                format!("{start} schema.cdt:{at}")
            });
            assert_eq!(asked(&registry, "POST", "/go"), expected.collect::<Vec<_>>(), "{members}");
        }
    }
}

#[test]
fn documents_do_not_say() {
    let mut post = post();
    post.shared_middleware.clear();
    let mut create = route(&post, "POST /posts create");
    (create.declared, create.file_path, create.line) = (true, Text::EMPTY, 0);
    let registry = registry(&Model { routes: vec![create], ..model(vec![post]) });
    assert_eq!(asked(&registry, "POST", "/posts")[0], "auth document schema/post.cdt:1");
}

#[test]
fn an_unknown_route_is_an_error_with_suggestions() {
    let post = post();
    let registry = registry(&Model { routes: vec![route(&post, "POST /posts create")], ..model(vec![post]) });
    let error = registry.why("GET", "/posts").unwrap_err();
    assert_eq!(error, GraphError::UnknownRoute { name: "GET /posts".into(), suggestions: vec!["POST /posts".into()] });
    assert_eq!(registry.why("POST", "/pots").unwrap_err().suggestions(), ["POST /posts"]);
}
