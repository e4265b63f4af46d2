//! The service's description of itself, for its operators: the answers of `etched`, as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use etched::query::{Question, info, resource, routes};

use crate::REGISTRY;

/// Returns the routes below `/introspect`.
pub fn router() -> Router {
    Router::new()
        .route("/", get(async || reply(&info::Request::default())))
        .route("/resources/{name}", get(one_resource))
        .route("/routes", get(all_routes))
}

async fn one_resource(Path(name): Path<String>) -> Response {
    reply(&resource::Request::new(name))
}

async fn all_routes(Query(request): Query<routes::Request>) -> Response {
    reply(&request)
}

fn reply(question: &impl Question) -> Response {
    match question.ask(&REGISTRY) {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => (StatusCode::NOT_FOUND, Json(error)).into_response(),
    }
}
