//! The schema is here; the structs are in another crate, and their ids are good here.
#![forbid(unsafe_code)]
#![deny(warnings)]

use downstream_models::{Post, User};
use etched::{Metadata, Registry, ResourceType};

static METADATA: Metadata = etched::embed!();
static REGISTRY: Registry = Registry::load(&METADATA);

fn main() {
    assert_eq!(REGISTRY.get::<Post>(), REGISTRY.resource("Post"));
    assert_eq!(User::ID, etched::resource!("User"));
    println!("{}", REGISTRY.get::<Post>().map_or("-", |post| post.name()));
}
