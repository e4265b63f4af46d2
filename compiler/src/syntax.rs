//! The syntax tree: what a schema file says, with where it says it. Texts borrow from the file.

use std::sync::Arc;

pub(crate) use crate::lex::Span;
use crate::source::SourceFile;

/// All files, sorted by path.
pub(crate) struct Tree<'a> {
    pub(crate) files: Vec<File<'a>>,
}

pub(crate) struct File<'a> {
    pub(crate) source: &'a Arc<SourceFile>,
    pub(crate) strict: Option<Span>,
    pub(crate) applications: Vec<Application<'a>>,
    pub(crate) resources: Vec<Resource<'a>>,
    /// Routes of no resource, and the groups they are in.
    pub(crate) routes: Vec<Route<'a>>,
    pub(crate) groups: Vec<Group>,
    pub(crate) kinds: Vec<Kind<'a>>,
}

/// A name as written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Name<'a> {
    pub(crate) text: &'a str,
    pub(crate) span: Span,
}

/// A text that is not a slice of the file: a string's content, a body.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// Documentation, lines joined.
pub(crate) type Doc = String;

pub(crate) struct Application<'a> {
    pub(crate) name: Text,
    pub(crate) documentation: Doc,
    pub(crate) settings: Vec<(Name<'a>, Value<'a>)>,
    pub(crate) span: Span,
}

#[derive(Default)]
pub(crate) struct Resource<'a> {
    pub(crate) name: Name<'a>,
    pub(crate) doc: Doc,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) meta: Vec<(Name<'a>, Value<'a>)>,
    pub(crate) allows: Vec<Allow>,
    pub(crate) paths: Vec<(Span, Text)>,
    pub(crate) operations: Vec<(Span, Vec<Name<'a>>)>,
    pub(crate) nested: Vec<Nested<'a>>,
    pub(crate) keys: Vec<Key<'a>>,
    pub(crate) path_keys: Vec<(Span, Name<'a>)>,
    pub(crate) middleware: Vec<(Span, Vec<Text>)>,
    pub(crate) on: Vec<On<'a>>,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) relations: Vec<Relation<'a>>,
    pub(crate) routes: Vec<Route<'a>>,
    pub(crate) groups: Vec<Group>,
    pub(crate) hooks: Vec<Hook<'a>>,
    pub(crate) validations: Vec<Validation>,
    pub(crate) constraints: Vec<Constraint<'a>>,
    pub(crate) invariants: Vec<Constraint<'a>>,
    pub(crate) scopes: Vec<Callable<'a>>,
    pub(crate) computed: Vec<Callable<'a>>,
    pub(crate) functions: Vec<Callable<'a>>,
}

#[derive(Clone)]
pub(crate) struct Deprecated {
    pub(crate) reason: String,
    pub(crate) span: Span,
}

pub(crate) struct Allow {
    pub(crate) pattern: Text,
    pub(crate) reason: Text,
    pub(crate) span: Span,
}

pub(crate) struct Nested<'a> {
    pub(crate) parent: Name<'a>,
    pub(crate) segment: Option<Text>,
    pub(crate) span: Span,
}

pub(crate) struct On<'a> {
    pub(crate) operation: Name<'a>,
    pub(crate) middleware: Vec<Text>,
    pub(crate) span: Span,
}

pub(crate) struct Field<'a> {
    pub(crate) name: Name<'a>,
    pub(crate) doc: Doc,
    pub(crate) ty: Type<'a>,
    pub(crate) constraints: Vec<Use<'a>>,
    pub(crate) meta: Vec<(Name<'a>, Value<'a>)>,
}

/// A constraint as used on a field.
pub(crate) struct Use<'a> {
    /// With the `@`.
    pub(crate) span: Span,
    pub(crate) name: Name<'a>,
    pub(crate) arguments: Vec<Value<'a>>,
    /// Whole use, arguments included.
    pub(crate) whole: Span,
}

pub(crate) struct Type<'a> {
    pub(crate) kind: TypeKind<'a>,
    /// Without the mark.
    pub(crate) span: Span,
    pub(crate) mark: Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Required,
    Nullable,
}

pub(crate) enum TypeKind<'a> {
    Scalar {
        name: Name<'a>,
        arguments: Vec<Value<'a>>,
    },
    Array(Box<Type<'a>>),
    Hash(Box<Type<'a>>, Box<Type<'a>>),
    Enum(Vec<Text>),
    Struct(Vec<Field<'a>>),
    /// `one_of<Task, Project>`
    OneOf(Vec<Name<'a>>),
}

/// How a relation was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RelationKind {
    /// `author: User!`
    Inline,
    BelongsTo,
    HasMany,
    HasOne,
}

pub(crate) struct Relation<'a> {
    pub(crate) kind: RelationKind,
    pub(crate) name: Name<'a>,
    pub(crate) doc: Doc,
    pub(crate) target: Name<'a>,
    pub(crate) mark: Mark,
    pub(crate) through: Option<Name<'a>>,
    pub(crate) options: Vec<(Name<'a>, Value<'a>)>,
    pub(crate) span: Span,
}

