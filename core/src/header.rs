//! The first bytes of an image: what it is, which layout it has, where its sections stand.

use core::fmt;

use crate::hash::hash;

/// First bytes of every image. The high bit and the line endings show a transfer that was not binary.
pub const MAGIC: [u8; 8] = *b"\x89ETCH\r\n\x1a";
/// Layouts of another major version are refused.
pub const LAYOUT_MAJOR: u16 = 1;
/// Layouts of a higher minor version are read; what is new in them is stepped over.
pub const LAYOUT_MINOR: u16 = 0;
/// Bytes before the section table.
pub const HEADER_LEN: usize = 64;
/// Bytes of one entry of the section table: offset, stride, count, zero.
pub const SECTION_ENTRY_LEN: usize = 16;

/// What was left out of an image on purpose.
///
/// ```
/// use etched_core::Strip;
///
/// let release = Strip { bodies: true, ..Strip::NONE };
/// assert_eq!(Strip::from_bits(release.bits()), release);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// Documentation texts.
    pub docs: bool,
    /// Bodies of hooks, validations, scopes, computed fields and functions.
    pub bodies: bool,
    /// File paths and line numbers.
    pub paths: bool,
}

impl Strip {
    /// Nothing left out.
    pub const NONE: Self = Self { docs: false, bodies: false, paths: false };

    /// Returns the bits stored in the header.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.docs as u32 | (self.bodies as u32) << 1 | (self.paths as u32) << 2
    }

    /// Reads the bits stored in the header.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self { docs: bits & 1 != 0, bodies: bits & 2 != 0, paths: bits & 4 != 0 }
    }
}

/// The fixed part of an image's header.
///
/// ```
/// use etched_core::{HEADER_LEN, Header, HeaderError, LAYOUT_MAJOR, LAYOUT_MINOR, Strip};
///
/// let header = Header {
///     major: LAYOUT_MAJOR,
///     minor: LAYOUT_MINOR,
///     records_len: HEADER_LEN as u32,
///     strings_len: 0,
///     checksum: 0,
///     digest: [0; 16],
///     sections: 0,
///     strip: Strip::NONE,
///     max_visits: 0,
/// };
/// assert_eq!(Header::read(&header.to_bytes(), 0), Ok(header));
/// assert_eq!(Header::read(&header.to_bytes(), 7), Err(HeaderError::Length));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Layout, major.
    pub major: u16,
    /// Layout, minor.
    pub minor: u16,
    /// Bytes of header, section table and records.
    pub records_len: u32,
    /// Bytes of the string pool that follows.
    pub strings_len: u32,
    /// Hash over all bytes with this cell zero.
    pub checksum: u64,
    /// Hash over what the application means.
    pub digest: [u8; 16],
    /// Entries of the section table.
    pub sections: u32,
    /// What was left out.
    pub strip: Strip,
    /// The largest number of trie nodes one request can visit.
    pub max_visits: u32,
}

/// Why bytes are not an image this version can read.
///
/// ```
/// use etched_core::{Header, HeaderError};
///
/// assert_eq!(Header::read(b"not an image", 0), Err(HeaderError::Short));
/// assert_eq!(Header::read(&[0; 64], 0), Err(HeaderError::Magic));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderError {
    /// Fewer bytes than a header has.
    Short,
    /// Not the magic of an image.
    Magic,
    /// Another major layout.
    Major(u16),
    /// The lengths in the header and the bytes at hand disagree.
    Length,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short => write!(f, "an image starts with a header of {HEADER_LEN} bytes, and there are fewer"),
            Self::Magic => f.write_str("the bytes do not start as an etched image does"),
            Self::Major(major) => {
                write!(f, "the image has layout {major}, and this version of etched reads layout {LAYOUT_MAJOR}")
            }
            Self::Length => f.write_str("the image is cut short, or has bytes after its end"),
        }
    }
}

impl core::error::Error for HeaderError {}

const fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

const fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl Header {
    /// Where the checksum stands.
    pub const CHECKSUM_AT: usize = 24;

    /// Reads and checks the header of an image in two parts; `const`, so that a build fails on a wrong one.
    ///
    /// # Errors
    /// The first reason the two parts are not an image of a layout this version reads.
    pub const fn read(records: &[u8], strings_len: usize) -> Result<Self, HeaderError> {
        if records.len() < HEADER_LEN {
            return Err(HeaderError::Short);
        }
        let mut at = 0;
        while at < MAGIC.len() {
            if records[at] != MAGIC[at] {
                return Err(HeaderError::Magic);
            }
            at += 1;
        }
        let major = u16_at(records, 8);
        if major != LAYOUT_MAJOR {
            return Err(HeaderError::Major(major));
        }
        let mut digest = [0; 16];
        let mut at = 0;
        while at < 16 {
            digest[at] = records[32 + at];
            at += 1;
        }
        let header = Self {
            major,
            minor: u16_at(records, 10),
            records_len: u32_at(records, 12),
            strings_len: u32_at(records, 16),
            sections: u32_at(records, 20),
            checksum: u32_at(records, 24) as u64 | (u32_at(records, 28) as u64) << 32,
            digest,
            strip: Strip::from_bits(u32_at(records, 48)),
            max_visits: u32_at(records, 52),
        };
        let table = header.sections as u64 * SECTION_ENTRY_LEN as u64 + HEADER_LEN as u64;
        if header.records_len as usize != records.len()
            || header.strings_len as usize != strings_len
            || table > records.len() as u64
        {
            return Err(HeaderError::Length);
        }
        Ok(header)
    }

    /// Returns how many bytes header and records take in the bytes of a file, in which the strings follow.
    ///
    /// # Errors
    /// When the bytes do not start as an image of a layout this version reads.
    pub fn records_len(bytes: &[u8]) -> Result<usize, HeaderError> {
        let start = bytes.first_chunk::<HEADER_LEN>().ok_or(HeaderError::Short)?;
        if start[..8] != MAGIC {
            return Err(HeaderError::Magic);
        }
        match u16_at(start, 8) {
            LAYOUT_MAJOR => Ok(u32_at(start, 12) as usize),
            major => Err(HeaderError::Major(major)),
        }
    }

    /// Returns the header as it stands in an image.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        out[..8].copy_from_slice(&MAGIC);
        out[8..10].copy_from_slice(&self.major.to_le_bytes());
        out[10..12].copy_from_slice(&self.minor.to_le_bytes());
        out[12..16].copy_from_slice(&self.records_len.to_le_bytes());
        out[16..20].copy_from_slice(&self.strings_len.to_le_bytes());
        out[20..24].copy_from_slice(&self.sections.to_le_bytes());
        out[24..32].copy_from_slice(&self.checksum.to_le_bytes());
        out[32..48].copy_from_slice(&self.digest);
        out[48..52].copy_from_slice(&self.strip.bits().to_le_bytes());
        out[52..56].copy_from_slice(&self.max_visits.to_le_bytes());
        out
    }
}

/// Returns the checksum of an image: the hash over all its bytes with the checksum cell read as zero.
///
/// It shows damage, not intent. Cost: about 0.1 ns a byte.
///
/// ```
/// use etched_core::checksum;
///
/// assert_ne!(checksum(&[0; 64], b"Post"), checksum(&[0; 64], b"Pots"));
/// ```
#[must_use]
pub fn checksum(records: &[u8], strings: &[u8]) -> u64 {
    let (head, rest) = records.split_at(records.len().min(Header::CHECKSUM_AT));
    let rest = rest.get(8..).unwrap_or(&[]);
    hash(hash(hash(0, head), rest), strings)
}
