//! Where a declaration was read.

use core::fmt;

/// What a resource or a route was read from.
///
/// ```
/// use etched_core::Origin;
///
/// assert_eq!(Origin::OpenApi.to_string(), "openapi");
/// assert_eq!(Origin::from_name("openapi"), Some(Origin::OpenApi));
/// assert_eq!(Origin::from_number(Origin::Rust.number()), Origin::Rust);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// A schema file, or a document that says nothing else: what other documents describe is declared in schemas, too.
    #[default]
    Schema,
    /// A metadata document that is itself the declaration.
    Document,
    /// An OpenAPI document.
    OpenApi,
    /// Rust source.
    Rust,
}

impl Origin {
    /// All of them, by number.
    pub const ALL: [Self; 4] = [Self::Schema, Self::Document, Self::OpenApi, Self::Rust];

    /// Returns the name, as documents have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Document => "document",
            Self::OpenApi => "openapi",
            Self::Rust => "rust",
        }
    }

    /// Returns the one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.name() == name)
    }

    /// Returns the number it has in an image.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32
    }

    /// Returns the one of a number; a number that is none's, from a newer compiler, is read as a document.
    #[must_use]
    pub fn from_number(number: u32) -> Self {
        Self::ALL.get(number as usize).copied().unwrap_or(Self::Document)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
