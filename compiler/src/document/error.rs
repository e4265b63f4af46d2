//! Why a document cannot be read, and where.

use std::fmt;

/// Where in the input an error stands.
///
/// ```
/// use etched_compiler::document::{Place, read_json};
///
/// let error = read_json(b"{\n  \"resources\": 5\n}").unwrap_err();
/// assert!(matches!(error.place(), Place::Line { line: 2, .. }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// Line and column of JSON text, both from 1.
    Line {
        /// Line.
        line: usize,
        /// Column, in bytes.
        column: usize,
    },
    /// Offset in bytes, from 0.
    Byte(usize),
    /// A part of the document that is well formed, but does not fit another.
    Unknown,
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
    place: Place,
    message: String,
}

impl Error {
    /// Returns the way from the top of the document to what is wrong: `resources[3].fields[1].type`.
    ///
    /// Empty for the top itself and for input that is not well formed there.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns where in the input it stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// Returns what was expected and what was found.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn new(path: impl Into<String>, place: Place, message: impl Into<String>) -> Self {
        Self { path: shorten(path.into()), place, message: shorten(message.into()) }
    }

    pub(super) fn json(path: String, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let text = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
        let place = if line == 0 { Place::Unknown } else { Place::Line { line, column } };
        Self::new(path, place, reword(text))
    }

    pub(super) fn msgpack(path: String, at: usize, error: &rmp_serde::decode::Error) -> Self {
        use rmp_serde::decode::Error as Cause;
        let message = match error {
            Cause::InvalidMarkerRead(_) | Cause::InvalidDataRead(_) => "the document is cut short here".to_owned(),
            Cause::TypeMismatch(marker) => format!("a value of another type was expected, found {marker:?}"),
            Cause::OutOfRange => "the number is out of range".to_owned(),
            Cause::DepthLimitExceeded => format!("nested deeper than {} levels", super::MAX_DEPTH),
            other => reword(&other.to_string()),
        };
        Self::new(path, Place::Byte(at), message)
    }
}

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
        "recursion limit exceeded" => format!("nested deeper than {} levels", super::MAX_DEPTH),
        "expected value" => "expected a JSON value".to_owned(),
        _ if text.starts_with("EOF while parsing") => "the document is cut short here".to_owned(),
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
        match self.place {
            Place::Line { line, column } => write!(f, " (line {line}, column {column})"),
            Place::Byte(at) => write!(f, " (byte {at})"),
            Place::Unknown => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
