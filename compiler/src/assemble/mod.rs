//! Sources of any form to one model: what build scripts, macros and the command line embed or ask.

mod merge;
#[expect(clippy::result_large_err, reason = "there is one a source")]
mod read;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostics, Place};
use crate::files::SchemaFiles;
use crate::source::Sources;
use crate::{Compiled, compile, patterns, routes};
use read::Read;

/// What [`assemble`] made of its sources, and what it read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Assembled {
    /// The model with its warnings, or everything that is wrong.
    pub result: Result<Compiled, Diagnostics>,
    files: Vec<(String, PathBuf)>,
    directories: Vec<PathBuf>,
}

impl Assembled {
    /// Returns the files that were read: what positions call each, and where it is.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&str, &Path)> {
        self.files.iter().map(|(name, path)| (name.as_str(), path.as_path()))
    }

    /// Returns what to watch: the files, the directories of schemas, and the sources themselves, also those that are not
    /// there yet. Sorted, each path once.
    #[must_use]
    pub fn watched(&self) -> BTreeSet<&Path> {
        self.files.iter().map(|(_, path)| path.as_path()).chain(self.directories.iter().map(PathBuf::as_path)).collect()
    }
}

/// Reads sources, whatever form each has, and merges them member by member.
///
/// `root` is what the paths are relative to. A directory is a schema; of a file its content tells the form
/// ([`Form`](crate::Form)): schema, OpenAPI document, metadata document or image. All schemas together are compiled as
/// one. What one source leaves out another may say; where two say different things of one member, that is an error
/// at the place of the one, with the place of the other. Prose is no member: the first documentation counts, and the
/// first source that has an application names it.
///
/// OpenAPI and metadata documents are read with the features `openapi` and `document`; without, the error names them.
///
/// ```
/// use etched_compiler::assemble;
///
/// let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// let assembled = assemble(root.as_ref(), ["schema"]);
/// assert!(!assembled.result.unwrap().model.resources.is_empty());
/// ```
///
/// Cost: that of compiling or reading each source; of several, also that of finding patterns once more.
pub fn assemble<P: AsRef<Path>>(root: &Path, sources: impl IntoIterator<Item = P>) -> Assembled {
    let mut assembled = Assembled { result: Ok(Compiled::empty()), files: Vec::new(), directories: Vec::new() };
    let mut diagnostics = Diagnostics::new();
    let mut schema: Option<(usize, SchemaFiles)> = None;
    let mut models = Vec::new();
    let mut seen = BTreeSet::new();
    for given in sources {
        let given = given.as_ref();
        let path = root.join(given);
        if !seen.insert(fs::canonicalize(&path).unwrap_or_else(|_| path.clone())) {
            continue;
        }
        assembled.directories.push(path.clone());
        match read::read(&path, given, &mut assembled.files) {
            Read::Schema => {
                let found = SchemaFiles::find(&path);
                assembled.directories.extend(found.directories().iter().cloned());
                assembled.files.extend(found.files().iter().map(|file| (file.name.clone(), file.path.clone())));
                match &mut schema {
                    None => {
                        schema = Some((models.len(), found));
                        models.push(None);
                    }
                    Some((_, all)) => all.append(found),
                }
            }
            Read::Model(compiled) => {
                diagnostics.append(compiled.warnings);
                models.push(Some(compiled.model));
            }
            Read::Refused(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    // Positions in a schema have the words themselves.
    let mut texts = Sources::default();
    if let Some((at, found)) = schema {
        let (files, problems) = found.into_parts();
        texts = Sources::read_files(&files, problems);
        match compile(&texts) {
            Ok(compiled) => {
                diagnostics.append(compiled.warnings);
                models[at] = Some(compiled.model);
            }
            Err(errors) => diagnostics.append(errors),
        }
    }
    if diagnostics.has_errors() {
        assembled.result = Err(diagnostics.sorted());
        return assembled;
    }
    let mut models = models.into_iter().flatten().peekable();
    let Some(mut model) = models.next() else { return assembled };
    if models.peek().is_some() {
        let place = |path: &str, line: u32| match texts.file(path) {
            Some(_) => texts.place(path, line),
            None if line > 0 => Place::point(path, line, 0),
            None => Place::path(path),
        };
        for other in models {
            merge::merge(&mut model, other, &place, &mut diagnostics);
        }
        routes::alike(&model).into_iter().for_each(|it| diagnostics.push(it));
        (model.patterns, model.deviations, model.coverage) = Default::default();
    }
    patterns::discover(&mut model);
    assembled.result = match diagnostics.has_errors() {
        true => Err(diagnostics.sorted()),
        false => Ok(Compiled { model, warnings: diagnostics.sorted() }),
    };
    assembled
}
