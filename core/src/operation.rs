//! The names of the REST operations.

/// REST operations by canonical name, in the order they are listed in.
pub const REST: &[&str] = &["list", "show", "create", "update", "delete"];

/// Returns an operation's canonical name: `show` of `get`.
///
/// ```
/// use etched_core::operation::{REST, canonical};
///
/// assert_eq!((canonical("get"), canonical("publish")), ("show", "publish"));
/// assert!(REST.iter().all(|name| canonical(name) == *name));
/// ```
#[inline]
#[must_use]
pub fn canonical(name: &str) -> &str {
    if name == "get" { "show" } else { name }
}
