//! Handles: what a lookup returns.
//!
//! Each is a reference to the registry and an index, `Copy`, and reads the image when asked. Nothing is cached. Handles
//! are equal when they stand for one record of one image; clones of a registry share theirs.

mod members;
mod pattern;
mod resource;
mod route;
mod ty;

pub use members::{Computed, Constraint, Field, Function, Hook, Invariant, Parameter, Relationship, Scope, Validation};
pub use pattern::{Category, Deviation, Example, Pattern, Variant};
pub use resource::{Allow, Application, Chain, Embedder, Key, Nested, Resource, SourceFile};
pub use route::{Alternative, Response, Route};
pub use ty::{Element, FieldConstraint, Literal, LiteralKind, TypeKind};

use etched_core::layout::Home;

use crate::registry::Registry;

/// What all handles have.
pub trait Handle<'r>: Copy {
    /// The record it stands for.
    type Row: Home;
    /// Makes one; the index must be in the image.
    #[doc(hidden)]
    fn new(registry: &'r Registry, index: u32) -> Self;
}

/// Declares a handle type: its struct, its record, and what every handle can do.
macro_rules! handle {
    ($(#[$doc:meta])* $Name:ident => $Row:ident, $word:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $Name<'r> {
            registry: &'r $crate::Registry,
            index: u32,
        }

        impl<'r> $crate::handle::Handle<'r> for $Name<'r> {
            type Row = etched_core::layout::$Row;
            #[inline]
            fn new(registry: &'r $crate::Registry, index: u32) -> Self {
                Self { registry, index }
            }
        }

        #[allow(dead_code, reason = "not every handle uses everything a handle can do")]
        impl<'r> $Name<'r> {
            #[doc = concat!("Returns the index of the ", $word, " in its image, in declaration order.")]
            #[inline]
            #[must_use]
            pub fn index(self) -> u32 {
                self.index
            }

            #[inline]
            pub(crate) fn record(self) -> etched_core::Rec<'r, etched_core::layout::$Row> {
                self.registry.image().rows::<etched_core::layout::$Row>().get(self.index)
            }

            pub(crate) fn parts(self) -> (&'r $crate::Registry, u32) {
                (self.registry, self.index)
            }

            #[inline]
            pub(crate) fn text(self, id: etched_core::cell::Str) -> &'r str {
                self.registry.image().str(id)
            }

            #[inline]
            pub(crate) fn text_opt(self, id: etched_core::cell::Str) -> Option<&'r str> {
                (id.0 != 0).then(|| self.text(id))
            }
        }

        impl PartialEq for $Name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.index == other.index && self.registry.identity() == other.registry.identity()
            }
        }
        impl Eq for $Name<'_> {}

        impl std::hash::Hash for $Name<'_> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                (self.index, self.registry.identity()).hash(state);
            }
        }
    };
}
pub(crate) use handle;

/// Declares `Debug` by the parts that tell a reader which one it is.
macro_rules! debug {
    ($($Name:ident($($part:ident),*))*) => { $(
        impl std::fmt::Debug for $Name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($Name))$(.field(stringify!($part), &self.$part()))*.finish()
            }
        }
    )* };
}
pub(crate) use debug;

/// Declares accessors for text cells: plain text, or `Option` where empty means absent.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $cell:ident $kind:ident;)*) => {
        $(
            $(#[$doc])*
            #[inline]
            #[must_use]
            pub fn $name(self) -> $crate::handle::texts!(@type $kind) {
                self.$kind(self.record().$cell())
            }
        )*
    };
    (@type text) => { &'r str };
    (@type text_opt) => { Option<&'r str> };
}
pub(crate) use texts;

/// Where something is declared.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let location = registry.resource("Article").unwrap().location();
/// assert_eq!((location.file, location.line), (Some("schema/magazine/article.cdt"), Some(7)));
/// assert_eq!(location.to_string(), "schema/magazine/article.cdt:7");
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Location<'r> {
    /// Path of the schema file, such as `schema/shop/order.cdt`; `None` when unknown or stripped.
    pub file: Option<&'r str>,
    /// Line, counted from 1; `None` when unknown or stripped.
    pub line: Option<u32>,
}

impl<'r> Location<'r> {
    /// Reads what cells say: no text and no number are unknown.
    pub(crate) fn of(file: &'r str, line: u32) -> Self {
        Self { file: (!file.is_empty()).then_some(file), line: number(line) }
    }
}

/// Reads a cell in which 0 stands for no number.
pub(crate) fn number(cell: u32) -> Option<u32> {
    (cell != 0).then_some(cell)
}

impl std::fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.file, self.line) {
            (None, _) => Ok(()),
            (Some(file), None) => f.write_str(file),
            (Some(file), Some(line)) => write!(f, "{file}:{line}"),
        }
    }
}

/// Reads `file` and `line` cells.
macro_rules! location {
    () => {
        /// Returns where it is declared.
        #[must_use]
        pub fn location(self) -> $crate::handle::Location<'r> {
            let image = self.registry.image();
            let record = self.record();
            let file = image.get_opt(record.file()).map_or("", |file| image.str(file.path()));
            $crate::handle::Location::of(file, record.line())
        }
    };
}
pub(crate) use location;

/// Reads a `line` cell in the file of the resource the record belongs to.
macro_rules! member {
    ($word:literal) => {
        #[doc = concat!("Returns the resource that declares the ", $word, ".")]
        #[inline]
        #[must_use]
        pub fn resource(self) -> $crate::handle::Resource<'r> {
            $crate::handle::Handle::new(self.registry, self.record().resource().index)
        }

        /// Returns where it is declared.
        #[must_use]
        pub fn location(self) -> $crate::handle::Location<'r> {
            let line = $crate::handle::number(self.record().line());
            $crate::handle::Location { line, ..self.resource().location() }
        }
    };
}
pub(crate) use member;
