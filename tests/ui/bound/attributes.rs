//! Attributes that are unknown, malformed, or say what only the schema can say.

use etched::Resource;

struct Uuid;

#[derive(Resource)]
#[resource(middleware = ["auth"], partail, name = 3)]
#[resource]
struct User {
    id: Uuid,
    #[field(min = 5, unique)]
    name: String,
}

#[derive(Resource)]
#[resource(name = "Comment", crate = 7, inline, partial)]
struct Row {
    #[field(renam = "id")]
    id: Uuid,
    #[field(= 5)]
    body: String,
    #[field(rename "post_id")]
    post_id: String,
}

fn main() {}
