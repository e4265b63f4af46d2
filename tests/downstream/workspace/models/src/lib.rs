//! Structs of a schema that is in another crate of the workspace; Cargo.toml says where.
#![forbid(unsafe_code)]
#![deny(warnings)]

use etched::{Resource, ResourceEnum};

pub struct Uuid(pub u128);

#[derive(ResourceEnum)]
pub enum Status {
    Draft,
    Live,
}

#[derive(Resource)]
pub struct Post {
    pub id: Uuid,
    pub title: String,
    pub status: Status,
    pub author: Box<User>,
}

#[derive(Resource)]
pub struct User {
    pub id: Uuid,
    pub email: String,
}
