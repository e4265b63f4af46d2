//! Types.

use std::fmt;
use std::sync::Arc;

use etched_core::kind::{write_name, write_string};
use etched_core::scalar::{self, Scalar};

use super::notation;
use super::text::{Text, reads_as_text};

/// A type without its null mark: that of a field, a parameter, a result or a body; empty where none is given.
///
/// It is one pointer wide and shared by its clones. It says what it is made of ([`kind`](Self::kind)) and how it is
/// written, and what it is made of follows from how it is written: two types are equal where their texts are. A type
/// that is made of its parts is written in canonical form; one that a document states keeps the document's text, so
/// that a document is written as it was read.
///
/// The values of an enum and the fields of a struct are in the [`Field`](super::Field) of that type and not in here:
/// they are records with lines and documentation of their own, and types are shared. Where there is no field (in
/// parameters, results and keys of hashes) the type says them itself.
///
/// ```
/// use etched_compiler::model::{Mark, Scalar, Type, TypeKind};
///
/// let list = Type::from(TypeKind::array(TypeKind::from(Scalar::Int).marked(Mark::Nullable)));
/// assert_eq!(list, "array<int?>");
/// assert_eq!(Type::parse("array<int?>".into()).kind(), list.kind());
///
/// // What is no type of the language is kept as it is.
/// let foreign = Type::from("varchar[20] binary");
/// assert_eq!((foreign.as_str(), foreign.base()), ("varchar[20] binary", "varchar"));
/// assert!(matches!(foreign.kind(), TypeKind::Foreign(_)));
/// ```
#[derive(Clone, Default)]
pub struct Type(Option<Arc<Whole>>);

struct Whole {
    text: Text,
    kind: TypeKind,
}

/// What a [`Type`] is made of.
///
/// Its `Display` is the canonical text, which [`Type::parse`] reads back as the same kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeKind {
    /// A scalar with its arguments: `string(50)`.
    Scalar(Scalar, Box<[Text]>),
    /// `array<string!>`
    Array(Box<Element>),
    /// `hash<string!,int?>`: keys and values.
    Hash(Box<(Element, Element)>),
    /// `enum`; its values where no field has them: `enum ["open", "closed"]`.
    Enum(Box<[Text]>),
    /// `struct`; its fields where no field has them: `{ sku: string!, count: int? }`.
    Struct(Box<[(Text, Element)]>),
    /// The first fields of a struct that has more: `{ sku: string!, ... }`, as imports show a body.
    Open(Box<[(Text, Element)]>),
    /// One of several types, as imported documents have them: `one_of<Cat!, Dog!>`.
    OneOf(Box<[Element]>),
    /// A resource by name; in documents, any name that is no scalar, whether or not a resource has it.
    Resource(Text),
    /// A text that is no type of ours, as it is.
    Foreign(Text),
}

/// A type inside another, with its null mark.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Element {
    /// The type.
    pub kind: TypeKind,
    /// Its mark.
    pub mark: Mark,
}

/// Whether an [`Element`] may be null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Not written, which means that it may not.
    #[default]
    None,
    /// `!`
    Required,
    /// `?`
    Nullable,
}

impl Type {
    /// No type.
    pub const EMPTY: Self = Self(None);

    /// Returns the type a text says; a text that says none is one of kind [`Foreign`](TypeKind::Foreign).
    ///
    /// This is for what is read: documents, images, arguments. Cost: linear in the text, which may nest up to
    /// 256 types deep and is foreign beyond.
    #[must_use]
    pub fn parse(text: Text) -> Self {
        if text.is_empty() {
            return Self::EMPTY;
        }
        let kind = notation::kind(&text).unwrap_or_else(|| TypeKind::Foreign(text.clone()));
        Self(Some(Arc::new(Whole { text, kind })))
    }

    /// Returns the type of this name, see [`TypeKind::named`].
    #[must_use]
    pub fn named(name: &Text) -> Self {
        Self::parse(name.clone())
    }

    /// Returns what it is made of.
    #[must_use]
    pub fn kind(&self) -> &TypeKind {
        static NONE: TypeKind = TypeKind::Foreign(Text::EMPTY);
        self.0.as_deref().map_or(&NONE, |whole| &whole.kind)
    }

    /// Returns how it is written.
    #[must_use]
    pub fn text(&self) -> &Text {
        static NONE: Text = Text::EMPTY;
        self.0.as_deref().map_or(&NONE, |whole| &whole.text)
    }

    /// Returns how it is written as a `str`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text().as_str()
    }

    /// Returns the name it is found by: `string` of `string(50)`, `array` of `array<int!>`, `int` of `integer`.
    #[must_use]
    pub fn base(&self) -> &str {
        self.kind().base()
    }
}

impl TypeKind {
    /// Returns the type of this name: a scalar, or else a resource.
    ///
    /// Imported applications may call a resource like a scalar; a text with that name says the scalar.
    #[must_use]
    pub fn named(name: &Text) -> Self {
        notation::name(name).unwrap_or_else(|| Self::Foreign(name.clone()))
    }

    /// Returns the type of a list of these.
    #[must_use]
    pub fn array(item: Element) -> Self {
        Self::Array(Box::new(item))
    }

    /// Returns the type of values by key.
    #[must_use]
    pub fn hash(key: Element, value: Element) -> Self {
        Self::Hash(Box::new((key, value)))
    }

