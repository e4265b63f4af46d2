//! Rust structs beside the schema: whether a struct says what the resource of its name says.
//!
//! The rules behind `#[derive(Resource)]`, on a description of the struct that has nothing to do with tokens, so that
//! they can be tested as they are. `S` is whatever the caller finds a place in its source by; a mismatch carries the
//! smallest one that is wrong.

mod case;
mod check;
mod claim;
mod expect;
mod joined;
mod leaf;
mod patch;
mod relation;
mod table;

use std::collections::BTreeMap;
use std::fmt;

pub use case::Case;
pub use check::check;
pub use claim::claim;
pub use table::{Holds, TYPES};

/// Returns whether an attribute of this name says what only the schema can say: `min`, `middleware`, `has_many`.
///
/// ```
/// assert!(etched_compiler::bind::declares("unique") && !etched_compiler::bind::declares("rename"));
/// ```
#[must_use]
pub fn declares(name: &str) -> bool {
    crate::parse::ANNOTATIONS.contains(&name) || crate::constraint::find(name).is_some()
}

/// A struct that derives `Resource`; [`check()`] has an example.
#[derive(Clone, Debug)]
pub struct Item<S> {
    /// Name of the Rust type.
    pub ident: String,
    /// Where that is written.
    pub ident_at: S,
    /// Name of the resource: the type's, or what it was renamed to.
    pub name: String,
    /// Where that is written.
    pub at: S,
    /// The inline structs it stands for, such as `Order.totals`; empty when it stands for a resource.
    pub inline: Vec<(String, S)>,
    /// Fields of the resource may be left out.
    pub partial: bool,
    /// Names of the types that say that a value may be left out, `Option` and those of the program: it is a patch. None
    /// where it is no patch.
    pub wrappers: Vec<String>,
    /// What types outside of the table hold, by name; each as [`claim()`] returns it.
    pub types: BTreeMap<String, String>,
    /// Attributes that say what only the schema can say: the name and where it is written.
    pub changes: Vec<(String, S)>,
    /// Names of the fields it skips.
    pub skipped: Vec<String>,
    /// Its other fields.
    pub members: Vec<Member<S>>,
}

/// A field of an [`Item`].
#[derive(Clone, Debug)]
pub struct Member<S> {
    /// Name of the field in Rust.
    pub ident: String,
    /// The names it may have in the schema; the first that is there counts, and the last is what messages call it.
    pub names: Vec<String>,
    /// Where the name is written.
    pub at: S,
    /// Its type.
    pub ty: Type<S>,
    /// The path of a joined column, `author.name`, and where that is written; `names` are not looked at then.
    pub path: Option<(String, S)>,
    /// What `#[field(type = "…")]` says a type outside of the table holds.
    pub holds: Option<(String, S)>,
    /// Attributes that say what only the schema can say.
    pub changes: Vec<(String, S)>,
}

/// A Rust type, as far as its text tells: that of a [`Member`].
#[derive(Clone, Debug)]
pub struct Type<S> {
    /// Where its own name is written, arguments left out.
    pub at: S,
    /// What it looks like.
    pub shape: Shape<S>,
}

/// What a [`Type`] looks like.
#[derive(Clone, Debug)]
pub enum Shape<S> {
    /// The last segment of a path, with its type arguments.
    Named(String, Vec<Type<S>>),
    /// `[T]` or `[T; N]`.
    List(Box<Type<S>>),
    /// `&T`.
    Reference(Box<Type<S>>),
    /// Any other type, as it is written.
    Other(String),
}

impl<S> fmt::Display for Type<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shape {
            Shape::Named(name, arguments) => {
                f.write_str(name)?;
                for (index, argument) in arguments.iter().enumerate() {
                    write!(f, "{}{argument}", if index == 0 { "<" } else { ", " })?;
                }
                f.write_str(if arguments.is_empty() { "" } else { ">" })
            }
            Shape::List(item) => write!(f, "[{item}]"),
            Shape::Reference(inner) => write!(f, "&{inner}"),
            Shape::Other(text) => f.write_str(text),
        }
    }
}

/// Something the struct says and the schema does not, or the other way round: part of an [`Outcome`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch<S> {
    /// The smallest piece of the struct that is wrong.
    pub at: S,
    /// What the schema says and where, and what to write.
    pub message: String,
}

/// What the text of the struct alone cannot tell: part of an [`Outcome`], which the derive leaves to a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise<S> {
    /// The type it is about.
    pub at: S,
    /// What must be true of that type.
    pub kind: PromiseKind,
    /// Where the schema says so, in words that end a sentence: `Post.status (schema/post.cdt:4)`.
    pub place: String,
}

/// What must be true of a type: that of a [`Promise`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromiseKind {
    /// It derives `ResourceEnum` and has exactly these values.
    Values(Vec<String>),
    /// It derives `Resource` for the resource of this name.
    Resource(String),
    /// It derives `Resource` for the inline struct of this path.
    Inline(String),
    /// It derives `ResourceScalar`.
    Holds {
        /// What it may say that it holds, the most exact one last.
        claims: Vec<String>,
        /// What is wrong where it does not derive it.
        otherwise: String,
    },
}

/// What a struct was found to be; made by [`check()`].
#[derive(Clone, Debug)]
pub struct Outcome<S> {
    /// The resource it is bound to: its number in the image.
    pub resource: Option<u32>,
    /// The files that declare what it was compared with, as the schema calls them, each once; none where the image was
    /// stripped of paths.
    pub file_paths: Vec<String>,
    /// The names its members have in the schema, in the struct's order; joined columns have none.
    pub fields: Vec<String>,
    /// Everything that is wrong, in the struct's order.
    pub mismatches: Vec<Mismatch<S>>,
    /// Everything that is right if a constant says so.
    pub promises: Vec<Promise<S>>,
}
