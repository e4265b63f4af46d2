//! What a package's manifest says of its metadata: `[package.metadata.etched]`.

use std::fs;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Place, code};

/// A `Cargo.toml`, and the sources that its `[package.metadata.etched]` names.
///
/// ```toml
/// [package.metadata.etched]
/// schema = ["openapi.yaml", "schema"]     # or one path: schema = "schema"
/// ```
///
/// Macros, build scripts and the command line read it alike.
///
/// ```
/// use etched_compiler::Manifest;
///
/// let text = "[package.metadata.etched]\nschema = [\"openapi.yaml\", 'schema']";
/// assert_eq!(Manifest::parse("Cargo.toml".as_ref(), text)?.sources(), ["openapi.yaml", "schema"]);
/// let wrong = Manifest::parse("Cargo.toml".as_ref(), "[package.metadata.etched]\nschema = 3").unwrap_err();
/// assert_eq!((wrong.code(), wrong.place().line()), ("E0098", Some(2)));
/// # Ok::<(), etched_compiler::Diagnostic>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    path: PathBuf,
    sources: Vec<String>,
}

impl Manifest {
    /// Returns the path of the manifest nearest to a directory: in it or in one above it.
    ///
    /// ```
    /// use etched_compiler::Manifest;
    ///
    /// let root = env!("CARGO_MANIFEST_DIR").as_ref();
    /// assert_eq!(Manifest::nearest(&std::path::Path::join(root, "src/lex")), Some(std::path::Path::join(root, "Cargo.toml")));
    /// ```
    #[must_use]
    pub fn nearest(directory: &Path) -> Option<PathBuf> {
        directory.ancestors().map(|above| above.join("Cargo.toml")).find(|path| path.is_file())
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// A file that cannot be read, text that is no TOML, and a `schema` that is neither a path nor a list of paths.
    #[expect(clippy::result_large_err, reason = "there is one a package")]
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let text = fs::read_to_string(path).map_err(|error| {
            let place = Place::path(&path.display().to_string());
            Diagnostic::new(&code::UNREADABLE, place, format!("cannot read the manifest: {error}"))
        })?;
        Self::parse(path, &text)
    }

    /// Reads the text of a manifest that is at `path`.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    #[expect(clippy::result_large_err, reason = "there is one a package")]
    pub fn parse(path: &Path, text: &str) -> Result<Self, Diagnostic> {
        let wrong = |at: usize, message: String| {
            let line = text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
            let place = Place::point(&path.display().to_string(), u32::try_from(line).unwrap_or(u32::MAX), 0);
            Diagnostic::new(&code::MANIFEST, place, message)
        };
        let document = DeTable::parse(text)
            .map_err(|error| wrong(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        let mut sources = Vec::new();
        let document = document.get_ref();
        let named = inside(document, "package")
            .and_then(|package| inside(package, "metadata"))
            .and_then(|metadata| inside(metadata, "etched"))
            .and_then(|etched| etched.get("schema"));
        if let Some(named) = named {
            let expected = |value: &toml::Spanned<DeValue<'_>>| {
                let message = format!(
                    "`schema` in [package.metadata.etched] is a path or a list of paths, found {}",
                    value.get_ref().type_str()
                );
                wrong(value.span().start, message).expect("as in `schema = [\"openapi.yaml\", \"schema\"]`")
            };
            match named.get_ref() {
                DeValue::String(path) => sources.push(path.to_string()),
                DeValue::Array(paths) => {
                    for path in paths.iter() {
                        sources.push(path.get_ref().as_str().ok_or_else(|| expected(path))?.to_owned());
                    }
                }
                _ => return Err(expected(named)),
            }
            if sources.is_empty() || sources.iter().any(String::is_empty) {
                let message = "`schema` in [package.metadata.etched] names nothing".to_owned();
                return Err(
                    wrong(named.span().start, message).expect("as in `schema = [\"openapi.yaml\", \"schema\"]`")
                );
            }
        }
        Ok(Self { path: path.to_owned(), sources })
    }

    /// Returns where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the sources it names, relative to the manifest, in order; none where it says nothing of etched.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Returns the sources it names, or else the directory `schema`, which is beside it.
    #[must_use]
    pub fn sources_or_schema(&self) -> Vec<PathBuf> {
        match self.sources.as_slice() {
            [] => vec![PathBuf::from("schema")],
            named => named.iter().map(PathBuf::from).collect(),
        }
    }
}

fn inside<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<&'a DeTable<'i>> {
    table.get(key)?.get_ref().as_table()
}
