//! Why an image is refused, and where.

use core::fmt;

use crate::extent::Excess;
use crate::header::HeaderError;

/// Why bytes are refused as an image.
///
/// ```
/// use etched_core::validate::split;
///
/// assert_eq!(split(&[0; 64]).unwrap_err().to_string(), "not an etched image (bad magic)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidateError {
    /// They do not start as an image this version reads.
    Header(HeaderError),
    /// The bytes are not those that were written.
    Checksum {
        /// What the bytes at hand give.
        expected: u64,
        /// What the header says.
        found: u64,
    },
    /// The digest in the header is not that of the entity hashes.
    Digest,
    /// The fingerprint in the header does not match the numbering of the image.
    Fingerprint,
    /// The string pool does not start with the marker of the image.
    Marker,
    /// The string pool is not UTF-8 from this byte on.
    Utf8 {
        /// Byte of the pool.
        at: usize,
    },
    /// A cell does not say what it must.
    Cell(CellError),
    /// The parts name each other so often that checking or answering would take time or space out of proportion.
    Excessive(Excess),
}

/// A cell that does not say what it must.
///
/// ```
/// use etched_core::validate::{CellError, Expected, ValidateError};
///
/// let error = CellError { section: "Resource", record: 3, cell: "name", expected: Expected::Below(7), found: 9 };
/// assert!(ValidateError::Cell(error).to_string().contains("Resource"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellError {
    /// Name of the section, or `section table`.
    pub section: &'static str,
    /// Number of the record.
    pub record: u32,
    /// Name of the cell.
    pub cell: &'static str,
    /// What it must say.
    pub expected: Expected,
    /// What it says.
    pub found: u64,
}

/// What a cell must say: part of a [`CellError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// This number.
    Is(u64),
    /// A number below this one.
    Below(u64),
    /// This number or more.
    AtLeast(u64),
    /// This number or less.
    AtMost(u64),
    /// What the text says.
    That(&'static str),
}

impl From<Excess> for ValidateError {
    fn from(excess: Excess) -> Self {
        Self::Excessive(excess)
    }
}

impl From<HeaderError> for ValidateError {
    fn from(error: HeaderError) -> Self {
        Self::Header(error)
    }
}

impl fmt::Display for ValidateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(error) => error.fmt(f),
            Self::Checksum { expected, found } => {
                write!(f, "the image is damaged: its checksum is {expected:016x}, but the header says {found:016x}")
            }
            Self::Digest => f.write_str("the digest in the header does not match the entities of the image"),
            Self::Fingerprint => f.write_str("the fingerprint in the header does not match the numbering of the image"),
            Self::Marker => f.write_str("the strings belong to another image (bad marker)"),
            Self::Utf8 { at } => write!(f, "the strings of the image are not UTF-8 at byte {at}"),
            Self::Cell(error) => error.fmt(f),
            Self::Excessive(excess) => excess.fmt(f),
        }
    }
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { section, record, cell, expected, found } = self;
        write!(f, "{section} record {record}, {cell}: expected {expected}, found {found}")
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(number) => write!(f, "{number}"),
            Self::Below(number) => write!(f, "a number below {number}"),
            Self::AtLeast(number) => write!(f, "{number} or more"),
            Self::AtMost(number) => write!(f, "{number} or less"),
            Self::That(text) => f.write_str(text),
        }
    }
}

impl core::error::Error for ValidateError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Header(error) => Some(error),
            _ => None,
        }
    }
}

/// The result of a check.
pub(crate) type Checked<T = ()> = Result<T, ValidateError>;

/// Refuses a cell.
#[cold]
pub(crate) fn wrong(
    section: &'static str,
    record: u32,
    cell: &'static str,
    expected: Expected,
    found: impl Into<u64>,
) -> ValidateError {
    ValidateError::Cell(CellError { section, record, cell, expected, found: found.into() })
}
