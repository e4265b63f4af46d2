//! The values of an enum are those of the field, and the message lists what differs.

use etched::{Resource, ResourceEnum};

#[derive(ResourceEnum)]
enum Few {
    Draft,
    Live,
}

#[derive(ResourceEnum)]
enum Many {
    Draft,
    Live,
    Archived,
    Lost,
}

#[derive(ResourceEnum)]
#[serde(rename_all = "UPPERCASE")]
enum Loud {
    Draft,
    Live,
    Archived,
}

enum Silent {
    Draft,
}

#[derive(Resource)]
#[resource(name = "Post", partial)]
struct A {
    status: Few,
}

#[derive(Resource)]
#[resource(name = "Post", partial)]
struct B {
    status: Many,
}

#[derive(Resource)]
#[resource(name = "Post", partial)]
struct C {
    status: Loud,
}

#[derive(Resource)]
#[resource(name = "Post", partial)]
struct D {
    status: Silent,
}

#[derive(ResourceEnum)]
enum Full {
    Draft(u8),
    Live { since: u8 },
}

#[derive(ResourceEnum)]
enum Never {}

#[derive(ResourceEnum)]
struct Struct;

#[derive(ResourceEnum)]
#[resource(rename_al = "lowercase", min = 3)]
enum Wrong {
    #[resource(rname = "x")]
    A,
}

#[derive(ResourceEnum)]
#[resource(rename_all = "snakecase")]
enum Cased {
    A,
}

// The derives above have said what is wrong; this one has nothing to add.
#[derive(Resource)]
#[resource(name = "Post", partial)]
struct E {
    status: Full,
}

fn main() {}
