//! Names where a type stands.

use etched_core::scalar::Scalar;

/// Types that are not scalars.
const COMPOUND: &[&str] = &["array", "hash", "enum", "one_of"];

/// Returns every name a type may start with, canonical names first.
pub(crate) fn names<'n>() -> impl Iterator<Item = &'n str> {
    let other = Scalar::OTHER_NAMES.into_iter().map(|(name, _)| name);
    Scalar::NAMES.into_iter().chain(COMPOUND.iter().copied()).chain(other)
}

/// Tells whether a name in the place of a type names a resource: one that does not start with a small letter.
///
/// Scripts without letter case have no capitals, so "starts with a capital" would leave them without relations.
pub(crate) fn names_resource(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_lowercase() || c == '_')
}
