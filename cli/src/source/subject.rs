//! Which sources a question is about: those that were named, those of the package it is asked in, or the demo.

use std::env;
use std::path::{Path, PathBuf};

use etched_compiler::{Diagnostic, Manifest};

/// The sources of an answer.
#[derive(Debug)]
pub(crate) enum Subject {
    /// The embedded demo; whether it was asked for.
    Demo { asked: bool },
    /// What `--from` names.
    Named(PathBuf),
    /// What the package has that this directory is part of.
    Found(Vec<PathBuf>),
}

impl Subject {
    /// Finds the sources: those that `[package.metadata.etched]` of the nearest manifest names, then `schema` beside it.
    /// There is the demo where there is neither.
    pub(crate) fn find() -> Result<Self, Box<Diagnostic>> {
        let nothing = Self::Demo { asked: false };
        let Ok(here) = env::current_dir() else { return Ok(nothing) };
        let manifest = Manifest::nearest(&here);
        let root = match manifest.as_deref().and_then(Path::parent) {
            Some(root) => relative(&here, root),
            None => PathBuf::new(),
        };
        let sources = match manifest {
            Some(_) => Manifest::read(&root.join("Cargo.toml"))?.sources().iter().map(|path| root.join(path)).collect(),
            None => Vec::new(),
        };
        let schema = root.join("schema");
        Ok(match sources.is_empty() {
            false => Self::Found(sources),
            true if schema.is_dir() => Self::Found(vec![schema]),
            true => nothing,
        })
    }

    /// Returns the sources, none for the demo.
    pub(crate) fn paths(&self) -> &[PathBuf] {
        match self {
            Self::Demo { .. } => &[],
            Self::Named(path) => std::slice::from_ref(path),
            Self::Found(paths) => paths,
        }
    }
}

/// Returns the way up from a directory to one above it, which messages show shorter than the whole path.
fn relative(here: &Path, above: &Path) -> PathBuf {
    let levels = here.components().count() - above.components().count();
    std::iter::repeat_n("..", levels).collect()
}
