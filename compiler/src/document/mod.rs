//! Metadata documents: a model as JSON or MessagePack, for other programs and from them.
//!
//! Both forms have one structure. Its compatible core is what the reference system writes; further keys carry what
//! the core cannot, so that reading what was written gives the same model. The structure is described by the JSON
//! Schema that [`schema`] returns.
//!
//! ```
//! use etched_compiler::document;
//!
//! let document = document::read_json(br#"{"resources": [{"name": "Post", "fields": null}]}"#)?;
//! assert_eq!(document.model.resources[0].name, "Post");
//! let written = document::write_json(&document.model);
//! assert_eq!(document::read_json(written.as_bytes())?.model, document.model);
//! # Ok::<(), document::Error>(())
//! ```
//!
//! The compiler of the reference system writes other keys to disk than that system reads; such a document is told by
//! its keys and read, too.
//!
//! A document has at most [`MAX_BYTES`] bytes and [`MAX_VALUES`] keys and values. A million resources of a name and a
//! field are within these limits; a million with relationships and routes are refused.
//!
//! Memory, beside the bytes that are read: reading takes at most twice the bytes of an application's document, and with
//! the image made of it at most three times and 2 MiB, for 2,000 resources of any of our workloads in either form.
//! (Measured for 5,000: 1.4 to 1.6 and 3.1 to 3.8 times in JSON, 0.9 and 2.0 to 2.3 in MessagePack; the image is 1.0 to
//! 1.7 of it. The factor stays as it is for more.) A record is converted as soon as it is read, and one that lacks a key it
//! needs is refused there and then, so what a document can be made to take is a multiple of its bytes, too: up to 60
//! times, for records that state one short text each (measured: 48). All of this is asserted in
//! `tests/document_memory.rs`.

mod dialect;
mod digest;
mod error;
mod form;
mod graph;
mod json_text;
mod limit;
mod members;
mod read;
mod record;
mod schema;
mod shared;
mod value;
mod write;

use crate::diagnostic::{self, Diagnostic, code};
use crate::model::Model;

pub use error::{Error, Position};
pub use limit::{MAX_BYTES, MAX_VALUES};
pub use schema::schema;

/// Levels of lists and objects a document may have; deeper ones are refused, not followed.
///
/// What is in JSON under a key that nobody reads is stepped over at any depth, without a stack.
pub const MAX_DEPTH: usize = 128;

/// A document that was read; made by [`read_json`] and [`read_msgpack`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// What it describes.
    pub model: Model,
    /// What was read otherwise than it was written, one entry per reason.
    pub warnings: Vec<Warning>,
}

/// Something in a document that was read otherwise than it was written.
///
/// ```
/// let text = br#"{"resources": [{"name": "Post", "fields": [{"name": "id", "type": "uuid!", "nullable": true}]}]}"#;
/// let document = etched_compiler::document::read_json(text)?;
/// assert_eq!(document.warnings[0].path, "resources[0].fields[0]");
/// # Ok::<(), etched_compiler::document::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// What was done, such as "the mark in `type` wins over `nullable` and `required`".
    pub message: String,
    /// Where it was done first: `resources[0].fields[0]`.
    pub path: String,
    /// In how many places it was done.
    pub count: u32,
}

impl Warning {
    /// Returns it as the compiler reports everything; `name` is what the document is called.
    ///
    /// ```
    /// let text = br#"{"resources": [{"name": "Tag", "fields": [{"name": "id", "type": "uuid!", "nullable": true}]}]}"#;
    /// let read = etched_compiler::document::read_json(text)?;
    /// let warning = read.warnings[0].diagnostic("shop.json");
    /// assert_eq!((warning.code(), warning.place().file_path()), ("W0010", "shop.json"));
    /// # Ok::<(), etched_compiler::document::Error>(())
    /// ```
    #[must_use]
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        Diagnostic::new(&code::DOCUMENT_READING, diagnostic::Place::path(name), self.to_string())
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)?;
        match self.count {
            0 | 1 => Ok(()),
            count => write!(f, " (and in {} more places)", count - 1),
        }
    }
}

