//! What an application is, whatever it was read from: the one type between the readers and the image.
//!
//! A schema, a metadata document, an OpenAPI document and an image all become a [`Model`]. Lists are in declaration
//! order. Absent text is the empty string, an unknown line is 0. Positions are a file path and a line, because that is
//! all a document knows; spans live in the syntax tree and end there.
//!
//! A model of a large application is the largest thing a build holds, and most of what its records could have, most
//! of them have not. So a [`Text`] is one pointer, and what only some records have stands behind another, as an
//! [`Extra`].

use std::collections::BTreeMap;

mod extra;
mod text;

pub use extra::Extra;
use extra::extra;
pub use text::Text;
#[cfg(feature = "document")]
pub(crate) use text::Texts;

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
    /// Paths of the schema files, sorted; a file may declare nothing.
    pub files: Vec<Text>,
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

/// A field: `title: string(80)! @min(5)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Name.
    pub name: Text,
    /// The whole type without its null mark: `string(50)`, `array<string!>`, `enum`, `struct`, `array<struct!>`.
    ///
    /// The words `enum` and `struct` stand for [`values`](FieldExtra::values) and [`fields`](FieldExtra::fields); a type
    /// has at most one of them, at its end.
    pub ty: Text,
    /// May be null.
    pub nullable: bool,
    /// Must be given. Not the opposite of `nullable`: an OpenAPI property has all four states.
    pub required: bool,
    /// Constraints as written in canonical form: `@min(5)`.
    pub constraints: Vec<Text>,
    /// Line.
    pub line: u32,
    /// Taken over from another resource (OpenAPI `allOf`).
    pub inherited: bool,
    /// What only some fields have.
    pub extra: Extra<FieldExtra>,
}

/// What only some fields have: [`Field::extra`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldExtra {
    /// Default value as JSON text.
    pub default: Option<Text>,
    /// Documentation.
    pub documentation: Text,
    /// Tags.
    pub tags: Vec<Text>,
    /// Format of an imported type, such as `unix-time`.
    pub format: Text,
    /// Values of an enum.
    pub values: Vec<Text>,
    /// Fields of an inline struct.
    pub fields: Vec<Field>,
    /// `@meta` entries as (key, JSON text).
    pub meta: Vec<(Text, Text)>,
}

extra! { Field: FieldExtra {
    default: None,
    documentation: Text::EMPTY,
    tags: Vec::new(),
    format: Text::EMPTY,
    values: Vec::new(),
    fields: Vec::new(),
    meta: Vec::new(),
} }

/// A relationship: `author: User! { on_delete: restrict }`, `@has_many Comment as "comments"`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relationship {
    /// Name, such as `author`.
    pub name: Text,
    /// `belongs_to`, `has_many`, `has_many_through`, `has_one`, `one_of`, `extends` or a document's own.
    pub kind: Text,
    /// Name of the resource it points to.
    pub target: Text,
    /// Foreign key.
    pub foreign_key: Text,
    /// Line.
    pub line: u32,
    /// May be null.
    pub nullable: bool,
    /// What only some relationships have.
    pub extra: Extra<RelationshipExtra>,
}

/// What only some relationships have: [`Relationship::extra`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RelationshipExtra {
    /// Resource (schema) or table (documents) it goes through.
    pub through: Text,
    /// What happens to this side when the target is deleted.
    pub on_delete: Text,
    /// What happens to this side when the target's key changes.
    pub on_update: Text,
    /// Documentation.
    pub documentation: Text,
    /// Other options as (key, text).
    pub options: Vec<(Text, Text)>,
}

extra! { Relationship: RelationshipExtra {
    through: Text::EMPTY,
    on_delete: Text::EMPTY,
    on_update: Text::EMPTY,
    documentation: Text::EMPTY,
    options: Vec::new(),
} }

/// A hook: `@before create @transaction { … }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hook {
    /// When it runs, such as `before_create`.
    pub event: Text,
    /// Runs in the transaction of its operation.
    pub transaction: bool,
    /// Runs beside its operation.
    pub is_async: bool,
    /// Body text without the outer braces, dedented.
    pub body: Text,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: Text,
    /// Deprecation.
    pub deprecated: Option<Text>,
}

/// A validation: a `@validate { … }` block, or one of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Validation {
    /// Field it looks at, empty for a block.
    pub field: Text,
    /// Its kind; `custom` for a `@validate` block.
    pub kind: Text,
    /// Value it compares with, as JSON text; empty for none.
    pub value: Text,
    /// What it tells the user.
    pub message: Text,
    /// Body text of a `@validate` block.
    pub body: Text,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: Text,
}

/// A constraint over several fields: `@constraint positive { condition: self.total > 0 error: "…" }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraint {
    /// Name.
    pub name: Text,
    /// Operations it guards.
    pub operations: Vec<Text>,
    /// What must hold.
    pub condition: Text,
    /// When it is looked at.
    pub when: Text,
    /// What it tells the user.
    pub error: Text,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: Text,
}

/// An invariant: `@invariant dated { condition: self.ends_at != nil error: "…" }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Invariant {
    /// Name.
    pub name: Text,
    /// What always holds.
    pub condition: Text,
    /// What it tells the user.
    pub error: Text,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: Text,
}

