//! Routes.

use std::collections::HashMap;

use super::extra::{Extra, extra};
use super::text::Text;
use super::ty::Type;
use super::{Authentication, Origin, Parameter};

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
    /// Whether it asks who calls; [`Route::told`] is what middleware and security tell.
    pub authentication: Authentication,
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
    /// Security alternatives: who meets all requirements of one is let in. None ask for nothing.
    pub security: Vec<Alternative>,
    /// What it answers with, by status; empty where the body says all of it.
    pub responses: Vec<Response>,
}

/// What a route answers with under one status: `response 201: User`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// Status, such as 201.
    pub status: u32,
    /// Type of the body; empty where there is none.
    pub body: Type,
    /// Documentation.
    pub documentation: Text,
}

extra! { Route: RouteExtra {
    request_body: Type::EMPTY,
    response_body: Type::EMPTY,
    documentation: Text::EMPTY,
    parameters: Vec::new(),
    tags: Vec::new(),
    deprecated: None,
    own_middleware: 0,
    security: Vec::new(),
    responses: Vec::new(),
} }

impl Route {
    /// Returns the id routes have as graph nodes and on the command line: `GET /posts/:id`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Returns what its middleware and its security tell of whether it asks who calls.
    #[must_use]
    pub fn told(&self) -> Authentication {
        let middleware = self.middleware.iter().map(|text| &**text);
        Authentication::of(middleware, self.security.iter().map(|alternative| !alternative.requirements.is_empty()))
    }

    /// Returns what its middleware and its security tell, where declarations say of some middleware what it does.
    ///
    /// A declaration is of a text, or of all texts of a base name that have none of their own.
    pub(crate) fn told_by(&self, kinds: &HashMap<&str, Authentication>) -> Authentication {
        let of = |text: &Text| {
            let declared = kinds.get(text.as_str()).or_else(|| kinds.get(etched_core::middleware::base(text)));
            declared.copied().unwrap_or_else(|| Authentication::of_middleware(text))
        };
        let security = self.security.iter().map(|alternative| !alternative.requirements.is_empty());
        self.middleware.iter().map(of).fold(Authentication::of([], security), Authentication::max)
    }

    /// Returns what it is selected by: its middleware, then the requirements of its security.
    pub fn guards(&self) -> impl Iterator<Item = &Text> {
        let requirements = self.security.iter().flat_map(|alternative| &alternative.requirements);
        self.middleware.iter().chain(requirements)
    }
}

/// A way to be let in, of several: [`RouteExtra::security`].
///
/// ```
/// use etched_compiler::model::{Alternative, Authentication, Route};
///
/// let mut route = Route::default();
/// route.security = vec![Alternative { requirements: vec![Alternative::requirement("oauth", ["read", "write"])] }];
/// assert_eq!(route.security[0].requirements, ["oauth(read, write)"]);
/// assert_eq!(route.told(), Authentication::Required);
/// // An alternative that asks for nothing admits anyone.
/// route.security.push(Alternative::default());
/// assert_eq!(route.told(), Authentication::Optional);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alternative {
    /// Texts such as `oauth(read, write)`, a scheme and its scopes, of all that is asked for together.
    pub requirements: Vec<Text>,
}

impl Alternative {
    /// Returns the text of a scheme with scopes.
    ///
    /// What no scheme may be called and no scope may hold, and would read as something else, becomes `_`.
    #[must_use]
    pub fn requirement<'t>(scheme: &str, scopes: impl IntoIterator<Item = &'t str>) -> Text {
        let mut text: String = scheme
            .chars()
            .map(|part| if matches!(part, '(' | ')') || part.is_whitespace() { '_' } else { part })
            .collect();
        for (at, scope) in scopes.into_iter().enumerate() {
            text.push_str(if at == 0 { "(" } else { ", " });
            text.push_str(&scope.replace(", ", ",_"));
        }
        if text.contains('(') {
            text.push(')');
        }
        text.into()
    }
}