impl Relation<'_> {
    /// Returns the key a `belongs_to` holds: the one given, or the derived one.
    pub(crate) fn key(&self) -> Option<String> {
        if !matches!(self.kind, RelationKind::Inline | RelationKind::BelongsTo) {
            return None;
        }
        let given = self.options.iter().find(|(option, _)| option.text == "foreign_key");
        Some(given.map_or_else(|| format!("{}_id", self.name.text), |(_, value)| crate::lower::text(value)))
    }
}

/// `@primary`, `@unique` or `@index` with members.
pub(crate) struct Key<'a> {
    pub(crate) kind: Name<'a>,
    pub(crate) members: Vec<Name<'a>>,
    pub(crate) name: Option<Text>,
    pub(crate) span: Span,
}

/// `@middleware_kind auth(optional): allows_anonymous`.
pub(crate) struct Kind<'a> {
    pub(crate) middleware: Text,
    pub(crate) does: Name<'a>,
}

/// Routes with a path before theirs and middleware in common.
pub(crate) struct Group {
    pub(crate) prefix: Text,
    pub(crate) middleware: Vec<Text>,
    /// The group it is in, by number.
    pub(crate) parent: Option<usize>,
}

/// Returns a group and those it is in, from the inside out.
pub(crate) fn enclosing(groups: &[Group], group: Option<usize>) -> impl Iterator<Item = &Group> {
    std::iter::successors(group.and_then(|at| groups.get(at)), |group| group.parent.and_then(|at| groups.get(at)))
}

pub(crate) struct Route<'a> {
    /// Each method is a route of its own.
    pub(crate) methods: Vec<Name<'a>>,
    pub(crate) group: Option<usize>,
    pub(crate) details: Details<'a>,
    pub(crate) path: Text,
    pub(crate) handler: Name<'a>,
    pub(crate) middleware: Vec<Text>,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) doc: Doc,
    pub(crate) span: Span,
}

/// What is in the braces of a route.
#[derive(Default)]
pub(crate) struct Details<'a> {
    /// `path` or `query`, name and type.
    pub(crate) parameters: Vec<(Name<'a>, Name<'a>, Type<'a>)>,
    pub(crate) body: Option<(Span, Type<'a>)>,
    pub(crate) responses: Vec<Response<'a>>,
    /// `prefix: false`: its path is the whole path.
    pub(crate) outside: bool,
}

pub(crate) struct Response<'a> {
    pub(crate) status: u32,
    pub(crate) body: Option<Type<'a>>,
    pub(crate) doc: Doc,
    pub(crate) span: Span,
}

impl Route<'_> {
    /// Returns the path without the application's prefix: behind those of its groups, unless it is outside of them.
    pub(crate) fn whole_path(&self, groups: &[Group]) -> String {
        let mut path = self.path.text.clone();
        if !self.details.outside {
            for group in enclosing(groups, self.group) {
                let prefix = group.prefix.text.trim_end_matches('/');
                path = if path == "/" { prefix.to_owned() } else { format!("{prefix}{path}") };
            }
            if path.is_empty() {
                path.push('/');
            }
        }
        path
    }

    /// Returns the middleware of its groups, from the outside in.
    pub(crate) fn group_middleware<'g>(&self, groups: &'g [Group]) -> Vec<&'g Text> {
        let mut lists: Vec<_> = enclosing(groups, self.group).map(|group| &group.middleware).collect();
        lists.reverse();
        lists.into_iter().flatten().collect()
    }
}

pub(crate) struct Hook<'a> {
    /// `before` or `after`.
    pub(crate) when: &'a str,
    pub(crate) event: Name<'a>,
    pub(crate) transaction: bool,
    pub(crate) is_async: bool,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) body: Text,
    pub(crate) doc: Doc,
    pub(crate) span: Span,
}

pub(crate) struct Validation {
    pub(crate) body: Text,
    pub(crate) doc: Doc,
    pub(crate) span: Span,
}

/// `@constraint` or `@invariant`; an invariant has neither `on` nor `when`.
#[derive(Default)]
pub(crate) struct Constraint<'a> {
    pub(crate) name: Name<'a>,
    pub(crate) on: Vec<Name<'a>>,
    pub(crate) when: String,
    pub(crate) condition: String,
    pub(crate) error: String,
    pub(crate) doc: Doc,
    pub(crate) span: Span,
}

/// `@scope`, `@computed` or `@function`.
pub(crate) struct Callable<'a> {
    pub(crate) name: Name<'a>,
    pub(crate) parameters: Vec<(Name<'a>, Type<'a>)>,
    /// Type of a computed field, return type of a function.
    pub(crate) ty: Option<Type<'a>>,
    pub(crate) body: Text,
    pub(crate) doc: Doc,
    pub(crate) span: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    pub(crate) kind: ValueKind<'a>,
    pub(crate) span: Span,
}

#[derive(Clone, Debug)]
pub(crate) enum ValueKind<'a> {
    String(String),
    /// As JSON writes it.
    Number(String),
    /// A number as JSON writes it, and a unit.
    Duration(String),
    Bool(bool),
    Null,
    /// With its slashes.
    Regex(&'a str),
    Ident(&'a str),
    Call(&'a str),
    List(Vec<Value<'a>>),
    Map(Vec<(Text, Value<'a>)>),
}