/// A scope, which is a named query: `@scope by_author(id: uuid!) { … }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Name.
    pub name: Text,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Body text.
    pub query: Text,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: Text,
}

/// A computed field: `@computed total: int! { … }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Computed {
    /// Name.
    pub name: Text,
    /// Type without its null mark.
    pub ty: Text,
    /// May be null.
    pub nullable: bool,
    /// Body text.
    pub expression: Text,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: Text,
}

/// A function a resource defines: `@function may(action: string!) -> bool! { … }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Function {
    /// Name.
    pub name: Text,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Return type without its null mark.
    pub returns: Text,
    /// May return null.
    pub nullable: bool,
    /// Body text.
    pub body: Text,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: Text,
}

/// A parameter of a scope, a function or a route: `action: string!`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameter {
    /// Name.
    pub name: Text,
    /// Where it stands in a request: `path`, `query`, `header`, `cookie`; empty for scopes and functions.
    pub location: Text,
    /// Type without its null mark.
    pub ty: Text,
    /// May be null.
    pub nullable: bool,
    /// Must be given.
    pub required: bool,
    /// Documentation.
    pub documentation: Text,
}

/// A route, derived or declared: `@route POST "/posts/:id/publish" -> publish [auth]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Method in capitals.
    pub method: Text,
    /// Path template, prefix included.
    pub path: Text,
    /// Handler, such as `Post.list`.
    pub handler: Text,
    /// Name of the resource it serves; may be empty or unknown in documents.
    pub resource: Text,
    /// Operation, such as `list`.
    pub operation: Text,
    /// Effective middleware in run order.
    pub middleware: Vec<Text>,
    /// File it comes from.
    pub file_path: Text,
    /// Line it comes from.
    pub line: u32,
    /// Declared by `@route` or by a document, not derived from the REST operations.
    pub declared: bool,
    /// What only some routes have.
    pub extra: Extra<RouteExtra>,
}

/// What only some routes have: [`Route::extra`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RouteExtra {
    /// Type of the request body.
    pub request_body: Text,
    /// Type of the response body.
    pub response_body: Text,
    /// Documentation.
    pub documentation: Text,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Tags.
    pub tags: Vec<Text>,
    /// Deprecation.
    pub deprecated: Option<Text>,
}

extra! { Route: RouteExtra {
    request_body: Text::EMPTY,
    response_body: Text::EMPTY,
    documentation: Text::EMPTY,
    parameters: Vec::new(),
    tags: Vec::new(),
    deprecated: None,
} }

/// A reference between two resources that no relationship stands for, as OpenAPI documents have them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Resource that refers.
    pub from: Text,
    /// Resource referred to.
    pub to: Text,
}

/// A pattern, which is something the application does in one way in several places; found by
/// [`discover`](crate::patterns::discover).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    /// Id, such as `middleware/auth+rate_limit`.
    pub id: Text,
    /// Name, such as `authenticated_rate_limited_handler`.
    pub name: Text,
    /// Category.
    pub category: Text,
    /// One sentence.
    pub description: Text,
    /// What to write.
    pub template: Text,
    /// Where it is done.
    pub examples: Vec<Example>,
    /// Uses.
    pub frequency: u32,
    /// Between 0 and 1.
    pub confidence: f64,
    /// What was counted; `None` for patterns of foreign documents.
    pub support: Option<Support>,
}

/// How often a [`Pattern`] is kept where it could be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Support {
    /// Places that keep it.
    pub support: u32,
    /// Places where it could apply.
    pub applicable: u32,
    /// Lower bound of the 95 % Wilson score interval of `support / applicable`.
    pub wilson: f64,
}

/// A place that keeps a [`Pattern`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Resource it stands in.
    pub resource: Text,
    /// File.
    pub file_path: Text,
    /// Line.
    pub line: u32,
    /// Text.
    pub code: Text,
}

/// A place where a well-supported [`Pattern`] is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deviation {
    /// Id of the pattern.
    pub pattern: Text,
    /// What deviates, such as `Post.delete`.
    pub subject: Text,
    /// Resource it belongs to.
    pub resource: Text,
    /// What was counted: the pattern's counts where it is a habit of this kind of place.
    pub support: Support,
    /// Id of another pattern that stands in its place; empty for none.
    pub rival: Text,
    /// What to write.
    pub template: Text,
    /// File.
    pub file_path: Text,
    /// Line.
    pub line: u32,
}

impl Route {
    /// Returns the id routes have as graph nodes and on the command line: `GET /posts/:id`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Returns the base name of a middleware text: `rate_limit` of `rate_limit(5/hour)`.
///
/// ```
/// assert_eq!(etched_compiler::model::middleware_base("rate_limit(5/hour)"), "rate_limit");
/// ```
#[must_use]
pub fn middleware_base(text: &str) -> &str {
    text.split('(').next().unwrap_or(text).trim_end()
}

/// Returns the base of a type text: `string` of `string(50)`, `array` of `array<int!>`, `int` of `integer`.
///
/// ```
/// assert_eq!(etched_compiler::model::base_type("decimal(10,2)"), "decimal");
/// ```
#[must_use]
pub fn base_type(text: &str) -> &str {
    let base = text.split(['(', '<']).next().unwrap_or(text).trim_end();
    match base {
        "integer" => "int",
        "boolean" => "bool",
        "datetime" => "timestamp",
        _ => base,
    }
}
