//! The first bytes of an image: what it is, which layout it has, where its sections stand.
//!
//! # Finding an image in other bytes
//!
//! In a program the two parts of an image stand apart, each as one run of bytes. The header is found by [`MAGIC`] and
//! says how long the records are; [`marker`] of its digest and its fingerprint is what the string pool starts with, and
//! `strings_len` says how long that is. Where several runs start alike, those whose [`checksum`] is the header's are
//! the image. Neither text alone is proof: a program that reads images contains [`MAGIC`], too.

use core::fmt;

use crate::hash::hash;

/// First bytes of every image. The high bit and the line endings show a transfer that was not binary.
pub const MAGIC: [u8; 8] = *b"\x89ETCH\r\n\x1a";
/// Layouts of another major version are refused.
pub const LAYOUT_MAJOR: u16 = 1;
/// Layouts of a higher minor version are read; what is new in them is stepped over.
pub const LAYOUT_MINOR: u16 = 1;
/// Bytes before the section table.
pub const HEADER_LEN: usize = 64;
/// Bytes of one entry of the section table: offset, stride, count, seed.
pub const SECTION_ENTRY_LEN: usize = 16;
/// Bytes of the [`marker`] that a string pool starts with.
pub const MARKER_LEN: usize = 65;

/// Where the parts of the header stand.
mod at {
    pub(super) const MAJOR: usize = 8;
    pub(super) const MINOR: usize = 10;
    pub(super) const RECORDS_LEN: usize = 12;
    pub(super) const STRINGS_LEN: usize = 16;
    pub(super) const SECTIONS: usize = 20;
    pub(super) const CHECKSUM: usize = 24;
    pub(super) const DIGEST: usize = 32;
    pub(super) const STRIP: usize = 48;
    pub(super) const MAX_VISITS: usize = 52;
    pub(super) const FINGERPRINT: usize = 56;
}

/// What was left out of an image on purpose.
///
/// ```
/// use etched_core::Strip;
///
/// let release = Strip::NONE.bodies(true);
/// assert_eq!(Strip::from_bits(release.bits()), release);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
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

    /// Leaves out documentation texts, or not.
    #[must_use]
    pub const fn docs(self, docs: bool) -> Self {
        Self { docs, ..self }
    }

    /// Leaves out bodies, or not.
    #[must_use]
    pub const fn bodies(self, bodies: bool) -> Self {
        Self { bodies, ..self }
    }

    /// Leaves out file paths and line numbers, or not.
    #[must_use]
    pub const fn paths(self, paths: bool) -> Self {
        Self { paths, ..self }
    }

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
/// use etched_core::{Header, HeaderError, LAYOUT_MAJOR};
///
/// let header = Header::EMPTY;
/// assert_eq!(header.major, LAYOUT_MAJOR);
/// assert_eq!(Header::read(&header.to_bytes(), 0), Ok(header));
/// assert_eq!(Header::read(&header.to_bytes(), 7), Err(HeaderError::Length));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Hash over what has which number; zero where it is not known. See [`fingerprint`](crate::numbering::fingerprint).
    pub fingerprint: u64,
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
            Self::Short => write!(f, "not an etched image (shorter than its header of {HEADER_LEN} bytes)"),
            Self::Magic => f.write_str("not an etched image (bad magic)"),
            Self::Major(major) => {
                write!(f, "image layout {major} is not supported; this version of etched reads layout {LAYOUT_MAJOR}")
            }
            Self::Length => f.write_str("the image is truncated or has trailing bytes"),
        }
    }
}

impl core::error::Error for HeaderError {}

/// Returns the bytes at `at`, none unless they are all there: `get`, in words that a constant can be made of.
#[inline]
const fn array_at<const LEN: usize>(bytes: &[u8], at: usize) -> Option<&[u8; LEN]> {
    match bytes.split_at_checked(at) {
        Some((_, rest)) => rest.first_chunk(),
        None => None,
    }
}

#[inline]
const fn u16_at(bytes: &[u8], at: usize) -> u16 {
    match array_at(bytes, at) {
        Some(bytes) => u16::from_le_bytes(*bytes),
        None => 0,
    }
}

