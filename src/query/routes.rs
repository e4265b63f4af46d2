//! Which routes are there?

use std::collections::BTreeSet;

use etched_core::middleware::base;
use etched_core::operation::canonical;
use serde::Serialize;

use super::request::request;
use super::{Error, FORMAT, Note, Page, Question, Subject};
use crate::handle::{Chain, Resource, Route};
use crate::registry::Registry;
use crate::routes::Routes;

request! {
    /// Asks for routes: those that all filters let through.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, routes};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = routes::Request::default().method("DELETE").middleware("admin").ask(&registry).unwrap();
    /// assert!(answer.routes.iter().any(|route| route.handler() == "Role.delete"));
    /// # }
    /// ```
    ///
    /// Cost: one look at each route of the narrowest slice, by method, resource or middleware.
    may {
        /// Method, in any case.
        method: text,
        /// Name of the resource.
        resource: text,
        /// Operation.
        operation: text,
        /// Middleware: base name, or with arguments.
        middleware: text,
        /// Path template, as it is written.
        path: text,
        /// What the path template starts with, in whole segments.
        path_prefix: text,
        /// Routes at most.
        limit: size,
        /// Routes left out at the start.
        offset: skip,
    }
}

/// The answer: a page of routes, in declaration order.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page.
    pub routes: Vec<Route<'r>>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Request {
    fn filter(&self) -> Filter<'_> {
        Filter {
            method: self.method.as_deref(),
            resource: self.resource.as_deref(),
            operation: self.operation.as_deref(),
            middleware: self.middleware.as_deref(),
            path: self.path.as_deref(),
            path_prefix: self.path_prefix.as_deref(),
        }
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let filter = self.filter();
        let (total_count, routes) = Page::new(self.offset, self.limit).of(filter.over(registry).iter());
        let notes = if total_count == 0 { filter.notes(registry) } else { Vec::new() };
        Ok(Answer { format: FORMAT, total_count, routes, notes })
    }
}

/// The filters on routes, which other questions have as well.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Filter<'f> {
    pub(super) method: Option<&'f str>,
    pub(super) resource: Option<&'f str>,
    pub(super) operation: Option<&'f str>,
    pub(super) middleware: Option<&'f str>,
    pub(super) path: Option<&'f str>,
    pub(super) path_prefix: Option<&'f str>,
}

impl<'f> Filter<'f> {
    /// Returns whether it lets every route through.
    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Returns the routes it lets through.
    pub(super) fn over<'r: 'f>(self, registry: &'r Registry) -> Routes<'r, 'f> {
        let mut routes = registry.routes();
        if let Some(name) = self.method {
            routes = routes.method(name);
        }
        if let Some(name) = self.resource {
            routes = routes.resource(name);
        }
        if let Some(name) = self.operation {
            routes = routes.operation(name);
        }
        if let Some(name) = self.middleware {
            routes = routes.middleware(name);
        }
        if let Some(path) = self.path {
            routes = routes.path(path);
        }
        if let Some(prefix) = self.path_prefix {
            routes = routes.path_prefix(prefix);
        }
        routes
    }

    /// Returns whether it lets an operation of a resource through that has no route, with the middleware it runs.
    pub(super) fn accepts(self, operation: &str, mut middleware: impl Iterator<Item = &'f str>) -> bool {
        let runs = |text: &str, wanted: &str| if wanted.contains('(') { text == wanted } else { base(text) == wanted };
        let of_routes = [self.method, self.path, self.path_prefix];
        of_routes.iter().all(Option::is_none)
            && self.operation.is_none_or(|wanted| canonical(operation) == canonical(wanted))
            && self.middleware.is_none_or(|wanted| middleware.any(|text| runs(text, wanted)))
    }

    /// Notes which filter nothing can ever pass.
    pub(super) fn notes(self, registry: &Registry) -> Vec<Note> {
        let mut notes = Vec::new();
        if let Some(name) = self.method.filter(|name| registry.routes().method(name).is_empty()) {
            let known: BTreeSet<&str> = registry.routes().into_iter().map(Route::method).collect();
            notes.push(Note::unknown_among(Subject::Method, name, known.iter().copied()));
        }
        if let Some(name) = self.resource.filter(|name| registry.resource(name).is_none()) {
            let known = registry.resources().into_iter().map(Resource::name);
            notes.push(Note::unknown(Subject::Resource, name, known));
        }
        if let Some(name) = self.middleware {
            if !registry.middleware().iter().any(|known| known == base(name)) {
                notes.push(Note::unknown(Subject::Middleware, base(name), registry.middleware().iter()));
            } else if name.contains('(') {
                let texts = chains(registry).flat_map(|chain| chain.names().iter());
                let texts = texts.chain(registry.routes().into_iter().flat_map(|route| route.middleware().iter()));
                let known: BTreeSet<&str> = texts.filter(|text| base(text) == base(name)).collect();
                if !known.contains(name) {
                    notes.push(Note::unknown(Subject::Middleware, name, known.iter().copied()));
                }
            }
        }
        if let Some(name) = self.operation {
            let operations = registry.routes().into_iter().map(Route::operation);
            let known: BTreeSet<&str> = operations.chain(chains(registry).map(Chain::operation)).map(canonical).collect();
            if !known.contains(canonical(name)) {
                notes.push(Note::unknown(Subject::Operation, name, known.iter().copied()));
            }
        }
        if let Some(path) = self.path.filter(|path| registry.routes().path(path).is_empty()) {
            notes.push(Note::unknown(Subject::Path, path, registry.routes().into_iter().map(Route::path)));
        }
        if let Some(prefix) = self.path_prefix.filter(|prefix| registry.routes().path_prefix(prefix).is_empty()) {
            let known: BTreeSet<&str> = registry.routes().into_iter().flat_map(|route| starts(route.path())).collect();
            notes.push(Note::unknown(Subject::Path, prefix, known.iter().copied()));
        }
        notes
    }
}

/// Returns the chains of all resources.
fn chains(registry: &Registry) -> impl Iterator<Item = Chain<'_>> {
    registry.resources().into_iter().flat_map(|resource| resource.chains())
}

/// Returns what a path template starts with: `/posts` and `/posts/:id` for `/posts/:id`.
fn starts(path: &str) -> impl Iterator<Item = &str> {
    let borders = path.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0);
    borders.chain([path.len()]).map(|end| &path[..end])
}
