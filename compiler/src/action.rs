//! What becomes of the records that point to one that goes or gets another key: `on_delete`, `on_update`.

/// The actions, by canonical name.
pub(crate) const ALL: &[&str] = &["cascade", "restrict", "set_null", "no_action"];

/// Returns an action's canonical name: `set_null` of `nullify`.
pub(crate) fn canonical(name: &str) -> &str {
    match name {
        "nullify" => "set_null",
        name => name,
    }
}

/// Returns whether it is another name of an action.
#[cfg(feature = "document")]
pub(crate) fn is_other_name(name: &str) -> bool {
    canonical(name) != name
}
