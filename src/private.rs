//! What generated code needs; not for use by hand.

pub use crate::metadata::Metadata;
