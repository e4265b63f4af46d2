//! Structs that serde writes and etched checks.
#![forbid(unsafe_code)]
#![deny(warnings)]

use etched::{Metadata, Registry, Resource, ResourceEnum, ResourceType};
use serde::Serialize;

static METADATA: Metadata = etched::embed!();
static REGISTRY: Registry = Registry::load(&METADATA);

/// In place of the crate `uuid`: types are known by their name.
#[derive(Serialize)]
struct Uuid(u128);

#[derive(Serialize, ResourceEnum)]
#[serde(rename_all = "lowercase")]
#[allow(dead_code, reason = "compiled for what the derive says of it")]
enum Status {
    Draft,
    Live,
}

#[derive(Serialize, Resource)]
struct Post<'a> {
    id: Uuid,
    #[serde(rename = "title")]
    heading: &'a str,
    status: Status,
    author_id: Uuid,
    #[serde(skip)]
    #[allow(dead_code, reason = "compiled for what the derive says of it")]
    cached: bool,
}

#[derive(Resource)]
#[resource(name = "User", partial)]
#[allow(dead_code, reason = "compiled for what the derive says of it")]
struct Contact {
    email: String,
}

fn main() {
    let post = REGISTRY.get::<Post<'static>>().expect("the schema has posts");
    for field in Post::FIELDS {
        println!("{field} {}", post.field(field).map_or("-", |field| field.ty()));
    }
    assert_eq!(REGISTRY.get::<Contact>(), REGISTRY.resource("User"));
}
