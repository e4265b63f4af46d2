//! Checking an image that nobody vouches for, before the first answer.
//!
//! After it every reader answers as it would for the compiler's own image: every id names a record, every list and
//! range is where it should, every table finds what it holds and ends its probes, the graph reads the same both
//! ways, the indexes name exactly the records they stand for, and following ids never goes round in circles. What the
//! texts *say* is not checked: an image can still describe an application that makes no sense.
//!
//! Digest and fingerprint are checked to be those of the hashes of resources, routes and application, and those are
//! taken as they are: they are over the compiler's model, of which nothing is known here. So whoever makes an image can give it the
//! digest of another application. Where that matters (two images are taken for one because their digests are the same),
//! `etched_compiler::image::hashes_hold` recomputes them, for images with nothing stripped. Taken as they are, too,
//! are what a type or a constraint is made of, beside the text of it, what patterns count, and what bodies call: which
//! functions there are, which hook calls them, and how many bodies of a resource do.
//!
//! # Limits
//!
//! Time and space are linear in the size of the image, whatever it holds, and so is what all its records say when it is
//! written out: lists that share their ids and records that share a text are bounded by [`extent`](mod@crate::extent), all
//! searches together may take [`WORK_FACTOR`] steps a word (and [`ALLOWANCE`] more), fields nest [`MAX_NESTING`] levels
//! deep, and types and literals [`kind::MAX_NESTING`](crate::kind::MAX_NESTING).

mod cells;
mod digest;
mod error;
mod fields;
mod graph;
mod sections;
mod slices;
mod strings;
mod tables;
mod trie;
mod uses;
mod values;
mod visits;

use crate::extent;
use crate::header::{Header, HeaderError, LAYOUT_MINOR, checksum};
use crate::image::Image;

pub(crate) use cells::{Check, CheckRecord, Limits, Sums, check_all, padded};
use error::Checked;
pub use error::{CellError, Expected, ValidateError};
pub(crate) use tables::check_table;

/// Steps of searches per word of the image.
pub const WORK_FACTOR: u64 = 64;
/// Steps of searches that an image of any size may take.
pub const ALLOWANCE: u64 = 1 << 20;
/// Levels of inline structs.
pub const MAX_NESTING: u32 = 128;

/// Splits the bytes of an image file into header and records, and strings.
///
/// ```
/// use etched_core::HeaderError;
/// use etched_core::validate::{ValidateError, split};
///
/// assert_eq!(split(b"not an image"), Err(ValidateError::Header(HeaderError::Short)));
/// ```
///
/// # Errors
/// When the header is not one this version reads, or the lengths in it are not those of the file.
pub fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), ValidateError> {
    let (records, _) = Header::lens(bytes)?;
    bytes.split_at_checked(records as usize).ok_or(ValidateError::Header(HeaderError::Length))
}

/// Checks an image in its two parts and returns its reader.
///
/// Images of a higher minor layout are read: longer records and unknown sections are stepped over. In those of a lower
/// one, cells and sections that are missing read as zero.
///
/// ```
/// use etched_core::Image;
/// use etched_core::validate::{ValidateError, split, validate};
///
/// /// Returns a reader of the bytes of a file.
/// fn open(file: &[u8]) -> Result<Image<'_>, ValidateError> {
///     let (records, strings) = split(file)?;
///     validate(records, strings)
/// }
///
/// assert!(open(&[0; 64]).is_err());
/// ```
///
/// Cost: about 0.4 ns a byte: 4.7 ms for the 12.7 MB of 5,000 resources with eight fields, three relationships and two
/// hooks each (`benches/open.rs`), a quarter of it the checksum.
///
/// # Errors
/// The first thing that is wrong: section, record and cell, what was expected and what was found.
pub fn validate<'a>(records: &'a [u8], strings: &'a [u8]) -> Result<Image<'a>, ValidateError> {
    validate_as(LAYOUT_MINOR, records, strings)
}

/// Like [`validate`], as a reader of another minor layout would; for tests of what older and newer readers do.
#[doc(hidden)]
pub fn validate_as<'a>(minor: u16, records: &'a [u8], strings: &'a [u8]) -> Result<Image<'a>, ValidateError> {
    let header = Header::read(records, strings.len())?;
    if records.len() as u64 + strings.len() as u64 > extent::MAX_BYTES {
        return Err(extent::Excess { what: "bytes", limit: extent::MAX_BYTES }.into());
    }
    let expected = checksum(records, strings);
    if expected != header.checksum {
        return Err(ValidateError::Checksum { expected, found: header.checksum });
    }
    let table = sections::check(minor, &header, records)?;
    let text = strings::utf8(strings)?;
    let image = Image::new(records, text);
    let longest = strings::check(image)?;
    let entries = cells::check(image, &table)?;
    extent::check_texts(image, entries, longest)?;
    let mut work = Work::new(records.len() + strings.len());
    fields::check(image)?;
    values::check(image)?;
    let bases = slices::check(image, &mut work)?;
    graph::check(image, &bases, &mut work)?;
    drop(bases);
    tables::check(image, &mut work)?;
    trie::check(image, &mut work)?;
    visits::check(image, header.max_visits)?;
    digest::check(image, &header)?;
    Ok(image)
}

/// Steps that searches may still take.
pub(crate) struct Work {
    left: u64,
    limit: u64,
}

impl Work {
    fn new(bytes: usize) -> Self {
        let limit = bytes as u64 / 4 * WORK_FACTOR + ALLOWANCE;
        Self { left: limit, limit }
    }

    /// Takes some steps.
    #[inline]
    pub(crate) fn spend(&mut self, steps: u64) -> Checked {
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(extent::Excess { what: "steps of searches", limit: self.limit }.into()),
        }
    }
}
