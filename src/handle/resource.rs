//! Resources and the application.

use etched_core::layout::{self as rows, flag};

use super::{
    Computed, Constraint, Field, Function, Handle, Hook, Invariant, Relationship, Route, Scope, Validation, debug,
    handle, location, number, texts,
};
use crate::list::{List, Pairs, Texts};

handle! {
    /// The application an image describes.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let application = registry.application();
    /// assert_eq!((application.name(), application.version()), (Some("storefront"), Some("1.4.0")));
    /// assert_eq!(application.route_prefix(), Some("/api"));
    /// # }
    /// ```
    Application => Application, "application"
}

impl<'r> Application<'r> {
    texts! {
        /// Returns the name.
        name: name text_opt;
        /// Returns the version of its interface.
        version: version text_opt;
        /// Returns what the source was, as a hash.
        source_hash: source_hash text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
        /// Returns the path every derived route starts with, such as `/api`.
        route_prefix: route_prefix text_opt;
    }
    location!();

    /// Returns the other options of the directive, such as pattern thresholds.
    #[must_use]
    pub fn options(self) -> Pairs<'r> {
        Pairs::new(self.registry, self.record().options())
    }

    /// Returns the path that every route is under, of the first server of an OpenAPI document, such as `/v1`; empty
    /// for none. Routes are written without it.
    #[must_use]
    pub fn base_path(self) -> &'r str {
        self.options().get("base_path").unwrap_or_default()
    }

    /// Returns what middleware does whose name does not tell, by `@middleware_kind`: its text or base name, and
    /// `authenticates`, `allows_anonymous` or `neither`. [`Route::authentication`] is what follows for a route.
    #[must_use]
    pub fn middleware_kinds(self) -> Pairs<'r> {
        Pairs::new(self.registry, self.record().kinds())
    }

    /// Returns what an import could not represent: reason and count.
    #[must_use]
    pub fn not_represented(self) -> Pairs<'r> {
        Pairs::new(self.registry, self.record().not_represented())
    }
}

handle! {
    /// A resource: something the application stores and serves.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let article = registry.resource("Article").unwrap();
    /// assert_eq!(article.field("page").unwrap().ty(), "int");
    /// assert_eq!(article.relationships().first().unwrap().name(), "author");
    /// assert_eq!(article.routes().first().unwrap().path(), "/api/articles");
    /// assert_eq!(article.meta().get("owner"), Some("\"editorial\""));
    /// for pointing in article.incoming() {
    ///     println!("{}.{} leads to it", pointing.resource().name(), pointing.name());
    /// }
    /// # }
    /// ```
    Resource => Resource, "resource"
}

