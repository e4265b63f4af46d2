//! Why a route runs the middleware it runs.

use etched_core::near::near;
use etched_core::operation::canonical;

use crate::Registry;
use crate::error::GraphError;
use crate::handle::{Location, Route};

/// Where a route has a middleware from: that of an [`Effective`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Source {
    /// From `@middleware`, which is for every operation of the resource.
    Resource,
    /// From `@on`, which is for one operation.
    Operation,
    /// From the route's own `@route`.
    Route,
    /// From a document, which does not say why.
    Document,
}

impl Source {
    /// Returns the word for it: `resource`, `operation`, `route`, `document`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Operation => "operation",
            Self::Route => "route",
            Self::Document => "document",
        }
    }
}

/// A middleware that a route runs; listed by [`Why::middleware`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effective<'r> {
    /// Its text, such as `rate_limit(5/hour)`.
    pub name: &'r str,
    /// Where the route has it from.
    pub source: Source,
    /// Where that is declared.
    pub location: Location<'r>,
}

/// The middleware of a route, in run order; made by [`Registry::why`].
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let why = registry.why("POST", "/api/articles/:id/publish").unwrap();
/// assert_eq!(why.route().handler(), "Article.publish");
/// assert_eq!(why.middleware()[0].name, "auth(editor)");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Why<'r> {
    route: Route<'r>,
    middleware: Vec<Effective<'r>>,
}

impl Registry {
    /// Returns the middleware a route runs, in run order, each with where it came from.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let why = registry.why("POST", "/api/orders").unwrap();
    /// for middleware in why.middleware() {
    ///     println!("{} from {} at {}", middleware.name, middleware.source.name(), middleware.location);
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`GraphError::UnknownRoute`] with near routes. The path is a template, as [`Registry::route`] takes it.
    pub fn why(&self, method: &str, path: &str) -> Result<Why<'_>, GraphError> {
        match self.route(method, path) {
            Some(route) => Ok(Why { route, middleware: self.effective(route) }),
            None => Err(self.unknown_route(method, path)),
        }
    }

    fn effective<'r>(&'r self, route: Route<'r>) -> Vec<Effective<'r>> {
        let own = route.location();
        let resource = route.resource();
        // Foreign documents give chains without saying what is shared; what they say of a route is all there is.
        let written =
            matches!(own.file.and_then(|file| file.rsplit_once('.')), Some((_, "cdt" | "rs"))) || self.stripped().paths;
        let chain = resource
            .into_iter()
            .flat_map(|resource| resource.chains())
            .find(|chain| same(chain.operation(), route.operation()));
        // What the route lists itself comes last.
        let own_from = route.middleware().len().saturating_sub(route.own_middleware());
        let shared = resource.map(|resource| resource.shared_middleware());
        let declared = resource.map_or_else(Location::default, |resource| resource.location());
        let mut in_shared = true;
        let rest = |at: usize, name: &str| match (shared, resource) {
            (Some(shared), Some(resource)) if shared.get(at) == Some(name) => {
                Some(Location { line: resource.shared_middleware_line(), ..declared })
            }
            _ => None,
        };
        route
            .middleware()
            .iter()
            .enumerate()
            .map(|(at, name)| {
                // The shared list comes first and whole; the same name later on is the operation's own.
                let from_resource = if in_shared { rest(at, name) } else { None };
                in_shared = from_resource.is_some();
                let (source, location) = match (from_resource, chain) {
                    (Some(location), _) => (Source::Resource, location),
                    (None, Some(chain)) if written && at < own_from => {
                        (Source::Operation, Location { line: chain.line(), ..declared })
                    }
                    (None, _) if written => (Source::Route, own),
                    (None, _) if own.file.is_none() => {
                        (Source::Document, resource.map_or(own, |resource| resource.location()))
                    }
                    (None, _) => (Source::Document, own),
                };
                Effective { name, source, location }
            })
            .collect()
    }

    #[cold]
    fn unknown_route(&self, method: &str, path: &str) -> GraphError {
        let method = method.to_ascii_uppercase();
        let mut suggestions: Vec<String> = Vec::new();
        // The path may be right and the method wrong.
        for route in self.routes().iter().filter(|route| route.path() == path) {
            suggestions.push(format!("{} {}", route.method(), route.path()));
        }
        let paths = self.routes().iter().filter(|route| route.method() == method).map(|route| route.path());
        for near in near(path, paths).iter() {
            suggestions.push(format!("{method} {near}"));
        }
        GraphError::UnknownRoute { name: format!("{method} {path}"), suggestions }
    }
}

fn same(a: &str, b: &str) -> bool {
    canonical(a) == canonical(b)
}

impl<'r> Why<'r> {
    /// Returns the route.
    #[must_use]
    pub fn route(&self) -> Route<'r> {
        self.route
    }

    /// Returns the middleware, in run order.
    #[must_use]
    pub fn middleware(&self) -> &[Effective<'r>] {
        &self.middleware
    }
}
