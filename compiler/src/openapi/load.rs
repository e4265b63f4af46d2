//! Bytes to a tree, and whether the tree is a document this importer reads.

use std::fmt;

use super::node::{Node, Tree};
use super::{json, yaml};
use crate::diagnostic::{Diagnostic, Place, code};
use crate::form::openapi::is_utf16;

/// Why a document cannot be imported; nothing of it is read then.
///
/// ```
/// use etched_compiler::openapi::{ErrorKind, import};
///
/// let error = import("pets.yaml", b"swagger: '2.0'").unwrap_err();
/// assert_eq!((error.kind, error.line), (ErrorKind::Version, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Name of the document, as given.
    pub name: String,
    /// Line, 0 when there is none to name.
    pub line: u32,
    /// JSON pointer such as `#/openapi`, empty when there is none to name.
    pub pointer: String,
    /// What is wrong, in words: lower-case, no full stop.
    pub message: String,
}

/// What is wrong with a document that cannot be imported: the kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are not UTF-8.
    NotText,
    /// The text is neither JSON nor YAML, nests too deep, or is an alias bomb.
    Syntax,
    /// The document is no OpenAPI document.
    NotOpenApi,
    /// The document is of a version that is not read, such as Swagger 2.0.
    Version,
}

impl Error {
    /// Returns it as the compiler reports everything; `bytes` are those of the document.
    ///
    /// ```
    /// let bytes = b"swagger: '2.0'";
    /// let error = etched_compiler::openapi::import("pets.yaml", bytes).unwrap_err().diagnostic(bytes);
    /// assert_eq!((error.code(), error.place().file_path(), error.place().line()), ("E0096", "pets.yaml", Some(1)));
    /// ```
    #[must_use]
    pub fn diagnostic(&self, bytes: &[u8]) -> Diagnostic {
        let code = match self.kind {
            ErrorKind::NotText => &code::OPENAPI_NOT_TEXT,
            ErrorKind::Syntax => &code::OPENAPI_SYNTAX,
            ErrorKind::NotOpenApi => &code::NOT_OPENAPI,
            ErrorKind::Version => &code::OPENAPI_VERSION,
        };
        let mut message = self.message.clone();
        if !self.pointer.is_empty() {
            message.push_str(&format!(" ({})", self.pointer));
        }
        Diagnostic::new(code, Place::in_document(&self.name, bytes, self.line, 0), message)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.pointer.is_empty() {
            write!(f, " ({})", self.pointer)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Which version a document says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    V30,
    V31,
}

/// Reads bytes into a tree: JSON first when they start like JSON, since YAML's rules for keys and tabs refuse some of it.
pub(crate) fn tree<'t>(name: &str, bytes: &'t [u8]) -> Result<Tree<'t>, Error> {
    let error = |kind, line, message| Error { kind, name: name.to_owned(), line, pointer: String::new(), message };
    let text = std::str::from_utf8(bytes).map_err(|bad| {
        let line = bytes[..bad.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let message = if is_utf16(bytes) {
            "the document is UTF-16; save it as UTF-8".to_owned()
        } else {
            format!("byte {} is not UTF-8", bad.valid_up_to())
        };
        error(ErrorKind::NotText, u32::try_from(line).unwrap_or(u32::MAX), message)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) {
        match json::read(text) {
            Ok(tree) => return Ok(tree),
            Err(bad) if bad.too_deep || !name_is_yaml(name) => {
                // Not JSON, but perhaps YAML's flow style: single quotes, trailing commas, comments.
                return match yaml::read(text) {
                    Ok(tree) if !bad.too_deep => Ok(tree),
                    _ => Err(error(ErrorKind::Syntax, bad.line, bad.message)),
                };
            }
            Err(_) => {}
        }
    }
    yaml::read(text).map_err(|bad| error(ErrorKind::Syntax, bad.line, bad.message))
}

fn name_is_yaml(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
}

/// Checks that the tree is an OpenAPI document and returns its version, with the version text when it is newer than ours.
pub(crate) fn version<'n>(name: &str, root: &'n Node<'_>) -> Result<(Version, Option<&'n str>), Error> {
    let error = |kind, line, pointer: &str, message| {
        Err(Error { kind, name: name.to_owned(), line, pointer: pointer.to_owned(), message })
    };
    let Some(map) = root.map() else {
        let message = format!("expected an OpenAPI document, found {}", root.kind());
        return error(ErrorKind::NotOpenApi, root.line, "#", message);
    };
    if let Some(entry) = map.entry("swagger").or_else(|| map.entry("swaggerVersion")) {
        let found = entry.node.scalar().unwrap_or_default();
        let message = format!("Swagger {found} is not read; convert the document to OpenAPI 3.0 or 3.1 first");
        return error(ErrorKind::Version, entry.line, &format!("#/{}", entry.key), message);
    }
    let Some(entry) = map.entry("openapi") else {
        let message = "expected an OpenAPI document, but there is no `openapi` key with a version".to_owned();
        return error(ErrorKind::NotOpenApi, root.line, "#", message);
    };
    let text = match entry.node.scalar().filter(|_| entry.node.boolean().is_none()) {
        Some(text) => text,
        None => {
            let message = format!("expected a version such as 3.1.0, found {}", entry.node.kind());
            return error(ErrorKind::Version, entry.line, "#/openapi", message);
        }
    };
    let mut parts = text.trim().split('.');
    match (parts.next(), parts.next().map(|minor| minor.split('-').next().unwrap_or_default())) {
        (Some("3"), Some("0")) => Ok((Version::V30, None)),
        (Some("3"), Some("1")) => Ok((Version::V31, None)),
        (Some("3"), _) => Ok((Version::V31, Some(text))),
        _ => {
            let message = format!("OpenAPI {text} is not read; versions 3.0 and 3.1 are");
            error(ErrorKind::Version, entry.line, "#/openapi", message)
        }
    }
}
