//! Fields of the resource that the struct leaves out, in one message.

use etched::Resource;

struct Uuid;

#[derive(Resource)]
struct User {
    id: Uuid,
}

#[derive(Resource)]
struct Post {
    title: String,
}

#[derive(Resource)]
#[resource(name = "Comment")]
struct Empty;

fn main() {}
