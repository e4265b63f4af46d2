//! A web service that routes, authorises and describes itself by its metadata.
//!
//! `schema/board.cdt` says which routes there are and which middleware runs on them. The router is built from that,
//! each request is authorised by it ([`access`]), and operators can ask for it ([`introspect`]). The structs in
//! [`model`] are checked against it when they are compiled.
#![forbid(unsafe_code)]

pub mod access;
pub mod handlers;
pub mod introspect;
pub mod model;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use etched::{Metadata, Registry};

use access::Tokens;
use handlers::{Store, method_router};

static METADATA: Metadata = etched::embed!();

/// What the application is; nothing is done for it when the program starts.
pub static REGISTRY: Registry = Registry::load(&METADATA);

/// Builds the service.
///
/// # Panics
/// When the schema has a route that no handler serves; the tests would have seen it.
pub fn app(tokens: Tokens) -> Router {
    let tokens = Arc::new(tokens);
    let mut api = Router::new();
    for route in REGISTRY.routes() {
        let handler = method_router(route)
            .unwrap_or_else(|| panic!("{}: no handler is called {}", route.path(), route.handler()));
        api = api.route(&template(route.path()), handler);
    }
    let api = api.with_state(Store::default()).layer(from_fn_with_state(Arc::clone(&tokens), access::authorise));
    let introspect = introspect::router().layer(from_fn_with_state(tokens, access::operators_only));
    api.nest("/introspect", introspect)
}

/// Writes a path template the way axum does: `/topics/{id}` for `/topics/:id`.
fn template(path: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
