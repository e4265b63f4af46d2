//! Which route answers a request: the image's path trie, with handles on what it finds.

use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;

use etched_core::matching::{self, Match};

use crate::handle::{Handle, Route};
use crate::registry::Registry;

/// What a request finds.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::RouteMatch;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let status = |method, path| match registry.match_route(method, path) {
///     RouteMatch::Found(..) => 200,
///     RouteMatch::MethodNotAllowed(_) => 405,
///     RouteMatch::NotFound => 404,
/// };
/// assert_eq!(status("GET", "/api/orders/42"), 200);
/// assert_eq!(status("PATCH", "/api/audit-log"), 405);
/// assert_eq!(status("GET", "/api/nowhere"), 404);
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub enum RouteMatch<'r, 'p> {
    /// A route, and what its template found in the path.
    Found(Route<'r>, Params<'r, 'p>),
    /// Templates match the path, but none of them has the method: 405.
    MethodNotAllowed(Allowed<'r, 'p>),
    /// No template matches the path: 404.
    NotFound,
}

/// The parameters of a matched path, in the order of the template.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::RouteMatch;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let RouteMatch::Found(_, params) = registry.match_route("GET", "/api/orders/42/lines/7") else { panic!() };
/// assert_eq!((params.get("order_id").unwrap().raw(), params.at(1).unwrap().raw()), ("42", "7"));
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Params<'r, 'p>(matching::Params<'r, 'p>);

/// What is in a path for a parameter.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::RouteMatch;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let RouteMatch::Found(_, params) = registry.match_route("GET", "/api/orders/a%20b") else { panic!() };
/// let id = params.get("id").unwrap();
/// assert_eq!((id.raw(), &*id.decoded().unwrap()), ("a%20b", "a b"));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Param<'p>(matching::Param<'p>);

/// The methods a path answers.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::RouteMatch;
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let RouteMatch::MethodNotAllowed(allowed) = registry.match_route("POST", "/api/audit-log") else { panic!() };
/// assert_eq!(allowed.to_string(), "GET, HEAD");
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Allowed<'r, 'p>(matching::Allowed<'r, 'p>);

impl Registry {
    /// Returns the route that answers a request.
    ///
    /// `target` is a path or a URL, as a request line has it; what stands from the first `?` or `#` on is ignored. The
    /// path is taken as it was sent: `/posts/` is not `/posts`, no parameter takes the empty segment of `//`, `..` is
    /// a segment like others. Segments are split and then decoded, so `%2F` never separates and `/%70osts` is
    /// `/posts`. The method is compared without case, and `HEAD` is answered by `GET` where it has no route of its own.
    ///
    /// Of the routes with the method whose templates match, the one wins whose segments are, from the left, more
    /// specific: static, then mixed with more static text, then parameter, then catch-all; of equals, the one
    /// declared first.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::{Registry, RouteMatch};
    ///
    /// let registry = Registry::load(&etched::demo::METADATA);
    /// let RouteMatch::Found(route, params) = registry.match_route("GET", "/api/orders/42?page=2") else { panic!() };
    /// assert_eq!(route.handler(), "Order.show");
    /// assert_eq!(params.get("id").unwrap().raw(), "42");
    /// assert!(matches!(registry.match_route("PURGE", "/api/orders"), RouteMatch::MethodNotAllowed(_)));
    /// assert!(matches!(registry.match_route("GET", "/api/orders/"), RouteMatch::NotFound));
    /// # }
    /// ```
    ///
    /// Cost: about 10 ns a segment, no allocation; each trie node that matches a beginning of the path is visited at
    /// most once, and `max_visits` of the [`header`](Self::header) says how many those can be. A segment is compared
    /// with each template of mixed segments that is at its place; the text between two parameters is searched for.
    #[must_use]
    pub fn match_route<'r, 'p>(&'r self, method: &str, target: &'p str) -> RouteMatch<'r, 'p> {
        match matching::match_route(self.image(), method, target) {
            Match::Found(found) => RouteMatch::Found(Route::new(self, found.route.index), Params(found.params)),
            Match::MethodNotAllowed(allowed) => RouteMatch::MethodNotAllowed(Allowed(allowed)),
            Match::NotFound => RouteMatch::NotFound,
        }
    }
}

impl<'r, 'p> Params<'r, 'p> {
    /// Returns how many there are.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are none.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a parameter by name.
    ///
    /// Cost: reads the route's template.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Param<'p>> {
        self.0.by_name(name).map(Param)
    }

    /// Returns a parameter by its place in the template, counted from 0.
    ///
    /// Cost: none for the first 8, which are in the answer itself; those beyond are matched again, so that no
    /// number of them makes the answer allocate.
    #[inline]
    #[must_use]
    pub fn at(&self, index: usize) -> Option<Param<'p>> {
        self.0.get(index).map(Param)
    }

    /// Iterates over names and parameters.
    pub fn iter(&self) -> impl Iterator<Item = (&'r str, Param<'p>)> + use<'_, 'r, 'p> {
        self.0.iter().map(|(name, param)| (name, Param(param)))
    }
}

impl<'p> Param<'p> {
    /// Returns the text as it was sent.
    #[inline]
    #[must_use]
    pub const fn raw(self) -> &'p str {
        self.0.raw()
    }

    /// Returns the text with its percent escapes decoded; a `%` that begins none stands for itself.
    ///
    /// # Errors
    /// The decoded bytes are not UTF-8.
    ///
    /// Cost: allocates only if there is something to decode.
    pub fn decoded(self) -> Result<Cow<'p, str>, Utf8Error> {
        match self.0.plain() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => String::from_utf8(self.bytes().collect()).map(Cow::Owned).map_err(|error| error.utf8_error()),
        }
    }

    /// Iterates over the decoded bytes.
    pub fn bytes(self) -> impl Iterator<Item = u8> + Clone + use<'p> {
        self.0.bytes()
    }
}

impl<'r, 'p> Allowed<'r, 'p> {
    /// Iterates over the methods; `HEAD` is among them where `GET` is.
    pub fn iter(self) -> impl Iterator<Item = &'r str> + use<'r, 'p> {
        self.0.iter()
    }
}

/// As the `Allow` header has them: `GET, HEAD, POST`.
impl fmt::Display for Allowed<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, method) in self.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            f.write_str(method)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Params<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Allowed<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