    /// Returns it as an element of another.
    #[must_use]
    pub const fn marked(self, mark: Mark) -> Element {
        Element { kind: self, mark }
    }

    /// Returns its scalar without the arguments.
    #[must_use]
    pub const fn scalar(&self) -> Option<Scalar> {
        match self {
            Self::Scalar(scalar, _) => Some(*scalar),
            _ => None,
        }
    }

    /// Returns the name it is found by, see [`Type::base`].
    #[must_use]
    pub fn base(&self) -> &str {
        match self {
            Self::Scalar(scalar, _) => scalar.name(),
            Self::Array(_) => "array",
            Self::Hash(_) => "hash",
            Self::Enum(_) => "enum",
            Self::Struct(_) | Self::Open(_) => "struct",
            Self::OneOf(_) => "one_of",
            Self::Resource(name) => name,
            Self::Foreign(text) => {
                scalar::canonical(text.split(['(', '<', '[', '{']).next().unwrap_or_default().trim())
            }
        }
    }

    /// Returns the type at its end, to which the values and the fields of a [`Field`](super::Field) belong: the items of
    /// arrays, the values of hashes.
    #[must_use]
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Array(item) => item.kind.innermost(),
            Self::Hash(pair) => pair.1.kind.innermost(),
            _ => self,
        }
    }

    /// Returns it with another type at its end, see [`innermost`](Self::innermost).
    #[must_use]
    pub fn with_innermost(self, replace: impl FnOnce(Self) -> Self) -> Self {
        match self {
            Self::Array(item) => Self::array(item.kind.with_innermost(replace).marked(item.mark)),
            Self::Hash(pair) => {
                let (key, value) = *pair;
                Self::hash(key, value.kind.with_innermost(replace).marked(value.mark))
            }
            innermost => replace(innermost),
        }
    }

    /// Returns whether a text that says it is read as it: whether its names are, and it nests no deeper than what is
    /// read.
    fn is_as_read(&self, levels: u32) -> bool {
        let Some(levels) = levels.checked_sub(1) else { return false };
        let element = |element: &Element| element.kind.is_as_read(levels);
        match self {
            Self::Scalar(_, arguments) => {
                arguments.is_empty() || notation::kind(&self.to_string()).as_ref() == Some(self)
            }
            Self::Array(item) => element(item),
            Self::Hash(pair) => element(&pair.0) && element(&pair.1),
            Self::Enum(_) => true,
            Self::Struct(inner) | Self::Open(inner) => inner.iter().all(|(_, field)| element(field)),
            Self::OneOf(members) => members.iter().all(element),
            Self::Resource(name) => notation::name(name).as_ref() == Some(self),
            Self::Foreign(_) => false,
        }
    }
}

impl Element {
    /// Returns whether it may be null.
    #[must_use]
    pub fn nullable(&self) -> bool {
        self.mark == Mark::Nullable
    }
}

impl Mark {
    /// Returns the mark of what may be null or must not.
    #[must_use]
    pub const fn of(nullable: bool) -> Self {
        if nullable { Self::Nullable } else { Self::Required }
    }
}

impl From<Scalar> for TypeKind {
    fn from(scalar: Scalar) -> Self {
        Self::Scalar(scalar, Box::default())
    }
}

impl From<TypeKind> for Type {
    fn from(kind: TypeKind) -> Self {
        let text = Text::from(kind.to_string());
        // A name may hold what a text has between types.
        if kind.is_as_read(notation::MAX_DEPTH) {
            Self(Some(Arc::new(Whole { text, kind })))
        } else {
            Self::parse(text)
        }
    }
}

impl From<Scalar> for Type {
    fn from(scalar: Scalar) -> Self {
        TypeKind::from(scalar).into()
    }
}

reads_as_text!(Type);

impl fmt::Display for TypeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar, arguments) => {
                f.write_str(scalar.name())?;
                for (at, argument) in arguments.iter().enumerate() {
                    write!(f, "{}{argument}", if at == 0 { '(' } else { ',' })?;
                }
                f.write_str(if arguments.is_empty() { "" } else { ")" })
            }
            Self::Array(item) => write!(f, "array<{item}>"),
            Self::Hash(pair) => write!(f, "hash<{},{}>", pair.0, pair.1),
            Self::Enum(values) if values.is_empty() => f.write_str("enum"),
            Self::Enum(values) => {
                f.write_str("enum [")?;
                for (at, value) in values.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    write_string(f, value)?;
                }
                f.write_str("]")
            }
            Self::Struct(fields) if fields.is_empty() => f.write_str("struct"),
            Self::Struct(fields) | Self::Open(fields) => {
                for (at, (name, field)) in fields.iter().enumerate() {
                    f.write_str(if at == 0 { "{ " } else { ", " })?;
                    write_name(f, name)?;
                    write!(f, ": {field}")?;
                }
                f.write_str(if matches!(self, Self::Open(_)) { ", ... }" } else { " }" })
            }
            Self::OneOf(members) => {
                f.write_str("one_of<")?;
                for (at, member) in members.iter().enumerate() {
                    write!(f, "{}{member}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str(">")
            }
            Self::Resource(name) | Self::Foreign(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind, self.mark)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "",
            Self::Required => "!",
            Self::Nullable => "?",
        })
    }
}