#[inline]
const fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match array_at(bytes, at) {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => 0,
    }
}

#[inline]
const fn u64_at(bytes: &[u8], at: usize) -> u64 {
    match array_at(bytes, at) {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => 0,
    }
}

/// Checks magic and major layout, which tell what all other bytes mean.
const fn known(records: &[u8]) -> Result<(), HeaderError> {
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
    match u16_at(records, at::MAJOR) {
        LAYOUT_MAJOR => Ok(()),
        major => Err(HeaderError::Major(major)),
    }
}

impl Header {
    /// The header of an image of this layout without sections and strings.
    pub const EMPTY: Self = Self {
        major: LAYOUT_MAJOR,
        minor: LAYOUT_MINOR,
        records_len: HEADER_LEN as u32,
        strings_len: 0,
        checksum: 0,
        digest: [0; 16],
        sections: 0,
        strip: Strip::NONE,
        max_visits: 0,
        fingerprint: 0,
    };

    /// Reads and checks the header of an image in two parts; `const`, so that a build fails on a wrong one.
    ///
    /// # Errors
    /// The first reason the two parts are not an image of a layout this version reads.
    pub const fn read(records: &[u8], strings_len: usize) -> Result<Self, HeaderError> {
        if let Err(error) = known(records) {
            return Err(error);
        }
        let header = Self {
            major: u16_at(records, at::MAJOR),
            minor: u16_at(records, at::MINOR),
            records_len: u32_at(records, at::RECORDS_LEN),
            strings_len: u32_at(records, at::STRINGS_LEN),
            sections: Self::sections(records),
            checksum: Self::checksum(records),
            digest: Self::digest(records),
            strip: Strip::from_bits(u32_at(records, at::STRIP)),
            max_visits: u32_at(records, at::MAX_VISITS),
            fingerprint: Self::fingerprint(records),
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

    /// Returns how many bytes header and records take in the bytes of a file, and how many the strings behind them.
    ///
    /// The bytes may be the first [`HEADER_LEN`] of the file alone.
    ///
    /// ```
    /// use etched_core::{Header, HeaderError};
    ///
    /// assert_eq!(Header::lens(&[0; 64]), Err(HeaderError::Magic));
    /// ```
    ///
    /// # Errors
    /// When the bytes do not start as an image of a layout this version reads.
    pub const fn lens(bytes: &[u8]) -> Result<(u32, u32), HeaderError> {
        match known(bytes) {
            Ok(()) => Ok((u32_at(bytes, at::RECORDS_LEN), u32_at(bytes, at::STRINGS_LEN))),
            Err(error) => Err(error),
        }
    }

    // What is asked of an image that was opened, one part at a time; zero of what is none.

    #[inline]
    pub(crate) const fn sections(records: &[u8]) -> u32 {
        u32_at(records, at::SECTIONS)
    }

    #[inline]
    pub(crate) const fn checksum(records: &[u8]) -> u64 {
        u64_at(records, at::CHECKSUM)
    }

    #[inline]
    pub(crate) const fn fingerprint(records: &[u8]) -> u64 {
        u64_at(records, at::FINGERPRINT)
    }

    #[inline]
    pub(crate) const fn digest(records: &[u8]) -> [u8; 16] {
        match array_at(records, at::DIGEST) {
            Some(digest) => *digest,
            None => [0; 16],
        }
    }

    /// Returns the header as it is stored in an image.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &MAGIC);
        put(at::MAJOR, &self.major.to_le_bytes());
        put(at::MINOR, &self.minor.to_le_bytes());
        put(at::RECORDS_LEN, &self.records_len.to_le_bytes());
        put(at::STRINGS_LEN, &self.strings_len.to_le_bytes());
        put(at::SECTIONS, &self.sections.to_le_bytes());
        put(at::CHECKSUM, &self.checksum.to_le_bytes());
        put(at::DIGEST, &self.digest);
        put(at::STRIP, &self.strip.bits().to_le_bytes());
        put(at::MAX_VISITS, &self.max_visits.to_le_bytes());
        put(at::FINGERPRINT, &self.fingerprint.to_le_bytes());
        out
    }
}

/// One entry of the section table: where the records of a section stand.
///
/// ```
/// use etched_core::SectionEntry;
///
/// assert_eq!(SectionEntry::read(&[0; 64], 0), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SectionEntry {
    /// Where the first record starts.
    pub offset: u32,
    /// Bytes from one record to the next.
    pub stride: u32,
    /// Records.
    pub count: u32,
    /// What the keys of a hash table are hashed with; zero of other sections.
    pub seed: u32,
}

