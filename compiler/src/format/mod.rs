//! The canonical layout of schema text.
//!
//! A formatted text has the tokens, comments and bodies of the text it was made of; only what stands between them
//! differs. So formatting changes no meaning: the digest stays, and places move by lines only.

mod layout;
mod member;
mod tokens;

use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::{Severity, parse};

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
/// let formatted = etched_compiler::format(text)?;
/// let expected = "@strict nullability\n\nresource Tag {\n  name: string! @min(2) // short\n  @operations [list, show]\n}\n";
/// assert_eq!(formatted, expected);
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
///
/// # Errors
/// What is wrong with the syntax of the text, under the path `schema.cdt`; whether its names are known is not looked at.
///
/// Cost: two passes over the text.
pub fn format(text: &str) -> Result<String, Diagnostics> {
    let sources = Sources::from_texts([("schema.cdt", text)]);
    let mut diagnostics = Diagnostics::new();
    sources.problems().iter().for_each(|problem| diagnostics.push(problem.clone()));
    parse::parse(&sources, &mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error) {
        return Err(diagnostics.sorted());
    }
    Ok(layout::Layout::new(text).file())
}
