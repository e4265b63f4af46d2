//! Patterns and deviations, through the public API.

#[path = "patterns/demo.rs"]
mod demo;
