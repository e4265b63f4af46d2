//! Structs that change a record, and rows of a join.

#![forbid(unsafe_code)]

use etched::{Resource, ResourceType};

pub struct Uuid;
pub struct Ulid;
pub struct Decimal;
pub struct Timestamp;

pub enum Unrequired<T> {
    Value(T),
    Null,
    NotSet,
}

#[derive(Resource)]
#[resource(schema = "store", name = "Order", patch)]
struct Patch<'a> {
    id: Ulid,
    number: Option<String>,
    labels: Option<Vec<&'a str>>,
    shipped_at: Option<Option<Timestamp>>,
    notes: Option<Option<Value>>,
    meta: Option<Value>,
    customer_id: Option<Uuid>,
    seller_id: Option<Option<Uuid>>,
    parts: Option<Parts>,
}

struct Value;

#[derive(Resource)]
#[resource(schema = "store", inline = "Order.parts", patch)]
struct Parts {
    sku: Option<String>,
}

#[derive(Resource)]
#[resource(schema = "store", name = "Order", patch = "Unrequired")]
struct Wrapped {
    number: Unrequired<String>,
    total: Option<Decimal>,
    shipped_at: Unrequired<Option<Timestamp>>,
    meta: Unrequired<Value>,
    seller_id: Unrequired<Uuid>,
}

#[derive(Resource)]
#[resource(schema = "store", name = "Order", partial)]
struct Joined {
    number: String,
    #[field(path = "customer.name")]
    customer_name: String,
    #[field(path = "customer.address.city")]
    city: String,
    #[field(path = "customer.address.zip")]
    zip: Option<String>,
    #[field(path = "seller.name")]
    seller_name: Option<String>,
    #[field(path = "parts.sku")]
    sku: String,
    #[field(path = "lines.count")]
    count: i64,
    #[field(path = "lines.order.number")]
    again: Option<String>,
    #[field(path = "lines.order_id")]
    key: Ulid,
    #[field(path = "customer.id", type = "uuid")]
    customer: [u8; 16],
}

/// What is configured away is not there, and says so itself.
#[derive(Resource)]
#[resource(schema = "store", name = "Line")]
#[cfg_attr(not(any()), resource(partial))]
struct Line<'a, const N: usize, T = ()>
where
    T: 'a,
{
    id: Uuid,
    #[cfg(any())]
    count: i64,
    #[field(skip)]
    padding: [&'a T; N],
}

fn main() {
    assert_eq!(Patch::FIELDS.len(), 9);
    assert_eq!(Joined::FIELDS, ["number"]);
    assert_eq!(<Line<'_, 0>>::FIELDS, ["id"]);
}
