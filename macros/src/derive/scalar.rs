//! `#[derive(ResourceScalar)]`: what a type of the program's own holds, by its word.

use etched_compiler::bind::{claim, declares};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error};

use super::ast::{crate_path, default_crate, unknown};
use super::attribute::{entries, misplaced};

/// Writes the impl; with an empty type when something is wrong, which stands for "not to be compared".
pub(super) fn expand(input: &DeriveInput) -> (TokenStream, Vec<Error>) {
    let mut errors = Vec::new();
    let mut krate = default_crate();
    let (mut holds, mut said) = (String::new(), false);
    for entry in entries(&input.attrs, "resource", &mut errors) {
        match entry.key.as_str() {
            "crate" => krate = crate_path(&entry, &mut errors),
            "type" => {
                said = true;
                let Some(word) = entry.expect_string("resource", &mut errors) else { continue };
                match claim(&word.value()) {
                    Ok(claim) => holds = claim,
                    Err(message) => errors.push(Error::new(word.span(), format!("etched: {message}"))),
                }
            }
            key if declares(key) => errors.push(Error::new(
                entry.span,
                format!("etched: `{key}` belongs to the field in the schema, not to the type of its values"),
            )),
            _ => unknown(&entry, "resource", &["crate", "type"], &mut errors),
        }
    }
    let help = "`field` belongs on a field of a struct that derives `Resource`; here write `#[resource(type = \"…\")]`";
    misplaced(&input.attrs, "field", help, &mut errors);
    if !said && errors.is_empty() {
        let message = "etched: what does it hold? say it as the schema does, such as `#[resource(type = \"uuid\")]`";
        errors.push(Error::new(input.ident.span(), message));
    }
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let tokens = quote! {
        #[automatically_derived]
        impl #generics #krate::ResourceScalar for #ident #arguments #bounds {
            const TYPE: &'static str = #holds;
        }
    };
    (tokens, errors)
}
