//! Numbers with their nouns.

/// Returns a count with its noun, which takes an `s` for more or less than one: `1 route`, `3 routes`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