macro_rules! runs {
    ($($(#[$doc:meta])* $name:ident: $Handle:ident;)*) => { $(
        $(#[$doc])*
        #[inline]
        #[must_use]
        pub fn $name(self) -> List<'r, $Handle<'r>> {
            List::run(self.registry, self.record().$name())
        }
    )* };
}

impl<'r> Resource<'r> {
    texts! {
        /// Returns the name, such as `BlogPost`.
        name: name text;
        /// Returns the documentation.
        documentation: documentation text_opt;
        /// Returns the path segment from `@path`.
        path: path text_opt;
        /// Returns the field of `@key`, which stands for it in paths; `None` for the primary key, as `id`.
        path_key: path_key text_opt;
    }
    location!();

    runs! {
        /// Returns the fields, in declaration order.
        fields: Field;
        /// Returns the relationships it declares.
        relationships: Relationship;
        /// Returns the hooks.
        hooks: Hook;
        /// Returns the validations.
        validations: Validation;
        /// Returns the constraints over several fields.
        constraints: Constraint;
        /// Returns the invariants.
        invariants: Invariant;
        /// Returns the scopes.
        scopes: Scope;
        /// Returns the computed fields.
        computed: Computed;
        /// Returns the functions.
        functions: Function;
        /// Returns the effective middleware per operation, by name of the operation.
        chains: Chain;
        /// Returns the keys and indexes over members; those of one field are its constraints.
        keys: Key;
        /// Returns the places it is nested in.
        nested: Nested;
        /// Returns the findings it acknowledges.
        allows: Allow;
    }

    /// Returns the field of that name; a scan of the resource's fields.
    #[must_use]
    pub fn field(self, name: &str) -> Option<Field<'r>> {
        self.fields().into_iter().find(|field| field.name() == name)
    }

    /// Returns the relationship of that name; a scan of the resource's relationships.
    #[must_use]
    pub fn relationship(self, name: &str) -> Option<Relationship<'r>> {
        self.relationships().into_iter().find(|relationship| relationship.name() == name)
    }

    /// Returns the routes that serve it, in declaration order.
    #[inline]
    #[must_use]
    pub fn routes(self) -> List<'r, Route<'r>> {
        List::ids(self.registry, self.record().routes())
    }

    /// Returns the relationships of all resources that point to it.
    #[inline]
    #[must_use]
    pub fn incoming(self) -> List<'r, Relationship<'r>> {
        List::ids(self.registry, self.record().incoming())
    }

    /// Returns the distinct base names of the middleware its operations and routes run, sorted.
    pub fn middleware(self) -> impl ExactSizeIterator<Item = &'r str> + Clone {
        let image = self.registry.image();
        let names = image.rows::<rows::Middleware>();
        image.list(self.record().middleware()).iter().map(move |id| image.str(names.get(id).name()))
    }

    /// Returns the middleware of `@middleware`, which every operation starts with.
    #[must_use]
    pub fn shared_middleware(self) -> Texts<'r> {
        Texts::ids(self.registry, self.record().shared_middleware())
    }

    /// Returns the line of `@middleware`.
    #[must_use]
    pub fn shared_middleware_line(self) -> Option<u32> {
        number(self.record().shared_line())
    }

    /// Returns the operations of `@operations`, `None` when all exist.
    #[must_use]
    pub fn operations(self) -> Option<Texts<'r>> {
        let record = self.record();
        (record.flags() & flag::OPERATIONS != 0).then(|| Texts::ids(self.registry, record.operations()))
    }

    /// Returns the `@meta` entries, with values as JSON text.
    #[must_use]
    pub fn meta(self) -> Pairs<'r> {
        Pairs::new(self.registry, self.record().meta())
    }

    /// Returns why it is deprecated, `Some("")` when no reason is given, `None` when it is not.
    #[must_use]
    pub fn deprecated(self) -> Option<&'r str> {
        let record = self.record();
        (record.flags() & flag::DEPRECATED != 0).then(|| self.text(record.deprecated()))
    }

    /// Returns what it was read from.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.resource("Article").unwrap().origin(), etched::Origin::Schema);
    /// # }
    /// ```
    #[must_use]
    pub fn origin(self) -> etched_core::Origin {
        etched_core::Origin::from_number(self.record().origin())
    }

    /// Returns the 128-bit hash over what it means: equal hashes mean equal declarations.
    #[must_use]
    pub fn hash(self) -> [u8; 16] {
        self.registry
            .image()
            .rows_of::<rows::EntityHash>(etched_core::layout::Section::ResourceHash)
            .get(self.index)
            .hash()
    }
}

handle! {
    /// The effective middleware of one operation.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let role = registry.resource("Role").unwrap();
    /// let create = role.chains().into_iter().find(|chain| chain.operation() == "create").unwrap();
    /// assert!(create.names().iter().eq(["auth", "admin"]));
    /// # }
    /// ```
    Chain => Chain, "chain"
}

impl<'r> Chain<'r> {
    texts! {
        /// Returns the operation.
        operation: operation text;
    }

    /// Returns the middleware in run order, with arguments.
    #[must_use]
    pub fn names(self) -> Texts<'r> {
        Texts::ids(self.registry, self.record().names())
    }

    /// Returns the line of the operation's own `@on`.
    #[must_use]
    pub fn line(self) -> Option<u32> {
        number(self.record().line())
    }
}

handle! {
    /// A place a resource is nested in.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let line = registry.resource("OrderLine").unwrap().nested().first().unwrap();
    /// assert_eq!((line.parent(), line.segment()), ("Order", Some("lines")));
    /// # }
    /// ```
    Nested => Nested, "nesting"
}

