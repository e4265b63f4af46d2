//! Why a document cannot be read, and where.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Place, code};

/// Where in the input an error is.
///
/// ```
/// use etched_compiler::document::{Position, read_json};
///
/// let error = read_json(b"{\n  \"resources\": 5\n}").unwrap_err();
/// assert!(matches!(error.position(), Some(Position::Line { line: 2, .. })));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// Line and column of JSON text, both from 1.
    Line {
        /// Line.
        line: usize,
        /// Column, in bytes.
        column: usize,
    },
    /// Offset in bytes, from 0.
    Byte(usize),
}

/// Why bytes are not a metadata document.
///
/// ```
/// let error = etched_compiler::document::read_json(br#"{"resources": [{"name": 5}]}"#).unwrap_err();
/// assert_eq!(error.to_string(), "resources[0].name: expected a string, found integer `5` (line 1, column 25)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    path: String,
    position: Option<Position>,
    message: String,
    kind: ErrorKind,
}

/// What is wrong with a document, roughly: each has a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrorKind {
    /// It is not well formed.
    Syntax,
    /// A value has the wrong type or range.
    Value,
    /// It is too large or too deep.
    Limit,
}

impl ErrorKind {
    fn code(self) -> &'static Code {
        match self {
            Self::Syntax => &code::DOCUMENT_SYNTAX,
            Self::Value => &code::DOCUMENT_VALUE,
            Self::Limit => &code::DOCUMENT_LIMIT,
        }
    }
}

impl Error {
    /// Returns the way from the top of the document to what is wrong: `resources[3].fields[1].type`.
    ///
    /// Empty for the top itself and for input that is not well formed there.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns where in the input it is; `None` for what is well formed and does not fit another part of the document.
    #[must_use]
    pub const fn position(&self) -> Option<Position> {
        self.position
    }

    /// Returns what was expected and what was found.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns it as the compiler reports everything: `name` is what the document is called, `bytes` are its own.
    ///
    /// ```
    /// let bytes = br#"{"resources": [{"name": 5}]}"#;
    /// let error = etched_compiler::document::read_json(bytes).unwrap_err().diagnostic("shop.json", bytes);
    /// assert_eq!((error.code(), error.place().line(), error.place().column()), ("E0091", Some(1), Some(25)));
    /// assert_eq!(error.message(), "resources[0].name: expected a string, found integer `5`");
    /// ```
    #[must_use]
    pub fn diagnostic(&self, name: &str, bytes: &[u8]) -> Diagnostic {
        let mut message = if self.path.is_empty() { String::new() } else { format!("{}: ", self.path) };
        message.push_str(&self.message);
        let place = match self.position {
            Some(Position::Line { line, column }) => {
                let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                Place::in_document(name, bytes, small(line), small(column))
            }
            Some(Position::Byte(at)) => {
                message.push_str(&format!(" (byte {at})"));
                Place::path(name)
            }
            None => Place::path(name),
        };
        Diagnostic::new(self.kind.code(), place, message)
    }

    pub(super) fn new(
        path: impl Into<String>,
        position: impl Into<Option<Position>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            path: shorten(path.into()),
            position: position.into(),
            message: shorten(message.into()),
            kind: ErrorKind::Value,
        }
    }

    pub(super) fn of(self, kind: ErrorKind) -> Self {
        Self { kind, ..self }
    }

    pub(super) fn json(path: String, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let text = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
        let position = (line > 0).then_some(Position::Line { line, column });
        let kind = match error.classify() {
            _ if text == RECURSION => ErrorKind::Limit,
            serde_json::error::Category::Data => ErrorKind::Value,
            _ => ErrorKind::Syntax,
        };
        Self::new(path, position, reword(text)).of(kind)
    }

    pub(super) fn msgpack(path: String, at: usize, error: &rmp_serde::decode::Error) -> Self {
        use rmp_serde::decode::Error as Cause;
        let message = match error {
            Cause::InvalidMarkerRead(_) | Cause::InvalidDataRead(_) => "the document is truncated".to_owned(),
            Cause::TypeMismatch(marker) => format!("a value of another type was expected, found {marker:?}"),
            Cause::OutOfRange => "the number is out of range".to_owned(),
            Cause::DepthLimitExceeded => format!("nested deeper than {} levels", super::MAX_DEPTH),
            other => reword(&other.to_string()),
        };
        let kind = match error {
            Cause::DepthLimitExceeded => ErrorKind::Limit,
            Cause::InvalidMarkerRead(_) | Cause::InvalidDataRead(_) => ErrorKind::Syntax,
            _ => ErrorKind::Value,
        };
        Self::new(path, Position::Byte(at), message).of(kind)
    }
}

/// What serde_json says of a document that is too deep.
const RECURSION: &str = "recursion limit exceeded";

/// Cuts what a hostile document would otherwise make of a message: its names may be a megabyte long.
fn shorten(text: String) -> String {
    const MOST: usize = 400;
    if text.len() <= MOST {
        return text;
    }
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    format!("{}…{}", &text[..boundary(MOST / 2)], &text[boundary(text.len() - MOST / 4)..])
}

/// Says it in our words: the expected before the found, keys and lists instead of serde's fields and sequences.
fn reword(text: &str) -> String {
    let found = ["invalid type: ", "invalid value: "].iter().find_map(|start| text.strip_prefix(start));
    if let Some((found, expected)) = found.and_then(|rest| rest.rsplit_once(", expected ")) {
        let found = match found {
            "sequence" => "a list",
            "map" => "an object",
            other => other,
        };
        let expected = if expected == "u32" { "a whole number from 0 to 4294967295" } else { expected };
        return format!("expected {expected}, found {found}");
    }
    match text {
        RECURSION => format!("nested deeper than {} levels", super::MAX_DEPTH),
        "expected value" => "expected a JSON value".to_owned(),
        _ if text.starts_with("EOF while parsing") => "the document is truncated".to_owned(),
        _ => match ["missing", "duplicate"].iter().find(|word| text.starts_with(&format!("{word} field "))) {
            Some(word) => text.replacen(&format!("{word} field"), &format!("{word} key"), 1),
            None => text.to_owned(),
        },
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        match self.position {
            Some(Position::Line { line, column }) => write!(f, " (line {line}, column {column})"),
            Some(Position::Byte(at)) => write!(f, " (byte {at})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
