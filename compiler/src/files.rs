//! Which files a schema is in: the one walk over schema directories, for whoever reads them or watches them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use etched_core::near::nearest;

use crate::diagnostic::{Code, Diagnostic, Place, code};

/// The files of a schema, the directories they were found in, and what stood in the way.
///
/// In a directory, files whose name ends in `.cdt` count, and every directory is looked into; names that start with a
/// dot are passed over. Symbolic links are followed, and one that leads to a directory that was looked into already is
/// a problem, as is a dangling one. Nothing is skipped unsaid.
///
/// ```
/// use etched_compiler::SchemaFiles;
///
/// # let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules/E0006-duplicate-file");
/// let nothing = SchemaFiles::find("nowhere");
/// assert_eq!(nothing.files().len(), 0);
/// assert_eq!(nothing.problems()[0].code(), "E0001");
/// ```
#[derive(Debug, Default)]
pub struct SchemaFiles {
    files: Vec<SchemaFile>,
    directories: Vec<PathBuf>,
    problems: Vec<Diagnostic>,
}

/// A file of a schema; part of [`SchemaFiles`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in diagnostics and metadata: the schema directory's own name and the path below it with `/`.
    pub name: String,
}

impl SchemaFiles {
    /// Looks for the files of a schema directory, or takes a single file.
    ///
    /// Cost: a look at every entry of every directory; files are not opened.
    #[must_use]
    pub fn find(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let mut found = Self::default();
        match fs::metadata(path) {
            Err(error) => found.missing(path, &error),
            Ok(meta) if meta.is_dir() => {
                let name = own_name(path);
                found.walk(path, &name);
                found.files.sort_by(|a, b| a.name.cmp(&b.name));
                if found.files.is_empty() && found.problems.is_empty() {
                    let place = Place::path(&path.display().to_string());
                    let problem = Diagnostic::new(&code::NO_FILES, place, "the schema directory has no .cdt files");
                    found.problems.push(problem.expect("a file such as `app.cdt` in it"));
                }
            }
            Ok(_) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                found.files.push(SchemaFile { path: path.to_owned(), name });
            }
        }
        found
    }

    /// Returns whether a path is a schema without a look into it: a directory, or a file whose name ends in `.cdt`.
    ///
    /// ```
    /// use etched_compiler::SchemaFiles;
    ///
    /// assert!(SchemaFiles::named("app.cdt".as_ref()) && !SchemaFiles::named("app.json".as_ref()));
    /// ```
    #[must_use]
    pub fn named(path: &Path) -> bool {
        path.is_dir() || path.file_name().is_some_and(is_schema)
    }

    /// Returns the files, sorted by name.
    #[must_use]
    pub fn files(&self) -> &[SchemaFile] {
        &self.files
    }

    /// Returns the directories that were looked into, the schema's own first: a file that is added changes one of them.
    #[must_use]
    pub fn directories(&self) -> &[PathBuf] {
        &self.directories
    }

    /// Returns what stood in the way, each with its path.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Adds what another walk found.
    pub(crate) fn append(&mut self, other: Self) {
        self.files.extend(other.files);
        self.directories.extend(other.directories);
        self.problems.extend(other.problems);
    }

    /// Takes it apart: files and problems.
    pub(crate) fn into_parts(self) -> (Vec<SchemaFile>, Vec<Diagnostic>) {
        (self.files, self.problems)
    }

    fn problem(&mut self, name: &str, code: &'static Code, message: impl Into<String>) {
        self.problems.push(Diagnostic::new(code, Place::path(name), message));
    }

    fn missing(&mut self, path: &Path, error: &io::Error) {
        let name = path.display().to_string();
        if let Some(message) = leads_nowhere(path, error) {
            return self.problem(&name, &code::UNREADABLE, message);
        }
        let problem = Diagnostic::new(&code::UNREADABLE, Place::path(&name), format!("cannot read it: {error}"));
        let problem = match error.kind() {
            ErrorKind::NotFound => problem.expect("a directory of .cdt files, or one such file"),
            _ => problem,
        };
        self.problems.push(problem.suggest(nearest_path(path).map(|near| near.display().to_string())));
    }

    /// Walks a directory with a list of its own, so that depth costs no stack.
    fn walk(&mut self, root: &Path, name: &str) {
        let mut seen = BTreeSet::new();
        let mut open = vec![(root.to_path_buf(), name.to_owned())];
        while let Some((directory, name)) = open.pop() {
            let entries = fs::canonicalize(&directory).and_then(|real| {
                // A directory that a link leads to a second time would be compiled twice, and one inside itself for ever.
                if seen.insert(real) { entries(&directory).map(Some) } else { Ok(None) }
            });
            let entries = match entries {
                Ok(Some(entries)) => entries,
                Ok(None) => {
                    let message = "a symbolic link points to a directory that is already part of the schema";
                    self.problem(&name, &code::LINK_LOOP, message);
                    continue;
                }
                Err(error) => {
                    self.problem(&name, &code::UNREADABLE, format!("cannot read the directory: {error}"));
                    continue;
                }
            };
            self.directories.push(directory.clone());
            for entry in entries {
                let path = directory.join(&entry);
                let text = entry.to_string_lossy();
                if text.starts_with('.') {
                    continue;
                }
                let name = if name.is_empty() { text.into_owned() } else { format!("{name}/{text}") };
                match fs::metadata(&path) {
                    Ok(meta) if meta.is_dir() => open.push((path, name)),
                    Ok(_) if is_schema(&entry) => self.files.push(SchemaFile { path, name }),
                    Ok(_) => {}
                    Err(error) => {
                        let message =
                            leads_nowhere(&path, &error).unwrap_or_else(|| format!("cannot read it: {error}"));
                        self.problem(&name, &code::UNREADABLE, message);
                    }
                }
            }
        }
    }
}

fn is_schema(name: &OsStr) -> bool {
    name.as_encoded_bytes().ends_with(b".cdt")
}

/// Returns the names in a directory, sorted.
fn entries(directory: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    let mut names = fs::read_dir(directory)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Returns what to say of a path that could not be looked at, where it is a symbolic link whose target is not there.
fn leads_nowhere(path: &Path, error: &io::Error) -> Option<String> {
    let target = fs::read_link(path).ok().filter(|_| error.kind() == ErrorKind::NotFound)?;
    Some(format!("the symbolic link points to `{}`, which does not exist", target.display()))
}

/// Returns a directory's own name, also for `.` and `schema/..`.
fn own_name(path: &Path) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(path).or_else(|| fs::canonicalize(path).ok().as_deref().and_then(name)).unwrap_or_default()
}

/// Returns what was probably meant by a path that does not exist: the file or directory of the nearest name beside it.
///
/// ```
/// # let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
/// let meant = etched_compiler::nearest_path(format!("{root}scr").as_ref());
/// assert_eq!(meant, Some(format!("{root}src").into()));
/// ```
#[must_use]
pub fn nearest_path(path: &Path) -> Option<PathBuf> {
    let parent = path.parent()?;
    let names = entries(if parent.as_os_str().is_empty() { Path::new(".") } else { parent }).ok()?;
    let names: Vec<_> = names.iter().map(|name| name.to_string_lossy()).collect();
    let near = nearest(path.file_name()?.to_str()?, names.iter().map(AsRef::as_ref))?;
    Some(path.with_file_name(near))
}
