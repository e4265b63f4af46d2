//! Edits of one file, made together.

use super::Place;

/// The fix of a diagnostic as a change of the text, where it is unambiguous.
///
/// ```
/// let errors = etched_compiler::compile_str("resource Tag { name: strng! }").unwrap_err();
/// let edit = errors.iter().next().unwrap().edit().unwrap();
/// assert_eq!((edit.place.text(), edit.replacement.as_str()), ("strng", "string"));
/// ```
#[derive(Clone, Debug)]
pub struct Edit {
    /// What goes.
    pub place: Place,
    /// What comes.
    pub replacement: String,
}

/// Edits of one file that do not overlap, in the order of their places.
///
/// ```
/// use etched_compiler::{Edits, compile_str};
///
/// let text = "resource Tag {\r\n  name: strng! @uniqe\r\n}\r\n";
/// let errors = compile_str(text).unwrap_err();
/// let edits = Edits::of(errors.iter().filter_map(|error| error.edit()));
/// let fixed = edits.apply(text.as_bytes());
/// assert_eq!(fixed, b"resource Tag {\r\n  name: string! @unique\r\n}\r\n");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Edits<'e> {
    list: Vec<&'e Edit>,
}

impl<'e> Edits<'e> {
    /// Takes edits of one file; of two that overlap, or change nothing, the first counts.
    #[must_use]
    pub fn of(edits: impl IntoIterator<Item = &'e Edit>) -> Self {
        let mut list: Vec<_> = edits.into_iter().filter(|edit| edit.place.range().is_some()).collect();
        list.sort_by_key(|edit| edit.place.range().map(|range| (range.start, range.end)));
        let mut free = 0;
        list.retain(|edit| {
            let Some(range) = edit.place.range() else { return false };
            let fits = range.start >= free && edit.place.text() != edit.replacement;
            if fits {
                // Two insertions at one place are two answers to one question, too.
                free = range.end.max(range.start + 1);
            }
            fits
        });
        Self { list }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns them in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'e Edit> + '_ {
        self.list.iter().copied()
    }

    /// Returns the bytes of the file with all edits made; they have to be those the edits were found in.
    ///
    /// A byte order mark and the line ends of the file stay as they are.
    #[must_use]
    pub fn apply(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len() + 16 * self.list.len());
        // Places count the bytes of the text as it is compiled: without the mark, a line end as one.
        let mut at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        out.extend_from_slice(&bytes[..at]);
        let mut offset = 0;
        let mut copy = |out: &mut Vec<u8>, to: u32, keep: bool| {
            while offset < to && at < bytes.len() {
                let len = if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
                if keep {
                    out.extend_from_slice(&bytes[at..at + len]);
                }
                at += len;
                offset += 1;
            }
        };
        for edit in &self.list {
            let Some(range) = edit.place.range() else { continue };
            copy(&mut out, range.start, true);
            copy(&mut out, range.end, false);
            out.extend_from_slice(edit.replacement.as_bytes());
        }
        copy(&mut out, u32::MAX, true);
        out
    }
}
