//! Names the schema does not have; the nearest it has, and no second message that it is missing.

use etched::Resource;

struct Uuid;

#[derive(Resource)]
struct User {
    id: Uuid,
    nmae: String,
}

#[derive(Resource)]
#[resource(name = "Post", partial)]
#[serde(rename_all = "camelCase")]
struct Row {
    titel: String,
    #[serde(rename = "veiws")]
    hits: i64,
    #[field(rename = "title")]
    first: String,
    #[field(rename = "title")]
    second: String,
    colour: String,
}

fn main() {}
