//! Columns that serde, sqlx, sea-orm and diesel call something else, and the types those crates have.

#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use etched::{Resource, ResourceEnum, ResourceType};
use stand_in::{DeriveEntityModel, FromRow, Queryable};

pub struct Uuid;
pub struct Ulid;
pub struct BigDecimal;
pub struct Bytes;
pub struct IpNetwork;
pub struct SecretString;
pub struct Json<T>(T);
pub struct JsonValue;
pub struct DateTimeWithTimeZone;
pub struct DateTimeUtc;
pub struct DateTimeLocal;
pub struct TimeDate;
pub struct TimeTime;

#[derive(Resource, FromRow)]
#[resource(schema = "store", name = "Order", partial)]
#[sqlx(rename_all = "lowercase")]
struct Sqlx<'a> {
    id: Ulid,
    #[sqlx(rename = "number")]
    no: Cow<'a, str>,
    total: BigDecimal,
    file: Bytes,
    network: IpNetwork,
    labels: Json<Vec<String>>,
    meta: Option<Json<Meta>>,
    parts: Json<Parts>,
    placed_at: DateTimeUtc,
    #[sqlx(skip)]
    cached: u8,
    #[sqlx(flatten)]
    more: Parts,
}

struct Meta;

#[derive(Resource)]
#[resource(schema = "store", inline = "Order.parts")]
struct Parts {
    sku: Arc<str>,
}

#[derive(DeriveEntityModel, Resource)]
#[resource(schema = "store", name = "Order", partial)]
#[sea_orm(table_name = "orders", rename_all = "snake_case")]
struct SeaOrm {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Ulid,
    #[sea_orm(column_name = "number", unique)]
    no: String,
    network: IpAddr,
    placed_at: DateTimeWithTimeZone,
    shipped_at: Option<DateTimeLocal>,
    day: TimeDate,
    at: TimeTime,
    status: Status,
    meta: Option<JsonValue>,
    #[sea_orm(ignore)]
    cached: u8,
}

#[derive(DeriveEntityModel, ResourceEnum)]
enum Status {
    #[sea_orm(string_value = "open")]
    Pending,
    #[sea_orm(string_value = "paid")]
    Done,
}

#[derive(Queryable, Resource)]
#[resource(schema = "store", name = "Customer", partial)]
#[diesel(table_name = customers, check_for_backend(diesel::pg::Pg))]
struct Diesel {
    id: Uuid,
    #[diesel(column_name = name)]
    called: String,
    #[diesel(column_name = "phone")]
    number: Option<String>,
    secret: SecretString,
    #[diesel(embed)]
    more: Parts,
}

// For the wire another name than for the database: that of the schema is enough.
#[derive(Resource, FromRow)]
#[resource(schema = "store", name = "Order", partial)]
#[serde(rename_all = "camelCase")]
struct Both {
    #[serde(rename = "orderNo")]
    #[sqlx(rename = "number")]
    no: String,
    placed_at: DateTimeUtc,
}

fn main() {
    assert_eq!(Sqlx::FIELDS[1], "number");
    assert_eq!(SeaOrm::FIELDS[1], "number");
    assert_eq!(Diesel::FIELDS, ["id", "name", "phone", "secret"]);
    assert_eq!(Both::FIELDS, ["number", "placed_at"]);
    assert_eq!(Status::VALUES, ["open", "paid"]);
}
