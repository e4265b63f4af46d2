//! Every type that does not hold what the schema has, at once, each on its own name.

use std::collections::HashMap;

use etched::Resource;

struct Uuid;
struct Money;

#[derive(Resource)]
struct Post<'a> {
    id: Uuid,
    title: i64,
    subtitle: Option<bool>,
    views: String,
    rating: Option<&'a str>,
    price: f64,
    live: (bool, bool),
    status: bool,
    tags: Vec<u8>,
    scores: HashMap<String, Option<String>>,
    extra: Option<Vec<u8>>,
    origin: String,
    created_at: Money,
}

#[derive(Resource)]
#[resource(name = "Post", partial)]
struct Row {
    #[field(type = "uuid")]
    title: Uuid,
    tags: HashMap<String, String>,
    scores: Vec<i64>,
    #[field(type = "float")]
    rating: Option<Money>,
    status: Option<Option<String>>,
}

fn main() {}
