//! Types, and the constraints of fields.

use std::fmt;

use etched_core::cell::Str;
use etched_core::kind::{LiteralCode, MAX_NESTING, TypeCode, write_name, write_string};
use etched_core::layout as rows;
use etched_core::scalar::Scalar;

use super::{debug, handle, texts};
use crate::list::{List, Texts};

/// What a type is made of: returned by [`Field::kind`](super::Field::kind) and by what else has a type.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::{Scalar, TypeKind};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let title = registry.resource("Article").unwrap().field("title").unwrap();
/// let TypeKind::Scalar { scalar: Scalar::String, arguments } = title.kind() else { panic!("{title:?}") };
/// assert_eq!(arguments.get(0), Some("160"));
/// # }
/// ```
///
/// Cost: two reads; the parts are looked up when asked for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum TypeKind<'r> {
    /// A scalar with its arguments: `string(50)`.
    Scalar {
        /// The scalar.
        scalar: Scalar,
        /// Its arguments.
        arguments: Texts<'r>,
    },
    /// A list of these.
    Array(Element<'r>),
    /// Values by key.
    Hash {
        /// The keys.
        key: Element<'r>,
        /// The values.
        value: Element<'r>,
    },
    /// One of several texts: those of the field, where this has none.
    Enum(Texts<'r>),
    /// A struct: that of the field, where this has no fields.
    Struct(List<'r, Element<'r>>),
    /// The first fields of a struct that has more.
    Open(List<'r, Element<'r>>),
    /// One of several types, as imported documents have them.
    OneOf(List<'r, Element<'r>>),
    /// A resource, by a name that documents may have without it.
    Resource(&'r str),
    /// A text that is no type of the language.
    Foreign(&'r str),
}

handle! {
    /// A type inside another: an item of an array, a field of a struct.
    ///
    /// Its `Display` is the type with its null mark.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::{Scalar, TypeKind};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let field = registry.fields_of_type("array").first().unwrap();
    /// let TypeKind::Array(item) = field.kind() else { panic!("{field:?}") };
    /// assert_eq!(format!("array<{item}>"), field.ty());
    /// # }
    /// ```
    Element => TypePart, "type"
}

impl<'r> Element<'r> {
    texts! {
        /// Returns the name it has in a struct.
        name: name text_opt;
    }

    /// Returns what it is.
    #[must_use]
    pub fn kind(self) -> TypeKind<'r> {
        kind(self.registry, self.record().ty().index)
    }

    /// Returns whether it may be null.
    #[must_use]
    pub fn nullable(self) -> bool {
        self.record().mark() == 2
    }
}

debug! { Element(name, kind) }

/// Returns what a type of the image is.
pub(crate) fn kind(registry: &crate::Registry, at: u32) -> TypeKind<'_> {
    let image = registry.image();
    let record = image.rows::<rows::Type>().get(at);
    let (words, parts) = (Texts::ids(registry, record.words()), List::run(registry, record.parts()));
    // A type that lacks a part, which validation does not let through, is none.
    let name = words.get(0).unwrap_or_else(|| image.str(record.text()));
    match TypeCode::from_number(record.kind()) {
        TypeCode::Scalar(scalar) => TypeKind::Scalar { scalar, arguments: words },
        TypeCode::Array => parts.first().map_or(TypeKind::Foreign(name), TypeKind::Array),
        TypeCode::Hash => match (parts.get(0), parts.get(1)) {
            (Some(key), Some(value)) => TypeKind::Hash { key, value },
            _ => TypeKind::Foreign(name),
        },
        TypeCode::Enum => TypeKind::Enum(words),
        TypeCode::Struct => TypeKind::Struct(parts),
        TypeCode::Open => TypeKind::Open(parts),
        TypeCode::OneOf => TypeKind::OneOf(parts),
        TypeCode::Resource => TypeKind::Resource(name),
        _ => TypeKind::Foreign(name),
    }
}

/// As a schema writes it.
impl fmt::Display for TypeKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_kind(f, *self, MAX_NESTING)
    }
}

impl fmt::Display for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_element(f, *self, MAX_NESTING)
    }
}

fn write_element(f: &mut fmt::Formatter<'_>, element: Element<'_>, levels: u32) -> fmt::Result {
    write_kind(f, element.kind(), levels)?;
    f.write_str(match element.record().mark() {
        1 => "!",
        2 => "?",
        _ => "",
    })
}

