//! What discovery tells whoever compiles a schema.

use super::{Report, UnusedAllow};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::model::Model;
use crate::source_map::SourceMap;
use crate::suggest::Suggestions;

/// An `@allow` acknowledges a deviation.
///
/// Rejects `@allow("middleware/auth/delete", "public")` where `delete` runs `auth`: whoever reads it would think it
/// does not.
pub(crate) fn check(model: &Model, report: &Report, map: &SourceMap, diagnostics: &mut Diagnostics) {
    let suggestions = Suggestions::new();
    for allow in &report.unused_allows {
        let UnusedAllow { resource, pattern, is_pattern, resource_index, index, .. } = allow;
        let message = format!("nothing in `{resource}` deviates from `{pattern}`");
        let warning = Diagnostic::new(&code::UNUSED_ALLOW, map.allow(*resource_index, *index), message);
        diagnostics.push(if *is_pattern {
            warning.expect("no `@allow`: the resource follows the pattern")
        } else {
            let known = model.patterns.iter().map(|pattern| pattern.id.as_str());
            warning.expect("the id of a pattern, or its start").meant(suggestions.near(pattern, known))
        });
    }
}
