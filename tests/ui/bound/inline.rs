//! Inline structs are named by their path, on both sides.

use etched::Resource;

#[derive(Resource)]
#[resource(inline = "Post.origin")]
struct Origin {
    city: i64,
    position: Position,
}

#[derive(Resource)]
#[resource(inline = "Post.origin.positon")]
struct Position {
    lat: f64,
    lon: f64,
}

#[derive(Resource)]
#[resource(inline("Pots.origin", "Post.title", "Post"))]
struct Wrong {
    city: String,
}

struct Stranger;

#[derive(Resource)]
#[resource(name = "Post", partial)]
struct Row {
    origin: Stranger,
}

#[derive(Resource)]
#[resource(name = "Post", partial)]
struct Other {
    origin: Place,
}

#[derive(Resource)]
#[resource(inline = "Post.origin.position")]
struct Place {
    lat: f64,
    lon: f64,
}

fn main() {}
