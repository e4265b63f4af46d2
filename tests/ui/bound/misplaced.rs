//! Attributes in the wrong place, given twice, with a value they do not take, or at odds with each other.

use etched::{Resource, ResourceEnum};

struct Uuid;

#[derive(Resource)]
#[field(skip)]
struct User {
    id: Uuid,
    #[resource(rename = "name")]
    name: String,
}

#[derive(Resource)]
#[resource(name = "User", partial = false, name = "Post")]
struct Account {
    #[field(skip = 3, rename = "name", rename = "id")]
    id: Uuid,
}

#[derive(Resource)]
#[resource(name = User)]
struct Unnamed {
    id: Uuid,
}

#[derive(Resource)]
#[resource(nam = "User")]
struct Misspelt {
    id: Uuid,
}

#[derive(Resource)]
#[resource(name = "Post", inline = "Post.origin", partial)]
struct Both {
    city: String,
}

#[derive(Resource)]
#[resource(name = "User", schema = "shema", partial)]
struct Elsewhere {
    id: Uuid,
}

#[derive(Resource)]
#[resource(name = "User", partial)]
struct Words {
    #[field(type = "uid")]
    id: Key,
    #[field(type = "uuid")]
    name: Key,
}

struct Key;

#[derive(ResourceEnum)]
enum Status {
    Draft,
    #[resource(rename = "draft")]
    Outline,
    #[resource(skip = true)]
    Lost,
}

fn main() {}
