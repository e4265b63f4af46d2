//! Where metadata comes from.

use std::path::Path;

use etched::Registry;
use etched::cli::{Context, Failure};

/// Returns the registry over what `--from` names, or over the embedded demo.
pub(crate) fn registry(from: Option<&Path>, _context: &Context) -> Result<Registry, Failure> {
    match from {
        None => Ok(Registry::load(&etched::demo::METADATA)),
        Some(_) => Err(Failure::new("source", "not yet")),
    }
}
