//! Where a diagnostic points.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::source::SourceFile;

/// Text of larger documents is not kept for their diagnostics, which have line and column all the same.
#[cfg(any(feature = "document", feature = "openapi"))]
const MAX_KEPT_TEXT: usize = 1 << 20;

/// A stretch of a file, a point of one whose text is not at hand, or a whole path.
///
/// ```
/// use etched_compiler::Sources;
///
/// let sources = Sources::from_texts([("schema/tag.cdt", "resource Tag {\n  name: string!\n}")]);
/// let place = sources.place("schema/tag.cdt", 2);
/// assert_eq!((place.file_path(), place.line(), place.column()), ("schema/tag.cdt", Some(2), Some(3)));
/// assert_eq!(place.to_string(), "schema/tag.cdt:2:3");
/// assert_eq!(place.text(), "name: string!");
/// ```
#[derive(Clone, Debug)]
pub struct Place {
    pub(super) file: Arc<SourceFile>,
    at: At,
}

#[derive(Clone, Copy, Debug)]
enum At {
    Whole,
    /// Byte offsets.
    Range(u32, u32),
    /// Line and column, from 1; the column is 0 when it is not known.
    Point(u32, u32),
}

impl Place {
    /// Returns the place of a byte range of a file.
    #[must_use]
    pub fn new(file: &Arc<SourceFile>, start: usize, end: usize) -> Self {
        let end = end.min(file.text().len());
        Self { file: Arc::clone(file), at: At::Range(start.min(end) as u32, end as u32) }
    }

    /// Returns the place of a whole line, without the white space around it; lines are counted from 1.
    #[must_use]
    pub(crate) fn line_of(file: &Arc<SourceFile>, line: u32) -> Self {
        let (start, end) = file.line_range(line);
        let text = &file.text()[start as usize..end as usize];
        let start = start as usize + (text.len() - text.trim_start().len());
        Self::new(file, start, start + text.trim().len())
    }

    /// Returns the place of a file as a whole.
    #[must_use]
    pub fn file(file: &Arc<SourceFile>) -> Self {
        Self { file: Arc::clone(file), at: At::Whole }
    }

    /// Returns the place of a path of which there is no text.
    #[must_use]
    pub fn path(path: &str) -> Self {
        Self::file(&Arc::new(SourceFile::new(path, "")))
    }

    /// Returns a point of a path of which there is no text; without a line it is the path as a whole.
    ///
    /// ```
    /// use etched_compiler::Place;
    ///
    /// assert_eq!(Place::point("shop.json", 3, 14).line(), Some(3));
    /// ```
    #[must_use]
    pub fn point(path: &str, line: u32, column: u32) -> Self {
        let at = if line == 0 { At::Whole } else { At::Point(line, column) };
        Self { at, ..Self::path(path) }
    }

    /// Returns a point of a document, with the text around it unless the document is large.
    ///
    /// The column counts bytes from 1; 0 stands for the line as a whole.
    #[cfg(any(feature = "document", feature = "openapi"))]
    pub(crate) fn in_document(path: &str, bytes: &[u8], line: u32, column: u32) -> Self {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_KEPT_TEXT);
        let (Some(text), true) = (text, line > 0) else { return Self::point(path, line, column) };
        let file = Arc::new(SourceFile::new(path, text));
        if column == 0 {
            return Self::line_of(&file, line);
        }
        let (start, end) = file.line_range(line);
        let wanted = (start + column - 1).min(end) as usize;
        let start = (0..=wanted).rev().find(|at| file.text().is_char_boundary(*at)).unwrap_or(0);
        let len = file.text()[start..].chars().next().map_or(0, |c| if c == '\n' { 0 } else { c.len_utf8() });
        Self::new(&file, start, start + len)
    }

    /// Returns the file's path.
    #[must_use]
    pub fn file_path(&self) -> &str {
        self.file.path()
    }

    /// Returns the text at the place; nothing where there is none at hand.
    #[must_use]
    pub fn text(&self) -> &str {
        self.range().and_then(|range| self.file.text().get(range.start as usize..range.end as usize)).unwrap_or("")
    }

    /// Returns the file, with the text it had when the diagnostic was made; empty for a path alone.
    #[must_use]
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// Returns the byte range in the text of its file; `None` for a file as a whole and where there is no text.
    #[must_use]
    pub fn range(&self) -> Option<Range<u32>> {
        match self.at {
            At::Range(start, end) => Some(start..end),
            At::Whole | At::Point(..) => None,
        }
    }

    /// Returns the line it starts on, counted from 1; `None` for a file as a whole.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        match self.at {
            At::Whole => None,
            At::Range(start, _) => Some(self.file.line(start)),
            At::Point(line, _) => Some(line),
        }
    }

    /// Returns the column it starts at, in characters counted from 1; `None` where it is not known.
    #[must_use]
    pub fn column(&self) -> Option<u32> {
        match self.at {
            At::Whole => None,
            At::Range(start, _) => Some(self.file.column(start)),
            At::Point(_, column) => (column > 0).then_some(column),
        }
    }

    /// Returns the column after its last character on the line it starts on; `None` where it is not known.
    #[must_use]
    pub fn end_column(&self) -> Option<u32> {
        match self.at {
            At::Whole | At::Point(..) => self.column(),
            At::Range(start, end) => {
                let (_, line_end) = self.file.line_range(self.file.line(start));
                Some(self.file.column(end.min(line_end).max(start)))
            }
        }
    }

    pub(super) fn order(&self) -> (&str, u32, u32, u32) {
        let (start, end) = self.range().map_or((0, 0), |range| (range.start, range.end));
        // A file has text in all its diagnostics or in none.
        let line = if let At::Point(line, _) = self.at { line } else { 0 };
        (self.file.path(), line, start, end)
    }
}

impl fmt::Display for Place {
    /// Writes `file:line:column`, as far as it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file_path())?;
        for number in [self.line(), self.column()].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}
