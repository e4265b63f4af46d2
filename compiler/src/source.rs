//! The texts of a schema, read from disk or given.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Diagnostic, Place, code};
use crate::files::{SchemaFile, SchemaFiles};

/// Bytes of the largest schema file that is read, 256 MiB.
pub const MAX_FILE_BYTES: u64 = 256 << 20;
/// Bytes of the largest schema, all files together, that is read, 1 GiB.
pub const MAX_TOTAL_BYTES: u64 = 1 << 30;

/// The files of a schema, sorted by path.
///
/// A file path is the schema directory's own name and the path below it with `/`, such as `schema/shop/order.cdt`, so
/// that it is the same on every machine. Line ends are read as LF and a byte order mark is dropped, so that the same
/// schema checked out on another system is the same text.
///
/// ```
/// let sources = etched_compiler::Sources::from_texts([("schema/tag.cdt", "resource Tag { name: string! }")]);
/// assert_eq!(sources.files().next().unwrap().path(), "schema/tag.cdt");
/// ```
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
    problems: Vec<Diagnostic>,
}

/// One file of a schema.
///
/// ```
/// let file = etched_compiler::SourceFile::new("schema/tag.cdt", "\u{feff}resource Tag { }\r\n");
/// assert_eq!((file.path(), file.text()), ("schema/tag.cdt", "resource Tag { }\n"));
/// ```
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Makes a file of a path and its text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: normalised(text.into()), lines: OnceLock::new() }
    }

    /// Returns the path, such as `schema/shop/order.cdt`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the text, with LF line ends and without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the offset at which each line starts; computed once.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(offset, _)| offset as u32 + 1)).collect()
        })
    }

    /// Returns the line of a byte offset, counted from 1.
    pub(crate) fn line(&self, offset: u32) -> u32 {
        self.lines().partition_point(|start| *start <= offset) as u32
    }

    /// Returns the offsets at which a line, counted from 1, starts and ends (its line feed left out).
    pub(crate) fn line_range(&self, line: u32) -> (u32, u32) {
        let lines = self.lines();
        let index = (line.max(1) as usize - 1).min(lines.len() - 1);
        let end = lines.get(index + 1).map_or(self.text.len() as u32, |next| next - 1);
        (lines[index], end)
    }

    /// Returns the column of a byte offset in characters, counted from 1.
    pub(crate) fn column(&self, offset: u32) -> u32 {
        let (start, _) = self.line_range(self.line(offset));
        let offset = (offset as usize).min(self.text.len());
        self.text.get(start as usize..offset).map_or(1, |before| before.chars().count() as u32 + 1)
    }
}

fn normalised(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text }
}

impl Sources {
    /// Reads a schema directory, recursively, or a single file.
    ///
    /// Which files those are, [`SchemaFiles`] says. What cannot be read (a missing path, a file that is not UTF-8, a dangling link, a directory that contains itself, more than [`MAX_FILE_BYTES`] or [`MAX_TOTAL_BYTES`])
    /// is kept, and [`compile`](crate::compile()) reports it with all other errors.
    ///
    /// ```
    /// let sources = etched_compiler::Sources::read("nowhere");
    /// let error = etched_compiler::compile(&sources).unwrap_err();
    /// assert_eq!(error.iter().next().unwrap().code(), "E0001");
    /// ```
    #[must_use]
    pub fn read(path: impl AsRef<Path>) -> Self {
        let (files, problems) = SchemaFiles::find(path).into_parts();
        Self::read_files(&files, problems)
    }

    /// Reads files that were found.
    pub(crate) fn read_files(files: &[SchemaFile], problems: Vec<Diagnostic>) -> Self {
        let mut reader = Reader { sources: Self { files: Vec::new(), problems }, total: 0, refused: false };
        for file in files {
            reader.file(&file.path, &file.name);
        }
        reader.sources.sorted()
    }

    /// Takes texts in place of files, each with the path to report it under.
    #[must_use]
    pub fn from_texts<P: Into<String>, T: Into<String>>(texts: impl IntoIterator<Item = (P, T)>) -> Self {
        let files = texts.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect();
        Self { files, problems: Vec::new() }.sorted()
    }

    fn sorted(mut self) -> Self {
        self.files.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.text.cmp(&b.text)));
        let twice = self.files.windows(2).filter(|pair| pair[0].path == pair[1].path);
        let twice: Vec<_> = twice.map(|pair| Arc::clone(&pair[1])).collect();
        for file in twice {
            let message = format!("two files have the path `{}`", file.path);
            self.problems.push(Diagnostic::new(&code::FILE_TWICE, Place::file(&file), message));
        }
        self
    }

    /// Returns the files, sorted by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &Arc<SourceFile>> {
        self.files.iter()
    }

    /// Returns the file with this path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&Arc<SourceFile>> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|index| &self.files[index])
    }

    /// Returns where a line of a file is, for a diagnostic about something that only knows its path and line.
    ///
    /// Unknown paths give a place with that path and no text.
    #[must_use]
    pub fn place(&self, path: &str, line: u32) -> Place {
        self.file(path).map_or_else(|| Place::path(path), |file| Place::line_of(file, line))
    }

    pub(crate) fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Returns 32 hex digits that change when any path or text changes.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut all = Vec::new();
        for file in &self.files {
            all.extend_from_slice(&(file.path.len() as u32).to_le_bytes());
            all.extend_from_slice(file.path.as_bytes());
            all.extend_from_slice(&etched_core::hash::hash128(file.text.as_bytes()));
        }
        etched_core::hash::hash128(&all).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

struct Reader {
    sources: Sources,
    total: u64,
    refused: bool,
}

impl Reader {
    fn problem(&mut self, path: &str, code: &'static code::Code, message: String) {
        self.sources.problems.push(Diagnostic::new(code, Place::path(path), message));
    }

    fn file(&mut self, path: &Path, shown: &str) {
        if self.refused {
            return;
        }
        let bytes = match read_limited(path) {
            Ok(bytes) => bytes,
            Err(error) => return self.problem(shown, &code::UNREADABLE, format!("cannot read the file: {error}")),
        };
        let size = bytes.len() as u64;
        self.total += size;
        if size > MAX_FILE_BYTES {
            let message = format!("the file is larger than {} MiB", MAX_FILE_BYTES >> 20);
            return self.problem(shown, &code::TOO_LARGE, message);
        }
        if self.total > MAX_TOTAL_BYTES {
            self.refused = true;
            let message =
                format!("the schema is larger than {} MiB; this file and the rest are not read", MAX_TOTAL_BYTES >> 20);
            return self.problem(shown, &code::TOO_LARGE, message);
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.sources.files.push(Arc::new(SourceFile::new(shown, text))),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                self.problem(shown, &code::NOT_UTF8, format!("the file is not UTF-8: byte {at}, on line {line}"));
            }
        }
    }
}

/// Reads a file up to one byte over the limit, whatever its length claims to be.
fn read_limited(path: &Path) -> std::io::Result<Vec<u8>> {
    // Asked before opening: opening a named pipe waits for its writer.
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(std::io::Error::other("not a regular file"));
    }
    let file = fs::File::open(path)?;
    let mut bytes = Vec::with_capacity(meta.len().min(MAX_FILE_BYTES) as usize);
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
