//! Compiles an etched schema to an image, for build scripts, macros and the command line.
#![forbid(unsafe_code)]

#[cfg(feature = "document")]
pub mod document;
pub mod graph;
pub mod image;
pub mod model;
pub mod routes;
