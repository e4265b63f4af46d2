//! Claims that are wrong, that nobody made, and that are no claims.

use etched::{Resource, ResourceScalar};

#[derive(ResourceScalar)]
#[resource(type = "uuid")]
struct Id;

#[derive(ResourceScalar)]
#[resource(type = "string(30)")]
struct Number;

#[derive(ResourceScalar)]
#[resource(type = "array<int!>")]
struct Labels;

struct Money;

#[derive(Resource)]
#[resource(schema = "store", partial)]
struct Order<T> {
    id: Id,
    number: Number,
    total: Option<Money>,
    labels: Labels,
    notes: Option<Money>,
    #[field(type = "string(30)!")]
    file: Money,
    #[field(type = "array<string")]
    network: Money,
    placed_at: T,
    shipped_at: Option<Vec<T>>,
}

#[derive(ResourceScalar)]
struct Silent;

#[derive(ResourceScalar)]
#[resource(type = "uid")]
struct Misspelt;

#[derive(ResourceScalar)]
#[resource(type = 3, min = 5, typ = "uuid")]
#[field(type = "uuid")]
struct Wrong;

// The derive above has said what is wrong; this one has nothing to add.
#[derive(Resource)]
#[resource(schema = "store", name = "Order", partial)]
struct Row {
    id: Misspelt,
}

fn main() {}
