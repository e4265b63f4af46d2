//! How many routes are there, and of which kinds?

use std::collections::BTreeMap;

use serde::Serialize;

use super::request::request;
use super::routes::Filter;
use super::{Error, FORMAT, Note, Question};
use crate::registry::Registry;

request! {
    /// Asks how many routes all filters let through, by method, operation and middleware.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, route_counts};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = route_counts::Request::default().resource("Order").ask(&registry).unwrap();
    /// assert_eq!((answer.total_count, answer.methods[0].name, answer.methods[0].count), (9, "GET", 3));
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
    }
}

/// The answer: counts, the largest first.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches.
    pub total_count: usize,
    /// Matches by method.
    pub methods: Vec<Count<'r>>,
    /// Matches by operation, those that have one.
    pub operations: Vec<Count<'r>>,
    /// Matches by base name of the middleware they run; a route counts for each.
    pub middleware: Vec<Count<'r>>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// How many routes have something in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Count<'r> {
    /// What they have in common.
    pub name: &'r str,
    /// How many have it.
    pub count: usize,
}

/// Sorts counts: the largest first, equals by name.
fn sorted(counts: BTreeMap<&str, usize>) -> Vec<Count<'_>> {
    let mut counts: Vec<Count<'_>> = counts.into_iter().map(|(name, count)| Count { name, count }).collect();
    counts.sort_by_key(|it| std::cmp::Reverse(it.count));
    counts
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let filter = Filter {
            method: self.method.as_deref(),
            resource: self.resource.as_deref(),
            operation: self.operation.as_deref(),
            middleware: self.middleware.as_deref(),
            path: self.path.as_deref(),
            path_prefix: self.path_prefix.as_deref(),
        };
        let (mut methods, mut operations, mut middleware) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut total_count = 0;
        for route in filter.over(registry).iter() {
            total_count += 1;
            *methods.entry(route.method()).or_default() += 1;
            if !route.operation().is_empty() {
                *operations.entry(route.operation()).or_default() += 1;
            }
            let mut names: Vec<&str> = route.middleware().iter().map(etched_core::middleware::base).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                *middleware.entry(name).or_default() += 1;
            }
        }
        Ok(Answer {
            format: FORMAT,
            total_count,
            methods: sorted(methods),
            operations: sorted(operations),
            middleware: sorted(middleware),
            notes: if total_count == 0 { filter.notes(registry) } else { Vec::new() },
        })
    }
}
