//! Reading an image: checked slices, no copies, no allocation.

use core::marker::PhantomData;

use crate::cell::{Cell, Id, List, Opt, Range, Str};
use crate::header::{Header, SectionEntry};
use crate::layout::{Home, Record, Section, Word};

/// An image in its two parts: header and records as bytes, the string pool as text.
///
/// Reading never panics and never leaves the two slices, whatever the bytes are; what it answers is right when the
/// image was written by the compiler or has been validated.
///
/// ```
/// use etched_core::layout::Resource;
///
/// /// Returns the names of the resources of an image.
/// fn names(image: etched_core::Image<'_>) -> Vec<&str> {
///     image.rows::<Resource>().iter().map(|resource| image.str(resource.name())).collect()
/// }
///
/// assert!(names(etched_core::Image::new(&[], "")).is_empty());
/// ```
#[derive(Clone, Copy)]
pub struct Image<'a> {
    records: &'a [u8],
    strings: &'a str,
}

#[inline]
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    <u32 as Cell>::read(bytes, at)
}

impl<'a> Image<'a> {
    /// Takes the two parts as they are; see [`Header::read`](crate::Header::read) for the check.
    #[inline]
    #[must_use]
    pub const fn new(records: &'a [u8], strings: &'a str) -> Self {
        Self { records, strings }
    }

    /// Returns header and records.
    #[inline]
    #[must_use]
    pub const fn records(self) -> &'a [u8] {
        self.records
    }

    /// Returns the string pool.
    #[inline]
    #[must_use]
    pub const fn strings(self) -> &'a str {
        self.strings
    }

    /// Returns the root digest: the hash over what the application means.
    #[inline]
    #[must_use]
    pub const fn digest(self) -> [u8; 16] {
        Header::digest(self.records)
    }

    /// Returns the fingerprint of the numbering, which compile-time ids carry; zero where it is not known.
    #[inline]
    #[must_use]
    pub const fn fingerprint(self) -> u64 {
        Header::fingerprint(self.records)
    }

    /// Returns the checksum in the header.
    #[inline]
    #[must_use]
    pub const fn checksum(self) -> u64 {
        Header::checksum(self.records)
    }

    /// Returns how many records a section has.
    #[inline]
    #[must_use]
    pub const fn count(self, section: Section) -> u32 {
        match SectionEntry::read(self.records, section as u32) {
            Some(entry) => entry.count,
            None => 0,
        }
    }

    /// Returns what the keys of a hash table are hashed with.
    #[inline]
    #[must_use]
    pub const fn seed(self, table: Section) -> u32 {
        match SectionEntry::read(self.records, table as u32) {
            Some(entry) => entry.seed,
            None => 0,
        }
    }

    /// Returns the records of a section that has a record type to itself.
    #[inline]
    #[must_use]
    pub fn rows<R: Home>(self) -> Rows<'a, R> {
        self.rows_of(R::SECTION)
    }

    /// Returns the records of any section, read as `R`; none of a section that an older layout does not have.
    #[inline]
    #[must_use]
    pub fn rows_of<R: Record>(self, section: Section) -> Rows<'a, R> {
        let Some(entry) = SectionEntry::read(self.records, section as u32) else {
            return Rows { bytes: &[], stride: 0, count: 0, record: PhantomData };
        };
        // Up to the end of the section and no further: what is behind it are records of another.
        let end = entry.offset as usize + entry.stride as usize * entry.count as usize;
        let bytes = self.records.get(entry.offset as usize..end).unwrap_or(&[]);
        Rows { bytes, stride: entry.stride, count: entry.count, record: PhantomData }
    }

    /// Returns one record.
    #[inline]
    #[must_use]
    pub fn get<R: Home>(self, id: Id<R>) -> Rec<'a, R> {
        self.rows::<R>().get(id.index)
    }

    /// Returns one record, if the id names one.
    #[inline]
    #[must_use]
    pub fn get_opt<R: Home>(self, id: Opt<R>) -> Option<Rec<'a, R>> {
        id.get().map(|id| self.get(id))
    }

    /// Returns the record of what only some records have; one of zeros, which says nothing, where there is none.
    ///
    /// ```
    /// use etched_core::Image;
    /// use etched_core::cell::{Opt, Str};
    /// use etched_core::layout::FieldExtra;
    ///
    /// assert_eq!(Image::new(&[], "").extra(Opt::<FieldExtra>::default()).format(), Str(0));
    /// ```
    #[inline]
    #[must_use]
    pub fn extra<R: Home>(self, id: Opt<R>) -> Rec<'a, R> {
        // No section has as many records, so this is past the end.
        self.get_opt(id).unwrap_or_else(|| self.rows::<R>().get(u32::MAX))
    }

    /// Returns a string.
    #[inline]
    #[must_use]
    pub fn str(self, id: Str) -> &'a str {
        // Two words of the section, without the rest of it being looked at: an accessor reads a text or two.
        let table = SectionEntry::read(self.records, Section::Strings as u32).map_or(0, |entry| entry.offset as usize);
        let offsets = self.records.get(table + id.0 as usize * 4..).and_then(|rest| rest.first_chunk::<8>());
        let [a, b, c, d, e, f, g, h] = *offsets.unwrap_or(&[0; 8]);
        let range = u32::from_le_bytes([a, b, c, d]) as usize..u32::from_le_bytes([e, f, g, h]) as usize;
        self.strings.get(range).unwrap_or("")
    }

    /// Returns the ids of a list.
    #[inline]
    #[must_use]
    pub fn list<T: ?Sized>(self, list: List<T>) -> Ids<'a, T> {
        let rows = self.rows_of::<Word>(Section::Ids);
        let start = list.start as usize * 4;
        let bytes = rows.bytes.get(start..).and_then(|rest| rest.get(..list.len as usize * 4)).unwrap_or(&[]);
        Ids { bytes, target: PhantomData }
    }
}

