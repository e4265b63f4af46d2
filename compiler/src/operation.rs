//! The REST operations and the events hooks run on.

/// REST operations by canonical name, in the order their routes are derived in.
pub(crate) const REST: &[&str] = &["list", "show", "create", "update", "delete"];

/// Events that hooks run before or after.
pub(crate) const EVENTS: &[&str] = &["create", "update", "save", "delete"];

/// Returns an operation's canonical name: `show` of `get`.
pub(crate) fn canonical(name: &str) -> &str {
    if name == "get" { "show" } else { name }
}
