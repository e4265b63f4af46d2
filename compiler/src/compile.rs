//! Schema texts to model, in passes.

use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::model::Model;
use crate::source::Sources;
use crate::{lower, parse, patterns, routes, validate};

/// A schema that compiled.
///
/// ```
/// use etched_compiler::{Sources, compile};
///
/// let sources = Sources::from_texts([("schema/tag.cdt", "resource Tag { name: string }")]);
/// let compiled = compile(&sources)?;
/// assert_eq!(compiled.model.resources[0].name, "Tag");
/// assert_eq!(compiled.warnings.iter().next().unwrap().code(), "W0001");
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Compiled {
    /// What it says.
    pub model: Model,
    /// What is probably not meant as written.
    pub warnings: Diagnostics,
}

impl Compiled {
    pub(crate) fn empty() -> Self {
        Self { model: Model::default(), warnings: Diagnostics::new() }
    }
}

/// Compiles a schema to its model.
///
/// ```
/// use etched_compiler::{Sources, compile};
///
/// let text = "resource Post { title: string! @min(5)  author: User! }  resource User { name: string! }";
/// let compiled = compile(&Sources::from_texts([("schema/blog.cdt", text)]))?;
/// assert_eq!(compiled.model.resources[0].relationships[0].foreign_key, "author_id");
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
///
/// # Errors
///
/// All errors of all files, with the warnings, sorted by file and line; also what went wrong when `sources` was read.
///
/// Cost: one pass over the text; about 20 ms for 1,000 resources of ten members with optimisation.
pub fn compile(sources: &Sources) -> Result<Compiled, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    sources.problems().iter().for_each(|problem| diagnostics.push(problem.clone()));
    if diagnostics.is_empty() && sources.files().len() == 0 {
        diagnostics.push(Diagnostic::new(&code::NO_FILES, Place::path("schema"), "the schema has no files"));
    }
    let tree = parse::parse(sources, &mut diagnostics);
    validate::validate(&tree, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics.sorted());
    }
    let (mut model, map) = lower::lower(tree, sources);
    let unplaced = routes::derive_beside(&mut model, map.outside());
    routes::check(&model, &unplaced, &map, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics.sorted());
    }
    let report = patterns::discover(&mut model);
    patterns::check(&model, &report, &map, &mut diagnostics);
    Ok(Compiled { model, warnings: diagnostics.sorted() })
}
