//! What the routes do, over a store in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::routing::{MethodFilter, MethodRouter, on};
use etched::Route;

use crate::access::Caller;
use crate::model::{self, NewPost, NewTopic, Post, Topic};

/// The topics and posts.
#[derive(Clone, Debug, Default)]
pub struct Store(Arc<Mutex<Tables>>);

#[derive(Debug, Default)]
struct Tables {
    next: u64,
    topics: BTreeMap<u64, Topic>,
    posts: Vec<Post>,
}

impl Tables {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

impl Store {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        // Each handler changes the tables in one step, so that a panic leaves nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the handler of a route, by the name the registry has for it.
pub fn method_router(route: Route<'_>) -> Option<MethodRouter<Store>> {
    let method = MethodFilter::try_from(axum::http::Method::from_bytes(route.method().as_bytes()).ok()?).ok()?;
    Some(match route.handler() {
        "Topic.list" => on(method, topics),
        "Topic.show" => on(method, topic),
        "Topic.create" => on(method, open),
        "Topic.delete" => on(method, delete),
        "Topic.close" => on(method, close),
        "Post.list" => on(method, posts),
        "Post.create" => on(method, write),
        _ => return None,
    })
}

async fn topics(State(store): State<Store>) -> Json<Vec<Topic>> {
    Json(store.tables().topics.values().cloned().collect())
}

async fn topic(State(store): State<Store>, Path(id): Path<u64>) -> Result<Json<Topic>, StatusCode> {
    store.tables().topics.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn open(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Json(new): Json<NewTopic>,
) -> (StatusCode, Json<Topic>) {
    let mut tables = store.tables();
    let id = tables.number();
    let topic = Topic { id, title: new.title, state: model::State::Open, opened_by: caller.name };
    tables.topics.insert(id, topic.clone());
    (StatusCode::CREATED, Json(topic))
}

async fn delete(State(store): State<Store>, Path(id): Path<u64>) -> StatusCode {
    let mut tables = store.tables();
    // As the schema says of `Post.topic`: on_delete cascade.
    tables.posts.retain(|post| post.topic_id != id);
    if tables.topics.remove(&id).is_some() { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn close(State(store): State<Store>, Path(id): Path<u64>) -> Result<Json<Topic>, StatusCode> {
    let mut tables = store.tables();
    let topic = tables.topics.get_mut(&id).ok_or(StatusCode::NOT_FOUND)?;
    topic.state = model::State::Closed;
    Ok(Json(topic.clone()))
}

async fn posts(State(store): State<Store>, Path(topic): Path<u64>) -> Json<Vec<Post>> {
    Json(store.tables().posts.iter().filter(|post| post.topic_id == topic).cloned().collect())
}

async fn write(
    State(store): State<Store>,
    Path(topic): Path<u64>,
    Extension(caller): Extension<Caller>,
    Json(new): Json<NewPost>,
) -> Result<(StatusCode, Json<Post>), StatusCode> {
    let mut tables = store.tables();
    match tables.topics.get(&topic).map(|topic| topic.state) {
        None => return Err(StatusCode::NOT_FOUND),
        Some(model::State::Closed) => return Err(StatusCode::CONFLICT),
        Some(model::State::Open) => {}
    }
    let id = tables.number();
    let post = Post { id, topic_id: topic, body: new.body, written_by: caller.name };
    tables.posts.push(post.clone());
    Ok((StatusCode::CREATED, Json(post)))
}
