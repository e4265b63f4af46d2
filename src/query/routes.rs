//! Routes, narrowed by filters that must all hold.

use serde::Serialize;

use super::{FORMAT, Page};
use crate::handle::Route;
use crate::registry::Registry;
use crate::routes::Routes;

/// Which routes are wanted; what is `None` does not narrow.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{Page, RouteFilter, routes};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let filter = RouteFilter { method: Some("DELETE".to_owned()), middleware: Some("admin".to_owned()), ..RouteFilter::default() };
/// assert!(routes(&registry, &filter, Page::ALL).routes.iter().any(|route| route.handler() == "Role.delete"));
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteFilter {
    /// Method, in any case.
    pub method: Option<String>,
    /// Name of the resource.
    pub resource: Option<String>,
    /// Operation.
    pub operation: Option<String>,
    /// Middleware: base name, or with arguments.
    pub middleware: Option<String>,
    /// What the path template starts with.
    pub path_prefix: Option<String>,
}

impl RouteFilter {
    /// Returns whether it lets every route through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the routes it lets through.
    #[must_use]
    pub fn over<'r: 'f, 'f>(&'f self, registry: &'r Registry) -> Routes<'r, 'f> {
        let mut routes = registry.routes();
        if let Some(name) = &self.method {
            routes = routes.method(name);
        }
        if let Some(name) = &self.resource {
            routes = routes.resource(name);
        }
        if let Some(name) = &self.operation {
            routes = routes.operation(name);
        }
        if let Some(name) = &self.middleware {
            routes = routes.middleware(name);
        }
        if let Some(prefix) = &self.path_prefix {
            routes = routes.path_prefix(prefix);
        }
        routes
    }
}

/// The answer to "which routes are there?"; made by [`routes`].
#[derive(Clone, Debug, Serialize)]
pub struct RouteList<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page, in declaration order.
    pub routes: Vec<Route<'r>>,
}

/// Lists routes; [`RouteFilter`] has an example.
///
/// Cost: one look at each route of the narrowest slice, by method, resource or middleware.
#[must_use]
pub fn routes<'r>(registry: &'r Registry, filter: &RouteFilter, page: Page) -> RouteList<'r> {
    let (total_count, routes) = page.of(filter.over(registry).iter());
    RouteList { format: FORMAT, total_count, routes }
}
