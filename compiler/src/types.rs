//! The scalar types and their other names.

/// Scalar types by canonical name.
pub(crate) const SCALARS: &[&str] = &[
    "string",
    "text",
    "markdown",
    "int",
    "float",
    "decimal",
    "bool",
    "timestamp",
    "date",
    "time",
    "uuid",
    "ulid",
    "email",
    "url",
    "phone",
    "json",
];

/// Types that are not scalars.
pub(crate) const COMPOUND: &[&str] = &["array", "hash", "enum"];

/// Other names of scalars.
pub(crate) const OTHER_NAMES: &[&str] = &["integer", "boolean", "datetime"];

/// Returns every name a type may start with, canonical names first.
pub(crate) fn names<'n>() -> impl Iterator<Item = &'n str> {
    SCALARS.iter().chain(COMPOUND).chain(OTHER_NAMES).copied()
}

/// Returns a scalar's canonical name: `int` of `integer`.
pub(crate) fn canonical(name: &str) -> &str {
    match name {
        "integer" => "int",
        "boolean" => "bool",
        "datetime" => "timestamp",
        name => name,
    }
}

pub(crate) fn is_scalar(name: &str) -> bool {
    SCALARS.contains(&canonical(name))
}

/// Tells whether a name in the place of a type names a resource: one that does not start with a small letter.
///
/// Scripts without letter case have no capitals, so "starts with a capital" would leave them without relations.
pub(crate) fn names_resource(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_lowercase() || c == '_')
}

/// What values of a scalar look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Text,
    Int,
    Real,
    Bool,
    Time,
    Id,
    Json,
}

/// Returns what values of a scalar (by canonical name) look like.
pub(crate) fn family(name: &str) -> Option<Family> {
    Some(match name {
        "string" | "text" | "markdown" | "email" | "url" | "phone" => Family::Text,
        "int" => Family::Int,
        "float" | "decimal" => Family::Real,
        "bool" => Family::Bool,
        "timestamp" | "date" | "time" => Family::Time,
        "uuid" | "ulid" => Family::Id,
        "json" => Family::Json,
        _ => return None,
    })
}
