//! Routes.

use super::extra::{Extra, extra};
use super::text::Text;
use super::ty::Type;
use super::{Origin, Parameter};

/// A route, derived or declared: `@route POST "/posts/:id/publish" -> publish [auth]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Method in capitals.
    pub method: Text,
    /// Path template, prefix included.
    pub path: Text,
    /// Handler, such as `Post.list`.
    pub handler: Text,
    /// Name of the resource it serves; may be empty or unknown in documents.
    pub resource: Text,
    /// Operation, such as `list`.
    pub operation: Text,
    /// Effective middleware in run order.
    pub middleware: Vec<Text>,
    /// File it comes from.
    pub file_path: Text,
    /// Line it comes from.
    pub line: u32,
    /// Declared by `@route` or by a document, not derived from the REST operations.
    pub declared: bool,
    /// What it was read from.
    pub origin: Origin,
    /// What only some routes have.
    pub extra: Extra<RouteExtra>,
}

/// What only some routes have: [`Route::extra`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RouteExtra {
    /// Type of the request body.
    pub request_body: Type,
    /// Type of the response body.
    pub response_body: Type,
    /// Documentation.
    pub documentation: Text,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Tags.
    pub tags: Vec<Text>,
    /// Deprecation.
    pub deprecated: Option<Text>,
    /// How many of `middleware`, from the end, its own `@route` lists; the others are of its resource or operation.
    pub own_middleware: u32,
}

extra! { Route: RouteExtra {
    request_body: Type::EMPTY,
    response_body: Type::EMPTY,
    documentation: Text::EMPTY,
    parameters: Vec::new(),
    tags: Vec::new(),
    deprecated: None,
    own_middleware: 0,
} }

impl Route {
    /// Returns the id routes have as graph nodes and on the command line: `GET /posts/:id`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}
