//! Why a route runs the middleware it runs.

use super::FORMAT;
use super::deps::place;
use crate::graph::Why;

/// The answer of `why`; made by [`WhyAnswer::new`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WhyAnswer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// The route: method and path template.
    pub route: String,
    /// Its middleware, in run order.
    pub middleware: Vec<WhyMiddleware<'r>>,
}

/// A middleware in a [`WhyAnswer`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WhyMiddleware<'r> {
    /// Its text, such as `rate_limit(5/hour)`.
    pub name: &'r str,
    /// `resource`, `operation`, `route` or `document`.
    pub source: &'static str,
    /// File that is declared in, if that is known.
    pub file_path: Option<&'r str>,
    /// Line that is declared on, if that is known.
    pub line_number: Option<u32>,
}

impl<'r> WhyAnswer<'r> {
    /// Names what [`Registry::why`](crate::Registry::why) found.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let why = registry.why("POST", "/api/articles/:id/publish").unwrap();
    /// let answer = etched::query::WhyAnswer::new(&why);
    /// assert_eq!(answer.middleware[0].name, "auth(editor)");
    /// # }
    /// ```
    #[must_use]
    pub fn new(why: &Why<'r>) -> Self {
        let middleware = why.middleware().iter().map(|effective| {
            let (file_path, line_number) = place(effective.location);
            WhyMiddleware { name: effective.name, source: effective.source.name(), file_path, line_number }
        });
        let route = why.route();
        Self { format: FORMAT, route: format!("{} {}", route.method(), route.path()), middleware: middleware.collect() }
    }
}
