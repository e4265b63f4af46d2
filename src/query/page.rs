//! A part of a list.

/// Which part of a list is wanted: `limit` entries from `offset` on.
///
/// ```
/// use etched::query::Page;
///
/// let page = Page::new(2, Some(2));
/// assert_eq!(page.of("abcdef".chars()), (6, vec!['c', 'd']));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Entries left out at the start.
    pub offset: usize,
    /// Entries at most; `None` for all.
    pub limit: Option<usize>,
}

impl Page {
    /// All of it.
    pub const ALL: Self = Self { offset: 0, limit: None };

    /// Returns the page that leaves out `offset` entries and has at most `limit`.
    #[must_use]
    pub const fn new(offset: usize, limit: Option<usize>) -> Self {
        Self { offset, limit }
    }

    /// Counts all entries and keeps those of the page.
    pub fn of<T>(self, entries: impl Iterator<Item = T>) -> (usize, Vec<T>) {
        let end = self.limit.map_or(usize::MAX, |limit| self.offset.saturating_add(limit));
        let mut kept = Vec::new();
        let mut total = 0;
        for entry in entries {
            if total >= self.offset && total < end {
                kept.push(entry);
            }
            total += 1;
        }
        (total, kept)
    }
}
