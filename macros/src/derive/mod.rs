//! `#[derive(Resource)]` and `#[derive(ResourceEnum)]`: read, check, write, in that order and in that many files.

mod ast;
mod attribute;
mod describe;
mod expand;
mod stub;
mod values;

use proc_macro2::TokenStream;
use syn::{DeriveInput, Error};

use crate::schema;
pub(crate) use ast::Container;
pub(crate) use describe::item;

/// Expands `#[derive(Resource)]`.
pub(crate) fn resource(input: TokenStream) -> TokenStream {
    let parsed = match syn::parse2::<DeriveInput>(input.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return stub::unparsed(&input, &error, stub::resource),
    };
    let (container, mut errors) = Container::read(&parsed);
    if container.shapeless {
        return with(expand::unchecked(&container, &[]), errors);
    }
    // A schema that is missing or broken is reported by `embed!`, once, not by every macro that needs it.
    let found = schema::locate(container.schema.as_ref().map(syn::LitStr::value).as_deref());
    let loaded = found.as_ref().ok().and_then(|source| schema::load(source).ok());
    let Some(loaded) = loaded else {
        let files = found.map(|source| schema::files(&source)).unwrap_or_default();
        return with(expand::unchecked(&container, &files), errors);
    };
    let (item, places) = item(&container);
    let outcome = etched_compiler::bind::check(loaded.full.image(), &item);
    for mismatch in &outcome.mismatches {
        errors.push(Error::new(places.span(mismatch.at), format!("etched: {}", mismatch.message)));
    }
    let found = outcome.resource.is_some() || !container.inline.is_empty();
    let tokens = match found {
        true => expand::bound(&container, &outcome, &places, &loaded),
        false => expand::unchecked(&container, &[]),
    };
    with(tokens, errors)
}

/// Expands `#[derive(ResourceEnum)]`.
pub(crate) fn resource_enum(input: TokenStream) -> TokenStream {
    let parsed = match syn::parse2::<DeriveInput>(input.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return stub::unparsed(&input, &error, stub::resource_enum),
    };
    let (tokens, errors) = values::expand(&parsed);
    with(tokens, errors)
}

/// Puts every error before what was written.
fn with(tokens: TokenStream, errors: Vec<Error>) -> TokenStream {
    let mut out: TokenStream = errors.iter().map(Error::to_compile_error).collect();
    out.extend(tokens);
    out
}
