//! What a resource is made of.

use etched_core::layout::{self as rows, flag};

use super::ty::kind;
use super::{FieldConstraint, Resource, TypeKind, debug, handle, member, texts};
use crate::list::{List, Pairs, Texts};

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident: $FLAG:ident;)*) => { $(
        $(#[$doc])*
        #[inline]
        #[must_use]
        pub fn $name(self) -> bool {
            self.record().flags() & flag::$FLAG != 0
        }
    )* };
}

/// Declares accessors for a type that may not be given: its text, and what it is made of.
macro_rules! types {
    ($(#[$doc:meta])* $text:ident, $(#[$kind_doc:meta])* $kind:ident: $cell:ident;) => {
        $(#[$doc])*
        #[inline]
        #[must_use]
        pub fn $text(self) -> Option<&'r str> {
            self.registry.image().get_opt(self.record().$cell()).map(|ty| self.text(ty.text()))
        }

        $(#[$kind_doc])*
        #[must_use]
        pub fn $kind(self) -> Option<TypeKind<'r>> {
            self.record().$cell().get().map(|ty| kind(self.registry, ty.index))
        }
    };
}

handle! {
    /// A field of a resource, or of an inline struct in one.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let title = registry.resource("Article").unwrap().field("title").unwrap();
    /// assert_eq!((title.ty(), title.base_type()), ("string(160)", "string"));
    /// assert!(title.required() && !title.nullable());
    /// assert!(title.constraints().iter().eq(["@min(5)", "@max(160)"]));
    /// assert_eq!(title.location().to_string(), "schema/magazine/article.cdt:14");
    /// # }
    /// ```
    Field => Field, "field"
}

impl<'r> Field<'r> {
    member!("field");
    texts! {
        /// Returns the name.
        name: name text;
        /// Returns the documentation.
        documentation: documentation text_opt;
        /// Returns the default value as JSON text.
        default_value: default text_opt;
    }
    flags! {
        /// Returns whether it may be null.
        nullable: NULLABLE;
        /// Returns whether it must be given.
        required: REQUIRED;
        /// Returns whether it was taken over from another resource.
        inherited: INHERITED;
    }

    /// Returns the whole type without its null mark, such as `string(50)` or `array<string!>`.
    ///
    /// The words `enum` and `struct` in it stand for [`values`](Self::values) and [`fields`](Self::fields).
    #[inline]
    #[must_use]
    pub fn ty(self) -> &'r str {
        self.text(self.registry.image().get(self.record().ty()).text())
    }

    /// Returns what the type is made of.
    #[must_use]
    pub fn kind(self) -> TypeKind<'r> {
        kind(self.registry, self.record().ty().index)
    }

    /// Returns the base type, such as `string` of `string(50)`.
    #[inline]
    #[must_use]
    pub fn base_type(self) -> &'r str {
        let image = self.registry.image();
        image.get_opt(image.get(self.record().ty()).base()).map_or("", |base| self.text(base.name()))
    }

    /// Returns the constraints, such as `@min(5)`.
    #[must_use]
    pub fn constraints(self) -> List<'r, FieldConstraint<'r>> {
        List::ids(self.registry, self.record().constraints())
    }

    fn extra(self) -> etched_core::Rec<'r, rows::FieldExtra> {
        self.registry.image().extra(self.record().extra())
    }

    /// Returns the format of an imported type, such as `unix-time`.
    #[must_use]
    pub fn format(self) -> Option<&'r str> {
        self.text_opt(self.extra().format())
    }

    /// Returns the values of an enum.
    #[must_use]
    pub fn values(self) -> Texts<'r> {
        Texts::ids(self.registry, self.extra().values())
    }

    /// Returns the fields of an inline struct.
    #[must_use]
    pub fn fields(self) -> List<'r, Field<'r>> {
        List::run(self.registry, self.extra().fields())
    }

    /// Returns the field of whose inline struct it is one; `None` for a field of the resource itself.
    ///
    /// ```
    /// let text = "@strict nullability resource Order { totals: { net: int! }! }";
    /// let registry = etched::Registry::from_bytes(&etched_compiler::compile_str(text)?.to_file())?;
    /// let totals = registry.resource("Order").unwrap().field("totals").unwrap();
    /// assert_eq!(totals.fields().first().unwrap().parent(), Some(totals));
    /// assert_eq!(totals.parent(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn parent(self) -> Option<Field<'r>> {
        self.extra().parent().get().map(|id| super::Handle::new(self.registry, id.index))
    }

    /// Returns the tags.
    #[must_use]
    pub fn tags(self) -> Texts<'r> {
        Texts::ids(self.registry, self.extra().tags())
    }

    /// Returns the `@meta` entries, with values as JSON text.
    #[must_use]
    pub fn meta(self) -> Pairs<'r> {
        Pairs::new(self.registry, self.extra().meta())
    }
}

