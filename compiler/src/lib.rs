//! Compiles an etched schema to an image, for build scripts, macros and the command line.
//!
//! In a build script one line does, and `etched::embed!()` takes what it leaves:
//!
//! ```no_run
//! // in main() of build.rs
//! etched_compiler::Build::new().run();
//! ```
//!
//! The language is in `docs/language.md` of the repository; its tables are in [`language`].
//!
//! In a test, [`compile_str`] makes an image of a text. Everything else is in steps that can be taken alone:
//! [`Sources`] are read from disk or given, [`compile`](compile()) makes a [`model::Model`] of them or says everything
//! that is wrong ([`Diagnostics`]), and [`image::write()`] makes the image.
//!
//! Metadata documents and OpenAPI documents become the same model, behind the features `document` and `openapi`, which
//! are off by default. [`assemble`](assemble()) takes sources of any form, several at once.
#![forbid(unsafe_code)]

mod action;
mod assemble;
pub mod bind;
pub mod build;
pub mod cdt;
mod compile;
mod constraint;
mod diagnostic;
#[cfg(feature = "document")]
pub mod document;
mod duration;
mod files;
mod form;
mod format;
pub mod graph;
pub mod image;
pub mod language;
mod lex;
mod lower;
mod manifest;
mod members;
pub mod model;
#[cfg(feature = "openapi")]
pub mod openapi;
mod operation;
mod parse;
pub mod patterns;
mod resolve;
pub mod routes;
mod source;
mod source_map;
mod suggest;
mod syntax;
mod types;
mod validate;

pub use assemble::{Assembled, assemble};
pub use build::{Build, compile_str};
pub use compile::{Compiled, compile};
pub use diagnostic::{
    CODES, Code, Diagnostic, Diagnostics, Edit, Edits, ExampleKind, Explanation, Place, Related, Severity,
};
pub use etched_core::Strip;
pub use files::{SchemaFile, SchemaFiles, nearest_path};
pub use form::Form;
pub use format::{WIDTH, format, format_file};
pub use lex::{Call, calls};
pub use manifest::Manifest;
pub use source::{MAX_FILE_BYTES, MAX_TOTAL_BYTES, SourceFile, Sources};
