//! Types of the program's own, each saying once what it holds.

#![forbid(unsafe_code)]
#![deny(warnings)]

use std::marker::PhantomData;

use etched::{Registry, Resource, ResourceScalar};

pub struct Uuid;
pub struct Ulid;

static METADATA: etched::Metadata = etched::embed!("store");

#[derive(ResourceScalar)]
#[resource(type = "uuid")]
pub struct CustomerId(pub Uuid);

/// A key of anything.
#[derive(ResourceScalar)]
#[resource(type = "ulid!")]
pub struct Id<T: ?Sized>(pub Ulid, pub PhantomData<T>);

#[derive(ResourceScalar)]
#[resource(type = "string(20)")]
pub struct Number(pub [u8; 20]);

#[derive(ResourceScalar)]
#[resource(type = "decimal")]
pub enum Money {
    Cents(i64),
    Nothing,
}

#[derive(ResourceScalar)]
#[resource(type = "array<string!>")]
pub struct Labels(pub String);

#[derive(ResourceScalar)]
#[resource(type = "hash")]
pub struct Notes<'a>(pub &'a str);

/// An alias has no derive of its own: that of what it stands for is found.
pub type Key = CustomerId;

#[derive(Resource)]
#[resource(schema = "store", partial)]
pub struct Order<'a> {
    pub id: Id<Order<'a>>,
    pub number: Number,
    pub total: Money,
    pub labels: Box<Labels>,
    pub notes: Option<Notes<'a>>,
    pub customer_id: Key,
    pub seller_id: Option<CustomerId>,
}

/// As messages print it, on one field.
#[derive(Resource)]
#[resource(schema = "store", name = "Order", partial)]
pub struct Row<T> {
    #[field(type = "ulid!")]
    pub id: T,
    #[field(type = "string(20)!")]
    pub number: T,
    #[field(type = "decimal(10,2)")]
    pub total: T,
    #[field(type = "array<string!>!")]
    pub labels: T,
    #[field(type = "enum [\"open\", \"paid\"]!")]
    pub status: T,
    #[field(type = "datetime?")]
    pub shipped_at: Option<T>,
    #[field(type = "Customer!")]
    pub customer: T,
}

fn main() {
    assert_eq!(CustomerId::TYPE, "uuid");
    assert_eq!(Id::<str>::TYPE, "ulid");
    assert_eq!((Number::TYPE, Labels::TYPE), ("string(20)", "array<string!>"));
    let registry = Registry::load(&METADATA);
    assert_eq!(registry.get::<Order<'_>>(), registry.get::<Row<u8>>());
}