/// The records of a section.
///
/// ```
/// use etched_core::Image;
/// use etched_core::layout::Resource;
///
/// let resources = Image::new(&[], "").rows::<Resource>();
/// assert_eq!((resources.len(), resources.iter().count()), (0, 0));
/// // A record that is not there reads as zeros.
/// assert_eq!(resources.get(7).line(), 0);
/// ```
pub struct Rows<'a, R> {
    bytes: &'a [u8],
    stride: u32,
    count: u32,
    record: PhantomData<fn() -> R>,
}

impl<R> Clone for Rows<'_, R> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Rows<'_, R> {}

impl<'a, R> Rows<'a, R> {
    /// Returns how many records there are.
    #[inline]
    #[must_use]
    pub const fn len(self) -> u32 {
        self.count
    }

    /// Returns whether there are none.
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.count == 0
    }

    /// Returns a record; one that is not there reads as zeros.
    #[inline]
    #[must_use]
    pub fn get(self, index: u32) -> Rec<'a, R> {
        let stride = self.stride as usize;
        let start = index as usize * stride;
        let bytes = self.bytes.get(start..start.wrapping_add(stride)).unwrap_or(&[]);
        Rec { bytes, record: PhantomData }
    }

    /// Iterates over a run of records.
    #[inline]
    pub fn range(self, range: Range<R>) -> impl ExactSizeIterator<Item = Rec<'a, R>> + Clone {
        (0..range.len).map(move |at| self.get(range.start.wrapping_add(at)))
    }

    /// Returns the bytes of the records from `start` to before `end`, none when they are not all there.
    ///
    /// For loops that a lookup per record would slow down; see [`Rec::of`].
    #[inline]
    #[must_use]
    pub fn bytes(self, start: u32, end: u32) -> &'a [u8] {
        let stride = self.stride as usize;
        self.bytes.get(start as usize * stride..end as usize * stride).unwrap_or(&[])
    }

    /// Returns the bytes from one record to the next: more than the record has when a later version wrote the image.
    #[inline]
    #[must_use]
    pub const fn stride(self) -> usize {
        self.stride as usize
    }

    /// Iterates over all records.
    #[inline]
    pub fn iter(self) -> impl ExactSizeIterator<Item = Rec<'a, R>> + Clone {
        (0..self.count).map(move |at| self.get(at))
    }
}

impl Rows<'_, Word> {
    /// Returns the number at `index`, zero when it is not there.
    #[inline]
    #[must_use]
    pub fn word(self, index: u32) -> u32 {
        u32_at(self.bytes, index as usize * self.stride as usize)
    }
}

impl<'a> Rows<'a, Word> {
    /// Iterates over the numbers.
    #[inline]
    pub fn words(self) -> impl ExactSizeIterator<Item = u32> + Clone + 'a {
        self.bytes.chunks_exact(self.stride.max(1) as usize).take(self.count as usize).map(|word| u32_at(word, 0))
    }
}

/// One record, read cell by cell; the cells of each record type are in [`layout`](crate::layout).
///
/// ```
/// use etched_core::Rec;
/// use etched_core::layout::Word;
///
/// assert_eq!(Rec::<Word>::of(&[7, 0, 0, 0]).value(), 7);
/// ```
pub struct Rec<'a, R> {
    bytes: &'a [u8],
    record: PhantomData<fn() -> R>,
}

impl<R> Clone for Rec<'_, R> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Rec<'_, R> {}

impl<'a, R> Rec<'a, R> {
    /// Takes bytes as a record; cells beyond their end read as zero.
    #[inline]
    #[must_use]
    pub const fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, record: PhantomData }
    }

    /// Returns the bytes of the record.
    #[inline]
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        self.bytes
    }
}

/// A list of ids.
///
/// ```
/// use etched_core::Ids;
/// use etched_core::layout::Route;
///
/// assert_eq!(Ids::<Route>::EMPTY.get(0), None);
/// ```
pub struct Ids<'a, T: ?Sized> {
    bytes: &'a [u8],
    target: PhantomData<fn() -> T>,
}

impl<T: ?Sized> Clone for Ids<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for Ids<'_, T> {}

impl<'a, T: ?Sized + 'a> Ids<'a, T> {
    /// The list with nothing in it.
    pub const EMPTY: Self = Self { bytes: &[], target: PhantomData };

    /// Returns how many ids there are.
    #[inline]
    #[must_use]
    pub const fn len(self) -> usize {
        self.bytes.len() / 4
    }

    /// Returns whether there are none.
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    /// Returns the id at `index`.
    #[inline]
    #[must_use]
    pub fn get(self, index: usize) -> Option<u32> {
        (index < self.len()).then(|| u32_at(self.bytes, index * 4))
    }

    /// Iterates over the ids.
    #[inline]
    pub fn iter(self) -> impl ExactSizeIterator<Item = u32> + DoubleEndedIterator + Clone + 'a {
        self.bytes.chunks_exact(4).map(|word| u32_at(word, 0))
    }
}
