//! The REST operations and the events hooks run on.

pub(crate) use etched_core::operation::{REST, canonical};

/// Events that hooks run before or after.
pub(crate) const EVENTS: &[&str] = &["create", "update", "save", "delete"];
