//! The canonical layout of schema text.
//!
//! A formatted text has the tokens, comments and bodies of the text it was made of; only what stands between them
//! differs. So formatting changes no meaning: the digest stays, and places move by lines only.

mod layout;
mod member;
mod tokens;

use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::{SchemaFile, parse};

/// Columns of a line, up to which braces stay on it.
pub const WIDTH: usize = 100;

/// Returns a schema text in canonical layout.
///
/// Two spaces a level, one member a line, one blank line between resources and at most one elsewhere; comments stay
/// where they are. Options and structs stay on one line where they were and fit in [`WIDTH`] columns. Bodies keep their
/// text and move as a whole. Formatting a formatted text changes nothing.
///
/// ```
/// let text = "@strict nullability\nresource Tag{name:string! @min( 2 ) // short\n@operations[list,show]}";
/// let formatted = etched_compiler::format("schema/tag.cdt", text)?;
/// let expected = "@strict nullability\n\nresource Tag {\n  name: string! @min(2) // short\n  @operations [list, show]\n}\n";
/// assert_eq!(formatted, expected);
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
///
/// # Errors
/// What is wrong with the syntax of the text, under the path given; whether its names are known is not looked at.
///
/// Cost: two passes over the text.
pub fn format(file_path: &str, text: &str) -> Result<String, Diagnostics> {
    formatted(&Sources::from_texts([(file_path, text)]))
}

/// Returns the text of a schema file in canonical layout; `None` where the file has that layout.
///
/// ```
/// let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format");
/// let found = etched_compiler::SchemaFiles::find(directory);
/// for file in found.files() {
///     let formatted = etched_compiler::format_file(file)?;
///     assert_eq!(formatted.is_none(), file.name == "format/formatted.cdt");
/// }
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
///
/// # Errors
/// That it cannot be read, that it is too large or no UTF-8, or what is wrong with its syntax.
pub fn format_file(file: &SchemaFile) -> Result<Option<String>, Diagnostics> {
    let formatted = formatted(&Sources::read_files(std::slice::from_ref(file), Vec::new()))?;
    // A byte order mark is no part of the canonical layout, so the bytes are compared.
    let same = std::fs::read(&file.path).is_ok_and(|bytes| bytes == formatted.as_bytes());
    Ok((!same).then_some(formatted))
}

fn formatted(sources: &Sources) -> Result<String, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    sources.problems().iter().for_each(|problem| diagnostics.push(problem.clone()));
    parse::parse(sources, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics.sorted());
    }
    Ok(layout::Layout::new(sources.files().next().map_or("", |file| file.text())).file())
}
