//! The metadata of two applications, in a crate of its own: from a build script, and from the macro alone.
#![forbid(unsafe_code)]
#![deny(warnings)]

use etched::Metadata;

pub static BUILT: Metadata = etched::embed!();
pub static WRITTEN: Metadata = etched::embed!("model");

/// A registry in another module than the metadata, used here and elsewhere.
pub mod here {
    use etched::Registry;

    pub static BUILT: Registry = Registry::load(&super::BUILT);

    #[inline(never)]
    pub fn names() -> Vec<&'static str> {
        BUILT.resources().into_iter().map(|resource| resource.name()).collect()
    }
}
