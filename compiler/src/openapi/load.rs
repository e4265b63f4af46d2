//! Bytes to a tree, and whether the tree is a document this importer reads.

use std::fmt;

use super::node::{Node, Tree};
use super::{json, yaml};
use crate::diagnostic::{Diagnostic, Place, code};

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

/// Returns whether bytes look like an OpenAPI or Swagger document, in JSON or YAML, without reading them.
///
/// Looks for a top-level `openapi` or `swagger` key: at the indent of the first line in YAML, at depth one in JSON and in
/// YAML's flow style. One pass over the bytes at most, and a copy of those that are UTF-16, which the import refuses in
/// its own words; a document that is damaged further on still looks like one.
///
/// ```
/// use etched_compiler::openapi::looks_like;
///
/// assert!(looks_like(b"openapi: 3.1.0\n"));
/// assert!(looks_like(br#"{"info": {"version": "1"}, "openapi": "3.0.3"}"#));
/// assert!(looks_like(b"--- {openapi: 3.1.0}"));
/// assert!(!looks_like(br#"{"resources": [{"name": "openapi"}]}"#));
/// ```
#[must_use]
pub fn looks_like(text: &[u8]) -> bool {
    // Of UTF-16 every other byte of such a key is zero.
    if is_utf16(text) {
        let plain: Vec<u8> = text[2..].iter().copied().filter(|&byte| byte != 0).collect();
        return has_key(&plain);
    }
    has_key(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text))
}

fn is_utf16(text: &[u8]) -> bool {
    text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff])
}

fn has_key(text: &[u8]) -> bool {
    let text = content(text);
    let first = text.trim_ascii_start();
    if first.first() == Some(&b'{') {
        return flow_has_key(first);
    }
    let lines = || text.split(|&byte| byte == b'\n');
    let indent = |line: &[u8]| line.iter().take_while(|&&byte| byte == b' ').count();
    let is_content = |line: &&[u8]| !matches!(line.trim_ascii_start().first(), None | Some(b'#'));
    let Some(root) = lines().find(is_content).map(indent) else { return false };
    lines().any(|line| indent(line) == root && is_key(&line[root..]))
}

/// Returns what follows comments, directives and the mark that starts a document.
fn content(text: &[u8]) -> &[u8] {
    let mut rest = text;
    loop {
        let end = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| at + 1);
        let line = &rest[..end];
        if let Some(after) = line.strip_prefix(b"---")
            && after.first().is_none_or(u8::is_ascii_whitespace)
        {
            return &rest[3..];
        }
        let skipped = line.trim_ascii_start();
        if end == 0 || !(skipped.is_empty() || skipped.starts_with(b"#") || line.starts_with(b"%")) {
            return rest;
        }
        rest = &rest[end..];
    }
}

/// Whether a line of block style is the key, plain, quoted or explicit (`? openapi`).
fn is_key(line: &[u8]) -> bool {
    let explicit = line.strip_prefix(b"? ");
    let line = explicit.map_or(line, <[u8]>::trim_ascii_start);
    let quote = line.first().copied().filter(|first| matches!(first, b'"' | b'\''));
    let line = if quote.is_some() { &line[1..] } else { line };
    let Some(rest) = line.strip_prefix(b"openapi").or_else(|| line.strip_prefix(b"swagger")) else { return false };
    let rest = match quote {
        Some(quote) => match rest.split_first() {
            Some((last, rest)) if *last == quote => rest,
            _ => return false,
        },
        None => rest,
    };
    let rest = rest.trim_ascii_start();
    if explicit.is_some() {
        return rest.first().is_none_or(|next| matches!(next, b'#' | b':'));
    }
    rest.first() == Some(&b':') && rest.get(1).is_none_or(u8::is_ascii_whitespace)
}

fn flow_has_key(text: &[u8]) -> bool {
    let (mut at, mut depth, mut before_key) = (0, 0_usize, false);
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => {
                depth += 1;
                before_key = depth == 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => before_key = depth == 1,
            b'#' if at > 1 && text[at - 2].is_ascii_whitespace() => {
                while text.get(at).is_some_and(|&inside| inside != b'\n') {
                    at += 1;
                }
            }
            b'"' | b'\'' => {
                let from = at;
                while let Some(&inside) = text.get(at) {
                    if inside == byte {
                        break;
                    }
                    at += if inside == b'\\' && byte == b'"' { 2 } else { 1 };
                }
                let word = text.get(from..at).unwrap_or_default();
                at += 1;
                let rest = text.get(at..).unwrap_or_default().trim_ascii_start();
                if depth == 1 && matches!(word, b"openapi" | b"swagger") && rest.first() == Some(&b':') {
                    return true;
                }
                before_key = false;
            }
            b'?' if before_key => {}
            _ if byte.is_ascii_whitespace() => {}
            _ if before_key => {
                let from = at - 1;
                let ends = |inside: &u8| matches!(inside, b':' | b',' | b'{' | b'}' | b'[' | b']' | b'\n');
                at = text[from..].iter().position(ends).map_or(text.len(), |length| from + length);
                let word = text[from..at].trim_ascii_end();
                if matches!(word, b"openapi" | b"swagger") && text.get(at) == Some(&b':') {
                    return true;
                }
                before_key = false;
            }
            _ => {}
        }
    }
    false
}
