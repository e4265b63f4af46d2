//! Routes and patterns by what they have in common: indexed slices, narrowed by the rest.

use etched_core::cell::{self, Id};
use etched_core::layout as rows;
use etched_core::method;
use etched_core::operation::canonical;

use crate::handle::{Category, Pattern, Route};
use crate::list::{List, ListIter};
use crate::metadata::Hot;
use crate::registry::Registry;

/// Routes, narrowed by filters that must all hold; setting a filter again replaces it, an unknown name leaves nothing.
///
/// By method, by resource, by both and by middleware are slices the compiler made; the rest is a scan of the smallest
/// slice that covers it. Results are in declaration order.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let writes = registry.routes().method("POST").middleware("auth");
/// assert!(writes.into_iter().all(|route| route.method() == "POST"));
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Routes<'r, 'f> {
    registry: &'r Registry,
    method: Option<u32>,
    resource: Option<u32>,
    /// The routes that run the middleware.
    middleware: Option<cell::List<rows::Route>>,
    /// The resource, where none of that name is declared: documents may name one on a route alone.
    undeclared: Option<&'f str>,
    operation: Option<&'f str>,
    path: Option<&'f str>,
    path_prefix: Option<&'f str>,
}

/// The id that an unknown method or resource gets: no record has it, so no route does.
const NOTHING: u32 = u32::MAX;

/// Whether a path template starts with whole segments.
fn starts_with(path: &str, prefix: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with('/') || prefix.is_empty() || prefix.ends_with('/');
    path.strip_prefix(prefix).is_some_and(ends)
}

impl<'r, 'f> Routes<'r, 'f> {
    #[inline]
    pub(crate) fn new(registry: &'r Registry) -> Self {
        let (method, resource, middleware) = (None, None, None);
        let (undeclared, operation, path, path_prefix) = (None, None, None, None);
        Self { registry, method, resource, middleware, undeclared, operation, path, path_prefix }
    }

    /// Keeps the routes of a method, in any case.
    #[inline]
    #[must_use]
    pub fn method(mut self, name: &str) -> Self {
        self.method = Some(method::id(self.registry.image(), name).unwrap_or(NOTHING));
        self
    }

    /// Keeps the routes of a resource; one that is not declared is looked for by name, in every route of the slice.
    #[inline]
    #[must_use]
    pub fn resource(mut self, name: &'f str) -> Self {
        let declared = self.registry.find(Hot::Resources, name);
        (self.resource, self.undeclared) = (declared, declared.is_none().then_some(name));
        self
    }

    /// Keeps the routes that run a middleware: by base name (`rate_limit`) or with arguments (`rate_limit(5/hour)`).
    #[inline]
    #[must_use]
    pub fn middleware(mut self, name: &str) -> Self {
        let image = self.registry.image();
        let routes = if name.bytes().any(|byte| byte == b'(') {
            image.find::<rows::MiddlewareText>(name).map(|id| image.get(id).routes())
        } else {
            let id = self.registry.find(Hot::Middleware, name).map(Id::<rows::Middleware>::new);
            id.map(|id| image.get(id).routes())
        };
        self.middleware = Some(routes.unwrap_or_default());
        self
    }

    /// Keeps the routes of an operation; `get` is another name of `show`.
    #[inline]
    #[must_use]
    pub fn operation(mut self, name: &'f str) -> Self {
        self.operation = Some(canonical(name));
        self
    }

    /// Keeps the routes of a path template, as it is written.
    #[inline]
    #[must_use]
    pub fn path(mut self, path: &'f str) -> Self {
        self.path = Some(path);
        self
    }

    /// Keeps the routes whose path template starts with a text that ends where a segment does: `/posts` is the start of
    /// `/posts` and `/posts/:id` and not of `/postscripts`, `/posts/` of `/posts/:id` alone.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert!(registry.routes().path_prefix("/api/orders").len() > registry.routes().path("/api/orders").len());
    /// assert!(registry.routes().path_prefix("/api/order").is_empty());
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn path_prefix(mut self, prefix: &'f str) -> Self {
        self.path_prefix = Some(prefix);
        self
    }

    /// Returns the slice that all results are in, and whether every element of it is a result.
    #[inline]
    fn slice(&self) -> (List<'r, Route<'r>>, bool) {
        let registry = self.registry;
        let image = registry.image();
        let all =
            self.operation.is_none() && self.path.is_none() && self.path_prefix.is_none() && self.undeclared.is_none();
        let (list, exact) = match (self.resource, self.method, self.middleware) {
            (Some(resource), method, middleware) => {
                let record = image.rows::<rows::Resource>().get(resource);
                match method {
                    None => (record.routes(), middleware.is_none()),
                    Some(method) => {
                        let mut methods = image.rows::<rows::ResourceMethod>().range(record.methods());
                        let entry = methods.find(|entry| entry.method().index == method);
                        (entry.map(|entry| entry.routes()).unwrap_or_default(), middleware.is_none())
                    }
                }
            }
            (None, Some(method), None) => (image.rows::<rows::Method>().get(method).routes(), true),
            (None, None, Some(routes)) => (routes, true),
            (None, Some(method), Some(routes)) => {
                let others = image.rows::<rows::Method>().get(method).routes();
                (if others.len < routes.len { others } else { routes }, false)
            }
            (None, None, None) => return (List::all(registry), all),
        };
        (List::ids(registry, list), exact && all)
    }

