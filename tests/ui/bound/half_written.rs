//! Structs in the middle of being written: rustc says what is wrong, and nothing else is.

use etched::{Metadata, Registry, Resource, ResourceEnum};

static METADATA: Metadata = etched::embed!("schema");

struct Uuid;

#[derive(Resource)]
#[resource(schema = "schema")]
struct User {
    id: Uuid,
    name:
}

#[derive(Resource)]
#[resource(schema = "schema", partial)]
struct Post {
    id
}

#[derive(ResourceEnum)]
enum Status {
    Draft:
}

fn main() {
    let registry = Registry::load(&METADATA);
    let _ = (registry.get::<User>(), registry.get::<Post>());
    let _ = <Status as ResourceEnum>::VALUES;
}
