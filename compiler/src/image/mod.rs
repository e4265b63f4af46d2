//! The image: written from a [`Model`](crate::model::Model), read back into one.
//!
//! [`write()`] numbers and indexes everything a run-time question needs; [`read()`] is its inverse, for exports and
//! for proof: `read(write(model)) == model` unless something was stripped. [`embed`] is `write` for a crate.

mod cells;
mod digest;
mod error;
mod index;
mod members;
mod pool;
mod read;
mod refused;
mod sections;
mod values;
mod write;

pub use digest::hashes_hold;
pub use error::WriteError;
pub use read::read;
pub(crate) use read::read_resource;
pub use refused::refused;
pub use write::{embed, strip, write};

/// The crate that an image is written for: [`embed`] says so in it.
///
/// ```
/// use etched_compiler::image::{self, Embedder};
/// use etched_compiler::model::Model;
/// use etched_compiler::Strip;
///
/// let shop = Embedder::new("shop", "1.4.0");
/// let embedded = image::embed(&Model::default(), Strip::NONE, &shop)?;
/// assert_eq!(embedded.image().digest(), image::write(&Model::default(), Strip::NONE)?.image().digest());
/// assert_eq!(Embedder::of(embedded.image()), Some(shop));
/// # Ok::<(), image::WriteError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Embedder {
    /// Name of the package.
    pub name: String,
    /// Version of the package.
    pub version: String,
}

impl Embedder {
    /// Returns the package of that name and version.
    #[must_use]
    pub fn new(name: impl Into<String>, version: impl Into<String>) -> Self {
        Self { name: name.into(), version: version.into() }
    }

    /// Returns the package that Cargo builds: for build scripts and macros. `None` where there is no Cargo.
    #[must_use]
    pub fn of_cargo() -> Option<Self> {
        let variable = |name: &str| std::env::var(name).ok();
        Some(Self { name: variable("CARGO_PKG_NAME")?, version: variable("CARGO_PKG_VERSION")? })
    }

    /// Returns the crate that an image says it was written for.
    #[must_use]
    pub fn of(image: etched_core::Image<'_>) -> Option<Self> {
        let record = image.rows::<etched_core::layout::Embedder>().iter().next()?;
        let text = |id| image.str(id).to_owned();
        Some(Self { name: text(record.name()), version: text(record.version()) })
    }
}

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
