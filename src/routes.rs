//! Routes and patterns by what they have in common: indexed slices, narrowed by the rest.

use etched_core::layout::{self as rows, Section};
use etched_core::table::{LONG, find};
use etched_core::{Image, method};

use crate::handle::{Category, Pattern, Resource, Route};
use crate::list::{List, ListIter};
use crate::registry::Registry;

/// Routes, narrowed by any number of filters that must all hold.
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
    method: Filter,
    resource: Filter,
    middleware: Filter,
    text: Filter,
    operation: Option<&'f str>,
    path_prefix: Option<&'f str>,
}

/// A filter by id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    Any,
    Nothing,
    Id(u32),
}

impl Filter {
    fn of(id: Option<u32>) -> Self {
        id.map_or(Self::Nothing, Self::Id)
    }
}

fn named<'a>(image: Image<'a>, table: Section, key: &str, name: impl Fn(u32) -> &'a str) -> Option<u32> {
    find(image, table, 0, key.as_bytes(), |id| key.len() < LONG as usize || name(id) == key)
}

impl<'r, 'f> Routes<'r, 'f> {
    #[inline]
    pub(crate) fn new(registry: &'r Registry) -> Self {
        Self {
            registry,
            method: Filter::Any,
            resource: Filter::Any,
            middleware: Filter::Any,
            text: Filter::Any,
            operation: None,
            path_prefix: None,
        }
    }

    /// Keeps the routes of a method, in any case.
    #[inline]
    #[must_use]
    pub fn method(mut self, name: &str) -> Self {
        self.method = Filter::of(method::id(self.registry.image(), name));
        self
    }

    /// Keeps the routes of a resource.
    #[inline]
    #[must_use]
    pub fn resource(mut self, name: &str) -> Self {
        self.resource = Filter::of(self.registry.resource(name).map(Resource::index));
        self
    }

    /// Keeps the routes that run a middleware: by base name (`rate_limit`) or with arguments (`rate_limit(5/hour)`).
    #[inline]
    #[must_use]
    pub fn middleware(mut self, name: &str) -> Self {
        let image = self.registry.image();
        if name.contains('(') {
            let texts = image.rows::<rows::MiddlewareText>();
            let id = named(image, Section::MiddlewareTextTable, name, |id| image.str(texts.get(id).text()));
            self.text = Filter::of(id);
        } else {
            let names = image.rows::<rows::Middleware>();
            let id = named(image, Section::MiddlewareTable, name, |id| image.str(names.get(id).name()));
            self.middleware = Filter::of(id);
        }
        self
    }

    /// Keeps the routes of an operation; `get` is another name of `show`.
    #[inline]
    #[must_use]
    pub fn operation(mut self, name: &'f str) -> Self {
        self.operation = Some(if name == "get" { "show" } else { name });
        self
    }

    /// Keeps the routes whose path template starts with a text.
    #[inline]
    #[must_use]
    pub fn path_prefix(mut self, prefix: &'f str) -> Self {
        self.path_prefix = Some(prefix);
        self
    }

    /// Returns the slice that all results stand in, and whether every element of it is a result.
    #[inline]
    fn slice(&self) -> (List<'r, Route<'r>>, bool) {
        let registry = self.registry;
        let image = registry.image();
        let filters = [self.method, self.resource, self.middleware, self.text];
        if filters.contains(&Filter::Nothing) {
            return (List::empty(registry), true);
        }
        let set = filters.iter().filter(|filter| **filter != Filter::Any).count()
            + usize::from(self.operation.is_some())
            + usize::from(self.path_prefix.is_some());
        if let Filter::Id(resource) = self.resource {
            let record = image.rows::<rows::Resource>().get(resource);
            if let Filter::Id(method) = self.method {
                let mut methods = image.rows::<rows::ResourceMethod>().range(record.methods());
                return match methods.find(|entry| entry.method().index == method) {
                    Some(entry) => (List::ids(registry, entry.routes()), set == 2),
                    None => (List::empty(registry), true),
                };
            }
            return (List::ids(registry, record.routes()), set == 1);
        }
        if let Filter::Id(text) = self.text {
            return (List::ids(registry, image.rows::<rows::MiddlewareText>().get(text).routes()), set == 1);
        }
        let middleware = match self.middleware {
            Filter::Id(id) => Some(List::ids(registry, image.rows::<rows::Middleware>().get(id).routes())),
            _ => None,
        };
        let method = match self.method {
            Filter::Id(id) => Some(List::ids(registry, image.rows::<rows::Method>().get(id).routes())),
            _ => None,
        };
        match (middleware, method) {
            (Some(a), Some(b)) => (if a.len() <= b.len() { a } else { b }, false),
            (Some(one), None) | (None, Some(one)) => (one, set == 1),
            (None, None) => (List::all(registry), set == 0),
        }
    }

    fn accepts(&self, route: Route<'r>) -> bool {
        let image = self.registry.image();
        let record = route.record();
        let runs = |wanted: u32, texts: bool| {
            let list = if texts {
                image.rows::<rows::MiddlewareText>().get(wanted).routes()
            } else {
                image.rows::<rows::Middleware>().get(wanted).routes()
            };
            let ids = image.list(list);
            // The ids of a slice ascend.
            let (mut low, mut high) = (0, ids.len());
            while low < high {
                let middle = (low + high) / 2;
                match ids.get(middle) {
                    Some(id) if id < route.index() => low = middle + 1,
                    _ => high = middle,
                }
            }
            ids.get(low) == Some(route.index())
        };
        let holds = |filter: Filter, test: &dyn Fn(u32) -> bool| match filter {
            Filter::Any => true,
            Filter::Nothing => false,
            Filter::Id(id) => test(id),
        };
        holds(self.method, &|id| record.method().index == id)
            && holds(self.resource, &|id| record.resource().get().is_some_and(|resource| resource.index == id))
            && holds(self.middleware, &|id| runs(id, false))
            && holds(self.text, &|id| runs(id, true))
            && self.operation.is_none_or(|operation| route.operation() == operation)
            && self.path_prefix.is_none_or(|prefix| route.path().starts_with(prefix))
    }

    /// Returns how many routes there are; constant-time when a slice answers alone.
    #[must_use]
    pub fn len(&self) -> usize {
        let (slice, exact) = self.slice();
        if exact { slice.len() } else { slice.into_iter().filter(|route| self.accepts(*route)).count() }
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

/// Iterates over [`Routes`].
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
        let categories = image.rows::<rows::Category>();
        match named(image, Section::CategoryTable, name, |id| image.str(categories.get(id).name())) {
            Some(id) => List::ids(self.registry, categories.get(id).patterns()),
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
