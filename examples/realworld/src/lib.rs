//! A blog's service over SQLite.
//!
//! `schema/` says which routes there are and who may call them. The router is built from that, each request passes a
//! [`gate`] that reads it, the structs in [`model`] are checked against it when they are compiled, and a test holds the
//! tables of `migrations/` to it.
#![forbid(unsafe_code)]

pub mod articles;
pub mod failure;
pub mod gate;
pub mod model;
pub mod store;
pub mod users;

use axum::Router;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};
use etched::{Metadata, Registry, Route, Syntax};

use store::Store;

static METADATA: Metadata = etched::embed!();

/// What the application is; nothing is done for it when the program starts.
pub static REGISTRY: Registry = Registry::load(&METADATA);

/// Builds the service.
///
/// # Panics
/// When the schema has a route that no handler serves; the tests would have seen it.
pub fn app(store: Store) -> Router {
    let mut router = Router::new();
    for route in REGISTRY.routes() {
        let handler =
            serve(route).unwrap_or_else(|| panic!("{}: no handler is called {}", route.path(), route.handler()));
        router = router.route(&route.path_in(Syntax::Braces).to_string(), handler);
    }
    router.layer(from_fn_with_state(store.clone(), gate::pass)).with_state(store)
}

/// Returns the handler of a route, by the name the registry has for it.
pub fn serve(route: Route<'_>) -> Option<MethodRouter<Store>> {
    let method = MethodFilter::try_from(Method::from_bytes(route.method().as_bytes()).ok()?).ok()?;
    Some(match route.handler() {
        "User.create" => on(method, users::sign_up),
        "User.show" => on(method, users::show),
        "User.update" => on(method, users::update),
        "User.follow" => on(method, users::follow),
        "User.unfollow" => on(method, users::unfollow),
        "Session.create" => on(method, users::sign_in),
        "Article.list" => on(method, articles::list),
        "Article.feed" => on(method, articles::feed),
        "Article.show" => on(method, articles::show),
        "Article.create" => on(method, articles::create),
        "Article.update" => on(method, articles::update),
        "Article.delete" => on(method, articles::delete),
        "Article.favor" => on(method, articles::favor),
        "Article.disfavor" => on(method, articles::disfavor),
        "Comment.list" => on(method, articles::comments),
        "Comment.create" => on(method, articles::comment),
        "Comment.delete" => on(method, articles::delete_comment),
        "Tag.list" => on(method, articles::tags),
        _ => return None,
    })
}
