//! Two lines: one in build.rs, one here. Prints what it knows, for the script that edits the schema.
#![forbid(unsafe_code)]
#![deny(warnings)]

use etched::{Metadata, Registry, ResourceId, RouteId};

static METADATA: Metadata = etched::embed!();
static REGISTRY: Registry = Registry::load(&METADATA);

const POST: ResourceId = etched::resource!("Post");
const SHOW: RouteId = etched::route!("GET", "/posts/:id");

fn main() {
    assert_eq!(REGISTRY.at(POST), REGISTRY.resource("Post"));
    assert_eq!(REGISTRY.at(SHOW).map(|route| route.handler()), Some("Post.show"));
    assert_eq!(REGISTRY.dependencies("Post").run().map(|answer| answer.node_count() > 2), Ok(true));
    for resource in REGISTRY.resources() {
        let fields: Vec<_> = resource.fields().into_iter().map(|field| field.name()).collect();
        println!("{} {}", resource.name(), fields.join(" "));
    }
    // Bodies of hooks are in debug builds only.
    let hooks = REGISTRY.at(POST).map(|post| post.hooks());
    let body = hooks.and_then(|hooks| hooks.get(0)).and_then(|hook| hook.source_code());
    assert_eq!(body.is_some(), cfg!(debug_assertions));
}
