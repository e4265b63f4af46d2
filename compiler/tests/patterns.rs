//! Patterns and deviations, through the public API.

#[path = "patterns/build.rs"]
mod build;
#[path = "patterns/counts.rs"]
mod counts;
#[path = "patterns/demo.rs"]
mod demo;
#[path = "patterns/hooks.rs"]
mod hooks;
#[path = "patterns/names.rs"]
mod names;
#[path = "patterns/planted.rs"]
mod planted;
#[path = "patterns/strange.rs"]
mod strange;
#[path = "patterns/templates.rs"]
mod templates;
