//! What is kept and sent. A field that is not as `schema/board.cdt` says does not compile.

use etched::{Resource, ResourceEnum};
use serde::{Deserialize, Serialize};

/// Something people talk about.
#[derive(Clone, Debug, Serialize, Resource)]
pub struct Topic {
    /// Number.
    pub id: u64,
    /// Headline.
    pub title: String,
    /// Whether it takes posts.
    pub state: State,
    /// Name of who began it.
    pub opened_by: String,
}

/// Whether a topic takes posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ResourceEnum)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It does.
    Open,
    /// It no longer does.
    Closed,
}

/// What somebody says.
#[derive(Clone, Debug, Serialize, Resource)]
pub struct Post {
    /// Number.
    pub id: u64,
    /// Number of the topic.
    pub topic_id: u64,
    /// Text.
    pub body: String,
    /// Name of who wrote it.
    pub written_by: String,
}

/// A topic as it is sent to be created: the rest of it is ours to say.
#[derive(Debug, Deserialize, Resource)]
#[resource(name = "Topic", partial)]
pub struct NewTopic {
    /// Headline.
    pub title: String,
}

/// A post as it is sent to be created.
#[derive(Debug, Deserialize, Resource)]
#[resource(name = "Post", partial)]
pub struct NewPost {
    /// Text.
    pub body: String,
}
