//! What discovery tells whoever compiles a schema.

use super::{Report, UnusedAllow};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::model::Model;
use crate::source::Sources;
use crate::suggest::Suggestions;

/// An `@allow` acknowledges a deviation.
///
/// Rejects `@allow("middleware/auth/delete", "public")` where `delete` runs `auth`: whoever reads it would think it
/// does not.
pub(crate) fn check(model: &Model, report: &Report, sources: &Sources, diagnostics: &mut Diagnostics) {
    let suggestions = Suggestions::new();
    for allow in &report.unused_allows {
        let UnusedAllow { resource, pattern, is_pattern, file_path, line } = allow;
        let message = format!("nothing in `{resource}` deviates from `{pattern}`");
        let warning = Diagnostic::new(&code::UNUSED_ALLOW, place(sources, file_path, *line, pattern), message);
        diagnostics.push(if *is_pattern {
            warning.expect("no `@allow`, since the pattern is kept here")
        } else {
            let known = model.patterns.iter().map(|pattern| pattern.id.as_str());
            warning.expect("the id of a pattern, or its start").suggest(suggestions.nearest(pattern, known))
        });
    }
}

/// The id where it is written, else its line.
fn place(sources: &Sources, path: &str, line: u32, id: &str) -> Place {
    let Some(file) = sources.file(path) else { return Place::path(path) };
    let whole = Place::line_of(file, line);
    let quoted = format!("\"{id}\"");
    let start = file.text().split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum::<usize>();
    // The arguments may stand on later lines than the annotation.
    match file.text().get(start..).and_then(|rest| rest.find(&quoted)) {
        Some(at) => Place::new(file, start + at, start + at + quoted.len()),
        None => whole,
    }
}
