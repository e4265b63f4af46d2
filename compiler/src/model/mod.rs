//! What an application is, whatever it was read from: the one type between the readers and the image.
//!
//! A schema, a metadata document, an OpenAPI document and an image all become a [`Model`]. Lists are in declaration
//! order. Absent text is the empty string, an unknown line is 0. Positions are a file path and a line, because that is
//! all a document knows; spans live in the syntax tree and end there.
//!
//! Records are made with `..Default::default()`: minor versions add members.
//!
//! A model of a large application is the largest thing a build holds, and most of what its records could have, most
//! of them have not. So a [`Text`] is one pointer, and what only some records have is behind another, as an
//! [`Extra`].

use std::collections::BTreeMap;

mod constraint;
mod doubts;
mod extra;
mod member;
mod notation;
mod pattern;
mod route;
mod text;
mod ty;

pub use constraint::{FieldConstraint, Literal};
pub use doubts::doubts;
pub use etched_core::scalar::Scalar;
pub use etched_core::{Authentication, Origin};
pub use extra::Extra;
use extra::extra;
pub use member::{
    Computed, Constraint, Field, FieldExtra, Function, Hook, Invariant, Parameter, Relationship, RelationshipExtra,
    Scope, Validation,
};
pub use pattern::{Deviation, Example, Pattern, Support, Variant};
pub use route::{Alternative, Response, Route, RouteExtra};
pub use text::Text;
#[cfg(feature = "document")]
pub(crate) use text::Texts;
pub use ty::{Element, Mark, Type, TypeKind};

/// An application.
///
/// The other records of this module are what it is made of: each is a construct of the schema language, with what its
/// text says.
///
/// ```
/// use etched_compiler::{Sources, compile};
///
/// let text = r#"@strict nullability
/// resource Post {
///   title: string(80)! @min(5)
///   author: User!
///   @on create: [auth]
///   @before create { self.title = String.trim(self.title) }
///   @scope recent(days: int!) { order_by: "title" }
/// }
/// resource User { name: string! }"#;
/// let model = compile(&Sources::from_texts([("schema/blog.cdt", text)]))?.model;
/// let post = &model.resources[0];
/// assert_eq!((&*post.fields[0].ty, &*post.fields[0].constraints[0]), ("string(80)", "@min(5)"));
/// assert_eq!((&*post.relationships[0].kind, &*post.relationships[0].foreign_key), ("belongs_to", "author_id"));
/// assert_eq!((&*post.hooks[0].event, post.hooks[0].line), ("before_create", 6));
/// assert_eq!(&*post.scopes[0].parameters[0].ty, "int");
/// assert_eq!((&*model.routes[0].path, &*model.routes[0].handler), ("/posts", "Post.list"));
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// What the `@application` directive says.
    pub application: Application,
    /// The schema files, sorted by path; a file may declare nothing.
    pub files: Vec<File>,
    /// Resources.
    pub resources: Vec<Resource>,
    /// Routes, derived and declared.
    pub routes: Vec<Route>,
    /// References that no relationship stands for: (resource, referred resource), once each (imported documents).
    pub references: Vec<Reference>,
    /// Patterns, by frequency, then id.
    pub patterns: Vec<Pattern>,
    /// Places where a pattern is absent, best supported first.
    pub deviations: Vec<Deviation>,
    /// Coverage of the pattern categories: name and number of distinct resources that use one of its patterns, by name.
    pub coverage: Vec<(Text, u32)>,
    /// What an import could not represent: reason and count.
    pub not_represented: Vec<(Text, u32)>,
}

/// A file that an application was read from.
///
/// ```
/// use etched_compiler::{Sources, compile};
///
/// let of = |text: &str| compile(&Sources::from_texts([("tag.cdt", text)])).map(|compiled| compiled.model.files[0].clone());
/// let tag = of("@strict nullability resource Tag { name: string! }")?;
/// assert_eq!(&*tag.path, "tag.cdt");
/// assert_ne!(tag.digest, of("@strict nullability resource Tag { title: string! }")?.digest);
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Path, such as `schema/shop/order.cdt`.
    pub path: Text,
    /// Hash of its bytes; of schema text with LF line ends and without a byte order mark, so that it is the same on every
    /// machine. Zeros where it is not known, as of documents of others.
    pub digest: [u8; 16],
}

impl File {
    /// Returns the file of that path and content.
    #[must_use]
    pub fn new(path: impl Into<Text>, content: &[u8]) -> Self {
        Self { path: path.into(), digest: etched_core::hash::hash128(content) }
    }
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // In one expression: before Rust 1.89 a `format_args!` does not outlive its statement.
        f.debug_struct("File")
            .field("path", &self.path)
            .field("digest", &format_args!("{:032x}", u128::from_be_bytes(self.digest)))
            .finish()
    }
}

