//! Where something is declared, as answers say it.

use serde::{Serialize, Serializer};

use crate::handle::Location;

#[derive(Serialize)]
struct Keys<F, L> {
    file_path: F,
    line_number: L,
}

/// Writes `file_path` and `line_number`, each null where it is unknown.
pub(super) fn nullable<S: Serializer>(location: &Location<'_>, to: S) -> Result<S::Ok, S::Error> {
    Keys { file_path: location.file, line_number: location.line }.serialize(to)
}

/// Writes `file_path` and `line_number` as records of documents have them: empty and 0 where they are unknown.
pub(super) fn plain<S: Serializer>(location: &Location<'_>, to: S) -> Result<S::Ok, S::Error> {
    Keys { file_path: location.file.unwrap_or_default(), line_number: location.line.unwrap_or_default() }.serialize(to)
}

/// Writes `file_path` and `line_number` as far as they are known.
pub(super) fn known_only<S: Serializer>(location: &Location<'_>, to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Known<'r> {
        #[serde(skip_serializing_if = "Option::is_none")]
        file_path: Option<&'r str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        line_number: Option<u32>,
    }
    Known { file_path: location.file, line_number: location.line }.serialize(to)
}
