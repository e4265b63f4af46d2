//! A struct with everything the schema says, and parts of it.

#![forbid(unsafe_code)]
#![deny(warnings)]

use std::collections::{BTreeMap, HashMap};

use etched::{Metadata, Registry, Resource, ResourceEnum, ResourcePart, ResourceType};

pub struct Uuid;
pub struct Ulid;
pub struct Decimal;
pub struct DateTime<T>(T);
pub struct Utc;
pub struct Value;

static METADATA: Metadata = etched::embed!();

#[derive(ResourceEnum)]
pub enum Status {
    Draft,
    Live,
    Archived,
    #[resource(skip)]
    Other(String),
}

#[derive(Resource)]
#[resource(inline = "Post.origin.position")]
pub struct Position {
    pub lat: f64,
    pub lon: f32,
}

#[derive(Resource)]
#[resource(inline = "Post.origin")]
pub struct Origin {
    pub city: String,
    pub position: Box<Position>,
}

#[derive(Resource)]
pub struct User {
    pub id: Uuid,
    pub name: String,
}

#[derive(Resource)]
#[resource(name = "Comment", partial)]
pub struct Reply {
    pub post_id: Ulid,
}

#[derive(Resource)]
pub struct Post<'a> {
    pub id: Ulid,
    pub title: &'a str,
    pub subtitle: Option<std::borrow::Cow<'a, str>>,
    pub views: u64,
    pub rating: Option<f64>,
    pub price: Decimal,
    pub live: bool,
    pub status: Status,
    pub tags: Vec<String>,
    pub scores: HashMap<String, Option<i32>>,
    pub extra: Option<Value>,
    pub origin: Origin,
    pub created_at: DateTime<Utc>,
    pub author: Box<User>,
    pub editor_id: Option<Uuid>,
    pub comments: Vec<Reply>,
    pub summary: String,
}

pub struct Views(u64);

mod rows {
    use super::*;

    #[derive(Resource)]
    #[serde(rename = "Post", rename_all = "camelCase")]
    #[resource(partial)]
    pub struct Row<T> {
        pub created_at: DateTime<T>,
        #[serde(rename = "title")]
        pub heading: String,
        #[field(rename = "subtitle")]
        pub below: Option<String>,
        #[field(type = "int")]
        pub views: Views,
        pub status: String,
        pub scores: BTreeMap<String, Option<i64>>,
        #[field(skip)]
        pub cached: Vec<u8>,
        #[serde(skip)]
        pub also: bool,
        pub r#live: bool,
    }
}

#[allow(dead_code, reason = "compiled for what the derive says of it")]
mod schema {
    etched::constants!();
}

const POST: etched::ResourceId = etched::resource!("Post");
const SHOW: etched::RouteId = etched::route!("get", "/posts/:id");

fn main() {
    let registry = Registry::load(&METADATA);
    assert_eq!(registry.get::<Post<'static>>(), registry.resource("Post"));
    assert_eq!(registry.get::<rows::Row<Utc>>(), registry.resource("Post"));
    assert_eq!(registry.get::<Reply>().unwrap().name(), "Comment");
    assert_eq!(registry.at(POST), registry.resource("Post"));
    assert_eq!(registry.at(schema::POST), registry.resource("Post"));
    assert_eq!(registry.at(SHOW).unwrap().handler(), "Post.show");
    assert_eq!(registry.at(schema::post::TITLE).unwrap().ty(), "string(80)");
    assert_eq!(Position::OF, ["Post.origin.position"]);
    assert_eq!(Status::VALUES, ["draft", "live", "archived"]);
    assert_eq!(<Post<'_>>::FIELDS.len(), 17);
    assert_eq!(rows::Row::<Utc>::FIELDS, ["created_at", "title", "subtitle", "views", "status", "scores", "live"]);
}