impl<'r> Nested<'r> {
    texts! {
        /// Returns the name of the parent resource.
        parent: parent text;
        /// Returns the path segment, `None` for the derived one.
        segment: segment text_opt;
    }

    /// Returns the line it is declared on.
    #[must_use]
    pub fn line(self) -> Option<u32> {
        number(self.record().line())
    }
}

handle! {
    /// A key or an index over members of a resource.
    ///
    /// ```
    /// let text = "@strict nullability
    ///     resource Like { article_id: uuid!  user_id: uuid!  @primary [article_id, user_id]  @index [user_id] as \"by_user\" }";
    /// let registry = etched::Registry::from_bytes(&etched_compiler::compile_str(text)?.to_file())?;
    /// let keys = registry.resource("Like").unwrap().keys();
    /// let primary = keys.first().unwrap();
    /// assert_eq!((primary.kind(), primary.name()), ("primary", None));
    /// assert!(primary.members().iter().eq(["article_id", "user_id"]));
    /// assert_eq!(keys.get(1).unwrap().name(), Some("by_user"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Key => Key, "key"
}

impl<'r> Key<'r> {
    texts! {
        /// Returns the kind: `primary`, `unique` or `index`.
        kind: kind text;
        /// Returns the name, `None` where none is given.
        name: name text_opt;
    }

    /// Returns the members in order: fields, relationships and foreign keys.
    #[must_use]
    pub fn members(self) -> Texts<'r> {
        Texts::ids(self.registry, self.record().members())
    }

    /// Returns the line it is declared on.
    #[must_use]
    pub fn line(self) -> Option<u32> {
        number(self.record().line())
    }
}

handle! {
    /// A finding a resource acknowledges.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let allow = registry.resource("User").unwrap().allows().first().unwrap();
    /// assert_eq!(allow.pattern(), "middleware/auth");
    /// assert!(!allow.reason().is_empty());
    /// # }
    /// ```
    Allow => Allow, "acknowledgement"
}

impl<'r> Allow<'r> {
    texts! {
        /// Returns the id of the pattern.
        pattern: pattern text;
        /// Returns the reason.
        reason: reason text;
    }

    /// Returns the line it is declared on.
    #[must_use]
    pub fn line(self) -> Option<u32> {
        number(self.record().line())
    }
}

handle! {
    /// A file the application was read from.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let file = registry.files().first().unwrap();
    /// assert_eq!(file.path(), Some("schema/accounts/address.cdt"));
    /// assert!(file.digest().is_some());
    /// # }
    /// ```
    SourceFile => File, "file"
}

impl<'r> SourceFile<'r> {
    texts! {
        /// Returns the path, such as `schema/shop/order.cdt`; `None` when stripped.
        path: path text_opt;
    }

    /// Returns the 128-bit hash of its bytes, of schema text with LF line ends and without a byte order mark; `None`
    /// where it is not known.
    #[must_use]
    pub fn digest(self) -> Option<[u8; 16]> {
        Some(self.record().digest()).filter(|digest| *digest != [0; 16])
    }
}

handle! {
    /// The crate an image was written for.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.embedder().unwrap().name(), "etched");
    /// # }
    /// ```
    Embedder => Embedder, "crate"
}

impl<'r> Embedder<'r> {
    texts! {
        /// Returns the name of the package.
        name: name text;
        /// Returns the version of the package.
        version: version text;
    }
}

debug! {
    Application(name, version)
    SourceFile(path, digest)
    Embedder(name, version)
    Resource(name)
    Chain(operation, names)
    Nested(parent, segment)
    Key(kind, members)
    Allow(pattern, reason)
}

impl<'r> Resource<'r> {
    /// Returns the registry it came from.
    #[must_use]
    pub fn registry(self) -> &'r crate::Registry {
        self.registry
    }

    pub(crate) fn at(registry: &'r crate::Registry, id: etched_core::cell::Id<rows::Resource>) -> Self {
        Self::new(registry, id.index)
    }
}