handle! {
    /// A relationship between two resources, as one of them declares it.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let author = registry.resource("Article").unwrap().relationship("author").unwrap();
    /// assert_eq!((author.kind(), author.target_name()), ("belongs_to", "User"));
    /// assert_eq!((author.foreign_key(), author.on_delete()), (Some("author_id"), Some("restrict")));
    /// assert_eq!(author.target(), registry.resource("User"));
    /// # }
    /// ```
    Relationship => Relationship, "relationship"
}

impl<'r> Relationship<'r> {
    member!("relationship");
    texts! {
        /// Returns the name, such as `author`.
        name: name text;
        /// Returns the name of the resource it points to.
        target_name: target_name text;
        /// Returns the foreign key.
        foreign_key: foreign_key text_opt;
        /// Returns the resource or table it goes through.
        through: through text_opt;
        /// Returns what happens to this side when the target is deleted.
        on_delete: on_delete text_opt;
        /// Returns what happens to this side when the target's key changes.
        on_update: on_update text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }
    flags! {
        /// Returns whether it may be null.
        nullable: NULLABLE;
    }

    /// Returns the foreign key it has when none is given: `author_id` of `author: User!`, and the name of the resource
    /// that declares it where the other side holds the key.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let author = registry.resource("Article").unwrap().relationship("author").unwrap();
    /// assert_eq!(author.usual_key(), "author_id");
    /// # }
    /// ```
    ///
    /// Cost: one allocation.
    #[must_use]
    pub fn usual_key(self) -> String {
        let owner = self.resource().name();
        etched_core::name::foreign_key(self.kind(), self.name(), owner).collect()
    }

    /// The key that ties the records of both sides: the one given, or the usual one.
    #[cfg(feature = "graph")]
    pub(crate) fn key(self) -> std::borrow::Cow<'r, str> {
        self.foreign_key().map_or_else(|| self.usual_key().into(), Into::into)
    }

    /// Returns the kind: `belongs_to`, `has_many`, `has_many_through`, `has_one`, or a document's own.
    #[inline]
    #[must_use]
    pub fn kind(self) -> &'r str {
        self.text(self.registry.image().get(self.record().kind()).name())
    }

    /// Returns the resource it points to; `None` where a document points to one it does not declare.
    #[inline]
    #[must_use]
    pub fn target(self) -> Option<Resource<'r>> {
        self.record().target().get().map(|id| Resource::at(self.registry, id))
    }

    /// Returns the other options.
    #[must_use]
    pub fn options(self) -> Pairs<'r> {
        Pairs::new(self.registry, self.record().options())
    }
}

handle! {
    /// Code that runs before or after an operation.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let hook = registry.resource("Article").unwrap().hooks().first().unwrap();
    /// assert_eq!(hook.event(), "before_create");
    /// assert_eq!(hook.source_code(), Some("self.slug = String.slugify(self.title)"));
    /// assert!(hook.calls().eq(["String.slugify"]));
    /// # }
    /// ```
    Hook => Hook, "hook"
}

impl<'r> Hook<'r> {
    member!("hook");
    texts! {
        /// Returns when it runs, such as `before_create`.
        event: event text;
        /// Returns the body; `None` when it is empty or was stripped.
        source_code: body text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }
    flags! {
        /// Returns whether it runs in the transaction of its operation.
        transaction: TRANSACTION;
        /// Returns whether it runs beside its operation.
        is_async: ASYNC;
    }

    /// Returns the functions it calls, sorted.
    pub fn calls(self) -> impl ExactSizeIterator<Item = &'r str> + Clone {
        let image = self.registry.image();
        let names = image.rows::<rows::Callee>();
        image.list(self.record().calls()).iter().map(move |id| image.str(names.get(id).name()))
    }

    /// Returns why it is deprecated, `Some("")` when no reason is given, `None` when it is not.
    #[must_use]
    pub fn deprecated(self) -> Option<&'r str> {
        let record = self.record();
        (record.flags() & flag::DEPRECATED != 0).then(|| self.text(record.deprecated()))
    }
}

handle! {
    /// A validation.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let block = registry.resource("Article").unwrap().validations().first().unwrap();
    /// assert_eq!((block.kind(), block.field()), ("custom", None));
    /// assert!(block.source_code().unwrap().contains("Still to be done"));
    /// # }
    /// ```
    Validation => Validation, "validation"
}

impl<'r> Validation<'r> {
    member!("validation");
    texts! {
        /// Returns the field it looks at; `None` for a block.
        field: field text_opt;
        /// Returns its kind; `custom` for a `@validate` block.
        kind: kind text;
        /// Returns the value it compares with, as JSON text.
        value: value text_opt;
        /// Returns what it tells the user.
        message: message text_opt;
        /// Returns the body of a `@validate` block; `None` when it was stripped.
        source_code: body text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }
}

