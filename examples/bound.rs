//! Structs that are checked against the schema: rename a field, or change its type, and this does not compile.

use etched::{Metadata, Registry, Resource, ResourceEnum, ResourceType};

static METADATA: Metadata = etched::embed!();
static REGISTRY: Registry = Registry::load(&METADATA);

// In place of the crates `uuid` and `jiff`: types are known by the last segment of their path.
struct Uuid;
struct Timestamp;

/// All of a resource.
#[derive(Resource)]
#[allow(dead_code, reason = "nothing here is stored or sent")]
struct Tag {
    id: Uuid,
    title: String,
    slug: String,
    guidance: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// Part of one, under another name, with an enum and a type of our own.
#[derive(Resource)]
#[resource(name = "Order", partial)]
#[allow(dead_code, reason = "nothing here is stored or sent")]
struct Summary {
    #[field(type = "string")]
    number: OrderNumber,
    status: Status,
    #[field(rename = "placed_at")]
    when: Timestamp,
}

#[allow(dead_code, reason = "nothing here is stored or sent")]
struct OrderNumber(String);

#[derive(ResourceEnum)]
#[allow(dead_code, reason = "nothing here is stored or sent")]
enum Status {
    Placed,
    Paid,
    Packed,
    Shipped,
    Delivered,
    Cancelled,
    Returned,
}

fn main() {
    let tag = REGISTRY.get::<Tag>().expect("it was checked against this schema");
    println!("{}: {} fields", tag.name(), Tag::FIELDS.len());
    let order = REGISTRY.get::<Summary>().expect("it was checked against this schema");
    for name in Summary::FIELDS {
        println!("{}.{name}: {}", order.name(), order.field(name).map_or("", |field| field.ty()));
    }
}
