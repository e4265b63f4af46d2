//! What a build leaves in the binary.

use etched_core::{Header, HeaderError, Image, LAYOUT_MINOR};

/// An image embedded in the binary, as `embed!` makes it.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// static METADATA: etched::Metadata = etched::embed!();
/// static REGISTRY: etched::Registry = etched::Registry::load(&METADATA);
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Metadata {
    pub(crate) records: &'static [u8],
    pub(crate) strings: &'static str,
    /// First half of the digest, at hand for compile-time ids.
    pub(crate) prefix: u64,
}

impl Metadata {
    /// Takes the two files a build leaves, and fails the build when they are not an image this version reads.
    ///
    /// # Panics
    /// At compile time, when the header is wrong: these bytes were written by another version of the compiler.
    #[must_use]
    #[track_caller]
    pub const fn new(records: &'static [u8], strings: &'static str) -> Self {
        match Header::read(records, strings.len()) {
            Ok(header) => assert!(
                (header.minor as u32) <= LAYOUT_MINOR as u32,
                "etched: the embedded metadata was written by a newer etched-compiler than this etched can read; give both the same version in Cargo.toml"
            ),
            Err(HeaderError::Major(_)) => panic!(
                "etched: the embedded metadata has another layout than this etched reads; give etched and etched-compiler the same version in Cargo.toml"
            ),
            Err(_) => panic!("etched: the embedded metadata is not an image; rebuild it (cargo clean -p this crate)"),
        }
        let image = Image::new(records, strings);
        Self { records, strings, prefix: image.digest_prefix() }
    }

    pub(crate) const fn image(&self) -> Image<'static> {
        Image::new(self.records, self.strings)
    }
}

impl std::fmt::Debug for Metadata {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metadata").field("bytes", &(self.records.len() + self.strings.len())).finish()
    }
}
