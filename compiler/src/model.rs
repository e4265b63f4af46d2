//! What an application is, whatever it was read from: the one type between the readers and the image.
//!
//! A schema, a metadata document, an OpenAPI document and an image all become a [`Model`]. Lists are in declaration
//! order. Absent text is the empty string, an unknown line is 0. Positions are a file path and a line, because that is
//! all a document knows; spans live in the syntax tree and end there.

use std::collections::BTreeMap;

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
    pub files: Vec<String>,
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
    pub coverage: Vec<(String, u32)>,
    /// What an import could not represent: reason and count.
    pub not_represented: Vec<(String, u32)>,
}

/// The `@application` directive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Application {
    /// Name.
    pub name: String,
    /// Version of the application's interface.
    pub version: String,
    /// What the source was, as a hash.
    pub source_hash: String,
    /// Documentation.
    pub documentation: String,
    /// Path every derived route starts with, such as `/api`; empty for none.
    pub route_prefix: String,
    /// Where the directive stands.
    pub file_path: String,
    /// Line of the directive.
    pub line: u32,
    /// Other options, such as `pattern_min_frequency`, as (key, text).
    pub options: Vec<(String, String)>,
}

/// A resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// Name, such as `BlogPost`.
    pub name: String,
    /// Documentation.
    pub documentation: String,
    /// File it is declared in.
    pub file_path: String,
    /// Line it is declared on.
    pub line: u32,
    /// Path segment from `@path`.
    pub path: String,
    /// Operations from `@operations`; `None` when it was not given.
    pub operations: Option<Vec<String>>,
    /// Resources it is nested under.
    pub nested_under: Vec<Nested>,
    /// Middleware from `@middleware`, with arguments.
    pub shared_middleware: Vec<String>,
    /// Line of `@middleware`.
    pub shared_line: u32,
    /// Effective middleware per operation, in run order, starting with `shared_middleware`.
    pub middleware: BTreeMap<String, Chain>,
    /// Deprecation: `None` not deprecated, `Some("")` without a reason.
    pub deprecated: Option<String>,
    /// `@meta` entries as (key, JSON text).
    pub meta: Vec<(String, String)>,
    /// Findings it acknowledges.
    pub allows: Vec<Allow>,
    /// Fields.
    pub fields: Vec<Field>,
    /// Relationships.
    pub relationships: Vec<Relationship>,
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

/// `@nested under Post as "comments"`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nested {
    /// Name of the parent resource.
    pub parent: String,
    /// Path segment, empty for the derived one.
    pub segment: String,
    /// Line.
    pub line: u32,
}

/// The effective middleware of one operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// Texts such as `rate_limit(5/hour)`, in run order.
    pub names: Vec<String>,
    /// Line of the operation's own `@on`, 0 when it has none.
    pub line: u32,
}

/// `@allow("pattern-id", "reason")`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Allow {
    /// Id of the pattern.
    pub pattern: String,
    /// Why the deviation is right.
    pub reason: String,
    /// Line.
    pub line: u32,
}

/// A field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Name.
    pub name: String,
    /// The whole type without its null mark: `string(50)`, `array<string!>`, `enum`, `struct`, `array<struct!>`.
    ///
    /// The words `enum` and `struct` stand for [`values`](Self::values) and [`fields`](Self::fields); a type has at
    /// most one of them, at its end.
    pub ty: String,
    /// May be null.
    pub nullable: bool,
    /// Must be given. Not the opposite of `nullable`: an OpenAPI property has all four states.
    pub required: bool,
    /// Default value as JSON text.
    pub default: Option<String>,
    /// Constraints as written in canonical form: `@min(5)`.
    pub constraints: Vec<String>,
    /// Documentation.
    pub documentation: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Line.
    pub line: u32,
    /// Format of an imported type, such as `unix-time`.
    pub format: String,
    /// Values of an enum.
    pub values: Vec<String>,
    /// Fields of an inline struct.
    pub fields: Vec<Field>,
    /// Taken over from another resource (OpenAPI `allOf`).
    pub inherited: bool,
    /// `@meta` entries as (key, JSON text).
    pub meta: Vec<(String, String)>,
}

/// A relationship.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relationship {
    /// Name, such as `author`.
    pub name: String,
    /// `belongs_to`, `has_many`, `has_many_through`, `has_one`, `one_of`, `extends` or a document's own.
    pub kind: String,
    /// Name of the resource it points to.
    pub target: String,
    /// Foreign key.
    pub foreign_key: String,
    /// Resource (schema) or table (documents) it goes through.
    pub through: String,
    /// What happens to this side when the target is deleted.
    pub on_delete: String,
    /// What happens to this side when the target's key changes.
    pub on_update: String,
    /// Documentation.
    pub documentation: String,
    /// Line.
    pub line: u32,
    /// May be null.
    pub nullable: bool,
    /// Other options as (key, text).
    pub options: Vec<(String, String)>,
}

