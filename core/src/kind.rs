//! The numbers that say what a type is, and what a literal is; how names and strings are written in the text of one.

use core::fmt::{self, Write};

use crate::scalar::Scalar;

/// Deepest nesting of types and of literals.
pub const MAX_NESTING: u32 = 256;

/// What a type is: the cell `kind` of its record.
///
/// Numbers that are not known, as later layouts may have, are read as [`Foreign`](Self::Foreign).
///
/// ```
/// use etched_core::kind::TypeCode;
/// use etched_core::scalar::Scalar;
///
/// for code in [TypeCode::Array, TypeCode::Scalar(Scalar::Json)] {
///     assert_eq!(TypeCode::from_number(code.number()), code);
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TypeCode {
    /// A text that is no type of the language.
    Foreign,
    /// A resource, by name.
    Resource,
    /// A list; its part is the type of the items.
    Array,
    /// Values by key; its parts are the types of both.
    Hash,
    /// One of several texts.
    Enum,
    /// A struct; its parts are its fields.
    Struct,
    /// A struct of which some fields are shown.
    Open,
    /// One of several types, which are its parts.
    OneOf,
    /// A scalar.
    Scalar(Scalar),
}

/// Where the numbers of scalars begin.
const FIRST_SCALAR: u32 = 16;

impl TypeCode {
    /// Returns its number.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Foreign => 0,
            Self::Resource => 1,
            Self::Array => 2,
            Self::Hash => 3,
            Self::Enum => 4,
            Self::Struct => 5,
            Self::Open => 6,
            Self::OneOf => 7,
            Self::Scalar(scalar) => FIRST_SCALAR + scalar as u32,
        }
    }

    /// Returns what a number says.
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        match number {
            1 => Self::Resource,
            2 => Self::Array,
            3 => Self::Hash,
            4 => Self::Enum,
            5 => Self::Struct,
            6 => Self::Open,
            7 => Self::OneOf,
            _ => number.checked_sub(FIRST_SCALAR).and_then(Scalar::at).map_or(Self::Foreign, Self::Scalar),
        }
    }

    /// Returns how many parts it has, where that is certain.
    #[must_use]
    pub const fn parts(self) -> Option<u32> {
        match self {
            Self::Array => Some(1),
            Self::Hash => Some(2),
            Self::Struct | Self::Open | Self::OneOf => None,
            Self::Foreign | Self::Resource | Self::Enum | Self::Scalar(_) => Some(0),
        }
    }
}

/// What a literal is: the cell `kind` of its record.
///
/// ```
/// use etched_core::kind::LiteralCode;
///
/// assert_eq!(LiteralCode::from_number(LiteralCode::Regex as u32), LiteralCode::Regex);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LiteralCode {
    /// A text that is no literal; numbers that are not known, too.
    Other = 0,
    /// A string.
    String = 1,
    /// A number.
    Number = 2,
    /// `true`
    True = 3,
    /// `false`
    False = 4,
    /// `null`
    Null = 5,
    /// A regular expression.
    Regex = 6,
    /// A bare name.
    Name = 7,
    /// A call.
    Call = 8,
    /// A list, of its items.
    List = 9,
    /// A map, of its items by key.
    Map = 10,
    /// A length of time: a number and its unit.
    Duration = 11,
}

impl LiteralCode {
    /// Returns what a number says.
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        const ALL: [LiteralCode; 11] = [
            LiteralCode::String,
            LiteralCode::Number,
            LiteralCode::True,
            LiteralCode::False,
            LiteralCode::Null,
            LiteralCode::Regex,
            LiteralCode::Name,
            LiteralCode::Call,
            LiteralCode::List,
            LiteralCode::Map,
            LiteralCode::Duration,
        ];
        ALL.into_iter().find(|code| *code as u32 == number).unwrap_or(Self::Other)
    }
}

/// What ends a name inside the text of a type.
pub const DELIMITERS: [char; 12] = ['<', '>', '(', ')', '[', ']', '{', '}', ',', '!', '?', '"'];

/// Writes a text as a string in quotes, as JSON does.
///
/// ```
/// let mut out = String::new();
/// etched_core::kind::write_string(&mut out, "a \"b\"\n")?;
/// assert_eq!(out, r#""a \"b\"\n""#);
/// # Ok::<(), std::fmt::Error>(())
/// ```
///
/// # Errors
/// Those of `out`.
pub fn write_string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_str("\"")?;
    for letter in text.chars() {
        match letter {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            letter if letter < ' ' => write!(out, "\\u{:04x}", letter as u32)?,
            letter => out.write_char(letter)?,
        }
    }
    out.write_str("\"")
}

/// Writes the name of a struct's field, in quotes where it would not read back.
///
/// ```
/// let mut out = String::new();
/// etched_core::kind::write_name(&mut out, "line-1")?;
/// etched_core::kind::write_name(&mut out, "a b")?;
/// assert_eq!(out, r#"line-1"a b""#);
/// # Ok::<(), std::fmt::Error>(())
/// ```
///
/// # Errors
/// Those of `out`.
pub fn write_name(out: &mut impl Write, name: &str) -> fmt::Result {
    let odd = |c: char| c.is_whitespace() || c == ':' || DELIMITERS.contains(&c);
    if name.is_empty() || name.contains(odd) || name == "..." { write_string(out, name) } else { out.write_str(name) }
}