/// Reads a metadata document in JSON.
///
/// Unknown keys are ignored, missing optional keys and nulls accepted, older documents normalised. `dependencies`
/// is ignored, since it follows from the rest. No patterns in the document means none in the model.
///
/// Cost: one pass; memory as said of [the module](self).
///
/// # Errors
/// What is wrong, with the path in the document, line and column. Two resources of one name are an error.
pub fn read_json(bytes: &[u8]) -> Result<Document, Error> {
    // Checking the text as a whole once is faster than letting the parser check string by string.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    limit::check(bytes, limit::json)?;
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Error::new("", Position::Byte(error.valid_up_to()), "the document is not UTF-8").of(error::ErrorKind::Syntax)
    })?;
    let mut from = serde_json::Deserializer::from_str(text);
    let read = shared::read(|| read::top(&mut from));
    match read.and_then(|read| from.end().map(|()| read)) {
        Ok(read) => read.finish(),
        Err(_) => Err(locate_json(text)),
    }
}

/// Reads a metadata document in MessagePack: the structure of the JSON one, with text keys.
///
/// Cost: as [`read_json`].
///
/// ```
/// use etched_compiler::document;
/// use etched_compiler::model::Model;
///
/// let bytes = document::write_msgpack(&Model::default());
/// assert_eq!(document::read_msgpack(&bytes)?.model, Model::default());
/// # Ok::<(), document::Error>(())
/// ```
///
/// # Errors
/// What is wrong, with the path in the document and the byte offset.
pub fn read_msgpack(bytes: &[u8]) -> Result<Document, Error> {
    limit::check(bytes, limit::msgpack)?;
    let mut from = rmp_serde::Deserializer::new(bytes);
    from.set_max_depth(MAX_DEPTH);
    match shared::read(|| read::top(&mut from)) {
        Ok(read) if from.get_ref().is_empty() => read.finish(),
        Ok(_) => {
            let at = bytes.len() - from.get_ref().len();
            Err(Error::new("", Position::Byte(at), "trailing bytes after the document").of(error::ErrorKind::Syntax))
        }
        Err(_) => Err(locate_msgpack(bytes)),
    }
}

/// Writes a metadata document in JSON without white space; the same model gives the same text.
///
/// [The module](self) has an example. Cost: one pass.
#[must_use]
pub fn write_json(model: &Model) -> String {
    serde_json::to_string(&write::Top(model)).expect("a document has text keys, and a text takes all of it")
}

/// Writes a metadata document in JSON, two spaces a level and a line break at its end.
///
/// As [`write_json`], for people.
#[must_use]
pub fn write_json_pretty(model: &Model) -> String {
    let mut text =
        serde_json::to_string_pretty(&write::Top(model)).expect("a document has text keys, and a text takes all of it");
    text.push('\n');
    text
}

/// Writes a metadata document in MessagePack; the same model gives the same bytes.
///
/// [`read_msgpack`] has an example. Cost: one pass.
#[must_use]
pub fn write_msgpack(model: &Model) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut to = rmp_serde::Serializer::new(&mut bytes).with_struct_map();
    serde::Serialize::serialize(&write::Top(model), &mut to)
        .expect("every length is known, and a vector takes all of it");
    bytes
}

/// Reads once more, keeping track of the path: paths cost time, and only a document with an error needs one.
fn locate_json(text: &str) -> Error {
    let mut from = serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let read = shared::read(|| read::top(serde_path_to_error::Deserializer::new(&mut from, &mut track)));
    match read.map(|_| from.end()) {
        Ok(Ok(())) => Error::new("", None, "the document reads differently the second time"),
        Ok(Err(error)) => Error::json(String::new(), &error),
        Err(error) => Error::json(path_text(&track.path()), &error),
    }
}

fn locate_msgpack(bytes: &[u8]) -> Error {
    let mut from = rmp_serde::Deserializer::new(bytes);
    from.set_max_depth(MAX_DEPTH);
    let mut track = serde_path_to_error::Track::new();
    match shared::read(|| read::top(serde_path_to_error::Deserializer::new(&mut from, &mut track))) {
        Ok(_) => Error::new("", None, "the document reads differently the second time"),
        Err(error) => Error::msgpack(path_text(&track.path()), bytes.len() - from.get_ref().len(), &error),
    }
}

fn path_text(path: &serde_path_to_error::Path) -> String {
    let text = path.to_string();
    // Where a key is cut short, its place is a question mark.
    let text = text.strip_suffix(".?").unwrap_or(&text);
    if matches!(text, "." | "?") { String::new() } else { text.to_owned() }
}
