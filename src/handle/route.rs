//! Routes.

use etched_core::layout::{self as rows, Section, flag};

use super::{Parameter, Resource, debug, handle, location, texts};
use crate::list::{List, Texts};

handle! {
    /// A route: a method and a path template, and what serves it.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let publish = registry.route("POST", "/api/articles/:id/publish").unwrap();
    /// assert_eq!((publish.handler(), publish.declared()), ("Article.publish", true));
    /// assert!(publish.middleware().iter().eq(["auth(editor)", "log"]));
    /// assert_eq!(publish.resource(), registry.resource("Article"));
    /// # }
    /// ```
    Route => Route, "route"
}

impl<'r> Route<'r> {
    texts! {
        /// Returns the path template, such as `/posts/:id`.
        path: path text;
        /// Returns the handler, such as `Post.list`.
        handler: handler text;
        /// Returns the name of the resource it serves; in documents it may be empty or undeclared.
        resource_name: resource_name text;
        /// Returns the operation, such as `list`.
        operation: operation text;
        /// Returns the type of the request body.
        request_body: request_body text_opt;
        /// Returns the type of the response body.
        response_body: response_body text_opt;
    }
    location!();

    /// Returns the method, in capitals.
    #[inline]
    #[must_use]
    pub fn method(self) -> &'r str {
        self.text(self.registry.image().get(self.record().method()).name())
    }

    /// Returns the resource it serves.
    #[inline]
    #[must_use]
    pub fn resource(self) -> Option<Resource<'r>> {
        self.record().resource().get().map(|id| Resource::at(self.registry, id))
    }

    /// Returns the effective middleware in run order, with arguments.
    #[inline]
    #[must_use]
    pub fn middleware(self) -> Texts<'r> {
        Texts::ids(self.registry, self.record().middleware())
    }

    /// Returns how many of its [`middleware`](Self::middleware), from the end, its own `@route` lists.
    #[must_use]
    pub fn own_middleware(self) -> usize {
        self.extra().own_middleware() as usize
    }

    /// Returns whether it was declared by `@route` or by a document, and not derived from the REST operations.
    #[must_use]
    pub fn declared(self) -> bool {
        self.record().flags() & flag::DECLARED != 0
    }

    fn extra(self) -> etched_core::Rec<'r, rows::RouteExtra> {
        self.registry.image().extra(self.record().extra())
    }

    /// Returns the documentation.
    #[must_use]
    pub fn documentation(self) -> Option<&'r str> {
        self.text_opt(self.extra().documentation())
    }

    /// Returns the parameters.
    #[must_use]
    pub fn parameters(self) -> List<'r, Parameter<'r>> {
        List::run(self.registry, self.extra().parameters())
    }

    /// Returns the tags.
    #[must_use]
    pub fn tags(self) -> Texts<'r> {
        Texts::ids(self.registry, self.extra().tags())
    }

    /// Returns why it is deprecated, `Some("")` when no reason is given, `None` when it is not.
    #[must_use]
    pub fn deprecated(self) -> Option<&'r str> {
        (self.record().flags() & flag::DEPRECATED != 0).then(|| self.text(self.extra().deprecated()))
    }

    /// Returns what it was read from.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.route("GET", "/api/articles").unwrap().origin(), etched::Origin::Schema);
    /// # }
    /// ```
    #[must_use]
    pub fn origin(self) -> etched_core::Origin {
        etched_core::Origin::from_number(self.record().origin())
    }

    /// Returns the 128-bit hash over what it means.
    #[must_use]
    pub fn hash(self) -> [u8; 16] {
        self.registry.image().rows_of::<rows::EntityHash>(Section::RouteHash).get(self.index).hash()
    }
}

debug! { Route(method, path) }
