//! What `check --fix` does: the edits of diagnostics, written into the files they were found in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::source::Subject;
use etched::cli::{Context, Failure};
use etched_compiler::{Diagnostics, Edit, Edits, SchemaFiles, SourceFile, Sources, compile};

use super::output::store;

/// Fixed files are checked and fixed again, since an error may hide others; this often at most.
const ROUNDS: usize = 8;

/// Fixes a schema's files and says what it did.
pub(super) fn run(from: &Subject, context: &Context) -> Result<(), Failure> {
    let schema = |path: &&PathBuf| SchemaFiles::named(path) || !path.exists();
    let Some(path) = from.paths().iter().find(schema) else {
        return Err(Failure::new("input", "there is no schema to fix")
            .advise("`--fix` writes into schema files: name their directory, or a .cdt file, with --from."));
    };
    let mut fixed = 0;
    for _ in 0..ROUNDS {
        let here = round(path, context)?;
        fixed += here;
        if here == 0 {
            break;
        }
    }
    if fixed == 0 {
        context.note("nothing has an unambiguous fix");
    }
    Ok(())
}

/// Checks the schema once and makes the edits of that; returns how many.
fn round(path: &Path, context: &Context) -> Result<usize, Failure> {
    // The walk comes first: a file that is added later has a name that it does not have.
    let files = SchemaFiles::find(path);
    let sources = Sources::read(path);
    let diagnostics = compile(&sources).map_or_else(|errors| errors, |compiled| compiled.warnings);
    let mut fixed = 0;
    for (name, edits) in by_file(&diagnostics) {
        let file = files.files().iter().find(|file| file.name == name);
        let (Some(file), Some(source)) = (file, sources.file(name)) else { continue };
        let applied = Edits::of(edits);
        if applied.is_empty() {
            continue;
        }
        let failed =
            |error: std::io::Error| Failure::new("input", format!("cannot read {}: {error}", file.path.display()));
        let bytes = fs::read(&file.path).map_err(failed)?;
        if !same(source, &bytes) {
            context.warn(&format!("{name} has changed since it was checked; left unchanged"));
            continue;
        }
        store(&file.path, &applied.apply(&bytes))?;
        for edit in applied.iter() {
            let (place, old, new) = (&edit.place, edit.place.text(), &edit.replacement);
            let what = if old.is_empty() { format!("added `{new}`") } else { format!("`{old}` is now `{new}`") };
            context.note(&format!("{place}: {what}"));
            fixed += 1;
        }
    }
    Ok(fixed)
}

fn by_file(diagnostics: &Diagnostics) -> BTreeMap<&str, Vec<&Edit>> {
    let mut files: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in diagnostics.iter().filter_map(|found| found.edit()) {
        files.entry(edit.place.file_path()).or_default().push(edit);
    }
    files
}

/// Whether a file on disk is the text that was checked.
fn same(source: &SourceFile, bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| SourceFile::new(source.path(), text).text() == source.text())
}
