//! Routes.

use std::borrow::Cow;

use etched_core::layout::{self as rows, Section, flag};
use etched_core::spelling::{Spelled, Syntax};
use etched_core::template::Template;
use etched_core::{Authentication, middleware, middleware::Call as MiddlewareCall};

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

    /// Returns the path template with its parameters in one spelling, whatever it was declared with.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::Syntax;
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let show = registry.route("GET", "/api/orders/:id").unwrap();
    /// assert_eq!(show.path_in(Syntax::Braces), "/api/orders/{id}");
    /// assert_eq!(show.path_in(Syntax::Colon), show.path());
    /// # }
    /// ```
    ///
    /// A path that is no template, as documents may have, is returned as it is. Cost: one allocation where the spelling
    /// differs.
    #[must_use]
    pub fn path_in(self, syntax: Syntax) -> Cow<'r, str> {
        let path = self.path();
        let Ok(template) = Template::parse(path) else { return Cow::Borrowed(path) };
        let spelled = Spelled::new(template, syntax).to_string();
        if spelled == path { Cow::Borrowed(path) } else { Cow::Owned(spelled) }
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

    /// Returns the same as calls: name, positional and named arguments of each.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let publish = registry.route("POST", "/api/articles/:id/publish").unwrap();
    /// let auth = publish.middleware_calls().find(|call| call.name() == "auth").unwrap();
    /// assert!(auth.positional().eq(["editor"]));
    /// # }
    /// ```
    ///
    /// Cost: arguments are read when they are asked for, each time; nothing is allocated.
    pub fn middleware_calls(self) -> impl Iterator<Item = MiddlewareCall<'r>> {
        self.middleware().into_iter().map(MiddlewareCall::new)
    }

    /// Returns its security alternatives: who meets all requirements of one is let in. None ask for nothing; one without
    /// requirements admits anyone.
    ///
    /// Schemas have middleware instead; only imported documents have alternatives.
    #[must_use]
    pub fn security(self) -> List<'r, Alternative<'r>> {
        List::run(self.registry, self.extra().security())
    }

    /// Returns whether it asks who calls.
    ///
    /// A route that admits anonymous requests beside others is `Optional`, and counts as authenticated nowhere.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::Authentication;
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let publish = registry.route("POST", "/api/articles/:id/publish").unwrap();
    /// assert_eq!(publish.authentication(), Authentication::Required);
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn authentication(self) -> Authentication {
        Authentication::from_number(self.record().authentication())
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

    /// Returns what it answers with, by status; none where [`response_body`](Self::response_body) says all of it.
    ///
    /// ```
    /// let text = "@strict nullability
    ///     resource User { name: string!  @route POST \"/users/login\" -> login { response 201: User!  response 401 } }";
    /// let registry = etched::Registry::from_bytes(&etched_compiler::compile_str(text)?.to_file())?;
    /// let login = registry.route("POST", "/users/login").unwrap();
    /// assert_eq!(login.response_body(), Some("User"));
    /// let responses = login.responses().into_iter().map(|response| (response.status(), response.body()));
    /// assert!(responses.eq([(201, Some("User")), (401, None)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn responses(self) -> List<'r, Response<'r>> {
        List::run(self.registry, self.extra().responses())
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

handle! {
    /// A way to be let in, of several: [`Route::security`].
    ///
    /// ```
    /// use etched::Registry;
    /// use etched_compiler::model::{Alternative, Model, Route};
    /// use etched_compiler::{Strip, image};
    ///
    /// let mut route = Route { method: "GET".into(), path: "/pets".into(), ..Route::default() };
    /// let both = vec!["oauth(read, write)".into(), "key".into()];
    /// route.security = vec![Alternative { requirements: both }, Alternative::default()];
    /// let bytes = image::write(&Model { routes: vec![route], ..Model::default() }, Strip::NONE).expect("it fits");
    /// let registry = Registry::from_bytes(&bytes.to_file())?;
    /// let security = registry.route("GET", "/pets").unwrap().security();
    /// let (scheme, mut scopes) = security.get(0).unwrap().schemes().next().unwrap();
    /// assert_eq!((scheme, scopes.next()), ("oauth", Some("read")));
    /// assert!(security.get(1).unwrap().requirements().is_empty(), "anonymous requests are admitted");
    /// # Ok::<(), etched::OpenError>(())
    /// ```
    Alternative => Alternative, "security alternative"
}

impl<'r> Alternative<'r> {
    /// Returns what is asked for together, as texts such as `oauth(read, write)`.
    #[must_use]
    pub fn requirements(self) -> Texts<'r> {
        Texts::ids(self.registry, self.record().requirements())
    }

    /// Returns the same as schemes, each with its scopes.
    pub fn schemes(self) -> impl Iterator<Item = (&'r str, impl Iterator<Item = &'r str>)> {
        self.requirements().into_iter().map(|text| (middleware::base(text), middleware::scopes(text)))
    }
}

handle! {
    /// What a route answers with under one status: [`Route::responses`].
    Response => Response, "response"
}

impl<'r> Response<'r> {
    texts! {
        /// Returns the type of the body, `None` where there is none.
        body: body text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }

    /// Returns the status, such as 201.
    #[must_use]
    pub fn status(self) -> u32 {
        self.record().status()
    }
}

debug! {
    Route(method, path)
    Alternative(requirements)
    Response(status, body)
}