handle! {
    /// A constraint over several fields.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let constraint = registry.resource("Article").unwrap().constraints().first().unwrap();
    /// assert_eq!(constraint.name(), "second_reader");
    /// assert!(constraint.operations().iter().eq(["update"]));
    /// assert_eq!(constraint.when(), Some("self.status_changed_to?(\"published\")"));
    /// # }
    /// ```
    Constraint => Constraint, "constraint"
}

impl<'r> Constraint<'r> {
    member!("constraint");
    texts! {
        /// Returns the name.
        name: name text;
        /// Returns what must hold.
        condition: condition text;
        /// Returns when it is looked at.
        when: when text_opt;
        /// Returns what it tells the user.
        error: error text;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }

    /// Returns the operations it guards.
    #[must_use]
    pub fn operations(self) -> Texts<'r> {
        Texts::ids(self.registry, self.record().operations())
    }
}

handle! {
    /// Something that always holds.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let invariant = registry.resource("Article").unwrap().invariants().first().unwrap();
    /// assert_eq!(invariant.error(), "A published article has a date of publication");
    /// # }
    /// ```
    Invariant => Invariant, "invariant"
}

impl<'r> Invariant<'r> {
    member!("invariant");
    texts! {
        /// Returns the name.
        name: name text;
        /// Returns what always holds.
        condition: condition text;
        /// Returns what it tells the user.
        error: error text;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }
}

handle! {
    /// A named query.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let scope = registry.resource("Article").unwrap().scopes().get(1).unwrap();
    /// assert_eq!(scope.name(), "by_author");
    /// assert_eq!(scope.parameters().first().unwrap().ty(), Some("uuid"));
    /// # }
    /// ```
    Scope => Scope, "scope"
}

impl<'r> Scope<'r> {
    member!("scope");
    texts! {
        /// Returns the name.
        name: name text;
        /// Returns the body; `None` when it is empty or was stripped.
        query: query text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }

    /// Returns the parameters.
    #[must_use]
    pub fn parameters(self) -> List<'r, Parameter<'r>> {
        List::run(self.registry, self.record().parameters())
    }
}

handle! {
    /// A computed field.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let minutes = registry.resource("Article").unwrap().computed().first().unwrap();
    /// assert_eq!((minutes.name(), minutes.ty(), minutes.nullable()), ("reading_minutes", Some("int"), false));
    /// # }
    /// ```
    Computed => Computed, "computed field"
}

impl<'r> Computed<'r> {
    member!("computed field");
    texts! {
        /// Returns the name.
        name: name text;
        /// Returns the body; `None` when it is empty or was stripped.
        expression: expression text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }
    types! {
        /// Returns the type without its null mark.
        ty,
        /// Returns what the type is made of.
        kind: ty;
    }
    flags! {
        /// Returns whether it may be null.
        nullable: NULLABLE;
    }
}

handle! {
    /// A function a resource defines.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let readable = registry.resource("Article").unwrap().functions().first().unwrap();
    /// assert_eq!((readable.name(), readable.returns()), ("readable_by", Some("bool")));
    /// assert_eq!(readable.parameters().len(), 2);
    /// # }
    /// ```
    Function => Function, "function"
}

impl<'r> Function<'r> {
    member!("function");
    texts! {
        /// Returns the name.
        name: name text;
        /// Returns the body; `None` when it is empty or was stripped.
        source_code: body text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }
    types! {
        /// Returns the return type without its null mark.
        returns,
        /// Returns what that type is made of.
        return_kind: returns;
    }
    flags! {
        /// Returns whether it may return null.
        nullable: NULLABLE;
    }

    /// Returns the parameters.
    #[must_use]
    pub fn parameters(self) -> List<'r, Parameter<'r>> {
        List::run(self.registry, self.record().parameters())
    }
}

handle! {
    /// A parameter of a scope, a function or a route.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let readable = registry.resource("Article").unwrap().functions().first().unwrap();
    /// let reader = readable.parameters().first().unwrap();
    /// assert_eq!((reader.name(), reader.ty(), reader.nullable()), ("reader", Some("uuid"), true));
    /// # }
    /// ```
    Parameter => Parameter, "parameter"
}

impl<'r> Parameter<'r> {
    texts! {
        /// Returns the name.
        name: name text;
        /// Returns where it is in a request: `path`, `query`, `header`, `cookie`.
        location: location text_opt;
        /// Returns the documentation.
        documentation: documentation text_opt;
    }
    types! {
        /// Returns the type without its null mark.
        ty,
        /// Returns what the type is made of.
        kind: ty;
    }
    flags! {
        /// Returns whether it may be null.
        nullable: NULLABLE;
        /// Returns whether it must be given.
        required: REQUIRED;
    }
}

debug! {
    Field(name, ty)
    Relationship(name, kind, target_name)
    Hook(event)
    Validation(field, kind)
    Constraint(name)
    Invariant(name)
    Scope(name)
    Computed(name, ty)
    Function(name, returns)
    Parameter(name, ty)
}
