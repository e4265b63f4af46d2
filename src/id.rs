//! Ids known at compile time.
//!
//! An id is an index, the fingerprint of the numbering it was made from, and a name. An equal fingerprint makes it an
//! index; any other makes it a name to look up, so that an id never answers for the wrong image. The digest would not
//! do: it is the same where files were renamed, and with them the order of what they declare.

use crate::registry::Registry;

/// An id that [`Registry::at`] resolves.
pub trait Named: Copy {
    /// What it resolves to.
    type Handle<'r>;
    #[doc(hidden)]
    fn find(self, registry: &Registry) -> Option<Self::Handle<'_>>;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $Name:ident)*) => { $(
        $(#[$doc])*
        ///
        /// The index counts only for images with the same `fingerprint`; for any other the name does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $Name {
            pub(crate) index: u32,
            pub(crate) fingerprint: u64,
            pub(crate) name: &'static str,
        }

        impl $Name {
            #[doc(hidden)]
            #[must_use]
            pub const fn new(index: u32, fingerprint: u64, name: &'static str) -> Self {
                Self { index, fingerprint, name }
            }

            /// Returns the name it was made from.
            #[must_use]
            pub const fn name(self) -> &'static str {
                self.name
            }
        }
    )* };
}

ids! {
    /// The id of a resource, made by `resource!("Post")`.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// const ORDER: etched::ResourceId = etched::resource!("Order");
    /// assert_eq!(ORDER.name(), "Order");
    /// # }
    /// ```
    ResourceId
    /// The id of a route, made by `route!("GET", "/posts/:id")`.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// const SHOW: etched::RouteId = etched::route!("GET", "/api/orders/:id");
    /// assert_eq!(SHOW.name(), "GET /api/orders/:id");
    /// # }
    /// ```
    RouteId
    /// The id of a pattern, made by `pattern!("middleware/auth")`.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// const AUTH: etched::PatternId = etched::pattern!("middleware/auth");
    /// assert_eq!(AUTH.name(), "middleware/auth");
    /// # }
    /// ```
    PatternId
}

/// The id of a field, made by `constants!()`: `schema::post::TITLE`.
///
/// The index counts only for images with the same `fingerprint`; for any other the names do.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// mod schema {
///     etched::constants!();
/// }
///
/// let title: etched::FieldId = schema::article::TITLE;
/// assert_eq!((title.resource(), title.name()), ("Article", "title"));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldId {
    pub(crate) index: u32,
    pub(crate) fingerprint: u64,
    pub(crate) resource: &'static str,
    pub(crate) name: &'static str,
}

impl FieldId {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(index: u32, fingerprint: u64, resource: &'static str, name: &'static str) -> Self {
        Self { index, fingerprint, resource, name }
    }

    /// Returns the name of the field.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Returns the name of the resource it is a field of.
    #[must_use]
    pub const fn resource(self) -> &'static str {
        self.resource
    }
}