    fn accepts(&self, route: Route<'r>) -> bool {
        let record = route.record();
        let runs = |list| List::<Route<'r>>::ids(self.registry, list).contains_sorted(route.index());
        self.method.is_none_or(|id| record.method().index == id)
            && self.resource.is_none_or(|id| record.resource().get().is_some_and(|resource| resource.index == id))
            && self.middleware.is_none_or(runs)
            && self.undeclared.is_none_or(|name| route.resource_name() == name)
            && self.operation.is_none_or(|operation| route.operation() == operation)
            && self.path.is_none_or(|path| route.path() == path)
            && self.path_prefix.is_none_or(|prefix| starts_with(route.path(), prefix))
    }

    /// Returns how many routes there are; constant-time when a slice answers alone.
    #[must_use]
    pub fn len(&self) -> usize {
        let (slice, exact) = self.slice();
        if exact { slice.len() } else { self.iter().count() }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }

    /// Returns the first.
    #[inline]
    #[must_use]
    pub fn first(&self) -> Option<Route<'r>> {
        let (slice, exact) = self.slice();
        if exact { slice.first() } else { slice.into_iter().find(|route| self.accepts(*route)) }
    }

    /// Iterates over the routes, in declaration order.
    #[inline]
    #[must_use]
    pub fn iter(&self) -> RoutesIter<'r, 'f> {
        let (slice, exact) = self.slice();
        RoutesIter { slice: slice.into_iter(), filter: (!exact).then_some(*self) }
    }
}

impl<'r, 'f> IntoIterator for Routes<'r, 'f> {
    type Item = Route<'r>;
    type IntoIter = RoutesIter<'r, 'f>;
    #[inline]
    fn into_iter(self) -> RoutesIter<'r, 'f> {
        self.iter()
    }
}

impl<'r, 'f> IntoIterator for &Routes<'r, 'f> {
    type Item = Route<'r>;
    type IntoIter = RoutesIter<'r, 'f>;
    #[inline]
    fn into_iter(self) -> RoutesIter<'r, 'f> {
        self.iter()
    }
}

/// Iterates over [`Routes`]; made by [`Routes::iter`].
#[derive(Clone)]
pub struct RoutesIter<'r, 'f> {
    slice: ListIter<'r, Route<'r>>,
    filter: Option<Routes<'r, 'f>>,
}

impl<'r> Iterator for RoutesIter<'r, '_> {
    type Item = Route<'r>;
    #[inline]
    fn next(&mut self) -> Option<Route<'r>> {
        match &self.filter {
            None => self.slice.next(),
            Some(filter) => self.slice.find(|route| filter.accepts(*route)),
        }
    }
}

/// Patterns, all or those of a category.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let patterns = registry.patterns();
/// assert_eq!(patterns.len(), patterns.all().len());
/// assert!(patterns.categories().into_iter().any(|category| category.name() == "caching"));
/// assert!(patterns.category("caching").first().is_some());
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Patterns<'r> {
    registry: &'r Registry,
}

impl<'r> Patterns<'r> {
    pub(crate) fn new(registry: &'r Registry) -> Self {
        Self { registry }
    }

    /// Returns those of a category, by frequency; one hash, one probe.
    #[inline]
    #[must_use]
    pub fn category(self, name: &str) -> List<'r, Pattern<'r>> {
        let image = self.registry.image();
        match image.find::<rows::Category>(name) {
            Some(id) => List::ids(self.registry, image.get(id).patterns()),
            None => List::empty(self.registry),
        }
    }

    /// Returns the categories there are, sorted by name.
    #[must_use]
    pub fn categories(self) -> List<'r, Category<'r>> {
        List::all(self.registry)
    }

    /// Returns all of them, by frequency, then id.
    #[must_use]
    pub fn all(self) -> List<'r, Pattern<'r>> {
        List::all(self.registry)
    }

    /// Iterates over all of them, by frequency, then id.
    #[must_use]
    pub fn iter(self) -> ListIter<'r, Pattern<'r>> {
        self.all().into_iter()
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.all().len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl<'r> IntoIterator for Patterns<'r> {
    type Item = Pattern<'r>;
    type IntoIter = ListIter<'r, Pattern<'r>>;
    fn into_iter(self) -> Self::IntoIter {
        self.all().into_iter()
    }
}

impl<'r> IntoIterator for &Patterns<'r> {
    type Item = Pattern<'r>;
    type IntoIter = ListIter<'r, Pattern<'r>>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