impl SectionEntry {
    /// Returns the entry of that number, if an image has so many sections.
    #[inline]
    #[must_use]
    pub const fn read(records: &[u8], number: u32) -> Option<Self> {
        if number >= Header::sections(records) {
            return None;
        }
        match array_at::<SECTION_ENTRY_LEN>(records, HEADER_LEN + number as usize * SECTION_ENTRY_LEN) {
            Some(entry) => Some(Self {
                offset: u32_at(entry, 0),
                stride: u32_at(entry, 4),
                count: u32_at(entry, 8),
                seed: u32_at(entry, 12),
            }),
            None => None,
        }
    }

    /// Returns the entry as it is stored in an image.
    #[must_use]
    pub fn to_bytes(self) -> [u8; SECTION_ENTRY_LEN] {
        let mut out = [0; SECTION_ENTRY_LEN];
        for (word, value) in out.chunks_exact_mut(4).zip([self.offset, self.stride, self.count, self.seed]) {
            word.copy_from_slice(&value.to_le_bytes());
        }
        out
    }
}

/// Puts the lengths of the two parts and their checksum into a header: the last step of writing an image.
///
/// What is shorter than a header stays as it is.
///
/// ```
/// use etched_core::{HEADER_LEN, checksum, seal};
///
/// let mut records = [0; HEADER_LEN];
/// seal(&mut records, b"Post");
/// assert_eq!(records[24..32], checksum(&records, b"Post").to_le_bytes());
/// ```
///
/// # Panics
/// When a part has more bytes than a 32-bit number counts.
pub fn seal(records: &mut [u8], strings: &[u8]) {
    if records.len() < HEADER_LEN {
        return;
    }
    for (at, len) in [(at::RECORDS_LEN, records.len()), (at::STRINGS_LEN, strings.len())] {
        let len = u32::try_from(len).expect("a part of an image is shorter than 4 GiB");
        records[at..at + 4].copy_from_slice(&len.to_le_bytes());
    }
    let sum = checksum(records, strings);
    records[at::CHECKSUM..at::CHECKSUM + 8].copy_from_slice(&sum.to_le_bytes());
}

/// Returns the line a string pool starts with: `etched strings <digest> <fingerprint>`, in hexadecimal digits.
///
/// It is in front of string 0 and part of no string.
///
/// ```
/// let marker = etched_core::marker([0xab; 16], 0x1f);
/// assert_eq!(&marker[..], b"etched strings abababababababababababababababab 000000000000001f\n");
/// ```
#[must_use]
pub fn marker(digest: [u8; 16], fingerprint: u64) -> [u8; MARKER_LEN] {
    const TITLE: &[u8] = b"etched strings ";
    let hex = |bytes: &[u8], out: &mut [u8]| {
        for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
            pair.copy_from_slice(&[byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[digit as usize]));
        }
    };
    let mut out = [b' '; MARKER_LEN];
    let (title, rest) = out.split_at_mut(TITLE.len());
    title.copy_from_slice(TITLE);
    hex(&digest, &mut rest[..32]);
    hex(&fingerprint.to_be_bytes(), &mut rest[33..49]);
    rest[49] = b'\n';
    out
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
    let (head, rest) = records.split_at(records.len().min(at::CHECKSUM));
    let rest = rest.get(8..).unwrap_or(&[]);
    hash(hash(hash(0, head), rest), strings)
}