/// A hook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hook {
    /// When it runs, such as `before_create`.
    pub event: String,
    /// Runs in the transaction of its operation.
    pub transaction: bool,
    /// Runs beside its operation.
    pub is_async: bool,
    /// Body text without the outer braces, dedented.
    pub body: String,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: String,
    /// Deprecation.
    pub deprecated: Option<String>,
}

/// A validation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Validation {
    /// Field it looks at, empty for a block.
    pub field: String,
    /// Its kind; `custom` for a `@validate` block.
    pub kind: String,
    /// Value it compares with, as JSON text; empty for none.
    pub value: String,
    /// What it tells the user.
    pub message: String,
    /// Body text of a `@validate` block.
    pub body: String,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: String,
}

/// A constraint over several fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraint {
    /// Name.
    pub name: String,
    /// Operations it guards.
    pub operations: Vec<String>,
    /// What must hold.
    pub condition: String,
    /// When it is looked at.
    pub when: String,
    /// What it tells the user.
    pub error: String,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: String,
}

/// An invariant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Invariant {
    /// Name.
    pub name: String,
    /// What always holds.
    pub condition: String,
    /// What it tells the user.
    pub error: String,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: String,
}

/// A scope: a named query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Name.
    pub name: String,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Body text.
    pub query: String,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: String,
}

/// A computed field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Computed {
    /// Name.
    pub name: String,
    /// Type without its null mark.
    pub ty: String,
    /// May be null.
    pub nullable: bool,
    /// Body text.
    pub expression: String,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: String,
}

/// A function a resource defines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Function {
    /// Name.
    pub name: String,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Return type without its null mark.
    pub returns: String,
    /// May return null.
    pub nullable: bool,
    /// Body text.
    pub body: String,
    /// Line.
    pub line: u32,
    /// Documentation.
    pub documentation: String,
}

/// A parameter of a scope, a function or a route.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameter {
    /// Name.
    pub name: String,
    /// Where it stands in a request: `path`, `query`, `header`, `cookie`; empty for scopes and functions.
    pub location: String,
    /// Type without its null mark.
    pub ty: String,
    /// May be null.
    pub nullable: bool,
    /// Must be given.
    pub required: bool,
    /// Documentation.
    pub documentation: String,
}

/// A route.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Method in capitals.
    pub method: String,
    /// Path template, prefix included.
    pub path: String,
    /// Handler, such as `Post.list`.
    pub handler: String,
    /// Name of the resource it serves; may be empty or unknown in documents.
    pub resource: String,
    /// Operation, such as `list`.
    pub operation: String,
    /// Effective middleware in run order.
    pub middleware: Vec<String>,
    /// Type of the request body.
    pub request_body: String,
    /// Type of the response body.
    pub response_body: String,
    /// File it comes from.
    pub file_path: String,
    /// Line it comes from.
    pub line: u32,
    /// Documentation.
    pub documentation: String,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Tags.
    pub tags: Vec<String>,
    /// Deprecation.
    pub deprecated: Option<String>,
    /// Declared by `@route` or by a document, not derived from the REST operations.
    pub declared: bool,
}

/// A reference between two resources that no relationship stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Resource that refers.
    pub from: String,
    /// Resource referred to.
    pub to: String,
}

/// A pattern: something the application does in one way in several places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    /// Id, such as `middleware/auth+rate_limit`.
    pub id: String,
    /// Name, such as `authenticated_rate_limited_handler`.
    pub name: String,
    /// Category.
    pub category: String,
    /// One sentence.
    pub description: String,
    /// What to write.
    pub template: String,
    /// Where it is done.
    pub examples: Vec<Example>,
    /// Uses.
    pub frequency: u32,
    /// Between 0 and 1.
    pub confidence: f64,
    /// What was counted; `None` for patterns of foreign documents.
    pub support: Option<Support>,
}

/// How often a pattern is kept where it could be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Support {
    /// Places that keep it.
    pub support: u32,
    /// Places where it could apply.
    pub applicable: u32,
    /// Lower bound of the 95 % Wilson score interval of `support / applicable`.
    pub wilson: f64,
}

/// An example of a pattern.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Resource it stands in.
    pub resource: String,
    /// File.
    pub file_path: String,
    /// Line.
    pub line: u32,
    /// Text.
    pub code: String,
}

/// A place where a well-supported pattern is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deviation {
    /// Id of the pattern.
    pub pattern: String,
    /// What deviates, such as `Post.delete`.
    pub subject: String,
    /// Resource it belongs to.
    pub resource: String,
    /// What was counted: the pattern's counts where it is a habit of this kind of place.
    pub support: Support,
    /// Id of another pattern that stands in its place; empty for none.
    pub rival: String,
    /// What to write.
    pub template: String,
    /// File.
    pub file_path: String,
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
#[must_use]
pub fn middleware_base(text: &str) -> &str {
    text.split('(').next().unwrap_or(text).trim_end()
}

/// Returns the base of a type text: `string` of `string(50)`, `array` of `array<int!>`, `int` of `integer`.
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
