//! Patches and joins that the schema does not bear out.

use etched::Resource;

struct Timestamp;
struct Unrequired<T>(T);

#[derive(Resource)]
#[resource(schema = "store", name = "Order", patch)]
struct Patch {
    number: Option<Option<String>>,
    total: Option<String>,
    shipped_at: Timestamp,
    placed_at: Unrequired<Timestamp>,
    meta: Option<Option<Option<Value>>>,
    nmber: Option<String>,
}

struct Value;

#[derive(Resource)]
#[resource(schema = "store", name = "Order", patch("Unrequired"))]
struct Wrapped {
    number: Unrequired<Option<String>>,
    total: Unrequired<String>,
}

#[derive(Resource)]
#[resource(schema = "store", name = "Order", patch = false)]
struct Worded {
    number: String,
}

#[derive(Resource)]
#[resource(schema = "store", name = "Order", patch = "my::Wrapper")]
struct Path {
    number: String,
}

#[derive(Resource)]
#[resource(schema = "store", name = "Order", partial)]
struct Joined {
    #[field(path = "number")]
    a: String,
    #[field(path = "custmer.name")]
    b: String,
    #[field(path = "customer.nam")]
    c: String,
    #[field(path = "number.length")]
    d: i64,
    #[field(path = "customer.name")]
    e: i64,
    #[field(path = "seller.name")]
    f: String,
    #[field(path = "customer.name")]
    g: String,
    #[field(path = "customer.address.city", rename = "city")]
    h: String,
    #[field(path = "")]
    i: String,
    #[field(path = "..")]
    j: String,
    #[field(path)]
    k: String,
}

#[derive(Resource)]
#[resource(schema = "store")]
struct Line {
    #[cfg(any())]
    id: u8,
    count: i64,
    #[cfg(not(any()))]
    #[field(rename = "cuont")]
    other: i64,
}

fn main() {}
