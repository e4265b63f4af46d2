//! Answers as they are printed: plain structs, serialisable with the feature `serde`, with the keys of the JSON output.
//!
//! Every answer starts with `format`, the version of these shapes. Renderers and the command line stand on these; a
//! program that asks its own registry rather uses the handles.

#[cfg(feature = "graph")]
mod deps;

#[cfg(feature = "graph")]
pub use deps::{Deps, DepsEdge, DepsNode};

/// The version of the shapes of answers.
pub const FORMAT: u32 = 1;
