//! Ids known at compile time.

use crate::registry::Registry;

/// An id that [`Registry::get_id`] resolves.
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
        /// The index counts only for the image whose digest starts with `prefix`; for any other the name does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $Name {
            pub(crate) index: u32,
            pub(crate) prefix: u64,
            pub(crate) name: &'static str,
        }

        impl $Name {
            #[doc(hidden)]
            #[must_use]
            pub const fn new(index: u32, prefix: u64, name: &'static str) -> Self {
                Self { index, prefix, name }
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
    ResourceId
    /// The id of a route, made by `route!("GET", "/posts/:id")`.
    RouteId
    /// The id of a pattern, made by `pattern!("middleware/auth")`.
    PatternId
}
