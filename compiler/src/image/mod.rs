//! The image: written from a [`Model`](crate::model::Model), read back into one.
//!
//! [`write()`] numbers and indexes everything a run-time question needs; [`read()`] is its inverse, for exports and
//! for proof: `read(write(model)) == model` unless something was stripped.

mod digest;
mod index;
mod members;
mod pool;
mod read;
mod sections;
mod write;

pub use digest::hashes_hold;
pub use read::read;
pub(crate) use read::read_resource;
pub use write::{strip, write};

/// An image in its two parts, as a build leaves them.
///
/// ```
/// let bytes = etched_compiler::compile_str("@strict nullability resource Tag { name: string! }")?;
/// let file = bytes.to_file();
/// assert_eq!(file.len(), bytes.records.len() + bytes.strings.len());
/// assert_eq!(bytes.image().rows::<etched_core::layout::Resource>().len(), 1);
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// Header, section table and records.
    pub records: Vec<u8>,
    /// The string pool.
    pub strings: String,
}

impl Bytes {
    /// Returns a reader over the parts.
    #[must_use]
    pub fn image(&self) -> etched_core::Image<'_> {
        etched_core::Image::new(&self.records, &self.strings)
    }

    /// Returns the form a file has: the two parts, one behind the other.
    #[must_use]
    pub fn to_file(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.records.len() + self.strings.len());
        out.extend_from_slice(&self.records);
        out.extend_from_slice(self.strings.as_bytes());
        out
    }
}
