//! The procedural macros of etched; use them through the crate `etched`.
//!
//! They hold no rules: what a schema means is the compiler's business, what an image holds is core's. Each macro finds
//! the schema (`schema.rs`), asks, and writes a few tokens.
#![forbid(unsafe_code)]

mod constants;
mod derive;
mod embed;
mod name;
mod schema;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Expands to the compiled metadata of the schema, of type `etched::Metadata`.
///
/// `embed!()` takes what `etched_compiler::Build` left in `OUT_DIR`, or else compiles the directory `schema` beside
/// `Cargo.toml`; `embed!("path")` compiles that directory or file, relative to `Cargo.toml`.
#[proc_macro]
pub fn embed(input: TokenStream) -> TokenStream {
    embed::expand(input.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Expands to the `etched::ResourceId` of a resource: `resource!("Post")`.
///
/// A name the schema does not declare is a compile error that suggests the nearest one.
#[proc_macro]
pub fn resource(input: TokenStream) -> TokenStream {
    name::expand(input.into(), &name::RESOURCE).into()
}

/// Expands to the `etched::RouteId` of a route: `route!("GET", "/posts/:id")`.
///
/// A route the schema does not have is a compile error that suggests the nearest one.
#[proc_macro]
pub fn route(input: TokenStream) -> TokenStream {
    name::expand(input.into(), &name::ROUTE).into()
}

/// Expands to the `etched::PatternId` of a pattern: `pattern!("middleware/auth")`.
///
/// A pattern the schema does not have is a compile error that suggests the nearest one.
#[proc_macro]
pub fn pattern(input: TokenStream) -> TokenStream {
    name::expand(input.into(), &name::PATTERN).into()
}

/// Expands to constants for the names of the schema: `POST` and, in the module `post`, `TITLE`.
///
/// For a module of its own: `mod schema { etched::constants!(); }`.
#[proc_macro]
pub fn constants(input: TokenStream) -> TokenStream {
    constants::expand(input.into()).into()
}

/// Binds a struct to the resource of its name.
///
/// The crate `etched` documents it, as `etched::Resource`.
#[proc_macro_derive(Resource, attributes(resource, field, serde))]
pub fn derive_resource(input: TokenStream) -> TokenStream {
    derive::resource(input.into()).into()
}

/// Makes an enum the type of a field with these values.
///
/// The crate `etched` documents it, as `etched::ResourceEnum`.
#[proc_macro_derive(ResourceEnum, attributes(resource, serde))]
pub fn derive_resource_enum(input: TokenStream) -> TokenStream {
    derive::resource_enum(input.into()).into()
}
