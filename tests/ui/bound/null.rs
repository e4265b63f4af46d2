//! What may be null is an `Option`, inside of arrays and hashes, too; what may not is none.

use std::collections::HashMap;

use etched::Resource;

#[derive(Resource)]
#[resource(partial)]
struct Post {
    title: Option<String>,
    subtitle: String,
    tags: Vec<Option<String>>,
    scores: Option<HashMap<String, i64>>,
    editor: Box<User>,
    author_id: Option<Uuid>,
    editor_id: Uuid,
}

#[derive(Resource)]
#[resource(partial)]
struct User {
    name: String,
}

struct Uuid;

fn main() {}
