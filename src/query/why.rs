//! Why does this route run the middleware it runs?

use etched_core::Authentication;
use serde::Serialize;

use super::request::request;
use super::{Error, FORMAT, Question, location};
use crate::graph::{Source, Why};
use crate::handle::{Alternative, Location};
use crate::list::List;
use crate::registry::Registry;

request! {
    /// Asks where each middleware of a route comes from.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, why};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = why::Request::new("POST", "/api/articles/:id/publish").ask(&registry).unwrap();
    /// assert_eq!(answer.middleware[0].name, "auth(editor)");
    /// # }
    /// ```
    needs {
        /// Method, in any case.
        method,
        /// Path template, as `routes` gives it.
        path,
    }
    may {}
}

/// The answer: the route and its middleware.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// The route: method and path template.
    pub route: String,
    /// What handles its requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<&'r str>,
    /// Where the route is declared; in JSON `file_path` and `line_number`, where known.
    #[serde(flatten, serialize_with = "location::known_only")]
    pub location: Location<'r>,
    /// Its middleware, in run order.
    pub middleware: Vec<Middleware<'r>>,
    /// Its security alternatives, as OpenAPI writes them.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub security: List<'r, Alternative<'r>>,
    /// Whether it asks who calls: `required`, `optional` or `none`.
    #[serde(serialize_with = "by_name")]
    pub authentication: Authentication,
}

fn by_name<S: serde::Serializer>(authentication: &Authentication, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(authentication.name())
}

/// A middleware that a route runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Middleware<'r> {
    /// Its text, such as `rate_limit(5/hour)`.
    pub name: &'r str,
    /// Where the route has it from.
    pub source: Source,
    /// Where that is declared; in JSON `file_path` and `line_number`, null where they are unknown.
    #[serde(flatten, serialize_with = "location::nullable")]
    pub location: Location<'r>,
}

impl<'r> Middleware<'r> {
    pub(super) fn of(why: &Why<'r>) -> Vec<Self> {
        let middleware = why.middleware().iter();
        middleware.map(|it| Self { name: it.name, source: it.source, location: it.location }).collect()
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let why = registry.why(&self.method, &self.path)?;
        let route = why.route();
        Ok(Answer {
            format: FORMAT,
            route: format!("{} {}", route.method(), route.path()),
            handler: Some(route.handler()).filter(|handler| !handler.is_empty()),
            location: route.location(),
            middleware: Middleware::of(&why),
            security: route.security(),
            authentication: route.authentication(),
        })
    }
}
