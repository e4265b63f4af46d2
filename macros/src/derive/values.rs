//! `#[derive(ResourceEnum)]`: the values a field may have, from the variants of an enum.

use etched_compiler::bind::{Case, declares};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Error, Fields};

use super::ast::{crate_path, default_crate, rename_all, unknown};
use super::attribute::entries;
use super::others::Others;

/// Writes the impl; without values when something is wrong, which stands for "not to be compared".
pub(super) fn expand(input: &DeriveInput) -> (TokenStream, Vec<Error>) {
    let mut errors = Vec::new();
    let mut krate = default_crate();
    let mut case = Others::read(&input.attrs).cases.first().map_or(Case::Snake, |(_, case)| *case);
    for entry in entries(&input.attrs, "resource", &mut errors) {
        match entry.key.as_str() {
            "crate" => krate = crate_path(&entry, &mut errors),
            "rename_all" => case = rename_all(&entry, true, &mut errors).unwrap_or(case),
            key if declares(key) => errors.push(Error::new(
                entry.span,
                format!("etched: `{key}` belongs to the field in the schema, not to the type of its values"),
            )),
            _ => unknown(&entry, "resource", &["crate", "rename_all"], &mut errors),
        }
    }
    let mut values: Vec<String> = Vec::new();
    match &input.data {
        Data::Enum(data) => {
            for variant in &data.variants {
                let Some(value) = value(variant, case, &mut errors) else { continue };
                if values.contains(&value) {
                    let message = format!("etched: \"{value}\" is the value of another variant already");
                    errors.push(Error::new(variant.ident.span(), message));
                }
                values.push(value);
            }
            if data.variants.is_empty() {
                errors.push(Error::new(input.ident.span(), "etched: an enum without variants has no values"));
            }
        }
        _ => errors.push(Error::new(input.ident.span(), "etched: `ResourceEnum` is derived for enums")),
    }
    if !errors.is_empty() {
        values.clear();
    }
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let tokens = quote! {
        #[automatically_derived]
        impl #generics #krate::ResourceEnum for #ident #arguments #bounds {
            const VALUES: &'static [&'static str] = &[#(#values),*];
        }
    };
    (tokens, errors)
}

/// Returns the value of a variant; `None` for one that stands for values the schema does not have.
fn value(variant: &syn::Variant, case: Case, errors: &mut Vec<Error>) -> Option<String> {
    let others = Others::of_value(&variant.attrs);
    let mut rename = others.renames.first().map(|(name, _)| name.clone());
    let mut skip = others.skip;
    for entry in entries(&variant.attrs, "resource", errors) {
        match entry.key.as_str() {
            "rename" => {
                rename = entry.expect_string("resource", errors).map(|name| name.value());
            }
            "skip" => {
                entry.expect_nothing("resource", errors);
                skip = true;
            }
            _ => unknown(&entry, "resource", &["rename", "skip"], errors),
        }
    }
    if skip {
        return None;
    }
    if !matches!(variant.fields, Fields::Unit) {
        let message =
            "etched: a value has no fields; `#[resource(skip)]` keeps a variant for what is not in the schema";
        errors.push(Error::new(variant.ident.span(), message));
    }
    Some(rename.unwrap_or_else(|| case.variant(&variant.ident.unraw().to_string())))
}
