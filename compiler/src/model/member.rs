//! What a resource declares: fields, relationships, hooks and the rest.

use super::constraint::FieldConstraint;
use super::extra::{Extra, extra};
use super::text::Text;
use super::ty::{Type, TypeKind};

/// A field: `title: string(80)! @min(5)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Name.
    pub name: Text,
    /// Type without its null mark: `string(50)`, `array<string!>`, `enum`, `struct`, `array<struct!>`.
    ///
    /// The words `enum` and `struct` stand for [`values`](FieldExtra::values) and [`fields`](FieldExtra::fields); a type
    /// has at most one of them, at its [end](super::TypeKind::innermost).
    pub ty: Type,
    /// May be null.
    pub nullable: bool,
    /// Must be given. Not the opposite of `nullable`: an OpenAPI property has all four states.
    pub required: bool,
    /// Constraints: `@min(5)`.
    pub constraints: Vec<FieldConstraint>,
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

impl Field {
    /// Returns its type in full: the values of its enum in it, as a schema writes them.
    ///
    /// ```
    /// use etched_compiler::model::Field;
    ///
    /// let mut field = Field { ty: "array<enum!>".into(), ..Field::default() };
    /// field.values = vec!["open".into(), "closed".into()];
    /// assert_eq!(field.whole_type(), "array<enum [\"open\", \"closed\"]!>");
    /// ```
    #[must_use]
    pub fn whole_type(&self) -> Type {
        if self.values.is_empty() || !matches!(self.ty.kind().innermost(), TypeKind::Enum(_)) {
            return self.ty.clone();
        }
        self.ty.kind().clone().with_innermost(|_| TypeKind::Enum(self.values.as_slice().into())).into()
    }
}

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
    pub ty: Type,
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
    pub returns: Type,
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
    /// Where it is in a request: `path`, `query`, `header`, `cookie`; empty for scopes and functions.
    pub location: Text,
    /// Type without its null mark.
    pub ty: Type,
    /// May be null.
    pub nullable: bool,
    /// Must be given.
    pub required: bool,
    /// Documentation.
    pub documentation: Text,
}
