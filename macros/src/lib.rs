//! The procedural macros of etched; use them through the crate `etched`.
//!
//! They hold no rules: what a schema means is the compiler's business, what an image holds is core's. Each macro finds
//! the schema (`schema.rs`), asks, and writes a few tokens.
#![forbid(unsafe_code)]
#![expect(missing_docs, reason = "etched documents the macros where it exports them, and rustdoc shows both texts")]

mod constants;
mod derive;
mod embed;
mod name;
mod schema;
#[cfg(test)]
mod tests;
mod types;

use proc_macro::TokenStream;

#[proc_macro]
pub fn embed(input: TokenStream) -> TokenStream {
    embed::expand(input.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}

#[proc_macro]
pub fn resource(input: TokenStream) -> TokenStream {
    name::expand(input.into(), &name::RESOURCE).into()
}

#[proc_macro]
pub fn route(input: TokenStream) -> TokenStream {
    name::expand(input.into(), &name::ROUTE).into()
}

#[proc_macro]
pub fn pattern(input: TokenStream) -> TokenStream {
    name::expand(input.into(), &name::PATTERN).into()
}

#[proc_macro]
pub fn constants(input: TokenStream) -> TokenStream {
    constants::expand(input.into()).into()
}

#[proc_macro_derive(Resource, attributes(resource, field, serde))]
pub fn derive_resource(input: TokenStream) -> TokenStream {
    derive::resource(input.into()).into()
}

#[proc_macro_derive(ResourceEnum, attributes(resource, serde))]
pub fn derive_resource_enum(input: TokenStream) -> TokenStream {
    derive::resource_enum(input.into()).into()
}

#[proc_macro_derive(ResourceScalar, attributes(resource))]
pub fn derive_resource_scalar(input: TokenStream) -> TokenStream {
    derive::resource_scalar(input.into()).into()
}
