//! What is sent. A field that is not as the schema says does not compile.

use etched::Resource;
use serde::{Deserialize, Serialize};

/// Somebody, as everybody may see them.
#[derive(Debug, Serialize, Resource)]
#[resource(name = "User", partial)]
pub struct Profile {
    /// Name.
    pub username: String,
    /// What they say of themselves.
    pub bio: Option<String>,
}

/// Somebody who signs up.
#[derive(Debug, Deserialize, Resource)]
#[resource(name = "User", partial)]
pub struct SignUp {
    /// Name.
    pub username: String,
    /// Address.
    pub email: String,
    /// What is kept of it is a hash.
    #[field(skip)]
    pub password: String,
}

/// Somebody who signs in.
#[derive(Debug, Deserialize)]
pub struct SignIn {
    /// Name.
    pub username: String,
    /// Password.
    pub password: String,
}

/// A signed-in user's proof.
#[derive(Debug, Serialize)]
pub struct Token {
    /// To be sent as `authorization: Bearer ...`.
    pub token: String,
}

/// What a user changes.
#[derive(Debug, Deserialize, Resource)]
#[resource(name = "User", partial)]
pub struct UserChange {
    /// What they say of themselves.
    pub bio: Option<String>,
}

/// An article, as the caller sees it.
#[derive(Debug, Serialize, Resource)]
#[resource(partial)]
pub struct Article {
    /// Name in paths.
    pub slug: String,
    /// Headline.
    pub title: String,
    /// Text.
    pub body: String,
    /// Name of who wrote it.
    #[field(skip)]
    pub author: String,
    /// Its tags, in order.
    #[field(skip)]
    pub tags: Vec<String>,
    /// How many like it.
    #[field(skip)]
    pub favorites: i64,
    /// Whether the caller does.
    #[field(skip)]
    pub favorite: bool,
}

/// A new article.
#[derive(Debug, Deserialize, Resource)]
#[resource(name = "Article", partial)]
pub struct NewArticle {
    /// Headline.
    pub title: String,
    /// Text.
    pub body: String,
    /// Tags, made where they are new.
    #[field(skip)]
    #[serde(default)]
    pub tags: Vec<String>,
}

/// What an author changes; the slug stays, since links name it.
#[derive(Debug, Deserialize, Resource)]
#[resource(name = "Article", partial)]
pub struct ArticleChange {
    /// Text.
    pub body: String,
}

/// A comment.
#[derive(Debug, Serialize, Resource)]
#[resource(partial)]
pub struct Comment {
    /// Number.
    pub id: i64,
    /// Text.
    pub body: String,
    /// Name of who wrote it.
    #[field(skip)]
    pub author: String,
}

/// A new comment.
#[derive(Debug, Deserialize, Resource)]
#[resource(name = "Comment", partial)]
pub struct NewComment {
    /// Text.
    pub body: String,
}