/// Writes a type; an image that was not validated may have types without end.
fn write_kind(f: &mut fmt::Formatter<'_>, kind: TypeKind<'_>, levels: u32) -> fmt::Result {
    let Some(levels) = levels.checked_sub(1) else { return f.write_str("...") };
    match kind {
        TypeKind::Scalar { scalar, arguments } => {
            f.write_str(scalar.name())?;
            for (at, argument) in arguments.iter().enumerate() {
                write!(f, "{}{argument}", if at == 0 { '(' } else { ',' })?;
            }
            f.write_str(if arguments.is_empty() { "" } else { ")" })
        }
        TypeKind::Array(item) => {
            f.write_str("array<")?;
            write_element(f, item, levels)?;
            f.write_str(">")
        }
        TypeKind::Hash { key, value } => {
            f.write_str("hash<")?;
            write_element(f, key, levels)?;
            f.write_str(",")?;
            write_element(f, value, levels)?;
            f.write_str(">")
        }
        TypeKind::Enum(values) if values.is_empty() => f.write_str("enum"),
        TypeKind::Enum(values) => {
            f.write_str("enum [")?;
            for (at, value) in values.iter().enumerate() {
                f.write_str(if at == 0 { "" } else { ", " })?;
                write_string(f, value)?;
            }
            f.write_str("]")
        }
        TypeKind::Struct(fields) if fields.is_empty() => f.write_str("struct"),
        TypeKind::Struct(fields) | TypeKind::Open(fields) => {
            for (at, field) in fields.into_iter().enumerate() {
                f.write_str(if at == 0 { "{ " } else { ", " })?;
                write_name(f, field.name().unwrap_or_default())?;
                f.write_str(": ")?;
                write_element(f, field, levels)?;
            }
            f.write_str(if matches!(kind, TypeKind::Open(_)) { ", ... }" } else { " }" })
        }
        TypeKind::OneOf(members) => {
            f.write_str("one_of<")?;
            for (at, member) in members.into_iter().enumerate() {
                f.write_str(if at == 0 { "" } else { ", " })?;
                write_element(f, member, levels)?;
            }
            f.write_str(">")
        }
        TypeKind::Resource(name) | TypeKind::Foreign(name) => f.write_str(name),
    }
}

handle! {
    /// A constraint of a field, such as `@min(5)`, which is also its `Display`.
    ///
    /// Fields with one and the same constraint share it.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::LiteralKind;
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let title = registry.resource("Article").unwrap().field("title").unwrap();
    /// let least = title.constraints().first().unwrap();
    /// assert_eq!((least.name(), least.as_str()), ("min", "@min(5)"));
    /// assert!(matches!(least.arguments().first().unwrap().kind(), LiteralKind::Number("5")));
    /// # }
    /// ```
    FieldConstraint => FieldConstraint, "constraint"
}

impl<'r> FieldConstraint<'r> {
    texts! {
        /// Returns how it is written.
        as_str: text text;
        /// Returns its name, without the `@`.
        name: name text;
    }

    /// Returns what is in its parentheses.
    #[must_use]
    pub fn arguments(self) -> List<'r, Literal<'r>> {
        List::run(self.registry, self.record().arguments())
    }
}

impl fmt::Display for FieldConstraint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for FieldConstraint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq<&str> for FieldConstraint<'_> {
    fn eq(&self, text: &&str) -> bool {
        self.as_str() == *text
    }
}

handle! {
    /// An argument of a [`FieldConstraint`], or an item of one.
    Literal => Literal, "literal"
}

/// What a [`Literal`] is: returned by [`Literal::kind`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum LiteralKind<'r> {
    /// `"draft"`
    String(&'r str),
    /// A number as JSON writes it.
    Number(&'r str),
    /// A length of time, a number and its unit: `250ms`.
    Duration(&'r str),
    /// `true` and `false`
    Bool(bool),
    /// `null`
    Null,
    /// A regular expression with its slashes and flags.
    Regex(&'r str),
    /// A bare name: `restrict`.
    Name(&'r str),
    /// A call without arguments, `now()`, by the name of what is called.
    Call(&'r str),
    /// `[1, 2]`
    List(List<'r, Literal<'r>>),
    /// `{ key: 1 }`: the items by [`key`](Literal::key).
    Map(List<'r, Literal<'r>>),
    /// What is none of these, as a document may state it.
    Other(&'r str),
}

impl<'r> Literal<'r> {
    texts! {
        /// Returns the key it has in a map.
        key: key text_opt;
    }

    /// Returns what it is.
    #[must_use]
    pub fn kind(self) -> LiteralKind<'r> {
        let record = self.record();
        let text: Str = record.text();
        let (text, items) = (self.text(text), List::run(self.registry, record.items()));
        match LiteralCode::from_number(record.kind()) {
            LiteralCode::String => LiteralKind::String(text),
            LiteralCode::Number => LiteralKind::Number(text),
            LiteralCode::Duration => LiteralKind::Duration(text),
            LiteralCode::True => LiteralKind::Bool(true),
            LiteralCode::False => LiteralKind::Bool(false),
            LiteralCode::Null => LiteralKind::Null,
            LiteralCode::Regex => LiteralKind::Regex(text),
            LiteralCode::Name => LiteralKind::Name(text),
            LiteralCode::Call => LiteralKind::Call(text),
            LiteralCode::List => LiteralKind::List(items),
            LiteralCode::Map => LiteralKind::Map(items),
            _ => LiteralKind::Other(text),
        }
    }
}

debug! { Literal(key, kind) }
