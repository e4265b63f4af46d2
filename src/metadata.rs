//! What a build leaves in the binary, and what of it is found before the first question.

use etched_core::layout::Section;
use etched_core::{Header, HeaderError, Image, LAYOUT_MINOR, Names, NamesSpan};

/// An image embedded in the binary, as `embed!` makes it.
///
/// One reference: however often it is copied, and wherever registries over it stand, the image is in the program once.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// static METADATA: etched::Metadata = etched::embed!();
/// static REGISTRY: etched::Registry = etched::Registry::load(&METADATA);
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Metadata {
    parts: &'static Parts,
}

/// The two parts of an embedded image, and what is resolved of them while the program is compiled.
///
/// It is in a `static` that `embed!` makes. As a constant it would not do: a constant is written out in every
/// codegen unit that uses it, and the image with it.
pub struct Parts {
    records: &'static [u8],
    strings: &'static str,
    resolved: Resolved,
    names: [Names<'static>; HOT.len()],
}

/// What is found of an image once: of an embedded one while the program is compiled, of any other when it is opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolved {
    /// What the numbers of compile-time ids go by.
    pub(crate) fingerprint: u64,
    pub(crate) ids: Ids,
    /// Where the tables of names stand that are asked most, by [`Hot`].
    pub(crate) names: [NamesSpan; HOT.len()],
}

/// A table of names that is found once and not on every lookup.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hot {
    Resources,
    Types,
    Middleware,
}

/// The tables of [`Hot`], in its order.
const HOT: [Section; 3] = [Section::ResourceTable, Section::TypeTable, Section::MiddlewareTable];

/// How many numbers an id may have, by kind; none of an image whose fingerprint is not known.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ids {
    pub(crate) resources: u32,
    pub(crate) fields: u32,
    pub(crate) routes: u32,
    pub(crate) patterns: u32,
}

const fn span(image: Image<'_>, hot: usize) -> NamesSpan {
    NamesSpan::of(image, HOT[hot])
}

impl Resolved {
    pub(crate) const fn of(image: Image<'_>) -> Self {
        let fingerprint = image.fingerprint();
        let ids = if fingerprint == 0 {
            Ids { resources: 0, fields: 0, routes: 0, patterns: 0 }
        } else {
            Ids {
                resources: image.count(Section::Resource),
                fields: image.count(Section::Field),
                routes: image.count(Section::Route),
                patterns: image.count(Section::Pattern),
            }
        };
        Self { fingerprint, ids, names: [span(image, 0), span(image, 1), span(image, 2)] }
    }
}

impl Parts {
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
        let resolved = Resolved::of(image);
        let [resources, types, middleware] = resolved.names;
        let names = [resources.in_image(image), types.in_image(image), middleware.in_image(image)];
        Self { records, strings, resolved, names }
    }

    #[inline]
    pub(crate) const fn image(&self) -> Image<'static> {
        Image::new(self.records, self.strings)
    }

    /// Returns a table of names.
    #[inline]
    pub(crate) const fn names(&self, table: Hot) -> &Names<'static> {
        &self.names[table as usize]
    }

    #[inline]
    pub(crate) const fn strings(&self) -> &'static str {
        self.strings
    }

    #[inline]
    pub(crate) const fn resolved(&self) -> &Resolved {
        &self.resolved
    }
}

impl Metadata {
    /// Takes the parts that a macro put into a `static`.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(parts: &'static Parts) -> Self {
        Self { parts }
    }

    #[inline]
    pub(crate) const fn parts(self) -> &'static Parts {
        self.parts
    }
}

impl std::fmt::Debug for Metadata {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Parts { records, strings, .. } = self.parts;
        f.debug_struct("Metadata").field("bytes", &(records.len() + strings.len())).finish()
    }
}
