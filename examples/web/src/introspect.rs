//! The service's description of itself, for its operators: the answers of `etched`, as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use etched::query::{self, Page, RouteFilter};
use serde::Deserialize;

use crate::REGISTRY;

/// Returns the routes below `/introspect`.
pub fn router() -> Router {
    Router::new()
        .route("/", get(async || Json(query::info(&REGISTRY))))
        .route("/resources/{name}", get(resource))
        .route("/routes", get(routes))
}

async fn resource(Path(name): Path<String>) -> Response {
    match query::resource(&REGISTRY, &name) {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => (StatusCode::NOT_FOUND, error.to_string()).into_response(),
    }
}

#[derive(Deserialize)]
struct Filter {
    method: Option<String>,
    resource: Option<String>,
    middleware: Option<String>,
}

async fn routes(Query(filter): Query<Filter>) -> Response {
    let filter = RouteFilter {
        method: filter.method,
        resource: filter.resource,
        middleware: filter.middleware,
        ..RouteFilter::default()
    };
    Json(query::routes(&REGISTRY, &filter, Page::ALL)).into_response()
}
