//! What a program says that a type of its own holds, where no table knows it.

use etched_core::near::nearest;

use super::expect::Expected;
use crate::lex::is_identifier;
use crate::model::{Type, TypeKind};
use crate::types;

/// Reads a type of the schema language as attributes and manifests say it; its null mark is left out, so that it may be
/// written as a message shows it.
///
/// ```
/// use etched_compiler::bind::claim;
///
/// assert_eq!(claim("integer").unwrap(), "int");
/// assert_eq!(claim("array< string! >!").unwrap(), "array<string!>");
/// assert_eq!(claim("uid").unwrap_err(), "`uid` is no type; did you mean `uuid`?");
/// ```
///
/// # Errors
/// A text that is no type, in words that may follow `etched: `.
pub fn claim(text: &str) -> Result<String, String> {
    let text = text.trim();
    let bare = text.strip_suffix(['!', '?']).unwrap_or(text).trim_end();
    if matches!(bare, "array" | "hash") {
        return Ok(bare.to_owned());
    }
    match Type::parse(bare.into()).kind() {
        TypeKind::Resource(name) if !is_identifier(name) || !types::names_resource(name) => {}
        TypeKind::Open(_) | TypeKind::OneOf(_) | TypeKind::Foreign(_) => {}
        kind => return Ok(kind.to_string()),
    }
    let word = bare.split(['(', '<', '[', '{', ' ']).next().unwrap_or_default();
    let known = || types::names().chain(["struct"]);
    // A word that is known has something wrong behind it.
    let near = if known().any(|name| name == word) { None } else { nearest(word, known()) };
    Err(match near {
        Some(near) => format!("`{bare}` is no type; did you mean `{near}`?"),
        None => format!("`{bare}` is no type; write one as the schema does, such as `uuid` or `array<string!>`"),
    })
}

impl Expected<'_> {
    /// Returns every claim that is true of a type, the most exact one last; `written` is as the schema writes it.
    ///
    /// A claim may leave out arguments, and what the parts of a type are.
    pub(super) fn claims(&self, written: &str) -> Vec<String> {
        let short: &[&str] = match self {
            Self::Scalar(scalar, _) => &[scalar.name()],
            Self::Array(_) => &["array"],
            Self::Hash(..) => &["hash"],
            Self::Enum(_) => &["string", "enum"],
            Self::Struct => &["json", "struct"],
            Self::Foreign => &[],
        };
        let mut claims: Vec<String> = short.iter().map(|&name| name.to_owned()).collect();
        claims.extend(claim(written).ok().filter(|exact| !claims.contains(exact)));
        claims
    }
}