/// The directive `@application "storefront" { version: "1.4.0" }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Application {
    /// Name.
    pub name: Text,
    /// Version of the application's interface.
    pub version: Text,
    /// What the source was, as a hash.
    pub source_hash: Text,
    /// Documentation.
    pub documentation: Text,
    /// Path every derived route starts with, such as `/api`; empty for none.
    pub route_prefix: Text,
    /// Where the directive stands.
    pub file_path: Text,
    /// Line of the directive.
    pub line: u32,
    /// Other options, such as `pattern_min_frequency`, as (key, text).
    pub options: Vec<(Text, Text)>,
    /// What middleware does whose name does not tell, as (text or base name, kind).
    pub kinds: Vec<(Text, Text)>,
}

/// A resource: `resource Post { … }`. [`Model`] has an example.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// Name, such as `BlogPost`.
    pub name: Text,
    /// Documentation.
    pub documentation: Text,
    /// File it is declared in.
    pub file_path: Text,
    /// Line it is declared on.
    pub line: u32,
    /// Fields.
    pub fields: Vec<Field>,
    /// Relationships.
    pub relationships: Vec<Relationship>,
    /// What it was read from.
    pub origin: Origin,
    /// What only some resources have.
    pub extra: Extra<ResourceExtra>,
}

/// What only some resources have: [`Resource::extra`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceExtra {
    /// Path segment from `@path`.
    pub path: Text,
    /// Operations from `@operations`; `None` when it was not given.
    pub operations: Option<Vec<Text>>,
    /// Keys and indexes over members: `@unique [article, position]`.
    pub keys: Vec<Key>,
    /// The field that stands for it in paths, from `@key`.
    pub path_key: Text,
    /// Resources it is nested under.
    pub nested_under: Vec<Nested>,
    /// Middleware from `@middleware`, with arguments.
    pub shared_middleware: Vec<Text>,
    /// Line of `@middleware`.
    pub shared_line: u32,
    /// Effective middleware per operation, in run order, starting with `shared_middleware`.
    pub middleware: BTreeMap<Text, Chain>,
    /// Deprecation: `None` not deprecated, `Some("")` without a reason.
    pub deprecated: Option<Text>,
    /// `@meta` entries as (key, JSON text).
    pub meta: Vec<(Text, Text)>,
    /// Findings it acknowledges.
    pub allows: Vec<Allow>,
    /// Hooks.
    pub hooks: Vec<Hook>,
    /// Validations.
    pub validations: Vec<Validation>,
    /// Constraints over several fields.
    pub constraints: Vec<Constraint>,
    /// Invariants.
    pub invariants: Vec<Invariant>,
    /// Scopes.
    pub scopes: Vec<Scope>,
    /// Computed fields.
    pub computed_fields: Vec<Computed>,
    /// Functions.
    pub functions: Vec<Function>,
}

extra! { Resource: ResourceExtra {
    path: Text::EMPTY,
    operations: None,
    keys: Vec::new(),
    path_key: Text::EMPTY,
    nested_under: Vec::new(),
    shared_middleware: Vec::new(),
    shared_line: 0,
    middleware: BTreeMap::new(),
    deprecated: None,
    meta: Vec::new(),
    allows: Vec::new(),
    hooks: Vec::new(),
    validations: Vec::new(),
    constraints: Vec::new(),
    invariants: Vec::new(),
    scopes: Vec::new(),
    computed_fields: Vec::new(),
    functions: Vec::new(),
} }

/// A place a resource is nested in: `@nested under Post as "comments"`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nested {
    /// Name of the parent resource.
    pub parent: Text,
    /// Path segment, empty for the derived one.
    pub segment: Text,
    /// Line.
    pub line: u32,
}

/// A key or an index over members of a resource: `@unique [article, position] as "place"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// Kind: `primary`, `unique` or `index`.
    pub kind: Text,
    /// Name; empty where none is given.
    pub name: Text,
    /// Fields, relationships or foreign keys, in order.
    pub members: Vec<Text>,
    /// Line.
    pub line: u32,
}

/// The effective middleware of one operation: of `@middleware [auth]` and `@on create: [rate_limit(5/hour)]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// Texts such as `rate_limit(5/hour)`, in run order.
    pub names: Vec<Text>,
    /// Line of the operation's own `@on`, 0 when it has none.
    pub line: u32,
}

/// A finding that is acknowledged: `@allow("pattern-id", "reason")`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Allow {
    /// Id of the pattern.
    pub pattern: Text,
    /// Why the deviation is right.
    pub reason: Text,
    /// Line.
    pub line: u32,
}

/// A reference between two resources that no relationship stands for, as OpenAPI documents have them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Resource that refers.
    pub from: Text,
    /// Resource referred to.
    pub to: Text,
}
