//! Relationships lead to the type of their target, as many as there are, and keys hold the target's key.

use etched::Resource;

struct Ulid;
struct Uuid;

#[derive(Resource)]
struct User {
    id: Uuid,
    name: String,
}

#[derive(Resource)]
#[resource(name = "User")]
struct Person {
    id: Uuid,
    name: String,
}

#[derive(Resource)]
#[resource(partial)]
struct Comment {
    id: Uuid,
    post: User,
    post_id: Uuid,
}

struct Stranger;

#[derive(Resource)]
#[resource(partial)]
struct Post {
    author: String,
    editor: Option<Stranger>,
    comments: Comment,
}

#[derive(Resource)]
#[resource(name = "Post", partial)]
struct Row {
    author: Comment,
    editor_id: Option<Ulid>,
    comments: Vec<Person>,
}

fn main() {}
